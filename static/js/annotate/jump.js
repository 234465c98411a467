/** @param {string} id @returns {HTMLDialogElement} opened, unless it was open */
export function openDialog(id) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById(id));
  if (!dialog.open) dialog.showModal();
  return dialog;
}

/**
 * Ask for the number of a sentence and go there.
 * @param {import("./desk.js").Desk} desk
 */
export function openGoTo(desk) {
  const dialog = openDialog("go-to");
  const field = /** @type {HTMLInputElement} */ (document.getElementById("go-to-number"));
  field.value = "";
  const form = /** @type {HTMLFormElement} */ (field.form);
  form.onsubmit = (event) => { // at once: "close" comes after a key that follows fast
    event.preventDefault();
    dialog.close(); // gives the focus back, and with it the sentence before
    const { value } = /** @type {HTMLButtonElement} */ (event.submitter);
    if (value === "go") desk.go(Number(field.value) - 1);
  };
}
