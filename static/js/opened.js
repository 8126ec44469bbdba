// Says that somebody looks at their invitation. A script says it, because programs that try every
// link in a mail would look as well.

export function noteOpened(root) {
  const form = root.querySelector("form[data-opened]");
  if (form) fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {});
}
