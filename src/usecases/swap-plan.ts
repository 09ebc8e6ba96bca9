import type { EngineerId, SwapId } from '../domain/ids';
import { type Impact, impactOf } from '../domain/impact';
import { DAY, type Interval, isBefore, type LocalDate, localDateOf } from '../domain/interval';
import { isSameShift, refOf, shiftNamed, shiftsBetween } from '../domain/rotation';
import { holdersOf } from '../domain/schedule';
import { heldDays, hindranceOf } from '../domain/swap';
import type { Duty, Leg, Part, ShiftRef, Swap, Team } from '../domain/team';
import { type Suggestion, suggestCovers, suggestTrades, WEEKS_AHEAD } from '../domain/trades';
import { requestSwap, type SwapDraft, type SwapRefusal } from './swaps';

/** What somebody chose in the form so far; what is left out is proposed. */
export type SwapChoice = {
  readonly requester: EngineerId;
  readonly duty?: Duty | undefined;
  readonly shift?: ShiftRef | undefined;
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  readonly kind?: Swap['kind'] | undefined;
  /** Anyone, one person, or whoever holds these weeks: one for a trade of two, two for a trade of three. */
  readonly whom?: 'anyone' | { readonly person: EngineerId } | { readonly weeks: readonly ShiftRef[] } | undefined;
  readonly wants?: readonly ShiftRef[] | undefined;
  readonly reason?: string | undefined;
};

/** A shift somebody holds for a duty: whole, or only for some days of it. */
export type Held = {
  readonly duty: Duty;
  readonly shift: ShiftRef;
  readonly span: Interval;
  readonly holder: EngineerId;
  readonly isWhole: boolean;
};

/** Everything the form shows: what can be chosen, what is, and what would come of it. */
export type SwapPlan = {
  readonly requester: EngineerId;
  /** What they can give away, what comes first first; primary duties before those of backup. */
  readonly own: readonly Held[];
  readonly chosen: Held | null;
  /** The week asked for is not theirs; another one is chosen. */
  readonly isOther: boolean;
  readonly kind: Swap['kind'];
  readonly days: Part['days'];
  readonly suggestions: readonly Suggestion[];
  readonly whom: NonNullable<SwapChoice['whom']>;
  /** What others hold, and those of it that could be traded for what was chosen, whoever it is. */
  readonly others: readonly Held[];
  readonly tradable: readonly Held[];
  readonly draft: SwapDraft | null;
  readonly impact: Impact | null;
  /** What keeps it from being asked. */
  readonly refusal: SwapRefusal | null;
};

/** What a choice comes to, at `now`; `by` is who asks. */
export function planSwap(team: Team, choice: SwapChoice, id: SwapId, by: EngineerId, now: Date): SwapPlan {
  const { requester } = choice;
  const own = [...heldBy(team, 'primary', now), ...heldBy(team, 'backup', now)].filter(
    ({ holder }) => holder === requester,
  );
  const isChosen = ({ duty, shift }: Held) =>
    choice.shift !== undefined && isSameShift(shift, choice.shift) && duty === (choice.duty ?? duty);
  const chosen = own.find(isChosen) ?? own.find(({ span }) => isBefore(now, span.start)) ?? own[0] ?? null;
  const isOther = choice.shift !== undefined && !own.some(isChosen);
  // What has begun, or is theirs for some days only, cannot be traded whole.
  const begun = chosen !== null && (!isBefore(now, chosen.span.start) || !chosen.isWhole);
  const kind = begun ? 'cover' : (choice.kind ?? 'trade');
  const empty = {
    requester,
    own,
    chosen,
    isOther,
    kind,
    days: null,
    suggestions: [],
    others: [],
    tradable: [],
    draft: null,
    impact: null,
  };
  if (!chosen) return { ...empty, whom: 'anyone', refusal: null };
  const days = kind === 'cover' ? daysOf(team, chosen, choice, begun, now) : null;
  const part: Part = { duty: chosen.duty, shift: chosen.shift, days };
  const suggestions = (kind === 'cover' ? suggestCovers : suggestTrades)(team, requester, part, now);
  const [best] = suggestions;
  const whom = choice.whom ?? (best ? whomOf(kind, best) : 'anyone');
  const others =
    kind === 'trade'
      ? heldBy(team, chosen.duty, now).filter(
          ({ holder, span, isWhole }) => isWhole && holder !== requester && isBefore(now, span.start),
        )
      : [];
  const tradable = others.filter(({ duty, shift, holder }) =>
    [
      { ...part, from: requester, to: holder },
      { ...{ duty, shift, days: null }, from: holder, to: requester },
    ].every((leg) => !hindranceOf(team, leg, now)),
  );
  const legs = legsOf(team, { ...part, from: requester, to: null }, whom, others);
  const wants = kind === 'trade' && whom === 'anyone' ? (choice.wants ?? []) : [];
  const draft: SwapDraft | null = legs && { id, kind, requester, legs, wants, reason: choice.reason ?? null };
  const asked = draft && requestSwap(team, draft, by, now);
  const complete = draft?.legs.every((leg) => leg.to && !hindranceOf(team, leg, now)) === true;
  return {
    ...{ requester, own, chosen, isOther, kind, days, suggestions, whom, others, tradable, draft },
    impact: draft && complete ? impactOf(team, draft, now) : null,
    refusal: asked && !asked.ok ? asked.refusal : null,
  };
}

/** Whom a suggestion names, as the form has it. */
const whomOf = (kind: Swap['kind'], { legs, taker }: Suggestion): Exclude<SwapChoice['whom'], undefined> =>
  kind === 'cover' ? { person: taker } : { weeks: legs.slice(1).map(({ shift }) => shift) };

/** Every shift ahead with each who holds a duty in it, for all the time that is left of it or some days; the one under way first. */
function heldBy(team: Team, duty: Duty, now: Date): readonly Held[] {
  const span = { start: now, end: new Date(now.getTime() + WEEKS_AHEAD * 7 * DAY) };
  return shiftsBetween(team, span).flatMap((shift) => {
    const ahead = isBefore(now, shift.start) ? shift : { start: now, end: shift.end };
    const holders = [...new Set(holdersOf(team, duty, ahead))];
    return holders.map(
      (holder): Held => ({
        ...{ duty, shift: refOf(shift), span: { start: shift.start, end: shift.end }, holder },
        isWhole: holders.length === 1,
      }),
    );
  });
}

/** The days chosen; of a shift under way or held in part, the first run of days that are theirs and left. */
function daysOf(team: Team, chosen: Held, choice: SwapChoice, begun: boolean, now: Date): Part['days'] {
  const shift = shiftNamed(team, chosen.shift);
  if (!shift || (!choice.from && !choice.to && !begun)) return null;
  const { timezone } = shift.version;
  const [run] = heldDays(team, chosen.duty, chosen.holder, shift, now);
  const whole = {
    from: localDateOf(shift.start, timezone),
    to: localDateOf(new Date(shift.end.getTime() - 1), timezone),
  };
  const { from, to } = (begun && run) || whole;
  return { from: choice.from ?? from, to: choice.to ?? to };
}

/** The legs a choice means; null where somebody holds a week no longer. */
function legsOf(
  team: Team,
  own: Leg,
  whom: Exclude<SwapChoice['whom'], undefined>,
  others: readonly Held[],
): SwapDraft['legs'] | null {
  if (whom === 'anyone') return [own];
  if ('person' in whom) return team.engineers.has(whom.person) ? [{ ...own, to: whom.person }] : null;
  const held = whom.weeks.map((week) => others.find(({ shift }) => isSameShift(shift, week)));
  if (held.length === 0 || held.some((each) => !each)) return null;
  const weeks = held as readonly Held[];
  const takers = [...weeks.map(({ holder }) => holder), own.from];
  return [
    { ...own, to: takers[0] ?? null },
    ...weeks.map(
      ({ duty, shift, holder }, place): Leg => ({
        duty,
        shift,
        days: null,
        from: holder,
        to: takers[place + 1] ?? null,
      }),
    ),
  ];
}

/** Equal for plans that ask the same of the same people, and would change the same. */
export function signOf({ draft, impact }: SwapPlan): string {
  const weeks = impact?.weeks.map(({ after }) =>
    after.map(({ start, primary, backup }) => [start, primary.engineer, backup?.engineer]),
  );
  return JSON.stringify([draft && [draft.kind, draft.legs, draft.wants], weeks, impact?.warnings, impact?.support]);
}
