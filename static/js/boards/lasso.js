/** What a line drawn by hand goes round. World pixels. */
import { corners } from "./turning.js";

/** Whether a point lies inside a closed line. */
export function inside({ x, y }, line) {
  let within = false;
  for (let one = 0, two = line.length - 1; one < line.length; two = one, one += 1) {
    const a = line[one];
    const b = line[two];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within;
  }
  return within;
}

function crosses(a, b, c, d) {
  const side = (p, q, r) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

/** Whether the line touches a card or goes round it. */
export function catches(line, box) {
  if (line.length < 3) return false;
  const own = corners(box);
  if (own.some((corner) => inside(corner, line)) || inside(line[0], own)) return true;
  const sides = own.map((corner, index) => [corner, own[(index + 1) % 4]]);
  return line.some((point, index) => index > 0 && sides.some(([a, b]) => crosses(line[index - 1], point, a, b)));
}

/** A point further along only where the hand really moved, so that a long line stays short. */
export function drawn(line, point, least) {
  const last = line.at(-1);
  if (last && Math.hypot(last.x - point.x, last.y - point.y) < least) return line;
  line.push(point);
  return line;
}
