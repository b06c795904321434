/** Her nevers: countries are found by typing. What the rules would read as is asked of the server as she changes them. */
import { findable } from "../shoots/shoot.js";

export function start(main) {
  main.querySelectorAll("select[data-finds]").forEach(findable);
}
