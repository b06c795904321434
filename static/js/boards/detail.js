/** Pictures as fine as the zoom can show: small ones from afar, larger ones close by. Asked for only once the hand rests. */

const LONG_EDGE = { thumb: 256, middle: 640, large: 1280 };
const STALE_MS = 230_000; // a little before the studio's addresses run out
const AT_ONCE = 24;

/** @param px how many pixels of the screen the picture's longer side takes */
export function levelFor(px) {
  if (px <= LONG_EDGE.thumb * 1.15) return "thumb";
  return px <= LONG_EDGE.middle * 1.3 ? "middle" : "large";
}

export class Detail {
  constructor(board) {
    this.board = board;
    this.fetchedAt = Date.now();
  }

  /** The addresses are new. */
  renewed() {
    this.fetchedAt = Date.now();
  }

  rest() {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.next(), 60);
  }

  next() {
    const { cards, view } = this.board;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    let count = 0;
    for (const card of cards.all()) {
      if (card.far) continue;
      const picture = card.element.querySelector(".pic > img");
      if (!picture?.dataset.thumb) continue;
      picture.dataset.middle ??= picture.getAttribute("src");
      const share = card.crop ? 1 / Math.min(card.crop.width, card.crop.height) : 1;
      const wanted = levelFor(Math.max(card.width, card.tall) * share * view.zoom * ratio);
      if (wanted === (picture.dataset.level ?? "middle") || !picture.dataset[wanted]) continue;
      if (Date.now() - this.fetchedAt > STALE_MS) return void this.board.renew();
      if ((count += 1) > AT_ONCE) return void this.rest();
      this.change(picture, wanted);
    }
    return undefined;
  }

  /** The old one stays until the new one is here. */
  change(picture, level) {
    picture.dataset.level = level;
    const made = new Image();
    made.addEventListener("load", () => picture.dataset.level === level && (picture.src = made.src));
    made.addEventListener("error", () => this.board.renew());
    made.src = picture.dataset[level];
  }
}
