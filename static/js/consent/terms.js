/** The form of terms: what it pays is reckoned anew with every change, and countries are found by typing. */
import { findable } from "../shoots/shoot.js";

const AFTER_MS = 350;

export function start(main) {
  const form = main.querySelector("form[data-quotes]");
  if (!form) return;
  form.querySelectorAll("select[data-finds]").forEach(findable);
  let waiting = 0;
  const reckon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(form), AFTER_MS);
  };
  form.addEventListener("input", reckon);
  form.addEventListener("change", reckon);
  form.addEventListener("invalid", ({ target }) => target.closest("details")?.setAttribute("open", ""), true);
}

function ask(form) {
  const values = { only: "quote" };
  window.htmx?.ajax("POST", form.dataset.quotes, { source: form, target: "#quote", swap: "outerHTML", values });
}
