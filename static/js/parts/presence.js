/** Who else is on this page now, and how many things wait. Both come over the live line. */
import { live } from "../live.js";
import { words } from "../page.js";

function draw({ topic, people = [] }) {
  if (topic.startsWith("person:")) return; // her own topic: only she is there
  document.querySelectorAll("[data-presence]").forEach((place) => {
    if (place.dataset.presence && place.dataset.presence !== topic) return;
    const others = people.filter(({ id }) => id !== place.dataset.self); // her own face stands at the end of the bar
    place.hidden = others.length === 0;
    place.replaceChildren(...others.map(face));
  });
}

/** Where the page can go along with somebody, her face is what one presses. */
function face({ id, name, initials }) {
  const follows = document.querySelector("main[data-follows]");
  const made = document.createElement(follows ? "button" : "span");
  made.className = "who";
  made.title = name;
  made.textContent = initials;
  made.dataset.person = id;
  made.setAttribute("aria-label", name);
  if (follows) made.type = "button";
  else made.setAttribute("role", "img");
  return made;
}

function waits({ waits: count }) {
  if (!Number.isInteger(count)) return;
  document.querySelectorAll("[data-waits]").forEach((place) => {
    place.hidden = count === 0;
    place.textContent = words.waits.replace("{n}", String(count));
  });
}

export function tendPresence() {
  live.on("presence", draw);
  live.on("waits", waits);
}
