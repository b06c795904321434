/** What every module needs of the page: its words, its token, a way to post. */
const written = document.querySelector("script#words");

/** The few words scripts say, in the reader's language. */
export const words = written ? JSON.parse(written.textContent) : {};

export function csrf() {
  const headers = document.body.getAttribute("hx-headers");
  return headers ? JSON.parse(headers)["X-CSRFToken"] : "";
}

/** POST to our own server. `body` is a FormData, or a plain object sent as a form. Refused answers are returned too. */
export function post(url, body = {}) {
  const form = body instanceof FormData ? body : new URLSearchParams(body);
  return fetch(url, { method: "POST", body: form, headers: { "X-CSRFToken": csrf() }, credentials: "same-origin" });
}

/** A sign of the sprite, as `{% icon %}` draws it. */
export function icon(name, small = false) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("class", small ? "i i-s" : "i");
  made.setAttribute("viewBox", "0 0 16 16");
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  const known = document.querySelector("svg.i use")?.getAttribute("href") ?? "/static/icons.svg#";
  use.setAttribute("href", `${known.split("#")[0]}#${name}`);
  made.append(use);
  return made;
}

/** Whether the reader is typing, so that single keys are letters and not commands. */
export function typing(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=button])");
}
