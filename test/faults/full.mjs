// The fault harness at full size: `npm run faults`, or `node test/faults/full.mjs 5000` for as many runs. Two at a time.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const runs = Number(process.argv[2] ?? 2000);
const CHUNK = 100;
const folder = mkdtempSync(join(tmpdir(), 'baton-faults-'));
const chunks = Array.from({ length: Math.ceil(runs / CHUNK) }, (_, chunk) => chunk);
const outcomes = { with: [], without: [] };
const startedAt = Date.now();

async function work() {
  for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
    const file = join(folder, `${chunk}.json`);
    const env = { ...process.env, FAULT_RUNS: `${CHUNK}`, FAULT_FROM: `${chunk * CHUNK}`, FAULT_OUTCOMES: file };
    // Its failures are in the outcomes.
    await promisify(execFile)('npx', ['jest', 'test/faults'], { env }).catch(() => undefined);
    const found = JSON.parse(readFileSync(file, 'utf8'));
    for (const which of ['with', 'without']) outcomes[which].push(...found[which]);
    process.stderr.write(`${outcomes.with.length} of ${runs}\n`);
  }
}

await Promise.all([work(), work()]);
rmSync(folder, { recursive: true });

for (const which of ['with', 'without']) {
  const all = outcomes[which];
  const delays = all.map(({ delay }) => delay ?? Number.POSITIVE_INFINITY).sort((one, other) => one - other);
  const at = (share) => `${Math.round((delays[Math.floor((delays.length - 1) * share)] ?? 0) / 1000)} s`;
  const count = (key) => all.reduce((sum, outcome) => sum + outcome[key].length, 0);
  const unmarked = which === 'without' ? `, of which unmarked ${count('unmarked')}` : '';
  process.stdout.write(
    `${which} the history scopes: ${all.length} runs, ${count('faults')} faults, missed ${count('missed')}, doubled ${count('doubled')}${unmarked}; ` +
      `the handoff's delay: median ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}\n`,
  );
  const bad = all.filter(
    (each) => each.missed.length > 0 || (which === 'with' ? each.doubled : each.unmarked).length > 0,
  );
  for (const each of bad.slice(0, 20)) process.stdout.write(`seed ${each.seed}: ${JSON.stringify(each)}\n`);
  if (bad.length > 0) process.exitCode = 1;
}
process.stderr.write(`${Math.round((Date.now() - startedAt) / 1000)} s\n`);
