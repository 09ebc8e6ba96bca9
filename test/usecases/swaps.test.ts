import { favoursOf } from '../../src/domain/fairness';
import type { EngineerId, SwapId } from '../../src/domain/ids';
import { impactOf } from '../../src/domain/impact';
import { changeRotation } from '../../src/domain/rotation';
import { onCallAt, scheduleBetween } from '../../src/domain/schedule';
import type { Leg, Part, ShiftRef, Swap, Team } from '../../src/domain/team';
import { suggestCovers, suggestTrades } from '../../src/domain/trades';
import { askNext, coverAbsence } from '../../src/usecases/covers';
import type { Decision } from '../../src/usecases/decision';
import { lapse, planNotices, waitsForWorkingHours } from '../../src/usecases/notices';
import { judgeSwap, undoSwap, withdrawSwap } from '../../src/usecases/swap-ends';
import { listSwaps } from '../../src/usecases/swap-list';
import { planSwap } from '../../src/usecases/swap-plan';
import { settleSwaps } from '../../src/usecases/swap-upkeep';
import { acceptSwap, declineSwap, requestSwap, type SwapDraft } from '../../src/usecases/swaps';
import { listTimeOff } from '../../src/usecases/time-off';
import { anEngineer, aPipeline, aRotation, aTeam, aTimeOff, byId, engineerId } from '../fixtures';
import { applied } from './applied';

const at = (text: string) => new Date(text);
const [ONE, TWO, THREE, FOUR] = [1, 2, 3, 4].map(engineerId) as [EngineerId, EngineerId, EngineerId, EngineerId];

/** Tuesday of week 4, in which engineer 4 is on call; the weeks of engineers 1, 2 and 3 follow. */
const NOW = at('2026-11-24T15:00Z');
const WEEK = (turn: number): ShiftRef => ({ version: 1, turn });
const part = (turn: number, more: Partial<Part> = {}): Part => ({
  duty: 'primary',
  shift: WEEK(turn),
  days: null,
  ...more,
});
const leg = (turn: number, from: EngineerId, to: EngineerId | null, more: Partial<Part> = {}): Leg => ({
  ...part(turn, more),
  from,
  to,
});

const team = (more: Partial<Team> = {}): Team => aTeam({ begunAt: at('2026-10-20T12:00Z'), ...more });
const draft = (id: string, kind: Swap['kind'], ...legs: [Leg, ...Leg[]]): SwapDraft => ({
  ...{ id: id as SwapId, kind, requester: legs[0].from, legs, wants: [], reason: null },
});

/** The team after a decision; a refusal is an error. */
function made<R>(before: Team, decided: { ok: boolean; value?: Decision<R>; refusal?: unknown }): Team {
  if (!decided.ok || !decided.value) throw new Error(`refused: ${JSON.stringify(decided.refusal)}`);
  return applied(before, decided.value.changes);
}

const ask = (before: Team, asked: SwapDraft, by: EngineerId = asked.requester, now = NOW): Team =>
  made(before, requestSwap(before, asked, by, now));
const yes = (before: Team, id: string, by: EngineerId, now = NOW, gives: ShiftRef | null = null): Team =>
  made(before, acceptSwap(before, { swap: id as SwapId, by, gives, answersFor: null, seen: true }, now));
const undo = (before: Team, id: string, by: EngineerId, now = NOW) => undoSwap(before, { swap: id as SwapId, by }, now);
const stateOf = (of: Team, id: string) => of.swaps.get(id as SwapId)?.state.kind;
const onCall = (of: Team, instant: string) => {
  const stretch = onCallAt(of, at(instant));
  return [stretch?.primary.engineer, stretch?.backup?.engineer];
};

/** Engineer 1 gives week 5 to engineer 3 for week 7; agreed. */
const traded = (before = team()): Team =>
  yes(ask(before, draft('t', 'trade', leg(4, ONE, THREE), leg(6, THREE, ONE))), 't', THREE);

describe('a trade', () => {
  it('gives each the other’s week, and says so with the reason', () => {
    const of = traded();
    expect(onCall(of, '2026-12-02T15:00Z')).toEqual([THREE, TWO]);
    expect(onCall(of, '2026-12-16T15:00Z')).toEqual([ONE, FOUR]);
    expect(onCallAt(of, at('2026-12-02T15:00Z'))?.primary.reason).toEqual({
      kind: 'trade',
      replaces: ONE,
      agreedAt: NOW,
    });
    expect(favoursOf(of)).toEqual([]);
  });

  it('with whoever was the planned backup is repaired, shown in the impact, and told to whom it concerns', () => {
    const legs = [leg(4, ONE, TWO), leg(5, TWO, ONE)] as const;
    const { weeks, warnings } = impactOf(team(), { kind: 'trade', legs }, NOW);
    expect(weeks.map(({ after: [only] }) => [only?.primary.engineer, only?.backup?.engineer])).toEqual([
      [TWO, THREE],
      [ONE, THREE],
    ]);
    expect(warnings).toEqual([]);
    const asked = ask(team(), draft('t', 'trade', ...legs));
    const agreed = acceptSwap(asked, { swap: 't' as SwapId, by: TWO, gives: null, answersFor: null, seen: true }, NOW);
    const told = agreed.ok ? agreed.value.notices.map(({ notice }) => ('to' in notice ? notice.to : null)) : [];
    expect(told.sort()).toEqual([null, ONE, THREE].sort());
  });

  it('shows who would lead which pipelines on a holiday in it, and that nobody needs to where the taker works', () => {
    const days = new Map([['2026-12-01', 'Team day']]);
    const of = team({
      holidays: new Map([['US', { version: '1', through: 2028, days }]]),
      engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, n === 2 || n === 3 ? { country: 'JP' } : {}))),
      pipelines: byId([aPipeline('growth', 4, 3), aPipeline('profit', 1, 2), aPipeline('sales', 4, 3)]),
    });
    // Engineers 1 and 4 have the day off; where 2 or 3 is on call, nobody needs to lead.
    const support = (taker: EngineerId, turn: number) =>
      impactOf(of, { kind: 'trade', legs: [leg(4, ONE, taker), leg(turn, taker, ONE)] }, NOW).support;
    expect(support(TWO, 5)).toEqual([
      { date: '2026-12-01', before: THREE, after: null, pipelines: ['growth', 'sales'] },
      { date: '2026-12-01', before: TWO, after: null, pipelines: ['profit'] },
    ]);
    expect(support(FOUR, 7)).toEqual([]);
  });

  it('of a team of two is possible', () => {
    const two = team({
      engineers: byId([anEngineer(1), anEngineer(2)]),
      rotation: [aRotation({ order: [ONE, TWO] })],
      pipelines: new Map(),
    });
    const [first] = suggestTrades(two, ONE, part(4), NOW);
    expect(first?.legs.map(({ from, to }) => [from, to])).toEqual([
      [ONE, TWO],
      [TWO, ONE],
    ]);
    const of = yes(ask(two, draft('t', 'trade', ...(first?.legs ?? [leg(4, ONE, TWO)]))), 't', TWO);
    expect(
      scheduleBetween(of, { start: NOW, end: at('2027-02-01T00:00Z') }).every(
        ({ primary, backup }) => primary.engineer !== backup?.engineer,
      ),
    ).toBe(true);
  });

  it('among three needs every yes, and one no closes it', () => {
    const asked = ask(team(), draft('t', 'trade', leg(4, ONE, TWO), leg(5, TWO, THREE), leg(6, THREE, ONE)));
    const one = yes(asked, 't', TWO);
    expect(stateOf(one, 't')).toBe('open');
    const both = yes(one, 't', THREE);
    expect(both.overrides.map(({ engineer, replaces }) => [engineer, replaces])).toEqual([
      [TWO, ONE],
      [THREE, TWO],
      [ONE, THREE],
    ]);
    const no = made(one, declineSwap(one, { swap: 't' as SwapId, by: TWO, answersFor: null }, NOW));
    expect(stateOf(no, 't')).toBe('declined');
    expect(
      acceptSwap(no, { swap: 't' as SwapId, by: THREE, gives: null, answersFor: null, seen: true }, NOW),
    ).toMatchObject({
      refusal: { kind: 'closed' },
    });
  });

  it('that anybody may take is for a week the requester would take, asked back where there are several', () => {
    const asked = ask(team(), { ...draft('t', 'trade', leg(4, ONE, null)), wants: [WEEK(5), WEEK(6), WEEK(9)] });
    const accept = (by: EngineerId, gives: ShiftRef | null = null) =>
      acceptSwap(asked, { swap: 't' as SwapId, by, gives, answersFor: null, seen: true }, NOW);
    expect(accept(FOUR)).toMatchObject({ refusal: { kind: 'no-wanted-week' } });
    expect(accept(TWO)).toMatchObject({ refusal: { kind: 'which-week', weeks: [WEEK(5), WEEK(9)] } });
    expect(accept(TWO, WEEK(6))).toMatchObject({ refusal: { kind: 'no-wanted-week' } });
    expect(accept(ONE)).toMatchObject({ refusal: { kind: 'own-request' } });
    expect(onCall(made(asked, accept(THREE)), '2026-12-16T15:00Z')[0]).toBe(ONE);
    expect(onCall(made(asked, accept(TWO, WEEK(9))), '2027-01-06T15:00Z')[0]).toBe(ONE);
  });
});

describe('what anybody may take', () => {
  const take = (of: Team, by: EngineerId, seen: boolean, gives: ShiftRef | null = null) =>
    acceptSwap(of, { swap: 't' as SwapId, by, gives, answersFor: null, seen }, NOW);

  it('is agreed by who was shown what it changes for them', () => {
    const cover = ask(team(), draft('t', 'cover', leg(4, ONE, null)));
    expect(take(cover, THREE, false)).toMatchObject({
      refusal: { kind: 'see-first', swap: { legs: [leg(4, ONE, THREE)] } },
    });
    expect(stateOf(made(cover, take(cover, THREE, true)), 't')).toBe('agreed');
    const trade = ask(team(), { ...draft('t', 'trade', leg(4, ONE, null)), wants: [WEEK(5), WEEK(9)] });
    expect(take(trade, TWO, false)).toMatchObject({ refusal: { kind: 'which-week' } });
    expect(take(trade, TWO, false, WEEK(9))).toMatchObject({
      refusal: { kind: 'see-first', swap: { legs: [leg(4, ONE, TWO), leg(9, TWO, ONE)] } },
    });
  });

  it('is offered for weeks alone that somebody could give', () => {
    const away = aTimeOff({ engineer: TWO, span: { start: at('2026-11-30T05:00Z'), end: at('2026-12-05T05:00Z') } });
    const plan = planSwap(
      team({ timeOff: [away] }),
      { requester: ONE, shift: WEEK(4), kind: 'trade', whom: 'anyone' },
      't' as SwapId,
      ONE,
      NOW,
    );
    expect(plan.others.some(({ holder }) => holder === TWO)).toBe(true);
    expect(plan.tradable.length).toBeGreaterThan(0);
    expect(plan.tradable.some(({ holder }) => holder === TWO)).toBe(false);
  });
});

describe('what is refused', () => {
  it.each<[string, SwapDraft, EngineerId | null, object, Partial<Team>?]>([
    ['a week that has begun', draft('s', 'cover', leg(3, FOUR, ONE)), FOUR, { kind: 'has-begun' }],
    [
      'a week that is over',
      draft('s', 'cover', leg(1, TWO, ONE, { days: { from: '2026-11-10', to: '2026-11-11' } })),
      TWO,
      { kind: 'is-over' },
    ],
    ['a week of somebody else', draft('s', 'cover', leg(5, ONE, THREE)), ONE, { kind: 'not-theirs', holder: TWO }],
    ['a week for oneself', draft('s', 'cover', leg(4, ONE, ONE)), ONE, { kind: 'to-themselves' }],
    [
      'backup for whoever is on call then',
      draft('s', 'cover', leg(4, TWO, ONE, { duty: 'backup' })),
      TWO,
      { kind: 'changes-nothing' },
    ],
    ['for somebody else, unless by a lead', draft('s', 'cover', leg(4, ONE, THREE)), TWO, { kind: 'not-your-duty' }],
    ['by somebody who is not on the team', draft('s', 'cover', leg(4, ONE, THREE)), null, { kind: 'not-on-team' }],
    [
      'a week the rotation does not have',
      draft('s', 'cover', leg(4, ONE, THREE, { shift: { version: 9, turn: 1 } })),
      ONE,
      { kind: 'no-such-shift' },
    ],
    [
      'a reason that is a book',
      { ...draft('s', 'cover', leg(4, ONE, THREE)), reason: 'x'.repeat(501) },
      ONE,
      { kind: 'reason-too-long', length: 501 },
    ],
    [
      'somebody who is away then',
      draft('s', 'cover', leg(4, ONE, THREE)),
      ONE,
      { kind: 'would-be-away', engineer: THREE },
      {
        timeOff: [
          aTimeOff({ engineer: THREE, span: { start: at('2026-12-01T05:00Z'), end: at('2026-12-02T05:00Z') } }),
        ],
      },
    ],
    [
      'somebody who left',
      draft('s', 'cover', leg(4, ONE, THREE)),
      ONE,
      { kind: 'has-left', engineer: THREE },
      { engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, n === 3 ? { leftAt: at('2026-11-20T00:00Z') } : {}))) },
    ],
  ])('%s', (_, asked, by, refusal, bent = {}) => {
    expect(requestSwap(team(bent), asked, by, NOW)).toMatchObject({ ok: false, refusal });
  });

  it('what is asked for already, until that is taken back', () => {
    const asked = ask(team(), draft('one', 'cover', leg(4, ONE, null)));
    const again = draft('two', 'cover', leg(4, ONE, THREE, { days: { from: '2026-12-01', to: '2026-12-02' } }));
    expect(requestSwap(asked, again, ONE, NOW)).toMatchObject({
      refusal: { kind: 'asked-already', swap: { id: 'one' } },
    });
    const back = made(asked, withdrawSwap(asked, { swap: 'one' as SwapId, by: ONE }, NOW));
    expect(requestSwap(back, again, ONE, NOW)).toMatchObject({ ok: true });
  });

  it('an answer of anybody but who is asked; a lead has to mean it', () => {
    const asked = ask(team(), draft('t', 'cover', leg(5, TWO, THREE)));
    const answer = (by: EngineerId | null, answersFor: EngineerId | null = null) =>
      acceptSwap(asked, { swap: 't' as SwapId, by, gives: null, answersFor, seen: true }, NOW);
    expect(answer(FOUR)).toMatchObject({ refusal: { kind: 'not-asked', asked: [THREE] } });
    expect(answer(null)).toMatchObject({ refusal: { kind: 'not-on-team' } });
    expect(answer(TWO)).toMatchObject({ refusal: { kind: 'own-request' } });
    expect(answer(ONE)).toMatchObject({ refusal: { kind: 'answer-for', engineer: THREE } });
    const agreed = answer(ONE, THREE);
    expect(agreed).toMatchObject({ ok: true });
    // Who was answered for is told as well; the lead who did it is not.
    const told = agreed.ok ? agreed.value.notices.map(({ notice }) => ('to' in notice ? notice.to : null)) : [];
    expect(told).toEqual(expect.arrayContaining([null, TWO, THREE]));
    expect(told).not.toContain(ONE);
    expect(withdrawSwap(asked, { swap: 't' as SwapId, by: FOUR }, NOW)).toMatchObject({
      refusal: { kind: 'not-requester' },
    });
    expect(withdrawSwap(asked, { swap: 't' as SwapId, by: ONE }, NOW)).toMatchObject({ ok: true });
  });

  it('an answer to a request whose requester left, or that has expired', () => {
    const asked = ask(team(), draft('t', 'cover', leg(4, ONE, THREE)));
    const left = { ...asked, engineers: new Map(asked.engineers).set(ONE, anEngineer(1, { leftAt: NOW })) };
    const answer = (of: Team, now = NOW) =>
      acceptSwap(of, { swap: 't' as SwapId, by: THREE, gives: null, answersFor: null, seen: true }, now);
    expect(answer(left)).toMatchObject({ refusal: { kind: 'has-left', engineer: ONE } });
    expect(answer(asked, at('2026-11-30T14:00Z'))).toMatchObject({ refusal: { kind: 'closed' } });
  });
});

describe('what a lead says for somebody', () => {
  it('is on the record, and a request of a trade for no week is none', () => {
    const asked = ask(
      team({ engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, { lead: n === 1 }))) }),
      draft('t', 'cover', leg(5, TWO, THREE)),
    );
    const no = made(asked, declineSwap(asked, { swap: 't' as SwapId, by: ONE, answersFor: THREE }, NOW));
    expect(no.swaps.get('t' as SwapId)).toMatchObject({
      state: { kind: 'declined', by: THREE },
      answers: [{ of: THREE, by: ONE }],
    });
    const agreed = made(
      asked,
      acceptSwap(asked, { swap: 't' as SwapId, by: ONE, gives: null, answersFor: THREE, seen: true }, NOW),
    );
    expect(agreed.swaps.get('t' as SwapId)?.answers).toEqual([{ of: THREE, by: ONE }]);
    expect(requestSwap(team(), draft('n', 'trade', leg(4, ONE, null)), ONE, NOW)).toMatchObject({
      refusal: { kind: 'no-weeks-wanted' },
    });
  });
});

describe('approval by a lead', () => {
  const wants = team({ approval: 'lead', engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, { lead: n < 3 }))) });
  const waiting = yes(ask(wants, draft('t', 'cover', leg(4, ONE, THREE))), 't', THREE);

  it('is of any lead but the requester', () => {
    expect(stateOf(waiting, 't')).toBe('awaiting-lead');
    const judge = (by: EngineerId, approves = true) => judgeSwap(waiting, { swap: 't' as SwapId, by, approves }, NOW);
    expect(judge(ONE)).toMatchObject({ refusal: { kind: 'only-other-leads' } });
    expect(judge(FOUR)).toMatchObject({ refusal: { kind: 'only-other-leads' } });
    expect(made(waiting, judge(TWO)).overrides).toHaveLength(1);
    expect(stateOf(made(waiting, judge(TWO, false)), 't')).toBe('refused');
  });

  it('that nobody gives in two working days lets the yes stand, and the record says so', () => {
    // Engineer 2 is the lead who is linked; engineer 1 asks, and others cannot be asked.
    expect(settleSwaps(waiting, at('2026-11-26T14:59Z'))).toBeNull();
    const settled = settleSwaps(waiting, at('2026-11-26T15:00Z'));
    const of = applied(waiting, settled?.changes ?? []);
    expect(of.swaps.get('t' as SwapId)?.state).toMatchObject({ kind: 'agreed', approvedBy: 'silence' });
    expect(of.overrides).toHaveLength(1);
  });
});

describe('swaps that settle at one moment', () => {
  it('are settled one after another, so that none counts on what another gave away', () => {
    const strict = team({ approval: 'lead' });
    const evening = at('2026-11-24T23:00Z');
    let of = yes(
      ask(strict, draft('trade', 'trade', leg(5, TWO, THREE), leg(6, THREE, TWO)), TWO, evening),
      'trade',
      THREE,
      evening,
    );
    of = yes(ask(of, draft('cover', 'cover', leg(6, THREE, FOUR)), THREE, evening), 'cover', FOUR, evening);
    const later = at('2026-11-27T23:00Z');
    for (let round = 0; round < 5; round += 1) of = applied(of, settleSwaps(of, later)?.changes ?? []);
    expect(stateOf(of, 'trade')).toBe('agreed');
    // The week is engineer 2's by then.
    expect(stateOf(of, 'cover')).toBe('void');
    expect(onCall(of, '2026-12-16T15:00Z')[0]).toBe(TWO);
  });
});

describe('undoing', () => {
  it('is for either party alone within an hour, later for both, or a lead', () => {
    const of = traded();
    const hourLater = at('2026-11-24T16:30Z');
    expect(stateOf(made(of, undo(of, 't', THREE)), 't')).toBe('undone');
    const half = made(of, undo(of, 't', THREE, hourLater));
    expect(stateOf(half, 't')).toBe('agreed');
    expect(undo(half, 't', THREE, hourLater)).toMatchObject({ refusal: { kind: 'undo-said-already', waits: [ONE] } });
    const lead = team({ engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, { lead: n === 4 }))) });
    const both = traded(lead);
    const said = made(both, undo(both, 't', THREE, hourLater));
    expect(stateOf(made(said, undo(said, 't', ONE, hourLater)), 't')).toBe('undone');
    expect(stateOf(made(both, undo(both, 't', FOUR, hourLater)), 't')).toBe('undone');
    expect(undo(both, 't', TWO, hourLater)).toMatchObject({ refusal: { kind: 'not-party' } });
    expect(undo(both, 't', ONE, at('2026-11-30T14:00Z'))).toMatchObject({ refusal: { kind: 'in-effect' } });
  });

  it('of a trade under a later cover names the cover, and works once that is undone', () => {
    const cover = draft('c', 'cover', leg(4, THREE, FOUR, { days: { from: '2026-12-02', to: '2026-12-03' } }));
    const of = yes(ask(traded(), cover), 'c', FOUR);
    expect(onCall(of, '2026-12-02T15:00Z')[0]).toBe(FOUR);
    expect(undo(of, 't', ONE)).toMatchObject({ refusal: { kind: 'changed-later', by: { id: 'c' } } });
    const without = made(of, undo(of, 'c', FOUR));
    const back = made(without, undo(without, 't', ONE));
    expect(onCall(back, '2026-12-02T15:00Z')[0]).toBe(ONE);
    expect(favoursOf(back)).toEqual([]);
  });
});

describe('a cover of some days', () => {
  it('runs from the handoff’s time of the first to that after the last, and ends with the shift on the handoff day', () => {
    const cover = (from: string, to: string) => {
      const of = yes(ask(team(), draft('c', 'cover', leg(4, ONE, THREE, { days: { from, to } }))), 'c', THREE);
      return of.overrides.map(({ span }) => [
        span.start.toISOString().slice(0, 16),
        span.end.toISOString().slice(0, 16),
      ]);
    };
    expect(cover('2026-12-02', '2026-12-03')).toEqual([['2026-12-02T14:00', '2026-12-04T14:00']]);
    expect(cover('2026-12-05', '2026-12-07')).toEqual([['2026-12-05T14:00', '2026-12-07T14:00']]);
    expect(cover('2026-11-30', '2026-11-30')).toEqual([['2026-11-30T14:00', '2026-12-01T14:00']]);
    expect(
      requestSwap(
        team(),
        draft('c', 'cover', leg(4, ONE, THREE, { days: { from: '2026-12-08', to: '2026-12-09' } })),
        ONE,
        NOW,
      ),
    ).toMatchObject({ refusal: { kind: 'no-such-shift' } });
  });

  it('is told to both as it begins and ends', () => {
    const of = yes(
      ask(team(), draft('c', 'cover', leg(4, ONE, THREE, { days: { from: '2026-12-02', to: '2026-12-03' } }))),
      'c',
      THREE,
    );
    const due = (now: string) =>
      planNotices(of, at(now))
        .flatMap(({ key }) => (key.startsWith('cover-') ? [key] : []))
        .sort();
    expect(due('2026-12-02T13:59Z')).toEqual([]);
    expect(due('2026-12-02T14:00Z')).toEqual(['cover-begins:c.0:engineer-1', 'cover-begins:c.0:engineer-3']);
    expect(due('2026-12-04T14:00Z')).toEqual(['cover-ends:c.0:engineer-1', 'cover-ends:c.0:engineer-3']);
  });

  it('that another of the same two follows on does not end between them', () => {
    const days = (from: string, to: string) => ({ days: { from, to } as never });
    const cover = (of: Team, id: string, from: string, to: string) =>
      yes(ask(of, draft(id, 'cover', leg(4, ONE, FOUR, days(from, to)))), id, FOUR);
    const one = cover(team(), 'a', '2026-12-01', '2026-12-02');
    const edges = (of: Team, instant: string) =>
      planNotices(of, at(instant)).flatMap(({ key }) => (key.startsWith('cover-') ? [key] : []));
    const friday = '2026-12-03T14:01Z';
    expect(edges(one, friday).filter((key) => key.startsWith('cover-ends:a'))).toHaveLength(2);
    const both = cover(one, 'b', '2026-12-03', '2026-12-04');
    expect(edges(both, friday).filter((key) => key.startsWith('cover-ends:a'))).toEqual([]);
    expect(edges(both, friday).filter((key) => key.startsWith('cover-begins:b'))).toHaveLength(2);
  });

  it('of backup changes the backup alone', () => {
    const of = yes(ask(team(), draft('c', 'cover', leg(4, TWO, FOUR, { duty: 'backup' }))), 'c', FOUR);
    expect(onCall(of, '2026-12-02T15:00Z')).toEqual([ONE, FOUR]);
  });
});

describe('somebody who is out now', () => {
  const cover = (of: Team, more: object = {}, now = NOW) =>
    coverAbsence(
      of,
      { ...{ id: 'c' as SwapId, absent: FOUR, from: '2026-11-24', to: '2026-11-25', taker: null, by: TWO }, ...more },
      now,
    );

  it('is covered at once by who says so, and the past stays', () => {
    const of = made(team(), cover(team()));
    expect(onCall(of, '2026-11-24T14:59Z')[0]).toBe(FOUR);
    expect(onCall(of, '2026-11-24T15:00Z')[0]).toBe(TWO);
    expect(onCall(of, '2026-11-26T14:00Z')[0]).toBe(FOUR);
    expect(favoursOf(of)).toEqual([{ from: FOUR, to: TWO, days: 2 }]);
  });

  it('is covered by whom a lead names once they say yes; until then the backup stands in', () => {
    const lead = team({ engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, { lead: n === 2 }))) });
    expect(cover(team({ engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n))) }), { taker: THREE })).toMatchObject({
      refusal: { kind: 'only-leads-name' },
    });
    const asked = made(lead, cover(lead, { taker: THREE }));
    expect(onCall(asked, '2026-11-24T15:00Z')[0]).toBe(ONE);
    expect(onCallAt(asked, NOW)?.primary.reason).toMatchObject({ kind: 'repair', because: 'away' });
    expect(onCall(yes(asked, 'c', THREE, at('2026-11-24T16:00Z')), '2026-11-24T16:00Z')[0]).toBe(THREE);
  });

  it('is worth a favour for the day under way as well', () => {
    const evening = at('2026-11-24T22:00Z');
    expect(favoursOf(made(team(), cover(team(), {}, evening)))).toEqual([{ from: FOUR, to: TWO, days: 2 }]);
    const night = at('2026-11-25T06:00Z');
    expect(favoursOf(made(team(), cover(team(), {}, night)))).toEqual([{ from: FOUR, to: TWO, days: 1 }]);
  });

  it('has nothing for who is named to take where they are not on call, and can take that back', () => {
    const lead = team({ engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, { lead: n === 2 }))) });
    const off = cover(lead, { absent: ONE, taker: THREE });
    expect(off).toMatchObject({ ok: true, value: { answer: { swap: null, unneeded: THREE, timeOff: 'out-c' } } });
    expect(cover(lead, { absent: TWO })).toMatchObject({ value: { answer: { self: true, unneeded: null } } });
  });

  it('is on call themselves until the cover begins, so that nobody has a night who never said yes', () => {
    const of = made(team(), cover(team(), { absent: ONE, from: '2026-12-02', to: '2026-12-03', by: THREE }));
    expect(scheduleBetween(of, { start: at('2026-11-30T14:00Z'), end: at('2026-12-07T14:00Z') })).toMatchObject([
      { primary: { engineer: ONE } },
      { start: at('2026-12-02T14:00Z'), primary: { engineer: THREE } },
      { start: at('2026-12-04T14:00Z'), primary: { engineer: ONE } },
    ]);
  });

  it('in the night before is out at once, and the backup stands in until the cover begins', () => {
    const night = at('2026-11-25T07:00Z');
    const of = made(team(), cover(team(), { from: '2026-11-25' }, night));
    expect([night, at('2026-11-25T14:00Z')].map((instant) => onCallAt(of, instant)?.primary.engineer)).toEqual([
      ONE,
      TWO,
    ]);
  });

  it('is away for the days that were said, though the last night ends with the handoff’s time', () => {
    const of = made(team(), cover(team()));
    expect(listTimeOff(of, FOUR, NOW).own.map(({ days }) => days)).toEqual([{ from: '2026-11-24', to: '2026-11-25' }]);
  });

  it('can say so themselves, and anybody is asked', () => {
    const of = made(team(), cover(team(), { by: FOUR }));
    expect(of.swaps.get('c' as SwapId)).toMatchObject({ isOpen: true, state: { kind: 'open' } });
    expect(of.timeOff).toHaveLength(1);
    expect(listSwaps(of, THREE, NOW).asked.map(({ id }) => id)).toEqual(['c']);
  });

  it('without a duty then is nobody else’s to say, but a lead’s or their own', () => {
    expect(cover(team(), { absent: THREE })).toMatchObject({ refusal: { kind: 'nothing-to-cover', engineer: THREE } });
    const own = cover(team(), { absent: THREE, by: THREE });
    expect(own).toMatchObject({ ok: true, value: { answer: { swap: null, standIns: false } } });
    expect(made(team(), own).timeOff).toHaveLength(1);
  });

  it('is told to everybody whose duties it changes, and to who is absent', () => {
    const told = (decided: ReturnType<typeof cover>) =>
      decided.ok
        ? decided.value.notices.map(({ notice }) => `${notice.kind} ${'to' in notice ? notice.to : ''}`).sort()
        : [];
    // Engineer 4 says it: engineer 1 stands in, engineer 2 becomes backup.
    expect(told(cover(team(), { by: FOUR }))).toEqual([
      'absence engineer-1',
      'absence engineer-2',
      'swap-request engineer-4',
      'swap-request null',
    ]);
    // Engineer 2 takes it: the absent hear of the cover; backup stays who it was.
    expect(told(cover(team()))).toEqual(['swap-outcome engineer-4', 'swap-outcome null']);
  });

  it('is covered on the days that are theirs, where somebody has one of them already', () => {
    const thursday = draft('c', 'cover', leg(3, FOUR, TWO, { days: { from: '2026-11-26', to: '2026-11-26' } }));
    const of = yes(ask(team(), thursday), 'c', TWO);
    const decided = cover(of, { id: 'o' as SwapId, by: FOUR, to: '2026-11-28' });
    expect(decided.ok && decided.value.answer.swap?.legs.map(({ days }) => days)).toEqual([
      { from: '2026-11-24', to: '2026-11-25' },
      { from: '2026-11-27', to: '2026-11-28' },
    ]);
  });

  it('takes back what they had asked for in that time, and is never refused for it', () => {
    const asked = ask(
      team(),
      draft('old', 'cover', leg(3, FOUR, null, { days: { from: '2026-11-25', to: '2026-11-26' } })),
    );
    const of = made(asked, cover(asked, { by: FOUR }));
    expect([stateOf(of, 'old'), stateOf(of, 'c')]).toEqual(['withdrawn', 'open']);
    expect(of.timeOff).toHaveLength(1);
  });

  it('is asked for as long as any of it lasts, needs no lead, and each taker gets all of it', () => {
    const strict = team({ approval: 'lead' });
    const seven = at('2026-11-24T12:00Z');
    const of = made(strict, cover(strict, { by: FOUR, to: '2026-11-26' }, seven));
    const taken = yes(of, 'c', THREE, at('2026-11-24T14:05Z'));
    expect(stateOf(taken, 'c')).toBe('agreed');
    expect(onCall(taken, '2026-11-26T12:00Z')[0]).toBe(THREE);
  });

  it('counts as away for all of the days that are covered, wherever they live', () => {
    const tokyo = team({
      engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, n === 4 ? { timezone: 'Asia/Tokyo' } : {}))),
    });
    const evening = at('2026-11-25T01:00Z');
    const of = made(tokyo, cover(tokyo, { by: FOUR, to: '2026-11-24' }, evening));
    expect(onCallAt(of, evening)?.primary).toMatchObject({ engineer: ONE, reason: { because: 'away' } });
    expect(onCallAt(of, at('2026-11-25T13:59Z'))?.primary.engineer).toBe(ONE);
    expect(onCallAt(of, at('2026-11-25T14:00Z'))?.primary.engineer).toBe(FOUR);
  });

  it('is taken back within the hour, and then they are there again', () => {
    const of = made(team(), cover(team()));
    const soon = at('2026-11-24T15:30Z');
    const back = made(of, undo(of, 'c', TWO, soon));
    expect(onCall(back, '2026-11-24T15:30Z')[0]).toBe(FOUR);
    expect(back.timeOff.every(({ cancelledAt }) => cancelledAt !== null)).toBe(true);
    expect(undo(of, 'c', TWO, at('2026-11-24T16:30Z'))).toMatchObject({ refusal: { kind: 'in-effect' } });
  });

  it('is passed on whole to the next who is asked', () => {
    const lead = team({ engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, { lead: n === 2 }))) });
    const days = { from: '2026-11-27', to: '2026-12-23' };
    const asked = made(lead, cover(lead, { taker: THREE, absent: FOUR, ...days }));
    expect(asked.swaps.get('c' as SwapId)?.legs.map(({ shift }) => shift.turn)).toEqual([3, 7]);
    const next = made(asked, askNext(asked, { swap: 'c' as SwapId, by: FOUR, id: 'n' as SwapId, next: null }, NOW));
    expect(next.swaps.get('n' as SwapId)?.legs.map(({ shift, to }) => [shift.turn, to])).toEqual([
      [3, ONE],
      [7, ONE],
    ]);
  });
});

describe('a rotation that changes', () => {
  const changed = (of: Team, change: Parameters<typeof changeRotation>[1], now = NOW): Team => {
    const version = changeRotation(of, change, now);
    if (!version.ok) throw new Error(JSON.stringify(version.refusal));
    return applied(of, [{ kind: 'rotation-changed', version: version.value }]);
  };
  const settled = (of: Team, now = NOW): Team => applied(of, settleSwaps(of, now)?.changes ?? []);

  it('and gives a traded week to somebody else voids the whole swap and tells both', () => {
    const of = changed(traded(), { from: at('2026-11-30T14:00Z'), order: [TWO, THREE, FOUR] });
    const decision = settleSwaps(of, NOW);
    const result = settled(of);
    expect(result.swaps.get('t' as SwapId)?.state).toMatchObject({ kind: 'void', because: 'rotation' });
    expect(result.overrides.every(({ voidedAt }) => voidedAt !== null)).toBe(true);
    const told = decision?.notices.flatMap(({ notice }) => ('to' in notice && notice.to ? [notice.to] : [])) ?? [];
    expect(told).toEqual(expect.arrayContaining([ONE, THREE]));
    expect(settleSwaps(result, NOW)).toBeNull();
  });

  it('and only moves the handoff keeps the swap: its shifts are the same', () => {
    const of = changed(traded(), { from: at('2026-11-30T14:00Z'), time: '11:00' });
    const result = settled(of);
    expect(stateOf(result, 't')).toBe('agreed');
    expect(onCall(result, '2026-11-30T15:59Z')[0]).toBe(FOUR);
    expect(onCall(result, '2026-11-30T16:00Z')[0]).toBe(THREE);
    expect(onCall(result, '2026-12-07T15:59Z')[0]).toBe(THREE);
    expect(onCall(result, '2026-12-07T16:00Z')[0]).toBe(TWO);
    expect(onCall(result, '2026-12-16T15:00Z')[0]).toBe(ONE);
    expect(settleSwaps(result, NOW)).toBeNull();
    expect(stateOf(made(result, undo(result, 't', ONE)), 't')).toBe('undone');
  });

  it('and a party who leaves void what is ahead', () => {
    const of = traded();
    const left = { ...of, engineers: new Map(of.engineers).set(THREE, anEngineer(3, { leftAt: NOW })) };
    expect(settled(left).swaps.get('t' as SwapId)?.state).toMatchObject({ kind: 'void', because: 'left' });
  });

  it('and moves a request keeps it, or voids it where the week is another’s', () => {
    const asked = ask(team(), draft('t', 'cover', leg(4, ONE, null)));
    const moved = settled(changed(asked, { from: at('2026-11-30T14:00Z'), time: '11:00' }));
    expect(moved.swaps.get('t' as SwapId)).toMatchObject({
      state: { kind: 'open' },
      legs: [{ shift: { version: 2, turn: 0 } }],
    });
    expect(onCall(yes(moved, 't', THREE), '2026-12-02T15:00Z')[0]).toBe(THREE);
    const gone = settled(changed(asked, { from: at('2026-11-30T14:00Z'), order: [TWO, THREE, FOUR] }));
    expect(stateOf(gone, 't')).toBe('void');
    const told = settleSwaps(
      changed(asked, { from: at('2026-11-30T14:00Z'), order: [TWO, THREE, FOUR] }),
      NOW,
    )?.notices;
    expect(told?.map(({ key }) => key)).toEqual(['swap-closed:t:engineer-1']);
  });
});

describe('what is said of requests as time passes', () => {
  const due = (of: Team, now: string) =>
    planNotices(of, at(now)).flatMap(({ key }) => (key.startsWith('swap-') ? [key] : []));

  it('reminders 7, 3 and 1 working days before, only to those who could still take it', () => {
    // Asked for in October; it begins on Monday, 30 November: Thursday 19, Wednesday 25 and Friday 27.
    const early = at('2026-10-26T15:00Z');
    const asked = ask(team(), draft('s', 'cover', leg(4, ONE, null)), ONE, early);
    const no = made(asked, declineSwap(asked, { swap: 's' as SwapId, by: TWO, answersFor: null }, early));
    expect(due(no, '2026-11-19T13:59Z')).toEqual([]);
    expect(due(no, '2026-11-19T14:00Z')).toEqual(['swap-reminder:s:7:engineer-3', 'swap-reminder:s:7:engineer-4']);
    expect(due(no, '2026-11-25T14:00Z')).toEqual(['swap-reminder:s:3:engineer-3', 'swap-reminder:s:3:engineer-4']);
    expect(due(no, '2026-11-27T14:00Z')).toEqual(['swap-reminder:s:1:engineer-3', 'swap-reminder:s:1:engineer-4']);
  });

  it('that who was asked is silent for three working days: the next can be asked with one button', () => {
    const asked = ask(team(), draft('s', 'cover', leg(6, THREE, ONE)));
    expect(due(asked, '2026-11-27T14:59Z')).toEqual([]);
    expect(due(asked, '2026-11-27T15:00Z')).toEqual(['swap-silent:s:engineer-3']);
    const next = made(
      asked,
      askNext(asked, { swap: 's' as SwapId, by: THREE, id: 'n' as SwapId, next: null }, at('2026-11-27T15:00Z')),
    );
    expect(stateOf(next, 's')).toBe('withdrawn');
    expect(next.swaps.get('n' as SwapId)).toMatchObject({ kind: 'cover', state: { kind: 'open' } });
    expect(next.swaps.get('n' as SwapId)?.legs[0].to).not.toBe(ONE);
  });

  it('and the next who is asked is who was named, and works before it begins', () => {
    const away = aTimeOff({ engineer: TWO, span: { start: at('2026-11-25T05:00Z'), end: at('2026-12-12T05:00Z') } });
    const of = team({ timeOff: [away] });
    const asked = ask(of, draft('s', 'cover', leg(6, THREE, ONE)));
    const now = at('2026-11-27T15:00Z');
    const next = (named: EngineerId | null) =>
      askNext(asked, { swap: 's' as SwapId, by: THREE, id: 'n' as SwapId, next: named }, now);
    expect(made(asked, next(null)).swaps.get('n' as SwapId)?.legs[0].to).toBe(FOUR);
    expect(made(asked, next(FOUR)).swaps.get('n' as SwapId)?.legs[0].to).toBe(FOUR);
    expect(next(TWO)).toMatchObject({ refusal: { kind: 'nobody-next' } });
  });

  it('that it has expired, to the requester and the leads', () => {
    const leads = team({
      engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, { lead: n === 4, slack: `U0ENGINEER${n}` as never }))),
    });
    const asked = ask(leads, draft('s', 'cover', leg(4, ONE, THREE)));
    expect(
      due(asked, '2026-11-30T14:00Z')
        .filter((key) => key.startsWith('swap-expired'))
        .sort(),
    ).toEqual(['swap-expired:s:engineer-1', 'swap-expired:s:engineer-4']);
  });
});

describe('what was answered before it was told', () => {
  it('is told to nobody any more', () => {
    const asked = ask(team(), draft('s', 'cover', leg(4, ONE, THREE)));
    const request = requestSwap(team(), draft('s', 'cover', leg(4, ONE, THREE)), ONE, NOW);
    const notices = request.ok ? request.value.notices : [];
    expect(notices.map(({ key }) => key)).toEqual(['swap:s:engineer-3', 'swap:s:engineer-1']);
    expect(notices.map((notice) => lapse(asked, notice, NOW))).toEqual([null, null]);
    const back = made(asked, withdrawSwap(asked, { swap: 's' as SwapId, by: ONE }, NOW));
    expect(notices.map((notice) => lapse(back, notice, NOW)?.kind)).toEqual(['dropped', 'dropped']);
  });

  it('waits for working hours where it is a question of next week, not where it is of today, nor for who asked', () => {
    const night = at('2026-11-24T05:00Z');
    const asked = ask(team(), draft('s', 'cover', leg(4, ONE, THREE)), ONE, night);
    const to = (who: EngineerId | null) => ({ kind: 'swap-request' as const, swap: 's' as SwapId, to: who });
    expect(waitsForWorkingHours(asked, to(THREE), night)).toBe(true);
    expect(waitsForWorkingHours(asked, to(ONE), night)).toBe(false);
    expect(waitsForWorkingHours(asked, to(THREE), at('2026-11-29T15:00Z'))).toBe(false);
  });
});

describe('suggestions', () => {
  it('put first who would not be on call twice running, is on call least, and owes a favour', () => {
    const takers = suggestCovers(team(), ONE, part(4), NOW).map(({ taker, runs }) => [taker, runs]);
    expect(takers[0]).toEqual([THREE, 0]);
    expect(takers.slice(1).every(([, runs]) => runs === 1)).toBe(true);
    const owing = yes(
      ask(team(), draft('c', 'cover', leg(6, THREE, ONE, { days: { from: '2026-12-15', to: '2026-12-15' } }))),
      'c',
      ONE,
    );
    expect(suggestCovers(owing, ONE, part(8), NOW).find(({ taker }) => taker === THREE)?.owes).toBe(1);
  });

  it('of trades put first who has fewer holidays around now', () => {
    const of = (holiday: string) =>
      team({
        engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n))),
        holidays: new Map([['US', { version: '1', through: 2028, days: new Map([[holiday, 'Holiday']]) }]]),
      });
    const first = (holiday: string) => suggestTrades(of(holiday), ONE, part(4), NOW)[0]?.taker;
    expect([first('2026-11-11'), first('2026-11-18')]).toEqual([THREE, TWO]);
  });

  it('leave out who is away, and offer the best trades among three, for twelve engineers and a year', () => {
    const order = Array.from({ length: 12 }, (_, n) => engineerId(n + 1));
    const big = team({
      engineers: byId(order.map((_, n) => anEngineer(n + 1))),
      rotation: [aRotation({ order: order as unknown as Team['rotation'][0]['order'] })],
      timeOff: [
        aTimeOff({ engineer: engineerId(7), span: { start: at('2026-12-01T05:00Z'), end: at('2026-12-05T05:00Z') } }),
      ],
    });
    const trades = suggestTrades(big, engineerId(5), part(4), NOW);
    expect(trades.length).toBeGreaterThan(10);
    expect(trades.some(({ legs }) => legs[0].to === engineerId(7))).toBe(false);
    expect(trades.filter(({ legs }) => legs.length === 3)).toHaveLength(5);
    expect(trades.filter(({ legs }) => legs.length === 3).every(({ runs }) => runs === 0)).toBe(true);
  });
});
