import { absences } from './availability';
import type { EngineerId, OverrideId, SwapId } from './ids';
import {
  addDays,
  earlier,
  type Interval,
  instantOf,
  isBefore,
  type LocalDate,
  later,
  localDateOf,
  overlap,
} from './interval';
import { refOf, type Shift, shiftNamed } from './rotation';
import { holdersOf } from './schedule';
import { type Duty, effective, type Leg, type Override, type Part, type Swap, type Team } from './team';

/**
 * When a part of the rotation is: its shift, or its days from the handoff's time to that time on the day after the last,
 * cut to the shift. Undefined where a later rotation has taken the shift's place, or none of the days is in it.
 */
export function spanOf(team: Team, { shift: ref, days }: Part): Interval | undefined {
  const shift = shiftNamed(team, ref);
  if (!shift || !days) return shift && { start: shift.start, end: shift.end };
  const { firstHandoff, timezone } = shift.version;
  const [start, end] = [days.from, addDays(days.to, 1)].map((date) => instantOf(date, firstHandoff.time, timezone));
  return start && end && isBefore(start, end) ? overlap({ start, end }, shift) : undefined;
}

/** Everybody who gives or takes a part of a swap, the requester first. */
export const partiesOf = ({ requester, legs }: Swap): readonly EngineerId[] => [
  ...new Set([requester, ...legs.flatMap(({ from, to }) => (to ? [from, to] : [from]))]),
];

/** Whose yes a swap still needs; of one that anybody may take, nobody in particular. */
export function awaitedOf(swap: Swap): readonly EngineerId[] {
  const { state, requester } = swap;
  if (state.kind !== 'open' || swap.isOpen) return [];
  return partiesOf(swap).filter((party) => party !== requester && !state.yes.includes(party));
}

/**
 * When a swap that nobody agreed to is over: as its earliest part begins, or as that ends where it was asked for later. For
 * an absence, as the last part ends: any day of it that somebody takes helps.
 */
export function expiresAt(team: Team, { legs, askedAt, absence }: Swap): Date | undefined {
  const spans = legs.flatMap((leg) => spanOf(team, leg) ?? []);
  if (spans.length < legs.length) return undefined;
  if (absence) return spans.map(({ end }) => end).reduce(later);
  return spans.map(({ start, end }) => (isBefore(askedAt, start) ? start : end)).reduce(earlier);
}

/** Whether a swap still waits for a yes or a lead at `now`. */
export function isPending(team: Team, swap: Swap, now: Date): boolean {
  if (swap.state.kind !== 'open' && swap.state.kind !== 'awaiting-lead') return false;
  const end = expiresAt(team, swap);
  return end !== undefined && isBefore(now, end);
}

/** Why a part cannot pass as a leg says. */
export type LegRefusal =
  | { readonly kind: 'no-such-shift' }
  | { readonly kind: 'has-begun'; readonly at: Date }
  | { readonly kind: 'is-over'; readonly at: Date }
  | {
      readonly kind: 'not-theirs';
      readonly engineer: EngineerId;
      readonly holder: EngineerId | null;
      readonly leg: Leg;
    }
  | { readonly kind: 'to-themselves'; readonly engineer: EngineerId }
  | { readonly kind: 'has-left'; readonly engineer: EngineerId }
  | { readonly kind: 'would-be-away'; readonly engineer: EngineerId; readonly away: Interval };

/** Time off that is shorter is mentioned, and hinders nothing; in milliseconds. */
const SHORT_ABSENCE = 12 * 3_600_000;

/** What keeps a leg from being agreed at `now`, or null. A shift passes whole only before it begins; its days, while any is left. */
export function hindranceOf(team: Team, leg: Leg, now: Date): LegRefusal | null {
  const span = spanOf(team, leg);
  if (!span) return { kind: 'no-such-shift' };
  if (!isBefore(now, span.end)) return { kind: 'is-over', at: span.end };
  if (!leg.days && !isBefore(now, span.start)) return { kind: 'has-begun', at: span.start };
  const ahead = { start: later(span.start, now), end: span.end };
  const holder = holdersOf(team, leg.duty, ahead).find((engineer) => engineer !== leg.from);
  if (holder !== undefined) return { kind: 'not-theirs', engineer: leg.from, holder, leg };
  if (team.engineers.get(leg.from)?.leftAt) return { kind: 'has-left', engineer: leg.from };
  if (!leg.to) return null;
  if (leg.to === leg.from) return { kind: 'to-themselves', engineer: leg.to };
  const taker = team.engineers.get(leg.to);
  if (!taker || taker.leftAt) return { kind: 'has-left', engineer: leg.to };
  const away = absenceIn(team, leg.to, ahead);
  return away && !isShortAbsence(away) ? { kind: 'would-be-away', engineer: leg.to, away } : null;
}

/** The days of a shift, from now on, on which somebody should hold a duty all day, in runs without a gap. */
export function heldDays(
  team: Team,
  duty: Duty,
  engineer: EngineerId,
  shift: Shift,
  now: Date,
): readonly NonNullable<Part['days']>[] {
  const { timezone } = shift.version;
  const [first, last] = [localDateOf(later(shift.start, now), timezone), localDateOf(shift.end, timezone)];
  const runs: { from: LocalDate; to: LocalDate }[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) {
    const span = spanOf(team, { duty, shift: refOf(shift), days: { from: date, to: date } });
    const ahead = span && { start: later(span.start, now), end: span.end };
    if (!ahead || !isBefore(ahead.start, ahead.end)) continue;
    if (holdersOf(team, duty, ahead).some((holder) => holder !== engineer)) continue;
    const run = runs.at(-1);
    if (run && addDays(run.to, 1) === date) run.to = date;
    else runs.push({ from: date, to: date });
  }
  return runs;
}

/** The longest absence of somebody that a span meets, cut to it. */
export function absenceIn(team: Team, engineer: EngineerId, span: Interval): Interval | undefined {
  const met = (absences(team).get(engineer) ?? []).flatMap((away) => overlap(away, span) ?? []);
  return met.reduce<Interval | undefined>(
    (longest, away) => (longest && lengthOf(longest) >= lengthOf(away) ? longest : away),
    undefined,
  );
}

/** Whether an absence is so short that it is mentioned, and hinders nothing. */
export const isShortAbsence = (away: Interval): boolean => lengthOf(away) < SHORT_ABSENCE;

const lengthOf = ({ start, end }: Interval): number => end.getTime() - start.getTime();

/** What the legs of a swap become when it is agreed. `id` makes the id of each. Throws where a leg has no taker or time. */
export function overridesOf(
  team: Team,
  { id: swap, kind, legs }: Pick<Swap, 'id' | 'kind' | 'legs'>,
  now: Date,
  id: (place: number) => OverrideId,
): readonly Override[] {
  return legs.map(({ duty, from, to, ...part }, place) => {
    const span = spanOf(team, { duty, ...part });
    if (!to || !span) throw new Error(`leg ${place} of swap ${swap} cannot be agreed`);
    return { id: id(place), swap, duty, span, engineer: to, replaces: from, kind, recordedAt: now, voidedAt: null };
  });
}

/** The overrides of a swap that count, or will. */
export const standingOf = (team: Team, swap: SwapId): readonly Override[] =>
  team.overrides.filter((override) => override.swap === swap && !override.voidedAt);

/** The later agreed swap that changes again what this one changed, or undefined. */
export function laterChangeOf(team: Team, swap: SwapId): Swap | undefined {
  const own = standingOf(team, swap);
  const last = team.overrides.findLastIndex((override) => override.swap === swap);
  const over = team.overrides
    .slice(last + 1)
    .find(
      ({ voidedAt, ...other }) =>
        !voidedAt && own.some(({ duty, span }) => duty === other.duty && overlap(span, other.span)),
    );
  return over && team.swaps.get(over.swap);
}

/** When the earliest part of an agreed swap begins to count. */
export const beginsAt = (team: Team, swap: SwapId): Date | undefined =>
  standingOf(team, swap)
    .flatMap(({ span, recordedAt }) => effective(span, recordedAt, null)?.start ?? [])
    .reduce<Date | undefined>((first, start) => (first && isBefore(first, start) ? first : start), undefined);
