// The door on a phone: scanning, the list, walk-ins, with or without connection. Each module in door/ does one thing;
// here they meet. All words and all markup come from the page.

import { Camera } from "./door/camera.js";
import { Door } from "./door/arrivals.js";
import * as kept from "./door/kept.js";
import { Line } from "./door/line.js";
import { List } from "./door/list.js";
import * as people from "./door/people.js";
import { dropPage, keepPage } from "./door/shelf.js";
import { allowSound, isQuiet, setQuiet } from "./door/signal.js";
import { Verdict } from "./door/verdict.js";

const part = (id) => document.getElementById(id);
const page = part("door").dataset;
const place = { ...page, until: Date.parse(page.until) };
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const isOpen = !("closed" in page);

// Where the browser lets no page keep secrets or scan (no https), the list with buttons does all it can.
if (window.isSecureContext) begin();

async function begin() {
  const store = await kept.open(place);
  const list = new List(part("people"), { none: part("none") });
  const line = new Line({ url: page.url, kept: store, waiting: await store.marks() });
  const door = new Door(list, new Verdict(part("said")), line, say);
  line.on = door;
  const last = await store.list();
  if (last) door.told(last);
  listen(door);
  line.run();
  if (!isOpen) return;
  setTimeout(say.leave, Math.min(place.until - Date.now(), LONGEST_TIMER_MS));
  await keepPage(place);
}

const say = {
  count({ present, expected }, all) {
    const [shown, of] = part("count").children;
    shown.textContent = present;
    of.textContent = `/ ${expected}`;
    part("nobody").hidden = all > 0;
    if (!all) part("none").hidden = true;
  },

  line(isUp, waiting) {
    const { away, one, more } = part("line").dataset;
    const waits = waiting === 1 ? one : more.replace("{number}", waiting);
    part("line").textContent = isUp ? "" : waiting ? `${away}. ${waits}.` : `${away}.`;
  },

  change(isShut) {
    if (isShut === isOpen) location.reload();
  },

  // Signed out, or the day is over: what is on this phone goes, and the page asks to sign in.
  async leave() {
    await Promise.allSettled([kept.lose(place), dropPage(place)]);
    location.reload();
  },

  // What was typed of somebody could not be taken: it stands there once more, with the reason.
  again(words, newcomer) {
    const dialog = part("walk-in");
    const { elements } = dialog.querySelector("form");
    part("walk-in-said").textContent = words;
    for (const name of ["name", "email", "organisation"]) elements[name].value = newcomer[name];
    elements.consent.checked = newcomer.consent;
    if (!dialog.open) dialog.showModal();
  },
};

function listen(door) {
  part("ticks").addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, value } = event.submitter ?? {};
    if (name === "present") door.comes(door.person(value));
    else if (name === "absent") door.takeBack(value);
    else if (name === "out") door.leaves(value);
  });
  part("said").addEventListener("click", ({ target }) => {
    const what = target.closest("[data-do]")?.dataset.do;
    if (what) door[what]();
  });
  const search = part("search");
  search.addEventListener("input", () => door.list.search(search.elements.q.value));
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    found(door, search.elements.q);
  });
  if (isOpen) listenWhileOpen(door);
}

// Enter goes on to who was found; readers with a cable type a ticket and then Enter.
function found(door, box) {
  if (!people.isTicket(box.value)) return part("people").querySelector("button")?.focus();
  door.scanned(box.value);
  box.value = "";
  door.list.search("");
}

function listenWhileOpen(door) {
  const camera = new Camera(part("film"), (text) => door.scanned(text));
  const scan = part("scan");
  scan.hidden = !navigator.mediaDevices;
  scan.addEventListener("click", () => film(camera, door));
  part("stop").addEventListener("click", () => {
    camera.stop();
    part("camera").hidden = true;
    scan.hidden = false;
    scan.focus();
  });
  const quiet = part("quiet");
  const press = () => quiet.setAttribute("aria-pressed", String(isQuiet()));
  quiet.hidden = false;
  quiet.addEventListener("click", () => press(setQuiet(!isQuiet())));
  press();
  document.addEventListener("pointerdown", allowSound, { once: true });
  walkIns(door);
}

async function film(camera, door) {
  allowSound();
  part("camera").hidden = false;
  part("scan").hidden = true;
  try {
    await camera.start();
    door.verdict.show("ready");
    part("door").scrollIntoView({ block: "start" });
  } catch {
    part("camera").hidden = true;
    part("scan").hidden = false;
    door.verdict.show("failed");
  }
}

function walkIns(door) {
  const dialog = part("walk-in");
  const form = dialog.querySelector("form");
  const { name, email, organisation, consent } = form.elements;
  // Each newcomer gets an empty form; who was looked for on the list need not be typed again.
  for (const opener of document.querySelectorAll("[data-dialog=walk-in]")) {
    opener.addEventListener("click", () => {
      part("walk-in-said").textContent = "";
      name.value ||= part("none").hidden ? "" : part("q").value;
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    name.required = !email.value;
    if (!form.reportValidity()) return;
    dialog.close();
    door.walksIn({ name: name.value, email: email.value, organisation: organisation.value, consent: consent.checked });
    form.reset();
    part("q").value = "";
    door.list.search("");
  });
}
