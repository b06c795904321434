/** The studio's screen: the guide chooses what is taken next; when she closes, nothing of her stays on the page. */
import { live } from "../live.js";

const ANEW = new Set(["arrived", "opened", "crew", "licensed"]);

export function start(main) {
  const { session, ends } = main.dataset;
  if (!session) return;
  live.on(`capture:${session}`, ({ what }) => {
    if (what === "closed") over(main);
    else if (ANEW.has(what)) location.reload();
    else changed();
  });
  if (ends) setTimeout(() => over(main), Math.max(Date.parse(ends) - Date.now(), 0));
  main.addEventListener("click", (event) => choose(main, event));
  document.body.addEventListener("htmx:responseError", ({ detail }) => {
    if (detail.target?.id === "frames" && detail.xhr.status === 404) over(main);
  });
}

/** At once, before anything is asked of the server. */
function over(main) {
  main.dataset.over = "";
  for (const picture of main.querySelectorAll(".taken img")) picture.remove();
  location.reload();
}

let waits = 0;

function changed() {
  clearTimeout(waits);
  waits = setTimeout(() => document.getElementById("frames")?.dispatchEvent(new CustomEvent("frames-changed")), 150);
}

/** Another shot of the guide: what is dropped from now on is that one; files on their way keep theirs. */
function choose(main, event) {
  const link = event.target.closest?.("[data-shot-of]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  const shot = link.dataset.shotOf;
  const bring = main.querySelector("[data-bring]");
  const uploads = bring?.querySelector("[data-upload-url]");
  if (uploads) uploads.dataset.uploadUrl = `${bring.dataset.bring}?shot=${shot}`;
  const frames = document.getElementById("frames");
  const url = new URL(frames.getAttribute("hx-get"), location.href);
  url.searchParams.set("shot", shot);
  window.htmx.ajax("GET", url.pathname + url.search, { target: frames, swap: "outerHTML" });
}
