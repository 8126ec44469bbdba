// Keeps what somebody types in a long form until it has arrived, in this tab only: whoever has to
// sign in meanwhile, or leaves the page by mistake, finds it again.

const FIELDS = "input[type=text], input:not([type]), textarea, select";

export function keepTyped(root) {
  // A page that stands behind the form says what has arrived.
  for (const element of root.querySelectorAll("[data-arrived]")) {
    for (const path of element.dataset.arrived.split(" ")) sessionStorage.removeItem(path);
  }
  const form = root.querySelector("[data-keep] form");
  if (!form) return;
  const fields = [...form.querySelectorAll(FIELDS)];
  fill(fields, JSON.parse(sessionStorage.getItem(location.pathname) ?? "{}"));
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    sessionStorage.setItem(location.pathname, JSON.stringify(typed));
  });
}

function fill(fields, typed) {
  for (const field of fields) {
    if (typed[field.name]) field.value = typed[field.name];
  }
}
