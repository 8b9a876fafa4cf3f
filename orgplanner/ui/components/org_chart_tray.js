// People without a place, as chips beside the chart: a list of which one is picked up at a time.

const MOST_CHIPS = 300;

class Tray {
  constructor(chart, root) {
    this.chart = chart;
    this.node = root.querySelector(".tray");
    this.title = this.node.querySelector(".tray-title");
    this.list = this.node.querySelector(".chips");
    this.more = this.node.querySelector(".tray-more");
    this.people = [];
    this.tabStop = null;
    this.node.addEventListener("keydown", (e) => this.key(e));
  }

  write() {
    const { tools, groups, editing, maker } = this.chart, people = this.people;
    const had = this.list.contains(this.chart.active()) ? this.tabStop : null;
    this.node.hidden = !people.length && !editing.editable;
    this.node.classList.toggle("none", !people.length);
    this.title.textContent = people.length ? fill(tools.tray, { n: people.length }) : tools.tray_empty;
    if (!people.some((person) => person.id === this.tabStop)) this.tabStop = people[0]?.id ?? null;
    const chips = people.slice(0, MOST_CHIPS).map((person) => {
      const chip = element("div", `chip ${unitClass(person, groups)}`), face = element("span", "face", initials(person.title));
      face.setAttribute("aria-hidden", "true");
      const words = element("span", "chip-words"), name = element("b", "", person.title), role = element("span", "", person.role);
      name.dir = role.dir = "auto";
      words.append(name, role);
      chip.append(face, words);
      chip.dataset.person = person.id;
      chip.title = maker.inFull(person);
      chip.setAttribute("role", "option");
      chip.setAttribute("aria-selected", editing.isTaken("person", person.id));
      chip.tabIndex = person.id === this.tabStop ? 0 : -1;
      return chip;
    });
    this.list.replaceChildren(...chips);
    this.list.setAttribute("aria-label", tools.tray_name);
    this.list.hidden = !people.length;
    this.more.hidden = people.length <= MOST_CHIPS;
    this.more.textContent = fill(tools.tray_more, { n: people.length - MOST_CHIPS });
    if (had !== null) this.focus(this.tabStop);
  }

  mark() {
    const { editing } = this.chart;
    for (const chip of this.list.children) chip.setAttribute("aria-selected", editing.isTaken("person", chip.dataset.person));
  }

  find(id) {
    return this.people.find((person) => person.id === id);
  }

  holds(x, y) {
    const box = this.node.getBoundingClientRect();
    return !this.node.hidden && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  }

  focus(id) {
    this.tabStop = id;
    for (const chip of this.list.children) {
      const here = chip.dataset.person === id;
      chip.tabIndex = here ? 0 : -1;
      if (here) chip.focus();
    }
  }

  key(e) {
    const chips = [...this.list.children], k = chips.findIndex((chip) => chip.dataset.person === this.tabStop);
    if (e.ctrlKey || e.metaKey || e.altKey || !e.target.closest(".chip")) return;
    const last = chips.length - 1;
    const to = { ArrowRight: k + 1, ArrowDown: k + 1, ArrowLeft: k - 1, ArrowUp: k - 1, Home: 0, End: last }[e.key];
    if (to !== undefined) this.focus(chips[Math.min(last, Math.max(0, to))].dataset.person);
    if (e.key === "Enter" || e.key === " ") this.chart.editing.take("person", this.tabStop);
    if (to === undefined && e.key !== "Enter" && e.key !== " ") return;
    e.preventDefault();
    e.stopPropagation();
  }
}
