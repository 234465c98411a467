import { contentOf } from "./content.js";

/** @typedef {import("./content.js").Content} Content */

/** @param {HTMLElement} sentence */
const markOf = (sentence) => /** @type {HTMLElement} */ (sentence.querySelector(".mark"));

/** The sentences of the page: which ones are current, and how what is said of each is drawn. */
export class Article {
  /** @type {Map<HTMLElement, Content>} */
  #contents = new Map();
  /** @type {Map<number, HTMLElement>} */
  #byId = new Map();
  labelled = 0;

  /**
   * @param {HTMLElement} element the article, with one `.sentence` per sentence
   * @param {Map<string, {letter: string, name: string}>} labels how each is drawn
   */
  constructor(element, labels) {
    this.labels = labels;
    this.bar = /** @type {HTMLElement} */ (document.getElementById("bar"));
    this.isLocked = this.bar.hidden; // ended, or no place: the labels stay as they are
    this.document = Number(element.dataset.document);
    this.guidelines = Number(this.bar.dataset.guidelines) || undefined; // those of this page
    this.sentences = /** @type {HTMLElement[]} */ ([...element.querySelectorAll(".sentence")]);
    this.ticks = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".strip a")]);
    this.sentences.forEach((each, index) => {
      const more = JSON.parse(each.dataset.more ?? "{}");
      const label = [...labels.keys()].find((name) => each.classList.contains(name));
      this.#contents.set(each, contentOf({ ...more, label }));
      this.#byId.set(Number(each.dataset.id), each);
      each.dataset.index = String(index);
      markOf(each).tabIndex = -1; // Tab goes past the text; its keys go through it
      if (label) this.labelled += 1;
      if (each.dataset.more) this.paint(each, this.contentOf(each));
    });
    const current = this.sentences.findIndex((each) => each.hasAttribute("aria-current"));
    this.index = this.anchor = Math.max(current, 0);
  }

  get current() {
    return this.sentences[this.index];
  }

  /** What a key labels: the current sentence, or all between the anchor and it. */
  get chosen() {
    const [from, to] = [this.anchor, this.index].sort((one, other) => one - other);
    return this.sentences.slice(from, to + 1);
  }

  /** @param {number} id @returns {HTMLElement | undefined} */
  withId(id) {
    return this.#byId.get(id);
  }

  /** @param {HTMLElement} sentence */
  contentOf(sentence) {
    return this.#contents.get(sentence) ?? contentOf(null);
  }

  /** @param {EventTarget | Node | null} target @returns {number} index of its sentence, or -1 */
  indexOf(target) {
    const element = target instanceof Text ? target.parentElement : target;
    const sentence = element instanceof Element ? element.closest(".sentence") : null;
    return sentence instanceof HTMLElement ? Number(sentence.dataset.index) : -1;
  }

  /** @param {number} index @param {boolean} [extend] keep the anchor, so that a range is chosen */
  moveTo(index, extend = false) {
    const before = this.chosen;
    this.current.removeAttribute("aria-current");
    markOf(this.current).tabIndex = -1;
    this.ticks[this.index].removeAttribute("aria-current");
    this.index = Math.min(Math.max(Math.trunc(index) || 0, 0), this.sentences.length - 1);
    if (!extend) this.anchor = this.index;
    this.current.setAttribute("aria-current", "true");
    markOf(this.current).tabIndex = 0;
    this.ticks[this.index].setAttribute("aria-current", "true");
    for (const each of before) each.classList.remove("chosen");
    if (this.anchor !== this.index) {
      for (const each of this.chosen) {
        each.classList.add("chosen");
      }
    }
  }

  /** @param {(sentence: HTMLElement, content: Content) => boolean} wanted @returns {number} or -1 */
  next(wanted) {
    const count = this.sentences.length;
    for (let step = 1; step <= count; step += 1) {
      const index = (this.index + step) % count;
      const sentence = this.sentences[index];
      if (wanted(sentence, this.contentOf(sentence))) return index;
    }
    return -1;
  }

  /** @param {HTMLElement} sentence @param {Content} content */
  paint(sentence, content) {
    const { label } = this.contentOf(sentence);
    this.#contents.set(sentence, content);
    this.labelled += Number(!!content.label) - Number(!!label);
    const mark = markOf(sentence);
    const tick = this.ticks[Number(sentence.dataset.index)];
    for (const element of [sentence, tick]) {
      if (label) element.classList.remove(label);
      if (content.label) element.classList.add(content.label);
    }
    mark.textContent = this.#letter(content);
    mark.setAttribute("aria-label", this.#described(sentence, content));
    const isMore = content.flags.length > 0 || content.note !== "" || content.sources.length > 0;
    mark.classList.toggle("more", isMore);
  }

  /** @param {Content} content */
  #letter({ label, flags }) {
    const letter = this.labels.get(label ?? "")?.letter ?? "";
    return flags.includes("unsure") ? `${letter}?` : letter;
  }

  /** @param {HTMLElement} sentence @param {Content} content */
  #described(sentence, { label, flags, note }) {
    const name = this.labels.get(label ?? "")?.name ?? "Not labelled";
    const more = [...flags.map((each) => each.replaceAll("_", " ")), note && "with a note"];
    const parts = [`Sentence ${Number(sentence.dataset.index) + 1}`, name.toLowerCase(), ...more];
    return parts.filter(Boolean).join(", ");
  }

  /** Scroll only where the sentence is not comfortably in view: a still page is easier to read. */
  bringIntoView() {
    const { top, bottom, height } = this.current.getBoundingClientRect();
    const floor = this.isLocked ? innerHeight : this.bar.getBoundingClientRect().top;
    const [first, last] = [innerHeight * 0.15, floor - 24];
    if (top >= first && bottom <= last) return;
    scrollBy(0, top - Math.max(first, (last - height) / 2));
    // far away, the heights are estimates until what stands there is laid out
    if (Math.abs(top) > innerHeight) requestAnimationFrame(() => this.bringIntoView());
  }
}
