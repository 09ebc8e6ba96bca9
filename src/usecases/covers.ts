import type { EngineerId, SwapId, TimeOffId } from '../domain/ids';
import { concernedBy, withLegs } from '../domain/impact';
import {
  addDays,
  type Interval,
  instantOf,
  isBefore,
  type LocalDate,
  later,
  localDateOf,
  overlap,
} from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';
import { refOf, shiftsBetween } from '../domain/rotation';
import { expiresAt, heldDays, hindranceOf, isPending, spanOf } from '../domain/swap';
import { engineerOf, type Leg, type Swap, type Team, type TimeOff } from '../domain/team';
import { suggestCovers, suggestTrades } from '../domain/trades';
import { nextWorkingTime } from '../domain/working-hours';
import type { Change, Decision } from './decision';
import type { NewNotice, Notice } from './notice';
import { withdrawSwap } from './swap-ends';
import { absenceNotices, requestNotices } from './swap-notices';
import { agree, isForSame, requestSwap, type SwapRefusal } from './swaps';

/** Why an absence cannot be covered. */
export type CoverRefusal =
  | SwapRefusal
  | { readonly kind: 'no-days'; readonly from: LocalDate; readonly to: LocalDate }
  | { readonly kind: 'too-long'; readonly most: number }
  /** Only a lead names somebody else. */
  | { readonly kind: 'only-leads-name'; readonly taker: EngineerId }
  /** They are not on call then, so there is nothing that somebody else has to say for them. */
  | { readonly kind: 'nothing-to-cover'; readonly engineer: EngineerId };

/** Days of an absence that is told in a hurry, at most; longer ones are planned. */
const MOST_DAYS = 31;

/** An absence that was recorded, and the swap that covers it; without one, whether others stand in for a duty. */
export type Covered = {
  readonly absent: EngineerId;
  readonly timeOff: TimeOffId;
  readonly swap: Swap | null;
  readonly standIns: boolean;
  /** Who was named to take what is nobody's to take: the absent are not on call then. */
  readonly unneeded: EngineerId | null;
  /** They said it of themselves. */
  readonly self: boolean;
};

type Absence = { readonly absent: EngineerId; readonly from: LocalDate; readonly to: LocalDate };

/**
 * Somebody is out from now on, or from a day on: they count as away, and their primary duty is covered: by who says so, by
 * whom a lead names once they say yes, or by anybody where they say it of themselves. Until then others stand in. A lead
 * need not approve: it cannot wait. What they had asked for in that time is taken back.
 */
export function coverAbsence(
  team: Team,
  ask: Absence & { readonly id: SwapId; readonly taker: EngineerId | null; readonly by: EngineerId | null },
  now: Date,
): Result<Decision<Covered>, CoverRefusal> {
  const { id, absent, from, to, by } = ask;
  if (!by) return refuse({ kind: 'not-on-team' });
  const taker = ask.taker ?? (by === absent ? null : by);
  const isLead = engineerOf(team, by).lead;
  if (taker && taker !== by && !isLead) return refuse({ kind: 'only-leads-name', taker });
  if (engineerOf(team, absent).leftAt) return refuse({ kind: 'has-left', engineer: absent });
  if (to < from || to < localDateOf(now, team.timezone)) return refuse({ kind: 'no-days', from, to });
  if (to > addDays(from, MOST_DAYS - 1)) return refuse({ kind: 'too-long', most: MOST_DAYS });

  const legs = legsOf(team, ask, taker, now);
  for (const leg of legs) {
    const hindrance = hindranceOf(team, leg, now);
    if (hindrance) return refuse(hindrance);
  }
  const [first, ...rest] = legs;
  if (!first && by !== absent && !isLead) return refuse({ kind: 'nothing-to-cover', engineer: absent });
  const timeOff = timeOffOf(team, ask, legs, now);
  const replaced = [...team.swaps.values()].filter(
    (other) =>
      first && isPending(team, other, now) && other.requester === absent && legs.some((leg) => meets(team, other, leg)),
  );
  const changes: Change[] = [
    ...replaced.map(({ id: old, legs: kept, isOpen, answers }): Change => {
      return { kind: 'swap-moved', swap: old, legs: kept, isOpen, answers, state: { kind: 'withdrawn', at: now, by } };
    }),
    { kind: 'time-off-added', timeOff },
  ];
  const away: Team = { ...team, timeOff: [...team.timeOff, timeOff] };
  const covered = { absent, timeOff: timeOff.id, self: by === absent, unneeded: first ? null : ask.taker };
  if (!first) {
    const standIns = concernedBy(team, away, [timeOff.span]).length > 0;
    return succeed({
      answer: { ...covered, swap: null, standIns },
      changes,
      notices: absenceNotices(team, away, timeOff, [by], now),
    });
  }
  const swap: Swap = {
    ...{ id, kind: 'cover', requester: absent, askedBy: by, legs: [first, ...rest], isOpen: !taker, wants: [] },
    ...{ reason: null, absence: timeOff.id, answers: [], askedAt: now, state: { kind: 'open', yes: [], no: [] } },
  };
  const asked: Change = { kind: 'swap-asked', swap };
  if (taker !== by)
    return succeed({
      answer: { ...covered, swap, standIns: true },
      changes: [...changes, asked],
      notices: [...requestNotices(team, swap, now), ...absenceNotices(team, away, timeOff, [by], now)],
    });
  const agreed = agree(team, swap, null, by, now);
  if (!agreed.ok) return agreed;
  const after: Team = { ...withLegs(away, swap, now) };
  // Who takes it did this, and the absent hear of the cover.
  const others = absenceNotices(team, after, timeOff, [by, absent], now);
  return succeed({
    answer: { ...covered, swap: agreed.value.answer, standIns: false },
    changes: [...changes, asked, ...agreed.value.changes],
    notices: [...agreed.value.notices.filter(({ notice }) => !isTold(others, notice)), ...others],
  });
}

/** Whether somebody hears of the absence anyway. */
const isTold = (others: readonly NewNotice[], notice: Notice): boolean =>
  'to' in notice && notice.to !== null && others.some((other) => 'to' in other.notice && other.notice.to === notice.to);

const meets = (team: Team, swap: Swap, leg: Leg): boolean => {
  const span = spanOf(team, leg);
  return swap.legs.some((other) => {
    const met = other.from === leg.from && spanOf(team, other);
    return met && span && overlap(met, span) !== undefined;
  });
};

/** A part for each run of days on which they should be primary. */
function legsOf(team: Team, { absent, from, to }: Absence, taker: EngineerId | null, now: Date): readonly Leg[] {
  const span: Interval = {
    start: instantOf(from, '00:00', team.timezone),
    end: instantOf(addDays(to, 2), '00:00', team.timezone),
  };
  return shiftsBetween(team, span).flatMap((shift) =>
    heldDays(team, 'primary', absent, shift, now).flatMap((run): Leg[] => {
      const days = { from: from > run.from ? from : run.from, to: to < run.to ? to : run.to };
      return days.to < days.from ? [] : [{ duty: 'primary', shift: refOf(shift), days, from: absent, to: taker }];
    }),
  );
}

/**
 * Their absence as time off: the days of the team's calendar, of which the duties are, whatever day it is where they live.
 * A duty on the first or the last of them goes from handoff's time to handoff's time, and so does the absence: in the
 * night before nobody would be asked, and whoever took the days would not have it.
 */
function timeOffOf(
  team: Team,
  { absent, from, to, id }: Absence & { readonly id: SwapId },
  legs: readonly Leg[],
  now: Date,
): TimeOff {
  const spans = legs.flatMap((leg) => spanOf(team, leg) ?? []);
  const midnight = instantOf(from, '00:00', team.timezone);
  const begins = spans.map(({ start }) => start).find((start) => localDateOf(start, team.timezone) === from);
  // Who says so in that very night is out at once.
  const start = begins && (isBefore(now, midnight) || !isBefore(now, begins)) ? begins : midnight;
  const ends = [instantOf(addDays(to, 1), '00:00', team.timezone), ...spans.map(({ end }) => end)];
  const span = { start, end: ends.reduce(later) };
  return {
    ...{ id: `out-${id}` as TimeOffId, engineer: absent, span, recordedAt: now, cancelledAt: null, reason: null },
  };
}

/** Asks the next who could, where who was asked is silent: the request is taken back and made anew. `next` is who was named. */
export function askNext(
  team: Team,
  ask: {
    readonly swap: SwapId;
    readonly by: EngineerId | null;
    readonly id: SwapId;
    readonly next: EngineerId | null;
  },
  now: Date,
): Result<Decision<Swap>, SwapRefusal | { readonly kind: 'nobody-next' }> {
  const old = team.swaps.get(ask.swap);
  if (!old) return refuse({ kind: 'no-such-swap' });
  const closed = withdrawSwap(team, ask, now);
  if (!closed.ok) return closed;
  const next = nextFor(team, old, now, ask.next);
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

/** The best swap with somebody who was not asked for this part yet, and works before it begins; with `named` where they can. */
export function nextFor(team: Team, swap: Swap, now: Date, named: EngineerId | null = null): Swap['legs'] | null {
  const [{ duty, shift, days }, ...more] = swap.legs;
  const part = { duty, shift, days };
  const ends = expiresAt(team, { ...swap, askedAt: now });
  const hears = (engineer: EngineerId): boolean => {
    const at = nextWorkingTime(team, engineer, now);
    return at !== undefined && ends !== undefined && isBefore(at, ends);
  };
  const asked = new Set(
    [...team.swaps.values()]
      .filter((other) => isForSame(team, other, swap))
      .flatMap(({ legs }) => legs.flatMap(({ to }) => to ?? [])),
  );
  const isNext = (taker: EngineerId): boolean =>
    !asked.has(taker) && (named === null || taker === named) && hears(taker);
  if (swap.kind === 'trade')
    return (
      suggestTrades(team, swap.requester, part, now).find(({ legs, taker }) => legs.length === 2 && isNext(taker))
        ?.legs ?? null
    );
  for (const { taker, legs } of suggestCovers(team, swap.requester, part, now)) {
    if (!isNext(taker)) continue;
    // A cover of several parts stays one.
    const rest = more.map((leg) => ({ ...leg, to: taker }));
    if (!rest.some((leg) => hindranceOf(team, leg, now))) return [...legs, ...rest];
  }
  return null;
}
