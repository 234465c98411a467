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
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    const number = Number(field.value);
    if (dialog.returnValue === "go" && number > 0) desk.go(number - 1);
  }, { once: true });
}
