// The cards as a forest of indices: who stands under whom, how deep, in which order they are read.

const NOBODY = -1;
const EMPTY = [];

class Forest {
  constructor(cards) {
    const n = cards.length;
    this.cards = cards;
    this.index = new Map();
    for (let i = 0; i < n; i++) this.index.set(cards[i].id, i);
    this.parent = new Int32Array(n);
    this.kids = cards.map(() => EMPTY);
    this.roots = [];
    for (let i = 0; i < n; i++) {
      const p = (this.parent[i] = this.where(cards[i].parent_id));
      if (p === NOBODY) this.roots.push(i);
      else if (this.kids[p] === EMPTY) this.kids[p] = [i];
      else this.kids[p].push(i);
    }
    this.order = this.walk(this.roots, (i) => this.kids[i]);
    this.count();
  }

  count() {
    const n = this.cards.length;
    this.depth = new Int32Array(n);
    this.below = new Int32Array(n);
    this.position = new Int32Array(n); // among siblings, from 1
    this.deepest = 0;
    for (const i of this.order) {
      if (this.parent[i] !== NOBODY) this.depth[i] = this.depth[this.parent[i]] + 1;
      this.deepest = Math.max(this.deepest, this.depth[i]);
      this.kids[i].forEach((kid, k) => (this.position[kid] = k + 1));
    }
    this.roots.forEach((root, k) => (this.position[root] = k + 1));
    for (let k = this.order.length - 1; k >= 0; k--) {
      const i = this.order[k], p = this.parent[i];
      if (p !== NOBODY) this.below[p] += this.below[i] + 1;
    }
  }

  where(id) {
    return this.index.get(id) ?? NOBODY;
  }

  siblings(i) {
    return this.parent[i] === NOBODY ? this.roots : this.kids[this.parent[i]];
  }

  isWithin(i, top) {
    for (; i !== NOBODY; i = this.parent[i]) if (i === top) return true;
    return false;
  }

  branch(top) {
    return this.walk([top], (i) => this.kids[i]);
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
}
