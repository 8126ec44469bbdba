// What happens when somebody comes to the door: judged at once by what this phone knows, told to the server, and
// corrected by what that answers. `say` shows the counts, how the line is, and the form for who walked in.

import * as people from "./people.js";

export class Door {
  constructor(list, verdict, line, say) {
    Object.assign(this, { list, verdict, line, say });
    this.people = [];
    this.seen = [];
  }

  person(id) {
    return this.seen.find((one) => String(one.id) === id);
  }

  // A code was read.
  async scanned(ticket) {
    if (!people.isTicket(ticket)) return this.verdict.show("unknown");
    const person = await people.byTicket(this.seen, ticket);
    if (person) return this.comes(person, { ticket });
    if (!this.line.isUp) return this.verdict.show("unknown_here", null, { who: { ticket } });
    // Perhaps they registered a moment ago, or for something else: the server knows.
    this.asked = await this.mark({ do: "in", ticket });
    this.verdict.show("asked", null, { mark: this.asked, who: { ticket } });
  }

  // Somebody on the list stands here.
  comes(person, who = { person: person.id }) {
    const outcome = people.judge(person);
    if (outcome === "in") return this.enter(person, who);
    this.verdict.show(outcome, person, { who });
  }

  async enter(person, who, more = {}) {
    const mark = await this.mark({ do: "in", ...who, ...more, whom: person?.id });
    this.verdict.show("in", person, { mark, who });
  }

  anyway() {
    const { person, who } = this.verdict.shown;
    return this.enter(person, who, { anyway: true });
  }

  async walksIn(newcomer) {
    const mark = await this.mark({ do: "in", newcomer });
    this.verdict.show("in", this.person(mark.id), { mark });
  }

  undo() {
    return this.takeBack(String(this.verdict.shown.person.id));
  }

  // Who was scanned a second time goes home.
  goes() {
    return this.leaves(String(this.verdict.shown.person.id));
  }

  async takeBack(id) {
    const person = this.person(id);
    const unsent = this.line.waiting.find((mark) => mark.id === id);
    // Of a walk-in whom the server has not heard of there is nothing to take back there.
    if (unsent) await this.line.drop(unsent);
    else await this.mark({ do: "undo", person: person.id, whom: person.id });
    this.draw();
    this.verdict.show("undone", person);
  }

  async leaves(id) {
    const person = this.person(id);
    const mark = await this.mark({ do: "out", person: person.id, whom: person.id });
    this.verdict.show("out", person, { mark });
  }

  async mark(what) {
    const mark = { id: crypto.randomUUID(), at: new Date().toISOString(), ...what };
    await this.line.add(mark);
    this.draw();
    return mark;
  }

  // The server told who is on the list.
  told({ session, people: all }) {
    this.say.change(Boolean(session.closed));
    this.people = all;
    this.asksOut = session.asks_out;
    this.draw();
  }

  // The server told what became of a mark.
  answered({ id, outcome, person, said }, mark) {
    if (this.asked === mark) this.asked = null;
    const at = this.people.findIndex((one) => one.id === person?.id);
    if (at >= 0) this.people[at] = person;
    else if (outcome === "in") this.people.push(person);
    this.draw();
    this.verdict.answer(id, outcome, person, said);
    if (outcome === "refused" && mark?.newcomer) this.say.again(said, mark.newcomer);
  }

  // The line is up, or down.
  async changed() {
    if (this.asked && !this.line.isUp) {
      const { ticket } = this.asked;
      await this.line.drop(this.asked);
      this.asked = null;
      this.verdict.show("unknown_here", null, { who: { ticket } });
    }
    this.draw();
  }

  ended() {
    return this.say.leave();
  }

  draw() {
    this.seen = people.seen(this.people, this.line.waiting);
    this.list.show(this.seen, this.asksOut);
    this.say.count(people.count(this.seen), this.seen.length);
    this.say.line(this.line.isUp, this.line.waiting.length);
  }
}
