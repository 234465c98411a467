import { rangeOf, selected, spanOf, wordsOf } from "./words.js";

/**
 * Marking who is relied on: select words, press the key, say what they are.
 * @typedef {import("./content.js").Source} Source
 */

/** @template {HTMLElement} T @param {string} id @returns {T} */
const find = (id) => /** @type {T} */ (document.getElementById(id));

/** The dialog in which words become a source; it works by keyboard and touch too. */
export class SourceDialog {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.index = 0;
    this.dialog = /** @type {HTMLDialogElement} */ (find("source"));
    this.words = /** @type {HTMLTextAreaElement} */ (find("source-words"));
    for (const button of this.#buttons()) {
      button.addEventListener("click", () => this.#take(button));
    }
    find("source-earlier").addEventListener("click", () => this.#show(this.index - 1));
    find("source-later").addEventListener("click", () => this.#show(this.index + 1));
    // a field that is readonly lets nobody select by keyboard
    this.words.addEventListener("beforeinput", (event) => event.preventDefault());
    this.words.addEventListener("select", () => this.#say());
    this.dialog.addEventListener("keydown", (event) => this.#byKey(event));
  }

  open() {
    const { article } = this.desk;
    const chosen = selected(article);
    const at = chosen ? Number(chosen.sentence.dataset.index) : article.index;
    this.desk.go(Math.max(at, article.index)); // a source stands in its sentence or before it
    find("source-number").textContent = String(article.index + 1);
    const known = article.contentOf(article.current).sources.map(({ text }) => `“${text}”`);
    find("source-known").textContent = known.length > 0
      ? `Marked already: ${known.join(", ")}. Beside the flags each can be removed.`
      : "";
    this.dialog.showModal();
    this.#show(at);
    if (chosen) this.words.setSelectionRange(chosen.from, chosen.to);
    this.#say();
  }

  /** @param {number} index of the sentence whose words are shown: the current one or an earlier */
  #show(index) {
    const { article } = this.desk;
    this.index = Math.min(Math.max(index, 0), article.index);
    this.words.value = wordsOf(article.sentences[this.index]).replaceAll("\r", "\n");
    this.words.focus();
    this.words.setSelectionRange(0, 0);
    /** @type {HTMLButtonElement} */ (find("source-earlier")).disabled = this.index === 0;
    /** @type {HTMLButtonElement} */ (find("source-later")).disabled = this.index === article.index;
    this.#say();
  }

  get span() {
    const { selectionStart, selectionEnd } = this.words;
    const sentence = this.desk.article.sentences[this.index];
    return spanOf(sentence, selectionStart, selectionEnd);
  }

  #say() {
    const span = this.span;
    find("source-chosen").textContent = span
      ? `“${span.text}”: press 1 to 6, or choose what it is`
      : "No words selected yet";
    for (const button of this.#buttons()) button.disabled = !span;
  }

  /** @returns {NodeListOf<HTMLButtonElement>} one for each kind of source */
  #buttons() {
    return this.dialog.querySelectorAll("button[data-kind]");
  }

  /** @param {KeyboardEvent} event */
  #byKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const keys = [event.key, event.shiftKey ? "" : event.code.replace("Digit", "")]; // AZERTY
    const button = [...this.#buttons()].find(({ dataset }) => keys.includes(dataset.key ?? ""));
    if (!button) return;
    event.preventDefault();
    this.#take(button);
  }

  /** At once, and not when the dialog has closed: the next key may be for the next sentence. */
  #take(/** @type {HTMLButtonElement} */ button) {
    const span = this.span;
    if (!span) return;
    this.dialog.close();
    const { article } = this.desk;
    const source = { ...span, kind: button.value };
    this.desk.rely(added(article.contentOf(article.current).sources, source));
  }
}

/** @param {Source[]} sources @param {Source} source */
const added = (sources, source) => [
  ...sources.filter((each) => each.start !== source.start || each.end !== source.end),
  source,
];

/**
 * The source that was marked last before a sentence: that of the nearest earlier one.
 * @param {import("./article.js").Article} article @param {HTMLElement} sentence
 */
export function lastSource(article, sentence) {
  const earlier = article.sentences.slice(0, Number(sentence.dataset.index)).reverse();
  const found = earlier.find((each) => article.contentOf(each).sources.length > 0);
  return found && article.contentOf(found).sources.at(-1);
}

/**
 * Draw the current sentence's sources: in the text, and in a list with a button to remove each.
 * @param {import("./desk.js").Desk} desk
 */
export function showSources(desk) {
  const { sources } = desk.article.contentOf(desk.article.current);
  const list = find("relied");
  const known = JSON.stringify(sources);
  if (list.dataset.shown === known) return;
  list.dataset.shown = known;
  list.replaceChildren(...sources.map((source) => item(desk, source)));
  const ranges = sources.map((each) => rangeOf(desk.article, each)).filter((each) => each !== null);
  CSS.highlights?.set("source", new Highlight(...ranges));
}

/** @param {import("./desk.js").Desk} desk @param {Source} source */
function item(desk, source) {
  const made = document.createElement("li");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "quiet", textContent: "Remove" });
  button.setAttribute("aria-label", `Remove the source ${source.text}`);
  button.addEventListener("click", () => {
    const { sources } = desk.article.contentOf(desk.article.current);
    desk.rely(sources.filter((each) => each.start !== source.start || each.end !== source.end));
  });
  const kind = document.querySelector(`#source [data-kind="${source.kind}"]`);
  made.append(`“${source.text}”, ${kind?.getAttribute("data-name")?.toLowerCase() ?? ""} `, button);
  return made;
}
