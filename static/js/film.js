// The network quarter by quarter: the slider shows another one at once, from what is already in the picture.
const PHASES = ["none", "new", "lasting", "dormant"];

export function film(root) {
  const slider = root.querySelector("[data-film-slider]");
  const range = slider.querySelector("input");
  const said = slider.querySelector("output");
  const name = root.querySelector("[data-film-name]");
  const words = root.querySelector("[data-film-words]");
  const rows = [...root.querySelectorAll("[data-words]")];
  const ties = [...root.querySelectorAll("[data-phases]")];
  const dots = [...root.querySelectorAll("[data-from]")];
  const show = (quarter) => {
    for (const tie of ties) {
      const phase = PHASES[tie.dataset.phases[quarter]];
      tie.setAttribute("class", `rok-tie rok-phase rok-phase--${phase}`);
    }
    for (const dot of dots) dot.classList.toggle("is-away", Number(dot.dataset.from) > quarter);
    rows.forEach((row, number) => {
      const link = row.querySelector("a");
      if (number === quarter) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    name.textContent = rows[quarter].dataset.name;
    words.textContent = rows[quarter].dataset.words;
    said.textContent = `${name.textContent}: ${words.textContent}`;
    range.setAttribute("aria-valuetext", name.textContent);
  };
  range.setAttribute("aria-valuetext", name.textContent);
  range.addEventListener("input", () => show(Number(range.value)));
  slider.hidden = false;
}
