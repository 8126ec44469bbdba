// Buttons in a [data-rows] part send the form and renew only that part, with a row more or less.
// Without this script the whole page comes back: what it shows is the same.

export function rows(root) {
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-rows] button[name=press]");
    if (!button) return;
    event.preventDefault();
    const form = button.form;
    const part = button.closest("[data-rows]");
    const before = part.querySelectorAll("[role=group]").length;
    const data = new FormData(form);
    data.append("press", button.value);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: data });
      if (!answer.ok) throw new Error(answer.statusText);
    } catch {
      // The server says what is wrong better than we can.
      return form.requestSubmit(button);
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // The parts after it depend on it: a programme of several days asks for the day.
    const parts = [...root.querySelectorAll("[data-rows]")];
    for (const old of parts.slice(parts.indexOf(part))) {
      const renewed = page.getElementById(old.id);
      if (renewed) old.replaceWith(root.adoptNode(renewed));
    }
    focus(root.getElementById(part.id), before);
  });
}

// A new row is where to go on typing; after taking one out, the part itself.
function focus(part, before) {
  const groups = part.querySelectorAll("[role=group]");
  if (groups.length > before) return groups[before === 1 ? 0 : groups.length - 1].querySelector("input:not([type=hidden])")?.focus();
  part.tabIndex = -1;
  part.focus();
}
