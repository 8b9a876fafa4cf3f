// Mouse, pen and touch on the stage and the tray: panning, pinching, and dragging cards and people.

const DRAG_PX = 5; // a shorter way is a click
const PRESS_MS = 420; // a finger that rests so long on a card picks it up
const EDGE_PX = 48; // so near to the edge the chart scrolls under a drag
const EDGE_MS = 200; // after so long there: a drag that only crosses the edge leaves the chart alone
const EDGE_SPEED = 14; // px a frame at most

class Pointers {
  constructor(chart, root) {
    this.chart = chart;
    this.stage = root.querySelector(".stage");
    this.board = root.querySelector(".board");
    this.ghost = root.querySelector(".ghost");
    this.down = new Map();
    this.grabbed = this.drag = null;
    const on = (name, act, options) => this.board.addEventListener(name, act, options);
    on("pointerdown", (e) => this.press(e));
    on("pointermove", (e) => this.move(e));
    on("pointerup", (e) => this.release(e));
    on("pointercancel", (e) => this.release(e, true));
    on("contextmenu", (e) => this.drag && e.preventDefault());
    on("touchmove", (e) => this.drag && e.preventDefault(), { passive: false });
    this.keys = (e) => this.alt(e);
  }

  press(e) {
    if (e.button > 1 || e.target.closest(".trail, .carry, .notice, .menu, .minimap")) return;
    if (!this.stage.contains(e.target) && !e.target.closest(".chip")) return;
    this.down.set(e.pointerId, { x: e.clientX, y: e.clientY });
    this.start = this.spot();
    clearTimeout(this.timer);
    if (this.down.size > 1) return this.cancel();
    this.moved = false;
    this.chart.editing.closeMenu();
    this.grabbed = e.button === 0 && !e.target.closest(".toggle") ? this.under(e) : null;
    if (!this.grabbed || e.pointerType === "mouse") return;
    const { pointerId, clientX, clientY } = e;
    this.timer = setTimeout(() => this.lift(pointerId, clientX, clientY), PRESS_MS);
  }

  // What a drag from here would take along, or null where it pans.
  under(e) {
    const { editing, cards } = this.chart, chip = e.target.closest(".chip");
    if (!editing.editable) return null;
    if (chip) return { kind: "person", id: chip.dataset.person, touch: e.pointerType !== "mouse" };
    const i = this.chart.cardAt(e.clientX, e.clientY);
    if (i === NOBODY || !editing.mayTake(i)) return null;
    return { kind: "card", id: cards[i].id, touch: e.pointerType !== "mouse" };
  }

  spot() {
    const points = [...this.down.values()], n = points.length;
    const x = points.reduce((sum, p) => sum + p.x, 0) / n, y = points.reduce((sum, p) => sum + p.y, 0) / n;
    return { x, y, apart: n > 1 ? Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y) : 0 };
  }

  move(e) {
    if (!this.down.has(e.pointerId)) return this.chart.hover(e);
    this.down.set(e.pointerId, { x: e.clientX, y: e.clientY });
    if (this.drag) return this.dragTo(e.clientX, e.clientY, e.altKey);
    const now = this.spot();
    if (!this.moved && this.down.size === 1 && Math.hypot(now.x - this.start.x, now.y - this.start.y) < DRAG_PX) return;
    clearTimeout(this.timer);
    if (this.grabbed && !this.grabbed.touch) {
      this.lift(e.pointerId, e.clientX, e.clientY);
      return this.dragTo(e.clientX, e.clientY, e.altKey);
    }
    if (this.stage.contains(e.target)) this.pan(e, now);
  }

  pan(e, now) {
    const { chart, stage } = this;
    if (!this.moved) stage.setPointerCapture(e.pointerId);
    this.moved = true;
    stage.classList.add("dragging");
    chart.view.x += now.x - this.start.x;
    chart.view.y += now.y - this.start.y;
    const box = stage.getBoundingClientRect();
    if (now.apart && this.start.apart) chart.zoom(now.apart / this.start.apart, now.x - box.left, now.y - box.top);
    this.start = now;
    chart.apply();
  }

  release(e, cancelled = false) {
    clearTimeout(this.timer);
    if (!this.down.delete(e.pointerId)) return;
    const { drag } = this;
    if (drag) {
      this.end();
      if (!cancelled) this.drop(drag, e);
    }
    if (this.down.size) this.start = this.spot();
    else {
      this.stage.classList.remove("dragging");
      setTimeout(() => (this.moved = false), 0); // after the click that ends a drag
    }
  }

  // ------------------------------------------------------------------ a drag

  lift(pointerId, x, y) {
    const { chart, grabbed } = this, thing = chart.editing.thing(grabbed);
    if (!thing) return;
    this.board.setPointerCapture(pointerId);
    this.moved = true;
    this.drag = { ...grabbed, x, y, over: null, swap: false };
    chart.editing.letGo();
    const from = grabbed.kind === "card" ? chart.forest.where(grabbed.id) : NOBODY;
    chart.lifted = from === NOBODY ? null : new Set(chart.forest.branch(from));
    const more = from === NOBODY ? 0 : chart.forest.below[from];
    this.ghost.querySelector(".ghost-name").textContent = thing.title;
    this.ghost.querySelector(".ghost-more").textContent = more ? `+${more}` : "";
    this.ghost.className = `ghost ${unitClass(thing, chart.groups)}`;
    this.ghost.hidden = false;
    this.board.classList.add("lifting");
    for (const name of ["keydown", "keyup"]) document.addEventListener(name, this.keys, true); // wherever the focus is
    this.dragTo(x, y, false);
    const scroll = () => {
      if (!this.drag) return;
      this.scrollAtEdges();
      requestAnimationFrame(scroll);
    };
    requestAnimationFrame(scroll);
  }

  dragTo(x, y, alt) {
    const { chart, drag } = this, box = this.board.getBoundingClientRect();
    Object.assign(drag, { x, y, swap: alt });
    const right = x - box.left > box.width - 220;
    this.ghost.style.transform = `translate(${x - box.left + (right ? -12 : 14)}px, ${y - box.top + 16}px)${right ? " translateX(-100%)" : ""}`;
    const tray = chart.tray.holds(x, y), i = tray ? NOBODY : chart.cardAt(x, y);
    chart.tray.node.classList.toggle("target", tray && drag.kind === "card");
    const reason = i === NOBODY ? "" : this.reason(i, alt);
    chart.target = i === NOBODY ? null : { i, refused: Boolean(reason) };
    this.ghost.querySelector(".ghost-does").textContent = reason || this.does(i, tray, alt);
    this.ghost.classList.toggle("refused", Boolean(reason));
    drag.over = tray ? "tray" : i;
    chart.apply();
  }

  reason(i, alt) {
    const { chart, drag } = this;
    if (alt) return canSwap(chart, drag, i) ? "" : chart.tools.refuse_swap;
    return refusal(chart, drag, i);
  }

  does(i, tray, alt) {
    const { chart, drag } = this, t = chart.tools;
    if (tray) return drag.kind === "card" ? t.take_off : "";
    if (i === NOBODY) return "";
    const target = chart.cards[i].title;
    if (drag.kind === "person") return fill(t.assign_to, { target });
    if (alt) return fill(t.swap_with, { target });
    const said = fill(t.put_under, { target });
    return canSwap(chart, drag, i) && !drag.touch ? `${said} ${t.alt_swaps}` : said;
  }

  scrollAtEdges() {
    const { chart, drag } = this, box = this.stage.getBoundingClientRect();
    const { view: { x, y, k }, drawn } = chart;
    // Towards an edge only where the chart goes on behind it: what is all in sight stays where it is.
    const speed = (near, far, start, end, room) => {
      const back = start < 0 ? Math.max(0, EDGE_PX - near) : 0, on = end > room ? Math.max(0, EDGE_PX - far) : 0;
      return (back - on) / EDGE_PX;
    };
    const dx = speed(drag.x - box.left, box.right - drag.x, x, x + drawn.width * k, box.width);
    const dy = speed(drag.y - box.top, box.bottom - drag.y, y, y + drawn.height * k, box.height);
    const now = performance.now(), isNear = (dx || dy) && drag.y <= box.bottom;
    drag.near = isNear ? (drag.near ?? now) : null;
    if (!isNear || now - drag.near < EDGE_MS) return;
    chart.view.x += Math.max(-1, Math.min(1, dx)) * EDGE_SPEED;
    chart.view.y += Math.max(-1, Math.min(1, dy)) * EDGE_SPEED;
    this.dragTo(drag.x, drag.y, drag.swap);
  }

  drop(drag, e) {
    const { editing } = this.chart, what = { kind: drag.kind, id: drag.id };
    if (drag.over === "tray") return drag.kind === "card" && editing.dropOnTray(what);
    if (drag.over === NOBODY || drag.over === null) return;
    editing.drop(what, drag.over, e.pointerType === "mouse" ? e.altKey : undefined);
  }

  end() {
    const { chart } = this;
    this.drag = this.grabbed = null;
    this.ghost.hidden = true;
    this.board.classList.remove("lifting");
    for (const name of ["keydown", "keyup"]) document.removeEventListener(name, this.keys, true);
    chart.tray.node.classList.remove("target");
    chart.lifted = chart.target = null;
    chart.mark();
    chart.apply();
  }

  cancel() {
    clearTimeout(this.timer);
    this.grabbed = null;
    if (this.drag) this.end();
  }

  // Pressing or letting go of Alt says at once what a drop would do; Escape ends the drag.
  alt(e) {
    if (e.key === "Alt") {
      e.preventDefault();
      this.dragTo(this.drag.x, this.drag.y, e.type === "keydown");
    }
    if (e.key !== "Escape" || e.type === "keyup") return;
    e.stopImmediatePropagation();
    const { title } = this.chart.editing.thing(this.drag);
    this.cancel();
    this.chart.editing.say(fill(this.chart.tools.was_put_back, { name: title }));
  }

  // The page keeps its scroll wheel: it zooms with Ctrl, or while a card has the focus.
  wheel(e) {
    const { chart } = this, { view } = chart;
    if (!e.ctrlKey && !chart.layer.contains(chart.active())) return chart.showHint();
    e.preventDefault();
    if (!e.ctrlKey && Math.abs(e.deltaX) > Math.abs(e.deltaY)) {
      view.x -= e.deltaX;
      return chart.apply();
    }
    const box = this.stage.getBoundingClientRect(), notch = Math.max(-60, Math.min(60, e.deltaY));
    chart.zoom(Math.exp(-notch * (e.ctrlKey ? 0.006 : 0.003)), e.clientX - box.left, e.clientY - box.top);
  }
}
