// Shows how far long work is. Where an address is given, that tells it in numbers; else the page is
// fetched anew. When it is over the page is loaded anew, with what came of it.

const FIRST = 300;
const LONGEST = 2000;

export function followProgress(root, pause = FIRST) {
  const shown = root.querySelector("[data-progress]");
  if (shown) setTimeout(() => look(root, shown, Math.min(pause * 1.5, LONGEST)), pause);
}

async function look(root, shown, pause) {
  const stand = shown.dataset.progress;
  const answer = await fetch(stand || location.href).catch(() => null);
  if (answer?.ok) {
    const goesOn = stand
      ? move(shown, await answer.json())
      : replace(shown, await answer.text());
    if (!goesOn) return location.reload();
  }
  followProgress(root, pause);
}

function move(shown, { words, done, total, isOver }) {
  const bar = shown.querySelector("progress");
  shown.querySelector("p").textContent = words;
  bar.max = total || 1;
  if (total) bar.value = done;
  else bar.removeAttribute("value");
  return !isOver;
}

function replace(shown, text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const now = page.querySelector("[data-progress]");
  if (!now) return false;
  // Whoever is at a button stays there.
  const buttons = (part) => [...part.querySelectorAll("a, button")];
  const place = buttons(shown).indexOf(document.activeElement);
  shown.replaceWith(now);
  buttons(now)[place]?.focus();
  return true;
}
