/** The rack on everyone: how many are ticked, said beside the one press. */
export function start(main) {
  const form = main.querySelector("[data-everyone]");
  const line = form?.querySelector("[data-count]");
  if (!line) return;
  const count = () => {
    const ticked = form.querySelectorAll("[name=plate]:checked").length;
    line.textContent = line.dataset.words.replaceAll("COUNT", ticked);
    form.querySelector(".b.main").disabled = ticked === 0 || ticked > Number(form.dataset.most);
  };
  form.addEventListener("change", count);
  count();
}
