import { settle } from "./clash.js";
import { contentOf } from "./content.js";
import { stands } from "./outcome.js";
import * as store from "./store.js";

/**
 * Keep the article as the server and the other tabs have it.
 * @param {import("./desk.js").Desk} desk
 */
export function followQueue(desk) {
  const { article, queue } = desk;

  /** @param {import("./content.js").Judgment} judgment made in another tab, or before a reload */
  function paint(judgment) {
    const sentence = article.withId(judgment.sentence_id);
    if (!sentence || judgment.document !== article.document) return;
    article.paint(sentence, contentOf(judgment));
    sentence.classList.add("unsaved");
  }

  /** @param {HTMLElement} sentence @param {import("./content.js").Current | null} current */
  function adopt(sentence, current) {
    if (!current || current.revision < Number(sentence.dataset.revision)) return;
    if (queue.lastOf(Number(sentence.dataset.id))) return; // something newer is on its way
    sentence.dataset.revision = String(current.revision); // always the one that is shown
    article.paint(sentence, contentOf(current));
    sentence.classList.remove("unsaved");
  }

  /** @param {import("./content.js").Answer} answer */
  function answered({ judgment, outcome, clash }) {
    const sentence = article.withId(judgment.sentence_id);
    if (!sentence) return;
    if (stands(outcome)) desk.accept(sentence);
    else desk.refuse(sentence, outcome.reason);
    adopt(sentence, outcome.current);
    const { reviewer, sentence_id, document } = judgment;
    if (!clash || queue.lastOf(sentence_id)) return; // what was made on top of it is asked about
    const [mine, theirs] = [contentOf(judgment), outcome.current];
    settle(desk, { reviewer, sentence_id, document, mine, theirs, reason: null });
  }

  queue.addEventListener("queued", (event) => paint(/** @type {CustomEvent} */ (event).detail));
  queue.addEventListener(
    "answered",
    (event) => answered(/** @type {CustomEvent} */ (event).detail),
  );

  /** What this browser knows better than the page, which may come from its cache. */
  return async function catchUp() {
    await queue.begin();
    for (const { sentence_id, current } of await kept(store.states, queue, article)) {
      const sentence = article.withId(sentence_id);
      if (sentence) adopt(sentence, current);
    }
    for (const each of queue.waiting) paint(each);
    for (const clash of await kept(store.clashes, queue, article)) {
      const sentence = article.withId(clash.sentence_id);
      if (!sentence) forgetCutAnew(clash, article);
      else if (clash.theirs) settle(desk, clash);
      else desk.refuse(sentence, clash.reason);
    }
    desk.dispatchEvent(new Event("moved"));
  };
}

/**
 * A sentence that was cut anew since cannot be asked about: the server lists it for another look.
 * A page from the cache that is older than the sentence knows nothing of that.
 * @param {import("./content.js").Clash} clash @param {import("./article.js").Article} article
 */
function forgetCutAnew({ reviewer, sentence_id }, { sentences }) {
  const isOld = sentences.every(({ dataset }) => Number(dataset.id) < sentence_id);
  if (!isOld) store.forgetClash(reviewer, sentence_id).catch(() => {});
}

/**
 * @template T
 * @param {(reviewer: number, document: number) => Promise<T[]>} ask
 * @param {import("./queue.js").SaveQueue} queue @param {import("./article.js").Article} article
 */
const kept = (ask, queue, article) => ask(queue.reviewer, article.document).catch(() => []);
