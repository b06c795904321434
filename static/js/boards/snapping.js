/** Where a dragged box comes to rest on its neighbours, and the lines that say why. World pixels, upright boxes. */

/**
 * @param box what is dragged; @param others what it may rest on; @param near how close counts
 * @returns {{dx: number, dy: number, lines: {x1, y1, x2, y2, gap?: boolean}[]}} what to add, and what to draw
 */
export function rested(box, others, near) {
  const across = along(box, others, near, AXES.x);
  const down = along(box, others, near, AXES.y);
  const at = { ...box, x: box.x + across.by, y: box.y + down.by };
  return { dx: across.by, dy: down.by, lines: [...across.lines(at), ...down.lines(at)] };
}

const AXES = {
  x: { from: "x", size: "width", other: "y", otherSize: "height", line: (at, low, high, gap) => ({ x1: at, y1: low, x2: at, y2: high, gap }) },
  y: { from: "y", size: "height", other: "x", otherSize: "width", line: (at, low, high, gap) => ({ x1: low, y1: at, x2: high, y2: at, gap }) },
};
const NONE = { by: 0, off: Infinity, lines: () => [] };

function along(box, others, near, axis) {
  const edge = onEdges(box, others, near, axis);
  const gap = onGaps(box, others, near, axis);
  if (edge.off === Infinity && gap.off === Infinity) return NONE;
  return edge.off <= gap.off ? edge : gap;
}

const marks = (box, axis) => [box[axis.from], box[axis.from] + box[axis.size] / 2, box[axis.from] + box[axis.size]];

/** Edge on edge, middle on middle. */
function onEdges(box, others, near, axis) {
  const mine = marks(box, axis);
  let best = NONE;
  for (const other of others) {
    const theirs = marks(other, axis);
    for (const [place, own] of mine.entries()) {
      for (const [where, mark] of theirs.entries()) {
        if ((place === 1) !== (where === 1)) continue; // a middle rests on a middle alone
        const off = Math.abs(mark - own);
        if (off <= near && off < best.off) best = { by: mark - own, off };
      }
    }
  }
  return best === NONE ? best : { ...best, lines: (at) => edgeLines(at, others, axis) };
}

/** One line through all that share an edge or a middle with where the box now lies. */
function edgeLines(at, others, axis) {
  const lines = [];
  for (const mark of marks(at, axis)) {
    const same = others.filter((other) => marks(other, axis).some((each) => Math.abs(each - mark) < 0.5));
    if (!same.length) continue;
    const all = [at, ...same];
    const low = Math.min(...all.map((each) => each[axis.other]));
    const high = Math.max(...all.map((each) => each[axis.other] + each[axis.otherSize]));
    lines.push(axis.line(mark, low, high, false));
  }
  return lines;
}

const beside = (a, b, axis) => a[axis.other] < b[axis.other] + b[axis.otherSize] && b[axis.other] < a[axis.other] + a[axis.otherSize];

/** The same gap as between two neighbours of the row, before, after or amid them. */
function onGaps(box, others, near, axis) {
  const row = others.filter((other) => beside(box, other, axis)).sort((a, b) => a[axis.from] - b[axis.from]);
  let best = NONE;
  const offer = (place, lines) => {
    const off = Math.abs(place - box[axis.from]);
    if (off <= near && off < best.off) best = { by: place - box[axis.from], off, lines };
  };
  for (let index = 0; index + 1 < row.length; index += 1) {
    const [one, two] = [row[index], row[index + 1]];
    const end = one[axis.from] + one[axis.size];
    const gap = two[axis.from] - end;
    if (gap <= 0) continue;
    const last = two[axis.from] + two[axis.size];
    offer(last + gap, (at) => gapLines([[end, two[axis.from]], [last, at[axis.from]]], at, axis));
    offer(one[axis.from] - gap - box[axis.size], (at) => gapLines([[end, two[axis.from]], [at[axis.from] + at[axis.size], one[axis.from]]], at, axis));
    offer(end + (gap - box[axis.size]) / 2, (at) => (gap > box[axis.size] ? gapLines([[end, at[axis.from]], [at[axis.from] + at[axis.size], two[axis.from]]], at, axis) : []));
  }
  return best;
}

function gapLines(gaps, at, axis) {
  const level = at[axis.other] + at[axis.otherSize] / 2;
  const across = axis === AXES.x ? AXES.y : AXES.x;
  return gaps.map(([low, high]) => across.line(level, low, high, true));
}
