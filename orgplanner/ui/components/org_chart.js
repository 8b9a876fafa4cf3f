// The organisation chart on screen: cards in sight are elements of a WAI-ARIA tree, lines and crowds stand on a canvas
// behind them. Joined with its other parts (org_chart_*.js) into one module.

const MANY = 300; // of more cards only those in sight are elements
const AT_FIRST = 60; // a chart of many cards opens at two levels, and at more where so many cards hold them
const CROWD = 260; // more cards in sight than this are drawn as plain boxes
const READABLE = 0.36; // the first view never shrinks below this: names are 10 px here
const NEAR = 0.8; // scale of the first view of a chart that is too large to be seen as a whole
const MOST_LEVELS = 30; // in the choice of levels
const FAR = 0.6; // below this scale a card shows its name and, where it has room, its role only, both larger
const SCALES = [0.004, 2.5];
const MARGIN = 260; // px around the stage in which cards become elements before they come into sight
const charts = new WeakMap();

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let chart = charts.get(parentElement);
  if (!chart) charts.set(parentElement, (chart = new Chart(parentElement.querySelector(".org-chart"))));
  chart.report = (id) => setStateValue("selected", id);
  chart.trigger = (edit) => setTriggerValue("edit", edit);
  chart.show(data);
  return () => {
    chart.leave();
    charts.delete(parentElement);
  };
}

class Chart {
  constructor(root) {
    this.root = root;
    root.chart = this; // measured in benchmarks
    const find = (selector) => root.querySelector(selector);
    Object.assign(this, { stage: find(".stage"), canvas: find(".canvas"), layer: find(".cards"), levels: find(".levels"), hint: find(".hint") });
    this.cards = [];
    this.forest = new Forest([]);
    this.nodes = new Map(); // id -> element, of the cards that are elements now
    this.open = new Set();
    this.parents = new Set(); // ids that had children in the last data
    this.selected = this.branch = this.tabStop = this.wish = this.lifted = this.target = this.drawn = this.still = null;
    this.view = { x: 0, y: 0, k: 1 };
    this.edition = 0;
    this.measure();
    this.maker = new CardMaker(this);
    this.painter = new Painter(this, find(".ink"));
    this.minimap = new Minimap(this, find(".minimap"));
    this.words = new Words(this, root);
    this.search = new Search(this, root);
    this.editing = new Editing(this, root);
    this.tray = new Tray(this, root);
    this.pointers = new Pointers(this, root);
    this.listen();
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.stage);
  }

  leave() {
    this.observer.disconnect();
    clearTimeout(this.hintTimer);
    this.editing.requests.answered();
    this.pointers.cancel();
  }

  // ------------------------------------------------------------------ data

  // Streamlit calls again with the very same bytes when only the theme has changed, with equal ones after a rerun.
  show(bytes) {
    this.findTheme();
    if (bytes === this.bytes) return this.apply();
    if (!this.editing.requests.sent && isSame(bytes, this.bytes)) return;
    const began = performance.now(), data = JSON.parse(new TextDecoder().decode(bytes));
    this.bytes = bytes;
    this.data = { ...data, ...data.settings };
    data.labels.kinds.unit = data.tools.kind_unit;
    data.cards.forEach((card, k) => complete(card, data.heights?.[k]));
    data.tray.forEach((card) => complete(card));
    this.editing.requests.answered();
    this.showAgain();
    this.lastShow = performance.now() - began;
    this.root.answered = performance.now();
    this.editing.requests.send();
  }

  showAgain() {
    const { data } = this, first = !this.cards.length, back = data.notice ? this.viewBefore : null;
    const anchor = first ? null : this.still ?? this.anchor();
    this.viewBefore = this.still = null;
    this.labels = data.labels;
    this.tools = data.tools;
    this.sizes = data.sizes;
    this.groups = data.groups;
    this.severalGroups = Object.keys(data.groups).length > 1;
    this.root.style.setProperty("--height", `${data.height}px`);
    this.root.style.setProperty("--card-width", `${data.sizes.width}px`);
    this.root.style.setProperty("--card-height", `${data.sizes.height}px`);
    const { cards, people } = this.editing.requests.onTop(data.cards, data.tray, data.labels);
    this.read(cards);
    this.tray.people = people;
    this.editing.read(data);
    this.tray.write();
    this.words.write(data);
    this.measure(); // legend and tray have taken their part
    if (anchor === null) {
      this.draw();
      this.firstView();
    } else this.keep(anchor, () => this.draw());
    if (back) this.lookAgain(back);
    if (data.selected !== this.wish) this.pick((this.wish = data.selected));
  }

  // What was refused is seen again as it was before.
  lookAgain(view) {
    this.view = view;
    this.apply();
  }

  pick(id) {
    const i = this.forest.where(id);
    if (i === NOBODY) return;
    this.markPicked(i);
    this.reveal(i);
  }

  // An edit is drawn at once; the card on which it was dropped stays where it is.
  drawAfter(edit) {
    const drawn = after(edit, this.cards, this.tray.people, this.labels);
    if (!drawn || drawn.cards === this.cards) return;
    this.viewBefore ??= { ...this.view };
    const still = edit.to ?? edit.with ?? edit.card, id = this.isShown(this.forest.where(still)) ? still : this.anchor();
    if (edit.to) this.open.add(edit.to);
    this.still = id; // for the answer too
    this.keep(id, () => {
      this.read(drawn.cards);
      if (edit.to) this.open.add(edit.to);
      this.draw();
    });
    if (drawn.people !== this.tray.people) {
      this.tray.people = drawn.people;
      this.tray.write();
    }
    if (edit.kind === "move" && !this.tray.list.contains(this.active())) {
      this.reveal(this.forest.where(edit.card), false);
      this.focus(this.forest.where(edit.card));
    }
  }

  read(cards) {
    this.edition += 1;
    this.cards = cards;
    const f = (this.forest = new Forest(cards)), had = this.parents;
    this.parents = new Set(cards.filter((_, i) => f.kids[i].length).map((card) => card.id));
    const levels = levelsAtFirst(f.depth);
    for (const id of this.parents) if (!had.has(id) && f.depth[f.where(id)] < levels) this.open.add(id);
    for (const id of this.open) if (!this.parents.has(id)) this.open.delete(id);
    if (!this.parents.has(this.branch)) this.branch = null;
    if (!f.index.has(this.selected)) this.selected = null;
    if (!f.index.has(this.tabStop)) this.tabStop = cards.length ? cards[f.order[0]].id : null;
    this.dottedFrom = [];
    for (let i = 0; i < cards.length; i++) for (const id of cards[i].dotted_to) this.dottedFrom.push([i, f.where(id)]);
    this.search.read();
  }

  cardOf(id) {
    return this.cards[this.forest.where(id)];
  }

  heightOf(card) {
    return card.height ?? this.sizes.height;
  }

  isOpen(i) {
    return this.open.has(this.cards[i].id);
  }

  shownRoots() {
    return this.branch === null ? this.forest.roots : [this.forest.where(this.branch)];
  }

  active() {
    return this.root.getRootNode().activeElement;
  }

  findTheme() {
    const rgb = getComputedStyle(this.root).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
    const light = (0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]) / 255 > 0.5;
    this.root.dataset.theme = light ? "light" : "dark";
    this.painter.readColours();
    this.minimap.stale = true;
  }
}

// How many levels show the one below them at first.
function levelsAtFirst(depths) {
  if (depths.length <= MANY) return Infinity;
  const counts = [];
  for (const depth of depths) counts[depth] = (counts[depth] ?? 0) + 1;
  let levels = 1, cards = counts[0] + (counts[1] ?? 0);
  while ((cards += counts[levels + 1] ?? Infinity) <= AT_FIRST) levels += 1;
  return levels;
}

function isSame(some, others) {
  return some.length === others?.length && some.every((byte, k) => byte === others[k]);
}

// What Python leaves out because it is the default.
function complete(card, height) {
  for (const name of ["role", "unit", "group", "tooltip"]) card[name] ??= "";
  for (const name of ["lines", "badges", "dotted_to"]) card[name] ??= EMPTY;
  card.kind ??= "filled";
  card.height = height;
}
