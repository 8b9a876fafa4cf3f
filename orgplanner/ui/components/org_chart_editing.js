// Picking up, dropping, swapping, undoing: by mouse, touch and keys alike. What is carried is { kind, id } with kind
// "card" or "person" (of the tray).

const KEYS = { z: "undo", y: "redo", x: "take", v: "put" };

class Editing {
  constructor(chart, root) {
    const find = (selector) => root.querySelector(selector);
    this.chart = chart;
    this.root = root;
    Object.assign(this, {
      said: find(".said"), bar: find(".carry"), menu: find(".menu"), note: find(".notice"), set: find(".editing"),
    });
    this.editable = false;
    this.carried = null;
    this.requests = new Requests(chart);
    this.menu.addEventListener("keydown", (e) => this.menuKey(e));
    this.menu.addEventListener("focusout", (e) => {
      if (e.relatedTarget && !this.menu.contains(e.relatedTarget)) this.closeMenu();
    });
  }

  read(data) {
    const t = this.chart.tools, button = (does) => this.root.querySelector(`[data-does=${does}]`);
    this.editable = Boolean(data.editable);
    this.set.hidden = !this.editable;
    this.root.classList.toggle("editable", this.editable);
    this.set.setAttribute("aria-label", t.editing);
    for (const does of ["undo", "redo"]) nameButton(button(does), t[does]);
    button("undo").disabled = !data.can_undo;
    button("redo").disabled = !data.can_redo;
    nameButton(button("close_notice"), t.close);
    for (const does of ["to_top", "take_off", "put_back"]) button(does).textContent = t[does];
    if (this.carried && !this.thing(this.carried)) this.carried = null;
    this.writeState();
    this.showNotice(data.notice ?? "", data.answer);
  }

  // The same words after another answer are said again.
  showNotice(text, answer) {
    const told = `${answer} ${text}`;
    if (told === this.told) return;
    this.told = told;
    this.tell(text);
  }

  tell(text) {
    this.note.hidden = !text;
    this.note.firstElementChild.textContent = text;
    if (text) this.say(text);
  }

  say(text) {
    this.said.textContent = this.said.textContent === text ? `${text}\u00a0` : text;
  }

  thing(what) {
    return what.kind === "card" ? this.chart.cardOf(what.id) : this.chart.tray.find(what.id);
  }

  isTaken(kind, id) {
    return this.carried?.kind === kind && this.carried.id === id;
  }

  mayTake(i) {
    return this.editable && !this.chart.cards[i].fixed;
  }

  // ------------------------------------------------------------------ carrying

  take(kind, id) {
    const { chart } = this, t = chart.tools, what = { kind, id }, thing = this.thing(what);
    if (!this.editable || !thing) return;
    if (kind === "card" && thing.fixed) return this.tell(fill(t.refuse_fixed, { name: thing.title }));
    this.carried = what;
    this.tell("");
    const below = kind === "card" ? chart.forest.below[chart.forest.where(id)] : 0;
    const words = kind === "card" ? (below ? t.taken_card : t.taken_alone) : t.taken_person;
    this.say(fill(words, { name: thing.title, n: below }));
    this.writeState();
    chart.mark();
    chart.focus(chart.forest.where(kind === "card" ? id : chart.tabStop));
  }

  putBack() {
    const what = this.carried, thing = what && this.thing(what);
    this.letGo();
    if (!thing) return;
    this.say(fill(this.chart.tools.was_put_back, { name: thing.title }));
    if (what.kind === "card") this.chart.focus(this.chart.forest.where(what.id));
    else this.chart.tray.focus(what.id);
  }

  letGo() {
    this.carried = null;
    this.closeMenu();
    this.writeState();
    this.chart.mark();
  }

  writeState() {
    const { chart } = this, t = chart.tools, what = this.carried, thing = what && this.thing(what);
    const button = this.root.querySelector("[data-does=carry]"), find = (does) => this.bar.querySelector(`[data-does=${does}]`);
    this.root.classList.toggle("carrying", Boolean(thing));
    button.textContent = t.move;
    button.setAttribute("aria-pressed", Boolean(thing));
    const from = chart.forest.where(chart.selected);
    button.disabled = !thing && (from === NOBODY || !this.mayTake(from));
    this.bar.hidden = !thing;
    chart.tray.mark();
    if (!thing) return;
    this.bar.firstElementChild.textContent = fill(t.carrying, { name: thing.title });
    const i = what.kind === "card" ? chart.forest.where(what.id) : NOBODY;
    find("to_top").hidden = i === NOBODY || chart.forest.parent[i] === NOBODY;
    find("take_off").hidden = i === NOBODY || !holdsPerson(thing);
  }

  // ------------------------------------------------------------------ dropping

  // what on card i: swap true or false, or undefined to ask where both are possible.
  drop(what, i, swap) {
    const reason = refusal(this.chart, what, i), swaps = canSwap(this.chart, what, i);
    if (swap === undefined && swaps && !reason) return this.openMenu(what, i);
    if (swap === true && !swaps) return this.refuse(this.chart.tools.refuse_swap);
    if (!swap && reason) return this.refuse(reason);
    this.request(this.edit(what, this.chart.cards[i].id, swap));
  }

  edit(what, id, swap) {
    if (what.kind === "person") return { kind: "assign", person: what.id, card: id };
    return swap ? { kind: "swap", card: what.id, with: id } : { kind: "move", card: what.id, to: id };
  }

  dropOnTray(what) {
    if (what.kind !== "card") return this.putBack();
    const card = this.thing(what);
    if (!holdsPerson(card)) return this.refuse(fill(this.chart.tools.refuse_empty, { name: card.title }));
    this.request({ kind: "unassign", card: what.id });
  }

  refuse(reason) {
    this.closeMenu();
    this.tell(reason);
  }

  request(edit) {
    const { chart } = this, said = this.sentence(edit);
    this.letGo();
    this.tell("");
    this.say(said);
    chart.root.dropped = performance.now();
    chart.drawAfter(edit);
    this.requests.ask(edit);
  }

  sentence(edit) {
    const { chart } = this, t = chart.tools, name = (id) => chart.cardOf(id)?.title ?? "";
    const names = { name: name(edit.card), target: name(edit.to ?? edit.with ?? edit.card) };
    if (edit.kind === "assign") names.name = chart.tray.find(edit.person).title;
    return fill(t[edit.kind === "move" && edit.to === null ? "did_top" : `did_${edit.kind}`], names);
  }

  remove(i) {
    if (!this.mayTake(i)) return this.tell(fill(this.chart.tools.refuse_fixed, { name: this.chart.cards[i].title }));
    this.request({ kind: "remove", card: this.chart.cards[i].id });
  }

  ask(kind) {
    if (this.root.querySelector(`[data-does=${kind}]`).disabled) this.say(this.chart.tools[`no_${kind}`]);
    else this.request({ kind });
  }

  // ------------------------------------------------------------------ the small menu at a drop

  openMenu(what, i) {
    const t = this.chart.tools, target = this.chart.cards[i].title, name = this.thing(what).title;
    const item = (text, act) => {
      const button = element("button", "", text);
      button.type = "button";
      button.dir = "auto";
      button.setAttribute("role", "menuitem");
      button.addEventListener("click", (e) => {
        e.stopPropagation();
        this.closeMenu();
        act();
      });
      return button;
    };
    this.menu.setAttribute("aria-label", fill(t.menu, { name, target }));
    this.menu.replaceChildren(
      item(fill(t.put_under, { target }), () => this.drop(what, i, false)),
      item(fill(t.swap_with, { target }), () => this.drop(what, i, true)),
      item(t.put_back, () => this.putBack()),
    );
    this.menu.hidden = false;
    const { x, y, k } = this.chart.view, box = this.chart.box(i), stage = this.chart.stageSize;
    const left = Math.max(8, Math.min(x + box.x * k + 12, stage.width - this.menu.offsetWidth - 8));
    const top = Math.max(8, Math.min(y + (box.y + box.height) * k - 8, stage.height - this.menu.offsetHeight - 8));
    Object.assign(this.menu.style, { left: `${left}px`, top: `${top}px` });
    this.menu.firstElementChild.focus();
  }

  closeMenu() {
    const had = this.menu.contains(this.chart.active());
    this.menu.hidden = true;
    if (had) this.chart.focus(this.chart.forest.where(this.chart.tabStop));
  }

  menuKey(e) {
    const items = [...this.menu.children], k = items.indexOf(e.target), step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) items[(k + step + items.length) % items.length].focus();
    if (e.key === "Escape" || e.key === "Tab") this.closeMenu();
    if (step || e.key === "Escape" || e.key === "Tab") e.preventDefault();
    e.stopPropagation();
  }

  // ------------------------------------------------------------------ keys and buttons

  // True where the key meant editing.
  key(e) {
    if (!this.editable || e.target.closest("input, select, .menu")) return false;
    const chip = e.target.closest(".chip"), card = e.target.closest(".card"), control = e.ctrlKey || e.metaKey;
    const i = card ? this.chart.forest.where(card.dataset.id) : NOBODY;
    let does = control && !e.altKey ? KEYS[e.key.toLowerCase()] : undefined;
    if (does === "undo" && e.shiftKey) does = "redo";
    if (!control && !e.altKey && e.key === "Escape" && this.carried) does = "put_back";
    if (!control && !e.altKey && i !== NOBODY && e.key === "Delete") does = "remove";
    if (!control && !e.altKey && i !== NOBODY && this.carried && (e.key === "Enter" || e.key === " ")) does = "offer";
    if (!does || (does === "take" && !chip && i === NOBODY)) return false;
    e.preventDefault();
    this.act(does, i, chip, e.shiftKey);
    return true;
  }

  act(does, i, chip, swap) {
    if (does === "undo" || does === "redo") return this.ask(does);
    if (does === "put_back") return this.putBack();
    if (does === "remove") return this.remove(i);
    if (does === "take") return chip ? this.take("person", chip.dataset.person) : this.take("card", this.chart.cards[i].id);
    if (!this.carried) return this.say(this.chart.tools.nothing_taken);
    if (does === "offer") return this.drop(this.carried, i);
    if (i !== NOBODY) return this.drop(this.carried, i, swap);
    if (chip || this.chart.tray.node.contains(this.chart.active())) this.dropOnTray(this.carried);
  }

  press(does) {
    if (does === "carry") return this.carried ? this.putBack() : this.take("card", this.chart.selected);
    if (does === "undo" || does === "redo") return this.ask(does);
    if (does === "put_back") return this.putBack();
    if (does === "close_notice") return this.tell("");
    if (!this.carried) return;
    if (does === "to_top") this.request({ kind: "move", card: this.carried.id, to: null });
    if (does === "take_off") this.dropOnTray(this.carried);
  }
}
