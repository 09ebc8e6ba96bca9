// The resolver, on the shipped kind of team with 50 overrides in the year that is asked for.
import { createRequire } from 'node:module';
import { compared } from './figures.mjs';

const ROUNDS = 15;
const QUESTIONS = 1000;
const YEARS = 40;
const WEEK = 7 * 86_400_000;
const FROM = Date.parse('2026-11-02T14:00:00Z');

/** Microseconds Grafana OnCall's resolver took for the same on a 2-core machine in November 2026: not of this run. */
const GRAFANA = { question: 4597, year: 7384 };

export function measureResolver() {
  const { onCallAt, scheduleBetween } = createRequire(import.meta.url)('../../dist/domain/schedule.js');
  const team = teamWithOverrides();
  /** The same team as if it had just been read: nothing about it is remembered. */
  const anew = () => ({ ...team, rotation: team.rotation.map((version) => ({ ...version })) });
  const year = { start: new Date(FROM), end: new Date(FROM + 52 * WEEK) };
  // Spread over the year in an order that jumps.
  const instants = Array.from({ length: QUESTIONS }, (_, each) => new Date(FROM + ((each * 0.618034) % 1) * 52 * WEEK));

  const kinds = {
    coldQuestion: () => perCall(QUESTIONS, (each) => onCallAt(anew(), instants[each])),
    warmQuestion: () => perCall(QUESTIONS, (each) => onCallAt(team, instants[each])),
    coldYear: () => perCall(YEARS, () => scheduleBetween(anew(), year)),
    warmYear: () => perCall(YEARS, () => scheduleBetween(team, year)),
  };
  for (let times = 0; times < 3; times += 1) for (const measure of Object.values(kinds)) measure();
  const measured = Object.fromEntries(Object.keys(kinds).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, measure] of Object.entries(kinds)) measured[name].push(measure());

  const row = (what, reference, values, atLeast) =>
    compared({ what, unit: 'µs', reference, baton: values, ratio: (own, other) => other / own, goal: { atLeast } });
  return [
    row('who is on call at an instant, team just read ¹', GRAFANA.question, measured.coldQuestion, 400),
    row('who is on call at an instant, team in memory ¹', GRAFANA.question, measured.warmQuestion, 400),
    row('a year with 50 overrides, team just read ¹', GRAFANA.year, measured.coldYear, 45),
    row('a year with 50 overrides, team in memory ¹', GRAFANA.year, measured.warmYear, 45),
  ];
}

function perCall(times, call) {
  const startedAt = performance.now();
  for (let each = 0; each < times; each += 1) call(each);
  return ((performance.now() - startedAt) * 1000) / times;
}

function teamWithOverrides() {
  const order = [1, 2, 3, 4].map((number) => `engineer-${number}`);
  const overrides = Array.from({ length: 50 }, (_, week) => ({
    id: `override-${week}`,
    duty: week % 3 === 0 ? 'backup' : 'primary',
    // A day and a half in the middle of a week, so that each cuts its shift in three.
    span: { start: new Date(FROM + week * WEEK + WEEK / 3), end: new Date(FROM + week * WEEK + WEEK / 2) },
    engineer: order[(week + 2) % 4],
    replaces: order[week % 4],
    kind: 'cover',
    recordedAt: new Date(FROM - WEEK),
    voidedAt: null,
  }));
  const version = {
    ...{ number: 1, firstHandoff: { date: '2026-11-02', time: '09:00' }, timezone: 'America/New_York' },
    ...{ order, startIndex: 0, backupOffset: 1, from: null },
  };
  const engineers = new Map(order.map((id) => [id, { id, leftAt: null }]));
  return { rotation: [version], engineers, overrides, timeOff: [], timezone: 'America/New_York' };
}
