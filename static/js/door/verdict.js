// Shows what a scan came to, large, and tells it by ear and by hand. What the phone thought is replaced when the
// server knows better.

import { fill, since, template } from "./list.js";
import { signal } from "./signal.js";

const GOOD = ["in", "already", "out", "undone"];

export class Verdict {
  constructor(root) {
    this.root = root;
    this.shown = {};
  }

  // `mark` is what was told to the server; `who` is how the person was pointed out; `said` is what the server adds.
  show(outcome, person = null, { mark, who, said } = {}) {
    const hasFocus = document.activeElement.closest?.("#people");
    this.put(outcome, person, { mark, who, said });
    const tone = this.root.firstElementChild.dataset.tone;
    signal(tone);
    if (tone === "ok" || tone === "quiet") return;
    this.root.scrollIntoView({ block: "nearest" });
    if (hasFocus) this.root.querySelector("button")?.focus({ preventScroll: true });
  }

  // An answer that says what was thought is no news; one about somebody before is, if something is wrong.
  answer(id, outcome, person, said) {
    const { mark, who, outcome: thought } = this.shown;
    if (mark?.id !== id) {
      if (!GOOD.includes(outcome)) this.show(outcome, person, { who: { person: person?.id }, said });
    } else if (outcome === thought) this.put(outcome, person, { mark, who });
    else this.show(outcome, person, { mark, who, said });
  }

  put(outcome, person, { mark, who, said }) {
    this.shown = { outcome, person, mark, who };
    const made = template(`[data-verdict="${outcome}"]`);
    fill(made, { who: person?.name, organisation: person?.organisation });
    if (person?.present_at) since(made, person.present_at);
    if (said) fill(made, { said });
    this.root.replaceChildren(made);
  }
}
