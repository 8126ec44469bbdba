// Finds in a long list while somebody types: every word must be there, accents and case aside.

export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function filterLists(root) {
  for (const search of root.querySelectorAll("[data-filter-list]")) {
    const list = root.getElementById(search.dataset.filterList);
    if (list) filterList(search, list);
  }
}

function filterList(search, list) {
  const rows = [...(list.tBodies?.[0] ?? list).children].map((row) => ({
    row,
    text: plain(row.textContent),
  }));
  const status = document.createElement("p");
  status.className = "rok-small rok-quiet";
  status.setAttribute("role", "status");
  search.after(status);
  search.hidden = false;
  search.addEventListener("input", ({ target }) => {
    const words = plain(target.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      found += !row.hidden;
    }
    status.textContent = words.length ? (found ? `${found} / ${rows.length}` : search.dataset.none) : "";
  });
  // Enter would send a form around the list; here it only means that somebody is ready.
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
