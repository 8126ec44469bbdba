// A list whose rows can be dragged by a handle. The buttons up and down do the same by keyboard.

export function sortables(root) {
  for (const list of root.querySelectorAll("[data-sortable]")) {
    for (const row of list.children) if (row.querySelector("form")) addHandle(list, row);
  }
}

function addHandle(list, row) {
  const handle = document.createElement("span");
  handle.className = "rok-handle";
  handle.setAttribute("aria-hidden", "true");
  handle.textContent = "⠿";
  row.prepend(handle);
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    row.dataset.held = "";
    const from = place(list, row);
    const move = (moved) => follow(list, row, moved.clientY);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", () => {
      handle.removeEventListener("pointermove", move);
      delete row.dataset.held;
      if (place(list, row) !== from) send(row, place(list, row));
    }, { once: true });
  });
}

function follow(list, row, y) {
  for (const other of list.children) {
    if (other === row) continue;
    const box = other.getBoundingClientRect();
    if (y < box.top || y > box.bottom) continue;
    const isAbove = place(list, other) < place(list, row);
    if (isAbove) other.before(row);
    else other.after(row);
    return;
  }
}

function place(list, row) {
  return [...list.children].indexOf(row) + 1;
}

// By the form of its own buttons, so that the page that comes back shows what was kept.
function send(row, to) {
  const form = row.querySelector(`form[action="${row.dataset.url}"]`);
  form.elements.place.value = to;
  form.requestSubmit();
}
