/** Requests, one at a time: swiped right is yes, left is no, "not now" passes on. Nothing is sent before the last press.
 * Without this module all of them stand under one another, each with its three words, and the same press sends them.
 */
import { keyed, pulled } from "../parts/pulling.js";

export function start(form) {
  const set = { form, cards: [...form.querySelectorAll(".one")], place: 0 };
  form.dataset.one = "";
  form.querySelector("[data-foot]").hidden = false;
  form.querySelector("[data-list]").hidden = false;
  for (const card of set.cards) {
    pulled(card, (word) => say(set, word));
    // a click, not a change: the word that already stands may be said again; arrow keys inside a radio give no pointer
    for (const radio of card.querySelectorAll("input[type=radio]")) {
      radio.closest("label").addEventListener("click", (event) => {
        if (event.target === radio) say(set, radio.value);
      });
    }
  }
  form.querySelector("[data-back]").addEventListener("click", () => back(set));
  document.addEventListener("keydown", (event) => {
    if (!form.isConnected || set.place >= set.cards.length) return;
    keyed(event, { yes: () => say(set, "yes"), no: () => say(set, "no"), back: () => back(set) });
  });
  show(set);
}

function say(set, word) {
  const card = set.cards[set.place];
  if (!card) return;
  const radio = [...card.querySelectorAll("input[type=radio]")].find((each) => each.value === word);
  radio.checked = true;
  set.form.querySelector(`[data-of="${card.dataset.id}"]`).dataset.said = word;
  set.place += 1;
  show(set, true);
}

function back(set) {
  if (set.place === 0) return;
  set.place -= 1;
  show(set, true);
}

function show(set, moved = false) {
  const over = set.place >= set.cards.length;
  set.cards.forEach((card, place) => card.toggleAttribute("data-now", place === set.place));
  const count = set.form.querySelector("[data-count]");
  count.hidden = over;
  count.textContent = count.dataset.words.replace("{n}", Math.min(set.place + 1, set.cards.length)).replace("{all}", set.cards.length);
  set.form.querySelector("[data-back]").disabled = set.place === 0;
  set.form.querySelector("[data-end]").hidden = !over;
  if (!moved) return;
  scrollTo(0, 0);
  (over ? set.form.querySelector("[data-end] h2") : set.cards[set.place]).focus({ preventScroll: true });
}
