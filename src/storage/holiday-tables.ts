import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { parse } from 'yaml';
import type { HolidayPlace, YearOfHolidays } from '../domain/team';

const packageFile = (): string => require.resolve('date-holidays/package.json');

/** The version of the package that knows the holidays; another one may know others. */
export const holidaysVersion = (): string => JSON.parse(readFileSync(packageFile(), 'utf8')).version;

/**
 * The holidays of places in years, worked out in a thread of its own; one entry for each place and year. The process may end
 * meanwhile, unless it `waits`.
 */
export function workOutHolidays(
  places: readonly HolidayPlace[],
  years: readonly number[],
  { waits = false } = {},
): Promise<readonly YearOfHolidays[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), { workerData: { places, years } });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the holidays were not worked out (exit ${code})`)));
    if (!waits) worker.unref();
  });
}

/** The compiled worker, also where this file runs from its source. */
function workerFile(): string {
  const beside = join(__dirname, 'holiday-worker.js');
  return existsSync(beside) ? beside : join(__dirname, '../../dist/storage/holiday-worker.js');
}

const countriesFolder = (): string => join(dirname(packageFile()), 'data/countries');

/** The countries whose holidays are known, as two capital letters. */
export const knownCountries = (): readonly string[] =>
  readdirSync(countriesFolder()).flatMap((file) => /^([A-Z]{2})\.yaml$/.exec(file)?.[1] ?? []);

/** The regions of a country whose holidays are known; those of regions within them as `BY-A`. */
export function knownRegions(country: string): readonly string[] {
  const file = join(countriesFolder(), `${country}.yaml`);
  if (!existsSync(file)) return [];
  const { states = {} } = parse(readFileSync(file, 'utf8')).holidays[country] as {
    readonly states?: Readonly<Record<string, { readonly regions?: object }>>;
  };
  return Object.entries(states).flatMap(([state, { regions = {} }]) => [
    state,
    ...Object.keys(regions).map((part) => `${state}-${part}`),
  ]);
}
