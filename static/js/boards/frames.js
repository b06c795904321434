/** One turn a frame for everybody who draws: what is asked for ten times before the next frame is drawn once. */

export class Frames {
  constructor(ask = (turn) => requestAnimationFrame(turn)) {
    this.ask = ask;
    this.painters = [];
    this.asked = false;
  }

  /** Painters take their turn in the order they came. */
  each(paint) {
    this.painters.push(paint);
  }

  wake() {
    if (this.asked) return;
    this.asked = true;
    this.ask((now) => this.turn(now));
  }

  turn(now) {
    this.asked = false;
    for (const paint of this.painters) paint(now);
  }
}
