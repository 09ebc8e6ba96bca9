import type { EngineerId, SwapId } from '../../src/domain/ids';
import { onCallAt } from '../../src/domain/schedule';
import type { Leg, Team } from '../../src/domain/team';
import { answerConflict, fairTurn, openConflicts } from '../../src/usecases/conflicts';
import type { Decision } from '../../src/usecases/decision';
import { planNotices } from '../../src/usecases/notices';
import { undoSwap } from '../../src/usecases/swap-ends';
import { acceptSwap, requestSwap } from '../../src/usecases/swaps';
import { anEngineer, aTeam, aTimeOff, byId, engineerId } from '../fixtures';
import { applied } from './applied';

const at = (text: string) => new Date(text);
const [ONE, TWO, THREE, FOUR] = [1, 2, 3, 4].map(engineerId) as [EngineerId, EngineerId, EngineerId, EngineerId];
const NOW = at('2026-11-23T15:00Z');

const HOLIDAYS = new Map([
  ['2026-11-26', 'Thanksgiving Day'],
  ['2026-12-25', 'Christmas Day'],
  ['2027-01-01', "New Year's Day"],
]);

/** The plan's team in the United States; engineer 1 is a lead, engineer 3 lives in England, where Thanksgiving is none. */
const team = (more: Partial<Team> = {}): Team =>
  aTeam({
    begunAt: at('2026-11-23T14:30Z'),
    engineers: byId(
      [1, 2, 3, 4].map((n) =>
        anEngineer(n, { lead: n === 1, slack: `U0ENGINEER${n}` as never, ...(n === 3 && { country: 'GB' }) }),
      ),
    ),
    holidays: new Map([
      ['US', { version: '1', through: 2028, days: HOLIDAYS }],
      ['GB', { version: '1', through: 2028, days: new Map([['2026-12-25', 'Christmas Day']]) }],
    ]),
    ...more,
  });

const open = (of: Team, who: EngineerId | null = null, now = NOW) =>
  openConflicts(of, who, now).map(({ conflict }) => conflict);
const due = (of: Team, now: Date) =>
  planNotices(of, now)
    .flatMap(({ key }) => (key.startsWith('conflict') ? [key] : []))
    .sort();
const answer = (of: Team, key: string, said: 'kept' | 'later', by: EngineerId, now = NOW): Team => {
  const decided = answerConflict(of, { key, answer: said, by }, now);
  if (!decided.ok) throw new Error(JSON.stringify(decided.refusal));
  return applied(of, decided.value.changes);
};

const CHRISTMAS = 'holiday:primary:v1.7:engineer-4:12-25';

describe('conflicts', () => {
  it('are holidays in one’s primary weeks and time off in either duty, eight weeks ahead', () => {
    const away = aTimeOff({
      engineer: TWO,
      span: { start: at('2026-12-01T05:00Z'), end: at('2026-12-03T05:00Z') },
      recordedAt: NOW,
    });
    expect(
      open(team({ timeOff: [away] })).map(({ key, holidays, isShared }) => [
        key,
        holidays.map(({ name }) => name),
        isShared,
      ]),
    ).toEqual([
      ['holiday:primary:v1.3:engineer-4:11-26', ['Thanksgiving Day'], false],
      ['time-off:backup:v1.4:engineer-2:2026-11-23T15:00:00.000Z', [], false],
      [CHRISTMAS, ['Christmas Day'], true],
      ['holiday:primary:v1.8:engineer-1:01-01', ["New Year's Day"], false],
    ]);
    expect(open(team(), null, at('2026-10-20T15:00Z')).map(({ key }) => key)).toEqual([
      'holiday:primary:v1.3:engineer-4:11-26',
    ]);
  });

  it('are told at the start, or as they come into sight or arise; each once', () => {
    expect(due(team(), NOW)).toEqual([
      'conflict:holiday:primary:v1.3:engineer-4:11-26:0',
      `conflict:${CHRISTMAS}:0`,
      'conflict:holiday:primary:v1.8:engineer-1:01-01:0',
    ]);
    // The week under way is asked about while its holiday is ahead.
    expect(due(team(), at('2026-11-26T17:00Z'))).not.toContain('conflict:holiday:primary:v1.3:engineer-4:11-26:0');
    const recordedAt = at('2026-11-24T10:00Z');
    const away = aTimeOff({
      engineer: TWO,
      span: { start: at('2026-12-01T05:00Z'), end: at('2026-12-03T05:00Z') },
      recordedAt,
    });
    expect(due(team({ timeOff: [away] }), recordedAt)).toContain(
      'conflict:time-off:backup:v1.4:engineer-2:2026-11-24T10:00:00.000Z:0',
    );
    expect(due(team({ timeOff: [away] }), new Date(recordedAt.getTime() - 1))).not.toContain(
      'conflict:time-off:backup:v1.4:engineer-2:2026-11-24T10:00:00.000Z:0',
    );
  });

  it('that are kept are not asked about any more', () => {
    const kept = answer(team(), CHRISTMAS, 'kept', FOUR);
    expect(open(kept, FOUR).map(({ key }) => key)).not.toContain(CHRISTMAS);
    expect(due(kept, NOW)).not.toContain(`conflict:${CHRISTMAS}:0`);
    expect(answerConflict(kept, { key: CHRISTMAS, answer: 'kept', by: FOUR }, NOW)).toMatchObject({
      refusal: { kind: 'no-conflict' },
    });
  });

  it('can be put off twice, a week of working days each', () => {
    const once = answer(team(), CHRISTMAS, 'later', FOUR);
    expect(due(once, at('2026-12-01T14:00Z'))).not.toContain(`conflict:${CHRISTMAS}:1`);
    // Thanksgiving is no working day.
    expect(due(once, at('2026-12-01T22:00Z'))).toContain(`conflict:${CHRISTMAS}:1`);
    const twice = answer(once, CHRISTMAS, 'later', FOUR, at('2026-12-02T15:00Z'));
    expect(due(twice, at('2026-12-10T15:00Z'))).toContain(`conflict:${CHRISTMAS}:2`);
    expect(answerConflict(twice, { key: CHRISTMAS, answer: 'later', by: FOUR }, at('2026-12-10T15:00Z'))).toMatchObject(
      { ok: false },
    );
  });

  it('are nobody else’s to answer, and end with a swap', () => {
    expect(answerConflict(team(), { key: CHRISTMAS, answer: 'kept', by: ONE }, NOW)).toMatchObject({
      refusal: { kind: 'no-conflict' },
    });
    expect(answerConflict(team(), { key: CHRISTMAS, answer: 'kept', by: null }, NOW)).toMatchObject({
      refusal: { kind: 'not-on-team' },
    });
    const leg: Leg = { duty: 'primary', shift: { version: 1, turn: 7 }, days: null, from: FOUR, to: TWO };
    const draft = {
      ...{ id: 's' as SwapId, kind: 'cover' as const, requester: FOUR, wants: [], reason: null },
      legs: [leg] as const,
    };
    const made = (of: Team, decided: { ok: boolean; value?: Decision<unknown> }) =>
      applied(of, decided.value?.changes ?? []);
    const asked = made(team(), requestSwap(team(), draft, FOUR, NOW));
    expect(open(asked, FOUR).map(({ key }) => key)).not.toContain(CHRISTMAS);
    const agreed = made(
      asked,
      acceptSwap(asked, { swap: 's' as SwapId, by: TWO, gives: null, answersFor: null, seen: true }, NOW),
    );
    // Who took it saw whose holiday is in it.
    expect(open(agreed).map(({ key }) => key)).not.toContain('holiday:primary:v1.7:engineer-2');
    expect(open(agreed, FOUR).map(({ key }) => key)).not.toContain(CHRISTMAS);
  });

  it('that nobody decided on are told to a lead two weeks before', () => {
    expect(due(team(), at('2026-12-07T13:59Z'))).not.toContain(`conflict-open:${CHRISTMAS}`);
    expect(due(team(), at('2026-12-07T14:00Z'))).toContain(`conflict-open:${CHRISTMAS}`);
    const kept = answer(team(), CHRISTMAS, 'kept', FOUR);
    expect(due(kept, at('2026-12-07T14:00Z'))).not.toContain(`conflict-open:${CHRISTMAS}`);
  });

  it('that come so late are told to a lead after four working hours of who was asked, or at once where they begin first', () => {
    const thanksgiving = 'conflict-open:holiday:primary:v1.3:engineer-4:11-26';
    expect(due(team(), at('2026-11-23T18:29Z'))).not.toContain(thanksgiving);
    expect(due(team(), at('2026-11-23T18:30Z'))).toContain(thanksgiving);
    const begunAt = at('2026-11-25T20:00Z');
    expect(due(team({ begunAt }), begunAt)).toContain(thanksgiving);
    const ill = aTimeOff({
      engineer: TWO,
      span: { start: at('2026-12-01T05:00Z'), end: at('2026-12-03T05:00Z') },
      recordedAt: at('2026-11-30T21:00Z'),
    });
    expect(due(team({ timeOff: [ill] }), ill.recordedAt)).toContain(
      'conflict-open:time-off:backup:v1.4:engineer-2:2026-11-30T21:00:00.000Z',
    );
  });

  it('on the day of the handoff are of who takes over, and two in a week are one', () => {
    const days = new Map([
      ['2026-12-21', 'Monday off'],
      ['2026-12-25', 'Christmas Day'],
    ]);
    const of = team({ holidays: new Map([['US', { version: '1', through: 2028, days }]]) });
    expect(open(of).map(({ key, holidays }) => [key, holidays.length])).toEqual([
      ['holiday:primary:v1.7:engineer-4:12-21,12-25', 2],
    ]);
  });

  it('of time off are of the time that is still theirs, not of days somebody covers', () => {
    // Two days of the week of engineer 1, from midnight to midnight; the cover runs from nine to nine.
    const span = { start: at('2026-12-01T05:00Z'), end: at('2026-12-03T05:00Z') };
    const of = team({ timeOff: [aTimeOff({ engineer: ONE, span, recordedAt: NOW })] });
    const key = 'time-off:primary:v1.4:engineer-1:2026-11-23T15:00:00.000Z';
    expect(open(of, ONE).map((each) => each.key)).toContain(key);
    const days = { from: '2026-12-01', to: '2026-12-02' };
    const leg: Leg = { duty: 'primary', shift: { version: 1, turn: 4 }, days, from: ONE, to: TWO };
    const draft = {
      ...{ id: 's' as SwapId, kind: 'cover' as const, requester: ONE, wants: [], reason: null },
      legs: [leg] as const,
    };
    const request = requestSwap(of, draft, ONE, NOW);
    if (!request.ok) throw new Error('refused');
    const asked = applied(of, request.value.changes);
    const agreed = acceptSwap(asked, { swap: 's' as SwapId, by: TWO, gives: null, answersFor: null, seen: true }, NOW);
    if (!agreed.ok) throw new Error('refused');
    expect(open(applied(asked, agreed.value.changes), ONE).map((each) => each.key)).not.toContain(key);
  });

  it('end where the time off that caused them is cancelled; the swap it caused stands', () => {
    const away = aTimeOff({
      engineer: FOUR,
      span: { start: at('2026-12-14T05:00Z'), end: at('2027-01-03T05:00Z') },
      recordedAt: at('2026-11-23T14:40Z'),
    });
    const before = team({ timeOff: [away], holidays: new Map() });
    expect(open(before, FOUR).map(({ key }) => key)).toContain(
      'time-off:primary:v1.7:engineer-4:2026-11-23T14:40:00.000Z',
    );
    const leg: Leg = { duty: 'primary', shift: { version: 1, turn: 7 }, days: null, from: FOUR, to: TWO };
    const draft = {
      ...{ id: 's' as SwapId, kind: 'cover' as const, requester: FOUR, wants: [], reason: null },
      legs: [leg] as const,
    };
    const made = (of: Team, decided: { ok: boolean; value?: Decision<unknown> }) =>
      applied(of, decided.value?.changes ?? []);
    const asked = made(before, requestSwap(before, draft, FOUR, NOW));
    const agreed = made(
      asked,
      acceptSwap(asked, { swap: 's' as SwapId, by: TWO, gives: null, answersFor: null, seen: true }, NOW),
    );
    const back = applied(agreed, [{ kind: 'time-off-cancelled', timeOff: away.id, at: NOW }]);
    expect(open(back, FOUR)).toEqual([]);
    expect(back.swaps.get('s' as SwapId)?.state.kind).toBe('agreed');
    expect(onCallAt(back, at('2026-12-23T15:00Z'))?.primary.engineer).toBe(TWO);
  });

  it('that are about more than what was answered are asked about anew', () => {
    const away = (days: number, recordedAt: Date) =>
      aTimeOff({
        ...{ engineer: ONE, recordedAt },
        span: { start: at('2026-12-01T05:00Z'), end: new Date(at('2026-12-01T05:00Z').getTime() + days * 86_400_000) },
      });
    const one = team({ timeOff: [away(1, NOW)] });
    const [key = ''] = open(one, ONE).map((each) => each.key);
    const kept = answer(one, key, 'kept', ONE);
    expect(open(kept, ONE).map((each) => each.key)).not.toContain(key);
    const later = at('2026-11-24T15:00Z');
    const longer = { ...kept, timeOff: [{ ...away(1, NOW), cancelledAt: later }, away(5, later)] };
    expect(due(longer, later)).toContain('conflict:time-off:primary:v1.4:engineer-1:2026-11-24T15:00:00.000Z:0');
  });

  it('that arise in a week long in sight are asked about as well', () => {
    const begunAt = at('2026-09-01T15:00Z');
    const now = at('2026-11-24T15:00Z');
    expect(due(team({ begunAt }), now)).toContain('conflict:holiday:primary:v1.3:engineer-4:11-26:0');
  });

  it('that come back with a swap that is undone are asked about anew', () => {
    const leg: Leg = { duty: 'primary', shift: { version: 1, turn: 7 }, days: null, from: FOUR, to: TWO };
    const draft = {
      ...{ id: 's' as SwapId, kind: 'cover' as const, requester: FOUR, wants: [], reason: null },
      legs: [leg] as const,
    };
    const done = (of: Team, decided: { ok: boolean; value?: Decision<unknown> }) =>
      applied(of, decided.value?.changes ?? []);
    const asked = done(team(), requestSwap(team(), draft, FOUR, NOW));
    const ask = { swap: 's' as SwapId, by: TWO, gives: null, answersFor: null, seen: true };
    const agreed = done(asked, acceptSwap(asked, ask, NOW));
    const undone = done(agreed, undoSwap(agreed, { swap: 's' as SwapId, by: TWO }, NOW));
    expect(due(undone, NOW)).toContain(`conflict:${CHRISTMAS}:0:1`);
  });

  it('are told to a lead who is there', () => {
    const leads = [1, 2].map((n) => anEngineer(n, { lead: true, slack: `U0ENGINEER${n}` as never }));
    const away = aTimeOff({ engineer: ONE, span: { start: at('2026-12-01T05:00Z'), end: at('2027-01-10T05:00Z') } });
    const of = team({ engineers: byId([...leads, anEngineer(3), anEngineer(4)]), timeOff: [away] });
    const told = planNotices(of, at('2026-12-07T14:00Z')).find(({ key }) => key === `conflict-open:${CHRISTMAS}`);
    expect(told?.notice).toMatchObject({ to: TWO });
  });

  it('of a holiday that everybody has go by turns', () => {
    const christmas = new Map(['2026-12-25', '2027-12-24', '2028-12-25'].map((date) => [date, 'Christmas Day']));
    const of = team({
      engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n))),
      holidays: new Map([['US', { version: '1', through: 2029, days: christmas }]]),
    });
    const [first] = open(of, null, at('2026-11-23T15:00Z'));
    const [second] = open(of, null, at('2027-11-29T15:00Z'));
    if (!first || !second) throw new Error('there is no conflict');
    const turns = (engineer: EngineerId, turns: number, holidayWeeks: number) => ({ engineer, turns, holidayWeeks });
    expect([first.isShared, fairTurn(of, first)]).toEqual([true, { own: turns(FOUR, 0, 0), other: null }]);
    expect(fairTurn(of, second)).toEqual({ own: turns(FOUR, 1, 1), other: turns(ONE, 0, 0) });
  });

  it('of several holidays that everybody has do not all fall to one: whoever had fewer is due, if they are there', () => {
    const days = new Map([
      ['2026-11-11', 'Veterans Day'],
      ['2026-11-26', 'Thanksgiving'],
      ['2026-12-25', 'Christmas Day'],
      ['2027-01-01', 'New Year'],
    ]);
    const engineers = byId([1, 2, 3, 4].map((n) => anEngineer(n)));
    const of = team({ engineers, holidays: new Map([['US', { version: '1', through: 2029, days }]]) });
    const [thanksgiving, christmas] = open(of, FOUR, at('2026-11-16T15:00Z'));
    if (!thanksgiving || !christmas) throw new Error('there is no conflict');
    const turns = (engineer: EngineerId, holidayWeeks: number) => ({ engineer, turns: 0, holidayWeeks });
    expect(fairTurn(of, thanksgiving)).toEqual({ own: turns(FOUR, 0), other: null });
    // Engineer 1 had none either, and has the one after it.
    expect(fairTurn(of, christmas)).toEqual({ own: turns(FOUR, 1), other: turns(THREE, 0) });
    const away = aTimeOff({ engineer: THREE, span: { start: at('2026-12-23T05:00Z'), end: at('2026-12-28T05:00Z') } });
    expect(fairTurn({ ...of, timeOff: [away] }, christmas)).toMatchObject({ other: turns(ONE, 0) });

    const two = new Map([...days, ['2026-12-26', 'Boxing Day']] as const);
    const longer = { ...of, holidays: new Map([['US', { version: '1', through: 2029, days: two }]]) };
    const [, both] = open(longer, FOUR, at('2026-11-16T15:00Z'));
    const onSecond = aTimeOff({
      engineer: THREE,
      span: { start: at('2026-12-26T05:00Z'), end: at('2026-12-28T05:00Z') },
    });
    expect(both && fairTurn({ ...longer, timeOff: [onSecond] }, both)).toMatchObject({ other: turns(ONE, 0) });
  });

  it('of a holiday are nobody’s to take in a team of one', () => {
    const left = at('2026-11-01T00:00Z');
    const engineers = byId([1, 2, 3, 4].map((n) => anEngineer(n, n === 4 ? {} : { leftAt: left })));
    expect(open(team({ engineers }), FOUR)).toMatchObject([{ isShared: false }, { isShared: false }]);
  });

  it('of a holiday are not of who is away on it: that is asked about by itself', () => {
    const away = aTimeOff({
      engineer: FOUR,
      span: { start: at('2026-12-23T05:00Z'), end: at('2026-12-28T05:00Z') },
      recordedAt: NOW,
    });
    expect(open(team({ timeOff: [away] }), FOUR).map(({ kind, duty }) => `${kind} ${duty}`)).toEqual([
      'holiday primary',
      'time-off primary',
    ]);
    expect(open(team({ timeOff: [away] }), FOUR)[0]?.key).not.toBe(CHRISTMAS);
  });

  it('that were put off are not put off again before they are asked again', () => {
    const once = answer(team(), CHRISTMAS, 'later', FOUR);
    expect(openConflicts(once, FOUR, NOW).find(({ conflict }) => conflict.key === CHRISTMAS)?.waits).toBe(true);
    expect(answerConflict(once, { key: CHRISTMAS, answer: 'later', by: FOUR }, NOW)).toMatchObject({ ok: false });
    expect(answerConflict(once, { key: CHRISTMAS, answer: 'kept', by: FOUR }, NOW)).toMatchObject({ ok: true });
  });
});
