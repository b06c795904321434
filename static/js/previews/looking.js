/** Looking at one to four frames together: how far they are drawn up, and where two of them differ. No page is touched here. */

export const STRIP = 18 / 512; // of the picture's width: the mark beneath it, which is no part of what is compared
const SAME = 0.03; // in OKLab; about what an eye takes for the same colour on two screens
const SHIFT = 0.04; // of the width: as far as two drafts of one plate lie apart

/** The scale at which the whole frame is seen. */
export const fitting = (pane, picture) => Math.min(pane.width / picture.width, pane.height / picture.height);

/** Where to look, so that no more of the pane than need be is empty. x and y: the part of the picture in the middle. */
export function held({ x, y }, scale, pane, picture) {
  const side = (at, size, room) => (size * scale <= room ? 0.5 : Math.min(Math.max(at, room / 2 / (size * scale)), 1 - room / 2 / (size * scale)));
  return { x: side(x, picture.width, pane.width), y: side(y, picture.height, pane.height) };
}

/** @returns {{x: number, y: number, scale: number}} how a picture is moved and drawn up in its pane, in CSS pixels. */
export function placed(look, pane, picture) {
  const scale = look.scale === null ? fitting(pane, picture) : Math.max(look.scale, fitting(pane, picture));
  const at = held(look, scale, pane, picture);
  return { x: pane.width / 2 - at.x * picture.width * scale, y: pane.height / 2 - at.y * picture.height * scale, scale };
}

/** A point of the pane as a part of the picture. */
export function under(point, look, pane, picture) {
  const { x, y, scale } = placed(look, pane, picture);
  return { x: (point.x - x) / (picture.width * scale), y: (point.y - y) / (picture.height * scale) };
}

/** Whether two are framed alike: otherwise there is nothing to lay over one another. */
export const framedAlike = (a, b) => Math.abs(a.width / a.height - b.width / b.height) < 0.02;

const LINEAR = Float32Array.from({ length: 256 }, (_, value) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));

/** (width x height x 4) sRGB bytes to three planes of OKLab (B. Ottosson, 2020). */
export function planes({ data, width, height }) {
  const count = width * height;
  const found = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  for (let at = 0; at < count; at += 1) {
    const [r, g, b] = [LINEAR[data[at * 4]], LINEAR[data[at * 4 + 1]], LINEAR[data[at * 4 + 2]]];
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    found[0][at] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
    found[1][at] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
    found[2][at] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  }
  return { planes: found, width, height };
}

/** How unlike two lightness planes are with b moved by dx, dy: edges alone, so that another light is not another place. */
function unlike(a, b, width, height, dx, dy, step) {
  let sum = 0;
  let count = 0;
  const edge = Math.max(Math.abs(dx), Math.abs(dy)) + 1;
  for (let y = edge; y < height - edge; y += step) {
    for (let x = edge; x < width - edge; x += step) {
      const [at, to] = [y * width + x, (y + dy) * width + x + dx];
      sum += Math.abs(Math.abs(a[at + 1] - a[at - 1]) - Math.abs(b[to + 1] - b[to - 1])) + Math.abs(Math.abs(a[at + width] - a[at - width]) - Math.abs(b[to + width] - b[to - width]));
      count += 1;
    }
  }
  return count ? sum / count : Infinity;
}

/** By how many pixels b lies beside a. Where nothing is gained by moving it, it is left where it is. */
export function beside(a, b) {
  const { width, height } = a;
  const far = Math.round(width * SHIFT);
  const tried = (dx, dy, step) => ({ dx, dy, off: unlike(a.planes[0], b.planes[0], width, height, dx, dy, step) });
  const better = (best, one) => (one.off < best.off * 0.98 ? one : best);
  let best = tried(0, 0, 3);
  for (let dy = -far; dy <= far; dy += 2) for (let dx = -far; dx <= far; dx += 2) best = better(best, tried(dx, dy, 3));
  const round = best;
  for (let dy = -1; dy <= 1; dy += 1) for (let dx = -1; dx <= 1; dx += 1) best = better(best, tried(round.dx + dx, round.dy + dy, 3));
  return { dx: best.dx, dy: best.dy };
}

/** Where b differs from a to the eye. A lone pixel is noise; a patch is a difference.
 *
 * a, b: {planes, width, height} of the same size. @returns {{mask: Uint8Array, share: number}} 1 where it differs; share 0 to 1.
 */
export function differing(a, b) {
  const { width, height } = a;
  const { dx, dy } = beside(a, b);
  const apart = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [bx, by] = [x + dx, y + dy];
      if (bx < 0 || by < 0 || bx >= width || by >= height) continue;
      const [at, to] = [y * width + x, by * width + bx];
      apart[at] = Math.hypot(a.planes[0][at] - b.planes[0][to], a.planes[1][at] - b.planes[1][to], a.planes[2][at] - b.planes[2][to]) > SAME ? 1 : 0;
    }
  }
  const mask = patches(apart, width, height);
  return { mask: moved(mask, width, height, dx, dy), share: mask.reduce((sum, one) => sum + one, 0) / mask.length };
}

/** Kept where most of its neighbours say the same. */
function patches(apart, width, height) {
  const mask = new Uint8Array(apart.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      let sum = 0;
      for (const row of [at - width, at, at + width]) sum += apart[row - 1] + apart[row] + apart[row + 1];
      mask[at] = sum >= 5 ? 1 : 0;
    }
  }
  return mask;
}

/** As it lies on b. */
function moved(mask, width, height, dx, dy) {
  if (!dx && !dy) return mask;
  const found = new Uint8Array(mask.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (mask[y * width + x] && x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height) found[(y + dy) * width + x + dx] = 1;
    }
  }
  return found;
}

/** Black and white stripes with an edge: seen on any colour and by every eye, for no hue says anything. */
export function hatched(mask, width, height) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      if (!mask[at]) continue;
      const inside = x > 0 && y > 0 && x < width - 1 && y < height - 1 && mask[at - 1] && mask[at + 1] && mask[at - width] && mask[at + width];
      const stripe = (x + y) % 12;
      const white = !inside || stripe < 2;
      if (white || stripe < 4) data.set(white ? [255, 255, 255, 255] : [0, 0, 0, 255], at * 4);
    }
  }
  return data;
}
