/**
 * End the article only once the server has all that was said of it.
 * @param {import("./queue.js").SaveQueue} queue
 */
export function submitWhenSaved(queue) {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("submit"));
  const button = form?.querySelector("button");
  if (!form || !button) return;
  const words = button.textContent;
  let asked = false;
  form.addEventListener("submit", (event) => {
    if (queue.waiting.length === 0) return;
    event.preventDefault();
    asked = true;
    button.textContent = "Ending it once all is saved …";
    queue.retry();
  });
  queue.addEventListener("change", () => {
    if (asked && queue.waiting.length === 0) form.submit();
  });
  addEventListener("pageshow", () => { // also where the browser shows the page again as it was
    asked = false;
    button.textContent = words;
  });
}
