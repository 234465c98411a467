const PAUSE = 400;
const MARKS = "guidelines-hits";

/**
 * Filter the sections of guidelines while somebody types in their search field. What was found is
 * marked and counted, and an empty field brings everything back.
 * @param {HTMLElement} element the guidelines: the whole page's, or a panel of another page
 * @returns {void}
 */
export function searchable(element) {
  const form = element.querySelector("form[data-search]");
  const field = form?.querySelector("input[type=search]");
  if (!(form instanceof HTMLFormElement) || !(field instanceof HTMLInputElement)) return;
  const tell = slowly(element.querySelector("[data-hits]"));
  form.classList.add("live");
  withoutMarks(element);

  const search = () => {
    const words = [...new Set(plain(field.value).split(/\s+/).filter(Boolean))];
    const sections = all(element, "[data-section]");
    for (const each of sections) each.hidden = !hasAll(each, words);
    const found = sections.filter((each) => !each.hidden);
    for (const each of all(element, "[data-group]")) {
      const inside = all(each, "[data-section]");
      each.hidden = words.length > 0 && inside.every((one) => one.hidden);
    }
    for (const each of all(element, "[data-contents]")) each.hidden = words.length > 0;
    mark(found, words);
    tell(words.length > 0 ? counted(found.length, sections.length, field.value.trim()) : "");
  };

  field.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    all(element, "[data-section]").find((each) => !each.hidden)?.scrollIntoView();
  });
  if (field.value) search();
}

/** @param {HTMLElement} element @param {string} selector */
const all = (
  element,
  selector,
) => /** @type {HTMLElement[]} */ ([...element.querySelectorAll(selector)]);

/**
 * The words of a section, without who pinned it and when.
 * @param {HTMLElement} section @returns {Node[]}
 */
function textsOf(section) {
  const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.closest(".meta")) found.push(node);
  }
  return found;
}

/** Without capitals, and with the apostrophe that keyboards have. @param {string} text */
const plain = (text) => text.toLowerCase().replaceAll("’", "'");

/** @param {HTMLElement} section @param {string[]} words */
function hasAll(section, words) {
  const text = plain(textsOf(section).map((each) => each.nodeValue).join(""));
  return words.every((word) => text.includes(word));
}

/** @param {number} found @param {number} total @param {string} words */
function counted(found, total, words) {
  if (found === 0) return `No section contains “${words}”. Try fewer or shorter words.`;
  return `${found} of ${total} sections ${found === 1 ? "contains" : "contain"} “${words}”.`;
}

/**
 * A screen reader reads the line out when it changes: not at every key, and not twice the same.
 * @param {Element | null} line
 */
function slowly(line) {
  let timer = 0;
  return (/** @type {string} */ words) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (line && line.textContent !== words) line.textContent = words;
    }, words ? PAUSE : 0);
  };
}

/**
 * The server marked what its own search found; from here on the marks are drawn without elements.
 * @param {HTMLElement} element
 */
function withoutMarks(element) {
  for (const each of all(element, "mark")) {
    const parent = each.parentElement;
    each.replaceWith(...each.childNodes);
    parent?.normalize();
  }
}

/**
 * Draw the words where they stand: as a highlight, which leaves the text itself alone.
 * @param {HTMLElement[]} sections @param {string[]} words
 */
function mark(sections, words) {
  if (!("highlights" in CSS)) return;
  const ranges = sections.flatMap((each) => [...places(each, words)]);
  CSS.highlights.set(MARKS, new Highlight(...ranges));
}

/** @param {HTMLElement} section @param {string[]} words @returns {Generator<Range>} */
function* places(section, words) {
  for (const node of textsOf(section)) {
    const text = plain(node.nodeValue ?? "");
    if (text.length !== node.nodeValue?.length) continue; // lower case moved the places
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        yield range;
      }
    }
  }
}
