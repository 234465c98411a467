import { focusOn } from "./pointer.js";
import { showSources } from "./source.js";

/** @template {HTMLElement} T @param {string} id @returns {T} */
const find = (id) => /** @type {T} */ (document.getElementById(id));

/**
 * The label bar: what is said of the current sentence, as controls.
 * @param {import("./desk.js").Desk} desk
 */
export function workBar(desk) {
  const bar = /** @type {HTMLFormElement} */ (find("bar"));
  const note = /** @type {HTMLInputElement} */ (bar.elements.namedItem("note"));
  bar.addEventListener("submit", (event) => event.preventDefault());
  let byPointer = false;
  bar.addEventListener("pointerdown", () => (byPointer = true));
  bar.addEventListener("keydown", () => (byPointer = false));
  bar.addEventListener("click", ({ target }) => {
    // a pointer chooses and moves on; the arrow keys of the group choose and stay
    if (!(target instanceof HTMLInputElement) || target.name !== "label") return;
    if (byPointer) target.blur(); // the arrow keys move again
    desk.give(target.value === "take_back" ? null : target.value, byPointer ? undefined : true);
  });
  bar.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.name === "flags") desk.toggle(target.value);
    if (target.name === "note") desk.write(target.value.trim());
  });
  note.addEventListener("focus", () => {
    note.dataset.before = desk.article.contentOf(desk.article.current).note;
  });
  note.addEventListener("blur", () => clearTimeout(pause)); // it was kept; the next may be another
  note.addEventListener("keydown", ({ key, isComposing }) => {
    if (isComposing || key !== "Enter" && key !== "Escape") return;
    if (key === "Escape") desk.write(note.value = note.dataset.before ?? ""); // what was kept meanwhile, too
    note.blur();
    if (more.dataset.opened) more.open = false;
    focusOn(desk.article);
  });
  const more = /** @type {HTMLDetailsElement} */ (find("more"));
  more.addEventListener("toggle", () => desk.article.bringIntoView());
  more.addEventListener("mousedown", (event) => { // or it takes the selected words away
    if (event.target instanceof Element && event.target.matches("summary, button")) {
      event.preventDefault();
    }
  });
  let pause = 0;
  note.addEventListener("input", () => { // kept while one writes; the tab may be closed any time
    clearTimeout(pause);
    pause = setTimeout(() => note.matches(":focus") && desk.write(note.value.trim()), 700);
  });
}

/**
 * Show the current sentence in the bar.
 * @param {import("./desk.js").Desk} desk
 */
export function showInBar(desk) {
  const { article } = desk;
  const content = article.contentOf(article.current);
  const bar = /** @type {HTMLFormElement} */ (find("bar"));
  for (const input of bar.querySelectorAll("input")) {
    if (input.name === "label") input.checked = input.value === (content.label ?? "take_back");
    if (input.name === "flags") input.checked = content.flags.includes(input.value);
    if (input.name === "note") showNote(input, content.note);
  }
  const said = [
    ...content.flags.map((each) => each.replaceAll("_", " ")),
    content.note && "note",
    content.sources.length > 0 && "source",
  ];
  say("said", said.filter(Boolean).join(", "));
  say("here", numbers(article));
  say("hint", "");
  /** @type {HTMLButtonElement} */ (find("undo")).disabled = desk.steps.back === 0;
  /** @type {HTMLButtonElement} */ (find("redo")).disabled = desk.steps.forth === 0;
  const repair = /** @type {HTMLAnchorElement | null} */ (document.getElementById("repair"));
  const place = `?at=${article.index + 1}#s${article.index + 1}`;
  if (repair) repair.href = repair.pathname + place;
  showSources(desk);
}

/**
 * What is being written stays. A field that was only left open follows what another tab has said.
 * @param {HTMLInputElement} field @param {string} words
 */
function showNote(field, words) {
  const { shown = "" } = field.dataset;
  const isOpen = field === document.activeElement;
  if (!isOpen) field.value = words;
  else if (words !== shown && field.value.trim() === shown) {
    field.value = field.dataset.before = words;
  }
  field.dataset.shown = words;
}

/** Where the words are the same already, nothing is laid out again. @param {string} id @param {string} words */
export function say(id, words) {
  if (find(id).textContent !== words) find(id).textContent = words;
}

/** @param {import("./article.js").Article} article */
function numbers({ anchor, index }) {
  const [from, to] = [anchor, index].sort((one, other) => one - other);
  return from === to ? String(to + 1) : `${from + 1} to ${to + 1}`;
}
