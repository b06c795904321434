/** The public page has no line of its own to the studio: it asks every second whether what it shows still stands. */
const EVERY_MS = 1000;
const ENDED = new Set([404, 410]);

export function start(page) {
  let asking = false;
  const ask = async () => {
    if (document.hidden || asking) return;
    asking = true;
    try {
      const answer = await fetch(page.dataset.stands, { cache: "no-store" });
      if (ENDED.has(answer.status)) {
        document.documentElement.dataset.withheld = "";
        location.reload();
      }
    } catch {
      // the line is down: it is asked again in a second
    } finally {
      asking = false;
    }
  };
  setInterval(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
}
