// What an edit does to the cards, drawn before Python has answered, and why one is refused on the spot.

const HOLDS_A_PERSON = new Set(["filled", "shared"]);
const holdsPerson = (card) => HOLDS_A_PERSON.has(card.kind);

const emptied = (card, words) => ({ ...card, title: words.kinds.open, kind: "open", badges: [], tooltip: "" });
const seated = (card, person, kind = "filled") => ({ ...card, title: person.title, kind, badges: [], tooltip: person.tooltip });
const asPerson = (card, id) => ({ ...card, id, parent_id: null, badges: [], dotted_to: [], kind: "filled", height: undefined });

// Gives { cards, people } as they look after the edit, or null where it no longer fits the cards.
function after(edit, cards, people, words) {
  const change = (id, made) => cards.map((card) => (card.id === id ? made(card) : card));
  const card = cards.find((one) => one.id === edit.card);
  if (edit.kind === "undo" || edit.kind === "redo" || edit.kind === "remove") return { cards, people };
  if (!card) return null;
  if (edit.kind === "move") {
    if (edit.to !== null && !cards.some((one) => one.id === edit.to)) return null;
    return { cards: change(card.id, (one) => ({ ...one, parent_id: edit.to })), people }; // siblings keep the chart's order, as in Python
  }
  if (edit.kind === "swap") {
    const other = cards.find((one) => one.id === edit.with);
    if (!other) return null;
    const swapped = (one) => (one === card ? seated(one, other, other.kind) : one === other ? seated(one, card, card.kind) : one);
    return { cards: cards.map(swapped), people };
  }
  if (edit.kind === "unassign") return { cards: change(card.id, (one) => emptied(one, words)), people: [...people, asPerson(card, `${card.id} `)] };
  const person = people.find((one) => one.id === edit.person);
  if (!person) return null;
  const left = people.filter((one) => one !== person);
  if (holdsPerson(card)) left.push(asPerson(card, `${card.id} `));
  return { cards: change(card.id, (one) => seated(one, person)), people: left };
}

// A sentence, or "" where the thing may be dropped on card i.
function refusal(chart, what, i) {
  const { forest, cards, tools: t } = chart, target = cards[i];
  if (what.kind === "person") return target.kind === "unit" ? fill(t.refuse_seat, { target: target.title }) : "";
  const from = forest.where(what.id), names = { name: cards[from].title, target: target.title };
  if (from === i) return fill(t.refuse_self, names);
  if (forest.isWithin(i, from)) return fill(t.refuse_branch, names);
  return forest.parent[from] === i ? fill(t.refuse_same, names) : "";
}

function canSwap(chart, what, i) {
  const from = what.kind === "card" ? chart.cardOf(what.id) : null, target = chart.cards[i];
  return Boolean(from) && from !== target && !target.fixed && holdsPerson(from) && holdsPerson(target);
}

// Edits go to Python one at a time: a second trigger before the first is read would replace it.
class Requests {
  constructor(chart) {
    this.chart = chart;
    this.waiting = [];
    this.sent = null;
  }

  ask(edit) {
    this.waiting.push(edit);
    this.send();
  }

  send() {
    if (this.sent || !this.waiting.length) return;
    this.sent = this.waiting[0];
    this.chart.trigger(this.sent);
    this.timer = setTimeout(() => this.forget(), ANSWER_MS);
  }

  forget() {
    this.answered();
    this.chart.showAgain();
    this.send();
  }

  // Whatever Python sends is the truth; edits that it has not seen yet are drawn on top of it.
  answered() {
    clearTimeout(this.timer);
    if (this.sent) this.waiting.shift();
    this.sent = null;
  }

  onTop(cards, people, words) {
    this.waiting = this.waiting.filter((edit) => {
      const drawn = after(edit, cards, people, words);
      if (drawn) ({ cards, people } = drawn);
      return drawn;
    });
    return { cards, people };
  }
}

const ANSWER_MS = 20000; // after this without an answer the chart shows again what Python said last
