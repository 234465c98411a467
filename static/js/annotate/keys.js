const TEXT = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
const NO_SIGN = ["Process", "Dead", "Unidentified"]; // of an input method, or half of a letter
const FIXED = {
  ArrowDown: "next",
  ArrowRight: "next",
  ArrowUp: "previous",
  ArrowLeft: "previous",
};

/**
 * Call what a key stands for.
 * @param {Record<string, string>} keys command -> its key; the arrows and Ctrl+Z are fixed
 * @param {Record<string, (extend: boolean) => void>} moves repeated while their key is held down
 * @param {Record<string, () => void>} acts done once, however long their key is held down
 */
export function listen(keys, moves, acts) {
  const named = Object.entries(keys).filter(([, key]) => key).map(([name, key]) => [key, name]);
  /** @type {Record<string, string>} */
  const commands = { ...FIXED, ...Object.fromEntries(named) };
  addEventListener("keydown", (event) => {
    if (!event.key) return; // a browser that fills in a password says that, without a key
    const command = event.ctrlKey || event.metaKey
      ? withControl(event)
      : commandOf(event, commands);
    if (!command || event.altKey || event.isComposing || isBusy(event)) return;
    event.preventDefault();
    if (command in moves) moves[command](event.shiftKey && !needsShift(event.key));
    else if (!event.repeat) acts[command]?.();
  });
}

/** Whether a key may be one that is only there with shift, such as ">". @param {string} key */
const needsShift = (key) => [...key].length === 1 && key.toLowerCase() === key.toUpperCase();

/** The letter that Latin keyboards have in the place of a letter of another script. @param {KeyboardEvent} event */
const latin = ({ key, code }) =>
  /^(?!\p{Script=Latin})\p{L}$/u.test(key) && /^Key[A-Z]$/.test(code) ? code[3].toLowerCase() : "";

/** @param {KeyboardEvent} event */
function withControl(event) {
  const letter = latin(event) || event.key.toLowerCase();
  if (letter === "z") return event.shiftKey ? "redo" : "undo";
  return letter === "y" ? "redo" : undefined;
}

/** @param {KeyboardEvent} event @param {Record<string, string>} commands */
function commandOf(event, commands) {
  // caps lock, and keyboards whose digits need shift
  const digit = event.shiftKey || NO_SIGN.includes(event.key)
    ? ""
    : event.code.replace("Digit", "");
  const meant = [event.key, event.key.toLowerCase(), digit, latin(event)];
  const key = meant.find((each) => each in commands);
  return key === undefined ? undefined : commands[key];
}

/** Whether a key belongs to a dialog, a text field, or a group of choices. @param {KeyboardEvent} event */
export function isBusy(event) {
  const target = event.target instanceof Element ? event.target : document.body;
  if (document.querySelector("dialog[open]")) return true;
  if (target.matches("select[data-digits]")) return !/^\d$/.test(event.key); // digits choose nothing
  if (target.matches(TEXT)) return true;
  return target.matches("[type=radio]") && event.key in FIXED && !event.shiftKey;
}
