// Measures Baton in one run: `npm run bench`, or `node test/bench/run.mjs --json`. Rounds are interleaved, medians are shown.
import { cpus } from 'node:os';
import { build } from '../../src/build.mjs';
import { inFolder } from './apps.mjs';
import { tableOf } from './figures.mjs';
import { measureProcesses } from './processes.mjs';
import { measureRequests } from './requests.mjs';
import { measureResolver } from './resolver.mjs';
import { measureRunBooks } from './run-books.mjs';

build();
const startedAt = performance.now();
const rows = [];
for (const measure of [measureRequests, measureProcesses, measureResolver, measureRunBooks])
  rows.push(...(await inFolder(measure)));

const [cpu] = cpus();
const machine = `${cpus().length} × ${cpu.model.trim()}, Node ${process.versions.node}`;
const seconds = Math.round((performance.now() - startedAt) / 1000);
if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify({ machine, seconds, rows }, null, 2)}\n`);
} else {
  process.stdout.write(`
${tableOf(rows)}

${machine}; ${seconds} s. Compared with a bare Bolt app, over Socket Mode on loopback, each app in a process of its own, rounds
in turn. Requests: 10 in flight, two connections on either side. Start and memory: the compiled Baton with its database,
against a Bolt with one connection.
¹ Compared with Grafana OnCall's resolver as measured on a 2-core machine in November 2026: this ratio is not of one run.
`);
}
