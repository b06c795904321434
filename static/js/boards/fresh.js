/** Cards made by hand, drawn before the server has drawn them: what is laid lies there at once, also without a line. */
import { written } from "./markdown.js";

const SVG = "http://www.w3.org/2000/svg";
const SIZES = {
  note: { width: 236, height: 120 }, section: { width: 560, height: 360 }, swatch: { width: 104, height: 104 },
  palette: { width: 320, height: 96 }, arrow: { width: 120, height: 24 },
};

export const sizeOf = (kind) => SIZES[kind];

/** @param patch of the op that adds it; @param who made it */
export function element(id, { kind, content = {}, ...values }, { who, label }) {
  const made = document.createElement("article");
  made.className = `card ${kind}`;
  made.id = `card-${id}`;
  Object.assign(made.dataset, { card: id, kind, about: "", says: JSON.stringify(content), geometry: "1", layering: "1", content: "1", bond: "1" });
  for (const [name, value] of Object.entries(values)) made.dataset[name] = value === null || value === false ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  made.setAttribute("aria-label", content.words || label);
  made.append(...PARTS[kind](content, who));
  return made;
}

const PARTS = {
  note: ({ words = "" }, who) => [words_("div", "words", written(words)), part("p", "second by", who)],
  section: ({ words = "" }) => [words_("h2", "", words)],
  swatch: ({ words = "", colour }) => [coloured("colour", colour), words_("p", "cap", words)],
  palette: ({ words = "", colours = [] }) => [strip(colours), words_("p", "cap", words)],
  arrow: ({ words = "" }) => [way(), words_("span", "label", words)],
};

function part(name, kind, inside = "") {
  const made = document.createElement(name);
  made.className = kind;
  made.append(inside);
  return made;
}

function words_(name, kind, inside) {
  const made = part(name, kind, inside);
  made.dataset.wordsOf = "";
  return made;
}

function coloured(kind, colour) {
  const made = part("span", kind);
  made.style.background = /^#[0-9a-f]{6}$/i.test(colour ?? "") ? colour : "";
  return made;
}

function strip(colours) {
  const made = part("ul", "colours");
  made.append(...colours.map(({ colour, name = "" }) => {
    const one = part("li", "");
    one.append(coloured("colour", colour), part("span", "name", name || colour));
    return one;
  }));
  return made;
}

function way() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "way");
  svg.setAttribute("aria-hidden", "true");
  for (const kind of ["hit", "line"]) svg.appendChild(document.createElementNS(SVG, "path")).setAttribute("class", kind);
  return svg;
}

/** Colours the server wrote as data: the page's policy allows no colour written into a tag. */
export function paint(card) {
  for (const place of card.querySelectorAll("[data-colour-of]")) {
    const colour = place.dataset.colourOf || card.dataset.colour || "";
    if (/^#[0-9a-f]{6}$/i.test(colour)) place.style.background = colour;
  }
}
