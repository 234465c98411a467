/**
 * Show how far the reviewer is and what is saved: never "saved" before the server said so.
 * @param {import("./queue.js").SaveQueue} queue
 * @param {string} progress "12 of 39 labelled, "
 * @param {string[]} refused why the server refused labels, the latest last
 */
export function showState(queue, progress, refused) {
  const line = /** @type {HTMLElement} */ (document.getElementById("state"));
  const words = /** @type {HTMLElement} */ (document.getElementById("state-text"));
  const waiting = queue.waiting.length;
  line.classList.toggle("saving", waiting > 0 && !queue.trouble);
  line.classList.toggle("failing", Boolean(queue.trouble) || refused.length > 0);
  const parts = [progress, ...saved(waiting, queue.trouble, refused)];
  const text = parts.map((part) => part instanceof Node ? part.textContent : part).join("");
  if (words.textContent !== text) words.replaceChildren(...parts); // else it is read out again
}

const WHY = {
  "offline": "no connection, trying again",
  "failing": "the server failed, trying again",
  "signed-out": "you are signed out. ",
  "somebody-else": "somebody else is signed in. ",
};

/**
 * @param {number} waiting
 * @param {import("./queue.js").SaveQueue["trouble"]} trouble
 * @param {string[]} refused
 * @returns {(string | Node)[]}
 */
function saved(waiting, trouble, refused) {
  if (trouble) {
    const link = document.createElement("a");
    Object.assign(link, { href: "/accounts/sign-in", target: "_blank", textContent: "Sign in" });
    const words = `${waiting} not saved yet: ${WHY[trouble]}`;
    return words.endsWith(". ") ? [words, link] : [words];
  }
  const saving = waiting > 0 ? `saving ${waiting}` : "";
  if (refused.length === 0) return [saving || "all saved"];
  return [saving && `${saving}, `, `${refused.length} not saved: ${refused.at(-1)}`];
}
