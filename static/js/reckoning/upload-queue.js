/** The arithmetic of uploads: what is taken, how many at once, and which rows have newly ended. Touches no page. */

/** Runs jobs, at most `atOnce` together, in the order they came. A job that fails does not stop the next. */
export function queue(atOnce) {
  const waiting = [];
  let running = 0;
  const next = () => {
    while (running < atOnce && waiting.length) {
      running += 1;
      Promise.resolve()
        .then(waiting.shift())
        .catch(() => undefined)
        .then(() => {
          running -= 1;
          next();
        });
    }
  };
  return {
    add(job) {
      waiting.push(job);
      next();
    },
    get waiting() {
      return waiting.length;
    },
  };
}

/** Files without folders (no type and no size) and without the same one twice. @returns {File[]} */
export function sortOut(files) {
  const seen = new Set();
  return [...files].filter((file) => {
    const mark = `${file.name}|${file.size}|${file.lastModified}`;
    if (seen.has(mark) || (!file.type && !file.size)) return false;
    return seen.add(mark);
  });
}

/** `most`: in bytes, as the page says it; a page that says none leaves it to the studio. */
export function tooLarge(file, most) {
  return Number(most) > 0 && file.size > Number(most);
}

/** Rows that ended and that nobody has told of yet. `sent`: those we sent ourselves, by upload id. */
export function unseen(rows, sent) {
  return [...rows]
    .filter(({ dataset }) => sent.has(dataset.upload) && ["kept", "refused"].includes(dataset.state))
    .map((row) => ({
      upload: row.dataset.upload,
      blob: row.dataset.blob ?? null,
      state: row.dataset.state,
      says: row.querySelector?.("[data-refusal]")?.textContent ?? "",
    }));
}
