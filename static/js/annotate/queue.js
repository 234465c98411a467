import { freshToken } from "./token.js";

/**
 * @typedef {{event_id: string, sentence_id: string, label: string, seen_revision: number,
 *   made_at: string, flags: string[], note: string}} Judgment
 * @typedef {{outcome: string, revision: number | null, reason: string | null,
 *   current: {label: string | null, revision: number} | null}} Outcome
 */

const LONGEST_PAUSE = 20_000;
const PATIENCE = 15_000;

/**
 * Whether a judgment is what the server holds now: not after a conflict, nor where the answer
 * to one was lost and asked for again.
 * @param {Judgment} judgment @param {Outcome} outcome
 */
export const stands = (judgment, outcome) =>
  outcome.outcome === "refused" || (outcome.current?.label ?? "take_back") === judgment.label;

/** Sends judgments one at a time and in order; each stays until the server has answered it. */
export class SaveQueue extends EventTarget {
  /** @type {Judgment[]} */
  waiting = [];
  /** @type {"" | "offline" | "failing" | "signed-out" | "somebody-else"} why the last try failed */
  trouble = "";
  #sending = false;
  #failures = 0;
  /** @type {() => void} */
  #wake = () => {};

  /**
   * @param {string} address where judgments go
   * @param {string} token the form token of this page
   * @param {string} reviewer whose labels these are
   */
  constructor(address, token, reviewer) {
    super();
    this.address = address;
    this.token = token;
    this.reviewer = reviewer;
    addEventListener("online", () => this.#wake());
    addEventListener("focus", () => this.#wake());
  }

  /** @param {Judgment} judgment */
  push(judgment) {
    this.waiting.push(judgment);
    this.#changed();
    this.#wake();
    this.#send();
  }

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    while (this.waiting.length > 0) {
      const judgment = this.waiting[0];
      const outcome = await this.#post(judgment);
      if (outcome) {
        this.waiting.shift();
        this.trouble = "";
        this.#failures = 0;
        if (!stands(judgment, outcome)) this.#dateBack(judgment);
        this.dispatchEvent(new CustomEvent("answered", { detail: { judgment, outcome } }));
        this.#changed();
      } else {
        this.#changed();
        await this.#pause();
      }
    }
    this.#sending = false;
  }

  /**
   * What was made after a stale judgment, but before its answer, did not see the other one either.
   * @param {Judgment} stale
   */
  #dateBack(stale) {
    for (const each of this.waiting) {
      if (each.sentence_id === stale.sentence_id) each.seen_revision = stale.seen_revision;
    }
  }

  /**
   * @param {Judgment} judgment
   * @returns {Promise<Outcome | null>} null where it has to be tried again
   */
  async #post(judgment) {
    try {
      const fields = Object.entries(judgment).flatMap(([k, v]) =>
        [v].flat().map((one) => [k, one])
      );
      const response = await fetch(this.address, {
        method: "POST",
        body: new URLSearchParams(fields.map(([k, v]) => [String(k), String(v)])),
        headers: { Accept: "application/json", "X-CSRFToken": this.token },
        signal: AbortSignal.timeout(PATIENCE),
      });
      return await this.#read(response);
    } catch {
      this.trouble = "offline";
      return null;
    }
  }

  /** @param {Response} response */
  async #read(response) {
    const answer = await response.json();
    if (answer.outcome) return answer;
    if (response.status === 401) {
      this.trouble = "signed-out";
    } else if (response.status === 400) {
      await this.#renewToken(); // signed in again meanwhile: the page's form token is void
    } else if (response.status < 500 && response.status !== 429) {
      return { outcome: "refused", revision: null, reason: answer.detail, current: null };
    } else {
      this.trouble = "failing";
    }
    return null;
  }

  async #renewToken() {
    const { token, trouble } = await freshToken(this.reviewer);
    if (this.trouble === "signed-out") this.#failures = 0;
    this.trouble = trouble;
    if (token) this.token = token;
  }

  #pause() {
    const wait = Math.min(500 * 2 ** this.#failures++, LONGEST_PAUSE);
    return /** @type {Promise<void>} */ (new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    }));
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
