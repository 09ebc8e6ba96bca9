import { closest, distance } from 'fastest-levenshtein';
import { addDays, isLocalDate, WEEKDAYS, type Weekday, weekdayOf } from '../domain/interval';
import { USUAL_HANDOFFS } from '../domain/team';
import { knownCountries, knownRegions } from './holiday-tables';

export type Path = readonly PropertyKey[];

/** Takes what is wrong with the value at a path, and what to do about it. */
export type Report = (path: Path, problem: string, remedy: string) => void;

/** Reports what only the whole file can tell. Parts that have the wrong shape are left to the schema. */
export function checkTeamFile(file: unknown, report: Report): void {
  const engineers = entriesOf(file, 'engineers');
  const areas = entriesOf(file, 'areas');
  const pipelines = entriesOf(file, 'pipelines');
  for (const entries of [engineers, areas, pipelines]) reportRepeats(textsAt(entries, 'id'), report);
  reportRepeats(textsAt(engineers, 'email'), report);
  reportRepeats(textsAt(engineers, 'slack'), report);
  checkAliases(pipelines, report);

  const people = idsOf(engineers);
  const members = [
    ...textsIn(file, ['team', 'leads']),
    ...pipelines.flatMap(({ path }) => [
      ...textsIn(file, [...path, 'primary']),
      ...textsIn(file, [...path, 'secondary']),
    ]),
    ...textsIn(file, ['rotation', 'order']),
    ...textsIn(file, ['escalation', 'final']),
  ];
  for (const found of members) reportUnknown(found, people, 'an engineer', report);
  for (const found of textsAt(pipelines, 'area')) reportUnknown(found, idsOf(areas), 'an area', report);

  checkOwners(pipelines, report);
  reportRepeats(textsIn(file, ['team', 'leads']), report);
  checkRotation(file, report);
  checkHandoffs(file, report);
  for (const path of [['holidays'], ...engineers.map((each) => each.path)]) checkPlace(file, path, report);
}

function checkAliases(pipelines: readonly Entry[], report: Report): void {
  const names = pipelines.flatMap(({ path, value }) =>
    ['id', 'name'].flatMap((key) => textsIn(value, [key]).map(({ text }) => ({ path: [...path, key], text }))),
  );
  const aliases = pipelines.flatMap(({ path, value }) =>
    textsIn(value, ['aliases']).map((found) => ({ path: [...path, ...found.path], text: found.text })),
  );
  reportRepeats(aliases, report);
  for (const alias of aliases) {
    const named = names.find((name) => same(name.text, alias.text) && name.path[1] !== alias.path[1]);
    if (named)
      report(
        alias.path,
        `${quoted(alias.text)} is the ${String(named.path[2])} of another pipeline.`,
        'Choose another alias.',
      );
  }
}

function checkOwners(pipelines: readonly Entry[], report: Report): void {
  for (const { path, value } of pipelines) {
    const owner = valueAt(value, ['primary']);
    if (typeof owner === 'string' && owner === valueAt(value, ['secondary']))
      report([...path, 'secondary'], `${quoted(owner)} is the owner already.`, 'Name somebody else as second owner.');
  }
}

function checkRotation(file: unknown, report: Report): void {
  const order = textsIn(file, ['rotation', 'order']);
  reportRepeats(order, report);
  const offset = valueAt(file, ['rotation', 'backup_offset']);
  if (order.length >= 2 && typeof offset === 'number' && offset >= 1 && offset % order.length === 0)
    report(
      ['rotation', 'backup_offset'],
      `${offset} turns after the primary comes the primary again, in an order of ${order.length}.`,
      order.length === 2 ? 'Write 1.' : `Write a number from 1 to ${order.length - 1}.`,
    );
  const first = valueAt(file, ['rotation', 'first_shift']);
  const day = valueAt(file, ['rotation', 'handoff', 'day']);
  if (typeof first !== 'string' || !isLocalDate(first) || !isWeekday(day) || weekdayOf(first) === day) return;
  const after = addDays(first, (WEEKDAYS.indexOf(day) - WEEKDAYS.indexOf(weekdayOf(first)) + 7) % 7);
  report(
    ['rotation', 'first_shift'],
    `${first} is a ${titled(weekdayOf(first))}, and the handoff is on ${titled(day)}.`,
    `Write ${addDays(after, -7)} or ${after}, or change handoff.day.`,
  );
}

/** A country and a region whose holidays are known; an engineer's region is of the team's country where they name none. */
function checkPlace(file: unknown, path: Path, report: Report): void {
  const country = valueAt(file, [...path, 'country']);
  const region = valueAt(file, [...path, 'region']);
  if (typeof country === 'string' && isCountry(country) && !knownCountries().includes(country))
    report(
      [...path, 'country'],
      `No holidays are known of ${quoted(country)}.`,
      `Write one of ${knownCountries().join(', ')}.`,
    );
  if (typeof region !== 'string') return;
  const of = country ?? valueAt(file, ['holidays', 'country']);
  if (typeof of !== 'string') {
    report([...path, 'region'], 'A region needs a country.', 'Write country beside it.');
    return;
  }
  const regions = knownRegions(of);
  if (isCountry(of) && knownCountries().includes(of) && !regions.includes(region))
    report(
      [...path, 'region'],
      `No holidays are known of the region ${quoted(region)} of ${of}.`,
      regions.length > 0 ? `Write one of ${regions.join(', ')}.` : `Leave it out: ${of} has no regions of its own.`,
    );
}

/** Two capital letters: what else there is, the schema reports. */
const isCountry = (text: string): boolean => /^[A-Z]{2}$/.test(text);

/** The most working hours a reminder about a handoff may wait: a week of them. */
export const MOST_HOURS = 40;

function checkHandoffs(file: unknown, report: Report): void {
  const written = valueAt(file, ['handoffs', 'tell_after_hours']);
  const nudge = valueAt(file, ['handoffs', 'nudge_after_hours']) ?? USUAL_HANDOFFS.nudgeAfterHours;
  const tell = written ?? USUAL_HANDOFFS.tellAfterHours;
  if (!isHours(nudge) || !isHours(tell) || nudge < tell) return;
  const remedy = 'Write more hours under tell_after_hours than under nudge_after_hours.';
  if (written === undefined)
    report(['handoffs', 'nudge_after_hours'], `${nudge} is not less than the ${tell} of tell_after_hours.`, remedy);
  else report(['handoffs', 'tell_after_hours'], `${tell} is not more than the ${nudge} of nudge_after_hours.`, remedy);
}

const isHours = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_HOURS;

const isWeekday = (value: unknown): value is Weekday => (WEEKDAYS as readonly unknown[]).includes(value);
const titled = (day: Weekday): string => `${day.charAt(0).toUpperCase()}${day.slice(1)}`;

type Found = { readonly path: Path; readonly text: string };
type Entry = { readonly path: Path; readonly value: unknown };

function reportRepeats(found: readonly Found[], report: Report): void {
  for (const [index, { path, text }] of found.entries())
    if (found.slice(0, index).some((other) => same(other.text, text)))
      report(path, `${quoted(text)} is there twice.`, 'Keep one of the two, or write another.');
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function reportUnknown({ path, text }: Found, known: readonly string[], what: string, report: Report): void {
  if (known.length > 0 && !known.includes(text))
    report(path, `${quoted(text)} is not the id of ${what}.`, remedyFor(text, known));
}

/** Which of the known words was meant, or the first ten of them where none is near. */
export function remedyFor(text: string, known: readonly string[]): string {
  const near = nearest(text, known);
  if (near) return `Did you mean ${near}?`;
  const shown = known.slice(0, 10).join(', ');
  return `Write one of: ${known.length > 10 ? `${shown}, …` : shown}.`;
}

/** The known word a text was probably meant to be, or undefined. */
export function nearest(text: string, known: readonly string[]): string | undefined {
  const start = text.slice(0, 60);
  const near = closest(start, known);
  return distance(start.toLowerCase(), near.toLowerCase()) <= Math.max(2, near.length / 4) ? near : undefined;
}

/** A text in quotes and on one line, cut where it is long. */
export const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** What stands at a path of a parsed file, or undefined. */
export function valueAt(file: unknown, path: Path): unknown {
  let value = file;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

function entriesOf(file: unknown, key: string): readonly Entry[] {
  const list = valueAt(file, [key]);
  return Array.isArray(list) ? list.map((value: unknown, index) => ({ path: [key, index], value })) : [];
}

const idsOf = (entries: readonly Entry[]): readonly string[] => [
  ...new Set(textsAt(entries, 'id').map(({ text }) => text)),
];

function textsAt(entries: readonly Entry[], key: string): readonly Found[] {
  return entries.flatMap(({ path, value }) =>
    textsIn(value, [key]).map(({ text }) => ({ path: [...path, key], text })),
  );
}

/** The text at a path, or the texts of the list there. */
function textsIn(file: unknown, path: Path): readonly Found[] {
  const value = valueAt(file, path);
  if (typeof value === 'string') return [{ path, text: value }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((text: unknown, index) => (typeof text === 'string' ? [{ path: [...path, index], text }] : []));
}
