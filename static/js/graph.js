// The picture of the network: zooming and moving, focus on one organisation, a legend that filters.
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { film } from "./film.js";

const READABLE = 9; // pixels: from here on every name is shown, on small screens too
const LARGE = 16; // pixels: letters grow no further
const SVG = "http://www.w3.org/2000/svg";

function network(figure) {
  const svg = figure.querySelector("[data-graph]");
  const parts = {
    view: svg.querySelector(".rok-graph__view"),
    dots: [...svg.querySelectorAll(".rok-dot")],
    ties: [...svg.querySelectorAll(".rok-tie")],
    names: [...svg.querySelectorAll("[data-of]")],
  };
  zooming(figure, svg, parts);
  focusing(svg, parts);
  filtering(figure, parts);
}

function zooming(figure, svg, { view, dots }) {
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const names = svg.querySelector(".rok-names--all");
  const letters = Number(names.getAttribute("font-size"));
  const halo = Number(names.getAttribute("stroke-width"));
  const signs = dots.map((dot) => dot.firstElementChild).map((sign) => [sign, sign.getAttribute("transform")]);
  // Distances grow with the zoom, letters and signs only until they are large enough.
  const resize = (k) => {
    const pixels = (svg.clientWidth / width) * k;
    const share = Math.min(1, LARGE / (letters * pixels));
    names.setAttribute("font-size", letters * share);
    names.setAttribute("stroke-width", halo * share);
    for (const [sign, transform] of signs) sign.setAttribute("transform", `${transform} scale(${Math.sqrt(share)})`);
    svg.classList.toggle("is-moved", k > 1);
    svg.classList.toggle("is-close", letters * pixels >= READABLE);
  };
  const isNear = () => svg.classList.contains("is-moved");
  const behaviour = zoom()
    .scaleExtent([1, 8])
    .extent([[0, 0], [width, height]])
    .translateExtent([[0, 0], [width, height]])
    // The page scrolls by wheel and finger, until somebody has zoomed in.
    .filter((event) => {
      if (event.type === "wheel") return event.ctrlKey || event.metaKey || isNear();
      return event.touches ? event.touches.length > 1 || isNear() : !event.button;
    })
    .on("zoom", ({ transform }) => {
      view.setAttribute("transform", transform);
      resize(transform.k);
    });
  const drawn = select(svg).call(behaviour).on("dblclick.zoom", null);
  const buttons = figure.querySelector("[data-zoom]");
  buttons.hidden = false;
  buttons.addEventListener("click", ({ target }) => {
    const factor = Number(target.closest("button")?.value ?? NaN);
    if (factor > 0) behaviour.scaleBy(drawn, factor);
    if (factor === 0) behaviour.transform(drawn, zoomIdentity);
  });
}

function focusing(svg, { view, dots, ties, names }) {
  const hint = view.appendChild(document.createElementNS(SVG, "text"));
  hint.setAttribute("class", "rok-graph__hint");
  hint.setAttribute("text-anchor", "middle");
  const show = (dot) => {
    const own = dot.dataset.id;
    const lit = new Set([own]);
    for (const tie of ties) {
      const isOwn = tie.dataset.a === own || tie.dataset.b === own;
      tie.classList.toggle("is-lit", isOwn);
      if (isOwn) lit.add(tie.dataset.a).add(tie.dataset.b);
    }
    for (const other of dots) other.classList.toggle("is-lit", lit.has(other.dataset.id));
    for (const name of names) name.classList.toggle("is-lit", lit.has(name.dataset.of) && name.dataset.of !== own);
    hint.textContent = dot.getAttribute("aria-label");
    const unit = 1 / view.getScreenCTM().a; // one pixel on the screen
    hint.setAttribute("font-size", 15 * unit);
    hint.setAttribute("stroke-width", 6 * unit);
    const box = dot.getBBox();
    const half = hint.getComputedTextLength() / 2 + 6 * unit;
    const seen = svg.getBoundingClientRect();
    const [left, top] = [seen.left, seen.top].map((edge, axis) => (edge - view.getScreenCTM()["ef"[axis]]) * unit);
    hint.setAttribute("x", Math.max(left + half, Math.min(box.x + box.width / 2, left + seen.width * unit - half)));
    hint.setAttribute("y", box.y - 8 * unit > top + 20 * unit ? box.y - 8 * unit : box.y + box.height + 20 * unit);
    svg.classList.add("is-focused");
  };
  const hide = () => {
    svg.classList.remove("is-focused");
    hint.textContent = "";
  };
  for (const dot of dots) {
    dot.addEventListener("pointerenter", () => show(dot));
    dot.addEventListener("pointerleave", hide);
    dot.addEventListener("focus", () => show(dot));
    dot.addEventListener("blur", hide);
  }
  svg.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
}

function filtering(figure, { dots, ties, names }) {
  const sectorOf = new Map(dots.map((dot) => [dot.dataset.id, dot.closest("[data-sector]").dataset.sector]));
  const apart = [...figure.querySelectorAll(".rok-apart [data-sector]")];
  const chosen = new Set();
  const isOut = (...ids) => chosen.size > 0 && !ids.some((id) => chosen.has(sectorOf.get(id)));
  const apply = () => {
    for (const dot of dots) dot.classList.toggle("is-out", isOut(dot.dataset.id));
    for (const tie of ties) tie.classList.toggle("is-out", isOut(tie.dataset.a, tie.dataset.b));
    for (const name of names) name.classList.toggle("is-out", isOut(name.dataset.of));
    for (const one of apart) one.classList.toggle("is-out", chosen.size > 0 && !chosen.has(one.dataset.sector));
  };
  for (const item of figure.querySelectorAll("[data-legend] [data-sector]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.append(...item.childNodes);
    item.append(button);
    button.addEventListener("click", () => {
      const { sector } = item.dataset;
      const isChosen = !chosen.delete(sector);
      if (isChosen) chosen.add(sector);
      button.setAttribute("aria-pressed", String(isChosen));
      apply();
    });
  }
}

for (const figure of document.querySelectorAll("[data-network]")) network(figure);
for (const root of document.querySelectorAll("[data-film]")) film(root);
