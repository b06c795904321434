/** What was let go of, and where each picture of it comes to lie. Touches no page. */

export const CELL = { width: 220, height: 275, gap: 24 };
const PICTURE = /\.(jpe?g|png|webp|avif|tiff?)$/i;

/**
 * The address of the picture that was dragged from another page: of its own tag, else of what was let go of.
 * @param {{html?: string, list?: string, text?: string}} held @returns {string} "" where there is none
 */
export function addressOf({ html = "", list = "", text = "" }) {
  const tag = /<img\b[^>]*?\bsrc\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s>]+))/i.exec(html);
  const found = tag ? (tag[1] ?? tag[2] ?? tag[3]).replaceAll("&amp;", "&") : first(list) || text.trim();
  return isWeb(found) ? found : "";
}

/** Whether an address alone, without the tag of a picture about it, leads to one. */
export function namesPicture(address) {
  return isWeb(address) && PICTURE.test(new URL(address).pathname);
}

export function isWeb(text) {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
}

function first(list) {
  return list.split(/\r?\n/).find((line) => line && !line.startsWith("#"))?.trim() ?? "";
}

/** How many stand beside each other: about as wide as high, as cells go. */
export function columnsOf(count) {
  return Math.max(1, Math.ceil(Math.sqrt((count * CELL.height) / CELL.width)));
}

/**
 * Where one of several that fell together comes to lie: in rows, each whole in its own cell, the first where they fell.
 * @param shape width to height; 0 where it is not known yet
 */
export function cellOf(index, count, at, shape = 0) {
  const columns = columnsOf(count);
  const aspect = shape || CELL.width / CELL.height;
  const width = Math.min(CELL.width, CELL.height * aspect);
  return {
    x: Math.round(at.x + (index % columns) * (CELL.width + CELL.gap)),
    y: Math.round(at.y + Math.floor(index / columns) * (CELL.height + CELL.gap)),
    width: Math.max(48, Math.round(width)),
    height: Math.max(48, Math.round(width / aspect)),
  };
}
