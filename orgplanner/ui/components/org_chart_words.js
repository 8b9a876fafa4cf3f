// The chart's own words, put where they belong: names of buttons, levels, legend, the path to a branch.

const NAMED = ["previous", "next", "zoom_in", "zoom_out", "full_screen", "actual_size"];
const SHOWN = ["expand_all", "focus_branch", "whole_chart", "fit"];

class Words {
  constructor(chart, root) {
    this.chart = chart;
    this.root = root;
    this.legend = root.querySelector(".legend");
    this.trail = root.querySelector(".trail");
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  button(does) {
    return this.find(`[data-does=${does}]`);
  }

  write(data) {
    const { labels: t, tools, cards, editing } = this.chart;
    const names = { ".tools": t.tools, ".cards": t.tree, ".query": t.search, ".levels": t.levels, ".trail": t.trail };
    for (const [selector, text] of Object.entries(names)) this.find(selector).setAttribute("aria-label", text);
    this.find(".query").placeholder = t.search;
    this.find("#keys").textContent = editing.editable ? `${t.keys} ${tools.edit_keys}` : t.keys;
    this.find(".empty").textContent = t.empty;
    this.find(".empty").hidden = cards.length > 0;
    this.find(".canvas").hidden = !cards.length;
    this.find(".hint").textContent = t.zoom_hint;
    for (const does of NAMED) nameButton(this.button(does), t[does]);
    for (const does of SHOWN) this.button(does).textContent = t[does];
    nameButton(this.button("minimap"), tools.minimap);
    this.writeLevels();
    this.writeLegend(data);
  }

  writeLevels() {
    const { labels: t, forest } = this.chart, options = [element("option", "", t.levels)];
    options[0].value = "";
    for (let n = 1; n <= Math.min(forest.deepest + 1, MOST_LEVELS); n++) {
      options.push(element("option", "", fill(t.level, { n })));
      options.at(-1).value = n;
    }
    this.find(".levels").replaceChildren(...options);
  }

  writeLegend(data) {
    const { cards, labels: t, groups } = this.chart, items = [];
    const item = (className, text, mark = "") => {
      const row = element("li"), words = element("span", "", text);
      words.dir = "auto";
      row.append(element("span", `swatch ${className}`, mark), words);
      items.push(row);
    };
    const kinds = new Set(cards.map((card) => card.kind));
    for (const kind of Object.keys(t.kinds)) if (kinds.has(kind)) item(`is-${kind}`, t.kinds[kind]);
    if (cards.some((card) => card.dotted_to.length)) item("is-dotted", t.dotted_line);
    this.legend.querySelector("summary").textContent = t.legend;
    this.legend.querySelector(".kinds").replaceChildren(...items.splice(0));
    const told = new Set([...cards.filter((card) => card.kind !== "unit"), ...this.chart.data.tray].map(groupOf)); // a box says its own name
    for (const [name, { colour, mark }] of Object.entries(groups)) if (told.has(name)) item(`is-group unit-${colour}`, name, mark);
    const title = this.legend.querySelector(".group-title");
    title.textContent = data.legend_title ?? "";
    title.hidden = !data.legend_title || !items.length;
    this.legend.querySelector(".groups").replaceChildren(...items);
    this.legend.hidden = !cards.length;
    if (!this.legend.dataset.met) this.legend.open = this.root.clientWidth > 720;
    this.legend.dataset.met = "yes";
  }

  // What the tools say about the chart as it stands.
  writeState() {
    const { chart } = this, { forest, open, parents } = chart;
    this.button("focus_branch").disabled = !parents.has(chart.selected) || chart.selected === chart.branch;
    this.button("whole_chart").hidden = chart.branch === null;
    const full = open.size === parents.size;
    this.button("expand_all").disabled = full;
    this.find(".levels").value = full ? String(Math.min(forest.deepest + 1, MOST_LEVELS)) : this.level();
    this.writeTrail();
  }

  level() {
    const { forest, open, parents } = this.chart;
    let deepestOpen = 0;
    for (const id of open) deepestOpen = Math.max(deepestOpen, forest.depth[forest.where(id)] + 1);
    for (const id of parents) if (forest.depth[forest.where(id)] < deepestOpen && !open.has(id)) return "";
    return String(deepestOpen + 1);
  }

  writeTrail() {
    const { chart, trail } = this, { forest, branch } = chart, path = [];
    for (let i = branch === null ? NOBODY : forest.where(branch); i !== NOBODY; i = forest.parent[i]) path.unshift(chart.cards[i]);
    trail.hidden = !path.length;
    trail.replaceChildren();
    if (!path.length) return;
    const step = (tag, text, id) => {
      const node = element(tag, "", text);
      node.dir = "auto";
      if (tag === "button") Object.assign(node, { type: "button" }).dataset.branch = id;
      else node.setAttribute("aria-current", "true");
      trail.append(node);
    };
    step("button", chart.labels.whole_chart, "");
    path.forEach((card, k) => step(k === path.length - 1 ? "span" : "button", card.title, card.id));
  }
}
