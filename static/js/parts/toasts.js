/** Toasts say what happened and offer to take it back. They never carry an error. */
import { icon, post, words } from "../page.js";

const STAYS_MS = 7000;

export function toast(text, { undo = "" } = {}) {
  const place = document.querySelector("[data-toasts]");
  if (!place || !text) return;
  const made = document.createElement("div");
  made.className = "toast";
  made.dataset.toast = "";
  const said = document.createElement("span");
  said.textContent = text;
  made.append(said);
  if (undo) made.append(button(words.undo, () => takeBack(undo, made)));
  const close = button("", () => made.remove());
  close.classList.add("icon");
  close.setAttribute("aria-label", words.close);
  close.append(icon("close", true));
  made.append(close);
  place.append(made);
  leave(made);
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "b";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

async function takeBack(undo, made) {
  made.remove();
  if (typeof undo === "function") return undo();
  const answer = await post(undo);
  if (answer.ok) location.reload();
  else document.body.dispatchEvent(new CustomEvent("refused", { detail: { text: words.failed } }));
}

/** A toast goes by itself, but not while somebody reads it with the pointer or the keyboard on it. */
function leave(made) {
  const go = () => (made.matches(":hover, :focus-within") ? setTimeout(go, 1500) : made.remove());
  setTimeout(go, STAYS_MS);
}

export function tendToasts() {
  document.querySelectorAll("[data-toasts] [data-toast]").forEach(leave);
  document.addEventListener("click", (event) => {
    event.target.closest?.("[data-closes-toast]")?.closest("[data-toast]")?.remove();
  });
  // from an answer's HX-Trigger header: {"toast": {"text": "...", "undo": "/address"}} or {"toast": "..."}
  document.body.addEventListener("toast", ({ detail }) => {
    const said = typeof detail === "string" ? { text: detail } : detail;
    toast(said.text ?? said.value, { undo: said.undo });
  });
}
