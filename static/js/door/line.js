// The line to the server: sends the marks that wait, in the order in which they were made, and asks for the list
// every few seconds while somebody looks. A mark has a number of its own, so sending it twice is sending it once.
// `on` is told what comes back: `told` the list, `answered` each mark, `changed` when a round is over, `ended` when
// whoever is here is not signed in any more.

const EVERY_MS = 3000;
const PATIENCE_MS = 8000;
const MOST = 100; // marks in one go

export class Line {
  constructor({ url, kept, waiting }) {
    Object.assign(this, { url, kept, waiting });
    this.isUp = true;
    for (const news of ["online", "visibilitychange"]) {
      (news === "online" ? window : document).addEventListener(news, () => this.wake());
    }
  }

  async run() {
    while (!this.isOver) {
      if (!document.hidden || this.waiting.length) await this.exchange();
      await this.rest();
    }
  }

  async add(mark) {
    this.waiting.push(mark);
    await this.kept.keepMark(mark);
    this.wake();
  }

  async drop(mark) {
    this.waiting = this.waiting.filter((other) => other !== mark);
    await this.kept.dropMark(mark);
  }

  wake() {
    this.isAwake = true;
    this.rouse?.();
  }

  rest() {
    return new Promise((resolve) => {
      this.rouse = resolve;
      setTimeout(resolve, this.isAwake ? 0 : EVERY_MS);
      // Or a page that is hidden, and so exchanges nothing, would never rest again.
      this.isAwake = false;
    });
  }

  async exchange() {
    this.isAwake = false;
    try {
      if (!this.token || !this.waiting.length) await this.ask();
      if (this.waiting.length) await this.send();
      this.isUp = true;
    } catch (error) {
      if (error instanceof SignedOut) {
        this.isOver = true;
        return this.on.ended();
      }
      this.isUp = false;
    }
    await this.on.changed();
  }

  async ask() {
    const answer = await this.fetch({ headers: this.tag ? { "If-None-Match": this.tag } : {} });
    this.token = answer.headers.get("X-CSRFToken");
    if (answer.status === 304) return;
    this.tag = answer.headers.get("ETag");
    this.list = await answer.json();
    await this.kept.keepList(this.list);
    this.on.told(this.list);
  }

  async send() {
    const marks = this.waiting.slice(0, MOST);
    const answer = await this.fetch({
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      // Whom the phone thinks a ticket is of stays here.
      body: JSON.stringify({ marks: marks.map(({ whom: _, ...mark }) => mark) }),
    });
    const { results } = await answer.json();
    for (const result of results) {
      const mark = marks.find(({ id }) => id === result.id);
      if (mark) await this.drop(mark);
      this.on.answered(result, mark);
    }
    // What was answered stands on the list by now: the connection may be gone before it is asked for again.
    if (this.list) await this.kept.keepList(this.list);
  }

  async fetch(options) {
    const answer = await fetch(this.url, {
      ...options,
      headers: { Accept: "application/json", ...options.headers },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 401 || answer.status === 403) throw new SignedOut();
    if (answer.ok || answer.status === 304) return answer;
    // A token may have grown old; the next round fetches another.
    this.token = null;
    throw new Error(`${answer.status}`);
  }
}

class SignedOut extends Error {}
