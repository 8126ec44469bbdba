// After a form came back with errors, attention goes to the summary, and from a link in it to the box itself.

export function focusErrors(root) {
  const summary = root.querySelector("[data-errors]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && root.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const box = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
    // The label comes into sight with the box: an error makes no sense without its question.
    (box?.labels?.[0] ?? field).scrollIntoView({ block: "start" });
    (box ?? field).focus({ preventScroll: true });
  });
}
