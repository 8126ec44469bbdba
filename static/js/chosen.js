// Ticked rows: counts them, ticks a whole page at once, and shows the bar only when it can do something.

export function chosenRows(root) {
  for (const bar of root.querySelectorAll("[data-chosen]")) {
    const table = root.getElementById(bar.dataset.chosen);
    if (table) chosen(bar, table);
  }
}

function chosen(bar, table) {
  // Not `bar.id`: the boxes are called that too.
  const boxes = [...table.querySelectorAll(`tbody input[form="${bar.getAttribute("id")}"]`)];
  const count = bar.querySelector("p");
  count.setAttribute("role", "status");
  const all = everything(bar);
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    bar.hidden = !ticked;
    count.textContent = ticked ? `${ticked} ${bar.dataset.count}` : "";
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  table.addEventListener("change", show);
  // A browser that goes back ticks the boxes again by itself.
  addEventListener("pageshow", show);
  const cell = table.querySelector("thead th");
  cell.classList.add("rok-desk__all");
  cell.replaceChildren(all);
  show();
}

function everything(bar) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.className = "utrecht-checkbox utrecht-checkbox--html-input utrecht-checkbox--custom";
  box.setAttribute("aria-label", bar.dataset.all);
  return box;
}
