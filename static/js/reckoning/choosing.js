/** The place after a step in a list that goes round; -1 where there is nothing to choose.
 * @param {number} at  -1 while nothing is chosen
 * @returns {number}
 */
export function step(at, by, length) {
  if (!length) return -1;
  if (at < 0) return by > 0 ? 0 : length - 1;
  return (at + by + length) % length;
}
