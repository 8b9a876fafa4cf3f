// One card as an element. Texts of the data reach the page through textContent and attributes only.

const MARKS = {
  gap: "!", source: "◆", warning: "▲", tight: "●", added: "+", moved: "→", gone: "−", changed: "≠",
};
const FACES = { // drawn instead of initials
  open: "M8 8.2a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8M2.5 14c.3-3 2.6-4.4 5.2-4.4M12 9.5v5M9.5 12h5",
  pool: "M5.2 7.4a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6M11.2 7.4a2 2 0 1 0 0-4M1 13.4c.2-2.6 2-4 4.2-4s4 1.4 4.2 4M11 9.4c2.2 0 3.8 1.4 4 4",
  unit: "M2 6.5h12v7H2zM2 6.5v-4h5l1.5 2H14v2",
};
const WORDED = new Set(["pool", "shared", "out_of_scope", "gone"]); // kinds that a chip on the card names
const FAR_LINE = 33; // px of one line of a name seen from afar
const FAR_ROLE = 26; // px of a role seen from afar
const FAR_CHANGE = 27; // px of a badge that tells what changes
const CHANGES = new Set(["added", "moved", "gone", "changed"]); // badges that are seen from afar too

const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const fold = (text) => text.normalize("NFKC").toLowerCase();

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function nameButton(node, text) {
  node.setAttribute("aria-label", text);
  node.title = text;
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

// What the colour tells stands on the card in words too.
function factsOf(card) {
  const said = [card.title, card.role, ...card.lines, ...card.badges.map((badge) => badge.text)].join(" ");
  return said.includes(card.group) ? card.lines : [...card.lines, card.group];
}

const groupOf = (card) => card.group || card.unit;

function unitClass(card, groups) {
  const group = groups[groupOf(card)];
  return group ? `unit-${group.colour}` : "unit-none";
}

function plainCard() {
  const card = element("div", "card");
  card.setAttribute("role", "treeitem");
  card.setAttribute("aria-selected", "false");
  card.tabIndex = -1;
  return card;
}

// What a card shows; apart from its toggle, so that the browser may skip boxes out of sight.
function plainBox() {
  const box = element("span", "box"), side = element("span", "side"), text = element("span", "text");
  side.setAttribute("aria-hidden", "true");
  side.append(element("span", "face"), element("span", "mark"));
  for (const [part, className] of [["b", "name"], ["span", "role"], ["span", "meta"]]) {
    const line = element(part, className);
    line.dir = "auto";
    text.append(line);
  }
  box.append(side, text, element("span", "badges"));
  return box;
}

// A third line of a name comes after the role, a second before it.
function farLines(room) {
  return Math.max(1, Math.min(2, Math.floor(room / FAR_LINE)), Math.floor((room - FAR_ROLE) / FAR_LINE));
}

class CardMaker {
  constructor(chart) {
    this.chart = chart;
    this.card = plainCard();
    this.box = plainBox();
  }

  make(i) {
    const node = this.card.cloneNode();
    this.dress(node, i);
    return node;
  }

  // A node outlives new data, and with it the focus; it is filled anew only when what it says has changed.
  dress(node, i) {
    const chart = this.chart, card = chart.cards[i];
    if (node.edition === chart.edition) return;
    node.edition = chart.edition;
    const f = chart.forest, spoken = this.spoken(i);
    const level = [f.depth[i] + 1, f.position[i], f.siblings(i).length];
    const signature = JSON.stringify([card, spoken, level, chart.groups[groupOf(card)], f.kids[i].length > 0]);
    if (node.signature === signature) return;
    node.signature = signature;
    node.isOpen = undefined;
    node.dataset.id = card.id;
    node.className = `card is-${card.kind} ${unitClass(card, chart.groups)}`;
    node.removeAttribute("title");
    node.setAttribute("aria-label", spoken);
    ["aria-level", "aria-posinset", "aria-setsize"].forEach((name, k) => node.setAttribute(name, level[k]));
    node.replaceChildren(this.fill(card, node));
    if (!f.kids[i].length) return node.removeAttribute("aria-expanded");
    node.append(element("span", "toggle"));
    node.lastChild.setAttribute("aria-hidden", "true");
  }

  fill(card, node) {
    const chart = this.chart, box = this.box.cloneNode(true), group = chart.groups[groupOf(card)];
    const [side, text, badges] = box.children, [face, mark] = side.children, [name, role, meta] = text.children;
    name.textContent = card.title;
    role.textContent = card.role;
    meta.textContent = factsOf(card).join(" · ");
    if (FACES[card.kind]) face.append(drawing(FACES[card.kind]));
    else face.textContent = initials(card.title);
    if (group && chart.severalGroups && card.kind !== "unit") mark.textContent = group.mark;
    const chips = WORDED.has(card.kind) ? [{ kind: "kind", text: chart.labels.kinds[card.kind] }, ...card.badges] : card.badges;
    this.addBadges(badges, chips, card.height !== undefined);
    node.classList.toggle("bare", !chips.length);
    node.classList.toggle("fixed", chart.editing.editable && Boolean(card.fixed));
    node.classList.toggle("printed", card.height !== undefined);
    node.style.height = card.height === undefined ? "" : `${card.height}px`;
    const below = chips.some((chip) => CHANGES.has(chip.kind)) ? FAR_CHANGE : 0;
    node.style.setProperty("--far-lines", farLines(chart.heightOf(card) - 24 - below));
    return box;
  }

  // A card of its own height, as on paper, holds every chip; one of the common height says how many it leaves out.
  addBadges(row, chips, all) {
    let room = 38;
    row.classList.toggle("all", all);
    for (const [k, chip] of chips.entries()) {
      room -= wide(chip.text) + 4;
      if (!all && k > 0 && room < (k < chips.length - 1 ? 4 : 0)) {
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

  setToggle(node, i) {
    const f = this.chart.forest, t = this.chart.labels, n = f.kids[i].length, open = this.chart.isOpen(i);
    if (!n || node.isOpen === open) return;
    node.isOpen = open;
    node.setAttribute("aria-expanded", open);
    node.lastChild.textContent = open ? `− ${n}` : `+ ${f.below[i]}`;
    node.lastChild.title = fill(open ? t.hide_reports : t.show_reports, { n: open ? n : f.below[i] });
  }

  spoken(i) {
    const { cards, forest: f, labels: t, tools } = this.chart, card = cards[i], said = [card.title, card.role];
    if (card.kind !== "filled") said.push(t.kinds[card.kind]);
    if (card.assistant) said.push(tools.assistant);
    for (const words of [card.unit, card.group]) if (words && !card.lines.includes(words) && !said.includes(words)) said.push(words);
    said.push(...card.lines, ...card.badges.map((badge) => badge.text));
    if (f.kids[i].length) said.push(fill(t.reports, { n: f.kids[i].length, m: f.below[i] }));
    const names = card.dotted_to.map((id) => f.where(id)).filter((k) => k !== NOBODY).map((k) => cards[k].title);
    if (names.length) said.push(fill(t.dotted_to, { names: names.join(t.separator) }));
    return said.filter(Boolean).join(t.separator);
  }

  // The tooltip holds in full what a card may have cut.
  explain(node) {
    if (!node || node.title) return;
    const card = this.chart.cardOf(node.dataset.id);
    if (card) node.title = this.inFull(card);
  }

  inFull(card) {
    const kind = card.kind === "filled" ? "" : this.chart.labels.kinds[card.kind];
    const words = [card.title, card.role, kind, ...new Set([card.unit, card.group, ...card.lines])];
    return card.tooltip || [...words, ...card.badges.map((badge) => badge.text)].filter(Boolean).join("\n");
  }
}
