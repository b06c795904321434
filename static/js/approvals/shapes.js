// What is drawn on a picture, in parts of it (0 to 1), so that it lies right at every size.

const MOST_POINTS = 200;

/** A point of the screen as a part of the picture. @returns {[number, number]} */
export function part({ x, y }, { left, top, width, height }) {
  const clamp = (value) => Math.round(Math.min(Math.max(value, 0), 1) * 10000) / 10000;
  return [clamp((x - left) / width), clamp((y - top) / height)];
}

/** As many points as are worth keeping; the first and the last always. */
export function thinned(points) {
  if (points.length <= MOST_POINTS) return points;
  const step = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, at) => points[Math.round(at * step)]);
}

/** An SVG path in a 1000 by 1000 box. */
export function path({ type, points }) {
  const at = ([x, y]) => `${(x * 1000).toFixed(1)} ${(y * 1000).toFixed(1)}`;
  if (type === "box" && points.length > 1) {
    const [[a, b], [c, d]] = [points[0], points[points.length - 1]];
    return `M${at([a, b])}L${at([c, b])}L${at([c, d])}L${at([a, d])}Z`;
  }
  if (type === "pin" || points.length < 2) return "";
  return `M${points.map(at).join("L")}`;
}

/** Where a note's number stands: at the drawing's highest right end. */
export function anchor({ points }) {
  return points.reduce((best, point) => (point[0] - point[1] > best[0] - best[1] ? point : best));
}
