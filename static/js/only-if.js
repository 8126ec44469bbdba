// A [data-only-if] part of a form shows only after the answer that it waits for; the server keeps nothing of
// what is not asked. Without this script the part says itself when it must be filled in.

export function onlyIf(root) {
  const parts = [...root.querySelectorAll("[data-only-if]")];
  // The sentence says what the script shows.
  for (const part of parts) part.firstElementChild.hidden = true;
  const show = () => {
    for (const part of parts) part.hidden = !isAsked(part);
  };
  for (const form of new Set(parts.map((part) => part.closest("form")))) form.addEventListener("change", show);
  show();
}

function isAsked(part) {
  const boxes = part.closest("form").querySelectorAll(`[name="${part.dataset.onlyIf}"]`);
  return [...boxes].some((box) => box.checked && box.value === part.dataset.answer && !box.closest("[data-only-if][hidden]"));
}
