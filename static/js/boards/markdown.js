/** A note's words: bold, lists and links, and nothing else. The server writes them the same way. */

const INLINE = /\*\*(.+?)\*\*|\[([^\]\n]+)\]\((https?:\/\/[^\s()]+)\)/g;
const ITEM = /^\s*[-*•]\s+(.*)$/;

/** @returns {({words: Piece[]} | {items: Piece[][]})[]} paragraphs and lists; a piece is {text, bold?, href?} */
export function parts(text) {
  const found = [];
  for (const line of text.split("\n")) {
    const item = ITEM.exec(line)?.[1];
    const last = found.at(-1);
    if (item !== undefined && last?.items) last.items.push(pieces(item));
    else if (item !== undefined) found.push({ items: [pieces(item)] });
    else found.push({ words: pieces(line) });
  }
  return found;
}

export function pieces(line) {
  const found = [];
  let from = 0;
  for (const match of line.matchAll(INLINE)) {
    if (match.index > from) found.push({ text: line.slice(from, match.index) });
    found.push(match[1] === undefined ? { text: match[2], href: match[3] } : { text: match[1], bold: true });
    from = match.index + match[0].length;
  }
  if (from < line.length) found.push({ text: line.slice(from) });
  return found;
}

/** The words as elements: text only, so that nothing written is ever read as a page. */
export function written(text, make = document) {
  const fragment = make.createDocumentFragment();
  for (const part of parts(text)) {
    const block = make.createElement(part.items ? "ul" : "p");
    for (const item of part.items ?? []) {
      const entry = make.createElement("li");
      entry.append(...item.map((piece) => inline(piece, make)));
      block.append(entry);
    }
    if (part.words) block.append(...part.words.map((piece) => inline(piece, make)));
    fragment.append(block);
  }
  return fragment;
}

function inline({ text, bold, href }, make) {
  if (!bold && !href) return make.createTextNode(text);
  const element = make.createElement(bold ? "b" : "a");
  element.textContent = text;
  if (href) Object.assign(element, { href, rel: "noopener noreferrer", target: "_blank" });
  return element;
}
