/**
 * Call what a key stands for.
 * @param {Record<string, () => void>} moves repeated while their key is held down
 * @param {Record<string, () => void>} acts done once, however long their key is held down
 */
export function listen(moves, acts) {
  addEventListener("keydown", (event) => {
    const busy = event.ctrlKey || event.metaKey || event.altKey || document.querySelector("[open]");
    // caps lock, and keyboards whose digits need shift
    const digit = event.shiftKey ? "" : event.code.replace("Digit", "");
    const names = [event.key, event.key.toLowerCase(), digit];
    const key = names.find((each) => each in moves || each in acts);
    if (busy || !key) return;
    event.preventDefault();
    if (key in moves) moves[key]();
    else if (!event.repeat) acts[key]();
  });
}
