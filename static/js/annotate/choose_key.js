/** The page of one's own keys: a field takes the key that is pressed in it. */

const NAMED = ["Backspace", "Delete"];

for (const field of document.querySelectorAll(".choice input")) {
  if (field instanceof HTMLInputElement) follow(field);
}

/** @param {HTMLInputElement} field */
function follow(field) {
  field.addEventListener("focus", () => field.select());
  field.addEventListener("keydown", (event) => {
    const key = keyOf(event, field.value);
    if (key === null) return;
    event.preventDefault();
    field.value = key;
    field.select();
  });
  // keyboards of phones and input methods send no keys, only what they wrote
  field.addEventListener("input", (event) => {
    const isTyped = event instanceof InputEvent && event.inputType.startsWith("insert");
    if (isTyped && !event.isComposing) field.value = lower([...field.value].at(-1) ?? "");
  });
}

/**
 * Return the key to choose, "" for none; null leaves the press to the browser.
 * The first press of Backspace or Delete empties a field, the next one chooses that key.
 * @param {KeyboardEvent} event
 * @param {string} chosen so far
 */
function keyOf(event, chosen) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  if (NAMED.includes(event.key)) return chosen ? "" : event.key;
  const isOne = [...event.key].length === 1 && event.key.trim() !== "";
  return isOne ? lower(event.key) : null;
}

/** @param {string} letter in either case the same key */
function lower(letter) {
  const small = letter.toLowerCase();
  return [...small].length === 1 ? small : letter;
}
