// The article page with scripts: every key is painted at once, kept in the browser, then sent.
import { Article } from "./article.js";
import { say, showInBar, workBar } from "./bar.js";
import { settledElsewhere } from "./clash.js";
import { Desk } from "./desk.js";
import { followQueue } from "./follow.js";
import { openDialog, openGoTo } from "./jump.js";
import { listen } from "./keys.js";
import { keepOffline } from "./offline.js";
import { Panel } from "./panel.js";
import { focusOn, follow } from "./pointer.js";
import { SaveQueue } from "./queue.js";
import { signInAgain } from "./sign_in.js";
import { SourceDialog } from "./source.js";
import { showState } from "./state.js";
import { use } from "./store.js";
import { submitWhenSaved } from "./submit.js";

/** @template {HTMLElement} T @param {string} id @returns {T} */
const find = (id) => /** @type {T} */ (document.getElementById(id));

const bar = /** @type {HTMLFormElement} */ (find("bar"));
const inputs = /** @type {HTMLInputElement[]} */ ([...bar.querySelectorAll("[data-letter]")]);
const labels = new Map(inputs.map(({ value, dataset }) => [value, {
  letter: dataset.letter ?? "",
  name: dataset.name ?? "",
}]));
const article = new Article(find("article"), labels);
const token = /** @type {HTMLInputElement} */ (bar.elements.namedItem("csrf_token")).value;
const reviewer = Number(bar.dataset.reviewer);
const { installation = "" } = bar.dataset;
use(installation);
const queue = new SaveQueue(reviewer, { token, reviewer, installation });
const desk = new Desk(article, queue);
const source = new SourceDialog(desk);
const panel = new Panel(() => focusOn(article));
const more = /** @type {HTMLDetailsElement} */ (find("more"));

/**
 * @param {string} none what to say where there is none
 * @param {(sentence: HTMLElement, content: import("./content.js").Content) => boolean} wanted
 */
function goToNext(none, wanted) {
  const index = article.next(wanted);
  if (index >= 0) desk.go(index);
  else say("hint", none);
}

function writeNote() {
  desk.go(article.index); // of a range, the sentence that the note is for
  more.dataset.opened = more.open ? "" : "for the note";
  more.open = true;
  /** @type {HTMLInputElement} */ (bar.elements.namedItem("note")).focus();
}

/** @type {Record<string, (extend: boolean) => void>} they go on as long as their key is held down */
const moves = {
  next: (extend) => desk.go(article.index + 1, extend),
  previous: (extend) => desk.go(article.index - 1, extend),
  next_open: () => goToNext("Every sentence has a label.", (_, { label }) => !label),
  next_unsure: () => goToNext("No sentence is unsure.", (_, { flags }) => flags.includes("unsure")),
  next_again: () =>
    goToNext("Nothing is to be looked at again.", ({ dataset }) => Boolean(dataset.again)),
};
/** @type {Record<string, () => void>} */
const acts = {
  take_back: () => desk.give(null),
  source: () => source.open(),
  note: writeNote,
  go_to: () => openGoTo(desk),
  undo: () => desk.undo(),
  redo: () => desk.redo(),
  guidelines: () => panel.toggle(),
  keys: () => openDialog("keys"),
};
for (const label of labels.keys()) acts[label] = () => desk.give(label);
for (const input of bar.querySelectorAll("input[name=flags]")) {
  const { value } = /** @type {HTMLInputElement} */ (input);
  acts[value] ??= () => desk.toggle(value);
}

function show() {
  showInBar(desk);
  showState(desk);
}

listen(JSON.parse(bar.dataset.keys ?? "{}"), moves, acts);
workBar(desk);
follow(desk, find("article"));
signInAgain(queue);
submitWhenSaved(desk);
for (const button of document.querySelectorAll("[data-command]")) {
  const { command } = /** @type {HTMLElement} */ (button).dataset;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    acts[command ?? ""]?.();
    moves[command ?? ""]?.(false);
  });
}
desk.addEventListener("moved", () => {
  show(); // all that changes the page comes first: it is laid out once
  article.bringIntoView();
  focusOn(article);
});
desk.addEventListener("written", show);
queue.addEventListener("change", () => showState(desk));
queue.addEventListener("answered", show);
queue.addEventListener("queued", show);
queue.addEventListener("settled", (event) => {
  settledElsewhere(/** @type {CustomEvent} */ (event).detail);
});
const catchUp = followQueue(desk);
queue.addEventListener("late", catchUp);
addEventListener("visibilitychange", () => document.visibilityState === "visible" && catchUp());
addEventListener("beforeunload", (event) => {
  /** @type {HTMLElement} */ (document.activeElement)?.blur(); // a note that is being written
  if (!queue.isKept) event.preventDefault(); // something is in this page alone
});
globalThis.history.scrollRestoration = "manual"; // the current sentence tells where to go on
const left = localStorage.getItem("factcheck more"); // on a phone they would cover the text
more.open = left === "open" ? innerWidth > 640 : left === null && innerHeight > 950;
more.addEventListener("toggle", () => {
  if (!more.dataset.opened) localStorage.setItem("factcheck more", more.open ? "open" : "closed");
  else if (!more.open) more.dataset.opened = "";
});
const at = Number(new URLSearchParams(location.search).get("at"));
article.moveTo(at ? at - 1 : article.index);
for (const event of /** @type {any} */ (globalThis).takeEarlyKeys?.() ?? []) {
  (document.activeElement ?? document.body).dispatchEvent(event);
}
const begun = article.contentOf(article.current).label ? null : article.current;
await catchUp();
// a page from the cache begins where the server last knew of labels: the next key would change one
if (!at && article.current === begun && article.contentOf(begun).label) moves.next_open(false);
document.documentElement.classList.add("scripted");
keepOffline(reviewer);
