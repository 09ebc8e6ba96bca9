import { holidayAt, holidayPlaceOf } from '../domain/availability';
import { daysIn } from '../domain/days';
import type { EngineerId } from '../domain/ids';
import { DAY, instantOf, type LocalDate, localDateOf } from '../domain/interval';
import { firstHandoff } from '../domain/rotation';
import { onCallAt } from '../domain/schedule';
import {
  type Engineer,
  engineerOf,
  type HolidayPlace,
  placeKey,
  type Team,
  type YearOfHolidays,
  zoneOf,
} from '../domain/team';
import { type Decision, decided } from './decision';

/** Years back that turns at holidays are counted, and years ahead that are known. */
const YEARS = { back: 10, ahead: 2 } as const;

/** Years that are known: since the rotation began, as turns at holidays are counted since then, to two ahead or `through`. */
export function holidayYears(team: Team, now: Date, through = 0): readonly number[] {
  const yearOf = (instant: Date): number => Number(localDateOf(instant, team.timezone).slice(0, 4));
  const year = yearOf(now);
  const first = Math.max(year - YEARS.back, Math.min(year - 1, yearOf(firstHandoff(team))));
  return Array.from({ length: Math.max(through, year + YEARS.ahead) - first + 1 }, (_, place) => first + place);
}

/** The places whose holidays have to be worked out anew, and for which years; null where all are known. */
export function missingHolidays(
  team: Team,
  version: string,
  now: Date,
): { readonly places: readonly HolidayPlace[]; readonly years: readonly number[] } | null {
  const years = holidayYears(team, now);
  const last = years.at(-1) ?? 0;
  const places = holidayPlaces(team).filter((place) => {
    const known = team.holidays.get(placeKey(place));
    return !(known && known.version === version && known.through >= last);
  });
  return places.length > 0 ? { places, years } : null;
}

/** The places of everybody's holidays. */
export const holidayPlaces = (team: Team): readonly HolidayPlace[] => [
  ...new Map(
    [...team.engineers.values()].flatMap((engineer) => {
      const place = holidayPlaceOf(team, engineer);
      return place ? [[placeKey(place), place] as const] : [];
    }),
  ).values(),
];

/** The team with these holidays in the place of what was known; only to look at. */
export const withHolidays = (team: Team, found: readonly YearOfHolidays[], version: string): Team => ({
  ...team,
  holidays: new Map(
    keepHolidays(found, version).changes.flatMap((change) =>
      change.kind === 'holidays-kept'
        ? [
            [
              change.place,
              { version, through: change.through, days: new Map(change.days.map(({ date, name }) => [date, name])) },
            ],
          ]
        : [],
    ),
  ),
});

/** Keeps the holidays that were worked out, in the place of what was known of these places. */
export function keepHolidays(found: readonly YearOfHolidays[], version: string): Decision<null> {
  const keys = [...new Set(found.map(({ place }) => placeKey(place)))];
  return decided(
    null,
    ...keys.map((key) => {
      const years = found.filter(({ place }) => placeKey(place) === key);
      return {
        ...{ kind: 'holidays-kept' as const, place: key, version, through: Math.max(...years.map(({ year }) => year)) },
        days: years.flatMap(({ days }) => days),
      };
    }),
  );
}

export type HolidaysAnswer = {
  readonly kind: 'holidays';
  readonly engineer: Engineer;
  readonly self: boolean;
  /** Whose holidays count; null where no country is named. */
  readonly place: HolidayPlace | null;
  /** The year that was asked about; null is the one from today on. */
  readonly year: number | null;
  /** Those of it, with who was or is on call then as it is planned now. */
  readonly days: readonly { readonly date: LocalDate; readonly name: string; readonly primary: EngineerId | null }[];
  /** Whether those of the country are known yet, and of which years they are. */
  readonly known: boolean;
  readonly years: { readonly first: number; readonly last: number };
};

/** The holidays of an engineer in a year, or in the one from today on. */
export function showHolidays(
  team: Team,
  ask: { readonly engineer: EngineerId; readonly self: boolean; readonly year: number | null },
  now: Date,
): HolidaysAnswer {
  const engineer = engineerOf(team, ask.engineer);
  const place = holidayPlaceOf(team, engineer);
  const zone = zoneOf(team, engineer);
  // Their own days, whatever day it is for the team then.
  const span =
    ask.year === null
      ? { start: new Date(now.getTime() - DAY / 2), end: new Date(now.getTime() + 366 * DAY) }
      : {
          start: instantOf(`${ask.year}-01-01`, '00:00', zone),
          end: instantOf(`${ask.year + 1}-01-01`, '00:00', zone),
        };
  const days = daysIn(team, span, zone);
  const years = holidayYears(team, now);
  const stored = place ? team.holidays.get(placeKey(place)) : undefined;
  return {
    ...{ kind: 'holidays', engineer, self: ask.self, place, year: ask.year },
    known: place === null || stored !== undefined,
    years: { first: years[0] ?? 0, last: stored?.through ?? years.at(-1) ?? 0 },
    days: days.flatMap(({ date, noon }) => {
      const name = holidayAt(team, engineer, noon);
      return name === undefined ? [] : [{ date, name, primary: onCallAt(team, noon)?.primary.engineer ?? null }];
    }),
  };
}
