/** The arithmetic of the board. Screen: CSS pixels of the canvas. World: the board's own pixels, whatever the zoom. */

export const ZOOM = { least: 0.05, most: 4 };

export const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

/** @returns {{x: number, y: number}} in the world */
export function toWorld({ x, y }, { left, top, zoom }) {
  return { x: (x - left) / zoom, y: (y - top) / zoom };
}

/** Zoom by a factor so that the point under the hand stays under it. */
export function zoomed(view, factor, { x, y }) {
  const zoom = clamp(view.zoom * factor, ZOOM.least, ZOOM.most);
  const share = zoom / view.zoom;
  return { zoom, left: x - (x - view.left) * share, top: y - (y - view.top) * share };
}

/** @returns {{x: number, y: number}} on the screen */
export function toScreen({ x, y }, { left, top, zoom }) {
  return { x: x * zoom + left, y: y * zoom + top };
}

/** The part of the world that a canvas of this size shows. */
export function shownOf(view, { width, height }) {
  return { x: -view.left / view.zoom, y: -view.top / view.zoom, width: width / view.zoom, height: height / view.zoom };
}

/** The view that shows all boxes with a margin, never larger than `most`; what is smaller than the room lies in its middle. */
export function fitted(boxes, { width, height }, { margin = 32, most = 1, middle = false } = {}) {
  if (!boxes.length) return { zoom: 1, left: 0, top: 0 };
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  const room = { width: Math.max(1, width - 2 * margin), height: Math.max(1, height - 2 * margin) };
  const zoom = clamp(Math.min(room.width / (right - left || 1), room.height / (bottom - top || 1)), ZOOM.least, most);
  const spare = middle ? { x: (room.width - (right - left) * zoom) / 2, y: (room.height - (bottom - top) * zoom) / 2 } : { x: 0, y: 0 };
  return { zoom, left: margin + spare.x - left * zoom, top: margin + spare.y - top * zoom };
}

/** Between two views, `share` of the way; the zoom grows evenly for the eye. */
export function glided(from, to, share, { width, height }) {
  const zoom = from.zoom * (to.zoom / from.zoom) ** share;
  const middle = { x: width / 2, y: height / 2 };
  const one = toWorld(middle, from);
  const two = toWorld(middle, to);
  const along = Math.abs(to.zoom - from.zoom) < 1e-6 ? share : (1 / from.zoom - 1 / zoom) / (1 / from.zoom - 1 / to.zoom);
  return { zoom, left: middle.x - (one.x + (two.x - one.x) * along) * zoom, top: middle.y - (one.y + (two.y - one.y) * along) * zoom };
}

/** Whether two boxes touch. */
export function meets(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The box between two points. */
export function between(a, b) {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

/** A layer above all others. Layers compare as text. */
export function above(layers) {
  const most = layers.reduce((highest, layer) => (layer > highest ? layer : highest), "a000000");
  const number = Number(/^a(\d{6})$/.exec(most)?.[1] ?? NaN);
  return Number.isNaN(number) || number >= 999999 ? `${most}z` : `a${String(number + 1).padStart(6, "0")}`;
}

/** A layer under all others. */
export function below(layers) {
  const least = layers.reduce((lowest, layer) => (layer < lowest ? layer : lowest), "a500000");
  const number = Number(/^a(\d{6})$/.exec(least)?.[1] ?? NaN);
  return Number.isNaN(number) || number === 0 ? `A${least.slice(1)}` : `a${String(number - 1).padStart(6, "0")}`;
}
