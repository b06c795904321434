/** The arithmetic of the handles: what a pull at a piece's edge makes of its fit. Shares of the picture in, a fit out.
 * laid: [left, top, right, bottom, shoulders], each a share of the picture's width or height, as the engine says.
 */
export const LIMITS = { width: [0.7, 1.5], length: [0.6, 1.5], shift_x: [-0.5, 0.5], shift_y: [-0.5, 0.5] };

/** Where the four handles stand: the middle moves the piece, the sides widen it, the foot lengthens it. */
export function handlesOf([left, top, right, bottom]) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return { middle: { x, y }, left: { x: left, y }, right: { x: right, y }, foot: { x, y: bottom } };
}

/** pull: how far the hand has gone, as shares of the picture. ratio: the picture's height over its width. */
export function pulled(fit, laid, handle, pull, ratio) {
  const [left, top, right, bottom, shoulders] = laid;
  if (handle === "middle") {
    const down = (pull.y * ratio) / shoulders;
    return { ...fit, shift_x: held("shift_x", fit.shift_x + pull.x / shoulders), shift_y: held("shift_y", fit.shift_y + down) };
  }
  if (handle === "foot") {
    const tall = Math.max(bottom - top, 0.02);
    return { ...fit, length: held("length", (fit.length * (tall + pull.y)) / tall) };
  }
  const half = Math.max((right - left) / 2, 0.01);
  const outwards = handle === "right" ? pull.x : -pull.x;
  return { ...fit, width: held("width", (fit.width * (half + outwards)) / half) };
}

function held(name, value) {
  const [least, most] = LIMITS[name];
  return Math.round(Math.min(most, Math.max(least, value)) * 100) / 100;
}
