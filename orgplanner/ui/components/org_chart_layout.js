// The tidy tree of orgplanner/maths/tree.py for the browser, step by step the same, so that a chart on
// screen and in an export stand alike; a test compares the two.

const STRAIGHT = 1e-6;
const NONE = Object.freeze([]);

// roots: indices; below(i): visible children of card i; s: the sizes, in px. What a card is, by index:
// height(i), boxed(i): its branch is framed, assistant(i): it stands beside the trunk.
// Returns at: Map from card to { x, y, height }; lines: { parent, child, points }; frames: { card, x, y, width,
// height }, outer ones first; width and height of the whole.
export function layOut(roots, below, s, { height = () => s.height, boxed = () => false, assistant = () => false } = {}) {
  const padding = Math.min(s.frame_padding ?? 0, s.row_gap / 2);
  const [forest, blocks] = arrange(roots, below, s, { height, boxed, assistant });
  const framed = [];
  for (let k = blocks.length - 1; k >= 0; k--) {
    const block = blocks[k];
    if (block.branches.length) join(block, s.column_gap);
    if (block.framed) framed.push(enclose(block, padding));
  }
  if (blocks.length) join(forest, s.column_gap);
  for (const block of [forest, ...blocks])
    for (const branch of block.branches) branch.centre = block.centre + branch.shift;
  const at = places(blocks, s, height);
  const frames = framed.reverse().map((block) => ({
    card: block.head,
    x: block.centre + block.left,
    y: block.top - padding,
    width: block.right - block.left,
    height: block.bottom - s.row_gap - (block.top - padding),
  }));
  return { at, ...toOrigin(at, frames, s), lines: connect(blocks, at, s), frames };
}

// ------------------------------------------------------------------ blocks (tree_blocks.py)

// What moves as one: a card, alone or with a column of leaves hanging under it, or a column of leaves.
// The chains nextLeft and nextRight are the outline of its branch, from the top down.
function newBlock(head, top) {
  const block = {
    head, top, column: NONE, offsets: NONE, columnAt: 0, drop: 0, beside: NONE, besideAt: NONE, branches: NONE,
    framed: false,
    bottom: 0, left: 0, right: 0, shift: 0, centre: 0,
    nextLeft: null, stepLeft: 0, nextRight: null, stepRight: 0,
    lowLeft: null, lowLeftAt: 0, lowRight: null, lowRightAt: 0,
  };
  block.lowLeft = block.lowRight = block;
  return block;
}

// The forest itself and its blocks, parents first.
function arrange(roots, below, s, is) {
  const forest = newBlock(null, 0), blocks = [];
  const isLeaf = (i) => below(i).length === 0;
  forest.branches = groupsOf(roots, isLeaf, s, true).map((group) => newGroup(group, 0));
  for (const branch of forest.branches) blocks.push(branch);
  for (let k = 0; k < blocks.length; k++) {
    const block = blocks[k];
    if (block.head === null) measureColumn(block, s, is);
    else measureCard(block, below, isLeaf, s, is, roots.length === 1 && block.head === roots[0]);
    for (const branch of block.branches) blocks.push(branch);
  }
  return [forest, blocks];
}

function newGroup(group, top) {
  if (group.length === 1) return newBlock(group[0], top);
  const block = newBlock(null, top);
  block.column = group;
  return block;
}

function measureColumn(block, s, is) {
  block.bottom = block.top + (stack(block, s, is) + s.row_gap);
  block.left = -s.width / 2 - s.indent;
  block.right = s.width / 2;
}

function measureCard(block, below, isLeaf, s, is, atTop) {
  const cards = below(block.head);
  block.framed = cards.length > 0 && is.boxed(block.head);
  block.drop = is.height(block.head);
  const half = s.width / 2;
  block.left = -half;
  block.right = half;
  const beside = cards.filter((i) => isLeaf(i) && is.assistant(i));
  if (beside.length) standBeside(block, beside, s, is);
  const groups = groupsOf(beside.length ? cards.filter((i) => !(isLeaf(i) && is.assistant(i))) : cards, isLeaf, s, atTop);
  let span = block.drop;
  if (groups.length === 1 && groups[0].length > 1) {
    block.column = groups[0];
    block.columnAt = block.drop + s.leaf_gap;
    span = block.columnAt + stack(block, s, is);
    block.right = Math.max(block.right, half + s.indent);
  }
  block.bottom = block.top + (span + s.row_gap);
  if (!block.column.length) block.branches = groups.map((group) => newGroup(group, block.bottom));
}

// Stack assistants right of the trunk.
function standBeside(block, cards, s, is) {
  block.beside = cards;
  block.besideAt = cards.map((i) => {
    const at = block.drop + s.leaf_gap;
    block.drop = at + is.height(i);
    return at;
  });
  block.right = s.indent / 2 + s.width;
}

// Stack the cards of a column; returns where it ends.
function stack(block, s, is) {
  let offset = 0, end = 0;
  block.offsets = [];
  for (const i of block.column) {
    block.offsets.push(offset);
    end = offset + is.height(i);
    offset += is.height(i) + s.leaf_gap;
  }
  return end;
}

// Single cards and columns of neighbouring leaves, of nearly equal length; a few leaves at the top stand in a row.
function groupsOf(cards, isLeaf, s, atTop) {
  if (atTop && cards.length <= s.row_limit && cards.every(isLeaf)) return cards.map((i) => [i]);
  const runs = [];
  let joining = false;
  for (const i of cards) {
    if (joining && isLeaf(i)) runs[runs.length - 1].push(i);
    else runs.push([i]);
    joining = isLeaf(i);
  }
  const groups = [];
  for (const run of runs) {
    const columns = Math.ceil(run.length / s.column_limit);
    const cut = (k) => Math.floor((run.length * k) / columns);
    for (let k = 0; k < columns; k++) groups.push(run.slice(cut(k), cut(k + 1)));
  }
  return groups;
}

// ------------------------------------------------------------------ packing (tree_packing.py)

// Set each branch as far left as its elder siblings allow, and the block over the middle of them all.
function join(block, gap) {
  const branches = block.branches, first = branches[0], last = branches[branches.length - 1];
  let { lowLeft, lowLeftAt, lowRight, lowRightAt } = first;
  const deepest = [[lowRight.bottom, 0]], spare = [];
  for (let k = 1; k < branches.length; k++) {
    const child = branches[k];
    const { elder, elderAt, younger, youngerAt } = push(branches, k, gap, deepest, spare);
    const reach = child.lowRight.bottom;
    while (deepest.length && deepest[deepest.length - 1][0] <= reach) deepest.pop();
    deepest.push([reach, k]);
    if (younger) {
      lowLeft.nextLeft = younger;
      lowLeft.stepLeft = youngerAt - lowLeftAt;
      lowLeft = child.lowLeft;
      lowLeftAt = child.shift + child.lowLeftAt;
    }
    const end = child.lowRight, endAt = child.shift + child.lowRightAt;
    if (elder) {
      end.nextRight = elder;
      end.stepRight = elderAt - endAt;
    } else {
      lowRight = end;
      lowRightAt = endAt;
    }
  }
  if (spare.length) share(branches, spare);
  const middle = last.shift / 2;
  for (const child of branches) child.shift -= middle;
  Object.assign(block, {
    nextLeft: first, stepLeft: first.shift, nextRight: last, stepRight: last.shift,
    lowLeft, lowLeftAt: lowLeftAt - middle, lowRight, lowRightAt: lowRightAt - middle,
  });
}

// Go down between a branch and its elder siblings, and push it right of whatever is in the way.
function push(branches, k, gap, deepest, spare) {
  const child = branches[k];
  let elder = branches[k - 1], elderAt = elder.shift, younger = child;
  let here = elderAt + elder.right + gap - child.left, youngerAt = here, owner = deepest.length - 1;
  for (;;) {
    const elderEnd = elder.bottom, youngerEnd = younger.bottom;
    if (elderEnd <= youngerEnd) {
      elderAt += elder.stepRight;
      elder = elder.nextRight;
    }
    if (youngerEnd <= elderEnd) {
      youngerAt += younger.stepLeft;
      younger = younger.nextLeft;
    }
    if (!elder || !younger) {
      child.shift = here;
      return { elder, elderAt, younger, youngerAt };
    }
    const by = elderAt + elder.right + gap - youngerAt - younger.left;
    if (by > 0) {
      youngerAt += by;
      here += by;
      while (deepest[owner][0] < elder.bottom) owner--;
      if (deepest[owner][1] < k - 1) spare.push([k, deepest[owner][1], by]);
    }
  }
}

// Share the room that pushes left among the siblings between the two that touch.
function share(branches, spare) {
  const rate = new Float64Array(branches.length), change = new Float64Array(branches.length);
  for (const [child, owner, by] of spare) {
    const part = by / (child - owner);
    rate[owner + 1] += part;
    rate[child] -= part;
    change[child] -= by - part;
  }
  let speed = 0, moved = 0;
  branches.forEach((branch, k) => {
    speed += rate[k];
    moved += speed + change[k];
    branch.shift += moved;
  });
}

// Replace the outline of a branch by the rectangle around it.
function enclose(block, padding) {
  let west = block.left, east = block.right, at = 0, here = block;
  while (here.nextLeft) {
    at += here.stepLeft;
    here = here.nextLeft;
    west = Math.min(west, at + here.left);
  }
  at = 0;
  here = block;
  while (here.nextRight) {
    at += here.stepRight;
    here = here.nextRight;
    east = Math.max(east, at + here.right);
  }
  return Object.assign(block, {
    left: west - padding, right: east + padding, bottom: here.bottom + padding, nextLeft: null, nextRight: null,
    lowLeft: block, lowLeftAt: 0, lowRight: block, lowRightAt: 0,
  });
}

// ------------------------------------------------------------------ what is drawn (tree.py, drawn_tree.py)

function places(blocks, s, height) {
  const at = new Map();
  const put = (i, x, y) => at.set(i, { x, y, height: height(i) });
  for (const block of blocks) {
    let x = block.centre - s.width / 2, y = block.top;
    if (block.head !== null) {
      put(block.head, x, y);
      block.beside.forEach((card, k) => put(card, block.centre + s.indent / 2, y + block.besideAt[k]));
      x += s.indent;
      y += block.columnAt;
    }
    block.column.forEach((leaf, k) => put(leaf, x, y + block.offsets[k]));
  }
  return at;
}

// Move cards and frames so that their upper left corner is the origin; returns the size of the whole.
function toOrigin(at, frames, s) {
  let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
  const hold = (x, y, width, height) => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  };
  for (const { x, y, height } of at.values()) hold(x, y, s.width, height);
  for (const { x, y, width, height } of frames) hold(x, y, width, height);
  for (const things of [at.values(), frames]) {
    for (const thing of things) {
      thing.x -= left;
      thing.y -= top;
    }
  }
  return at.size ? { width: right - left, height: bottom - top } : { width: 0, height: 0 };
}

function connect(blocks, at, s) {
  const lines = [];
  for (const block of blocks) {
    if (block.head === null) continue;
    const head = at.get(block.head), x = head.x + s.width / 2, y = head.y + head.height;
    const fork = head.y + block.drop + s.row_gap / 2;
    const add = (child, points) => lines.push({ parent: block.head, child, points });
    const fromLeft = (card, spine, trunk) => {
      const place = at.get(card), level = place.y + place.height / 2;
      add(card, [...trunk, [spine, level], [place.x, level]]);
    };
    for (const card of block.beside) fromLeft(card, x, [[x, y]]);
    const hanging = head.x + s.indent / 2;
    for (const leaf of block.column) fromLeft(leaf, hanging, [[hanging, y]]);
    for (const branch of block.branches) {
      if (branch.head === null) {
        const spine = at.get(branch.column[0]).x - s.indent / 2;
        for (const leaf of branch.column) fromLeft(leaf, spine, [[x, y], [x, fork], [spine, fork]]);
        continue;
      }
      const child = at.get(branch.head), end = child.x + s.width / 2;
      const bend = Math.abs(end - x) > STRAIGHT ? [[x, fork], [end, fork]] : [];
      add(branch.head, [[x, y], ...bend, [end, child.y]]);
    }
  }
  return lines;
}
