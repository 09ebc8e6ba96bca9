import { writeFileSync } from 'node:fs';
import { type Outcome, Simulations } from './simulation';

/** Simulated weekends, and a tenth as many without the history scopes; `npm run faults` makes more, from other seeds. */
const RUNS = Number(process.env['FAULT_RUNS'] ?? 50);
const FROM = Number(process.env['FAULT_FROM'] ?? 0);
const OUTCOMES = process.env['FAULT_OUTCOMES'];

const simulations = new Simulations();
beforeAll(() => simulations.prepare());
afterAll(() => {
  simulations.end();
  if (OUTCOMES) writeFileSync(OUTCOMES, JSON.stringify(made));
});

const made: { with: readonly Outcome[]; without: readonly Outcome[] } = { with: [], without: [] };

async function runs(count: number, withHistory: boolean): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const first = FROM + (withHistory ? 1 : 1_000_001);
  for (let seed = first; seed < first + count; seed += 1) outcomes.push(await simulations.run(seed, withHistory));
  return outcomes;
}

const keys = (outcomes: readonly Outcome[], which: 'missed' | 'doubled' | 'unmarked' | 'hasty'): readonly string[] =>
  outcomes.flatMap((outcome) => outcome[which].map((key) => `${outcome.seed}: ${key}`));

function say(what: string, outcomes: readonly Outcome[]): void {
  const delays = outcomes.map(({ delay }) => delay / 1000).sort((one, other) => one - other);
  const at = (share: number): string => `${Math.round(delays[Math.floor((delays.length - 1) * share)] ?? 0)} s`;
  const faults = outcomes.reduce((sum, outcome) => sum + outcome.faults.length, 0);
  const counts = `${outcomes.length} runs, ${faults} faults, missed ${keys(outcomes, 'missed').length}, doubled ${keys(outcomes, 'doubled').length}`;
  process.stdout.write(
    `\n${what}: ${counts}; the handoff's delay: median ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}\n`,
  );
}

it(
  'with the history scopes nothing is missed and nothing is told twice, whatever ends, breaks or is late',
  async () => {
    const outcomes = await runs(RUNS, true);
    made.with = outcomes;
    say('With the history scopes', outcomes);
    expect(keys(outcomes, 'missed')).toEqual([]);
    expect(keys(outcomes, 'doubled')).toEqual([]);
    expect(new Set(outcomes.flatMap(({ faults }) => faults)).size).toBeGreaterThan(8);
  },
  RUNS * 2000,
);

it(
  'without them nothing is missed, and what is told twice says so',
  async () => {
    const outcomes = await runs(Math.ceil(RUNS / 10), false);
    made.without = outcomes;
    say('Without them', outcomes);
    expect(keys(outcomes, 'missed')).toEqual([]);
    expect(keys(outcomes, 'unmarked')).toEqual([]);
    expect(keys(outcomes, 'hasty')).toEqual([]);
  },
  RUNS * 2000,
);
