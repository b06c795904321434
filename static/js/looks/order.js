/** Before which of the others a dragged line comes to rest. middles: their middles from top to bottom, in pixels. */
export function orderAfter(middles, y) {
  const next = middles.findIndex((middle) => y < middle);
  return next === -1 ? middles.length : next;
}
