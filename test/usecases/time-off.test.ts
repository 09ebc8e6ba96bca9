import type { EngineerId, TimeOffId } from '../../src/domain/ids';
import { onCallAt, scheduleBetween } from '../../src/domain/schedule';
import type { Team } from '../../src/domain/team';
import { addTimeOff, cancelTimeOff, listTimeOff } from '../../src/usecases/time-off';
import { anEngineer, aTeam, byId, engineerId } from '../fixtures';
import { applied } from './applied';

const at = (text: string) => new Date(text);
const NOW = at('2026-11-24T15:00Z');
const [ONE, TWO, FOUR] = [1, 2, 4].map(engineerId) as [EngineerId, EngineerId, EngineerId];

/** Engineer 1 is a lead; engineer 2 lives in Tokyo. */
const team = (): Team =>
  aTeam({
    engineers: byId([
      anEngineer(1, { lead: true }),
      anEngineer(2, { timezone: 'Asia/Tokyo' }),
      anEngineer(3),
      anEngineer(4),
    ]),
  });

const add = (of: Team, from: string, to: string, more: object = {}, now = NOW) =>
  addTimeOff(
    of,
    { ...{ id: `t-${of.timeOff.length}` as TimeOffId, engineer: FOUR, from, to, reason: null, by: FOUR }, ...more },
    now,
  );

const cancel = (of: Team, id: string, now: Date, undo = false) =>
  cancelTimeOff(of, { timeOff: id as TimeOffId, by: FOUR, undo, newId: () => 'restored' }, now);

function made(of: Team, decided: ReturnType<typeof addTimeOff>): Team {
  if (!decided.ok) throw new Error(JSON.stringify(decided.refusal));
  return applied(of, decided.value.changes);
}

const spans = (of: Team) =>
  of.timeOff
    .filter(({ cancelledAt }) => !cancelledAt)
    .map(({ span }) => [span.start.toISOString().slice(0, 13), span.end.toISOString().slice(0, 13)]);

describe('time off', () => {
  it('is from the first midnight to that after the last, in the engineer’s own zone', () => {
    expect(spans(made(team(), add(team(), '2026-12-21', '2027-01-02')))).toEqual([['2026-12-21T05', '2027-01-03T05']]);
    const tokyo = made(team(), add(team(), '2026-12-21', '2026-12-21', { engineer: TWO, by: TWO }));
    expect(spans(tokyo)).toEqual([['2026-12-20T15', '2026-12-21T15']]);
  });

  it('says which duties fall into it, for which others stand in', () => {
    const decided = add(team(), '2026-12-21', '2027-01-02');
    expect(decided).toMatchObject({
      ok: true,
      value: {
        answer: {
          days: { from: '2026-12-21', to: '2027-01-02' },
          duties: [
            { duty: 'backup', shift: { version: 1, turn: 6 } },
            { duty: 'primary', shift: { version: 1, turn: 7 } },
          ],
        },
      },
    });
    expect(onCallAt(made(team(), decided), at('2026-12-23T12:00Z'))?.primary).toMatchObject({
      engineer: ONE,
      reason: { kind: 'repair' },
    });
  });

  it('that overlaps or touches is one, with both reasons', () => {
    let of = made(team(), add(team(), '2026-12-21', '2026-12-23', { reason: 'skiing' }));
    of = made(of, add(of, '2026-12-24', '2026-12-27', { reason: 'family' }));
    expect(spans(of)).toEqual([['2026-12-21T05', '2026-12-28T05']]);
    expect(of.timeOff.at(-1)?.reason).toBe('skiing; family');
    expect(add(of, '2026-12-22', '2026-12-23')).toMatchObject({
      refusal: { kind: 'off-already', days: { from: '2026-12-21', to: '2026-12-27' } },
    });
    of = made(of, add(of, '2026-12-30', '2026-12-31'));
    expect(spans(of)).toHaveLength(2);
  });

  it('that became one with what was there before leaves that as it was when it is undone', () => {
    const first = made(team(), add(team(), '2026-12-21', '2026-12-23', { reason: 'skiing' }));
    const later = at('2026-11-24T15:05Z');
    const joined = add(first, '2026-12-24', '2026-12-27', {}, later);
    expect(joined).toMatchObject({ value: { answer: { earlier: [{ from: '2026-12-21', to: '2026-12-23' }] } } });
    const of = made(first, joined);
    const undone = made(of, cancel(of, 't-1', at('2026-11-24T15:06Z'), true));
    expect(spans(undone)).toEqual([['2026-12-21T05', '2026-12-24T05']]);
    expect(undone.timeOff.at(-1)).toMatchObject({ reason: 'skiing' });
    expect(spans(made(of, cancel(of, 't-1', later)))).toEqual([]);
  });

  it('recorded during a shift counts from now on, and cancelled from now on: the past stays', () => {
    const before = scheduleBetween(team(), { start: at('2026-11-23T14:00Z'), end: NOW });
    const of = made(team(), add(team(), '2026-11-23', '2026-11-26'));
    expect(scheduleBetween(of, { start: at('2026-11-23T14:00Z'), end: NOW })).toEqual(before);
    expect(onCallAt(of, NOW)?.primary.engineer).toBe(ONE);
    const later = at('2026-11-25T15:00Z');
    const back = made(of, cancel(of, 't-0', later));
    expect(onCallAt(back, at('2026-11-25T14:59Z'))?.primary.engineer).toBe(ONE);
    expect(onCallAt(back, later)?.primary.engineer).toBe(FOUR);
    expect(cancel(back, 't-0', later)).toMatchObject({
      refusal: { kind: 'no-time-off' },
    });
  });

  it.each<[string, string, string, object, object]>([
    ['days that are over', '2026-11-20', '2026-11-22', {}, { kind: 'no-days' }],
    ['days that run backwards', '2026-12-22', '2026-12-21', {}, { kind: 'no-days' }],
    ['more than a year', '2026-12-01', '2027-12-02', {}, { kind: 'too-long' }],
    [
      'of somebody else, unless by a lead',
      '2026-12-21',
      '2026-12-22',
      { by: TWO },
      { kind: 'not-your-time', engineer: FOUR },
    ],
    ['by a stranger', '2026-12-21', '2026-12-22', { by: null }, { kind: 'not-on-team' }],
    ['a reason that is a book', '2026-12-21', '2026-12-22', { reason: 'x'.repeat(501) }, { kind: 'reason-too-long' }],
  ])('is refused for %s', (_, from, to, more, refusal) => {
    expect(add(team(), from, to, more)).toMatchObject({ ok: false, refusal });
  });

  it('may be recorded by a lead, and reasons are for its owner and the leads alone', () => {
    const of = made(team(), add(team(), '2026-12-21', '2026-12-22', { by: ONE, reason: 'an operation' }));
    const reasonFor = (by: EngineerId | null) => {
      const { own, others } = listTimeOff(of, by, NOW);
      return [...own, ...others].map(({ timeOff }) => timeOff.reason);
    };
    expect(reasonFor(FOUR)).toEqual(['an operation']);
    expect(reasonFor(ONE)).toEqual(['an operation']);
    expect(reasonFor(TWO)).toEqual([null]);
    expect(reasonFor(null)).toEqual([null]);
  });
});
