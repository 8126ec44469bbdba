// Who is on the list, as the server told it last and with the marks that it has not heard of yet.

import { plain } from "../filter-list.js";

const TICKET = "ROK:";

// The list with the marks that wait laid over it; who walked in meanwhile has the mark's id for a number.
export function seen(people, waiting) {
  const found = new Map(people.map((person) => [person.id, person]));
  for (const mark of waiting) {
    const { id, newcomer, whom } = mark;
    if (newcomer) found.set(id, { id, status: "none", ...walkedIn(newcomer), present_at: mark.at });
    else if (found.has(whom)) found.set(whom, { ...found.get(whom), ...changed(found.get(whom), mark) });
  }
  const all = [...found.values()].filter((person) => person.present_at || person.status !== "none");
  return [...all.filter((person) => !waits(person)), ...all.filter(waits)];
}

export const waits = ({ status, present_at }) => status === "waiting" && !present_at;

const walkedIn = ({ name, email, organisation }) => ({ name: name || email, organisation });

function changed({ present_at, left_at }, { at, do: what }) {
  if (what === "in") return { present_at: present_at ?? at, left_at: null };
  if (what === "out") return { left_at: at };
  return left_at ? { left_at: null } : { present_at: null };
}

export function count(people) {
  const isExpected = ({ present_at, status }) => present_at || status === "confirmed";
  return {
    present: people.filter((person) => person.present_at).length,
    expected: people.filter(isExpected).length,
  };
}

// Those called so, each word anywhere in name or organisation. Who cancelled is only there for who asks.
export function called(people, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const isAsked = (person) => words.length || person.present_at || person.status !== "cancelled";
  return people.filter((person) => isAsked(person) && words.every((word) => wordsOf(person).includes(word)));
}

// By what they are called: each list from the server has new objects for the same people.
const known = new Map();

function wordsOf({ name, organisation }) {
  const words = `${name} ${organisation ?? ""}`;
  if (!known.has(words)) known.set(words, plain(words));
  return known.get(words);
}

export const isTicket = (text) => text.startsWith(TICKET);

// The list holds no tickets, only what a ticket comes to: nobody can make one of it.
export async function byTicket(people, text) {
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const digest = [...new Uint8Array(sum, 0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return people.find((person) => person.ticket === digest);
}

// What happens when somebody comes to the door, as far as this phone knows.
export function judge(person) {
  if (!person) return "unknown";
  if (person.left_at) return "in"; // and comes back
  if (person.present_at) return "already";
  return ["waiting", "cancelled"].includes(person.status) ? person.status : "in";
}
