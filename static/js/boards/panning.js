/** The board itself under the hand. */
export class Panning {
  constructor(board, at) {
    const { zoom, left, top } = board.view;
    Object.assign(this, { board, from: at, view: { zoom, left, top } });
  }

  move(at) {
    const { zoom, left, top } = this.view;
    this.board.view.look({ zoom, left: left + at.x - this.from.x, top: top + at.y - this.from.y });
  }
}
