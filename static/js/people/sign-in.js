/** The door: a demonstration sign-in fills the form, and an invitation learns the reader's time zone. */
export function start(main) {
  const zone = main.querySelector("input[name=time_zone]");
  if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  main.addEventListener("click", ({ target }) => {
    const row = target.closest("[data-fills]");
    if (row) fill(main, row.dataset.fills, row.dataset.with);
  });
}

function fill(main, email, password) {
  main.querySelector("input[name=login]").value = email;
  const secret = main.querySelector("input[name=password]");
  secret.value = password;
  const next = password ? main.querySelector("form .b.main") : secret;
  next.focus();
  next.scrollIntoView({ block: "center" });
}
