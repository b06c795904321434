/** The door to paper: what is chosen on the board goes with it. Without script it leads to the whole board. */
const MOST = 200;

export function start(door) {
  door.addEventListener("click", () => {
    const chosen = [...document.querySelectorAll("[data-canvas] .card.selected")].map((card) => card.dataset.card);
    const url = new URL(door.href);
    url.searchParams.delete("cards");
    if (chosen.length && chosen.length <= MOST) url.searchParams.set("cards", chosen.join(","));
    door.href = url.href;
  });
}
