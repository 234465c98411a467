import { contentOf } from "./content.js";
import { revisionAfter, stands } from "./outcome.js";

// What this browser keeps: judgments that are not sent yet, what the server answered last, and
// labels on which two tabs or devices differ. Everything is kept by reviewer.

/**
 * @typedef {import("./content.js").Judgment} Judgment
 * @typedef {import("./content.js").Answer} Answer
 * @typedef {import("./content.js").State} State
 * @typedef {import("./content.js").Clash} Clash
 */

/** @type {Promise<IDBDatabase> | undefined} */
let opened;
let name = "factcheck";
const PATIENCE = 3000; // then labels are sent from the page's memory

/** @param {string} installation another one at the same address numbers its sentences anew */
export const use = (installation) => (name = `factcheck ${installation}`);

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      const judgments = { keyPath: "order", autoIncrement: true };
      request.result.createObjectStore("judgments", judgments).createIndex("reviewer", "reviewer");
      for (const name of ["states", "clashes"]) {
        request.result.createObjectStore(name, { keyPath: ["reviewer", "sentence_id"] })
          .createIndex("document", ["reviewer", "document"]);
      }
    };
    request.onsuccess = () => {
      request.result.onclose = () => (opened = undefined);
      opened = Promise.resolve(request.result); // also where it comes late
      resolve(request.result);
    };
    request.onerror = () => {
      opened = undefined; // it may go well the next time
      reject(request.error);
    };
    setTimeout(() => reject(new Error("the disk does not answer")), PATIENCE);
  });
  return opened;
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(table: (name: string) => IDBObjectStore) => Promise<T>} work
 * @returns {Promise<T>} once it is on the disk
 */
async function within(mode, work) {
  const names = ["judgments", "states", "clashes"];
  const transaction = (await open()).transaction(names, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  try {
    const result = await work((name) => transaction.objectStore(name));
    await done;
    return result;
  } catch (error) {
    done.catch(() => {});
    if (!transaction.error) transaction.abort(); // all of it or nothing
    throw error;
  }
}

/** @param {Judgment} judgment @returns {Promise<number>} its place in the order of all */
export const keep = (judgment) =>
  within(
    "readwrite",
    (table) => /** @type {Promise<any>} */ (asked(table("judgments").add(judgment))),
  );

/** @param {number} reviewer @returns {Promise<Judgment[]>} what is not answered yet, in order */
export const unanswered = (reviewer) =>
  within("readonly", (table) => asked(table("judgments").index("reviewer").getAll(reviewer)));

/** @type {(reviewer: number, document: number) => Promise<State[]>} */
export const states = (reviewer, document) => ofDocument("states", reviewer, document);

/** @type {(reviewer: number, document: number) => Promise<Clash[]>} */
export const clashes = (reviewer, document) => ofDocument("clashes", reviewer, document);

/** @param {number} reviewer @returns {Promise<Clash[]>} those of all articles */
export const undecided = (reviewer) =>
  within("readonly", (table) => asked(table("clashes").getAll(ofReviewer(reviewer))));

/** @param {number} reviewer */
const ofReviewer = (reviewer) => IDBKeyRange.bound([reviewer], [reviewer, []]);

/** @param {string} name @param {number} reviewer @param {number} document @returns {Promise<any[]>} */
const ofDocument = (name, reviewer, document) =>
  within("readonly", (table) => asked(table(name).index("document").getAll([reviewer, document])));

/** @param {Judgment} judgment @returns {Promise<State | undefined>} of its sentence */
export const stateOf = ({ reviewer, sentence_id }) =>
  within("readonly", (table) => asked(table("states").get([reviewer, sentence_id])));

/** @param {number} reviewer @param {number} sentence_id @returns {Promise<unknown>} */
export const forgetClash = (reviewer, sentence_id) =>
  within("readwrite", (table) => asked(table("clashes").delete([reviewer, sentence_id])));

/** Forget what the server has too. @param {number} reviewer @param {Judgment[]} taken and these */
export const forget = (reviewer, taken) =>
  within("readwrite", async (table) => {
    const keys = await asked(table("states").getAllKeys(ofReviewer(reviewer)));
    for (const key of keys) table("states").delete(key);
    for (const { order } of taken) table("judgments").delete(/** @type {number} */ (order));
  });

/**
 * Note what the server answered: the judgments leave the queue, their sentences have a new state,
 * and whatever was made on top of them learns which revision that was.
 * @param {number} reviewer
 * @param {Answer[]} answers
 */
export const settle = (reviewer, answers) =>
  within("readwrite", async (table) => {
    const rest = await asked(table("judgments").index("reviewer").getAll(reviewer));
    for (const each of answers) {
      const { judgment, outcome, clash } = each;
      const { sentence_id, document, event_id } = judgment;
      const seen = revisionAfter(each);
      table("judgments").delete(/** @type {number} */ (judgment.order));
      const key = { reviewer, sentence_id, document };
      if (outcome.current || seen) {
        table("states").put({ ...key, current: outcome.current, last: { event_id, seen } });
      }
      for (const next of rest.filter((other) => other.after === event_id)) {
        table("judgments").put({ ...next, after: undefined, seen_revision: seen });
      }
      const { current: theirs, reason } = outcome;
      if (clash || !stands(outcome)) {
        table("clashes").put({ ...key, mine: contentOf(judgment), theirs, reason });
      } else table("clashes").delete([reviewer, sentence_id]);
    }
  });
