/** The one spelling of a key with what is held: "Ctrl+Shift+z". On a Mac the command key counts as Ctrl.
 * @returns {string}
 */
export function chord({ key, ctrlKey = false, metaKey = false, shiftKey = false, altKey = false }) {
  const held = [];
  if (ctrlKey || metaKey) held.push("Ctrl");
  if (altKey) held.push("Alt");
  const letter = key.length === 1 ? key.toLowerCase() : key;
  const drawn = letter.length === 1 && letter.toLowerCase() === letter.toUpperCase();
  if (shiftKey && !drawn) held.push("Shift");
  return [...held, letter === " " ? "Space" : letter].join("+");
}

/** Whether two spellings mean the same: "ctrl + Z" is "Ctrl+z". */
export function same(one, other) {
  const plain = (spelling) => spelling.toLowerCase().split("+").map((part) => part.trim()).sort().join("+");
  return plain(one) === plain(other);
}
