// The organisation chart on screen: HTML cards over one SVG, a WAI-ARIA tree. The layout comes from
// org_chart_layout.js. Texts of the data reach the page through textContent and attributes only.

const MANY = 300; // more cards than this open at two levels
const READABLE = 0.55; // the first view never shrinks below this
const MOST_LEVELS = 30; // in the choice of levels
const FAR = 0.5; // below this scale a card shows its name only, larger
const SCALES = [0.02, 2.5];
const MARKS = {
  gap: "!", source: "◆", warning: "▲", tight: "●", added: "+", moved: "→", gone: "−", changed: "≠",
};
const FACES = { // drawn instead of initials
  open: "M8 8.2a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8M2.5 14c.3-3 2.6-4.4 5.2-4.4M12 9.5v5M9.5 12h5",
  pool: "M5.2 7.4a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6M11.2 7.4a2 2 0 1 0 0-4M1 13.4c.2-2.6 2-4 4.2-4s4 1.4 4.2 4M11 9.4c2.2 0 3.8 1.4 4 4",
};
const MARGIN = 300; // px around the stage in which cards are filled before they come into sight
const charts = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  let chart = charts.get(parentElement);
  if (!chart) charts.set(parentElement, (chart = new Chart(parentElement.querySelector(".org-chart"))));
  chart.report = (id) => setStateValue("selected", id);
  chart.show(data);
  return () => {
    chart.leave();
    charts.delete(parentElement);
  };
}

const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const fold = (text) => text.normalize("NFKC").toLowerCase();

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function drawing(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  svg.firstChild.setAttribute("d", path);
  return svg;
}

// 佐藤 花子 -> 佐, Hana Sato -> HS; marks of direction and punctuation do not count.
function initials(name) {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (!words.length) return "";
  const letters = words.map((word) => [...word][0]);
  const latin = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(words[0]);
  return latin && words.length > 1 ? (letters[0] + letters.at(-1)).toUpperCase() : letters[0].toUpperCase();
}

// Card texts are set at 11 px; a full-width character counts twice.
const wide = (text) => [...text].reduce((sum, c) => sum + (c.codePointAt(0) > 0x2e7f ? 2 : 1), 0);

class Chart {
  constructor(root) {
    this.root = root;
    const find = (selector) => root.querySelector(selector);
    Object.assign(this, {
      stage: find(".stage"), canvas: find(".canvas"), layer: find(".cards"), svg: find(".lines"),
      query: find(".query"), found: find(".found"), levels: find(".levels"), trail: find(".trail"),
      hint: find(".hint"), legend: find(".legend"),
    });
    this.cards = [];
    this.index = new Map();
    this.nodes = new Map(); // id -> element, of every card shown so far
    this.open = new Set();
    this.marked = new Set(); // ids that carry the pick or the tab stop
    this.parents = new Set(); // ids that had children in the last data
    this.selected = this.branch = this.tabStop = this.wish = null;
    this.hits = [];
    this.hit = -1;
    this.view = { x: 0, y: 0, k: 1 };
    this.plainCard = this.makePlainCard();
    this.plainBox = this.makePlainBox();
    this.listen();
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.stage);
  }

  leave() {
    this.observer.disconnect();
    clearTimeout(this.hintTimer);
  }

  // ------------------------------------------------------------------ data

  show(data) {
    this.findTheme();
    const text = JSON.stringify(data);
    if (text === this.text) return;
    this.text = text;
    this.labels = data.labels;
    this.sizes = data.sizes;
    this.root.style.setProperty("--height", `${data.height}px`);
    this.root.style.setProperty("--card-width", `${data.sizes.width}px`);
    this.root.style.setProperty("--card-height", `${data.sizes.height}px`);
    const first = !this.index.size;
    const anchor = first ? null : this.anchor();
    const inTree = this.layer.contains(this.root.getRootNode().activeElement);
    this.read(data.cards);
    this.writeLabels(data.units);
    this.nodes.clear();
    this.layer.replaceChildren();
    this.search();
    if (anchor === null) {
      this.draw();
      this.firstView();
    } else this.keep(anchor, () => this.draw());
    if (inTree) this.focus(this.index.get(this.tabStop));
    if (data.selected !== this.wish) {
      this.wish = data.selected;
      if (this.index.has(this.wish)) {
        this.mark(this.index.get(this.wish));
        if (this.wish !== null) this.reveal(this.index.get(this.wish));
      }
    }
  }

  read(cards) {
    this.cards = cards;
    this.index = new Map(cards.map((card, i) => [card.id, i]));
    this.kids = cards.map(() => []);
    this.parent = cards.map((card) => this.index.get(card.parent_id) ?? null);
    this.roots = [];
    this.parent.forEach((p, i) => (p === null ? this.roots : this.kids[p]).push(i));
    this.order = this.walk(this.roots, (i) => this.kids[i]);
    this.depth = new Int32Array(cards.length);
    for (const i of this.order) if (this.parent[i] !== null) this.depth[i] = this.depth[this.parent[i]] + 1;
    this.below = new Int32Array(cards.length);
    for (let k = this.order.length - 1; k >= 0; k--) {
      const i = this.order[k], p = this.parent[i];
      if (p !== null) this.below[p] += this.below[i] + 1;
    }
    this.deepest = this.depth.reduce((a, b) => Math.max(a, b), 0);
    this.place = new Map(); // i -> [position among siblings, how many]
    for (const group of [this.roots, ...this.kids]) group.forEach((i, k) => this.place.set(i, [k + 1, group.length]));
    this.texts = null;
    const had = this.parents;
    this.parents = new Set(cards.filter((_, i) => this.kids[i].length).map((card) => card.id));
    for (const id of this.parents) {
      const shown = cards.length <= MANY || this.depth[this.index.get(id)] === 0;
      if (!had.has(id) && shown) this.open.add(id);
    }
    for (const id of this.open) if (!this.parents.has(id)) this.open.delete(id);
    if (!this.parents.has(this.branch)) this.branch = null;
    if (!this.index.has(this.selected)) this.selected = null;
    if (!this.index.has(this.tabStop)) this.tabStop = cards.length ? cards[this.order[0]].id : null;
  }

  walk(roots, below) {
    const order = [], waiting = [...roots].reverse();
    while (waiting.length) {
      const i = waiting.pop(), kids = below(i);
      order.push(i);
      for (let k = kids.length - 1; k >= 0; k--) waiting.push(kids[k]);
    }
    return order;
  }

  isOpen(i) {
    return this.open.has(this.cards[i].id);
  }

  visibleBelow = (i) => (this.isOpen(i) ? this.kids[i] : []);

  shownRoots() {
    return this.branch === null ? this.roots : [this.index.get(this.branch)];
  }

  // ------------------------------------------------------------------ words

  findTheme() {
    const rgb = getComputedStyle(this.root).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
    const light = (0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]) / 255 > 0.5;
    this.root.dataset.theme = light ? "light" : "dark";
  }

  writeLabels(units) {
    const t = this.labels, find = (selector) => this.root.querySelector(selector);
    const name = (node, text) => {
      node.setAttribute("aria-label", text);
      node.title = text;
    };
    find(".tools").setAttribute("aria-label", t.tools);
    this.layer.setAttribute("aria-label", t.tree);
    this.query.setAttribute("aria-label", t.search);
    this.query.placeholder = t.search;
    this.levels.setAttribute("aria-label", t.levels);
    this.trail.setAttribute("aria-label", t.trail);
    find("#keys").textContent = t.keys;
    find(".empty").textContent = t.empty;
    find(".empty").hidden = this.cards.length > 0;
    this.canvas.hidden = !this.cards.length;
    this.hint.textContent = t.zoom_hint;
    for (const does of ["previous", "next", "zoom_in", "zoom_out", "full_screen", "actual_size"]) name(find(`[data-does=${does}]`), t[does]);
    for (const does of ["expand_all", "focus_branch", "whole_chart", "fit"]) find(`[data-does=${does}]`).textContent = t[does];
    const options = [element("option", "", t.levels)];
    options[0].value = "";
    for (let n = 1; n <= Math.min(this.deepest + 1, MOST_LEVELS); n++) {
      options.push(element("option", "", fill(t.level, { n })));
      options.at(-1).value = n;
    }
    this.levels.replaceChildren(...options);
    this.writeLegend(units);
  }

  writeLegend(units) {
    const list = this.legend.querySelector("ul"), items = [];
    const item = (className, text) => {
      const row = element("li");
      row.append(element("span", `swatch ${className}`), element("span", "", text));
      items.push(row);
    };
    this.legend.querySelector("summary").textContent = this.labels.legend;
    const kinds = new Set(this.cards.map((card) => card.kind));
    for (const kind of Object.keys(this.labels.kinds)) if (kinds.has(kind)) item(`is-${kind}`, this.labels.kinds[kind]);
    if (this.cards.some((card) => card.dotted_to.length)) item("is-dotted", this.labels.dotted_line);
    for (const [unit, colour] of Object.entries(units)) item(`is-unit unit-${colour}`, unit);
    list.replaceChildren(...items);
    this.legend.hidden = !this.cards.length;
    if (!this.legend.dataset.met) this.legend.open = this.root.clientWidth > 720;
    this.legend.dataset.met = "yes";
  }

  // ------------------------------------------------------------------ cards

  makePlainCard() {
    const card = element("div", "card");
    card.setAttribute("role", "treeitem");
    card.setAttribute("aria-selected", "false");
    card.tabIndex = -1;
    return card;
  }

  // What a card shows; apart from its toggle, so that the browser may skip boxes out of sight.
  makePlainBox() {
    const box = element("span", "box"), face = element("span", "face"), text = element("span", "text");
    face.setAttribute("aria-hidden", "true");
    for (const [part, className] of [["b", "name"], ["span", "role"], ["span", "meta"]]) {
      const line = element(part, className);
      line.dir = "auto";
      text.append(line);
    }
    box.append(face, text, element("span", "badges"));
    return box;
  }

  makeCard(i) {
    const card = this.cards[i], node = this.plainCard.cloneNode();
    node.dataset.id = card.id;
    node.className = `card is-${card.kind} ${card.colour === null ? "unit-none" : `unit-${card.colour}`}`;
    node.setAttribute("aria-label", this.spoken(i));
    node.setAttribute("aria-level", this.depth[i] + 1);
    node.setAttribute("aria-posinset", this.place.get(i)[0]);
    node.setAttribute("aria-setsize", this.place.get(i)[1]);
    if (!this.kids[i].length) return node;
    node.append(element("span", "toggle"));
    node.lastChild.setAttribute("aria-hidden", "true");
    return node;
  }

  fillCard(i, node) {
    const card = this.cards[i], box = this.plainBox.cloneNode(true);
    const [face, text, badges] = box.children, [name, role, meta] = text.children;
    name.textContent = card.title;
    role.textContent = card.role;
    meta.textContent = card.lines.join(" · ");
    if (FACES[card.kind]) face.append(drawing(FACES[card.kind]));
    else face.textContent = initials(card.title);
    const worded = ["pool", "shared", "out_of_scope", "gone"].includes(card.kind);
    const chips = worded ? [{ kind: "kind", text: this.labels.kinds[card.kind] }, ...card.badges] : card.badges;
    this.addBadges(badges, chips);
    if (!chips.length) node.classList.add("bare");
    node.prepend(box);
  }

  // Of a chart with many cards open only those in sight are filled.
  fillCards() {
    const { x, y, k } = this.view, s = this.sizes, all = this.visible.length <= MANY;
    const left = (-MARGIN - x) / k - s.width, right = (this.stage.clientWidth + MARGIN - x) / k;
    const top = (-MARGIN - y) / k - s.height, bottom = (this.stage.clientHeight + MARGIN - y) / k;
    for (const i of this.visible) {
      const place = this.drawn.at.get(i);
      if (!all && (place.x < left || place.x > right || place.y < top || place.y > bottom)) continue;
      const node = this.nodes.get(this.cards[i].id);
      if (!node.firstChild?.classList.contains("box")) this.fillCard(i, node);
    }
  }

  addBadges(row, chips) {
    let room = 38;
    for (const [k, chip] of chips.entries()) {
      room -= wide(chip.text) + 4;
      if (k > 0 && room < (k < chips.length - 1 ? 4 : 0)) {
        row.append(element("span", "badge kind-more", `+${chips.length - k}`));
        return;
      }
      const badge = element("span", `badge kind-${chip.kind}`);
      if (MARKS[chip.kind]) badge.append(element("i", "", MARKS[chip.kind]));
      const text = element("span", "", chip.text);
      text.dir = "auto";
      badge.append(text);
      row.append(badge);
    }
  }

  spoken(i) {
    const card = this.cards[i], t = this.labels, said = [card.title, card.role];
    if (card.kind !== "filled") said.push(t.kinds[card.kind]);
    if (card.unit && !card.lines.includes(card.unit)) said.push(card.unit);
    said.push(...card.lines, ...card.badges.map((badge) => badge.text));
    if (this.kids[i].length) said.push(fill(t.reports, { n: this.kids[i].length, m: this.below[i] }));
    const names = card.dotted_to.filter((id) => this.index.has(id)).map((id) => this.cards[this.index.get(id)].title);
    if (names.length) said.push(fill(t.dotted_to, { names: names.join(t.separator) }));
    return said.filter(Boolean).join(t.separator);
  }

  // ------------------------------------------------------------------ drawing

  draw() {
    const began = performance.now();
    const roots = this.shownRoots();
    this.drawn = layOut(roots, this.visibleBelow, this.sizes);
    this.visible = this.walk(roots, this.visibleBelow);
    const fresh = this.nodes.size > 0;
    for (const node of [...this.layer.children]) if (!this.drawn.at.has(this.index.get(node.dataset.id))) node.remove();
    let cursor = this.layer.firstChild;
    for (const i of this.visible) {
      const id = this.cards[i].id, place = this.drawn.at.get(i);
      let node = this.nodes.get(id);
      if (!node) {
        node = this.makeCard(i);
        if (fresh) node.classList.add("fresh");
        this.nodes.set(id, node);
      }
      node.style.left = `${place.x}px`;
      node.style.top = `${place.y}px`;
      this.setToggle(i, node);
      if (node === cursor) cursor = cursor.nextSibling;
      else this.layer.insertBefore(node, cursor);
    }
    if (!this.drawn.at.has(this.index.get(this.tabStop))) this.tabStop = this.nearestShown(this.tabStop);
    this.showMarks();
    this.drawLines();
    this.showHits();
    this.showState();
    this.root.dataset.ms = (performance.now() - began).toFixed(1);
  }

  setToggle(i, node) {
    const n = this.kids[i].length;
    if (!n) return;
    const open = this.isOpen(i), toggle = node.lastChild;
    node.setAttribute("aria-expanded", open);
    toggle.textContent = open ? `− ${n}` : `+ ${this.below[i]}`;
    toggle.title = fill(open ? this.labels.hide_reports : this.labels.show_reports, { n: open ? n : this.below[i] });
  }

  // Only the picked card and the tab stop differ from the rest: a pick touches two cards, not all.
  showMarks() {
    const now = new Set([this.selected, this.tabStop].filter((id) => this.nodes.has(id)));
    for (const id of new Set([...this.marked, ...now])) {
      const node = this.nodes.get(id);
      node?.setAttribute("aria-selected", id === this.selected);
      if (node) node.tabIndex = id === this.tabStop ? 0 : -1;
    }
    this.marked = now;
  }

  nearestShown(id) {
    let i = this.index.get(id) ?? null;
    while (i !== null && !this.drawn.at.has(i)) i = this.parent[i];
    return i === null ? (this.visible.length ? this.cards[this.visible[0]].id : null) : this.cards[i].id;
  }

  drawLines() {
    const { at, lines, width, height } = this.drawn, s = this.sizes;
    this.svg.setAttribute("width", Math.max(width, 1));
    this.svg.setAttribute("height", Math.max(height, 1));
    this.lineOf = new Map(lines.map((line) => [line.child, line.points]));
    this.svg.querySelector(".solid").setAttribute("d", lines.map((line) => rounded(line.points)).join(""));
    let dotted = "", tips = "", lane = 0;
    for (const [i, from] of at) {
      for (const id of this.cards[i].dotted_to) {
        const to = at.get(this.index.get(id));
        if (!to || to === from) continue;
        dotted += dottedLine(from, to, s, lane % 3);
        tips += tip(to, s, lane++ % 3);
      }
    }
    this.svg.querySelector(".dotted").setAttribute("d", dotted);
    this.svg.querySelector(".tips").setAttribute("d", tips);
    this.drawWay();
  }

  drawWay() {
    let d = "", i = this.index.get(this.selected) ?? null;
    while (i !== null && this.lineOf.has(i)) {
      d += rounded(this.lineOf.get(i));
      i = this.parent[i];
    }
    this.svg.querySelector(".way").setAttribute("d", d);
  }

  showState() {
    const find = (does) => this.root.querySelector(`[data-does=${does}]`);
    find("focus_branch").disabled = !this.parents.has(this.selected) || this.selected === this.branch;
    find("whole_chart").hidden = this.branch === null;
    const full = [...this.parents].every((id) => this.open.has(id));
    find("expand_all").disabled = full;
    this.levels.value = full ? String(this.deepest + 1) : this.currentLevel();
    this.showTrail();
  }

  currentLevel() {
    let deepestOpen = 0;
    for (const id of this.open) deepestOpen = Math.max(deepestOpen, this.depth[this.index.get(id)] + 1);
    for (const id of this.parents) {
      if (this.depth[this.index.get(id)] < deepestOpen && !this.open.has(id)) return "";
    }
    return String(deepestOpen + 1);
  }

  showTrail() {
    const path = [];
    let i = this.branch === null ? null : this.index.get(this.branch);
    for (; i !== null; i = this.parent[i]) path.unshift(this.cards[i]);
    this.trail.hidden = !path.length;
    this.trail.replaceChildren();
    if (!path.length) return;
    const whole = element("button", "", this.labels.whole_chart);
    whole.type = "button";
    whole.dataset.branch = "";
    this.trail.append(whole);
    path.forEach((card, k) => {
      const last = k === path.length - 1, step = element(last ? "span" : "button", "", card.title);
      if (!last) {
        step.type = "button";
        step.dataset.branch = card.id;
      } else step.setAttribute("aria-current", "true");
      step.dir = "auto";
      this.trail.append(step);
    });
  }

  // ------------------------------------------------------------------ view

  apply() {
    const { x, y, k } = this.view;
    this.canvas.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    this.root.querySelector(".scale").textContent = `${Math.round(k * 100)} %`;
    this.root.classList.toggle("far", k < FAR);
    if (this.drawn) this.fillCards();
  }

  zoom(factor, cx = this.stage.clientWidth / 2, cy = this.stage.clientHeight / 2) {
    const view = this.view, k = Math.min(SCALES[1], Math.max(SCALES[0], view.k * factor)), f = k / view.k;
    view.x = cx - (cx - view.x) * f;
    view.y = cy - (cy - view.y) * f;
    view.k = k;
    this.apply();
  }

  fitScale() {
    const pad = 32;
    return Math.min(1, (this.stage.clientWidth - pad) / this.drawn.width, (this.stage.clientHeight - pad) / this.drawn.height);
  }

  fit() {
    const k = Math.max(SCALES[0], this.fitScale());
    this.view = { k, x: (this.stage.clientWidth - this.drawn.width * k) / 2, y: 16 };
    if (this.branch !== null) this.view.y = Math.max(16, Math.min(52, this.stage.clientHeight - this.drawn.height * k));
    this.apply();
  }

  firstView() {
    if (!this.stage.clientWidth || !this.visible.length) return;
    this.width = this.stage.clientWidth;
    if (this.fitScale() >= READABLE) return this.fit();
    const k = 0.8, place = this.drawn.at.get(this.visible[0]);
    this.view = { k, x: this.width / 2 - (place.x + this.sizes.width / 2) * k, y: this.branch === null ? 20 : 52 };
    this.apply();
  }

  resized() {
    const width = this.stage.clientWidth;
    if (!width || !this.drawn) return;
    if (!this.width) return this.firstView();
    this.view.x += (width - this.width) / 2;
    this.width = width;
    this.apply();
  }

  anchor() {
    const id = this.drawn.at.has(this.index.get(this.selected)) ? this.selected : this.tabStop;
    return this.index.has(id) ? id : null;
  }

  // Changes the drawing so that one card stays where the eye left it.
  keep(id, change) {
    const before = this.drawn.at.get(this.index.get(id));
    change();
    const after = this.drawn.at.get(this.index.get(id));
    if (before && after) {
      this.view.x += (before.x - after.x) * this.view.k;
      this.view.y += (before.y - after.y) * this.view.k;
    }
    this.apply();
  }

  // Opens the ancestors of a card and brings it into sight.
  reveal(i, centred = true) {
    let opened = false;
    if (this.branch !== null && !this.isWithin(i, this.index.get(this.branch))) {
      this.branch = null;
      opened = true;
    }
    for (let p = this.parent[i]; p !== null; p = this.parent[p]) {
      opened ||= !this.isOpen(p);
      this.open.add(this.cards[p].id);
    }
    if (opened || !this.drawn.at.has(i)) this.draw();
    const { x, y } = this.drawn.at.get(i), view = this.view, pad = 24;
    const { clientWidth: w, clientHeight: h } = this.stage;
    if (centred && view.k < READABLE) view.k = 0.8;
    const left = view.x + x * view.k, top = view.y + y * view.k;
    const right = left + this.sizes.width * view.k, bottom = top + this.sizes.height * view.k;
    if (centred || right - left > w) {
      view.x += w / 2 - (left + right) / 2;
      view.y += h / 2 - (top + bottom) / 2;
    } else {
      view.x += left < pad ? pad - left : right > w - pad ? w - pad - right : 0;
      view.y += top < pad ? pad - top : bottom > h - pad ? h - pad - bottom : 0;
    }
    this.apply();
  }

  isWithin(i, top) {
    for (; i !== null; i = this.parent[i]) if (i === top) return true;
    return false;
  }

  // ------------------------------------------------------------------ what a reader does

  act(does) {
    if (does === "zoom_in") this.zoom(1.25);
    if (does === "zoom_out") this.zoom(0.8);
    if (does === "actual_size") this.zoom(1 / this.view.k);
    if (does === "fit") this.fit();
    if (does === "expand_all") this.showLevels(Infinity);
    if (does === "next") this.jump(1);
    if (does === "previous") this.jump(-1);
    if (does === "focus_branch") this.enter(this.selected);
    if (does === "whole_chart") this.enter(null);
    if (does === "full_screen") document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen?.();
  }

  enter(id) {
    const left = this.branch;
    this.branch = id;
    if (id !== null) this.open.add(id);
    this.draw();
    this.firstView();
    if (id === null && left !== null) this.reveal(this.index.get(left));
    this.focus(this.index.get(id ?? left));
  }

  showLevels(levels) {
    this.open = new Set([...this.parents].filter((id) => this.depth[this.index.get(id)] < levels - 1));
    const top = this.shownRoots()[0];
    if (this.branch !== null) this.open.add(this.branch);
    this.keep(this.cards[top].id, () => this.draw());
    this.firstView();
  }

  toggle(i, open = !this.isOpen(i)) {
    if (!this.kids[i].length || open === this.isOpen(i)) return;
    const id = this.cards[i].id;
    if (open) this.open.add(id);
    else this.open.delete(id);
    this.keep(id, () => this.draw());
  }

  mark(i) {
    this.selected = this.cards[i].id;
    this.showMarks();
    this.drawWay();
    this.showState();
  }

  select(i) {
    if (this.selected === this.cards[i].id) return;
    this.mark(i);
    this.report(this.selected);
  }

  focus(i) {
    if (i === undefined || !this.drawn.at.has(i)) return;
    this.tabStop = this.cards[i].id;
    this.showMarks();
    this.nodes.get(this.tabStop).focus({ preventScroll: true });
  }

  // ------------------------------------------------------------------ search

  search() {
    const wanted = fold(this.query.value.trim()).split(/\s+/).filter(Boolean);
    this.texts ??= this.cards.map((c) => fold([c.title, c.role, c.unit, ...c.lines].join("\n")));
    this.hits = wanted.length ? this.order.filter((i) => wanted.every((word) => this.texts[i].includes(word))) : [];
    this.hit = -1;
    this.root.querySelector(".find").classList.toggle("searching", wanted.length > 0);
    this.sayFound();
  }

  sayFound() {
    const values = { n: this.hit + 1, m: this.hits.length };
    const said = this.hit < 0 ? this.labels.found : this.labels.found_at;
    this.found.textContent = !this.query.value.trim() ? "" : this.hits.length ? fill(said, values) : this.labels.found_none;
  }

  showHits() {
    for (const node of this.layer.querySelectorAll(".hit")) node.classList.remove("hit", "now");
    this.hits.forEach((i, k) => {
      if (!this.drawn.at.has(i)) return;
      this.nodes.get(this.cards[i].id).classList.add("hit", ...(k === this.hit ? ["now"] : []));
    });
    this.layer.classList.toggle("searching", this.hits.length > 0);
  }

  jump(step) {
    const many = this.hits.length;
    if (!many) return;
    this.hit = this.hit < 0 ? (step > 0 ? 0 : many - 1) : (this.hit + step + many) % many;
    this.reveal(this.hits[this.hit]);
    this.tabStop = this.cards[this.hits[this.hit]].id;
    this.showMarks();
    this.showHits();
    this.sayFound();
  }

  // ------------------------------------------------------------------ events

  listen() {
    this.root.addEventListener("keydown", (e) => {
      this.key(e);
      // Streamlit listens on the document for r, c and Escape, and cannot see into a shadow root.
      if (!e.ctrlKey && !e.metaKey && !e.altKey && e.key !== "Tab") e.stopPropagation();
    });
    this.root.addEventListener("click", (e) => this.click(e));
    this.root.addEventListener("dblclick", (e) => {
      const node = e.target.closest(".card");
      if (node && !e.target.closest(".toggle") && this.parents.has(node.dataset.id)) this.enter(node.dataset.id);
    });
    this.query.addEventListener("input", () => {
      this.search();
      this.showHits();
    });
    this.levels.addEventListener("change", () => {
      if (this.levels.value) this.showLevels(Number(this.levels.value));
    });
    this.layer.addEventListener("focusin", (e) => this.cameIn(e));
    this.layer.addEventListener("pointerover", (e) => this.explain(e.target.closest(".card")));
    this.stage.addEventListener("wheel", (e) => this.wheel(e), { passive: false });
    this.listenToPointers();
  }

  // A reader who tabs in sees the card; a click has already put the pointer on it.
  cameIn(e) {
    const i = this.index.get(e.target.dataset.id);
    if (i !== undefined && e.target.matches(":focus-visible")) this.reveal(i, false);
  }

  // The tooltip holds in full what a card may have cut.
  explain(node) {
    const card = node && !node.title ? this.cards[this.index.get(node.dataset.id)] : null;
    if (!card) return;
    const words = [card.title, card.role, this.labels.kinds[card.kind], ...card.lines];
    node.title = card.tooltip || [...words, ...card.badges.map((badge) => badge.text)].filter(Boolean).join("\n");
  }

  click(e) {
    const button = e.target.closest("button"), node = e.target.closest(".card");
    if (this.dragged) return;
    if (button?.dataset.does) this.act(button.dataset.does);
    if (button && button.dataset.branch !== undefined) this.enter(button.dataset.branch || null);
    if (!node) return;
    const i = this.index.get(node.dataset.id);
    this.focus(i);
    if (e.target.closest(".toggle")) this.toggle(i);
    else this.select(i);
  }

  key(e) {
    if (e.isComposing || e.keyCode === 229 || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target === this.query) return this.searchKey(e);
    if (e.key === "Escape" && this.branch !== null && !document.fullscreenElement) return this.enter(null);
    const node = e.target.closest(".card");
    if (!node) return;
    const i = this.index.get(node.dataset.id), to = this.treeKey(e.key, i);
    if (to === undefined) return;
    e.preventDefault();
    if (to === null) return;
    this.focus(to);
    this.reveal(to, false);
  }

  searchKey(e) {
    if (e.key === "Enter") {
      e.preventDefault();
      this.jump(e.shiftKey ? -1 : 1);
    }
    if (e.key === "Escape") {
      this.query.value = "";
      this.search();
      this.showHits();
    }
  }

  // The card to go to, null for a key that has done its work, undefined for a key that means nothing here.
  treeKey(key, i) {
    const shown = this.visible, k = shown.indexOf(i), parent = i === this.shownRoots()[0] ? null : this.parent[i];
    switch (key) {
      case "ArrowDown": return shown[k + 1] ?? null;
      case "ArrowUp": return shown[k - 1] ?? null;
      case "Home": return shown[0];
      case "End": return shown.at(-1);
      case "ArrowRight":
        if (this.isOpen(i)) return this.kids[i][0] ?? null;
        return this.toggle(i, true), null;
      case "ArrowLeft":
        if (!this.isOpen(i)) return parent;
        return this.toggle(i, false), null;
      case "Enter": case " ": return this.select(i), null;
      case "+": return this.toggle(i, true), null;
      case "-": return this.toggle(i, false), null;
      case "*": return this.openSiblings(i), null;
    }
    return key.length === 1 && /[\p{L}\p{N}]/u.test(key) ? this.startingWith(key, k) : undefined;
  }

  openSiblings(i) {
    for (const k of this.parent[i] === null ? this.roots : this.kids[this.parent[i]]) {
      if (this.kids[k].length) this.open.add(this.cards[k].id);
    }
    this.keep(this.cards[i].id, () => this.draw());
  }

  startingWith(letter, k) {
    const around = [...this.visible.slice(k + 1), ...this.visible.slice(0, k)];
    return around.find((i) => fold(this.cards[i].title).startsWith(fold(letter))) ?? null;
  }

  // The page keeps its scroll wheel: it zooms with Ctrl, or while a card has the focus.
  wheel(e) {
    const active = this.layer.contains(this.root.getRootNode().activeElement);
    if (!e.ctrlKey && !active) {
      this.hint.classList.add("seen");
      clearTimeout(this.hintTimer);
      this.hintTimer = setTimeout(() => this.hint.classList.remove("seen"), 1200);
      return;
    }
    e.preventDefault();
    if (!e.ctrlKey && Math.abs(e.deltaX) > Math.abs(e.deltaY)) {
      this.view.x -= e.deltaX;
      return this.apply();
    }
    const box = this.stage.getBoundingClientRect(), notch = Math.max(-60, Math.min(60, e.deltaY));
    this.zoom(Math.exp(-notch * (e.ctrlKey ? 0.006 : 0.003)), e.clientX - box.left, e.clientY - box.top);
  }

  listenToPointers() {
    const down = new Map(), stage = this.stage;
    let start = null;
    const spot = () => {
      const points = [...down.values()], n = points.length;
      const x = points.reduce((sum, p) => sum + p.x, 0) / n, y = points.reduce((sum, p) => sum + p.y, 0) / n;
      return { x, y, apart: n > 1 ? Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y) : 0 };
    };
    stage.addEventListener("pointerdown", (e) => {
      if (e.button > 1 || e.target.closest(".trail")) return;
      down.set(e.pointerId, { x: e.clientX, y: e.clientY });
      start = spot();
      if (down.size === 1) this.dragged = false;
    });
    stage.addEventListener("pointermove", (e) => {
      if (!down.has(e.pointerId)) return;
      down.set(e.pointerId, { x: e.clientX, y: e.clientY });
      const now = spot();
      if (!this.dragged && down.size === 1 && Math.hypot(now.x - start.x, now.y - start.y) < 5) return;
      if (!this.dragged) stage.setPointerCapture(e.pointerId);
      this.dragged = true;
      stage.classList.add("dragging");
      this.view.x += now.x - start.x;
      this.view.y += now.y - start.y;
      const box = stage.getBoundingClientRect();
      if (now.apart && start.apart) this.zoom(now.apart / start.apart, now.x - box.left, now.y - box.top);
      start = now;
      this.apply();
    });
    const up = (e) => {
      if (!down.delete(e.pointerId)) return;
      if (down.size) start = spot();
      else {
        stage.classList.remove("dragging");
        setTimeout(() => (this.dragged = false), 0); // after the click that ends a drag
      }
    };
    for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, up);
  }
}

// A chain of strokes with round corners.
function rounded(points) {
  let d = `M${points[0][0]} ${points[0][1]}`;
  for (let k = 1; k < points.length; k++) {
    const [x, y] = points[k], next = points[k + 1], [px, py] = points[k - 1];
    if (!next) {
      d += `L${x} ${y}`;
      break;
    }
    const a = Math.hypot(x - px, y - py), b = Math.hypot(next[0] - x, next[1] - y), r = Math.min(8, a / 2, b / 2);
    const near = (to, length) => `${x + ((to[0] - x) / (length || 1)) * r} ${y + ((to[1] - y) / (length || 1)) * r}`;
    d += `L${near([px, py], a)}Q${x} ${y} ${near(next, b)}`;
  }
  return d;
}

// From the gap right of one card up or down to the gap above another, and into it from above.
function dottedLine(from, to, s, lane) {
  const x = from.x + s.width + 7 + 3 * lane, y = from.y + s.height / 2;
  const end = to.x + s.width * 0.68 + 7 * lane, above = to.y - s.row_gap * 0.26 - 3 * lane;
  return rounded([[from.x + s.width, y], [x, y], [x, above], [end, above], [end, to.y - 3]]);
}

const tip = (to, s, lane) => {
  const x = to.x + s.width * 0.68 + 7 * lane;
  return `M${x - 4.5} ${to.y - 8}L${x} ${to.y - 1}L${x + 4.5} ${to.y - 8}Z`;
};
