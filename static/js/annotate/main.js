// The article page with scripts: keys, moving on, undo, and a state line that is always true.
import { Article } from "./article.js";
import { chooseOne } from "./clash.js";
import { listen } from "./keys.js";
import { follow } from "./pointer.js";
import { SaveQueue, stands } from "./queue.js";
import { showState } from "./state.js";

/** @template {HTMLElement} T @param {string} id @returns {T} */
const find = (id) => /** @type {T} */ (document.getElementById(id));

const article = new Article(find("article"));
const bar = /** @type {HTMLFormElement} */ (find("bar"));
const token = /** @type {HTMLInputElement} */ (bar.elements.namedItem("csrf_token")).value;
const queue = new SaveQueue(bar.action, token, bar.dataset.reviewer ?? "");
const buttons = /** @type {HTMLButtonElement[]} */ ([...bar.querySelectorAll(".labels button")]);
const undo = /** @type {HTMLButtonElement} */ (find("undo"));
const takeBack = /** @type {HTMLButtonElement} */ (find("take-back"));
const keys = /** @type {HTMLDialogElement} */ (find("keys"));
/** @type {{sentence: HTMLElement, label: string}[]} */
const history = [];
/** @type {Map<HTMLElement, string>} sentences that the server refused, with its reason */
const refused = new Map();

/** @param {HTMLElement} sentence */
const pending = (sentence) =>
  queue.waiting.filter((each) => each.sentence_id === sentence.dataset.id).length;

/** @param {string} label */
function drawn(label) {
  const button = buttons.find((each) => each.value === label);
  return { letter: button?.dataset.letter ?? "", name: button?.dataset.name ?? "Not labelled" };
}

/** @param {HTMLElement} sentence @param {string} label empty to take the label back */
function save(sentence, label) {
  const seen = Number(sentence.dataset.revision) + pending(sentence);
  refused.delete(sentence);
  article.paint(sentence, label, drawn(label));
  sentence.classList.add("unsaved");
  queue.push({
    event_id: crypto.randomUUID(),
    sentence_id: sentence.dataset.id ?? "",
    label: label || "take_back",
    seen_revision: seen,
    made_at: new Date().toISOString(),
    flags: sentence.dataset.flags?.split(" ") ?? [],
    note: sentence.dataset.note ?? "",
  });
}

/** @param {string} label empty to take the label back, which stays where it is */
function give(label) {
  const before = article.current.dataset.label ?? "";
  if (!label && !before) return;
  history.push({ sentence: article.current, label: before });
  save(article.current, label);
  go(article.index + (label ? 1 : 0));
}

function undoLast() {
  const last = history.pop();
  if (!last) return;
  save(last.sentence, last.label);
  go(article.sentences.indexOf(last.sentence));
}

/** @param {number} index */
function go(index) {
  article.moveTo(index);
  show();
}

function show() {
  const total = article.sentences.length;
  find("here").textContent = String(article.index + 1);
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.value === article.current.dataset.label));
  }
  undo.disabled = history.length === 0;
  takeBack.disabled = !article.current.dataset.label;
  showState(queue, `${article.labelled} of ${total} labelled, `, [...refused.values()]);
}

queue.addEventListener("change", show);
queue.addEventListener("answered", async (event) => {
  const { judgment, outcome } = /** @type {CustomEvent} */ (event).detail;
  const sentence = article.withId(judgment.sentence_id);
  if (outcome.current) sentence.dataset.revision = String(outcome.current.revision);
  if (outcome.outcome === "refused") refused.set(sentence, outcome.reason ?? "");
  const isLast = pending(sentence) === 0;
  if (isLast && !refused.has(sentence)) sentence.classList.remove("unsaved");
  if (isLast && !stands(judgment, outcome)) await settle(sentence, outcome.current?.label ?? "");
  show();
});

/** @param {HTMLElement} sentence @param {string} theirs what was saved elsewhere */
async function settle(sentence, theirs) {
  const mine = sentence.dataset.label ?? "";
  article.paint(sentence, theirs, drawn(theirs));
  show();
  const [ours, other] = [mine, theirs].map((label) => ({ label, ...drawn(label) }));
  const label = await chooseOne(ours, other);
  if (label !== theirs) save(sentence, label);
}

/** @type {Record<string, () => void>} they go on as long as their key is held down */
const moves = {
  j: () => go(article.index + 1),
  k: () => go(article.index - 1),
  n: () => go(article.nextOpen() < 0 ? article.index : article.nextOpen()),
};
Object.assign(moves, { ArrowDown: moves.j, ArrowRight: moves.j, ArrowUp: moves.k });
moves.ArrowLeft = moves.k;
/** @type {Record<string, () => void>} */
const acts = { u: undoLast, Backspace: () => give(""), "?": () => keys.showModal() };
for (const button of buttons) acts[button.dataset.key ?? ""] = () => give(button.value);

listen(moves, acts);
bar.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = /** @type {SubmitEvent} */ (event).submitter;
  if (button instanceof HTMLButtonElement) give(button === takeBack ? "" : button.value);
});
follow(article, find("article"), go);
undo.addEventListener("click", undoLast);
find("show-keys").addEventListener("click", acts["?"]);
addEventListener("beforeunload", (event) => {
  if (queue.waiting.length > 0) event.preventDefault();
});
document.documentElement.classList.add("scripted");
globalThis.history.scrollRestoration = "manual"; // the current sentence tells where to go on
article.moveTo(article.index);
show();
