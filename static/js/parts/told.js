/** The line under the bar: the state of the connection, and what could not be done. */
import { live } from "../live.js";
import { icon, words } from "../page.js";

const DOWN_AFTER_MS = 1500;
const REFUSAL_STAYS_MS = 12000;
let waiting = 0;

function line(text) {
  const place = document.querySelector("[data-line]");
  if (!place) return;
  place.hidden = !text;
  place.querySelector("span").textContent = text;
}

export function refuse(text) {
  const place = document.querySelector("[data-refusals]");
  if (!place || !text) return;
  const made = document.createElement("div");
  made.className = "refusal";
  const said = document.createElement("p");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "b icon quiet";
  close.setAttribute("aria-label", words.close);
  close.append(icon("close"));
  said.textContent = text;
  made.append(icon("no"), said, close);
  const clear = () => {
    made.remove();
    place.hidden = !place.children.length;
  };
  close.addEventListener("click", clear);
  setTimeout(clear, REFUSAL_STAYS_MS);
  place.replaceChildren(made);
  place.hidden = false;
}

function connection(state) {
  clearTimeout(waiting);
  if (state === "down") waiting = setTimeout(() => line(words.offline), DOWN_AFTER_MS);
  else if (state === "open") line("");
}

function cut(message) {
  line(message.text || words.cut);
  setTimeout(() => location.reload(), 1200);
}

const SAID = { 403: "failed", 404: "gone", 429: "slow", 503: "slow" };

export function tendTold() {
  live.onState(connection);
  live.on("cut", cut);
  addEventListener("offline", () => line(words.offline));
  addEventListener("online", () => live.state !== "down" && line(""));
  document.body.addEventListener("refused", ({ detail }) => refuse(detail.text ?? detail.value ?? detail));
  document.body.addEventListener("htmx:sendError", () => refuse(words.unsent));
  document.body.addEventListener("htmx:responseError", ({ detail }) => {
    if (detail.requestConfig?.verb !== "get" || detail.requestConfig?.triggeringEvent?.isTrusted) {
      refuse(words[SAID[detail.xhr.status] ?? "failed"]);
    }
  });
}
