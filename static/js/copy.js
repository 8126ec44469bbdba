// A [data-copy] part has a box and a button that puts what is in the box on the clipboard; without this script one
// selects and copies by hand. What it holds is said when it is done.

export function copies(root) {
  for (const part of root.querySelectorAll("[data-copy]")) {
    const [box, button, said] = ["textarea", "button", "[role=status]"].map((name) => part.querySelector(name));
    button.hidden = false;
    button.addEventListener("click", async () => {
      box.select();
      // Browsers keep the clipboard from pages without https; there the old way still works.
      if (navigator.clipboard) await navigator.clipboard.writeText(box.value);
      else document.execCommand("copy");
      said.textContent = part.dataset.copy;
    });
  }
}
