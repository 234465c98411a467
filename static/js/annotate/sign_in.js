/** @template {HTMLElement} T @param {string} id @returns {T} */
const find = (id) => /** @type {T} */ (document.getElementById(id));

/**
 * Sign in again without leaving the page; what waits is sent afterwards.
 * @param {import("./queue.js").SaveQueue} queue
 */
export function signInAgain(queue) {
  const dialog = /** @type {HTMLDialogElement} */ (find("sign-in"));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const problem = find("sign-in-problem");
  find("sign-in-again").addEventListener("click", () => dialog.showModal());
  form.addEventListener("submit", async (event) => {
    const button = /** @type {SubmitEvent} */ (event).submitter;
    if (button instanceof HTMLButtonElement && button.value === "later") return;
    event.preventDefault();
    const fields = new FormData(form);
    if (button instanceof HTMLButtonElement) button.disabled = true; // one question at a time
    problem.textContent = "";
    problem.textContent = await signIn(fields);
    if (button instanceof HTMLButtonElement) button.disabled = false;
    if (problem.textContent) return;
    form.reset();
    dialog.close();
    queue.retry();
  });
}

/** @param {FormData} fields @returns {Promise<string>} what is wrong, or nothing */
async function signIn(fields) {
  try {
    const headers = { Accept: "application/json" };
    const { token } = await (await fetch("/accounts/token", { headers })).json();
    const answer = await fetch("/accounts/sign-in", {
      method: "POST",
      body: new URLSearchParams([...fields].map(([name, value]) => [name, String(value)])),
      headers: { ...headers, "X-CSRFToken": token },
    });
    return answer.ok ? "" : (await answer.json()).detail;
  } catch {
    return "The server cannot be reached. Try again once there is a connection.";
  }
}
