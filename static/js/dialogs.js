// A link with data-dialog opens that dialog; without script it leads to a page that asks the same.

export function dialogs(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && root.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const open = event.target.closest("dialog[open]");
    if (open && (event.target === open || event.target.closest("[data-close]"))) open.close();
  });
}
