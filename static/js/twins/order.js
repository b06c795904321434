/** The order of a comp card: up and down, with the numbers following. Without a script the numbers alone do it. */

export function start(main) {
  const list = main.querySelector("[data-ordered]");
  if (!list) return;
  for (const button of list.querySelectorAll("[data-moves]")) button.hidden = false;
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-moves]");
    if (!button) return;
    const row = button.closest("li");
    if (button.dataset.moves === "-1") row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    [...list.children].forEach((each, place) => (each.querySelector("[data-place]").value = place + 1));
    button.focus();
  });
}
