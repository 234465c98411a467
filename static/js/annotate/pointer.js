/**
 * Go where a mouse, a finger or the focus points.
 * @param {import("./article.js").Article} article
 * @param {HTMLElement} element the article's own
 * @param {(index: number) => void} go
 */
export function follow(article, element, go) {
  element.addEventListener("click", (event) => {
    const index = article.indexOf(event.target);
    if (index < 0 || String(getSelection())) return;
    event.preventDefault();
    go(index);
  });
  element.addEventListener("focusin", (event) => {
    const index = article.indexOf(event.target);
    if (index >= 0 && index !== article.index) go(index); // a key labels what has the focus
  });
  article.ticks.forEach((tick, index) => onClick(tick, () => go(index)));
  onClick(document.getElementById("previous"), () => go(article.index - 1));
  onClick(document.getElementById("next"), () => go(article.index + 1));
}

/** @param {HTMLElement | null} link @param {() => void} act */
function onClick(link, act) {
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
}
