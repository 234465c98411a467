import { CARRIED, carriedOver, isSame, newId, sourceless } from "./content.js";
import { lastSource } from "./source.js";

/**
 * @typedef {import("./content.js").Content} Content
 * @typedef {import("./content.js").Source} Source
 * @typedef {{sentence: HTMLElement, before: Content, after: Content}} Change
 */

/** The reviewer's acts on an article: each is painted at once, undone at will, sent by the queue. */
export class Desk extends EventTarget {
  /** @type {Change[][]} what can be undone, and what can be done again */
  #done = [];
  /** @type {Change[][]} */
  #undone = [];
  /** @type {Map<HTMLElement, string>} sentences that the server refused, with its reason */
  refused = new Map();

  /**
   * @param {import("./article.js").Article} article
   * @param {import("./queue.js").SaveQueue} queue
   */
  constructor(article, queue) {
    super();
    this.article = article;
    this.queue = queue;
  }

  /** @param {HTMLElement} sentence @param {string | null} reason why it was not saved */
  refuse(sentence, reason) {
    this.refused.set(sentence, reason ?? "load the page again");
    sentence.dataset.again = "1"; // the key that goes to the next one finds it
  }

  /** @param {HTMLElement} sentence saved now, in whichever tab it was labelled again */
  accept(sentence) {
    if (this.refused.delete(sentence)) delete sentence.dataset.again;
  }

  /** How many acts can be undone, and done again. */
  get steps() {
    return { back: this.#done.length, forth: this.#undone.length };
  }

  /** @param {number} index @param {boolean} [extend] */
  go(index, extend) {
    this.article.moveTo(index, extend);
    this.dispatchEvent(new Event("moved"));
  }

  /** @param {string | null} label @param {boolean} [stay] do not move on to the next sentence */
  give(label, stay = label === null) {
    const last = Math.max(...this.article.chosen.map((each) => Number(each.dataset.index)));
    this.#act((content) =>
      label === "sourced" ? { ...content, label } : sourceless(content, label)
    );
    this.go(stay ? this.article.index : last + 1);
  }

  /** Whether all that is chosen has a flag. @param {string} flag */
  #has(flag) {
    return this.article.chosen.every((each) => this.article.contentOf(each).flags.includes(flag));
  }

  /** @param {string} flag */
  toggle(flag) {
    if (flag === CARRIED) return this.#carryOver();
    const isOn = this.#has(flag);
    this.#act((content) => ({
      ...content,
      flags: isOn ? content.flags.filter((each) => each !== flag) : [...content.flags, flag],
    }));
    this.go(this.article.index, true);
  }

  /** Rely on the last source again, or no longer: on words that stand before the sentence. */
  #carryOver() {
    const isOn = this.#has(CARRIED);
    this.#act((content, sentence) => {
      if (!isOn) return carriedOver(content, lastSource(this.article, sentence));
      const own = content.sources.filter((each) => each.start >= Number(sentence.dataset.start));
      return { ...sourceless(content, content.label), sources: own };
    });
    this.go(this.article.index, true);
  }

  /** @param {string} note */
  write(note) {
    this.article.moveTo(this.article.index); // of a range, the sentence that is shown
    this.#act((content) => ({ ...content, note }));
    this.dispatchEvent(new Event("written")); // the page stays: the hand may be elsewhere already
  }

  /**
   * Of a range, the current sentence alone: a source stands in its sentence or before it.
   * @param {Source[]} sources
   */
  rely(sources) {
    this.go(this.article.index);
    this.#act((content) => ({
      ...content,
      label: sources.length > content.sources.length ? "sourced" : content.label,
      sources,
    }));
    this.go(this.article.index);
  }

  /** @param {(content: Content, sentence: HTMLElement) => Content} change */
  #act(change) {
    if (this.article.isLocked) return;
    const changes = this.article.chosen.map((sentence) => {
      const before = this.article.contentOf(sentence);
      return { sentence, before, after: change(before, sentence) };
    }).filter(({ sentence, before, after }) =>
      !isSame(before, after) || sentence.dataset.again || this.refused.has(sentence)
    );
    if (changes.length === 0) return;
    this.#done.push(changes);
    this.#undone = [];
    for (const { sentence, after } of changes) this.save(sentence, after);
  }

  undo() {
    this.#repeat(this.#done, this.#undone, "after", "before");
  }

  redo() {
    this.#repeat(this.#undone, this.#done, "before", "after");
  }

  /**
   * @param {Change[][]} from @param {Change[][]} to
   * @param {"before" | "after"} here what the sentences say now, unless changed elsewhere since
   * @param {"before" | "after"} there
   */
  #repeat(from, to, here, there) {
    const found = from.pop()?.filter((each) =>
      isSame(this.article.contentOf(each.sentence), each[here])
    );
    if (!found?.length) return this.go(this.article.index); // and the buttons tell what is left
    to.push(found);
    for (const each of found) this.save(each.sentence, each[there]);
    this.go(Number(found[0].sentence.dataset.index));
  }

  /** @param {HTMLElement} sentence @param {Content} content @param {number} [seen] revision */
  save(sentence, content, seen) {
    const id = Number(sentence.dataset.id);
    const last = seen === undefined ? this.queue.lastOf(id) : undefined;
    this.refused.delete(sentence);
    delete sentence.dataset.again;
    this.article.paint(sentence, content);
    sentence.classList.add("unsaved");
    this.queue.push({
      ...content,
      event_id: newId(),
      sentence_id: id,
      document: this.article.document,
      reviewer: this.queue.reviewer,
      seen_revision: seen ?? last?.seen_revision ?? Number(sentence.dataset.revision),
      after: last?.event_id,
      made_at: new Date().toISOString(),
      guideline_version: this.article.guidelines,
    });
  }
}
