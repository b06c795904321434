/** Two corners of a box, whichever was first, as parts of the picture. null when it is no larger than a slip. */
export function boxOf(from, to) {
  const inside = (value) => Math.min(Math.max(value, 0), 1);
  const [x, y, right, bottom] = [from.x, from.y, to.x, to.y].map(inside);
  const box = { left: Math.min(x, right), top: Math.min(y, bottom), width: Math.abs(right - x), height: Math.abs(bottom - y) };
  return box.width < 0.01 || box.height < 0.01 ? null : box;
}
