import { holidayAt, holidayPlaceOf } from '../domain/availability';
import { daysIn } from '../domain/days';
import type { EngineerId } from '../domain/ids';
import { DAY, type LocalDate, localDateOf } from '../domain/interval';
import { onCallAt } from '../domain/schedule';
import { type Engineer, engineerOf, type HolidayPlace, placeKey, type Team, type YearOfHolidays } from '../domain/team';
import { type Decision, decided } from './decision';

/** Years that are known: the last one, this, and two ahead. */
const yearsAround = (team: Team, now: Date): readonly number[] => {
  const year = Number(localDateOf(now, team.timezone).slice(0, 4));
  return [year - 1, year, year + 1, year + 2];
};

/** The places whose holidays have to be worked out anew, and for which years; null where all are known. */
export function missingHolidays(
  team: Team,
  version: string,
  now: Date,
): { readonly places: readonly HolidayPlace[]; readonly years: readonly number[] } | null {
  const years = yearsAround(team, now);
  const last = years.at(-1) ?? 0;
  const wanted = new Map<string, HolidayPlace>();
  for (const engineer of team.engineers.values()) {
    const place = holidayPlaceOf(team, engineer);
    if (place) wanted.set(placeKey(place), place);
  }
  const places = [...wanted].flatMap(([key, place]) => {
    const known = team.holidays.get(key);
    return known && known.version === version && known.through >= last ? [] : [place];
  });
  return places.length > 0 ? { places, years } : null;
}

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
  /** Those of the next year, with who is on call then as it is planned now. */
  readonly days: readonly { readonly date: LocalDate; readonly name: string; readonly primary: EngineerId | null }[];
  /** Whether those of the country are known yet. */
  readonly known: boolean;
};

/** The holidays of an engineer in the year from today on. */
export function showHolidays(
  team: Team,
  ask: { readonly engineer: EngineerId; readonly self: boolean },
  now: Date,
): HolidaysAnswer {
  const engineer = engineerOf(team, ask.engineer);
  const place = holidayPlaceOf(team, engineer);
  const days = daysIn(team, { start: new Date(now.getTime() - DAY / 2), end: new Date(now.getTime() + 366 * DAY) });
  return {
    ...{ kind: 'holidays', engineer, self: ask.self, place },
    known: place === null || team.holidays.has(placeKey(place)),
    days: days.flatMap(({ date, noon }) => {
      const name = holidayAt(team, engineer, noon);
      return name === undefined ? [] : [{ date, name, primary: onCallAt(team, noon)?.primary.engineer ?? null }];
    }),
  };
}
