/** Finished pictures, one at a time: swiped right is yes, left is no; buttons and arrow keys do the same, and U undoes.
 * Without this module all of them stand under one another, each with its own two buttons.
 */
import { keyed, pulled } from "../parts/pulling.js";

export function start(main) {
  const cards = [...main.querySelectorAll(".one")];
  if (!cards.length) return;
  const set = { main, cards, place: 0, answered: [], sending: false };
  main.dataset.one = "";
  main.querySelector("[data-foot]").hidden = false;
  for (const card of cards) {
    card.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      answer(set, event.submitter?.value === "yes" ? "yes" : "no");
    });
    pulled(card, (word) => answer(set, word));
  }
  main.querySelector("[data-undo-last]").addEventListener("click", () => undo(set));
  document.addEventListener("keydown", (event) => {
    keyed(event, { yes: () => answer(set, "yes"), no: () => answer(set, "no"), back: () => undo(set) });
  });
  show(set);
}

function show(set) {
  set.cards.forEach((card, place) => card.toggleAttribute("data-now", place === set.place));
  const count = set.main.querySelector("[data-count]");
  const number = Math.min(set.place + 1, set.cards.length);
  count.textContent = count.dataset.words.replace("{n}", number).replace("{all}", set.cards.length);
  set.main.querySelector("[data-undo-last]").disabled = set.answered.length === 0;
  if (set.place >= set.cards.length) end(set);
}

async function answer(set, word) {
  const card = set.cards[set.place];
  if (!card || set.sending) return;
  const form = card.querySelector("form");
  if (!(await send(set, form.action, form, { answer: word }))) return;
  set.answered.push(set.place);
  set.place += 1;
  show(set);
}

async function undo(set) {
  const place = set.answered.at(-1);
  if (place === undefined || set.sending) return;
  const form = set.cards[place].querySelector("form");
  if (!(await send(set, form.dataset.undo, form, {}))) return;
  set.answered.pop();
  set.place = place;
  set.main.querySelector("[data-end]").hidden = true;
  show(set);
}

/** A refusal is shown in the card's own place; whatever else fails is told by the shell. */
async function send(set, address, form, values) {
  set.sending = true;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  try {
    const reply = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (reply.status === 409) refuse(form, await reply.text());
    return reply.ok;
  } catch {
    return false;
  } finally {
    set.sending = false;
  }
}

function refuse(form, html) {
  const said = new DOMParser().parseFromString(html, "text/html").querySelector(".refusal");
  if (said) form.before(said);
}

async function end(set) {
  const place = set.main.querySelector("[data-end]");
  const ids = set.cards.map((card) => card.dataset.id).join(",");
  place.hidden = false;
  await window.htmx?.ajax("GET", `${set.main.dataset.sum}?of=${ids}`, { target: place, swap: "innerHTML" });
  place.firstElementChild?.focus();
}
