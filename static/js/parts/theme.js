/** Light, dark or the device's own: seen at once, kept by the server in a cookie. */
import { post } from "../page.js";

export function tendTheme() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("[data-theme-switch]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    const chosen = event.submitter.value;
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
    else delete document.documentElement.dataset.theme;
    form.querySelectorAll("button[name=theme]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button === event.submitter));
    });
    post(form.action, { theme: chosen });
  });
}
