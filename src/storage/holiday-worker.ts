import { parentPort, workerData } from 'node:worker_threads';
import Holidays, { type HolidaysTypes } from 'date-holidays';
import type { HolidayPlace, YearOfHolidays } from '../domain/team';

/** The public holidays of years, in English where they have such a name. */
function daysOf(place: HolidayPlace, years: readonly number[]): readonly YearOfHolidays[] {
  const { country, region } = place;
  const [state = '', part] = region?.split('-') ?? [];
  // The English of the place where it has one of its own.
  const languages = [...new Holidays(country).getLanguages().filter((language) => language.startsWith('en')), 'en'];
  const options = { languages, types: ['public'] as HolidaysTypes.HolidayType[] };
  const table = part
    ? new Holidays(country, state, part, options)
    : state
      ? new Holidays(country, state, options)
      : new Holidays(country, options);
  // A substitute of the first of January may be in the year before.
  const around = new Set(years.flatMap((year) => [year - 1, year, year + 1]));
  const all = [...around].flatMap((year) => table.getHolidays(year)).filter(({ type }) => type === 'public');
  const substitutes = all.filter(({ substitute }) => substitute);
  const isReplaced = ({ name, start, substitute }: HolidaysTypes.Holiday): boolean =>
    !substitute &&
    substitutes.some((one) => plainName(one.name) === name && Math.abs(+one.start - +start) <= SUBSTITUTE_WITHIN);
  const days = all
    .filter((holiday) => !isReplaced(holiday))
    .flatMap((holiday) => datesOf(holiday).map((date) => ({ date, name: plainName(holiday.name) })))
    .sort((one, other) => one.date.localeCompare(other.date));
  return years.map((year) => ({ place, year, days: days.filter(({ date }) => date.startsWith(`${year}-`)) }));
}

/** Where a substitute day exists only it counts, and is called as the day it stands for. */
const plainName = (name: string): string => name.replace(/\s*\(substitute day\)$/i, '');

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How far a substitute is from the day it stands for, at most: holidays that follow one another move one another. */
const SUBSTITUTE_WITHIN = 7 * DAY;

/** The days of a holiday: those at whose noon it is. Its date is the local time at which it begins. */
function datesOf({ date, start, end }: HolidaysTypes.Holiday): readonly string[] {
  const [day = '', time = '00:00:00'] = date.split(' ');
  const begins = Date.parse(`${day}T${time}Z`);
  const ends = begins + (end.getTime() - start.getTime());
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const dates: string[] = [];
  for (let noon = midnight + 12 * HOUR; noon < ends; noon += DAY)
    if (noon >= begins) dates.push(new Date(noon).toISOString().slice(0, 10));
  return dates;
}

// Runs in a thread of its own: loading the package costs as much as the rest of Baton.
const { places, years } = workerData as { readonly places: readonly HolidayPlace[]; readonly years: readonly number[] };
parentPort?.postMessage(places.flatMap((place) => daysOf(place, years)));
