/**
 * Take the form token of the page as it is loaded now: after signing in again the old one is void.
 * @param {string} reviewer whose page it has to be
 * @returns {Promise<{token: string, trouble: "" | "signed-out" | "somebody-else"}>}
 */
export async function freshToken(reviewer) {
  const response = await fetch(location.pathname);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const bar = /** @type {HTMLFormElement | null} */ (page.getElementById("bar"));
  const field = bar?.elements.namedItem("csrf_token");
  if (!(field instanceof HTMLInputElement)) return { token: "", trouble: "signed-out" };
  if (bar?.dataset.reviewer !== reviewer) return { token: "", trouble: "somebody-else" };
  return { token: field.value, trouble: "" };
}
