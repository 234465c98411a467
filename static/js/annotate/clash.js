/** @typedef {{label: string, name: string}} Choice */

let turn = Promise.resolve("");

/**
 * Show both labels of a sentence that was labelled elsewhere too, and let the reviewer choose.
 * Several sentences are asked about one after the other.
 * @param {Choice} mine
 * @param {Choice} theirs
 * @returns {Promise<string>} the label that was chosen
 */
export function chooseOne(mine, theirs) {
  turn = turn.then(() => ask(mine, theirs));
  return turn;
}

/** @param {Choice} mine @param {Choice} theirs @returns {Promise<string>} */
function ask(mine, theirs) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("clash"));
  const [text, use, keep] = ["clash-text", "clash-mine", "clash-theirs"].map((
    id,
  ) => /** @type {HTMLElement} */ (document.getElementById(id)));
  text.textContent = `Saved elsewhere: ${theirs.name}. You chose: ${mine.name}.`;
  use.textContent = `Use ${mine.name}`;
  keep.textContent = `Keep ${theirs.name}`;
  dialog.returnValue = "theirs";
  dialog.showModal();
  return new Promise((resolve) => {
    const choose = () => resolve(dialog.returnValue === "mine" ? mine.label : theirs.label);
    dialog.addEventListener("close", choose, { once: true });
  });
}
