/**
 * Go where a mouse, a finger or the focus points; with Shift, choose all up to there.
 * @param {import("./desk.js").Desk} desk
 * @param {HTMLElement} element the article's own
 */
export function follow(desk, element) {
  const { article } = desk;
  element.addEventListener("mousedown", (event) => {
    if (event.shiftKey && article.indexOf(event.target) >= 0) event.preventDefault(); // no selection
  });
  element.addEventListener("click", (event) => {
    const index = article.indexOf(event.target);
    if (index < 0 || !event.shiftKey && String(getSelection())) return;
    event.preventDefault();
    desk.go(index, event.shiftKey);
    focusOn(article);
  });
  element.addEventListener("focusin", (event) => {
    const index = article.indexOf(event.target);
    if (index >= 0 && index !== article.index) desk.go(index); // a key labels what has the focus
  });
  article.ticks.forEach((tick, index) => onClick(tick, () => desk.go(index)));
  onClick(document.getElementById("previous"), () => desk.go(article.index - 1));
  onClick(document.getElementById("next"), () => desk.go(article.index + 1));
}

/**
 * Let a screen reader say the current sentence, unless the reviewer works in the bar.
 * @param {import("./article.js").Article} article
 */
export function focusOn(article) {
  if (document.activeElement?.closest(".bar, dialog, .panel")) return;
  const mark = article.current.querySelector("a");
  mark?.setAttribute("aria-describedby", article.current.id);
  mark?.focus({ preventScroll: true });
}

/** @param {HTMLElement | null} link @param {() => void} act */
function onClick(link, act) {
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
}
