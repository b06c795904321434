// The contact sheet's keys: arrows walk, 1 to 5 rate, 0 takes the stars back, P picks, X leaves.

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** What a key asks of a frame. @returns {{choice?: string, rating?: number} | null} */
export function meant(key, { choice, rating }) {
  const low = key.toLowerCase();
  if (low === "p") return { choice: choice === "pick" ? "none" : "pick", rating };
  if (low === "x") return { choice: choice === "leave" ? "none" : "leave", rating };
  if (/^[0-5]$/.test(key)) return { choice, rating: Number(key) };
  return null;
}


function walk(frame, step) {
  const frames = [...document.querySelectorAll("[data-frame]")];
  frames[frames.indexOf(frame) + step]?.focus();
}

async function send(frame, wish) {
  const form = frame.querySelector("form");
  const id = frame.id;
  await window.htmx.ajax("POST", form.action, { target: `#${id}`, swap: "outerHTML", values: wish });
  document.getElementById(id)?.focus();
}

export function start(main) {
  main.addEventListener("keydown", (event) => {
    const frame = event.target.closest("[data-frame]");
    if (!frame || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in STEPS) return walk(frame, STEPS[event.key]);
    const form = frame.querySelector("form");
    const wish = meant(event.key, { choice: form.querySelector("input[name=choice]").value, rating: Number(form.querySelector("input[name=rating]").value) });
    if (wish) {
      event.preventDefault();
      send(frame, wish);
    }
  });
}
