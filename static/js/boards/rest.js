/** What the page did not bring along at first: the other cards, in one answer, laid down in slices so that no frame waits. */

const SLICE = 30;

const idle = () => new Promise((go) => (window.requestIdleCallback ? requestIdleCallback(go, { timeout: 120 }) : setTimeout(go, 16)));

/** @returns {Promise<{seq, cards: {id, html}[], live?: {token, topics}} | null>} */
export async function fetched(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : null;
}

export function elements(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return [...made.content.querySelectorAll("[data-card]")];
}

/** Lay down those that are not there yet, a few at a time. */
export async function layDown(board, { seq, cards }) {
  const missing = cards.filter(({ id }) => !board.cards.get(String(id)));
  for (let from = 0; from < missing.length; from += SLICE) {
    await idle();
    const found = missing.slice(from, from + SLICE).filter(({ id }) => !board.cards.get(String(id)));
    const fresh = elements(found.map(({ html }) => html).join(""));
    for (const element of fresh) board.take(element, { seq, far: true });
    board.world.append(...fresh);
    board.cards.relayer();
    board.dirty();
  }
  return missing.length;
}
