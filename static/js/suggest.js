// Suggestions below a text box, by the combobox pattern of ARIA 1.2. The box stays a plain text box: what is
// typed counts, suggested or not. data-suggest answers ?q=… with [{"name": "…", "note": "…"}]; data-also names
// another box whose value is sent along (an e-mail address says much about an organisation).

const WAIT = 150;

export function suggestions(root) {
  for (const box of root.querySelectorAll("[data-suggest]")) new Suggestions(box);
}

class Suggestions {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input");
    this.list = document.createElement("ul");
    this.status = document.createElement("span");
    this.active = -1;
    this.names = [];
    this.build();
    this.listen();
  }

  build() {
    const id = `${this.input.id}-list`;
    this.list.id = id;
    this.list.className = "rok-suggest__list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels[0]?.textContent.trim() ?? "");
    this.status.className = "rok-hidden";
    this.status.setAttribute("role", "status");
    this.box.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
      autocapitalize: "off",
      spellcheck: "false",
    })) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", () => this.ask(WAIT));
    this.input.addEventListener("focus", () => this.box.dataset.also && !this.input.value && this.ask(0));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // Pressing a suggestion must not take the focus out of the box before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take([...this.list.children].indexOf(option));
    });
  }

  ask(wait) {
    clearTimeout(this.timer);
    this.request?.abort();
    this.timer = setTimeout(() => this.fetch(), wait);
  }

  async fetch() {
    const address = new URL(this.box.dataset.suggest, location.href);
    const also = this.box.dataset.also;
    const other = also && this.input.form?.elements[also]?.value;
    if (!this.input.value.trim() && !other) return this.close();
    address.searchParams.set("q", this.input.value.trim());
    // Of an e-mail address only the domain says something; the rest need not come in any log.
    if (other) address.searchParams.set(also, other.slice(Math.max(other.lastIndexOf("@"), 0)));
    this.request = new AbortController();
    try {
      const answer = await fetch(address, { signal: this.request.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show(await answer.json());
    } catch (error) {
      // Without network it is a plain text box.
      if (error.name !== "AbortError") this.close();
    }
  }

  show(found) {
    if (document.activeElement !== this.input) return;
    this.names = found.map(({ name }) => name);
    this.list.replaceChildren(...found.map((item, index) => this.option(item, index)));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.status.textContent = this.told(found.length);
    this.point(-1);
  }

  told(number) {
    const { none, one, some } = this.box.dataset;
    return [none, one][number] ?? `${number} ${some}`;
  }

  option({ name, note }, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.append(...marked(name, this.input.value.trim()));
    if (note) {
      const small = document.createElement("small");
      small.textContent = note;
      option.append(small);
    }
    return option;
  }

  key(event) {
    const last = this.names.length - 1;
    const open = !this.list.hidden;
    if (event.key === "Escape" && open) this.close();
    else if (event.key === "Enter" && open && this.active >= 0) this.take(this.active);
    else if (event.key === "ArrowDown" && open) this.point(this.active < last ? this.active + 1 : 0);
    else if (event.key === "ArrowDown") this.ask(0);
    else if (event.key === "ArrowUp" && open) this.point(this.active > 0 ? this.active - 1 : last);
    else return;
    event.preventDefault();
  }

  point(index) {
    this.active = index;
    for (const [place, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(place === index));
      if (place === index) option.scrollIntoView({ block: "nearest" });
    }
    if (index < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
  }

  take(index) {
    this.input.value = this.names[index];
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.point(-1);
  }
}

function marked(name, typed) {
  const at = typed ? name.toLowerCase().indexOf(typed.toLowerCase()) : -1;
  if (at < 0) return [name];
  const mark = document.createElement("mark");
  mark.textContent = name.slice(at, at + typed.length);
  return [name.slice(0, at), mark, name.slice(at + typed.length)];
}
