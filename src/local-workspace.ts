import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Config } from './config';
import type { AreaId } from './domain/ids';
import { earlier, isBefore, later, MINUTE } from './domain/interval';
import { firstHandoff, shiftAt } from './domain/rotation';
import { type Engineer, type Team, zoneOf } from './domain/team';
import type { CalendarClock } from './local-memory';
import type { Memory } from './sandbox/memory';
import type { Moment } from './sandbox/protocol';
import { type Sandbox, startSandbox } from './sandbox/server';
import type { Desk } from './slack/listeners/desk';
import { calendarPicture } from './usecases/calendar-picture';
import { comingNotices } from './usecases/notices';
import type { Outbox } from './usecases/outbox';
import { SIMULATED_WEEKS, simulate } from './usecases/simulation';

/** Beside the package, whether this runs compiled or from source. */
const MANIFEST = join(__dirname, '..', 'manifest.yml');

/** Where the local workspace is, for Baton and for people. */
export type LocalWorkspace = {
  readonly access: Sandbox;
  readonly address: string;
  readonly close: () => Promise<void>;
};

/** What the local workspace needs of the Baton that works in it. */
export type Guest = {
  readonly desk: Pick<Desk, 'store' | 'teamId'>;
  readonly outbox: () => Outbox;
  /** Tells what is due, and resolves when it is told. */
  readonly tick: () => Promise<void>;
  readonly startOver: () => Promise<void>;
  /** Called once the workspace has forgotten its messages. */
  readonly startedOver: () => Promise<void>;
};

/** Starts the local workspace with the team's people and somebody who is not on the team. */
export async function openLocalWorkspace(
  { host, port }: Pick<Config, 'host' | 'port'>,
  { desk, outbox, tick, startOver, startedOver }: Guest,
  clock: CalendarClock,
  memory?: Memory,
  grantedScopes?: readonly string[],
): Promise<LocalWorkspace> {
  const team = await desk.store.team(desk.teamId);
  const engineers = [...team.engineers.values()].filter(({ leftAt }) => !leftAt);
  const emailOf = ({ id, email }: Pick<Engineer, 'id' | 'email'>): string => email ?? `${id}@example.com`;
  const sandbox = await startSandbox({
    manifest: parse(await readFile(MANIFEST, 'utf8')),
    people: [
      ...engineers.map((engineer) => ({
        name: engineer.name,
        email: emailOf(engineer),
        timezone: zoneOf(team, engineer),
        title: engineer.lead ? 'Data engineer, lead' : 'Data engineer',
      })),
      { name: 'Stakeholder', email: STAKEHOLDER, timezone: team.timezone, title: 'Reads the reports, not on the team' },
    ],
    channels: [
      { name: team.channels.team, topic: `Questions to ${team.name}` },
      { name: 'general', topic: 'Everybody' },
    ],
    // Somebody was in it before Baton, as in most workspaces.
    userGroups: team.userGroup
      ? [{ handle: team.userGroup, name: 'On call', members: [...engineers.slice(-1).map(emailOf), STAKEHOLDER] }]
      : [],
    moments: momentsOf(team),
    teamTimezone: team.timezone,
    clock: {
      now: clock.now,
      moveTo: (instant) => travel(desk, outbox(), clock, tick, instant),
      nextHandoff: async () => {
        const newest = await desk.store.team(desk.teamId);
        return shiftAt(newest, clock.now())?.end ?? firstHandoff(newest);
      },
    },
    calendar: async () => {
      const newest = await desk.store.team(desk.teamId);
      const simulated = simulate(newest, { weeks: SIMULATED_WEEKS.usual, away: [] }, clock.now());
      if (!simulated.ok) throw new Error('the calendar could not be drawn');
      return calendarPicture(simulated.value);
    },
    startOver,
    startedOver,
    ...(memory && { memory }),
    ...(grantedScopes && { grantedScopes }),
    host,
    port,
  });
  return { access: sandbox, address: sandbox.url, close: sandbox.close };
}

/** Steps of the clock that waiting notices can ask for, in milliseconds: a claim left by a killed process is looked at again within working hours. */
const SMALLEST_STEP = 2 * MINUTE;

/** Moves the clock through everything that falls due on the way, so that each is told at its time. */
async function travel(
  { store, teamId }: Pick<Desk, 'store' | 'teamId'>,
  outbox: Outbox,
  clock: CalendarClock,
  tick: () => Promise<void>,
  target: Date,
): Promise<void> {
  await tick();
  while (isBefore(clock.now(), target)) {
    const now = clock.now();
    const [coming] = comingNotices(await store.team(teamId), now);
    const waiting = await outbox.nextAt(teamId, now);
    const soonest = waiting && later(waiting, new Date(now.getTime() + SMALLEST_STEP));
    const stops = [coming?.dueAt, soonest].filter((stop) => stop !== null && stop !== undefined);
    clock.moveTo(stops.reduce(earlier, target));
    await tick();
  }
}

const STAKEHOLDER = 'stakeholder@example.com';

/** The six moments Baton is for. What is not built yet says so. */
function momentsOf(team: Team): Moment[] {
  const [first, second] = [...team.engineers.values()];
  const somebody = first?.email ?? STAKEHOLDER;
  // An area of several pipelines shows most: one with a run book, and one without.
  const several = [...team.areas.values()].filter(({ id }) => pipelinesOf(team, id) > 1).at(-1);
  const area = several?.name ?? '';
  return [
    { label: 'Something broke', command: `/runbook ${area.toLowerCase()}`.trim(), person: STAKEHOLDER },
    { label: 'Who is on call? Who owns this?', command: '/oncall', person: STAKEHOLDER },
    { label: 'Who takes over on Monday?', command: '/oncall handoff', person: second?.email ?? somebody },
    { label: 'A holiday falls on my week', command: '/oncall swap', person: somebody },
    { label: 'Is this fair?', command: '/oncall fairness', person: somebody },
    { label: 'The team changes', later: 'Changing the team is not built yet' },
  ];
}

const pipelinesOf = (team: Team, area: AreaId): number =>
  [...team.pipelines.values()].filter((pipeline) => pipeline.area === area).length;
