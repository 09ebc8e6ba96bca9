import { holidayAt } from './availability';
import { callList } from './call-list';
import type { EngineerId } from './ids';
import { addDays, contains, type Interval, instantOf, type LocalDate, localDateOf } from './interval';
import { onCallAt } from './schedule';
import { engineerOf, type Pipeline, type Team } from './team';
import { nextWorkingTime } from './working-hours';

/** A holiday of the primary, and how the pipelines are looked after on it. */
export type HolidaySupport = {
  readonly date: LocalDate;
  readonly name: string;
  readonly primary: EngineerId;
  /** Who leads critical support, of every critical pipeline. */
  readonly leads: readonly { readonly pipeline: Pipeline; readonly engineer: EngineerId }[];
  /** The pipelines that wait, and until when; null where nobody knows. */
  readonly waiting: { readonly pipelines: readonly Pipeline[]; readonly until: Date | null };
};

/** The holidays in a span of whoever is primary at noon of the day, team time. */
export function supportPlan(team: Team, span: Interval): readonly HolidaySupport[] {
  const plan: HolidaySupport[] = [];
  const last = localDateOf(span.end, team.timezone);
  for (let date = localDateOf(span.start, team.timezone); date <= last; date = addDays(date, 1)) {
    const noon = instantOf(date, '12:00', team.timezone);
    const primary = contains(span, noon) && onCallAt(team, noon)?.primary.engineer;
    const name = primary ? holidayAt(team, engineerOf(team, primary), noon) : undefined;
    if (primary && name !== undefined) plan.push(supportOn(team, { date, name, primary }, noon));
  }
  return plan;
}

function supportOn(team: Team, holiday: Pick<HolidaySupport, 'date' | 'name' | 'primary'>, noon: Date): HolidaySupport {
  const pipelines = [...team.pipelines.values()];
  return {
    ...holiday,
    leads: pipelines
      .filter(({ tier }) => tier === 'critical')
      .map((pipeline) => ({ pipeline, engineer: callList(team, pipeline, noon)[0]?.engineer ?? holiday.primary })),
    waiting: {
      pipelines: pipelines.filter(({ tier }) => tier === 'normal'),
      until: nextWorkingTime(team, holiday.primary, noon) ?? null,
    },
  };
}
