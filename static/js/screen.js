// Keeps the code on the screen in the room up to date: the page is fetched anew when a code has had
// its half minute, and only the part with the code is changed, so that nothing flickers.

const AGAIN = 5;

export function screens(root) {
  const shown = root.querySelector("[data-screen]");
  if (shown) setTimeout(() => renew(root, shown), Number(shown.dataset.screen) * 1000);
}

async function renew(root, shown) {
  const answer = await fetch(location.href).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page && page.querySelector(".rok-screen");
  if (now) shown.replaceWith(now);
  else shown.dataset.screen = AGAIN;
  screens(root);
}
