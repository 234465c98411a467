/**
 * Show how far the reviewer is and what is saved: never "saved" before the server said so.
 * @param {import("./desk.js").Desk} desk
 */
export function showState({ article, queue, refused }) {
  const line = /** @type {HTMLElement} */ (document.getElementById("state"));
  const words = /** @type {HTMLElement} */ (document.getElementById("state-text"));
  const signIn = /** @type {HTMLButtonElement} */ (document.getElementById("sign-in-again"));
  const waiting = queue.waiting.length;
  line.classList.toggle("saving", waiting > 0 && !queue.trouble);
  line.classList.toggle("failing", Boolean(queue.trouble) || refused.size > 0);
  signIn.hidden = queue.trouble !== "signed-out" && queue.trouble !== "somebody-else";
  const progress = `${article.labelled} of ${article.sentences.length} labelled, `;
  const reasons = [...refused].map(([sentence, reason]) =>
    `sentence ${Number(sentence.dataset.index) + 1}: ${reason}`
  );
  const text = progress + inWords(waiting, queue, reasons);
  showAgain(article);
  if (words.dataset.said === text) return; // else it is read out again
  words.textContent = words.dataset.said = text;
}

/** How many sentences are left that came back for another look. @param {import("./article.js").Article} article */
function showAgain({ sentences }) {
  const line = document.getElementById("again");
  if (!line) return;
  const left = sentences.filter(({ dataset }) => dataset.again).length;
  line.hidden = left === 0;
  const said = /** @type {HTMLElement} */ (line.querySelector("a"));
  said.textContent = left === 1 ? "1 sentence" : `${left} sentences`;
}

const BLIND = "saved; what this browser kept from before cannot be read yet";
const WHY = {
  "offline": "no connection, trying again",
  "failing": "the server failed, trying again",
  "signed-out": "you are signed out",
  "somebody-else": "somebody else is signed in",
  "turned-away": "", // the server says why
};

/**
 * @param {number} waiting
 * @param {import("./queue.js").SaveQueue} queue
 * @param {string[]} refused
 */
export function inWords(waiting, { trouble, reason, isBlind }, refused) {
  if (trouble && waiting > 0) return `${waiting} not sent yet: ${WHY[trouble] || reason}`;
  const saving = waiting > 0 ? `saving ${waiting}` : "";
  if (refused.length === 0) return saving || (isBlind ? BLIND : "all saved");
  return `${saving && `${saving}, `}${refused.length} not saved: ${refused.at(-1)}`;
}
