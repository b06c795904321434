/** Where a pin stands: on a card in parts of it, or on the board. Pixels of the window, and units of the board. */

/** The card's own turn and place as one matrix, about the point it turns around. */
function ofCard(card) {
  const { transform, transformOrigin } = getComputedStyle(card);
  const [x, y] = transformOrigin.split(" ").map(Number.parseFloat);
  return new DOMMatrix().translate(x, y).multiply(new DOMMatrix(transform)).translate(-x, -y);
}

/** The view, as a layer of the board bears it; with how far it is dragged just now, which stands beside it. */
export function ofLayer(layer) {
  const { transform, translate } = getComputedStyle(layer);
  const [x = 0, y = 0] = translate === "none" ? [] : translate.split(" ").map(Number.parseFloat);
  return new DOMMatrix().translate(x, y).multiply(new DOMMatrix(transform));
}

/** Where on the board somebody points. */
export function spotOf(world, { x, y }) {
  const { left, top } = world.parentElement.getBoundingClientRect();
  const at = ofLayer(world).inverse().transformPoint({ x: x - left, y: y - top });
  return { x: rounded(at.x, 2), y: rounded(at.y, 2) };
}

/** Where on a card, in parts of it, however it is turned. */
export function onCard(card, world, at) {
  const on = ofCard(card).inverse().transformPoint(spotOf(world, at));
  return { x: part(on.x, card.offsetWidth), y: part(on.y, card.offsetHeight) };
}

/** Where in the canvas a pin stands, or null where its card is not shown. `card`: its element, where it is drawn. */
export function onScreen({ x, y, on, cardX, cardY, cardWidth, cardHeight }, card, view) {
  let at = { x: Number(x), y: Number(y) };
  if (card?.hidden) return null;
  const seen = card ? ofLayer(card.parentElement) : view;
  if (card) at = ofCard(card).transformPoint({ x: at.x * card.offsetWidth, y: at.y * card.offsetHeight });
  else if (on && cardX === undefined) return null;
  else if (on) at = { x: Number(cardX) + at.x * Number(cardWidth), y: Number(cardY) + at.y * Number(cardHeight) };
  const there = seen.transformPoint(at);
  return { x: rounded(there.x, 1), y: rounded(there.y, 1) };
}

function part(length, whole) {
  return rounded(Math.min(Math.max(length / (whole || 1), 0), 1), 4);
}

function rounded(value, digits) {
  return Number(value.toFixed(digits));
}
