import { isAsking } from "./clash.js";

/**
 * End the article only once the server has all that was said of it. What it did not take, or asks
 * about, the reviewer has to see to first: afterwards the labels stay as they are.
 * @param {import("./desk.js").Desk} desk
 */
export function submitWhenSaved({ queue, refused }) {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("submit"));
  const button = form?.querySelector("button");
  if (!form || !button) return;
  const words = button.textContent;
  let asked = false;
  const stop = () => {
    asked = false;
    button.textContent = words;
  };
  form.addEventListener("submit", (event) => {
    if (queue.waiting.length === 0) return;
    event.preventDefault();
    asked = true;
    button.textContent = "Ending it once all is saved …";
    queue.retry();
  });
  queue.addEventListener("change", () => {
    if (!asked || queue.waiting.length > 0) return;
    if (isAsking() || refused.size > 0) stop();
    else form.submit();
  });
  addEventListener("pageshow", stop); // also where the browser shows the page again as it was
}
