import fc from 'fast-check';
import { favoursOf, worthOf } from '../../src/domain/fairness';
import type { SwapId } from '../../src/domain/ids';
import { addDays, DAY, localDateOf } from '../../src/domain/interval';
import { changeRotation, refOf, shiftsBetween } from '../../src/domain/rotation';
import { nextHandover, onCallAt, scheduleBetween } from '../../src/domain/schedule';
import { standingOf } from '../../src/domain/swap';
import { DUTIES, type Leg, type Team } from '../../src/domain/team';
import { suggestCovers, suggestTrades } from '../../src/domain/trades';
import { topicOf } from '../../src/slack/topic';
import { coverAbsence } from '../../src/usecases/covers';
import type { Decision } from '../../src/usecases/decision';
import { handoffCard } from '../../src/usecases/handoffs';
import { whoIsOnCall } from '../../src/usecases/on-call';
import { judgeSwap, undoSwap, withdrawSwap } from '../../src/usecases/swap-ends';
import { settleSwaps } from '../../src/usecases/swap-upkeep';
import { acceptSwap, declineSwap, requestSwap } from '../../src/usecases/swaps';
import { nameOf } from '../../src/usecases/wording';
import { anEngineer, aTeam, byId, engineerId } from '../fixtures';
import { applied } from './applied';

const START = new Date('2026-11-03T15:00Z');
const PEOPLE = [1, 2, 3, 4].map(engineerId);

/** Something that somebody does, a while after what was done before; numbers choose among what is possible then. */
type Step = {
  readonly kind: (typeof KINDS)[number];
  readonly hours: number;
  readonly who: number;
  readonly other: number;
  readonly which: number;
};
const KINDS = [
  'cover',
  'trade',
  'open',
  'accept',
  'accept',
  'accept',
  'decline',
  'withdraw',
  'judge',
  'judge',
  'undo',
  'out',
  'away',
  'rotation',
  'left',
] as const;

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    hours: fc.nat(40),
    who: fc.nat(3),
    other: fc.nat(3),
    which: fc.nat(30),
  }),
  { minLength: 1, maxLength: 40 },
);

const beginning = (approval: Team['approval']): Team =>
  aTeam({
    ...{ approval, begunAt: new Date('2026-10-20T12:00Z') },
    calendar: { country: null, region: null, except: [], extra: [{ date: '2026-12-24', name: 'Company day' }] },
    engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, { lead: n > 2 }))),
  });

type Decided = { readonly ok: boolean; readonly value?: Decision<unknown> };

/** What somebody tries; a refusal changes nothing. */
function tried(team: Team, { kind, who, other, which }: Step, now: Date, id: string): Decided | Decision<unknown> {
  const by = PEOPLE[who] ?? engineerId(1);
  const shifts = shiftsBetween(team, { start: now, end: new Date(now.getTime() + 70 * DAY) });
  const shift = shifts[which % shifts.length];
  const swaps = [...team.swaps.values()];
  const swap = swaps[swaps.length - 1 - (which % Math.max(1, Math.min(4, swaps.length)))]?.id ?? ('none' as SwapId);
  const today = localDateOf(now, team.timezone);
  const part = { duty: DUTIES[which % 2] ?? 'primary', shift: shift ? refOf(shift) : { version: 1, turn: 0 } };
  const ask = (legs: readonly Leg[], trade: boolean) => {
    const [first, ...rest] = legs;
    if (!first) return { ok: false };
    return requestSwap(
      team,
      {
        id: id as SwapId,
        kind: trade ? 'trade' : 'cover',
        requester: first.from,
        legs: [first, ...rest],
        wants: [],
        reason: null,
      },
      first.from,
      now,
    );
  };
  const whole = { ...part, days: null };
  switch (kind) {
    case 'cover': {
      const days =
        which % 3 === 0 && shift
          ? {
              from: addDays(localDateOf(shift.start, team.timezone), which % 5),
              to: addDays(localDateOf(shift.start, team.timezone), (which % 5) + 2),
            }
          : null;
      const [best] = suggestCovers(team, by, { ...part, days }, now);
      return ask([best?.legs[0] ?? { ...part, days, from: by, to: PEOPLE[other] ?? by }], false);
    }
    case 'trade': {
      const found = suggestTrades(team, by, whole, now);
      return ask(found[which % Math.max(1, found.length)]?.legs ?? [], true);
    }
    case 'open':
      return ask([{ ...whole, from: by, to: null }], false);
    case 'accept':
      return acceptSwap(team, { swap, by, gives: null, answersFor: null, seen: true }, now);
    case 'decline':
      return declineSwap(team, { swap, by, answersFor: null }, now);
    case 'withdraw':
      return withdrawSwap(team, { swap, by }, now);
    case 'judge':
      return judgeSwap(team, { swap, by, approves: which % 2 === 0 }, now);
    case 'undo':
      return undoSwap(team, { swap, by }, now);
    case 'out':
      return coverAbsence(
        team,
        { id: id as SwapId, absent: PEOPLE[other] ?? by, from: today, to: addDays(today, which % 9), taker: null, by },
        now,
      );
    case 'away': {
      const start = new Date(now.getTime() + which * DAY);
      const span = { start, end: new Date(start.getTime() + (other + 1) * DAY) };
      const timeOff = { ...{ id: id as never, engineer: by, span, recordedAt: now, cancelledAt: null, reason: null } };
      return { answer: null, changes: [{ kind: 'time-off-added', timeOff }], notices: [] };
    }
    case 'rotation': {
      const from = shifts.find(({ start }) => start > now)?.start ?? now;
      const order = [0, 1, 2, 3]
        .map((n) => PEOPLE[(n + which) % 4])
        .filter((_, n) => which % 5 !== n) as unknown as Team['rotation'][0]['order'];
      const version = changeRotation(
        team,
        { from, ...(which % 2 === 0 ? { order } : { time: `1${which % 10}:00` }) },
        now,
      );
      return version.ok
        ? { answer: null, changes: [{ kind: 'rotation-changed', version: version.value }], notices: [] }
        : { ok: false };
    }
    case 'left':
      // Rarely, and never everybody.
      return which === 0 && !team.engineers.get(by)?.lead && !team.engineers.get(by)?.leftAt
        ? { answer: null, changes: [{ kind: 'engineer-left', engineer: by, at: now }], notices: [] }
        : { ok: false };
  }
}

const changesOf = (decided: Decided | Decision<unknown>) =>
  'changes' in decided ? decided.changes : decided.ok && decided.value ? decided.value.changes : [];

/** Who was on call up to an instant, as text. */
const past = (team: Team, now: Date): string =>
  JSON.stringify(
    scheduleBetween(team, { start: new Date('2026-11-02T14:00Z'), end: now }).map(({ start, end, primary, backup }) => [
      start,
      end,
      primary.engineer,
      backup?.engineer,
    ]),
  );

/** The team after every step, with upkeep after each, as it is done. */
function lived(
  history: readonly Step[],
  check: (before: Team, after: Team, now: Date) => void,
  approval: Team['approval'] = 'peer',
): void {
  let team = beginning(approval);
  let now = START;
  for (const [place, step] of history.entries()) {
    now = new Date(now.getTime() + step.hours * 3_600_000);
    const before = team;
    team = applied(team, changesOf(tried(team, step, now, `s${place}`)));
    for (let round = 0; round < 40; round += 1) team = applied(team, settleSwaps(team, now)?.changes ?? []);
    expect(settleSwaps(team, now)).toBeNull();
    check(before, team, now);
  }
}

it('nothing that anybody does changes who was on call before', () => {
  fc.assert(
    fc.property(steps, fc.constantFrom('peer' as const, 'lead' as const), (history, approval) => {
      lived(history, (before, after, now) => expect(past(after, now)).toBe(past(before, now)), approval);
    }),
    { numRuns: 300 },
  );
});

it('the primary is never backup, and every surface names the same people', () => {
  fc.assert(
    fc.property(steps, (history) => {
      lived(history, (_, team, now) => {
        const ahead = scheduleBetween(team, { start: now, end: new Date(now.getTime() + 70 * DAY) });
        expect(ahead.filter(({ primary, backup }) => primary.engineer === backup?.engineer)).toEqual([]);
        const current = onCallAt(team, now);
        const said = whoIsOnCall(team, now);
        expect(said.current).toBe(current);
        if (!current) return;
        if (!current.gaps.includes('primary'))
          expect(topicOf(team, now)).toContain(`On call: ${nameOf(team, current.primary.engineer)}`);
        const next = nextHandover(team, now);
        const card = handoffCard(team, refOf(current.shift), now);
        expect(card?.handoff.stretches.at(-1)?.primary.engineer).toBe(
          onCallAt(team, new Date(current.shift.end.getTime() - 1))?.primary.engineer,
        );
        if (next) expect(onCallAt(team, next.at)?.primary.engineer).toBe(next.to.primary.engineer);
      });
    }),
    { numRuns: 100 },
  );
});

it('what is agreed stands whole or not at all, and favours go one way only', () => {
  fc.assert(
    fc.property(steps, (history) => {
      lived(history, (_, team, now) => {
        for (const swap of team.swaps.values()) {
          const standing = standingOf(team, swap.id);
          expect([swap.id, standing.length]).toEqual([swap.id, swap.state.kind === 'agreed' ? swap.legs.length : 0]);
        }
        const favours = favoursOf(team);
        expect(
          favours.every(
            ({ days, from, to }) =>
              days > 0 && from !== to && !favours.some((other) => other.from === to && other.to === from),
          ),
        ).toBe(true);
        // Counted another way: for each pair, the days of all that is agreed between them.
        for (const one of PEOPLE)
          for (const other of PEOPLE) {
            if (one >= other) continue;
            let days = 0;
            for (const swap of team.swaps.values())
              for (const { from, to, ...leg } of swap.state.kind === 'agreed' ? swap.legs : []) {
                const worth = worthOf(
                  team,
                  swap.kind,
                  { ...leg, from, to },
                  swap.state.kind === 'agreed' ? swap.state.at : now,
                );
                if (from === one && to === other) days += worth;
                if (from === other && to === one) days -= worth;
              }
            const owed = favours.find(
              ({ from, to }) => (from === one && to === other) || (from === other && to === one),
            );
            expect(owed ? (owed.from === one ? owed.days : -owed.days) : 0).toBe(days);
          }
      });
    }),
    { numRuns: 100 },
  );
});

it('such histories hold swaps of every end', () => {
  const ends = new Set<string>();
  for (const history of fc.sample(steps, { numRuns: 400, seed: 7 }))
    for (const approval of ['peer', 'lead'] as const)
      lived(
        history,
        (_, team) => {
          for (const { state } of team.swaps.values()) ends.add(state.kind);
        },
        approval,
      );
  expect([...ends].sort()).toEqual([
    'agreed',
    'awaiting-lead',
    'declined',
    'open',
    'refused',
    'undone',
    'void',
    'withdrawn',
  ]);
});
