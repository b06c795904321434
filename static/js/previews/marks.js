/** What a key or a hand says of a frame, and what is still to be kept of it. No page is touched here. */

/** @returns {{choice?: string, rating?: number} | null} what is asked of the frame; null where the key asks nothing. */
export function meant(key, { choice, rating }) {
  const low = key.toLowerCase();
  if (low === "p") return { choice: choice === "pick" ? "none" : "pick" };
  if (low === "x") return { choice: choice === "leave" ? "none" : "leave" };
  if (low === "u") return choice === "none" ? null : { choice: "none" };
  if (/^[0-5]$/.test(key)) return { rating: rating === Number(key) ? 0 : Number(key) };
  return null;
}

/** The wishes that wait, by the frame's address: a later one is laid over an earlier one. */
export function laid(waiting, address, wish, number) {
  return { ...waiting, [address]: { ...waiting[address], ...wish, number } };
}

/** Without the one that was answered, unless something newer was said of the frame meanwhile. */
export function settled(waiting, address, number) {
  if (waiting[address]?.number !== number) return waiting;
  const { [address]: _done, ...others } = waiting;
  return others;
}

/** Which frame the arrow leads to. boxes: {left, top} in the order of the page. @returns {number} */
export function walked(boxes, from, key) {
  if (key === "ArrowRight") return Math.min(from + 1, boxes.length - 1);
  if (key === "ArrowLeft") return Math.max(from - 1, 0);
  const here = boxes[from];
  const down = key === "ArrowDown";
  const beyond = boxes.map((box, index) => ({ ...box, index })).filter((box) => (down ? box.top > here.top + 1 : box.top < here.top - 1));
  if (!beyond.length) return from;
  const row = down ? Math.min(...beyond.map((box) => box.top)) : Math.max(...beyond.map((box) => box.top));
  const inRow = beyond.filter((box) => Math.abs(box.top - row) < 2);
  return inRow.reduce((best, box) => (Math.abs(box.left - here.left) < Math.abs(best.left - here.left) ? box : best)).index;
}
