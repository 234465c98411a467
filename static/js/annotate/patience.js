const SHORTEST = 500;
const LONGEST = 20_000;

/** The pause before the next try: twice as long after each failure. */
export class Patience {
  #failures = 0;
  #wake = () => {};

  /** @returns {Promise<void>} after a while, or as soon as `end` is called */
  wait() {
    const pause = Math.min(SHORTEST * 2 ** this.#failures++, LONGEST);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pause);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  end() {
    this.#wake();
  }

  /** Begin with short pauses again. */
  renew() {
    this.#failures = 0;
  }
}
