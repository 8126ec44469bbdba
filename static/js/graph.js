// The picture of the network: zooming and moving, focus on one organisation, a legend that filters.
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";

const CLOSE = 1.8; // from here on there is room for every name
const SVG = "http://www.w3.org/2000/svg";

function network(figure) {
  const svg = figure.querySelector("[data-graph]");
  const parts = {
    view: svg.querySelector(".rok-graph__view"),
    dots: [...svg.querySelectorAll(".rok-dot")],
    ties: [...svg.querySelectorAll(".rok-tie")],
    names: [...svg.querySelectorAll("[data-of]")],
  };
  zooming(figure, svg, parts.view);
  focusing(svg, parts);
  filtering(figure, parts);
}

function zooming(figure, svg, view) {
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
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
      svg.classList.toggle("is-moved", transform.k > 1);
      svg.classList.toggle("is-close", transform.k >= CLOSE);
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
    const box = dot.getBBox();
    hint.textContent = dot.getAttribute("aria-label");
    hint.setAttribute("y", Math.max(box.y - 8, 20));
    const half = hint.getComputedTextLength() / 2 + 4;
    const right = svg.viewBox.baseVal.width - half;
    hint.setAttribute("x", Math.max(half, Math.min(box.x + box.width / 2, right)));
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
  const chosen = new Set();
  const isOut = (...ids) => chosen.size > 0 && !ids.some((id) => chosen.has(sectorOf.get(id)));
  const apply = () => {
    for (const dot of dots) dot.classList.toggle("is-out", isOut(dot.dataset.id));
    for (const tie of ties) tie.classList.toggle("is-out", isOut(tie.dataset.a, tie.dataset.b));
    for (const name of names) name.classList.toggle("is-out", isOut(name.dataset.of));
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
