// From the forest to the picture: which cards are shown, which of them are elements, and how these are kept up to date.

Object.assign(Chart.prototype, {
  draw() {
    const began = performance.now(), { forest: f, cards } = this, roots = this.shownRoots();
    const isOpen = Uint8Array.from(cards, (card) => (this.open.has(card.id) ? 1 : 0));
    const below = (i) => (isOpen[i] ? f.kids[i] : EMPTY);
    this.drawn = layOut(roots, below, this.sizes, {
      height: (i) => cards[i].height ?? this.sizes.height,
      boxed: (i) => cards[i].kind === "unit",
      assistant: (i) => cards[i].assistant,
    });
    this.visible = f.walk(roots, below);
    this.rank = new Int32Array(cards.length).fill(NOBODY);
    this.visible.forEach((i, k) => (this.rank[i] = k));
    this.lineOf = new Map(this.drawn.lines.map((line) => [line.child, line.points]));
    this.dotted = this.dottedFrom.filter(([from, to]) => to !== from && this.isShown(from) && this.isShown(to));
    if (!this.isShown(f.where(this.tabStop))) this.tabStop = this.nearestShown(this.tabStop);
    this.minimap.drawBase();
    this.words.writeState();
    this.layoutMs = performance.now() - began;
  },

  isShown(i) {
    return i >= 0 && this.rank?.[i] >= 0;
  },

  box(i) {
    const { x, y } = this.drawn.at.get(i);
    return { x, y, width: this.sizes.width, height: this.cards[i].height ?? this.sizes.height };
  },

  nearestShown(id) {
    let i = this.forest.where(id);
    while (i !== NOBODY && !this.isShown(i)) i = this.forest.parent[i];
    if (i === NOBODY && this.visible.length) i = this.visible[0];
    return i === NOBODY ? null : this.cards[i].id;
  },

  inSight(margin) {
    const { x, y, k } = this.view, { width, height } = this.stageSize, at = this.drawn.at, wide = this.sizes.width;
    const left = (-margin - x) / k - wide, right = (width + margin - x) / k;
    const top = (-margin - y) / k, bottom = (height + margin - y) / k;
    return this.visible.filter((i) => {
      const place = at.get(i);
      if (place.x < left || place.x > right || place.y > bottom) return false;
      return place.y + (this.cards[i].height ?? this.sizes.height) >= top;
    });
  },

  apply() {
    const { x, y, k } = this.view;
    this.canvas.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    this.root.querySelector(".scale").textContent = `${k < 0.1 ? (k * 100).toFixed(1) : Math.round(k * 100)} %`;
    this.root.classList.toggle("far", k < FAR);
    if (this.drawn) this.paint();
  },

  paint() {
    const began = performance.now(), few = this.visible.length <= MANY;
    const sight = few ? this.visible : this.inSight(0);
    const crowd = sight.length > CROWD && !few;
    this.crowd = crowd;
    const wanted = few ? sight : crowd ? [] : this.inSight(MARGIN);
    this.placeNodes(this.withPinned(wanted, few));
    this.painter.paint(sight, crowd);
    this.minimap.paint();
    this.lastDraw = performance.now() - began + this.layoutMs;
    this.layoutMs = 0;
    this.root.dataset.ms = this.lastDraw.toFixed(1);
  },

  // Tab stop, pick, match and drop target are elements wherever they are.
  withPinned(wanted, few) {
    if (few) return wanted;
    const pinned = [this.forest.where(this.tabStop), this.forest.where(this.selected), this.search.current(), this.target?.i ?? NOBODY];
    const all = new Set(wanted);
    for (const i of pinned) if (this.isShown(i)) all.add(i);
    return all.size === wanted.length ? wanted : [...all].sort((a, b) => this.rank[a] - this.rank[b]);
  },

  placeNodes(wanted) {
    const keep = new Set(wanted.map((i) => this.cards[i].id)), fresh = this.nodes.size > 0 && this.visible.length <= MANY;
    for (const [id, node] of this.nodes) {
      if (keep.has(id)) continue;
      node.remove();
      this.nodes.delete(id);
    }
    const held = this.active();
    let cursor = this.layer.firstChild;
    for (const i of wanted) {
      const id = this.cards[i].id;
      let node = this.nodes.get(id);
      if (!node) {
        this.nodes.set(id, (node = this.maker.make(i)));
        if (fresh) node.classList.add("fresh");
      } else this.maker.dress(node, i);
      this.place(node, i);
      if (node === cursor) cursor = cursor.nextSibling;
      else this.layer.insertBefore(node, cursor);
    }
    // An element that changes its place among the others loses the focus.
    if (held !== this.active() && this.layer.contains(held)) this.giveBack(held);
  },

  giveBack(node) {
    this.isGivingBack = true;
    node.focus({ preventScroll: true });
    this.isGivingBack = false;
  },

  place(node, i) {
    const { x, y } = this.drawn.at.get(i);
    if (node.x !== x || node.y !== y) {
      node.style.left = `${(node.x = x)}px`;
      node.style.top = `${(node.y = y)}px`;
    }
    this.maker.setToggle(node, i);
    this.markNode(node, i);
  },

  mark() {
    for (const [id, node] of this.nodes) this.markNode(node, this.forest.where(id));
  },

  markNode(node, i) {
    if (i === NOBODY) return;
    const { id } = this.cards[i], is = (name, on) => node.classList.toggle(name, Boolean(on));
    node.setAttribute("aria-selected", id === this.selected);
    node.tabIndex = id === this.tabStop ? 0 : -1;
    is("hit", this.search.has(i));
    is("now", this.search.current() === i);
    is("lifted", this.lifted?.has(i) || this.editing.isTaken("card", id));
    is("target", this.target?.i === i && !this.target.refused);
    is("no-target", this.target?.i === i && this.target.refused);
    this.layer.classList.toggle("searching", this.search.hits.length > 0);
  },
});
