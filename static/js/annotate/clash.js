import { contentOf } from "./content.js";
import { forgetClash } from "./store.js";
import { wordsOf } from "./words.js";

/**
 * @typedef {import("./content.js").Content} Content
 * @typedef {"mine" | "theirs" | "elsewhere"} Choice
 */

/** @type {Promise<unknown>} */
let turn = Promise.resolve();
let asking = 0;
/** @type {Map<number, string>} what is asked about each sentence, until it is settled */
const open = new Map();

/** Whether a choice between two labels is open. */
export const isAsking = () => open.size > 0;

const dialog = () => /** @type {HTMLDialogElement} */ (document.getElementById("clash"));

/**
 * Show both labels of a sentence that was labelled elsewhere too, and let the reviewer choose.
 * Several sentences are asked about one after the other.
 * @param {number} id the sentence's
 * @param {Content} mine
 * @param {Content} theirs
 * @param {import("./article.js").Article} article
 * @returns {Promise<Choice>}
 */
function chooseOne(id, mine, theirs, article) {
  const question = JSON.stringify([mine, theirs]);
  if (open.get(id) === question) return Promise.resolve("elsewhere"); // it is being asked
  settledElsewhere(id); // what was asked before is out of date
  open.set(id, question);
  const next = turn.then(free).then(() =>
    open.get(id) === question ? ask(id, mine, theirs, article) : "elsewhere"
  );
  turn = next;
  return next;
}

/** @param {number} id a sentence that another tab has settled meanwhile */
export function settledElsewhere(id) {
  open.delete(id);
  if (asking === id) dialog().close("elsewhere");
}

/**
 * Show both labels of a clash, and do what the reviewer chooses.
 * @param {import("./desk.js").Desk} desk @param {import("./content.js").Clash} clash
 */
export async function settle(desk, { sentence_id, reviewer, mine, theirs }) {
  const sentence = desk.article.withId(sentence_id);
  if (!sentence || !theirs) return;
  const choice = await chooseOne(sentence_id, contentOf(mine), contentOf(theirs), desk.article);
  if (choice === "elsewhere") return;
  if (choice === "mine") desk.save(sentence, contentOf(mine), theirs.revision);
  desk.dispatchEvent(new Event("moved"));
  desk.queue.tabs.postMessage({ settled: sentence_id });
  await forgetClash(reviewer, sentence_id).catch(() => {});
}

/** Wait until nobody writes: the next letter would decide. */
async function free() {
  const field = document.activeElement;
  if (!field?.matches("textarea, input:not([type=radio], [type=checkbox])")) return;
  await new Promise((resolve) => field.addEventListener("blur", resolve, { once: true }));
}

/**
 * @param {number} id @param {Content} mine @param {Content} theirs
 * @param {import("./article.js").Article} article
 * @returns {Promise<Choice>}
 */
function ask(id, mine, theirs, article) {
  const [title, quote, text, use, keep] = ["title", "quote", "text", "mine", "theirs"].map(
    (each) => /** @type {HTMLElement} */ (document.getElementById(`clash-${each}`)),
  );
  const sentence = article.withId(id);
  const number = Number(sentence?.dataset.index) + 1;
  const [ours, other] = [mine, theirs].map((each) => described(each, article));
  title.textContent = `Sentence ${number} has another label by now`;
  quote.textContent = sentence ? wordsOf(sentence) : "";
  text.textContent = `Saved elsewhere: ${other}. You chose: ${ours}.`;
  use.textContent = `Use ${ours}`;
  keep.textContent = `Keep ${other}`;
  asking = id;
  dialog().returnValue = "theirs";
  dialog().showModal();
  title.focus(); // and on no button: a key that was meant for the text must not decide
  return new Promise((resolve) => {
    dialog().addEventListener("close", () => {
      asking = 0;
      if (dialog().returnValue !== "elsewhere") open.delete(id);
      resolve(/** @type {Choice} */ (dialog().returnValue));
    }, { once: true });
  });
}

/** @param {Content} content @param {import("./article.js").Article} article */
function described({ label, flags, note, sources }, article) {
  const name = article.labels.get(label ?? "")?.name ?? "Not labelled";
  const more = flags.map((each) => each.replaceAll("_", " "));
  const source = sources.map((each) => `“${each.text}”`);
  return [name, ...more, ...source, note && `note “${note}”`].filter(Boolean).join(", ");
}
