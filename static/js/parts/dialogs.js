/** Native dialogs: `data-opens="id"` opens, `data-closes` shuts, a click beside it shuts too. */
export function open(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
  return dialog;
}

export function tendDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-opens]");
    if (opener) {
      event.preventDefault();
      open(opener.dataset.opens);
      return;
    }
    const closer = event.target.closest?.("[data-closes]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog")?.close();
    } else if (event.target instanceof HTMLDialogElement && beside(event)) {
      event.target.close();
    }
  });
  // an answer may open or shut one: HX-Trigger {"open-dialog": "id"} or {"close-dialog": true}
  document.body.addEventListener("open-dialog", ({ detail }) => open(detail.value ?? detail));
  document.body.addEventListener("close-dialog", () => {
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  });
  document.body.addEventListener("htmx:afterSwap", ({ target }) => {
    target.querySelectorAll?.("dialog[data-open-now]").forEach((dialog) => dialog.open || dialog.showModal());
    if (target.matches?.("dialog[data-open-now]") && !target.open) target.showModal();
  });
}

function beside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
