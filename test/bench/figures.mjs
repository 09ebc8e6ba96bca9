// Numbers from interleaved rounds, and the rows of the table.

/** The value that a part of the values lies below. */
export function quantile(values, part) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

const median = (values) => quantile(values, 0.5);

/**
 * A row that compares Baton with something else, round by round. `goal` is `{ atLeast }` or `{ atMost }`; `reference` is
 * one number where it was not measured in this run.
 */
export function compared({ what, unit, reference, baton, ratio, goal }) {
  const ratios = baton.map((value, round) => ratio(value, Array.isArray(reference) ? reference[round] : reference));
  return {
    what,
    unit,
    reference: Array.isArray(reference) ? median(reference) : reference,
    baton: median(baton),
    ratio: { median: median(ratios), quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)] },
    goal,
    held: holds(median(ratios), goal),
  };
}

/** A row of Baton's own; `values` are one per round. */
export function alone({ what, unit, values, goal }) {
  return { what, unit, baton: median(values), goal, held: holds(median(values), goal) };
}

function holds(value, goal) {
  if (!goal) return undefined;
  return goal.atLeast !== undefined ? value >= goal.atLeast : value <= goal.atMost;
}

/** The rows as a Markdown table. */
export function tableOf(rows) {
  const cells = rows.map(({ what, unit, reference, baton, ratio, goal, held }) => [
    what,
    reference === undefined ? '' : `${short(reference)} ${unit}`,
    `${short(baton)} ${unit}`,
    ratio ? `${short(ratio.median)} (${ratio.quartiles.map(short).join(' to ')})` : '',
    goal ? (goal.atLeast !== undefined ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`) : '',
    held === undefined ? '' : held ? 'held' : 'below the goal',
  ]);
  const all = [['what', 'compared with', 'Baton', 'ratio (quartiles)', 'goal', ''], ...cells];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length), 3));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(all[0]), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...cells.map(line)].join('\n');
}

/** Three digits that count, and no more. */
function short(value) {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
