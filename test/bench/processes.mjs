// Start and memory of the process, against a bare Bolt with the one connection it usually has.
import { setTimeout as pause } from 'node:timers/promises';
import { PROBED, startBare, startBaton } from './apps.mjs';
import { compared } from './figures.mjs';
import { ONCALL } from './slack.mjs';

const STARTS = 11;
const MEMORIES = 3;
const IDLE_MS = 2000;

export async function measureProcesses(folder) {
  const starters = {
    bare: (options) => startBare(folder, 1, '"hi"', options),
    baton: (options) => startBaton(folder, options),
  };
  // The first start makes the database; a start from then on finds it.
  for (const start of Object.values(starters)) await timeToAnswer(start);

  const starts = { bare: [], baton: [] };
  for (let round = 0; round < STARTS; round += 1)
    for (const [name, start] of Object.entries(starters)) starts[name].push(await timeToAnswer(start));

  const memories = { bare: [], baton: [] };
  for (let round = 0; round < MEMORIES; round += 1)
    for (const [name, start] of Object.entries(starters)) memories[name].push(await idleMemory(start));

  const ratio = (own, other) => own / other;
  return [
    compared({
      what: 'start of the process to the first `/oncall` answered',
      ...{ unit: 'ms', reference: starts.bare, baton: starts.baton, ratio, goal: { atMost: 1.3 } },
    }),
    compared({
      what: 'idle memory (resident, after that)',
      ...{ unit: 'MB', reference: memories.bare, baton: memories.baton, ratio, goal: { atMost: 1.35 } },
    }),
  ];
}

async function timeToAnswer(start) {
  const app = await start();
  await app.connected(1);
  await app.slack.ask(ONCALL);
  const took = performance.now() - app.startedAt;
  await app.stop();
  return took;
}

async function idleMemory(start) {
  const app = await start(PROBED);
  await app.connected(1);
  await app.slack.ask(ONCALL);
  await pause(IDLE_MS);
  const megabytes = await app.memory();
  await app.stop();
  return megabytes;
}
