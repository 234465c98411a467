// Words of a sentence as code points of the article's text. JavaScript counts UTF-16 units, so
// every offset is counted here, from the text that the server put into the sentence's element.

/** @param {HTMLElement} sentence */
function whole(sentence) {
  const range = document.createRange();
  range.selectNodeContents(sentence);
  range.setStartAfter(/** @type {Element} */ (sentence.querySelector(".mark")));
  return range;
}

/** @param {HTMLElement} sentence @returns {string} its words, without its mark */
export const wordsOf = (sentence) => whole(sentence).toString();

/** @param {string} text @param {number} units @returns {number} code points before that unit */
const points = (text, units) => [...text.slice(0, units)].length;

/** @param {HTMLElement} sentence */
const startOf = (sentence) => Number(sentence.dataset.start);

/**
 * @param {HTMLElement} sentence
 * @param {number} from first UTF-16 unit within its words @param {number} to the one after
 * @returns {{start: number, end: number, text: string} | null} null for nothing but white space
 */
export function spanOf(sentence, from, to) {
  const words = wordsOf(sentence);
  const text = words.slice(from, to);
  if (!text.trim()) return null;
  const [left, right] = [text.length - text.trimStart().length, text.trimEnd().length];
  const start = startOf(sentence) + points(words, from + left);
  const chosen = text.slice(left, right);
  return { start, end: start + [...chosen].length, text: chosen };
}

/**
 * @param {import("./article.js").Article} article
 * @returns {{sentence: HTMLElement, from: number, to: number} | null} what is selected on the page;
 *   a selection over several sentences counts as far as the first one goes
 */
export function selected(article) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const sentence = article.sentences[article.indexOf(range.startContainer)];
  if (!sentence) return null;
  const [before, all] = [whole(sentence), whole(sentence)];
  if (all.comparePoint(range.startContainer, range.startOffset) >= 0) {
    before.setEnd(range.startContainer, range.startOffset);
  } else before.collapse(true);
  if (all.comparePoint(range.endContainer, range.endOffset) <= 0) {
    all.setEnd(range.endContainer, range.endOffset);
  }
  return { sentence, from: before.toString().length, to: all.toString().length };
}

/**
 * @param {import("./article.js").Article} article
 * @param {{start: number, end: number}} span
 * @returns {Range | null} the span on the page
 */
export function rangeOf(article, { start, end }) {
  const sentence = article.sentences.findLast((each) => startOf(each) <= start);
  if (!sentence) return null;
  const words = [...wordsOf(sentence)];
  const units = (/** @type {number} */ count) =>
    words.slice(0, count - startOf(sentence)).join("").length;
  const [from, to] = [place(sentence, units(start)), place(sentence, units(end))];
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}

/** @param {HTMLElement} sentence @param {number} unit @returns {[Text, number] | null} */
function place(sentence, unit) {
  const texts = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
  let left = unit;
  while (texts.nextNode()) {
    const text = /** @type {Text} */ (texts.currentNode);
    if (text.parentElement?.classList.contains("mark")) continue;
    if (left <= text.length) return [text, left];
    left -= text.length;
  }
  return null;
}
