// The page of the guidelines: its search answers while one types.
import { searchable } from "./search.js";

const guidelines = document.querySelector(".guidelines");
if (guidelines instanceof HTMLElement) searchable(guidelines);
