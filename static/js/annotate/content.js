/**
 * What a reviewer says of a sentence.
 * @typedef {{start: number, end: number, kind: string, text: string}} Source
 * @typedef {{label: string | null, flags: string[], note: string, sources: Source[]}} Content
 */

/**
 * @typedef {Content & {event_id: string, sentence_id: number, document: number, reviewer: number,
 *   seen_revision: number, after?: string, made_at: string, order?: number,
 *   guideline_version?: number}} Judgment
 *   `after` is the judgment, not answered yet, on which this one was made; `order` is its place
 * @typedef {Content & {revision: number}} Current
 * @typedef {{event_id: string, outcome: string, revision: number | null, reason: string | null,
 *   current: Current | null}} Outcome
 * @typedef {{judgment: Judgment, outcome: Outcome, clash: boolean}} Answer
 * @typedef {{reviewer: number, sentence_id: number, document: number, current: Current | null,
 *   last: {event_id: string, seen: number}}} State
 * @typedef {{reviewer: number, sentence_id: number, document: number, mine: Content,
 *   theirs: Current | null, reason: string | null}} Clash `theirs` is null where it was refused
 */

/** @param {Partial<Content> | null | undefined} from @returns {Content} */
export const contentOf = (from) => ({
  label: from?.label || null,
  flags: from?.flags ?? [],
  note: from?.note ?? "",
  sources: from?.sources ?? [],
});

/** @param {Content} content */
const words = ({ label, flags, note, sources }) =>
  JSON.stringify([
    label,
    [...flags].sort(),
    note,
    sources.map(({ start, end, kind }) => [start, end, kind]).sort(),
  ]);

/** @param {Content} one @param {Content} other */
export const isSame = (one, other) => words(one) === words(other);

export const CARRIED = "carried_over";

/** @param {Content} content */
const flagsBut = ({ flags }) => flags.filter((each) => each !== CARRIED);

/** Nobody is relied on. @param {Content} content @param {string | null} label @returns {Content} */
export const sourceless = (content, label) => ({
  ...content,
  label,
  sources: [],
  flags: flagsBut(content),
});

/** @param {Content} content @param {Source} [last] what it relies on, unless it says so itself @returns {Content} */
export const carriedOver = (content, last) => ({
  ...content,
  label: "sourced",
  sources: content.sources.length === 0 && last ? [last] : content.sources,
  flags: [...flagsBut(content), CARRIED],
});

/** An id for a judgment, also where the page came over plain HTTP. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
}
