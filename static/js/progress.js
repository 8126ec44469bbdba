// Shows how far a job is: fetches the page anew until the part that tells of it has gone.

const PAUSE = 2000;

export function followProgress(root) {
  const shown = root.querySelector("[data-progress]");
  if (shown) setTimeout(() => look(root, shown), PAUSE);
}

async function look(root, shown) {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return followProgress(root);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-progress]");
  if (!now) return location.reload();
  shown.replaceWith(now);
  followProgress(root);
}
