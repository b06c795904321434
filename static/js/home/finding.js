/** The search page: htmx fetches as one types; the arrows walk through what was found. */
import { finds } from "../parts/finder.js";

export function start(form) {
  finds(form, form.closest("main"));
}
