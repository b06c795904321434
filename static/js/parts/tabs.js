/** On a narrow screen the tabs scroll sideways: bring the one she is on into sight. */
export function tendTabs() {
  for (const strip of document.querySelectorAll(".bar .tabs")) {
    const here = strip.querySelector("[aria-current]");
    if (here) strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
  }
}
