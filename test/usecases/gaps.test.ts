import type { EngineerId, TimeOffId } from '../../src/domain/ids';
import type { Team, TimeOff } from '../../src/domain/team';
import { closedGaps, gapsAhead, settleGaps } from '../../src/usecases/gaps';
import { comingNotices, lapse, planNotices } from '../../src/usecases/notices';
import { anEngineer, aPipeline, aTeam, aTimeOff, byId, engineerId } from '../fixtures';
import { applied } from './applied';

const at = (text: string) => new Date(text);
const [ONE, TWO, THREE, FOUR] = [1, 2, 3, 4].map(engineerId) as [EngineerId, EngineerId, EngineerId, EngineerId];
/** A Tuesday, ten in the morning in New York. */
const NOW = at('2026-11-24T15:00Z');

const away = (engineer: EngineerId, from: string, to: string, more: Partial<TimeOff> = {}): TimeOff =>
  aTimeOff({
    id: `${engineer} ${from}` as TimeOffId,
    engineer,
    span: { start: at(`${from}T05:00Z`), end: at(`${to}T05:00Z`) },
    recordedAt: NOW,
    ...more,
  });
const allAway = [ONE, TWO, THREE, FOUR].map((id) => away(id, '2026-12-21', '2026-12-24'));

/** The plan's team, engineer 1 a lead, everybody linked; as it is once Baton looked. */
const team = (timeOff: readonly TimeOff[], more: Partial<Team> = {}): Team =>
  aTeam({
    begunAt: at('2026-11-23T14:30Z'),
    engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, { lead: n === 1, slack: `U0ENGINEER${n}` as never }))),
    timeOff,
    ...more,
  });
const looked = (of: Team, now = NOW): Team => applied(of, settleGaps(of, now)?.changes ?? []);
const due = (of: Team, now: Date): readonly string[] =>
  planNotices(of, now).flatMap(({ notice }) => (notice.kind === 'gaps' ? [notice.to ?? 'channel'] : []));
const kinds = (of: Team, now = NOW) => settleGaps(of, now)?.changes.map(({ kind }) => kind) ?? [];

describe('gaps', () => {
  it('of both duties at once are one, beside those of the pipelines', () => {
    const found = gapsAhead(team(allAway, { pipelines: byId([aPipeline('growth', 1, 2)]) }), NOW);
    expect(found).toMatchObject([
      { kind: 'duty', duty: 'primary', start: at('2026-12-21T05:00Z'), end: at('2026-12-24T05:00Z') },
      { kind: 'ownership', pipeline: 'growth' },
    ]);
    const backIn = allAway.map((each) => (each.engineer === TWO ? away(TWO, '2026-12-21', '2026-12-23') : each));
    expect(gapsAhead(team(backIn, { pipelines: byId([]) }), NOW)).toMatchObject([
      { duty: 'primary', end: at('2026-12-23T05:00Z') },
      { duty: 'backup', end: at('2026-12-24T05:00Z') },
    ]);
  });

  it('are looked for eight weeks ahead, and only once Baton has begun', () => {
    const far = [ONE, TWO, THREE, FOUR].map((id) => away(id, '2027-02-01', '2027-02-03'));
    expect(settleGaps(team(far), NOW)).toBeNull();
    expect(kinds(team(far), at('2026-12-08T15:00Z'))).toContain('gap-found');
    expect(settleGaps(team(allAway, { begunAt: null }), NOW)).toBeNull();
  });

  it('are told to those who can close them at once, and to the channel two weeks before', () => {
    const found = looked(team(allAway));
    expect(settleGaps(found, NOW)).toBeNull();
    expect(due(found, NOW)).toEqual([ONE, TWO, THREE, FOUR]);
    expect(due(found, at('2026-12-07T13:59Z'))).not.toContain('channel');
    // Two weeks before it begins it is midnight; the working day of who can close it begins at nine.
    expect(due(found, at('2026-12-07T14:00Z'))).toContain('channel');
    expect(comingNotices(found, NOW).filter(({ notice }) => notice.kind === 'gaps')).toMatchObject([
      { notice: { kind: 'gaps', to: null }, dueAt: at('2026-12-07T14:00Z') },
    ]);
  });

  it('of the owners are theirs and a lead’s to close', () => {
    const owners = [away(THREE, '2026-12-21', '2026-12-24'), away(FOUR, '2026-12-23', '2026-12-30')];
    const found = looked(team(owners, { pipelines: byId([aPipeline('growth', 3, 4)]) }));
    expect(found.gaps).toMatchObject([
      { kind: 'ownership', start: at('2026-12-23T05:00Z'), end: at('2026-12-24T05:00Z'), askedOf: [THREE, FOUR, ONE] },
    ]);
  });

  it('that come soon leave those who can close them four hours of work before the channel hears of it', () => {
    const soon = [ONE, TWO, THREE, FOUR].map((id) => away(id, '2026-11-26', '2026-11-28'));
    const found = looked(team(soon));
    expect(due(found, at('2026-11-24T18:59Z'))).not.toContain('channel');
    expect(due(found, at('2026-11-24T19:00Z'))).toContain('channel');
    // No time for that: it is told at once.
    const now = [ONE, TWO, THREE, FOUR].map((id) => away(id, '2026-11-24', '2026-11-28'));
    expect(due(looked(team(now)), NOW)).toContain('channel');
  });

  it('that lie apart are each told to the channel two weeks before, though they were found together', () => {
    const apart = [...allAway, ...[ONE, TWO, THREE, FOUR].map((id) => away(id, '2027-01-12', '2027-01-14'))];
    const found = looked(team(apart, { pipelines: byId([]) }));
    const days = (now: Date) =>
      planNotices(found, now).flatMap(({ notice }) => (notice.kind === 'gaps' && !notice.to ? [notice.day] : []));
    expect(days(at('2026-12-07T14:00Z'))).toEqual(['2026-12-21']);
    expect(days(at('2026-12-29T14:00Z'))).toEqual(['2027-01-12']);
  });

  it('leave their head start to whoever of them works first', () => {
    const ill = away(ONE, '2026-11-24', '2026-11-30');
    const soon = [...[ONE, TWO, THREE, FOUR].map((id) => away(id, '2026-12-01', '2026-12-03')), ill];
    const found = looked(team(soon, { pipelines: byId([]) }));
    expect(found.gaps[0]?.askedOf[0]).toBe(ONE);
    expect(due(found, at('2026-11-24T18:59Z'))).not.toContain('channel');
    expect(due(found, at('2026-11-24T19:00Z'))).toContain('channel');
  });

  it('that are closed are said to be, to whoever could have heard of them, and are not told any more', () => {
    const found = looked(team(allAway, { pipelines: byId([]) }));
    const later = at('2026-11-25T15:00Z');
    const back = {
      ...found,
      timeOff: found.timeOff.map((each) => (each.engineer === TWO ? { ...each, cancelledAt: later } : each)),
    };
    const decision = settleGaps(back, later);
    expect(decision?.notices.map(({ notice }) => notice)).toMatchObject(
      [null, ONE, TWO, THREE, FOUR].map((to) => ({ kind: 'gaps-closed', to })),
    );
    // Nobody is backup any more while one is on duty: that is another gap.
    expect(decision?.changes.map(({ kind }) => kind)).toContain('gap-found');
    const closed = applied(back, decision?.changes ?? []);
    expect(settleGaps(closed, later)).toBeNull();
    const [first] = planNotices(found, NOW).filter(({ notice }) => notice.kind === 'gaps');
    expect(first && lapse(closed, first, later)).toMatchObject({ kind: 'dropped' });

    // They reopen: another gap, told anew.
    const again = at('2026-11-26T15:00Z');
    const reopened = looked({ ...closed, timeOff: [...closed.timeOff, away(TWO, '2026-12-21', '2026-12-23')] }, again);
    expect(due(reopened, again)).toEqual(expect.arrayContaining([ONE, TWO, THREE, FOUR]));
    const keys = (of: Team, now: Date) =>
      planNotices(of, now)
        .filter(({ notice }) => notice.kind === 'gaps')
        .map(({ key }) => key);
    expect(keys(reopened, again).some((key) => keys(found, NOW).includes(key))).toBe(false);
  });

  it('that move, begin or end are the same still', () => {
    const found = looked(team(allAway));
    const longer = {
      ...found,
      timeOff: [ONE, TWO, THREE, FOUR].map((id) => away(id, '2026-12-21', '2026-12-29')),
    };
    expect(new Set(kinds(longer))).toEqual(new Set(['gap-moved']));
    const moved = looked(longer);
    expect(moved.gaps[0]?.end).toEqual(at('2026-12-29T05:00Z'));
    expect(settleGaps(moved, at('2026-12-22T15:00Z'))).toBeNull();
    expect(settleGaps(moved, at('2026-12-29T05:00Z'))).toBeNull();
  });

  it('without an end in sight are followed without a change a day', () => {
    const gone = [ONE, TWO].map((id) => away(id, '2026-12-21', '2028-01-01'));
    const found = looked(team(gone, { pipelines: byId([aPipeline('growth', 1, 2)]) }));
    expect(found.gaps).toHaveLength(1);
    expect(settleGaps(found, at('2026-11-25T15:00Z'))).toBeNull();
  });

  it('of the backup that become gaps of both duties are not said to be closed', () => {
    const three = [ONE, TWO, FOUR].map((id) => away(id, '2026-12-21', '2026-12-24'));
    const found = looked(team(three, { pipelines: byId([]) }));
    expect(found.gaps.map((gap) => gap.kind === 'duty' && gap.duty)).toEqual(['backup']);
    const all = { ...found, timeOff: [...three, away(THREE, '2026-12-21', '2026-12-24')] };
    const now = at('2026-11-25T15:00Z');
    const after = looked(all, now);
    expect(after.gaps.filter(({ closedAt }) => !closedAt).map((gap) => gap.kind === 'duty' && gap.duty)).toEqual([
      'primary',
    ]);
    expect(closedGaps(after, now.toISOString(), null)).toEqual([]);
    expect(settleGaps(after, now)).toBeNull();
  });
});
