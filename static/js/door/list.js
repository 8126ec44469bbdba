// The list of people as rows. Only as many are drawn as somebody has scrolled to: so a list of a thousand is as
// quick as one of twenty. Rows are made from the page's own templates.

import { called, waits } from "./people.js";

const AT_ONCE = 10;

export class List {
  constructor(root, { none }) {
    this.root = root;
    this.none = none;
    this.people = [];
    this.typed = "";
    this.rows = new Map();
    this.end = document.createElement("li");
    this.more = new IntersectionObserver(([end]) => end.isIntersecting && this.drawMore());
    this.more.observe(this.end);
  }

  // On a tall screen the end may be in sight still: only who is observed anew is told so.
  drawMore() {
    this.draw(this.drawn + AT_ONCE);
    this.more.unobserve(this.end);
    this.more.observe(this.end);
  }

  show(people, asksOut) {
    this.people = people;
    this.asksOut = asksOut;
    this.draw(Math.max(this.drawn ?? 0, AT_ONCE));
  }

  search(typed) {
    this.typed = typed;
    this.draw(AT_ONCE);
  }

  draw(most) {
    this.drawn = most;
    const found = called(this.people, this.typed);
    const firstToWait = found.find(waits);
    const rows = [];
    for (const person of found.slice(0, most)) {
      if (person === firstToWait) rows.push(this.heading());
      rows.push(this.row(person));
    }
    if (found.length > most) rows.push(this.end);
    this.place(rows);
    this.none.hidden = found.length > 0;
  }

  // Whoever is at a button stays there, also when its row was drawn anew.
  place(rows) {
    const at = document.activeElement.closest?.(".rok-tick")?.id;
    if (rows.length !== this.root.children.length || rows.some((row, place) => row !== this.root.children[place])) {
      this.root.replaceChildren(...rows);
    }
    if (at && !document.activeElement.closest(".rok-tick")) {
      document.getElementById(at)?.querySelector("button")?.focus({ preventScroll: true });
    }
  }

  heading() {
    this.apart ??= template("[data-apart]");
    return this.apart;
  }

  row(person) {
    const known = this.rows.get(person.id);
    const look = JSON.stringify([person, this.asksOut]);
    if (known?.look === look) return known.row;
    const row = template(`[data-row="${kind(person)}"]`);
    row.id = `p${person.id}`;
    fill(row, { name: person.name, organisation: person.organisation });
    if (person.left_at) since(row, person.left_at);
    if (person.left_at || !this.asksOut) row.querySelector("[name=out]")?.remove();
    for (const button of row.querySelectorAll("button")) button.value = person.id;
    this.rows.set(person.id, { look, row });
    return row;
  }
}

function kind({ present_at, status }) {
  const state = present_at ? "present" : "absent";
  return status === "confirmed" ? state : `${state}-${status}`;
}

export const template = (which) => document.querySelector(`template${which}`).content.firstElementChild.cloneNode(true);

// Puts words where the template has a place for them; a place without words goes, except for a name.
export function fill(element, words) {
  for (const [name, text] of Object.entries(words)) {
    for (const place of element.querySelectorAll(`[data-slot="${name}"]`)) {
      if (text) place.textContent = text;
      else if (name !== "name") place.remove();
    }
  }
}

// Tells since when, in the words of the page for it: "since {hour}.{minute}".
export function since(element, at) {
  const place = element.querySelector("[data-since]");
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Amsterdam" };
  const [hour, minute] = new Date(at).toLocaleTimeString("nl", options).split(":");
  if (place) place.textContent = place.dataset.since.replace("{hour}", Number(hour)).replace("{minute}", minute);
}
