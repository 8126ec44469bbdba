// Ticks people off without loading the page anew. What a row shows is what the server answered:
// when there is no answer the row stays as it was, and the page says so.

const PATIENCE = 10_000;

for (const form of document.querySelectorAll("form[data-presence]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.name) return;
    event.preventDefault();
    const row = button.closest(".rok-tick");
    if (row.getAttribute("aria-busy") !== "true") mark(form, row, button);
  });
}

async function mark(form, row, button) {
  row.setAttribute("aria-busy", "true");
  try {
    show(row, await send(form, button));
  } catch (error) {
    say(error instanceof Refusal ? error.message : form.dataset.failed, true);
  } finally {
    row.removeAttribute("aria-busy");
  }
}

class Refusal extends Error {}

async function send(form, button) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form, button)),
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
  });
  // Whoever is signed out gets another page, and a broken server none: neither is JSON.
  const news = await answer.json();
  if (!answer.ok) throw new Refusal(news.error);
  return news;
}

function show(row, { row: markup, state, count, said }) {
  for (const latest of document.querySelectorAll(".rok-tick--latest")) {
    latest.classList.remove("rok-tick--latest");
  }
  document.getElementById("count").innerHTML = count;
  say(said, false);
  if (!markup) return row.remove();
  const box = row.querySelector(".rok-tick__box");
  box.innerHTML = markup;
  row.className = `rok-tick rok-tick--${state} rok-tick--latest`;
  box.querySelector("button")?.focus({ preventScroll: true });
}

function say(words, isWrong) {
  const said = document.getElementById("said");
  said.classList.toggle("rok-door__said--wrong", isWrong);
  said.textContent = words;
}
