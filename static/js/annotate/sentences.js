import { listen } from "./keys.js";

const AGAIN = 3000; // ms until a label that did not arrive is sent again
const form = document.querySelector("form#sentence");
const state = document.querySelector("#state");
if (form instanceof HTMLFormElement && state) start(form, state);

/**
 * Let keys choose, and send the form again until it arrives: its id makes that harmless.
 * @param {HTMLFormElement} form @param {Element} state
 */
function start(form, state) {
  document.documentElement.classList.add("scripted");
  let isSending = false;
  listen(JSON.parse(form.dataset.keys ?? "{}"), {}, acts(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isSending) send();
  });
  addEventListener("beforeunload", (event) => {
    if (isSending) event.preventDefault();
  });

  async function send() {
    isSending = true;
    state.textContent = "Saving …";
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (answer && answer.status < 500) return leave(answer);
    state.textContent = "Not saved yet: no answer. Your choice is kept, trying again …";
    setTimeout(send, AGAIN);
  }

  /** @param {Response} answer */
  function leave(answer) {
    isSending = false;
    if (answer.ok) location.replace(answer.url);
    else form.submit(); // the page that it gets says what is wrong
  }
}

/** @param {HTMLFormElement} form */
function acts(form) {
  /** @type {Record<string, () => void>} */
  const found = {};
  for (const input of form.querySelectorAll("input[type=radio], input[type=checkbox]")) {
    if (!(input instanceof HTMLInputElement)) continue;
    found[input.value] = () => {
      input.checked = input.type === "radio" || !input.checked;
      input.focus();
    };
  }
  return found;
}
