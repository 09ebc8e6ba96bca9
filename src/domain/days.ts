import { hasHolidays, holidayAt } from './availability';
import type { EngineerId } from './ids';
import { addDays, type Interval, instantOf, isBefore, type LocalDate, localDateOf } from './interval';
import type { Shift } from './rotation';
import { stretchesOf } from './schedule';
import { engineerOf, type Team } from './team';

/** The days of a span, each counted for whoever has a duty at its noon, team time. */
export function daysIn(team: Team, span: Interval): readonly { readonly date: LocalDate; readonly noon: Date }[] {
  const days: { date: LocalDate; noon: Date }[] = [];
  const last = localDateOf(span.end, team.timezone);
  for (let date = localDateOf(span.start, team.timezone); date <= last; date = addDays(date, 1)) {
    const noon = instantOf(date, '12:00', team.timezone);
    if (!isBefore(noon, span.start) && isBefore(noon, span.end)) days.push({ date, noon });
  }
  return days;
}

type Day = ReturnType<typeof daysIn>[number];

/** The holidays of somebody among the days of a span. */
export const holidaysIn = (team: Team, engineer: EngineerId, span: Interval) =>
  hasHolidays(team) ? holidaysAmong(team, engineer, daysIn(team, span)) : [];

/** The holidays of somebody among days. */
export function holidaysAmong(
  team: Team,
  engineer: EngineerId,
  days: readonly Day[],
): readonly { readonly date: LocalDate; readonly name: string }[] {
  const person = engineerOf(team, engineer);
  return days.flatMap(({ date, noon }) => {
    const name = holidayAt(team, person, noon);
    return name === undefined ? [] : [{ date, name }];
  });
}

/** Who is primary for the longest part of a shift. */
export function mostlyPrimary(team: Team, shift: Shift): EngineerId {
  const lengths = new Map<EngineerId, number>();
  for (const { start, end, primary } of stretchesOf(team, shift))
    lengths.set(primary.engineer, (lengths.get(primary.engineer) ?? 0) + end.getTime() - start.getTime());
  const [longest] = [...lengths].sort(([, one], [, other]) => other - one);
  return longest?.[0] ?? shift.primary;
}
