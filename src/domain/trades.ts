import { holidaysIn, mostlyPrimary } from './days';
import { favoursOf, type Load, loadsOf } from './fairness';
import type { EngineerId } from './ids';
import { DAY, type Interval, isBefore } from './interval';
import { refOf, type Shift, shiftsBetween } from './rotation';
import { holdersOf } from './schedule';
import { hindranceOf, spanOf } from './swap';
import { engineerOf, type Leg, type Part, type Team } from './team';

/** A swap that could be agreed now, with the reasons for its place in the list. */
export type Suggestion = {
  /** Complete: everybody who would take a part is named. The first is the requester's. */
  readonly legs: readonly [Leg, ...Leg[]];
  /** Who would take the requester's part. */
  readonly taker: EngineerId;
  /** How many pairs of primary shifts running it makes. */
  readonly runs: number;
  /** Holidays of whoever takes a part, in that part. */
  readonly holidays: number;
  /** How much the taker is on call around now. */
  readonly load: Load;
  /** Days that the taker owes the requester; negative where it is the other way round. */
  readonly owes: number;
};

/** Weeks ahead in which duties can be swapped. */
export const WEEKS_AHEAD = 52;

/** Weeks of one person that are proposed, and trades of three. */
const WEEKS_OF_ONE = 2;
const TRADES_OF_THREE = 5;

/** Who could take a part, who should first: nobody twice running, who is on call least, who owes a favour. */
export function suggestCovers(team: Team, requester: EngineerId, part: Part, now: Date): readonly Suggestion[] {
  const span = spanOf(team, part);
  if (!span) return [];
  const known = outlookOf(team, part, now);
  return takersOf(team)
    .filter((taker) => taker !== requester)
    .map((taker) => suggestion(team, known, requester, [{ ...part, from: requester, to: taker }], now))
    .filter((each) => each !== null)
    .sort(
      (one, other) =>
        one.runs - other.runs ||
        one.load.weeks - other.load.weeks ||
        one.load.holidayWeeks + one.holidays - (other.load.holidayWeeks + other.holidays) ||
        other.owes - one.owes,
    );
}

/**
 * What could be traded for a whole shift: with one other person, the weeks nearest to it first, then among three, where
 * nobody is primary twice running. Nothing for some days of a shift.
 */
export function suggestTrades(team: Team, requester: EngineerId, part: Part, now: Date): readonly Suggestion[] {
  const span = spanOf(team, part);
  if (!span || part.days) return [];
  const known = outlookOf(team, part, now);
  const own = known.weeks.findIndex(({ shift }) => shift.start.getTime() === span.start.getTime());
  if (own < 0) return [];
  const takers = new Set(takersOf(team));
  const others = known.weeks.flatMap(({ holder }, week) =>
    week !== own && holder && holder !== requester && takers.has(holder) ? [{ holder, week }] : [],
  );
  const legOf = (week: number, from: EngineerId, to: EngineerId): Leg => {
    const { shift } = known.weeks[week] as Week;
    return { duty: part.duty, shift: refOf(shift), days: null, from, to };
  };
  const away = (week: number, engineer: EngineerId) => known.weeks[week]?.isAway(engineer) === true;

  const twoWay = others
    .filter(({ holder, week }) => !away(own, holder) && !away(week, requester))
    .map(({ holder, week }) => ({
      week,
      found: suggestion(team, known, requester, [legOf(own, requester, holder), legOf(week, holder, requester)], now),
    }));
  const ranked = inOrder(twoWay, own);
  const byPerson = new Map<EngineerId, number>();
  const shown = ranked.filter(({ taker }) => {
    const count = (byPerson.get(taker) ?? 0) + 1;
    byPerson.set(taker, count);
    return count <= WEEKS_OF_ONE;
  });

  // Each person's nearest weeks are enough: a trade among three is for where two people find nothing.
  const near = others
    .toSorted((one, other) => Math.abs(one.week - own) - Math.abs(other.week - own))
    .filter(({ holder }, place, all) => all.slice(0, place).filter((each) => each.holder === holder).length < 2);
  const threeWay = near.flatMap((second) =>
    near.flatMap((third) => {
      if (second.holder === third.holder) return [];
      if (away(own, second.holder) || away(second.week, third.holder) || away(third.week, requester)) return [];
      const legs: [Leg, Leg, Leg] = [
        legOf(own, requester, second.holder),
        legOf(second.week, second.holder, third.holder),
        legOf(third.week, third.holder, requester),
      ];
      if (runsAfter(known, legs) > 0) return [];
      return [{ week: third.week, found: suggestion(team, known, requester, legs, now) }];
    }),
  );
  return [...shown, ...inOrder(threeWay, own).slice(0, TRADES_OF_THREE)];
}

type Candidate = { readonly week: number; readonly found: Suggestion | null };

/** Best first; the nearest week where all else is equal. */
function inOrder(candidates: readonly Candidate[], own: number): readonly Suggestion[] {
  return candidates
    .flatMap(({ week, found }) => (found ? [{ found, distance: Math.abs(week - own) }] : []))
    .sort(
      (one, other) =>
        one.found.runs - other.found.runs ||
        one.found.holidays - other.found.holidays ||
        other.found.owes - one.found.owes ||
        one.distance - other.distance,
    )
    .map(({ found }) => found);
}

/** Who takes turns: everybody in the newest order who is still there. */
const takersOf = (team: Team): readonly EngineerId[] => {
  const newest = team.rotation[team.rotation.length - 1] as Team['rotation'][0];
  return newest.order.filter((id) => !engineerOf(team, id).leftAt);
};

/** A shift ahead, as far as a trade can change it. */
type Week = {
  readonly shift: Shift;
  /** Who should hold the duty for all of it; null where that is several. */
  readonly holder: EngineerId | null;
  readonly primary: EngineerId;
  readonly isAway: (engineer: EngineerId) => boolean;
};

/** What all suggestions for one part look at. */
type Outlook = {
  readonly weeks: readonly Week[];
  readonly loads: ReadonlyMap<EngineerId, Load>;
  readonly owed: (from: EngineerId, to: EngineerId) => number;
};

function outlookOf(team: Team, { duty }: Part, now: Date): Outlook {
  const last = new Date(now.getTime() + WEEKS_AHEAD * 7 * DAY);
  // One week more, so that the last one has a week after it too.
  const span: Interval = { start: now, end: new Date(last.getTime() + 7 * DAY) };
  const favours = favoursOf(team);
  return {
    weeks: shiftsBetween(team, span).map((shift) => {
      const [holder, ...others] = holdersOf(team, duty, shift);
      const away = new Map<EngineerId, boolean>();
      return {
        shift,
        holder:
          isBefore(now, shift.start) && isBefore(shift.start, last) && others.length === 0 ? (holder ?? null) : null,
        primary: mostlyPrimary(team, shift),
        isAway: (engineer) => {
          let is = away.get(engineer);
          if (is === undefined) {
            const leg: Leg = { duty, shift: refOf(shift), days: null, from: holder ?? engineer, to: engineer };
            is = hindranceOf(team, leg, now)?.kind === 'would-be-away';
            away.set(engineer, is);
          }
          return is;
        },
      };
    }),
    loads: loadsOf(team, now),
    owed: (from, to) =>
      favours.reduce(
        (sum, { days, ...favour }) =>
          favour.from === from && favour.to === to
            ? sum + days
            : favour.from === to && favour.to === from
              ? sum - days
              : sum,
        0,
      ),
  };
}

/** How many pairs of primary shifts running the legs make that are none now. */
function runsAfter({ weeks }: Outlook, legs: readonly Leg[]): number {
  const takes = new Map<number, EngineerId>();
  for (const { duty, days, shift: ref, to } of legs) {
    const week = weeks.findIndex(({ shift }) => shift.version.number === ref.version && shift.turn === ref.turn);
    if (duty === 'primary' && !days && to && week >= 0) takes.set(week, to);
  }
  const after = (week: number) => takes.get(week) ?? weeks[week]?.primary;
  const pairs = new Set([...takes.keys()].flatMap((week) => [week - 1, week]));
  return [...pairs].filter((first) => {
    const engineer = after(first);
    const wasRun = weeks[first]?.primary === weeks[first + 1]?.primary && weeks[first]?.primary === engineer;
    return engineer !== undefined && engineer === after(first + 1) && !wasRun;
  }).length;
}

function suggestion(
  team: Team,
  known: Outlook,
  requester: EngineerId,
  legs: readonly [Leg, ...Leg[]],
  now: Date,
): Suggestion | null {
  const taker = legs[0].to;
  if (!taker || legs.some((leg) => hindranceOf(team, leg, now))) return null;
  return {
    legs,
    taker,
    runs: runsAfter(known, legs),
    holidays: legs.reduce((sum, leg) => {
      const span = spanOf(team, leg);
      return span && leg.to ? sum + holidaysIn(team, leg.to, span).length : sum;
    }, 0),
    load: known.loads.get(taker) ?? { weeks: 0, holidayWeeks: 0 },
    owes: known.owed(taker, requester),
  };
}
