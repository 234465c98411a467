// The queue with scripts: one key decides with the reason and the note that are filled in.
import { listen } from "../annotate/keys.js";

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("decide"));
const undo = /** @type {HTMLFormElement | null} */ (document.getElementById("undo"));

/** @param {string} label */
function decide(label) {
  const choice = /** @type {HTMLInputElement | null} */ (
    form?.querySelector(`[name=label][value=${label}]`)
  );
  if (!choice) return;
  choice.checked = true;
  form?.requestSubmit();
}

/** @param {string} id */
const follow = (id) => document.getElementById(id)?.click();

/** @type {Record<string, () => void>} */
const acts = {
  next: () => follow("next"),
  previous: () => follow("previous"),
  take_back: () => decide("take_back"),
  note: () => /** @type {HTMLElement | null} */ (form?.querySelector("[name=note]"))?.focus(),
  undo: () => /** @type {HTMLElement | null} */ (undo?.querySelector("button"))?.click(),
};
const choices = /** @type {HTMLInputElement[]} */ ([
  ...(form?.querySelectorAll("[name=label]") ?? []),
]);
for (const { value } of choices) acts[value] = () => decide(value);
for (const each of choices) {
  // a pointer decides; the arrow keys of the group only choose
  each.addEventListener("click", (event) => event.detail > 0 && decide(each.value));
}
form?.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault(); // a key that was hit twice
  form.dataset.sent = "1";
});
const reason = /** @type {HTMLSelectElement | null} */ (form?.querySelector("[name=reason]"));
const why = /** @type {HTMLElement} */ (document.getElementById("why"));
reason?.addEventListener("invalid", (event) => {
  event.preventDefault(); // the page says it, in its own words
  why.hidden = false;
  reason.focus();
});
reason?.addEventListener("change", () => (why.hidden = true));
form?.addEventListener("keydown", ({ key, target, isComposing }) => {
  // what is written and chosen stays, and the next key decides
  if (key === "Escape" && !isComposing) /** @type {HTMLElement} */ (target).blur();
});
addEventListener("pageshow", () => form && delete form.dataset.sent);
if (form) listen(JSON.parse(form.dataset.keys ?? "{}"), {}, acts);
document.documentElement.classList.add("scripted");
document.getElementById("here")?.scrollIntoView({ block: "nearest" });
