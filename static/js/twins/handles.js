/** Where a handle comes to lie, in hundredths of the picture, and what a brush leaves. No page is touched here. */

const STEP = 0.25;
const WIDE_STEP = 1.5;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const kept = (value) => Math.round(Math.min(Math.max(value, 0), 100) * 100) / 100;

/** A point of the page as hundredths of a picture's box. @returns {{x: number, y: number}} */
export function placed({ x, y }, { left, top, width, height }) {
  return { x: kept((100 * (x - left)) / width), y: kept((100 * (y - top)) / height) };
}

/** Moved by an arrow key; null for any other key. */
export function stepped({ x, y }, key, wide) {
  if (!(key in WAYS)) return null;
  const by = wide ? WIDE_STEP : STEP;
  return { x: kept(x + WAYS[key][0] * by), y: kept(y + WAYS[key][1] * by) };
}

/** The lamp on the picture: right above the middle it hangs high, at the side it stands low. */
export const lampAt = ({ x, y }) => ({ x: 50 + x * 0.44, y: 40 - y * 0.34 });
export const lampFrom = ({ x, y }) => ({
  x: Math.round(Math.min(Math.max((x - 50) / 0.44, -100), 100)),
  y: Math.round(Math.min(Math.max((40 - y) / 0.34, 0), 100)),
});

/** How far a picture is drawn closer, and about which middle, so that these points fill half of it. */
export function closer(points) {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const zoom = Math.min(Math.max(Math.min(50 / Math.max(right - left, 1), 50 / Math.max(bottom - top, 1)), 1), 8);
  return { zoom, x: (left + right) / 2, y: (top + bottom) / 2 };
}

/** Strokes as the form sends them: parts of the picture, to a thousandth or so. */
export function asText(strokes) {
  const part = (value) => Math.round(value * 100) / 1e4;
  const told = strokes.map(({ adds, width, points }) => ({
    adds,
    width,
    points: points.map(({ x, y }) => [part(x), part(y)]),
  }));
  return told.length ? JSON.stringify(told) : "";
}
