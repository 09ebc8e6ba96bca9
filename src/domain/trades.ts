import { hasHolidays } from './availability';
import { daysIn, holidaysAmong, holidaysIn, mostlyPrimary } from './days';
import { favoursOf, type Load, loadsOf, turnsOf } from './fairness';
import type { EngineerId } from './ids';
import { DAY, type Interval, isBefore } from './interval';
import { isSameShift, refOf, type Shift, shiftsBetween } from './rotation';
import { holdersOf } from './schedule';
import { absenceIn, hindranceOf, isShortAbsence, spanOf } from './swap';
import { type Duty, engineerOf, type Leg, type Part, type Team } from './team';

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
  /** How often whoever takes a part was on call on these holidays before. */
  readonly turns: number;
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
  const known = outlookOf(team, part, now);
  const own = known.weeks.findIndex(({ shift }) => isSameShift(refOf(shift), part.shift));
  const span = spanOf(team, part);
  if (own < 0 || !span) return [];
  return takersOf(team)
    .filter((taker) => taker !== requester)
    .map((taker): Suggestion => {
      const { runs, ...score } = scoreOf(known, requester, [{ week: own, from: requester, to: taker }]);
      const holidays = part.days ? holidaysIn(team, taker, span).length : score.holidays;
      return { ...score, holidays, runs: part.days ? 0 : runs, legs: [{ ...part, from: requester, to: taker }], taker };
    })
    .filter(({ legs }) => !legs.some((leg) => hindranceOf(team, leg, now)))
    .sort(
      (one, other) =>
        one.runs - other.runs ||
        one.turns - other.turns ||
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
  if (part.days) return [];
  const known = outlookOf(team, part, now);
  const own = known.weeks.findIndex(({ shift, holder }) => holder !== null && isSameShift(refOf(shift), part.shift));
  if (own < 0) return [];
  const takers = new Set(takersOf(team));
  const others = known.weeks.flatMap(({ holder }, week) =>
    week !== own && holder && holder !== requester && takers.has(holder) ? [{ holder, week }] : [],
  );
  const isFree = (week: number, engineer: EngineerId) => known.weeks[week]?.isAway(engineer) === false;
  const distance = ({ week }: { readonly week: number }) => Math.abs(week - own);

  const twoWay = others
    .filter(({ holder, week }) => isFree(own, holder) && isFree(week, requester))
    .map(({ holder, week }): Pass[] => [
      { week: own, from: requester, to: holder },
      { week, from: holder, to: requester },
    ]);

  // Each person's nearest weeks are enough: a trade among three is for where two people find nothing.
  const near = others
    .toSorted((one, other) => distance(one) - distance(other))
    .filter(
      ({ holder }, place, all) => all.slice(0, place).filter((each) => each.holder === holder).length < WEEKS_OF_ONE,
    );
  const threeWay = near.flatMap((second) =>
    near
      .filter((third) => third.holder !== second.holder)
      .filter(
        (third) => isFree(own, second.holder) && isFree(second.week, third.holder) && isFree(third.week, requester),
      )
      .map((third): Pass[] => [
        { week: own, from: requester, to: second.holder },
        { week: second.week, from: second.holder, to: third.holder },
        { week: third.week, from: third.holder, to: requester },
      ]),
  );

  const ranked = (passes: readonly Pass[][]) =>
    passes
      .map((each) => ({ passes: each, score: scoreOf(known, requester, each), far: distance(each.at(-1) as Pass) }))
      .sort(
        (one, other) =>
          one.score.runs - other.score.runs ||
          one.score.holidays - other.score.holidays ||
          one.score.turns - other.score.turns ||
          one.score.load.weeks - other.score.load.weeks ||
          one.score.load.holidayWeeks - other.score.load.holidayWeeks ||
          other.score.owes - one.score.owes ||
          one.far - other.far,
      );
  const ofOne = new Map<EngineerId, number>();
  const two = ranked(twoWay).filter(({ score: { taker } }) => {
    ofOne.set(taker, (ofOne.get(taker) ?? 0) + 1);
    return (ofOne.get(taker) ?? 0) <= WEEKS_OF_ONE;
  });
  const three = ranked(threeWay).filter(({ score }) => score.runs === 0);
  return [...two, ...three.slice(0, TRADES_OF_THREE)].flatMap(({ passes, score }) => {
    const legs = passes.map(({ week, from, to }): Leg => {
      const { shift } = known.weeks[week] as Week;
      return { duty: part.duty, shift: refOf(shift), days: null, from, to };
    }) as [Leg, ...Leg[]];
    return legs.some((leg) => hindranceOf(team, leg, now)) ? [] : [{ ...score, legs }];
  });
}

/** Whether a swap leaves fewer holidays on duty, or as many to those who had them less often before. */
export function lightens(team: Team, { legs }: Pick<Suggestion, 'legs'>): boolean {
  const [before, after] = [weightOf(team, legs, 'from'), weightOf(team, legs, 'to')];
  return after.holidays < before.holidays || (after.holidays === before.holidays && after.turns < before.turns);
}

function weightOf(team: Team, legs: readonly Leg[], end: 'from' | 'to') {
  const weight = { holidays: 0, turns: 0 };
  for (const leg of legs) {
    const [who, span] = [leg[end], spanOf(team, leg)];
    if (!who || !span || leg.duty !== 'primary') continue;
    const names = holidaysIn(team, who, span).map(({ name }) => name);
    weight.holidays += names.length;
    weight.turns += turnsOf(team, names, span.start).get(who) ?? 0;
  }
  return weight;
}

/** A whole week that passes from one to another; the first is the requester's. */
type Pass = { readonly week: number; readonly from: EngineerId; readonly to: EngineerId };

/** What speaks for and against a swap. */
function scoreOf(known: Outlook, requester: EngineerId, passes: readonly Pass[]): Omit<Suggestion, 'legs'> {
  const taker = (passes[0] as Pass).to;
  return {
    taker,
    runs: known.duty === 'primary' ? runsAfter(known, passes) : 0,
    holidays: passes.reduce((sum, { week, to }) => sum + (known.weeks[week]?.holidaysOf(to).length ?? 0), 0),
    turns: passes.reduce((sum, { week, to }) => sum + (known.weeks[week]?.turnsOf(to) ?? 0), 0),
    load: known.loads.get(taker) ?? { weeks: 0, holidayWeeks: 0 },
    owes: known.owed(taker, requester),
  };
}

/** Who takes turns: everybody in the newest order who is still there. */
const takersOf = (team: Team): readonly EngineerId[] => {
  const newest = team.rotation[team.rotation.length - 1] as Team['rotation'][0];
  return newest.order.filter((id) => !engineerOf(team, id).leftAt);
};

/** A shift ahead, as far as a swap can change it. */
type Week = {
  readonly shift: Shift;
  /** Who should hold the duty for all of it; null where that is several, or it has begun. */
  readonly holder: EngineerId | null;
  readonly primary: EngineerId;
  readonly isAway: (engineer: EngineerId) => boolean;
  readonly holidaysOf: (engineer: EngineerId) => readonly string[];
  /** How often they were on call on these before. */
  readonly turnsOf: (engineer: EngineerId) => number;
};

/** What all suggestions for one part look at. */
type Outlook = {
  readonly duty: Duty;
  readonly weeks: readonly Week[];
  readonly loads: ReadonlyMap<EngineerId, Load>;
  readonly owed: (from: EngineerId, to: EngineerId) => number;
};

function outlookOf(team: Team, { duty }: Part, now: Date): Outlook {
  const last = new Date(now.getTime() + WEEKS_AHEAD * 7 * DAY);
  // One week more, so that the last one has a week after it too.
  const span: Interval = { start: now, end: new Date(last.getTime() + 7 * DAY) };
  const favours = favoursOf(team);
  const net = (from: EngineerId, to: EngineerId) =>
    favours.find((favour) => favour.from === from && favour.to === to)?.days ?? 0;
  return {
    duty,
    weeks: shiftsBetween(team, span).map((shift) => weekOf(team, duty, shift, { now, last })),
    loads: loadsOf(team, now),
    owed: (from, to) => net(from, to) - net(to, from),
  };
}

function weekOf(
  team: Team,
  duty: Duty,
  shift: Shift,
  { now, last }: { readonly now: Date; readonly last: Date },
): Week {
  const isOpen = isBefore(now, shift.start) && isBefore(shift.start, last);
  const [holder = null, ...others] = isOpen ? holdersOf(team, duty, shift) : [];
  const days = hasHolidays(team) ? daysIn(team, shift) : [];
  const holidaysOf = remembering((engineer) => holidaysAmong(team, engineer, days).map(({ name }) => name));
  return {
    shift,
    holder: others.length === 0 ? holder : null,
    primary: mostlyPrimary(team, shift),
    isAway: remembering((engineer) => {
      const away = absenceIn(team, engineer, shift);
      return away !== undefined && !isShortAbsence(away);
    }),
    holidaysOf,
    turnsOf: remembering((engineer) => turnsOf(team, holidaysOf(engineer), shift.start).get(engineer) ?? 0),
  };
}

/** Asked once for each engineer. */
function remembering<T>(ask: (engineer: EngineerId) => T): (engineer: EngineerId) => T {
  const known = new Map<EngineerId, T>();
  return (engineer) => {
    const told = known.get(engineer) ?? ask(engineer);
    known.set(engineer, told);
    return told;
  };
}

/** How many pairs of primary shifts running a swap makes that are none now. */
function runsAfter({ weeks }: Outlook, passes: readonly Pass[]): number {
  const after = (week: number) => passes.find((pass) => pass.week === week)?.to ?? weeks[week]?.primary;
  const pairs = new Set(passes.flatMap(({ week }) => [week - 1, week]));
  return [...pairs].filter((first) => {
    const engineer = after(first);
    const wasRun = weeks[first]?.primary === engineer && weeks[first + 1]?.primary === engineer;
    return engineer !== undefined && engineer === after(first + 1) && !wasRun;
  }).length;
}
