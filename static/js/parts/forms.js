/** Small services to forms: send on change, show a slider's value, copy, keep a double click from sending twice. */
import { words } from "../page.js";
import { toast } from "./toasts.js";

const SENDING_MS = 3000;

function autosubmit({ target }) {
  const form = target.closest?.("form[data-autosubmit]") ?? (target.matches?.("[data-autosubmit]") ? target.form : null);
  form?.requestSubmit();
}

function showValue({ target }) {
  if (!target.matches?.('input[type="range"]')) return;
  const output = target.closest(".slide, label, .f")?.querySelector("output");
  if (!output || output.dataset.fixed !== undefined) return;
  output.textContent = `${target.value}${target.dataset.unit ? `\u00a0${target.dataset.unit}` : ""}`;
}

async function copy(event) {
  const button = event.target.closest?.("[data-copies]");
  if (!button) return;
  event.preventDefault();
  await navigator.clipboard.writeText(button.dataset.copies);
  toast(button.dataset.said || words.copied);
}

function once(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  setTimeout(() => delete form.dataset.sent, SENDING_MS);
}

/** The reader's zone, so that the server says hours as she counts them. */
function zone() {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const secure = location.protocol === "https:" ? "; secure" : "";
  if (name) document.cookie = `time_zone=${encodeURIComponent(name)}; path=/; max-age=31536000; samesite=lax${secure}`;
}

export function tendForms() {
  document.addEventListener("change", autosubmit);
  document.addEventListener("input", showValue);
  document.addEventListener("click", copy);
  document.addEventListener("submit", once);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
  zone();
}

