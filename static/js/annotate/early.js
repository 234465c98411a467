// Keys that are pressed before main.js has begun: it takes them from here, in their order. Without
// this they would be lost, and the labels after them would stand one sentence too early.
{
  const MOST = 100;
  const FIELDS = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
  /** @type {KeyboardEvent[]} */
  let pressed = [];

  /** @param {KeyboardEvent} event */
  const keep = (event) => {
    const isInField = event.target instanceof Element && event.target.matches(FIELDS);
    if (!isInField && pressed.length < MOST) pressed.push(event);
  };
  addEventListener("keydown", keep);
  addEventListener("pagehide", () => (pressed = []));

  /** @type {any} */ (globalThis).takeEarlyKeys = () => {
    removeEventListener("keydown", keep);
    return pressed;
  };
}
