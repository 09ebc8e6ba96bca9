import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Config } from './config';
import type { AreaId } from './domain/ids';
import { firstHandoff, shiftAt } from './domain/rotation';
import { type Team, zoneOf } from './domain/team';
import type { Moment } from './sandbox/protocol';
import { type Sandbox, startSandbox } from './sandbox/server';
import type { Desk } from './slack/listeners/desk';

/** A calendar clock that can be moved forward, and set back to real time. */
export type CalendarClock = { now(): Date; moveTo(instant: Date): void; reset(): void };

/** Beside the package, whether this runs compiled or from source. */
const MANIFEST = join(__dirname, '..', 'manifest.yml');

/** Where the local workspace is, for Baton and for people. */
export type LocalWorkspace = {
  readonly access: Sandbox;
  readonly address: string;
  readonly close: () => Promise<void>;
};

/** Starts the local workspace with the team's people and somebody who is not on the team. */
export async function openLocalWorkspace(
  { host, port }: Pick<Config, 'host' | 'port'>,
  desk: Pick<Desk, 'store' | 'teamId'>,
  clock: CalendarClock,
  startOver: () => Promise<void>,
): Promise<LocalWorkspace> {
  const team = await desk.store.team(desk.teamId);
  const engineers = [...team.engineers.values()].filter(({ leftAt }) => !leftAt);
  const sandbox = await startSandbox({
    manifest: parse(await readFile(MANIFEST, 'utf8')),
    people: [
      ...engineers.map((engineer) => ({
        name: engineer.name,
        email: engineer.email ?? `${engineer.id}@example.com`,
        timezone: zoneOf(team, engineer),
        title: engineer.lead ? 'Data engineer, lead' : 'Data engineer',
      })),
      { name: 'Stakeholder', email: STAKEHOLDER, timezone: team.timezone, title: 'Reads the reports, not on the team' },
    ],
    channels: [
      { name: team.channels.team, topic: `Questions to ${team.name}` },
      { name: 'general', topic: 'Everybody' },
    ],
    moments: momentsOf(team),
    teamTimezone: team.timezone,
    clock: {
      now: clock.now,
      moveTo: clock.moveTo,
      nextHandoff: async () => {
        const newest = await desk.store.team(desk.teamId);
        return shiftAt(newest, clock.now())?.end ?? firstHandoff(newest);
      },
    },
    startOver: async () => {
      clock.reset();
      await startOver();
    },
    host,
    port,
  });
  return { access: sandbox, address: sandbox.url, close: sandbox.close };
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
    { label: 'Who takes over on Monday?', command: '/oncall schedule 4', person: second?.email ?? somebody },
    { label: 'A holiday falls on my week', later: 'Swaps are not built yet' },
    { label: 'Is this fair?', command: '/oncall why', person: somebody },
    { label: 'The team changes', later: 'Changing the team is not built yet' },
  ];
}

const pipelinesOf = (team: Team, area: AreaId): number =>
  [...team.pipelines.values()].filter((pipeline) => pipeline.area === area).length;
