/** A button with `data-prints` opens the browser's own print dialog. */
export function tendPrint() {
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-prints]")) print();
  });
}
