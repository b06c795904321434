/** Cards set in order: aligned, spread, read one after the other, laid over one another. World pixels, upright boxes. */
import { about } from "./turning.js";

const ALIGN = {
  left: (box, all) => ({ x: all.x }),
  centre: (box, all) => ({ x: all.x + (all.width - box.width) / 2 }),
  right: (box, all) => ({ x: all.x + all.width - box.width }),
  top: (box, all) => ({ y: all.y }),
  middle: (box, all) => ({ y: all.y + (all.height - box.height) / 2 }),
  bottom: (box, all) => ({ y: all.y + all.height - box.height }),
};

/** @returns {{x: number, y: number}[]} where each box comes to lie, in the order given. */
export function aligned(boxes, how) {
  const all = about(boxes);
  return boxes.map((box) => ({ x: box.x, y: box.y, ...ALIGN[how](box, all) }));
}

/** The same gap between each and the next; the outermost stay. how: "across" or "down". */
export function spread(boxes, how) {
  const [from, size] = how === "across" ? ["x", "width"] : ["y", "height"];
  const row = [...boxes].sort((a, b) => a[from] - b[from]);
  const all = about(boxes);
  const filled = row.reduce((sum, box) => sum + box[size], 0);
  const gap = (all[size] - filled) / Math.max(1, row.length - 1);
  let at = all[from];
  const places = new Map();
  for (const box of row) {
    places.set(box, at);
    at += box[size] + gap;
  }
  return boxes.map((box) => ({ x: box.x, y: box.y, [from]: places.get(box) }));
}

/** As a page is read: in rows from the top, each from the left. A card belongs to a row that it overlaps by half. */
export function inReadingOrder(cards) {
  const rows = [];
  for (const card of [...cards].sort((a, b) => a.y - b.y)) {
    const row = rows.find(({ top, bottom }) => Math.min(bottom, card.y + card.height) - Math.max(top, card.y) > Math.min(card.height, bottom - top) / 2);
    if (row) row.cards.push(card);
    else rows.push({ top: card.y, bottom: card.y + card.height, cards: [card] });
  }
  return rows.flatMap((row) => row.cards.sort((a, b) => a.x - b.x));
}

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"; // in the order they compare

/** A layer between two others, or above the first when there is no second. Layers compare as text. */
export function amid(low, high = null) {
  let made = "";
  let bound = high;
  for (let place = 0; ; place += 1) {
    const least = place < low.length ? DIGITS.indexOf(low[place]) : -1;
    const most = bound !== null && place < bound.length ? DIGITS.indexOf(bound[place]) : DIGITS.length;
    const half = Math.ceil((least + most) / 2);
    if (half > Math.max(0, least) && half < most) return made + DIGITS[half]; // never a nought at the end: nothing would go under it
    const digit = Math.max(0, least);
    made += DIGITS[digit];
    if (digit < most) bound = null;
  }
}

/**
 * New layers for the chosen, one step up or down over what is not chosen.
 * @param all [{id, layer}] in their order; @returns {Map<string, string>} id to layer
 */
export function stepped(all, chosen, up) {
  const order = [...all].sort((a, b) => (a.layer < b.layer ? -1 : a.layer > b.layer ? 1 : 0));
  const mine = order.filter(({ id }) => chosen.has(id));
  const rest = order.filter(({ id }) => !chosen.has(id));
  const edge = up ? mine.at(-1) : mine[0];
  if (!edge) return new Map();
  const beyond = up ? rest.findIndex(({ layer }) => layer > edge.layer) : rest.findLastIndex(({ layer }) => layer < edge.layer);
  if (beyond < 0) return new Map();
  const low = up ? rest[beyond].layer : (rest[beyond - 1]?.layer ?? "0");
  const high = up ? (rest[beyond + 1]?.layer ?? null) : rest[beyond].layer;
  return stacked(mine, low, high === low ? null : high);
}

/** The chosen above all others, or under them, keeping their own order. */
export function toTheEnd(all, chosen, front) {
  const order = [...all].sort((a, b) => (a.layer < b.layer ? -1 : 1));
  const mine = order.filter(({ id }) => chosen.has(id));
  const rest = order.filter(({ id }) => !chosen.has(id));
  if (!rest.length) return new Map();
  return front ? stacked(mine, rest.at(-1).layer, null) : stacked(mine, "0", rest[0].layer);
}

function stacked(cards, low, high) {
  const layers = new Map();
  let under = low;
  for (const { id } of cards) {
    under = amid(under, high);
    layers.set(id, under);
  }
  return layers;
}
