import { holidaysIn, mostlyPrimary } from './days';
import { type Favour, loadsOf, netOf, worthOf } from './fairness';
import type { EngineerId, OverrideId, PipelineId, SwapId } from './ids';
import { type Interval, isBefore, type LocalDate, later, overlap } from './interval';
import { type Shift, shiftAfter, shiftAt, shiftsBetween } from './rotation';
import { type Stretch, stretchesOf } from './schedule';
import { supportPlan } from './support-plan';
import { absenceIn, overridesOf, spanOf } from './swap';
import { DUTIES, type Duty, type Leg, type Swap, type Team } from './team';

/** What a swap would change, and what people should know before they say yes. */
export type Impact = {
  /** Every shift that would be another, as it is and as it would be. */
  readonly weeks: readonly {
    readonly shift: Shift;
    readonly before: readonly Stretch[];
    readonly after: readonly Stretch[];
  }[];
  readonly warnings: readonly Warning[];
  /** What would be owed for it. */
  readonly favours: readonly Favour[];
  /** Who would be on call in more or fewer of the weeks around now. */
  readonly loads: readonly { readonly engineer: EngineerId; readonly before: number; readonly after: number }[];
  /** The pipelines of which others would lead critical support on a holiday; null where none leads, as the primary works. */
  readonly support: readonly {
    readonly date: LocalDate;
    readonly before: EngineerId | null;
    readonly after: EngineerId | null;
    readonly pipelines: readonly PipelineId[];
  }[];
};

export type Warning =
  /** Somebody would be primary in two shifts running, who is not now. */
  | { readonly kind: 'two-in-row'; readonly engineer: EngineerId; readonly first: Date; readonly second: Date }
  | { readonly kind: 'holiday'; readonly engineer: EngineerId; readonly date: LocalDate; readonly name: string }
  /** They are away for a part too short to keep them from it. */
  | { readonly kind: 'away'; readonly engineer: EngineerId; readonly away: Interval }
  /** Nobody would be left for a duty, where somebody is now. */
  | { readonly kind: 'nobody'; readonly duty: Duty; readonly span: Interval };

/** The team as it would be if these legs were agreed now; only to look at. */
export function withLegs(team: Team, { kind, legs }: Pick<Swap, 'kind' | 'legs'>, now: Date): Team {
  const imagined = { id: 'imagined' as SwapId, kind, legs };
  const added = overridesOf(team, imagined, now, (place) => `imagined-${place}` as OverrideId);
  return { ...team, overrides: [...team.overrides, ...added] };
}

/** What legs with takers would change at `now`. Nothing where they change nothing. */
export function impactOf(team: Team, swap: Pick<Swap, 'kind' | 'legs'>, now: Date): Impact {
  const changed = withLegs(team, swap, now);
  const spans = swap.legs.flatMap((leg) => spanOf(team, leg) ?? []);
  const shifts = spans.flatMap((span) => shiftsBetween(team, span));
  const distinct = shifts.filter(({ start }, place) => shifts.findIndex((each) => +each.start === +start) === place);
  const weeks = distinct
    .map((shift) => ({ shift, before: stretchesOf(team, shift), after: stretchesOf(changed, shift) }))
    .filter(({ before, after }) => inShort(before) !== inShort(after))
    .sort((one, other) => one.shift.start.getTime() - other.shift.start.getTime());
  const warnings: Warning[] = [
    ...runsOf(team, changed, swap.legs),
    ...swap.legs.flatMap((leg) => ofTaker(team, leg, now)),
    ...weeks.flatMap(({ before, after }) => newlyNobody(before, after)),
  ];
  const favours = netOf(swap.legs.map((leg) => ({ ...leg, days: worthOf(team, swap.kind, leg, now) })));
  const support = distinct.flatMap((shift) => changedSupport(team, changed, shift));
  return { weeks, warnings, favours, loads: changedLoads(team, changed, now), support };
}

function changedLoads(before: Team, after: Team, now: Date): Impact['loads'] {
  const [one, other] = [loadsOf(before, now), loadsOf(after, now)];
  return [...one].flatMap(([engineer, { weeks }]) => {
    const then = other.get(engineer)?.weeks ?? 0;
    return then === weeks ? [] : [{ engineer, before: weeks, after: then }];
  });
}

type Lead = Pick<Impact['support'][number], 'before' | 'after'>;

/** The days of a shift that are a holiday of whoever is primary then, before or after, and who leads critical support on them. */
function changedSupport(before: Team, after: Team, shift: Interval): Impact['support'] {
  const leadsOf = (team: Team) =>
    new Map(
      supportPlan(team, shift).map(({ noon, date, leads }) => [
        noon.getTime(),
        { date, leads: new Map(leads.map(({ pipeline, engineer }) => [pipeline.id, engineer])) },
      ]),
    );
  const [one, other] = [leadsOf(before), leadsOf(after)];
  const noons = [...new Set([...one.keys(), ...other.keys()])].sort((earlier, later) => earlier - later);
  return noons.flatMap((noon) => {
    const [was, will] = [one.get(noon), other.get(noon)];
    const date = (will ?? was)?.date;
    if (!date) return [];
    const changes = [...before.pipelines.keys()].flatMap((pipeline) => {
      const [then, now] = [was?.leads.get(pipeline) ?? null, will?.leads.get(pipeline) ?? null];
      return then === now ? [] : [{ pipeline, before: then, after: now }];
    });
    const sameAs = (one: Lead) => (other: Lead) => one.before === other.before && one.after === other.after;
    const distinct = changes.filter((change, place) => changes.findIndex(sameAs(change)) === place);
    return distinct.map(({ before, after }) => ({
      ...{ date, before, after },
      pipelines: changes.filter(sameAs({ before, after })).map(({ pipeline }) => pipeline),
    }));
  });
}

/** Everybody who would hold other duties in these spans, or at other times, in one team than in the other. */
export function concernedBy(before: Team, after: Team, spans: readonly Interval[]): readonly EngineerId[] {
  const held = (team: Team): Map<EngineerId, string> => {
    const duties = new Map<EngineerId, { duty: Duty; start: number; end: number }[]>();
    const shifts = spans.flatMap((span) => shiftsBetween(team, span)).flatMap((shift) => stretchesOf(team, shift));
    for (const stretch of shifts)
      for (const duty of DUTIES) {
        const engineer = stretch[duty]?.engineer;
        if (!engineer) continue;
        const known = duties.get(engineer) ?? [];
        const last = known.findLast((each) => each.duty === duty);
        // What only somebody else's change cuts in two is one.
        if (last && last.end === stretch.start.getTime()) last.end = stretch.end.getTime();
        else known.push({ duty, start: stretch.start.getTime(), end: stretch.end.getTime() });
        duties.set(engineer, known);
      }
    return new Map([...duties].map(([engineer, known]) => [engineer, JSON.stringify(known)]));
  };
  const [one, other] = [held(before), held(after)];
  return [...new Set([...one.keys(), ...other.keys()])].filter((id) => one.get(id) !== other.get(id));
}

/** Equal for stretches in which the same people hold the same duties at the same times; standing in is not holding. */
const inShort = (stretches: readonly Stretch[]): string =>
  stretches
    .map(({ start, primary, backup }) => [+start, primary.engineer, primary.reason.kind === 'repair', backup?.engineer])
    .join();

/** Who would be primary of two shifts running, through the takers of primary legs. */
function runsOf(before: Team, after: Team, legs: readonly Leg[]): Warning[] {
  const warnings: Warning[] = [];
  const seen = new Set<number>();
  for (const leg of legs) {
    const span = leg.duty === 'primary' ? spanOf(before, leg) : undefined;
    const shift = span && shiftAt(before, span.start);
    if (!shift) continue;
    const earlier = shiftAt(before, new Date(shift.start.getTime() - 1));
    const pairs = [...(earlier ? [[earlier, shift] as const] : []), [shift, shiftAfter(before, shift)] as const];
    for (const [first, second] of pairs) {
      const engineer = running(after, first, second);
      if (!engineer || running(before, first, second) === engineer || seen.has(+first.start)) continue;
      seen.add(+first.start);
      warnings.push({ kind: 'two-in-row', engineer, first: first.start, second: second.start });
    }
  }
  return warnings;
}

/** Who is primary for most of both shifts; undefined where that is not one person. */
function running(team: Team, first: Shift, second: Shift): EngineerId | undefined {
  const engineer = mostlyPrimary(team, first);
  return engineer === mostlyPrimary(team, second) ? engineer : undefined;
}

function ofTaker(team: Team, leg: Leg, now: Date): Warning[] {
  const span = spanOf(team, leg);
  if (!span || !leg.to) return [];
  const engineer = leg.to;
  const ahead = { start: later(span.start, now), end: span.end };
  const away = isBefore(ahead.start, ahead.end) ? absenceIn(team, engineer, ahead) : undefined;
  return [
    ...holidaysIn(team, engineer, ahead).map(({ date, name }) => ({ kind: 'holiday' as const, engineer, date, name })),
    ...(away ? [{ kind: 'away' as const, engineer, away }] : []),
  ];
}

function newlyNobody(before: readonly Stretch[], after: readonly Stretch[]): Warning[] {
  return after.flatMap((stretch) =>
    stretch.gaps
      .filter((duty) => !before.some((old) => overlap(old, stretch) && old.gaps.includes(duty)))
      .map((duty) => ({ kind: 'nobody' as const, duty, span: { start: stretch.start, end: stretch.end } })),
  );
}
