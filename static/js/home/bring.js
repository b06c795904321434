/** A file that is too large is told before it is sent: the door would refuse it without a word. */
export function start(page) {
  const field = page.querySelector("input[type=file][data-most]");
  if (!field) return;
  field.addEventListener("change", () => {
    const tooLarge = [...field.files].some((file) => file.size > Number(field.dataset.most));
    field.setCustomValidity(tooLarge ? field.dataset.tooLarge : "");
    field.reportValidity();
  });
}
