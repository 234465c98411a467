/**
 * @typedef {{token: string, reviewer: number, installation: string}} Access the form token, whose
 *   labels these are, and of which database they speak
 * @typedef {import("./content.js").Judgment} Judgment
 * @typedef {import("./content.js").Outcome} Outcome
 * @typedef {"" | "offline" | "failing" | "signed-out" | "somebody-else" | "turned-away"} Trouble
 * @typedef {{outcomes: Outcome[] | null, trouble: Trouble, status?: number, detail?: string}} Posted
 */

const PATIENCE = 15_000;

/**
 * Send judgments of one article.
 * @param {Access} access @param {Judgment[]} batch
 * @returns {Promise<Posted>} no outcomes where it has to be tried again
 */
export async function post(access, batch) {
  try {
    let response = await send(access, batch);
    if (response.status === 400) { // signed in again meanwhile: the page's form token is void
      const trouble = await renew(access);
      if (trouble) return { outcomes: null, trouble };
      response = await send(access, batch);
    }
    const answer = await response.json().catch(() => null); // a proxy answers in HTML
    if (!response.ok) return problem(response.status, answer);
    const isWhole = Array.isArray(answer) && answer.length === batch.length;
    return isWhole ? { outcomes: answer, trouble: "" } : { outcomes: null, trouble: "failing" };
  } catch {
    return { outcomes: null, trouble: "offline" };
  }
}

/** @param {Access} access @param {Judgment[]} batch */
function send({ token, reviewer, installation }, batch) {
  const items = batch.map((
    { order: _, after: __, document: ___, reviewer: ____, ...item },
  ) => item);
  return fetch(`/annotate/${batch[0].document}/labels`, {
    method: "POST",
    body: JSON.stringify(items),
    headers: {
      "Accept": "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": token,
      "X-Reviewer": String(reviewer),
      "X-Installation": installation,
      "X-Sent-At": new Date().toISOString(), // the clock may be wrong: the server compares
    },
    signal: AbortSignal.timeout(PATIENCE),
  });
}

/**
 * Whatever it is, the labels stay in the queue: only an outcome of its own takes one out.
 * @param {number} status @param {{detail?: string} | null} answer @returns {Posted}
 */
function problem(status, answer) {
  if (status === 401) return { outcomes: null, trouble: "signed-out" };
  const isTurnedAway = status > 401 && status < 500 && status !== 429;
  const detail = answer?.detail ?? `the server does not take them (${status})`;
  return { outcomes: null, trouble: isTurnedAway ? "turned-away" : "failing", status, detail };
}

/**
 * Take a form token that is valid now; after signing in again the old one is void.
 * @param {Access} access gets the token @returns {Promise<Trouble>}
 */
export async function renew(access) {
  const response = await fetch("/accounts/token", {
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE), // other tabs wait for this one
  });
  if (!response.ok) return "failing";
  const { token, person } = await response.json();
  if (person === null) return "signed-out";
  if (person !== access.reviewer) return "somebody-else";
  access.token = token;
  return "";
}
