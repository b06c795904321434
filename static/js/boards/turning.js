/** A card under the hand: scaled by a corner, turned, cropped. World pixels; rotation in degrees, clockwise, about the middle. */
import { clamp } from "./place.js";

export const SMALL = 24;
export const LARGE = 8000;
const RIGHT_ANGLE = 15;

export const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/** A vector turned by so many degrees. */
export function turned({ x, y }, degrees) {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

/** The four corners as they lie, from the upper left clockwise. */
export function corners(box) {
  const at = middle(box);
  return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([across, down]) => {
    const arm = turned({ x: (across * box.width) / 2, y: (down * box.height) / 2 }, box.rotation ?? 0);
    return { x: at.x + arm.x, y: at.y + arm.y };
  });
}

/** The upright box about a card, however it is turned. */
export function upright(box) {
  if (!box.rotation) return { x: box.x, y: box.y, width: box.width, height: box.height };
  return about(corners(box).map(({ x, y }) => ({ x, y, width: 0, height: 0 })));
}

/** The upright box about several. */
export function about(boxes) {
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * A box dragged by a handle while the opposite side stays where it is.
 * handle: "nw", "n", "ne", "e", "se", "s", "sw" or "w"; by: how far the hand went, in the world; even: keep the shape.
 */
export function scaled(box, handle, by, { even = false } = {}) {
  const rotation = box.rotation ?? 0;
  const own = turned(by, -rotation);
  const across = handle.includes("e") ? 1 : handle.includes("w") ? -1 : 0;
  const down = handle.includes("s") ? 1 : handle.includes("n") ? -1 : 0;
  let width = clamp(box.width + across * own.x, SMALL, LARGE);
  let height = clamp(box.height + down * own.y, SMALL, LARGE);
  if (even) ({ width, height } = evenly(box, width, height, across, down));
  const shift = turned({ x: (across * (width - box.width)) / 2, y: (down * (height - box.height)) / 2 }, rotation);
  const at = middle(box);
  return { x: at.x + shift.x - width / 2, y: at.y + shift.y - height / 2, width, height, rotation };
}

/** The shape kept: whichever side the hand pulled further decides. */
function evenly(box, width, height, across, down) {
  const byWidth = width / box.width;
  const byHeight = height / box.height;
  const wanted = !across ? byHeight : !down || Math.abs(byWidth - 1) >= Math.abs(byHeight - 1) ? byWidth : byHeight;
  const share = clamp(wanted, SMALL / Math.min(box.width, box.height), LARGE / Math.max(box.width, box.height));
  return { width: box.width * share, height: box.height * share };
}

/** One of several cards while the box about all of them is scaled. */
export function carried(box, from, to) {
  const share = to.width / (from.width || 1);
  const at = middle(box);
  const width = clamp(box.width * share, SMALL, LARGE);
  const height = clamp(box.height * share, SMALL, LARGE);
  const x = to.x + (at.x - from.x) * share - width / 2;
  const y = to.y + (at.y - from.y) * share - height / 2;
  return { x, y, width, height, rotation: box.rotation ?? 0 };
}

/** Degrees the hand went round a middle; in steps when `steps` is held. */
export function angle(at, from, to) {
  const one = Math.atan2(from.y - at.y, from.x - at.x);
  const two = Math.atan2(to.y - at.y, to.x - at.x);
  return ((two - one) * 180) / Math.PI;
}

/** Between -180 and 180; near a right angle it comes to rest there. */
export function settled(degrees, { steps = false, near = 2 } = {}) {
  const round = ((((degrees + 180) % 360) + 360) % 360) - 180;
  if (steps) return Math.round(round / RIGHT_ANGLE) * RIGHT_ANGLE;
  const right = Math.round(round / 90) * 90;
  return Math.abs(round - right) <= near ? right : Math.round(round * 10) / 10;
}

/** A card turned about a middle that need not be its own. */
export function revolved(box, about_, degrees) {
  const at = middle(box);
  const arm = turned({ x: at.x - about_.x, y: at.y - about_.y }, degrees);
  const x = about_.x + arm.x - box.width / 2;
  const y = about_.y + arm.y - box.height / 2;
  return { x, y, width: box.width, height: box.height, rotation: settled((box.rotation ?? 0) + degrees, { near: 0 }) };
}

/** The whole picture's box, of which the card shows the part `crop`. */
export function uncropped(box, crop) {
  const part = crop ?? { x: 0, y: 0, width: 1, height: 1 };
  const width = box.width / part.width;
  const height = box.height / part.height;
  return { x: box.x - part.x * width, y: box.y - part.y * height, width, height };
}

/** The part of the whole that a frame shows, kept inside it; fractions of the whole. */
export function cropOf(whole, frame) {
  const width = clamp(frame.width / whole.width, 0.02, 1);
  const height = clamp(frame.height / whole.height, 0.02, 1);
  const x = clamp((frame.x - whole.x) / whole.width, 0, 1 - width);
  const y = clamp((frame.y - whole.y) / whole.height, 0, 1 - height);
  const all = x < 0.002 && y < 0.002 && width > 0.996 && height > 0.996;
  return all ? null : { x, y, width, height };
}

/** A crop frame dragged by a handle, inside the whole picture. Both upright. */
export function framed(frame, handle, by, whole) {
  const right = frame.x + frame.width;
  const bottom = frame.y + frame.height;
  const most = { x: whole.x + whole.width, y: whole.y + whole.height };
  const left = handle.includes("w") ? clamp(frame.x + by.x, whole.x, right - SMALL) : frame.x;
  const top = handle.includes("n") ? clamp(frame.y + by.y, whole.y, bottom - SMALL) : frame.y;
  const end = handle.includes("e") ? clamp(right + by.x, left + SMALL, most.x) : right;
  const foot = handle.includes("s") ? clamp(bottom + by.y, top + SMALL, most.y) : bottom;
  return { x: left, y: top, width: end - left, height: foot - top };
}
