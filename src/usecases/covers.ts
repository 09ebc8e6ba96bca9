import type { EngineerId, SwapId, TimeOffId } from '../domain/ids';
import { addDays, type Interval, instantOf, isBefore, type LocalDate, later, localDateOf } from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';
import { refOf, shiftsBetween } from '../domain/rotation';
import { absenceIn, hindranceOf, isPending } from '../domain/swap';
import { engineerOf, type Leg, type Swap, type Team, type TimeOff, zoneOf } from '../domain/team';
import { suggestCovers, suggestTrades } from '../domain/trades';
import type { Change, Decision } from './decision';
import { withdrawSwap } from './swap-ends';
import { requestNotices } from './swap-notices';
import { agree, isForSame, requestSwap, type SwapRefusal } from './swaps';

/** Why an absence cannot be covered. */
export type CoverRefusal =
  | SwapRefusal
  | { readonly kind: 'no-days'; readonly from: LocalDate; readonly to: LocalDate }
  | { readonly kind: 'too-long'; readonly most: number }
  /** Only a lead names somebody else. */
  | { readonly kind: 'only-leads-name'; readonly taker: EngineerId };

/** Days of an absence that is told in a hurry, at most; longer ones are planned. */
const MOST_DAYS = 31;

/** An absence that was recorded, and the swap that covers it: none where they have no primary duty in it. */
export type Covered = { readonly absent: EngineerId; readonly swap: Swap | null };

/**
 * Somebody is out from now on, or from a day on: they count as away, and their primary duty is covered: by who says so, by
 * whom a lead names once they say yes, or by anybody where they say it of themselves. Until then the backup stands in. A
 * lead need not approve: it cannot wait.
 */
export function coverAbsence(
  team: Team,
  ask: {
    readonly id: SwapId;
    readonly absent: EngineerId;
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly taker: EngineerId | null;
    readonly by: EngineerId | null;
  },
  now: Date,
): Result<Decision<Covered>, CoverRefusal> {
  const { id, absent, from, to, by } = ask;
  if (!by) return refuse({ kind: 'not-on-team' });
  const taker = ask.taker ?? (by === absent ? null : by);
  if (taker && taker !== by && !engineerOf(team, by).lead) return refuse({ kind: 'only-leads-name', taker });
  if (engineerOf(team, absent).leftAt) return refuse({ kind: 'has-left', engineer: absent });
  if (to < from || to < localDateOf(now, team.timezone)) return refuse({ kind: 'no-days', from, to });
  if (to > addDays(from, MOST_DAYS - 1)) return refuse({ kind: 'too-long', most: MOST_DAYS });
  const legs = legsOf(team, { absent, from, to, taker }, now);
  for (const leg of legs) {
    const hindrance = hindranceOf(team, leg, now);
    if (hindrance) return refuse(hindrance);
  }
  const timeOff = timeOffOf(team, ask, now);
  const away: readonly Change[] = timeOff ? [{ kind: 'time-off-added', timeOff }] : [];
  const [first, ...rest] = legs;
  if (!first) return succeed({ answer: { absent, swap: null }, changes: away, notices: [] });
  const swap: Swap = {
    ...{ id, kind: 'cover', requester: absent, askedBy: by, legs: [first, ...rest], isOpen: !taker, wants: [] },
    ...{ reason: null, askedAt: now, state: { kind: 'open', yes: [], no: [] } },
  };
  const asked = [...team.swaps.values()].find((other) => isPending(team, other, now) && isForSame(team, other, swap));
  if (asked && taker !== by) return refuse({ kind: 'asked-already', swap: asked });
  const change: Change = { kind: 'swap-asked', swap };
  if (taker !== by) {
    const answer = { absent, swap };
    return succeed({ answer, changes: [...away, change], notices: requestNotices(team, swap, now) });
  }
  const agreed = agree(team, swap, null, by, now);
  if (!agreed.ok) return agreed;
  const { answer, changes, notices } = agreed.value;
  return succeed({ answer: { absent, swap: answer }, changes: [...away, change, ...changes], notices });
}

/** A part for each shift in which they are primary on some of the days. */
function legsOf(
  team: Team,
  {
    absent,
    from,
    to,
    taker,
  }: {
    readonly absent: EngineerId;
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly taker: EngineerId | null;
  },
  now: Date,
): readonly Leg[] {
  const span: Interval = {
    start: instantOf(from, '00:00', team.timezone),
    end: instantOf(addDays(to, 2), '00:00', team.timezone),
  };
  return shiftsBetween(team, span).flatMap((shift) => {
    const { timezone } = shift.version;
    const [first, last] = [localDateOf(shift.start, timezone), localDateOf(shift.end, timezone)];
    const days = { from: from > first ? from : first, to: to < last ? to : last };
    if (days.to < days.from) return [];
    const leg: Leg = { duty: 'primary', shift: refOf(shift), days, from: absent, to: taker };
    const hindrance = hindranceOf(team, { ...leg, to: null }, now);
    return hindrance ? [] : [leg];
  });
}

/** Their absence as time off, from the midnight before the first day to the one after the last, in their own zone; null where they are away already. */
function timeOffOf(
  team: Team,
  {
    id,
    absent,
    from,
    to,
  }: { readonly id: SwapId; readonly absent: EngineerId; readonly from: LocalDate; readonly to: LocalDate },
  now: Date,
): TimeOff | null {
  const zone = zoneOf(team, engineerOf(team, absent));
  const span = { start: instantOf(from, '00:00', zone), end: instantOf(addDays(to, 1), '00:00', zone) };
  const ahead = { start: later(span.start, now), end: span.end };
  if (!isBefore(ahead.start, ahead.end)) return null;
  const known = absenceIn(team, absent, ahead);
  if (known && +known.start === +ahead.start && +known.end === +ahead.end) return null;
  return {
    ...{ id: `out-${id}` as TimeOffId, engineer: absent, span, recordedAt: now, cancelledAt: null, reason: null },
  };
}

/** Asks the next who could, where who was asked is silent: the request is taken back and made anew. */
export function askNext(
  team: Team,
  ask: { readonly swap: SwapId; readonly by: EngineerId | null; readonly id: SwapId },
  now: Date,
): Result<Decision<Swap>, SwapRefusal | { readonly kind: 'nobody-next' }> {
  const old = team.swaps.get(ask.swap);
  if (!old) return refuse({ kind: 'no-such-swap' });
  const closed = withdrawSwap(team, ask, now);
  if (!closed.ok) return closed;
  const next = nextFor(team, old, now);
  if (!next) return refuse({ kind: 'nobody-next' });
  const { kind, requester, reason } = old;
  const without: Team = { ...team, swaps: new Map([...team.swaps].filter(([id]) => id !== old.id)) };
  const draft = { id: ask.id, kind, requester, legs: next, wants: [], reason };
  const asked = requestSwap(without, draft, ask.by, now);
  if (!asked.ok) return asked;
  const { answer, changes, notices } = asked.value;
  return succeed({
    answer,
    changes: [...closed.value.changes, ...changes],
    notices: [...closed.value.notices, ...notices],
  });
}

/** The best swap with somebody who was not asked for this part yet. */
function nextFor(team: Team, swap: Swap, now: Date): Swap['legs'] | null {
  const [{ duty, shift, days }] = swap.legs;
  const part = { duty, shift, days };
  const asked = new Set(
    [...team.swaps.values()]
      .filter((other) => isForSame(team, other, swap))
      .flatMap(({ legs }) => legs.flatMap(({ to }) => to ?? [])),
  );
  const suggest = swap.kind === 'cover' ? suggestCovers : suggestTrades;
  const next = suggest(team, swap.requester, part, now).find(
    ({ legs }) => legs.length <= 2 && legs.every(({ to }) => to === swap.requester || (to !== null && !asked.has(to))),
  );
  return next?.legs ?? null;
}
