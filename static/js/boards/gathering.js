/** Choosing by drawing: a box, or a line by hand round what is meant. */
import { catches, drawn } from "./lasso.js";
import { between } from "./place.js";

class Gathering {
  constructor(board, at, add) {
    Object.assign(this, { board, from: at, before: add ? [...board.chosen.ids] : [] });
  }

  choose(cards) {
    this.board.chosen.set([...this.before, ...cards.map(({ id }) => id)]);
  }

  end() {
    this.board.guides.clear();
  }

  cancel() {
    this.board.guides.clear();
  }
}

export class BoxChoosing extends Gathering {
  move(at) {
    const { view, guides, cards } = this.board;
    guides.box(between(this.from, at));
    const box = between(view.toWorld(this.from), view.toWorld(at));
    // a section is meant when all of it is inside: one draws within it too
    this.choose(cards.meeting(box).filter((card) => card.kind !== "section" || holds(box, cards.upright(card))));
  }
}

export class LineChoosing extends Gathering {
  constructor(board, at, add) {
    super(board, at, add);
    this.line = [at];
  }

  move(at) {
    drawn(this.line, at, 4);
    this.board.guides.line(this.line);
  }

  end() {
    const { view, cards } = this.board;
    const line = this.line.map((point) => view.toWorld(point));
    this.choose(cards.all().filter((card) => card.kind !== "section" && catches(line, cards.box(card))));
    super.end();
  }
}

const holds = (outer, box) => box.x >= outer.x && box.y >= outer.y && box.x + box.width <= outer.x + outer.width && box.y + box.height <= outer.y + outer.height;
