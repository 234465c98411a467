/** The sentences of the page: which one is current, and how each label is drawn. */
export class Article {
  /** @param {HTMLElement} element the article, with one `.sentence` per sentence */
  constructor(element) {
    this.sentences = /** @type {HTMLElement[]} */ ([...element.querySelectorAll(".sentence")]);
    this.ticks = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".strip a")]);
    const current = this.sentences.findIndex((each) => each.hasAttribute("aria-current"));
    this.index = Math.max(current, 0);
  }

  get current() {
    return this.sentences[this.index];
  }

  get labelled() {
    return this.sentences.filter((each) => each.dataset.label).length;
  }

  /** @param {string} id */
  withId(id) {
    return this.sentences.find((each) => each.dataset.id === id) ?? this.current;
  }

  /** @param {EventTarget | null} target @returns {number} index of its sentence, or -1 */
  indexOf(target) {
    const sentence = target instanceof Element ? target.closest(".sentence") : null;
    return this.sentences.indexOf(/** @type {HTMLElement} */ (sentence));
  }

  /** @param {number} index */
  moveTo(index) {
    const bounded = Math.min(Math.max(index, 0), this.sentences.length - 1);
    for (const list of [this.sentences, this.ticks]) {
      list[this.index].removeAttribute("aria-current");
      list[bounded].setAttribute("aria-current", "true");
    }
    this.index = bounded;
    this.current.querySelector("a")?.focus({ preventScroll: true });
    this.#bringIntoView();
  }

  /** Index of the next sentence without a label, from the current one on, or -1. */
  nextOpen() {
    const count = this.sentences.length;
    for (let step = 1; step <= count; step += 1) {
      const index = (this.index + step) % count;
      if (!this.sentences[index].dataset.label) return index;
    }
    return -1;
  }

  /**
   * @param {HTMLElement} sentence
   * @param {string} label empty where there is none
   * @param {{letter: string, name: string}} drawn
   */
  paint(sentence, label, drawn) {
    const index = this.sentences.indexOf(sentence);
    const mark = sentence.querySelector(".mark");
    for (const element of [sentence, this.ticks[index]]) {
      if (sentence.dataset.label) element.classList.remove(sentence.dataset.label);
      if (label) element.classList.add(label);
    }
    sentence.dataset.label = label;
    if (!mark) return;
    mark.textContent = drawn.letter;
    mark.setAttribute("aria-label", `Sentence ${index + 1}, ${drawn.name.toLowerCase()}`);
  }

  /** Scroll only where the sentence is not comfortably in view: a still page is easier to read. */
  #bringIntoView() {
    const box = this.current.getBoundingClientRect();
    if (box.top < innerHeight * 0.15 || box.bottom > innerHeight * 0.65) {
      this.current.scrollIntoView({ block: "center" });
    }
  }
}
