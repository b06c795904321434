/** The list that completes a name after "@", under a field. Only the arithmetic stands here; `names.js` shows it. */

/** The "@…" that the caret stands in, or null. @returns {{from: number, typed: string} | null} */
export function askedAt(text, caret) {
  const from = text.lastIndexOf("@", caret - 1);
  if (from < 0 || (from > 0 && /[\p{L}\p{N}]/u.test(text[from - 1]))) return null;
  const typed = text.slice(from + 1, caret);
  return typed.length > 40 || /[\n@]/.test(typed) ? null : { from, typed };
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Those whose name, or a later word of it, begins so; the best first. */
export function matching(people, typed, most = 8) {
  const wanted = plain(typed.trimStart());
  const ranked = people.map((person) => ({ person, rank: rank(plain(person.name), wanted) })).filter(({ rank }) => rank);
  return ranked.sort((a, b) => b.rank - a.rank || a.person.name.localeCompare(b.person.name)).slice(0, most).map(({ person }) => person);
}

function rank(name, wanted) {
  if (name === wanted) return 0; // written out: nothing is left to complete
  if (name.startsWith(wanted)) return 2;
  return name.split(/[\s-]+/).some((word) => word.startsWith(wanted)) ? 1 : 0;
}

/** The text with the name put in, and where the caret stands then. */
export function completed(text, caret, { from }, name) {
  const rest = text.slice(caret);
  const put = `@${name}${/^[\s.,;:!?)]/.test(rest) ? "" : " "}`;
  return { text: text.slice(0, from) + put + rest, caret: from + put.length };
}
