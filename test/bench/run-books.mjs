// The search through a thousand run books, and the look at a folder in which nothing changed.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { alone, quantile } from './figures.mjs';

const BOOKS = 1000;
const ROUNDS = 5;
const QUESTIONS = 500;
const LOOKS = 100;

const of = (list, number) => list[number % list.length];
/** Every first word with every second: enough that a book shares some names with others, as real ones do. */
const pairs = (firsts, seconds) => firsts.flatMap((first) => seconds.map((second) => `${first} ${second}`));

const AREAS = ['profit', 'growth', 'engagement', 'billing', 'marketing', 'logistics', 'search', 'inventory'];
const NOUNS = [
  'orders',
  'sessions',
  'invoices',
  'signups',
  'clicks',
  'shipments',
  'refunds',
  'experiments',
  'accounts',
];
const FAILURES = pairs(
  ['Late', 'Duplicate', 'Missing', 'Stale', 'Truncated', 'Rejected', 'Negative', 'Mismatched'],
  ['partitions', 'rows', 'currencies', 'exports', 'dashboards', 'schemas', 'credentials', 'totals', 'snapshots'],
);
const SYLLABLES = ['ba', 'den', 'ko', 'lu', 'mer', 'no', 'pi', 'ras', 'sel', 'tu', 'vin', 'zo'];
const WORDS = pairs(SYLLABLES, pairs(SYLLABLES, SYLLABLES)).map((word) => word.replaceAll(' ', ''));

export function measureRunBooks(folder) {
  const require = createRequire(import.meta.url);
  const { openRunBooks } = require('../../dist/storage/runbook-files.js');
  const { findRunbook } = require('../../dist/usecases/runbooks.js');
  for (let number = 0; number < BOOKS; number += 1) writeFileSync(join(folder, `${idOf(number)}.md`), bookOf(number));

  const files = openRunBooks(folder);
  const [runBooks, firstRead] = timed(() => files.current());
  if (runBooks.books.size !== BOOKS || runBooks.problems.length > 0) throw new Error('the run books are not all read');
  const team = teamOf(require('../../dist/storage/team-file.js'), require('../../dist/usecases/decision.js'));
  const now = new Date('2026-11-24T15:00:00Z');
  const [, firstQuestion] = timed(() => findRunbook(team, runBooks, { words: 'late partitions' }, now));

  const searches = [];
  const looks = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    searches.push(
      Array.from({ length: QUESTIONS }, (_, each) => {
        const words = question(round * QUESTIONS + each);
        return timed(() => findRunbook(team, runBooks, { words }, now))[1];
      }),
    );
    looks.push(
      Array.from({ length: LOOKS }, () => {
        const [same, took] = timed(() => files.current());
        if (same !== runBooks) throw new Error('files that did not change were read again');
        return took;
      }),
    );
  }
  const each = (part) => (round) => quantile(round, part);
  return [
    row('a question to 1,000 run books: 99th percentile', searches.map(each(0.99)), { atMost: 5 }),
    row('a question to 1,000 run books: median', searches.map(each(0.5))),
    row('a look at 1,000 files that did not change: 99th percentile', looks.map(each(0.99))),
    row('the first question after a file changed', [firstQuestion]),
    row('reading 1,000 files for the first time', [firstRead]),
  ];
}

const row = (what, values, goal) => alone({ what, unit: 'ms', values, goal });

function timed(work) {
  const startedAt = performance.now();
  return [work(), performance.now() - startedAt];
}

const idOf = (number) => `${of(AREAS, number)}-${of(NOUNS, number * 7)}-${number}`;
const nameOf = (number) => `${of(AREAS, number)} ${of(NOUNS, number * 7)} feed ${number}`;

/** Names, areas, scenarios, words of the text, misspelt words, and words that are nowhere. */
function question(number) {
  const scenario = of(FAILURES, number).toLowerCase();
  const kinds = [
    () => nameOf(number % BOOKS),
    () => of(AREAS, number),
    () => scenario,
    () => `${of(NOUNS, number)} ${scenario}`,
    () => `${of(NOUNS, number)} ${of(WORDS, number * 11)}`,
    () => nameOf(number % BOOKS).replace(/[aeiou]/, ''),
    () => `${scenario.slice(0, 3)}x${scenario.slice(3)}`,
    () => 'nothing of the kind',
  ];
  return kinds[number % kinds.length]();
}

function bookOf(number) {
  const scenarios = [0, 1, 2, 3].map(
    (place) => `### ${of(FAILURES, number * 5 + place * 7)}

What it looks like: the ${of(WORDS, number * 11 + place)} table behind ${of(WORDS, number * 7 + place)} is late or wrong.

**Check**: the [job page](https://example.com/jobs/${number}) and the newest ${of(WORDS, number * 3 + place)} partition.

**Fix**:

1. Stop the ${of(WORDS, number + place)} load
2. Repair the table and run the day again

**Who is affected**: readers of the ${of(AREAS, number)} report.`,
  );
  return `---
pipeline: ${idOf(number)}
---

# ${nameOf(number)}

## Pipeline Description

Makes the ${of(AREAS, number)} report from the ${of(NOUNS, number)} feed by seven in the morning.

## Critical Metrics

- Rows per day
- Hours late

## Potential Failure Scenarios

${scenarios.join('\n\n')}

## Monitoring Tools

- [Dashboard](https://example.com/dashboards/${number})

## Escalation Contacts

As the call list has them.
`;
}

/** A team read as a team file is, so that it has all the code asks of a team; then with more pipelines than a file may have. */
function teamOf({ parseTeamFile }, { UNTOUCHED }) {
  const engineers = [1, 2, 3, 4].map((number) => `engineer-${number}`);
  const pipelineOf = (number) => ({
    ...{ id: idOf(number), name: nameOf(number), area: of(AREAS, number), runbook: idOf(number) },
    audience: of(['investors', 'experiments'], number),
  });
  const file = {
    team: { id: 'bench', name: 'Bench', timezone: 'America/New_York', channel: 'bench' },
    engineers: engineers.map((id) => ({ id, name: id, email: `${id}@example.com` })),
    areas: AREAS.map((id) => ({ id, name: id })),
    pipelines: [{ ...pipelineOf(0), primary: engineers[0], secondary: engineers[1] }],
    rotation: {
      ...{ first_shift: '2026-11-02', handoff: { day: 'monday', time: '09:00' } },
      ...{ order: engineers, backup_offset: 1 },
    },
  };
  const plan = parseTeamFile(JSON.stringify(file), 'bench.yml');
  if (!plan.ok) throw new Error(JSON.stringify(plan.refusal));
  const [one] = plan.value.pipelines.values();
  const owned = (number) => ({ primaryOwner: of(engineers, number), secondaryOwner: of(engineers, number + 1) });
  const pipelines = new Map(
    Array.from({ length: BOOKS }, (_, number) => [idOf(number), { ...one, ...pipelineOf(number), ...owned(number) }]),
  );
  return { ...UNTOUCHED, ...plan.value, pipelines };
}
