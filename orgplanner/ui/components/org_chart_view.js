// Where the reader looks: zoom, fit, bringing cards into sight, the card under a point.

Object.assign(Chart.prototype, {
  measure() {
    this.stageSize = { width: this.stage.clientWidth, height: this.stage.clientHeight };
    this.painter?.size(this.stageSize.width, this.stageSize.height);
  },

  zoom(factor, cx = this.stageSize.width / 2, cy = this.stageSize.height / 2) {
    const view = this.view, k = Math.min(SCALES[1], Math.max(SCALES[0], view.k * factor)), f = k / view.k;
    view.x = cx - (cx - view.x) * f;
    view.y = cy - (cy - view.y) * f;
    view.k = k;
    this.apply();
  },

  centre(x, y) {
    this.view.x = this.stageSize.width / 2 - x * this.view.k;
    this.view.y = this.stageSize.height / 2 - y * this.view.k;
    this.apply();
  },

  fitScale() {
    const pad = 32, { width, height } = this.stageSize;
    return Math.min(1, (width - pad) / this.drawn.width, (height - pad) / this.drawn.height);
  },

  fit() {
    const k = Math.max(SCALES[0], this.fitScale()), { width, height } = this.stageSize;
    this.view = { k, x: (width - this.drawn.width * k) / 2, y: 16 };
    if (this.branch !== null) this.view.y = Math.max(16, Math.min(52, height - this.drawn.height * k));
    this.apply();
  },

  firstView() {
    if (!this.stageSize.width || !this.visible.length) return;
    this.width = this.stageSize.width;
    if (this.fitScale() >= READABLE) return this.fit();
    const k = NEAR, place = this.drawn.at.get(this.visible[0]);
    this.view = { k, x: this.width / 2 - (place.x + this.sizes.width / 2) * k, y: this.branch === null ? 20 : 52 };
    this.apply();
  },

  resized() {
    this.measure();
    const { width } = this.stageSize;
    if (!width || !this.drawn) return;
    if (!this.width) return this.firstView();
    const isNarrower = width < this.width, picked = this.forest.where(this.selected);
    this.view.x += (width - this.width) / 2;
    this.width = width;
    this.minimap.drawBase();
    if (isNarrower && this.isShown(picked)) this.reveal(picked, false); // its details have just opened beside it
    else this.apply();
  },

  anchor() {
    return this.isShown(this.forest.where(this.selected)) ? this.selected : this.tabStop;
  },

  // Changes the drawing so that one card stays where the eye left it.
  keep(id, change) {
    const before = this.drawn.at.get(this.forest.where(id));
    change();
    const later = this.drawn.at.get(this.forest.where(id));
    if (before && later) {
      this.view.x += (before.x - later.x) * this.view.k;
      this.view.y += (before.y - later.y) * this.view.k;
    }
    this.apply();
  },

  // Opens the ancestors of a card and brings it into sight.
  reveal(i, centred = true) {
    const f = this.forest;
    let opened = false;
    if (this.branch !== null && !f.isWithin(i, f.where(this.branch))) {
      this.branch = null;
      opened = true;
    }
    for (let p = f.parent[i]; p !== NOBODY; p = f.parent[p]) {
      opened ||= !this.isOpen(p);
      this.open.add(this.cards[p].id);
    }
    if (opened || !this.isShown(i)) this.draw();
    const box = this.box(i), view = this.view, pad = 24, { width: w, height: h } = this.stageSize;
    if (centred && view.k < FAR) view.k = NEAR;
    const left = view.x + box.x * view.k, top = view.y + box.y * view.k;
    const right = left + box.width * view.k, bottom = top + box.height * view.k;
    if (centred || right - left > w) {
      view.x += w / 2 - (left + right) / 2;
      view.y += h / 2 - (top + bottom) / 2;
    } else {
      view.x += left < pad ? pad - left : right > w - pad ? w - pad - right : 0;
      view.y += top < pad ? pad - top : bottom > h - pad ? h - pad - bottom : 0;
    }
    this.apply();
  },

  // The card under a point of the window, by where it stands: in a crowd cards are no elements.
  cardAt(clientX, clientY) {
    const stage = this.stage.getBoundingClientRect(), { x, y, k } = this.view;
    if (clientX < stage.left || clientX > stage.right || clientY < stage.top || clientY > stage.bottom || !this.drawn) return NOBODY;
    const px = (clientX - stage.left - x) / k, py = (clientY - stage.top - y) / k, wide = this.sizes.width;
    for (const i of this.visible) {
      const place = this.drawn.at.get(i);
      if (px < place.x || px > place.x + wide || py < place.y) continue;
      if (py <= place.y + (this.cards[i].height ?? this.sizes.height)) return i;
    }
    return NOBODY;
  },

  showHint() {
    this.hint.classList.add("seen");
    clearTimeout(this.hintTimer);
    this.hintTimer = setTimeout(() => this.hint.classList.remove("seen"), 1200);
  },
});
