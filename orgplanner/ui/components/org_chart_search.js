// The search box: which cards match, and going from one to the next.

class Search {
  constructor(chart, root) {
    this.chart = chart;
    this.find = root.querySelector(".find");
    this.query = root.querySelector(".query");
    this.found = root.querySelector(".found");
    this.hits = [];
    this.isHit = new Set();
    this.at = -1;
    this.query.addEventListener("input", () => this.changed());
  }

  changed() {
    this.run();
    this.chart.apply();
  }

  // The texts are folded when somebody searches, not for every chart that is opened.
  read() {
    this.texts = null;
    this.run();
  }

  run() {
    const wanted = fold(this.query.value.trim()).split(/\s+/).filter(Boolean), { cards, forest } = this.chart;
    if (wanted.length) this.texts ??= cards.map((c) => fold([c.title, c.role, c.unit, ...c.lines].join("\n")));
    this.hits = wanted.length ? forest.order.filter((i) => wanted.every((word) => this.texts[i].includes(word))) : [];
    this.isHit = new Set(this.hits);
    this.at = -1;
    this.find.classList.toggle("searching", wanted.length > 0);
    this.say();
  }

  has(i) {
    return this.isHit.has(i);
  }

  current() {
    return this.at < 0 ? NOBODY : this.hits[this.at];
  }

  say() {
    const t = this.chart.labels, values = { n: this.at + 1, m: this.hits.length };
    const said = this.hits.length ? fill(this.at < 0 ? t.found : t.found_at, values) : t.found_none;
    this.found.textContent = this.query.value.trim() ? said : "";
  }

  jump(step) {
    const many = this.hits.length;
    if (!many) return;
    this.at = this.at < 0 ? (step > 0 ? 0 : many - 1) : (this.at + step + many) % many;
    this.chart.tabStop = this.chart.cards[this.current()].id;
    this.chart.reveal(this.current());
    this.say();
  }

  key(e) {
    if (e.key === "Enter") {
      e.preventDefault();
      this.jump(e.shiftKey ? -1 : 1);
    }
    if (e.key === "Escape") {
      this.query.value = "";
      this.changed();
    }
  }
}
