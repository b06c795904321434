/**
 * Pictures dropped, pasted or chosen, sent three at a time, each with a row of its own.
 *
 * The element carries `data-upload-url`. Each file is posted alone, as `picture`, and answered with its row
 * (`media/_upload.html`), which then tells by itself how the reading goes. On the element these events bubble:
 * `upload:progress` {file, share, x, y}, `upload:done` {upload, blob, file, x, y}, `upload:refused` {upload, file, says}.
 * x and y are the client coordinates of the drop, so that a board can lay the card where it fell; both null otherwise.
 */
import { csrf } from "./page.js";
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
    const carries = (event) => event.dataTransfer?.types.includes("Files");
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
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
      if (entries.some((entry) => entry.isDirectory)) filesIn(entries).then((files) => this.take(files, at));
      else this.take(event.dataTransfer.files, at);
    });
  }

  pasted(event) {
    const files = event.clipboardData?.files ?? [];
    if (!this.element.isConnected || !files.length) return;
    event.preventDefault();
    this.take(files);
  }

  /** Put files into the queue. at: client coordinates of the drop. */
  take(files, at = { x: null, y: null }) {
    for (const file of sortOut(files)) {
      const item = { file, at, url: this.element.dataset.uploadUrl, key: crypto.randomUUID?.() ?? String(performance.now() + Math.random()) };
      item.row = this.fresh(item);
      this.rows.append(item.row);
      if (tooLarge(file, this.element.dataset.most)) this.turnAway(item);
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
    this.queue.add(() => (item.cancelled ? undefined : this.send(item)));
  }

  fresh(item) {
    const row = this.element.querySelector("template[data-upload-row]").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = item.file.name;
    row.querySelector("progress").setAttribute("aria-label", item.file.name);
    row.querySelector("[data-cancels]").addEventListener("click", () => this.cancel(item));
    row.querySelector("[data-retries]").addEventListener("click", () => this.enqueue(item));
    return row;
  }

  cancel(item) {
    item.cancelled = true;
    item.request?.abort();
    item.row.remove();
  }

  send(item) {
    return new Promise((settle) => {
      const request = (item.request = new XMLHttpRequest());
      const form = new FormData();
      form.append("key", item.key);
      form.append("picture", item.file, item.file.name);
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
    if (!row) {
      if (request.status === 413) {
        this.turnAway(item);
        return;
      }
      const word = TRY_AGAIN.get(request.status) ?? (request.status < 500 && request.status >= 400 ? "refused" : "failed");
      this.say(item, word, "unsent");
      this.tell("refused", { file: item.file, upload: null, says: this.word(word) });
      return;
    }
    this.sent.set(row.dataset.upload, item);
    document.getElementById(row.id)?.remove();
    item.row.replaceWith(row);
    window.htmx?.process(row);
    this.look();
  }

  say(item, word, state) {
    item.row.dataset.state = state;
    this.look();
    item.row.querySelector("[data-says]").textContent = this.word(word);
    item.row.querySelector("[data-retries]").hidden = state !== "unsent";
    item.row.querySelector("progress").hidden = state === "unsent" || state === "refused";
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

function rowOf(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content.querySelector("[data-upload]");
}
