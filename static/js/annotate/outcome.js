import { contentOf, isSame } from "./content.js";

// What the server said of a judgment, and what follows from it.

/**
 * Whether the server holds something else than a judgment said, which its reviewer has not seen:
 * after a conflict, also where the answer to it was lost and asked for again.
 * @param {import("./content.js").Judgment} judgment
 * @param {import("./content.js").Outcome} outcome @returns {import("./content.js").Answer}
 */
export function answer(judgment, outcome) {
  const { current, revision } = outcome;
  const isStale = outcome.outcome === "conflict" ||
    outcome.outcome === "known" && revision === current?.revision;
  return {
    judgment,
    outcome,
    clash: isStale && !!current && !isSame(contentOf(current), judgment),
  };
}

/** @param {import("./content.js").Answer} answer @returns {number} what somebody has seen who builds on the judgment */
export function revisionAfter({ judgment, outcome, clash }) {
  // one that never counted: what was made on top of it saw no more than it did
  if (clash || !stands(outcome)) return judgment.seen_revision;
  const same = outcome.outcome === "conflict" ? outcome.current?.revision : outcome.revision;
  return same ?? judgment.seen_revision;
}

/**
 * Whether a judgment counts, or one that says the same: not one that was refused, nor one of a
 * sentence that was cut anew since.
 * @param {import("./content.js").Outcome} outcome
 */
export const stands = ({ outcome, current }) => outcome !== "refused" && !!current;
