// What a reader does: buttons, clicks, keys of the tree, opening and closing, branches.

Object.assign(Chart.prototype, {
  listen() {
    const { root } = this;
    root.addEventListener("keydown", (e) => {
      if (e.defaultPrevented) return e.stopPropagation();
      this.key(e);
      // Streamlit listens on the document for r, c and Escape, and cannot see into a shadow root.
      if (!e.ctrlKey && !e.metaKey && !e.altKey && e.key !== "Tab") e.stopPropagation();
    });
    root.addEventListener("click", (e) => this.click(e));
    root.addEventListener("dblclick", (e) => {
      const node = e.target.closest(".card");
      if (node && !e.target.closest(".toggle") && this.parents.has(node.dataset.id)) this.enter(node.dataset.id);
    });
    this.levels.addEventListener("change", () => {
      if (this.levels.value) this.showLevels(Number(this.levels.value));
    });
    this.layer.addEventListener("focusin", (e) => this.cameIn(e));
    this.stage.addEventListener("wheel", (e) => this.pointers.wheel(e), { passive: false });
  },

  // A reader who tabs in sees the card; a click has already put the pointer on it.
  cameIn(e) {
    const i = this.forest.where(e.target.dataset.id);
    if (i === NOBODY || this.isGivingBack || this.pointers.down.size) return;
    if (e.target.matches(":focus-visible")) this.reveal(i, false);
  },

  hover(e) {
    const node = e.target.closest(".card");
    if (node) return this.maker.explain(node);
    const i = this.crowd ? this.cardAt(e.clientX, e.clientY) : NOBODY;
    this.stage.title = i === NOBODY ? "" : this.maker.inFull(this.cards[i]);
  },

  click(e) {
    const button = e.target.closest("button"), chip = e.target.closest(".chip");
    if (this.pointers.moved) return;
    if (button?.dataset.does) return this.act(button.dataset.does);
    if (button?.dataset.branch !== undefined) return this.enter(button.dataset.branch || null);
    if (chip) return this.editing.take("person", chip.dataset.person);
    const node = e.target.closest(".card"), inStage = e.target.closest(".cards, .ink");
    const i = node ? this.forest.where(node.dataset.id) : inStage && this.crowd ? this.cardAt(e.clientX, e.clientY) : NOBODY;
    if (i === NOBODY) return;
    this.focus(i);
    if (e.target.closest(".toggle")) this.toggle(i);
    else if (this.editing.carried) this.editing.drop(this.editing.carried, i, e.altKey || undefined);
    else this.select(i);
  },

  act(does) {
    const acts = {
      zoom_in: () => this.zoom(1.25), zoom_out: () => this.zoom(0.8), actual_size: () => this.zoom(1 / this.view.k),
      fit: () => this.fit(), expand_all: () => this.showLevels(Infinity), minimap: () => this.minimap.toggle(),
      next: () => this.search.jump(1), previous: () => this.search.jump(-1),
      focus_branch: () => this.enter(this.selected), whole_chart: () => this.enter(null),
      full_screen: () => (document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen?.()),
    };
    if (acts[does]) acts[does]();
    else this.editing.press(does);
  },

  enter(id) {
    const left = this.branch;
    this.branch = id;
    if (id !== null) this.open.add(id);
    this.draw();
    this.firstView();
    if (id === null && left !== null) this.reveal(this.forest.where(left));
    this.focus(this.forest.where(id ?? left));
  },

  showLevels(levels) {
    this.open = new Set([...this.parents].filter((id) => this.forest.depth[this.forest.where(id)] < levels - 1));
    if (this.branch !== null) this.open.add(this.branch);
    this.draw();
    this.firstView();
  },

  toggle(i, open = !this.isOpen(i)) {
    if (!this.forest.kids[i].length || open === this.isOpen(i)) return;
    const { id } = this.cards[i];
    if (open) this.open.add(id);
    else this.open.delete(id);
    this.keep(id, () => this.draw());
  },

  markPicked(i) {
    this.selected = this.cards[i].id;
    this.words.writeState();
    this.editing.writeState();
    if (this.drawn) this.apply();
  },

  select(i) {
    if (this.selected === this.cards[i].id) return;
    this.markPicked(i);
    this.report(this.selected);
  },

  focus(i) {
    if (!this.isShown(i)) return;
    this.tabStop = this.cards[i].id;
    if (this.nodes.has(this.tabStop)) this.mark();
    else this.apply();
    this.nodes.get(this.tabStop).focus({ preventScroll: true });
  },

  // ------------------------------------------------------------------ keys

  key(e) {
    if (e.isComposing || e.keyCode === 229) return;
    if (this.editing.key(e)) return e.stopPropagation();
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target === this.search.query) return this.search.key(e);
    if (e.key === "Escape" && this.branch !== null && !document.fullscreenElement) return this.enter(null);
    const node = e.target.closest(".card");
    if (!node) return;
    const i = this.forest.where(node.dataset.id), to = this.treeKey(e.key, i);
    if (to === undefined) return;
    e.preventDefault();
    if (to === null) return;
    this.tabStop = this.cards[to].id;
    this.reveal(to, false);
    this.focus(to);
  },

  // The card to go to, null for a key that has done its work, undefined for a key that means nothing here.
  treeKey(key, i) {
    const shown = this.visible, k = this.rank[i], kids = this.forest.kids[i];
    switch (key) {
      case "ArrowDown": return shown[k + 1] ?? null;
      case "ArrowUp": return shown[k - 1] ?? null;
      case "Home": return shown[0];
      case "End": return shown.at(-1);
      case "ArrowRight":
        if (this.isOpen(i)) return kids[0] ?? null;
        return this.toggle(i, true), null;
      case "ArrowLeft":
        if (!this.isOpen(i)) return i === shown[0] || this.forest.parent[i] === NOBODY ? null : this.forest.parent[i];
        return this.toggle(i, false), null;
      case "Enter": case " ": return this.select(i), null;
      case "+": return this.toggle(i, true), null;
      case "-": return this.toggle(i, false), null;
      case "*": return this.openSiblings(i), null;
    }
    return key.length === 1 && /[\p{L}\p{N}]/u.test(key) ? this.startingWith(key, k) : undefined;
  },

  openSiblings(i) {
    for (const k of this.forest.siblings(i)) if (this.forest.kids[k].length) this.open.add(this.cards[k].id);
    this.keep(this.cards[i].id, () => this.draw());
  },

  startingWith(letter, k) {
    const around = [...this.visible.slice(k + 1), ...this.visible.slice(0, k)];
    return around.find((i) => fold(this.cards[i].title).startsWith(fold(letter))) ?? null;
  },
});
