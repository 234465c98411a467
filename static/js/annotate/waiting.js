// On My work: labels that a closed article left behind are sent from here, and the page says so.
import { keepOffline } from "./offline.js";
import { leftover } from "../accounts/leftover.js";
import { SaveQueue } from "./queue.js";
import { inWords } from "./state.js";
import { undecided, use } from "./store.js";

const line = /** @type {HTMLElement} */ (document.getElementById("waiting"));
const reviewer = Number(line.dataset.reviewer);
const open = /** @type {HTMLElement} */ (document.getElementById("undecided"));
const { installation = "" } = line.dataset;
use(installation);
const queue = new SaveQueue(reviewer, { token: "", reviewer, installation });
let count = 0;
queue.addEventListener("change", showWaiting);
queue.addEventListener("answered", showUndecided);
queue.addEventListener("late", showUndecided);

/** What is on its way; once nothing is, that all is saved, unless the page says the opposite. */
function showWaiting() {
  const left = queue.waiting.length;
  if (left === 0 && count === 0) return;
  count = Math.max(count, left);
  line.hidden = left === 0 && !open.hidden;
  line.textContent = left > 0
    ? `Labels given before: ${inWords(left, queue, [])}.`
    : "Labels given before are saved now. Load the page again to see them counted.";
}

/** Labels that were saved differently elsewhere, or not at all: their article asks about them. */
async function showUndecided() {
  const documents = new Set(
    (await undecided(reviewer).catch(() => [])).map((each) => each.document),
  );
  open.hidden = documents.size === 0;
  open.querySelector("ul")?.replaceChildren(...[...documents].map(way));
  showWaiting();
}

/** @param {number} id */
function way(id) {
  const known = document.querySelector(`a.piece[href="/annotate/${id}"] .headline`);
  const link = Object.assign(document.createElement("a"), {
    href: `/annotate/${id}`,
    textContent: known?.textContent || `Article ${id}`,
  });
  const item = document.createElement("li");
  item.append(link);
  return item;
}

await showUndecided();
await queue.begin();
const before = await leftover(reviewer, installation);
const link = /** @type {HTMLElement} */ (document.getElementById("leftover"));
link.hidden = before.length === 0;
keepOffline(reviewer);
