import fc from 'fast-check';
import type { EngineerId, OverrideId, SwapId, TimeOffId } from '../../src/domain/ids';
import { MINUTE, WEEKDAYS } from '../../src/domain/interval';
import { changeRotation, type RotationChange, shiftsBetween } from '../../src/domain/rotation';
import { DUTIES, type Override, type Team, type TimeOff } from '../../src/domain/team';
import { anEngineer, aTeam, byId, engineerId } from '../fixtures';

const HOUR = 60 * MINUTE;

/** When histories begin: two weeks before the plan's first shift. */
export const BEGINNING = new Date('2026-10-19T12:00Z');

/** The instant `hours` after histories begin. */
export const hoursIn = (hours: number): Date => new Date(BEGINNING.getTime() + hours * HOUR);

/** The team with this change of its rotation, decided at `now`. Throws where it is refused. */
export function changed(team: Team, change: RotationChange, now: Date): Team {
  const version = changeRotation(team, change, now);
  if (!version.ok) throw new Error(version.refusal.kind);
  return { ...team, rotation: [...team.rotation, version.value] };
}

/** Something that is recorded about a team at a moment. */
export type Event = { readonly at: Date; readonly changes: (team: Team) => Team };

/** The team after each of the events, in order; the first is the team before all of them. */
export function grown(team: Team, events: readonly Event[]): readonly [Team, ...Team[]] {
  const teams: [Team, ...Team[]] = [team];
  for (const { changes } of events) teams.push(changes(teams.at(-1) ?? team));
  return teams;
}

/** The plan's team with two engineers more, who take no turns at first; Christmas Eve is a holiday of the company. */
export const six: Team = aTeam({
  engineers: byId([1, 2, 3, 4, 5, 6].map((number) => anEngineer(number))),
  calendar: { country: null, region: null, except: [], extra: [{ date: '2026-12-24', name: 'Company day' }] },
});

const hours = (min: number, max: number) => fc.integer({ min, max });
const engineer: fc.Arbitrary<EngineerId> = hours(1, 6).map(engineerId);
const span = fc.tuple(hours(-72, 500), hours(1, 400));

const overrideAdded = fc
  .record({ at: hours(0, 2000), span, duty: fc.constantFrom(...DUTIES), engineer, replaces: engineer })
  .map(({ at, span: [ahead, length], ...rest }): Event => {
    const override: Omit<Override, 'id'> = {
      ...rest,
      swap: 'swap-1' as SwapId,
      span: { start: hoursIn(at + ahead), end: hoursIn(at + ahead + length) },
      kind: 'cover',
      recordedAt: hoursIn(at),
      voidedAt: null,
    };
    return {
      at: hoursIn(at),
      changes: (team) => ({
        ...team,
        overrides: [...team.overrides, { ...override, id: `override-${team.overrides.length}` as OverrideId }],
      }),
    };
  });

const timeOffAdded = fc
  .record({ at: hours(0, 2000), span, engineer })
  .map(({ at, span: [ahead, length], ...rest }): Event => {
    const timeOff: Omit<TimeOff, 'id'> = {
      ...rest,
      span: { start: hoursIn(at + ahead), end: hoursIn(at + ahead + length) },
      recordedAt: hoursIn(at),
      cancelledAt: null,
      reason: null,
    };
    return {
      at: hoursIn(at),
      changes: (team) => ({
        ...team,
        timeOff: [...team.timeOff, { ...timeOff, id: `time-off-${team.timeOff.length}` as TimeOffId }],
      }),
    };
  });

const takenBack = fc.record({ at: hours(0, 2400), which: fc.nat(20), what: fc.boolean() }).map(
  ({ at, which, what }): Event => ({
    at: hoursIn(at),
    changes: (team) =>
      what
        ? {
            ...team,
            overrides: team.overrides.map((override, place) =>
              place === which % team.overrides.length && !override.voidedAt
                ? { ...override, voidedAt: hoursIn(at) }
                : override,
            ),
          }
        : {
            ...team,
            timeOff: team.timeOff.map((timeOff, place) =>
              place === which % team.timeOff.length && !timeOff.cancelledAt
                ? { ...timeOff, cancelledAt: hoursIn(at) }
                : timeOff,
            ),
          },
  }),
);

const change: fc.Arbitrary<Omit<RotationChange, 'from'>> = fc.record(
  {
    order: fc
      .shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 2 })
      .map((numbers) => numbers.map(engineerId) as unknown as NonNullable<RotationChange['order']>),
    backupOffset: hours(1, 5),
    day: fc.constantFrom(...WEEKDAYS),
    time: fc.constantFrom('00:00', '02:30', '09:00', '23:59'),
    timezone: fc.constantFrom('America/New_York', 'Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kolkata'),
  },
  { requiredKeys: [] },
);

/** A change of the rotation from one of the next handoffs; nothing happens where it is refused. */
export const rotationChanged: fc.Arbitrary<Event> = fc
  .record({ at: hours(0, 2400), ahead: fc.nat(4), change })
  .map(({ at, ahead, change }): Event => {
    const now = hoursIn(at);
    return {
      at: now,
      changes: (team) => {
        const starts = shiftsBetween(team, { start: now, end: hoursIn(at + 2400) }).map(({ start }) => start);
        const from = starts.filter((start) => start > now)[ahead];
        const version = from && changeRotation(team, { ...change, from }, now);
        return version?.ok ? { ...team, rotation: [...team.rotation, version.value] } : team;
      },
    };
  });

/** Sixteen weeks of whatever can happen, in the order it is recorded. */
export const histories: fc.Arbitrary<readonly Event[]> = inOrder(
  fc.oneof(overrideAdded, timeOffAdded, timeOffAdded, takenBack, rotationChanged),
);

/** Events of one kind, in the order they are recorded. */
export function inOrder(event: fc.Arbitrary<Event>): fc.Arbitrary<readonly Event[]> {
  return fc
    .array(event, { maxLength: 12, size: 'max' })
    .map((events) => events.toSorted((one, other) => one.at.getTime() - other.at.getTime()));
}
