/** How long to wait before the next try to connect, in milliseconds: doubling from 0.5 s to at most 15 s, with a
 * spread of a quarter, so that a studio that comes back is not met by everybody at once.
 * @param {number} tries how many tries have failed; @param {number} luck 0 to 1
 */
export function backoff(tries, luck = Math.random()) {
  const plain = Math.min(500 * 2 ** Math.max(tries - 1, 0), 15000);
  return Math.round(plain * (0.75 + luck * 0.5));
}
