/** Cards laid in rows by what they are, in the order they were read. World pixels, upright boxes; touches no page. */
import { inReadingOrder } from "./arranging.js";
import { about } from "./turning.js";

export const GAP = 24;
const GREY = 0.12; // below this much colour it is black, grey or white
const HUES = 12;
const NONE = "~"; // after every name: what has no look, no colour

/** By which cards stand in one row. A card: {kind, look, colour}. */
const KEYS = {
  kind: ({ kind }) => kind,
  look: ({ look }) => look || NONE,
  colour: ({ colour }) => hueOf(colour),
};

/**
 * Where each card comes to lie. Those of a kind, a look or a colour begin a row of their own; within it they keep the
 * order they were read in, and so do the rows, but for colours, which go round the circle, with greys and then the rest last.
 * What is fixed (locked, or in another's hand) stays, with all that is grouped with it, and nothing is laid over it.
 *
 * @param cards [{id, x, y, width, height, kind, look, colour, group, fixed}]
 * @param by "kind", "look" or "colour"; @param within a width to keep to; 0 is that of what lies there
 * @param at the upper left corner to begin at; else that of what lies there
 * @returns [{id, x, y}] of those alone that come to lie elsewhere
 */
export function tidied(cards, { by = "kind", within = 0, at = null, gap = GAP } = {}) {
  const blocks = blocksOf(cards);
  const free = blocks.filter(({ fixed }) => !fixed);
  if (!free.length) return [];
  const all = about(cards);
  const from = at ?? { x: all.x, y: all.y };
  const width = Math.max(within || all.width, ...free.map((block) => block.width));
  const stays = blocks.filter(({ fixed }) => fixed);
  return laid(rowsOf(free, by), stays, { from, width, gap }).filter(({ id, x, y }) => {
    const card = cards.find((each) => each.id === id);
    return Math.abs(card.x - x) > 0.05 || Math.abs(card.y - y) > 0.05;
  });
}

/** What is grouped moves as one, as its hand-made arrangement is meant. */
function blocksOf(cards) {
  const groups = new Map();
  for (const card of cards) {
    const name = card.group || card.id;
    groups.set(name, [...(groups.get(name) ?? []), card]);
  }
  return [...groups.values()].map((members) => ({ ...about(members), members, fixed: members.some(({ fixed }) => fixed), first: inReadingOrder(members)[0] }));
}

function rowsOf(blocks, by) {
  const rows = new Map();
  for (const block of inReadingOrder(blocks)) {
    const key = KEYS[by](block.first);
    rows.set(key, [...(rows.get(key) ?? []), block]);
  }
  const keys = [...rows.keys()];
  if (by === "colour") keys.sort();
  else if (rows.has(NONE)) keys.push(keys.splice(keys.indexOf(NONE), 1)[0]);
  return keys.map((key) => rows.get(key));
}

function laid(rows, stays, { from, width, gap }) {
  const places = [];
  let { y } = from;
  for (const row of rows) {
    let x = from.x;
    let tall = 0;
    for (const block of row) {
      for (let over = ahead(block, x, y); over; over = ahead(block, x, y)) ({ x, y, tall } = over);
      for (const member of block.members) places.push({ id: member.id, x: round(x + member.x - block.x), y: round(y + member.y - block.y) });
      x += block.width + gap;
      tall = Math.max(tall, block.height);
    }
    y += tall + gap;

    /** Where to go on instead: past what stays, or down on a new line of the row. Nothing where it fits here. */
    function ahead(block, left, top) {
      if (left > from.x && left + block.width > from.x + width + 0.05) return { x: from.x, y: top + (tall || block.height) + gap, tall: 0 };
      const under = stays.find((each) => overlaps({ ...block, x: left, y: top }, each, gap / 2));
      return under ? { x: under.x + under.width + gap, y: top, tall: Math.max(tall, Math.min(block.height, under.y + under.height - top)) } : null;
    }
  }
  return places;
}

function overlaps(a, b, room) {
  return a.x < b.x + b.width + room && b.x < a.x + a.width + room && a.y < b.y + b.height + room && b.y < a.y + a.height + room;
}

const round = (value) => Math.round(value * 10) / 10;

/** A name that sorts round the circle of colours: "00" red to "11"; "g" and how dark for greys; last what has none. */
export function hueOf(colour) {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour ?? "");
  if (!found) return NONE;
  const [r, g, b] = found.slice(1).map((part) => parseInt(part, 16) / 255);
  const most = Math.max(r, g, b);
  const span = most - Math.min(r, g, b);
  if (span < GREY) return `g${Math.round((1 - most) * 3)}`;
  const sixth = most === r ? (g - b) / span : most === g ? 2 + (b - r) / span : 4 + (r - g) / span;
  return String(Math.round((sixth / 6 + 1) * HUES) % HUES).padStart(2, "0");
}
