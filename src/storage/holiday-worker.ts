import { parentPort, workerData } from 'node:worker_threads';
import Holidays, { type HolidaysTypes } from 'date-holidays';
import type { HolidayPlace, YearOfHolidays } from '../domain/team';

/** The public holidays of a year, in English where they have such a name. */
function daysOf({ country, region }: HolidayPlace, year: number): YearOfHolidays['days'] {
  const [state = '', part] = region?.split('-') ?? [];
  const options = { languages: ['en'], types: ['public'] as HolidaysTypes.HolidayType[] };
  const table = part
    ? new Holidays(country, state, part, options)
    : state
      ? new Holidays(country, state, options)
      : new Holidays(country, options);
  const all = table.getHolidays(year).filter(({ type }) => type === 'public');
  const replaced = all.filter(({ substitute }) => substitute).map(({ name }) => plainName(name));
  return all
    .filter(({ name, substitute }) => substitute || !replaced.includes(name))
    .flatMap((holiday) => datesOf(holiday).map((date) => ({ date, name: plainName(holiday.name) })))
    .sort((one, other) => one.date.localeCompare(other.date));
}

/** Where a substitute day exists only it counts, and is called as the day it stands for. */
const plainName = (name: string): string => name.replace(/\s*\(substitute day\)$/i, '');

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

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
parentPort?.postMessage(places.flatMap((place) => years.map((year) => ({ place, year, days: daysOf(place, year) }))));
