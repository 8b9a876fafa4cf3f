// What stands behind the cards: frames, lines, and in a crowd the cards themselves, on one canvas that is as large as the
// stage and shows only what is in sight.

const CORNER = 8;
const FRAME_CORNER = 14;
const SHADES = {
  line: "--line", accent: "--accent", dotted: "--dotted", card: "--card", rule: "--rule", ink: "--ink", paper: "--paper",
  open: "--open-line", openCard: "--open-card", hit: "--hit", ground: "--ground", frame: "--frame",
};

class Painter {
  constructor(chart, canvas) {
    this.chart = chart;
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
  }

  // Colours live in the style sheet; a canvas needs them spelled out.
  readColours() {
    const root = this.chart.root, probe = element("span");
    const look = () => getComputedStyle(probe).color;
    root.append(probe);
    this.colour = {};
    for (const [name, variable] of Object.entries(SHADES)) {
      probe.style.color = `var(${variable})`;
      this.colour[name] = look();
    }
    probe.style.color = "var(--unit)";
    this.units = {};
    for (const name of ["none", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      probe.className = `unit-${name}`;
      this.units[`unit-${name}`] = look();
    }
    probe.remove();
  }

  size(width, height) {
    const dense = window.devicePixelRatio || 1;
    this.dense = dense;
    if (this.canvas.width === Math.round(width * dense) && this.canvas.height === Math.round(height * dense)) return;
    this.canvas.width = Math.round(width * dense);
    this.canvas.height = Math.round(height * dense);
  }

  paint(sight, crowd) {
    const { chart, pen, dense } = this, { x, y, k } = chart.view, stage = chart.stageSize;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.setTransform(dense * k, 0, 0, dense * k, dense * x, dense * y);
    this.sight = { left: -x / k, top: -y / k, right: (stage.width - x) / k, bottom: (stage.height - y) / k };
    this.thick = k < 0.12 ? 0.7 / k : k < FAR ? 3 : 1.6;
    this.drawFrames();
    this.drawLines(k < 0.3);
    if (crowd) this.drawCrowd(sight);
    this.drawWay();
    this.drawDotted();
  }

  hides(left, top, right, bottom) {
    const s = this.sight;
    return right < s.left || left > s.right || bottom < s.top || top > s.bottom;
  }

  drawFrames() {
    const pen = this.pen;
    for (const frame of this.chart.drawn.frames ?? EMPTY) {
      if (this.hides(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height)) continue;
      const colour = this.units[unitClass(this.chart.cards[frame.card], this.chart.groups)];
      pen.beginPath();
      pen.roundRect(frame.x, frame.y, frame.width, frame.height, FRAME_CORNER);
      pen.fillStyle = this.colour.frame;
      pen.fill();
      pen.globalAlpha = 0.55;
      pen.strokeStyle = colour;
      pen.lineWidth = this.thick;
      pen.stroke();
      pen.globalAlpha = 1;
    }
  }

  // Far away corners are not seen, and sharp ones cost less.
  drawLines(sharp) {
    const pen = this.pen;
    pen.strokeStyle = this.colour.line;
    pen.lineWidth = this.thick;
    let waiting = 0;
    pen.beginPath();
    for (const { points } of this.chart.drawn.lines) {
      const first = points[0], last = points[points.length - 1];
      const [left, right] = first[0] < last[0] ? [first[0], last[0]] : [last[0], first[0]];
      if (this.hides(left - 60, first[1], right + 60, last[1])) continue;
      trace(pen, points, sharp);
      if (++waiting < 400) continue;
      pen.stroke();
      pen.beginPath();
      waiting = 0;
    }
    pen.stroke();
  }

  // From the picked card up to the top.
  drawWay() {
    const { chart, pen } = this;
    pen.strokeStyle = this.colour.accent;
    pen.lineWidth = this.thick * 2;
    pen.beginPath();
    for (let i = chart.forest.where(chart.selected); i !== NOBODY && chart.lineOf.has(i); i = chart.forest.parent[i]) {
      trace(pen, chart.lineOf.get(i), false);
    }
    pen.stroke();
  }

  drawDotted() {
    const { chart, pen } = this, { sizes: s } = chart;
    pen.strokeStyle = pen.fillStyle = this.colour.dotted;
    pen.lineWidth = Math.max(2, this.thick);
    pen.lineCap = "round";
    chart.dotted.forEach(([from, to], lane) => {
      const a = chart.box(from), b = chart.box(to), step = lane % 3;
      if (this.hides(Math.min(a.x, b.x), Math.min(a.y, b.y) - 60, Math.max(a.x, b.x) + s.width, Math.max(a.y, b.y) + 200)) return;
      const end = b.x + s.width * 0.68 + 7 * step;
      pen.setLineDash([3, 6]);
      pen.beginPath();
      trace(pen, dottedLine(a, b, s, step, end), false);
      pen.stroke();
      pen.setLineDash([]);
      pen.beginPath();
      trace(pen, [[end - 4.5, b.y - 8], [end, b.y - 1], [end + 4.5, b.y - 8]], true);
      pen.fill();
    });
    pen.lineCap = "butt";
  }

  drawCrowd(sight) {
    const { chart, pen } = this, plain = new Path2D(), open = new Path2D(), hits = new Path2D(), bars = {};
    for (const i of sight) {
      const { x, y, width, height } = chart.box(i), card = chart.cards[i];
      (card.kind === "open" ? open : plain).rect(x, y, width, height);
      (bars[unitClass(card, chart.groups)] ??= new Path2D()).rect(x, y, 30, height);
      if (chart.search.has(i)) hits.rect(x + 30, y, width - 30, height);
    }
    pen.lineWidth = this.thick;
    for (const [path, ground, edge] of [[plain, "card", "line"], [open, "openCard", "open"], [hits, "hit", "ink"]]) {
      pen.fillStyle = this.colour[ground];
      pen.strokeStyle = this.colour[edge];
      pen.fill(path);
      pen.stroke(path);
    }
    for (const [unit, path] of Object.entries(bars)) {
      pen.fillStyle = this.units[unit];
      pen.fill(path);
    }
    this.circle(chart.forest.where(chart.selected), "accent");
    this.circle(chart.search.current(), "ink");
    if (chart.target) this.circle(chart.target.i, chart.target.refused ? "open" : "accent");
  }

  // In a crowd one card is found by a ring that is as wide at every scale.
  circle(i, colour) {
    const { chart, pen } = this;
    if (!chart.isShown(i)) return;
    const { x, y, width, height } = chart.box(i), px = 1 / chart.view.k;
    pen.strokeStyle = this.colour[colour];
    pen.lineWidth = 3 * px;
    pen.strokeRect(x - 4 * px, y - 4 * px, width + 8 * px, height + 8 * px);
  }
}

// A chain of strokes with round corners.
function trace(pen, points, sharp) {
  const last = points.length - 1;
  pen.moveTo(points[0][0], points[0][1]);
  for (let k = 1; k < last; k++) {
    const [x, y] = points[k], [px, py] = points[k - 1], [nx, ny] = points[k + 1];
    if (sharp) {
      pen.lineTo(x, y);
      continue;
    }
    const before = Math.abs(x - px) + Math.abs(y - py), after = Math.abs(nx - x) + Math.abs(ny - y);
    pen.arcTo(x, y, nx, ny, Math.min(CORNER, before / 2, after / 2));
  }
  pen.lineTo(points[last][0], points[last][1]);
}

// From the gap right of one card up or down to the gap above another, and into it from above.
function dottedLine(from, to, s, lane, end) {
  const x = from.x + s.width + 7 + 3 * lane, y = from.y + from.height / 2, above = to.y - s.row_gap * 0.26 - 3 * lane;
  return [[from.x + s.width, y], [x, y], [x, above], [end, above], [end, to.y - 3]];
}

// The whole chart in a corner; a click or a drag moves the view. Wide charts are squeezed, so that they stay visible.
class Minimap {
  constructor(chart, canvas) {
    this.chart = chart;
    this.canvas = canvas;
    this.base = document.createElement("canvas");
    this.wanted = null;
    const go = (e) => {
      if (!canvas.hasPointerCapture(e.pointerId)) return;
      const box = canvas.getBoundingClientRect();
      chart.centre((e.clientX - box.left) / this.scale[0], (e.clientY - box.top) / this.scale[1]);
    };
    canvas.addEventListener("pointerdown", (e) => {
      e.stopPropagation();
      canvas.setPointerCapture(e.pointerId);
      go(e);
    });
    canvas.addEventListener("pointermove", go);
  }

  toggle() {
    this.wanted = !this.isOn();
    this.chart.apply();
  }

  isOn() {
    return this.wanted ?? this.chart.stageSize.width > 640;
  }

  isNeeded() {
    const { drawn, view, stageSize } = this.chart;
    return drawn.width * view.k > stageSize.width * 1.1 || drawn.height * view.k > stageSize.height * 1.1;
  }

  drawBase() {
    const { drawn, stageSize } = this.chart, dense = window.devicePixelRatio || 1;
    const width = stageSize.width < 900 ? 140 : 196; // beside the details of a card it is smaller
    const height = Math.min(width * 0.67, Math.max(30, Math.round((width * drawn.height) / Math.max(drawn.width, 1))));
    this.scale = [width / Math.max(drawn.width, 1), height / Math.max(drawn.height, 1)];
    for (const canvas of [this.base, this.canvas]) {
      canvas.width = width * dense;
      canvas.height = height * dense;
    }
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    this.stale = true;
  }

  fillBase() {
    const { chart, base } = this, pen = base.getContext("2d"), dense = window.devicePixelRatio || 1;
    const [sx, sy] = this.scale, bars = {};
    for (const i of chart.visible) {
      const { x, y, width, height } = chart.box(i);
      const path = (bars[unitClass(chart.cards[i], chart.groups)] ??= new Path2D());
      path.rect(x * sx, y * sy, Math.max(1, width * sx), Math.max(1, height * sy));
    }
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    for (const [unit, path] of Object.entries(bars)) {
      pen.fillStyle = chart.painter.units[unit];
      pen.fill(path);
    }
    this.stale = false;
  }

  paint() {
    const { chart, canvas } = this;
    chart.words.button("minimap").setAttribute("aria-pressed", this.isOn());
    canvas.hidden = !(this.isOn() && this.isNeeded() && chart.visible.length > 1);
    if (canvas.hidden) return;
    if (this.stale) this.fillBase();
    const pen = canvas.getContext("2d"), dense = window.devicePixelRatio || 1, [sx, sy] = this.scale, { x, y, k } = chart.view;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(this.base, 0, 0);
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.lineWidth = 2;
    pen.strokeStyle = chart.painter.colour.accent;
    const left = Math.max(1, (-x / k) * sx), top = Math.max(1, (-y / k) * sy);
    const right = Math.min(canvas.width / dense - 1, ((chart.stageSize.width - x) / k) * sx);
    const bottom = Math.min(canvas.height / dense - 1, ((chart.stageSize.height - y) / k) * sy);
    pen.strokeRect(left, top, Math.max(3, right - left), Math.max(3, bottom - top));
  }
}
