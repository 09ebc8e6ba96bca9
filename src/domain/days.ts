import { hasHolidays, holidayAt } from './availability';
import type { EngineerId } from './ids';
import { addDays, type Interval, instantOf, isBefore, type LocalDate, localDateOf } from './interval';
import type { Shift } from './rotation';
import { stretchesOf } from './schedule';
import { type Duty, engineerOf, type Team, zoneOf } from './team';

/** The days of a span, each counted for whoever has a duty at its noon: team time, or that of another zone. */
export function daysIn(
  team: Team,
  span: Interval,
  zone = team.timezone,
): readonly { readonly date: LocalDate; readonly noon: Date }[] {
  const days: { date: LocalDate; noon: Date }[] = [];
  const last = localDateOf(span.end, zone);
  for (let date = localDateOf(span.start, zone); date <= last; date = addDays(date, 1)) {
    const noon = instantOf(date, '12:00', zone);
    if (!isBefore(noon, span.start) && isBefore(noon, span.end)) days.push({ date, noon });
  }
  return days;
}

type Day = ReturnType<typeof daysIn>[number];

/** The holidays of somebody among the days of a span. */
export const holidaysIn = (team: Team, engineer: EngineerId, span: Interval) =>
  hasHolidays(team) ? holidaysAmong(team, engineer, daysIn(team, span)) : [];

/** A holiday of somebody, on the date that their own calendar has at the noon of a day. */
export type OwnHoliday = { readonly date: LocalDate; readonly name: string; readonly noon: Date };

/** The holidays of somebody among days. */
export function holidaysAmong(team: Team, engineer: EngineerId, days: readonly Day[]): readonly OwnHoliday[] {
  const person = engineerOf(team, engineer);
  return days.flatMap(({ noon }) => {
    const name = holidayAt(team, person, noon);
    return name === undefined ? [] : [{ date: localDateOf(noon, zoneOf(team, person)), name, noon }];
  });
}

/** Who is primary for the longest part of a shift. */
export const mostlyPrimary = (team: Team, shift: Shift): EngineerId => mostly(team, shift, 'primary') ?? shift.primary;

/** Who holds a duty for the longest part of a shift; nobody where there is no backup. */
export function mostly(team: Team, shift: Shift, duty: Duty): EngineerId | undefined {
  const lengths = new Map<EngineerId, number>();
  for (const { start, end, [duty]: held } of stretchesOf(team, shift))
    if (held) lengths.set(held.engineer, (lengths.get(held.engineer) ?? 0) + end.getTime() - start.getTime());
  const [longest] = [...lengths].sort(([, one], [, other]) => other - one);
  return longest?.[0];
}
