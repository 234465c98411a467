// The lead's pages update by themselves while they are looked at; without this there is "Refresh".
const EVERY = 15_000; // milliseconds
const watched = /** @type {HTMLElement} */ (document.querySelector("[data-watch]"));
const line = /** @type {HTMLElement} */ (document.getElementById("fresh"));
let mark = "";
let timer = 0;
let asked = Date.now();

/** Ask for the parts that change, and once more in a while, for as long as the page is seen. */
async function update() {
  clearTimeout(timer);
  if (document.hidden) return;
  asked = Date.now();
  const goesOn = await fetched().catch(() => say("No connection; trying again."));
  if (goesOn) timer = setTimeout(update, EVERY);
}

async function fetched() {
  const answer = await fetch(watched.dataset.watch ?? "", {
    headers: mark ? { "If-None-Match": mark } : {},
    cache: "no-store",
    redirect: "manual",
  });
  if (answer.type === "opaqueredirect") return !say("You are signed out. Load the page again.");
  if (answer.status === 403 || answer.status === 404) return !say("Load the page again.");
  if (answer.status !== 304 && !answer.ok) return say("The server failed; trying again.");
  if (answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const isWhole = show(page);
    mark = isWhole ? answer.headers.get("ETag") ?? "" : "";
  }
  return say("Updates by itself.");
}

/** @param {string} words */
function say(words) {
  if (line.textContent !== words) line.textContent = words;
  return true;
}

/** Put the new parts in the place of the old ones; false where one is in use. @param {Document} page */
function show(page) {
  const parts = [...page.querySelectorAll("[data-live]")];
  return parts.map((part) => replace(/** @type {HTMLElement} */ (part))).every(Boolean);
}

/** @param {HTMLElement} part */
function replace(part) {
  const old = document.getElementById(part.id);
  if (!old) return true;
  keepOpen(old, part);
  if (old.innerHTML === part.innerHTML) return true;
  if (isMarked(old)) return false; // somebody copies words of it
  const anchor = anchored();
  const focus = old.contains(document.activeElement) ? document.activeElement : null;
  const key = focus && keyOf(focus);
  old.replaceChildren(...part.childNodes);
  if (key) again(old, key)?.focus({ preventScroll: true });
  anchor?.();
  return true;
}

/** Details stay as they were left. @param {HTMLElement} old @param {HTMLElement} part */
function keepOpen(old, part) {
  for (const each of part.querySelectorAll("details")) {
    const before = old.querySelector(`details[id="${each.id}"]`);
    if (before) each.toggleAttribute("open", before.hasAttribute("open"));
  }
}

/** @param {HTMLElement} part */
function isMarked(part) {
  const selection = document.getSelection();
  return Boolean(selection && !selection.isCollapsed && part.contains(selection.anchorNode));
}

/** What tells a control from all others: where it leads, or what it sends. @param {Element} element */
const keyOf = (element) =>
  [element.tagName, ...["href", "formaction", "value"].map((name) => element.getAttribute(name))]
    .join(" ") + (element.closest("details")?.id ?? "");

/** @param {HTMLElement} part @param {string} key */
const again = (
  part,
  key,
) => /** @type {HTMLElement | undefined} */ ([...part.querySelectorAll("a, button, summary")]
  .find((each) => keyOf(each) === key));

/** What is at the top of the window stays there. */
function anchored() {
  if (scrollY === 0) return;
  const rows = [...watched.querySelectorAll("[data-live] li, [data-live] tr, form.finding")];
  const row = rows.find((each) => each.getBoundingClientRect().top >= 0);
  if (!row) return;
  const { top } = row.getBoundingClientRect();
  const words = row.textContent;
  return () => {
    const same = row.isConnected
      ? row
      : [...watched.querySelectorAll(row.tagName)].find((each) => each.textContent === words);
    if (same) scrollBy(0, same.getBoundingClientRect().top - top);
  };
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(update, Math.max(asked + EVERY - Date.now(), 0));
});
say("Updates by itself.");
timer = setTimeout(update, EVERY);
