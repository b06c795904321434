/** A delivery's form: its places are found by typing. */
import { findable } from "../shoots/shoot.js";

export function start(main) {
  main.querySelectorAll("select[data-finds]").forEach(findable);
}
