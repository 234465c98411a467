import { isBusy } from "./keys.js";
import { searchable } from "../guidelines/search.js";

/** The guidelines beside the text: fetched when they are first asked for. */
export class Panel {
  #isLoaded = false;

  /** @param {() => void} leave what takes the focus once it is closed */
  constructor(leave) {
    this.leave = leave;
    this.element = /** @type {HTMLElement} */ (document.getElementById("guidelines"));
    this.button = document.querySelector(".to-guidelines");
    this.element.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.toggle();
    });
    addEventListener("keydown", (event) => { // while it is open; the other keys go on labelling
      const { key, ctrlKey, altKey, metaKey, isComposing } = event;
      if (key !== "/" || ctrlKey || altKey || metaKey || isComposing) return;
      if (this.element.hidden || isBusy(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation(); // also where somebody chose it as a key of their own
      this.element.querySelector("input")?.focus();
    });
  }

  async toggle() {
    const had = this.element.contains(document.activeElement);
    this.element.hidden = !this.element.hidden;
    document.documentElement.classList.toggle("with-guidelines", !this.element.hidden);
    this.button?.setAttribute("aria-expanded", String(!this.element.hidden));
    if (this.element.hidden && had) /** @type {HTMLElement} */ (document.activeElement).blur();
    if (this.element.hidden) return this.leave();
    if (!this.#isLoaded) await this.#load();
  }

  async #load() {
    const body = /** @type {HTMLElement} */ (this.element.querySelector(".panel-body"));
    try {
      const response = await fetch(this.element.dataset.address ?? "");
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      body.replaceChildren(...page.body.childNodes);
      searchable(/** @type {HTMLElement} */ (body.querySelector(".guidelines")));
      this.#isLoaded = true;
    } catch {
      body.textContent =
        "The guidelines cannot be loaded now. Try again once there is a connection.";
    }
  }
}
