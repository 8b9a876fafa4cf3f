// The tidy tree of orgplanner/maths/tree.py for the browser, step by step the same, so that a chart on
// screen and in an export stand alike; a test compares the two.

const STRAIGHT = 1e-6;

// roots: indices; below(i): visible children of card i; s: the sizes, in px.
export function layOut(roots, below, s) {
  const blocks = arrange(roots, below, s);
  for (let k = blocks.length - 1; k >= 0; k--) pack(blocks[k], s);
  const at = corners(blocks, s);
  let left = Infinity, width = 0, height = 0;
  for (const place of at.values()) left = Math.min(left, place.x);
  for (const place of at.values()) {
    place.x -= left;
    width = Math.max(width, place.x + s.width);
    height = Math.max(height, place.y + s.height);
  }
  return { at, lines: connect(blocks, at, s), width, height };
}

function newBlock(head, y) {
  return { head, y, leaves: [], branches: [], shift: 0, left: null, right: null };
}

function arrange(roots, below, s) {
  const top = newBlock(null, -s.height - s.row_gap);
  const summit = roots.length === 1 ? roots[0] : null;
  const blocks = [], waiting = [[top, roots]];
  while (waiting.length) {
    const [block, cards] = waiting.pop();
    blocks.push(block);
    const atTop = block.head === null || block.head === summit;
    const groups = groupsOf(cards, below, s, atTop && cards.length <= s.row_limit);
    if (block.head !== null && groups.length === 1 && groups[0].length > 1) {
      block.leaves = groups[0];
      continue;
    }
    for (const group of groups) {
      const alone = group.length === 1;
      const branch = newBlock(alone ? group[0] : null, block.y + s.height + s.row_gap);
      block.branches.push(branch);
      if (alone) waiting.push([branch, below(group[0])]);
      else {
        branch.leaves = group;
        blocks.push(branch);
      }
    }
  }
  return blocks;
}

function groupsOf(cards, below, s, inARow) {
  const isLeaf = (i) => below(i).length === 0;
  if (inARow && cards.every(isLeaf)) return cards.map((i) => [i]);
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

function pack(block, s) {
  const half = s.width / 2;
  let bottom = block.y + s.height + s.row_gap;
  if (!block.branches.length) {
    const column = block.leaves.length * (s.height + s.leaf_gap);
    let west = -half, east = half;
    if (block.head === null) {
      bottom += column - s.height - s.leaf_gap;
      west -= s.indent;
    } else {
      bottom += column;
      if (block.leaves.length) east += s.indent;
    }
    block.left = { steps: [[bottom, west]], origin: 0 };
    block.right = { steps: [[bottom, east]], origin: 0 };
    return;
  }
  const branches = block.branches, last = branches[branches.length - 1];
  spread(branches, s.column_gap);
  const centre = last.shift / 2;
  block.left = branches[0].left;
  block.right = last.right;
  for (const branch of branches) branch.shift -= centre;
  for (const [edge, x] of [[block.left, -half], [block.right, half]]) {
    edge.origin -= centre;
    edge.steps.push([bottom, x - edge.origin]);
  }
}

function cap(edge, top) {
  const low = top.steps[0][0], steps = edge.steps;
  while (steps.length && steps[steps.length - 1][0] <= low) steps.pop();
  const move = top.origin - edge.origin;
  for (const [bottom, x] of top.steps) steps.push([bottom, x + move]);
}

function spread(branches, gap) {
  const rate = new Float64Array(branches.length), change = new Float64Array(branches.length);
  let left = branches[0].left, right = branches[0].right;
  const owners = [[right.steps[0][0], 0]];
  for (let i = 1; i < branches.length; i++) {
    const branch = branches[i];
    collide(right, branch, owners, gap, (owner, push) => {
      const between = i - owner;
      branch.shift += push;
      rate[owner + 1] += push / between;
      rate[i] -= push / between;
      change[i] -= push - push / between;
    });
    branch.left.origin += branch.shift;
    branch.right.origin += branch.shift;
    const bottom = branch.right.steps[0][0];
    while (owners.length && owners[owners.length - 1][0] <= bottom) owners.pop();
    owners.push([bottom, i]);
    if (bottom > left.steps[0][0]) {
      cap(branch.left, left);
      left = branch.left;
    }
    if (bottom < right.steps[0][0]) cap(right, branch.right);
    else right = branch.right;
  }
  branches[0].left = left;
  branches[branches.length - 1].right = right;
  let speed = 0, moved = 0;
  branches.forEach((branch, i) => {
    speed += rate[i];
    moved += speed + change[i];
    branch.shift += moved;
  });
}

function collide(right, branch, owners, gap, pushed) {
  const ours = branch.left.steps, theirs = right.steps;
  let mine = ours.length - 1, other = theirs.length - 1, owner = owners.length - 1, moved = 0;
  while (mine >= 0 && other >= 0) {
    while (owners[owner][0] < theirs[other][0]) owner--;
    const push = theirs[other][1] + right.origin + gap - (ours[mine][1] + branch.left.origin + moved);
    if (push > 0) {
      moved += push;
      pushed(owners[owner][1], push);
    }
    const oursEnd = ours[mine][0], theirsEnd = theirs[other][0];
    if (oursEnd <= theirsEnd) mine--;
    if (theirsEnd <= oursEnd) other--;
  }
}

function corners(blocks, s) {
  const at = new Map();
  for (const block of blocks) {
    for (const branch of block.branches) branch.shift += block.shift;
    let x = block.shift - s.width / 2, y = block.y;
    if (block.head !== null) {
      at.set(block.head, { x, y });
      x += s.indent;
      y += s.height + s.leaf_gap;
    }
    block.leaves.forEach((leaf, row) => at.set(leaf, { x, y: y + row * (s.height + s.leaf_gap) }));
  }
  return at;
}

function connect(blocks, at, s) {
  const lines = [];
  const add = (parent, child, points) => lines.push({ parent, child, points });
  const bracket = (spine, leaf) => {
    const place = at.get(leaf), middle = place.y + s.height / 2;
    return [[spine, middle], [place.x, middle]];
  };
  for (const block of blocks) {
    if (block.head === null) continue;
    const head = at.get(block.head);
    const x = head.x + s.width / 2, y = head.y + s.height, fork = y + s.row_gap / 2;
    for (const leaf of block.leaves) {
      const spine = head.x + s.indent / 2;
      add(block.head, leaf, [[spine, y], ...bracket(spine, leaf)]);
    }
    for (const branch of block.branches) {
      if (branch.head === null) {
        const spine = at.get(branch.leaves[0]).x - s.indent / 2;
        for (const leaf of branch.leaves)
          add(block.head, leaf, [[x, y], [x, fork], [spine, fork], ...bracket(spine, leaf)]);
        continue;
      }
      const child = at.get(branch.head), end = child.x + s.width / 2;
      const bend = Math.abs(end - x) > STRAIGHT ? [[x, fork], [end, fork]] : [];
      add(block.head, branch.head, [[x, y], ...bend, [end, child.y]]);
    }
  }
  return lines;
}
