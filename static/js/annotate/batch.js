import * as store from "./store.js";

/** @typedef {import("./content.js").Judgment} Judgment */

/** The order of a judgment that the browser would not store: it is sent from the page's memory. */
export const NOT_KEPT = -1;

/**
 * What waits, as a page takes it up again: also what the disk has lost, since only an answer takes
 * a judgment out.
 * @param {Judgment[]} kept @param {Judgment[]} waiting @param {Set<string>} over what was answered
 */
export function takenUp(kept, waiting, over) {
  const ids = new Set(kept.map((each) => each.event_id));
  const open = kept.filter((each) => !over.has(each.event_id));
  return inOrder(open, waiting.filter((each) => !ids.has(each.event_id)));
}

/**
 * What is to be sent: what the disk has, and what the page has in its memory alone, since the disk
 * is full or was cleared. Another tab may have sent some of it: the server knows it again.
 * @param {number} reviewer @param {Judgment[]} waiting @param {Set<string>} over what was answered
 */
export async function unanswered(reviewer, waiting, over) {
  const kept = await store.unanswered(reviewer).catch(() => []);
  const ids = new Set(kept.map((each) => each.event_id));
  const isMissing = (/** @type {Judgment} */ each) => each.order && !ids.has(each.event_id);
  if (waiting.some((each) => isMissing(each) && each.order !== NOT_KEPT)) {
    await new Promise((resolve) => setTimeout(resolve, 250)); // another tab may tell of it yet
  }
  return inOrder(kept, waiting.filter(isMissing)).filter((each) => !over.has(each.event_id));
}

/**
 * What the memory alone has goes before what was made on top of it.
 * @param {Judgment[]} kept @param {Judgment[]} missing
 */
function inOrder(kept, missing) {
  const left = new Map(missing.map((each) => [each.event_id, each]));
  /** @type {Judgment[]} */
  const all = [];
  const add = (/** @type {Judgment} */ each) => {
    const before = left.get(each.after ?? "");
    left.delete(each.event_id);
    if (before) add(before);
    all.push(each);
  };
  kept.forEach(add);
  while (left.size > 0) add([...left.values()][0]);
  return all;
}

/**
 * What goes in one request: the first judgments of one article, each of another sentence.
 * @param {Judgment[]} kept all that waits, in order
 * @param {number} most
 */
export async function nextBatch(kept, most) {
  /** @type {Judgment[]} */
  const batch = [];
  for (const each of kept.slice(0, most)) {
    const isKnown = batch.some((other) => other.sentence_id === each.sentence_id);
    if (isKnown || each.document !== kept[0].document) break;
    batch.push(each.after ? await settled(each) : each);
  }
  return batch;
}

/** @param {Judgment} judgment one whose predecessor was answered before it was kept */
async function settled(judgment) {
  const last = (await store.stateOf(judgment).catch(() => undefined))?.last;
  if (last?.event_id !== judgment.after) return judgment;
  return { ...judgment, seen_revision: last?.seen ?? judgment.seen_revision };
}
