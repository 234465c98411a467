import { nextBatch, NOT_KEPT, takenUp, unanswered } from "./batch.js";
import { answer, revisionAfter } from "./outcome.js";
import { Patience } from "./patience.js";
import { post } from "./post.js";
import * as store from "./store.js";

/** @typedef {import("./content.js").Judgment} Judgment */

const MOST_AT_ONCE = 50;
const AGAIN = 2000; // ms until a disk that could not be read is read again

/** @param {Judgment} judgment */
const isKept = ({ order }) => (order ?? 0) > 0;

/**
 * Every judgment of a reviewer on its way: kept in the browser first, then sent in order, from
 * whichever tab is open, until the server has answered it.
 */
export class SaveQueue extends EventTarget {
  /** @type {Judgment[]} of all tabs and articles, in order */
  waiting = [];
  /** @type {import("./post.js").Trouble} why the last try failed */
  trouble = "";
  /** @type {boolean | undefined} whether labels may lie on the disk that cannot be read now */
  isBlind;
  #again = 0;
  /** What the server said when it turned labels of an article away. */
  reason = "";
  /** @type {Set<number>} articles of which it did: those of others need not wait for them */
  #shut = new Set();
  #most = MOST_AT_ONCE;
  #running = false;
  /** @type {Set<string>} */
  #over = new Set(); // ids of what was answered: another tab may tell late of having queued it
  #patience = new Patience();

  /** @param {number} reviewer whose labels these are @param {import("./post.js").Access} access */
  constructor(reviewer, access) {
    super();
    this.reviewer = reviewer;
    this.access = access;
    this.tabs = new BroadcastChannel(`factcheck-${access.installation}-${reviewer}`);
    this.tabs.onmessage = ({ data }) => this.#heard(data);
    for (const name of ["online", "focus", "pageshow"]) addEventListener(name, () => this.retry());
  }

  /** Whether all that waits is on the disk of this browser: the page may be closed. */
  get isKept() {
    return this.waiting.every(isKept);
  }

  /** Take up what this browser still has to send. */
  async begin() {
    const kept = await this.#read();
    this.waiting = takenUp(kept, this.waiting, this.#over);
    for (const detail of this.waiting) this.dispatchEvent(new CustomEvent("queued", { detail }));
    this.#changed();
    this.#run();
  }

  /** What is on the disk; where that cannot be read, nothing, and it is tried again. */
  async #read() {
    clearTimeout(this.#again);
    try {
      const kept = await store.unanswered(this.reviewer);
      if (this.isBlind) this.dispatchEvent(new Event("late"));
      this.isBlind = false;
      return kept;
    } catch (error) {
      const isThere = !(error instanceof TypeError); // a browser without a disk has kept nothing
      if (this.isBlind !== false && isThere) {
        this.isBlind = true;
        this.#again = setTimeout(() => this.begin(), AGAIN);
      }
      return [];
    }
  }

  /** Try at once, also where the last try failed. */
  retry() {
    this.#patience.end();
    this.#run();
  }

  /** @param {Judgment} judgment */
  async push(judgment) {
    this.waiting.push(judgment);
    this.#changed();
    judgment.order = await store.keep(judgment).catch(() => NOT_KEPT);
    this.tabs.postMessage({ queued: judgment });
    this.retry();
  }

  /** @param {number} sentence @returns {Judgment | undefined} the last one not answered yet */
  lastOf(sentence) {
    return this.waiting.findLast((each) => each.sentence_id === sentence);
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    while (this.waiting.some((each) => each.order)) {
      const done = await alone(this.tabs.name, () => this.#sendSome()).catch(() => false);
      this.#changed();
      if (!done) await this.#patience.wait();
    }
    this.#running = false;
  }

  /** @returns {Promise<boolean>} whether the server answered */
  async #sendSome() {
    const all = await unanswered(this.reviewer, this.waiting, this.#over);
    const batch = await nextBatch(all.filter((each) => !this.#shut.has(each.document)), this.#most);
    if (batch.length === 0) return this.#rest(all.length === 0);
    const { outcomes, trouble, status, detail } = await post(this.access, batch);
    this.trouble = trouble;
    this.reason = detail ?? this.reason; // what was turned away waits, while others are sent
    if (status === 413 && this.#most > 1) this.#most = Math.ceil(this.#most / 2);
    else if (trouble === "turned-away") this.#shut.add(batch[0].document);
    if (!outcomes) return trouble === "turned-away";
    this.#patience.renew();
    const answers = batch.map((judgment, index) => answer(judgment, outcomes[index]));
    await store.settle(this.reviewer, answers).catch(() => {});
    this.tabs.postMessage({ answers });
    this.#answered(answers);
    return true;
  }

  /** @param {boolean} isEmpty @returns {boolean} nothing can be sent now: whether nothing waits */
  #rest(isEmpty) {
    this.trouble = isEmpty ? "" : "turned-away";
    if (isEmpty) this.waiting = this.waiting.filter((each) => !each.order);
    this.#shut.clear(); // the next try begins with all of them
    return isEmpty;
  }

  /** @param {import("./content.js").Answer[]} answers */
  #answered(answers) {
    this.trouble = ""; // whichever tab it was that reached the server
    const ids = new Set(answers.map((each) => each.judgment.event_id));
    this.waiting = this.waiting.filter((each) => !ids.has(each.event_id));
    for (const each of ids) this.#over.add(each);
    for (const each of this.waiting) { // what is in memory alone has nobody else to tell it
      const before = answers.find((other) => other.judgment.event_id === each.after);
      if (before) {
        Object.assign(each, { after: undefined, seen_revision: revisionAfter(before) });
      }
    }
    for (const detail of answers) this.dispatchEvent(new CustomEvent("answered", { detail }));
    this.#changed();
  }

  /** @param {{queued?: Judgment, answers?: import("./content.js").Answer[], settled?: number, left?: true}} message of another tab */
  #heard({ queued, answers, settled, left }) {
    if (left) location.reload(); // signed out there, with labels taken along
    const known = [...this.#over, ...this.waiting.map((each) => each.event_id)];
    if (queued && !known.includes(queued.event_id)) {
      this.waiting.push(queued);
      this.dispatchEvent(new CustomEvent("queued", { detail: queued }));
      this.#changed();
      this.#run(); // the other tab may be closed before it has sent it
    }
    if (answers) this.#answered(answers);
    if (settled) this.dispatchEvent(new CustomEvent("settled", { detail: settled }));
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @template T @param {string} name @param {() => Promise<T>} work one tab at a time */
const alone = (name, work) => navigator.locks ? navigator.locks.request(name, work) : work();
