/**
 * Pictures dropped, pasted or chosen, sent three at a time, each with a row of its own.
 *
 * The element carries `data-upload-url`. Each file is posted alone, as `picture`, and answered with its row
 * (`media/_upload.html`), which then tells by itself how the reading goes. On the element these events bubble:
 * `upload:progress` {file, share, x, y}, `upload:done` {upload, blob, file, x, y}, `upload:refused` {upload, file, says}.
 * x and y are the client coordinates of the drop, so that a board can lay the card where it fell; both null otherwise.
 * Before anything is sent `upload:placing` {items, x, y} bubbles, and whoever knows where they lie gives each item a
 * `place(shape)`; `upload:small` {key, small} brings a small picture of one, `upload:here` {key, card, already} its card.
 * `data-known-url` is asked first whether the very bytes are there, `data-address-url` takes a picture's address, and
 * `data-worker` is where a picture is hashed and made small, beside the page.
 */
import { csrf } from "./page.js";
import { addressOf } from "./reckoning/dropped.js";
import { queue, sortOut, tooLarge, unseen } from "./reckoning/upload-queue.js";

const AT_ONCE = 3;
const TRY_AGAIN = new Map([
  [0, "unsent"],
  [429, "busy"],
  [503, "busy"],
]);

/** @param {HTMLElement} element with `data-upload-url`; called by `studio.js` for `data-module="uploads"`. */
export function start(element) {
  const sender = new Uploads(element);
  sender.listen();
  return sender;
}

export class Uploads {
  constructor(element) {
    this.element = element;
    this.rows = element.querySelector("[data-uploads]");
    this.sent = new Map();
    this.queue = queue(AT_ONCE);
    this.looking = new Map();
  }

  listen() {
    for (const field of this.element.querySelectorAll("input[type=file]")) {
      field.addEventListener("change", () => {
        this.take(field.files);
        field.value = "";
      });
    }
    this.element.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
    for (const place of this.places()) this.listenForDrops(place);
    this.element.addEventListener("upload:address", ({ detail }) => this.takeAddress(detail.address, detail));
    document.addEventListener("paste", (event) => this.pasted(event));
    this.element.addEventListener("htmx:afterSettle", () => this.look());
    this.element.dataset.ready = "";
  }

  /** Where files may be let go: here, and over what `data-drop-over` selects. */
  places() {
    const over = this.element.dataset.dropOver;
    return over ? [this.element, ...document.querySelectorAll(over)] : [this.element];
  }

  listenForDrops(place) {
    let inside = 0;
    const carries = ({ dataTransfer }) => dataTransfer?.types.includes("Files") || (this.element.dataset.addressUrl && dataTransfer?.types.includes("text/uri-list"));
    const show = (change) => {
      inside = Math.max(0, inside + change);
      place.toggleAttribute("data-drops", inside > 0);
    };
    place.addEventListener("dragenter", (event) => carries(event) && (event.preventDefault(), show(1)));
    place.addEventListener("dragleave", (event) => carries(event) && show(-1));
    place.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    });
    place.addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      event.stopPropagation();
      show(-inside);
      const at = { x: event.clientX, y: event.clientY };
      const held = event.dataTransfer;
      const from = addressOf({ html: held.getData("text/html"), list: held.getData("text/uri-list") });
      if (!held.types.includes("Files")) return from && this.takeAddress(from, at);
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
      if (entries.some((entry) => entry.isDirectory)) filesIn(entries).then((files) => this.take(files, at));
      else this.take(held.files, at, from);
      return undefined;
    });
  }

  pasted(event) {
    const files = event.clipboardData?.files ?? [];
    if (event.defaultPrevented || !this.element.isConnected || !files.length) return;
    event.preventDefault();
    this.take(files);
  }

  /** Put files into the queue. at: client coordinates of the drop. from: the page's address they were dragged from. */
  take(files, at = { x: null, y: null }, from = "") {
    const items = sortOut(files).map((file) => ({ file, name: file.name, from, at, url: this.element.dataset.uploadUrl, key: fresh() }));
    this.begin(items, at);
  }

  takeAddress(address, { x, y }) {
    const name = new URL(address).hostname;
    this.begin([{ file: null, name, address, at: { x, y }, url: this.element.dataset.addressUrl, key: fresh() }], { x, y });
  }

  begin(items, at) {
    this.tell("placing", { items, ...at });
    for (const item of items) {
      item.row = this.fresh(item);
      this.rows.append(item.row);
      if (item.file && tooLarge(item.file, this.element.dataset.most)) this.turnAway(item);
      else this.enqueue(item);
    }
  }

  /** Said before anything is sent, and not to be sent again: the studio would only say the same. */
  turnAway(item) {
    this.say(item, "large", "refused");
    this.tell("refused", { file: item.file, upload: null, says: this.word("large") });
  }

  enqueue(item) {
    item.cancelled = false;
    this.say(item, "waiting", "sending");
    this.queue.add(() => (item.cancelled ? undefined : this.sendOnce(item)));
  }

  fresh(item) {
    const row = this.element.querySelector("template[data-upload-row]").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = item.name;
    row.querySelector("progress").setAttribute("aria-label", item.name);
    row.querySelector("[data-cancels]").addEventListener("click", () => this.cancel(item));
    row.querySelector("[data-retries]").addEventListener("click", () => this.enqueue(item));
    return row;
  }

  cancel(item) {
    item.cancelled = true;
    item.request?.abort();
    item.row.remove();
  }

  /** What the studio has already is shown; all else is sent. */
  async sendOnce(item) {
    if (item.file) await this.regard(item);
    if (item.cancelled) return undefined;
    return (await this.isHere(item)) ? undefined : this.send(item);
  }

  /** Beside the page: its hash, its shape, and a small picture for its row. */
  async regard(item) {
    const { worker } = this.element.dataset;
    if (!worker || item.looked) return;
    item.looked = true;
    const { sha256, small, shape } = await this.askWorker(worker, item.file);
    Object.assign(item, { sha256, shape });
    if (!small || item.cancelled) return;
    const place = item.row.querySelector(".pic");
    const picture = Object.assign(document.createElement("img"), { alt: "", decoding: "async", src: URL.createObjectURL(small) });
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
    place.replaceChildren(picture);
    this.tell("small", { key: item.key, small });
  }

  askWorker(address, file) {
    if (!this.worker) {
      this.worker = new Worker(address);
      this.worker.addEventListener("message", ({ data }) => this.lookedAt(data.id, data));
      this.worker.addEventListener("error", () => [...this.looking.keys()].forEach((id) => this.lookedAt(id, {})));
    }
    const id = fresh();
    return new Promise((settle) => {
      this.looking.set(id, settle);
      this.worker.postMessage({ id, file });
    });
  }

  lookedAt(id, found) {
    this.looking.get(id)?.(found);
    this.looking.delete(id);
  }

  async isHere(item) {
    const { knownUrl } = this.element.dataset;
    if (!knownUrl || !item.sha256) return false;
    const form = new FormData();
    form.append("sha256", item.sha256);
    this.placeIn(form, item);
    const answer = await fetch(knownUrl, { method: "POST", body: form, headers: { "X-CSRFToken": csrf() } }).catch(() => null);
    const card = answer?.ok ? (await answer.json()).card : "";
    if (!card) return false;
    this.say(item, "here", "kept");
    this.tell("here", { key: item.key, card, already: true });
    return true;
  }

  placeIn(form, item) {
    for (const [name, value] of Object.entries(item.place?.(item.shape) ?? {})) form.append(name, value);
  }

  send(item) {
    return new Promise((settle) => {
      const request = (item.request = new XMLHttpRequest());
      const form = new FormData();
      form.append("key", item.key);
      this.placeIn(form, item);
      if (item.address) form.append("address", item.address);
      else form.append("picture", item.file, item.file.name);
      if (item.from) form.append("source", item.from);
      request.open("POST", item.url);
      request.setRequestHeader("X-CSRFToken", csrf());
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.upload.addEventListener("progress", (event) => this.progressed(item, event));
      request.addEventListener("loadend", () => {
        if (!item.cancelled) this.answered(item, request);
        settle();
      });
      this.say(item, "sending", "sending");
      request.send(form);
    });
  }

  progressed(item, event) {
    const share = event.lengthComputable && event.total ? event.loaded / event.total : 0;
    item.row.querySelector("progress").value = share;
    this.tell("progress", { file: item.file, share, ...item.at });
  }

  /** A row in the answer takes the place of ours; anything else is a sentence and a way to send again. */
  answered(item, request) {
    const row = request.status < 300 ? rowOf(request.responseText) : null;
    if (!row && item.address && request.status === 422) return this.refuseWith(item, request.responseText);
    if (!row) {
      if (request.status === 413) return this.turnAway(item);
      const word = TRY_AGAIN.get(request.status) ?? (request.status < 500 && request.status >= 400 ? "refused" : "failed");
      this.say(item, word, "unsent");
      return this.tell("refused", { file: item.file, upload: null, says: this.word(word) });
    }
    this.sent.set(row.dataset.upload, item);
    if (row.dataset.cardOf) this.tell("here", { key: item.key, card: row.dataset.cardOf, already: row.dataset.code === "already-here" });
    document.getElementById(row.id)?.remove();
    item.row.replaceWith(row);
    window.htmx?.process(row);
    this.look();
    return undefined;
  }

  /** The studio's own sentence. */
  refuseWith(item, says) {
    this.say(item, "refused", "refused");
    item.row.querySelector("[data-says]").textContent = says;
    this.tell("refused", { file: item.file, upload: null, says });
  }

  say(item, word, state) {
    item.row.dataset.state = state;
    this.look();
    item.row.querySelector("[data-says]").textContent = this.word(word);
    item.row.querySelector("[data-retries]").hidden = state !== "unsent";
    item.row.querySelector("progress").hidden = state !== "sending";
    item.row.querySelector("[data-cancels]").hidden = state === "kept";
  }

  word(name) {
    const words = this.element.querySelector("template[data-upload-words]").content;
    return words.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  }

  /** Tell once of each row that has come to its end. */
  look() {
    for (const { upload, blob, state, says } of unseen(this.rows.querySelectorAll("[data-upload]"), this.sent)) {
      const { file, at } = this.sent.get(upload);
      this.sent.delete(upload);
      if (state === "kept") this.tell("done", { upload, blob, file, ...at });
      else this.tell("refused", { upload, file, says });
    }
    const told = this.element.querySelector("[data-uploads-told]");
    const states = new Set([...this.rows.children].map((row) => row.dataset.state));
    if (told) told.textContent = states.size === 1 && states.has("kept") ? this.word("kept") : "";
  }

  tell(kind, detail) {
    this.element.dispatchEvent(new CustomEvent(`upload:${kind}`, { bubbles: true, detail }));
  }
}

/** Every file in the folders that were dropped, however deep, in the order the folders tell. */
async function filesIn(entries) {
  const found = [];
  for (const entry of entries) {
    if (entry.isFile) found.push(await new Promise((take, fail) => entry.file(take, fail)));
    else found.push(...(await filesIn(await listed(entry.createReader()))));
  }
  return found;
}

/** A reader tells a folder in portions, and an empty one is the end. */
async function listed(reader) {
  const every = [];
  for (;;) {
    const some = await new Promise((take, fail) => reader.readEntries(take, fail));
    if (!some.length) return every;
    every.push(...some);
  }
}

function fresh() {
  return crypto.randomUUID?.() ?? String(performance.now() + Math.random());
}

function rowOf(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content.querySelector("[data-upload]");
}
