// Requests per second and latency over Socket Mode, with two connections on either side.
import { startBare, startBaton } from './apps.mjs';
import { compared } from './figures.mjs';
import { ONCALL, PASSING } from './slack.mjs';

const CONNECTIONS = 2;
const IN_FLIGHT = 10;
const ROUNDS = 12;
const REQUESTS = 1500;

export async function measureRequests(folder) {
  const baton = await startBaton(folder);
  const bare = await startBare(folder, CONNECTIONS);
  const barePassing = await startBare(folder, CONNECTIONS, 'none');
  const apps = [baton, bare, barePassing];
  try {
    await Promise.all(apps.map((app) => app.connected(CONNECTIONS)));
    const answer = payloadOf(await baton.slack.ask(ONCALL), '"blocks":[');
    payloadOf(await bare.slack.ask(ONCALL), '"hi"');
    const constant = await startBare(folder, CONNECTIONS, answer);
    apps.push(constant);
    await constant.connected(CONNECTIONS);
    const turns = [
      { name: 'bare', slack: bare.slack, body: ONCALL },
      { name: 'baton', slack: baton.slack, body: ONCALL },
      { name: 'constant', slack: constant.slack, body: ONCALL },
      { name: 'barePassing', slack: barePassing.slack, body: PASSING },
      { name: 'batonPassing', slack: baton.slack, body: PASSING },
    ];
    const measured = Object.fromEntries(turns.map(({ name }) => [name, []]));
    for (const { slack, body } of turns) await slack.load(body, 2 * REQUESTS, IN_FLIGHT);
    for (let round = 0; round < ROUNDS; round += 1)
      for (const { name, slack, body } of turns) measured[name].push(await slack.load(body, REQUESTS, IN_FLIGHT));

    const each = (name, figure) => measured[name].map((round) => round[figure]);
    return [
      compared({
        what: '`/oncall` answered in full, against `ack("hi")`: per second',
        ...{ unit: '/s', reference: each('bare', 'perSecond'), baton: each('baton', 'perSecond') },
        ...{ ratio: (own, other) => own / other, goal: { atLeast: 0.85 } },
      }),
      compared({
        what: '`/oncall` answered in full, against `ack("hi")`: 99th percentile',
        ...{ unit: 'ms', reference: each('bare', 'p99'), baton: each('baton', 'p99') },
        ...{ ratio: (own, other) => own / other, goal: { atMost: 1.5 } },
      }),
      compared({
        what: '`/oncall` answered in full, against the same blocks as a constant: per second',
        ...{ unit: '/s', reference: each('constant', 'perSecond'), baton: each('baton', 'perSecond') },
        ratio: (own, other) => own / other,
      }),
      compared({
        what: 'past all listeners, against one listener: per second',
        ...{ unit: '/s', reference: each('barePassing', 'perSecond'), baton: each('batonPassing', 'perSecond') },
        ...{ ratio: (own, other) => other / own, goal: { atMost: 1.15 } },
      }),
    ];
  } finally {
    for (const app of apps) await app.stop();
  }
}

/** The answer in an acknowledgement, as JSON. Throws unless it is the one that is meant to be measured. */
function payloadOf(acknowledgement, part) {
  if (!acknowledgement.includes(part)) throw new Error(`the answer has no ${part}: ${acknowledgement.slice(0, 300)}`);
  return JSON.stringify(JSON.parse(acknowledgement).payload);
}
