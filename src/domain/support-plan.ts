import { callList } from './call-list';
import { daysIn, holidaysAmong } from './days';
import type { EngineerId } from './ids';
import { DAY, type Interval, isBefore, type LocalDate } from './interval';
import { onCallAt } from './schedule';
import type { Pipeline, Team } from './team';
import { nextWorkingTime } from './working-hours';

/** A holiday of the primary, and how the pipelines are looked after on it. */
export type HolidaySupport = {
  /** As the primary's own calendar has it, at noon of the day, team time. */
  readonly date: LocalDate;
  readonly noon: Date;
  readonly name: string;
  readonly primary: EngineerId;
  /** Who leads critical support, of every critical pipeline; null where nobody is there. */
  readonly leads: readonly { readonly pipeline: Pipeline; readonly engineer: EngineerId | null }[];
  /** The pipelines that wait, and until when; null where nobody knows. */
  readonly waiting: { readonly pipelines: readonly Pipeline[]; readonly until: Date | null };
};

/** The holidays in a span of whoever is primary at noon of the day, team time. */
export const supportPlan = (team: Team, span: Interval): readonly HolidaySupport[] =>
  daysIn(team, span).flatMap((day) => {
    const primary = onCallAt(team, day.noon)?.primary.engineer;
    const [holiday] = primary ? holidaysAmong(team, primary, [day]) : [];
    return primary && holiday ? [supportOn(team, { ...holiday, primary })] : [];
  });

/** How long after a holiday somebody is looked for who works again, in milliseconds. */
const LOOKED_AHEAD = 60 * DAY;

/** When whoever is on call by then works again; null where that is not in sight. */
function lookedAfterFrom(team: Team, noon: Date): Date | null {
  const last = new Date(noon.getTime() + LOOKED_AHEAD);
  for (let from = noon; isBefore(from, last); ) {
    const held = onCallAt(team, from);
    const at = held && nextWorkingTime(team, held.primary.engineer, from);
    if (at && isBefore(at, held.end)) return at;
    if (!held) return null;
    from = held.end;
  }
  return null;
}

function supportOn(team: Team, holiday: Omit<HolidaySupport, 'leads' | 'waiting'>): HolidaySupport {
  const { noon } = holiday;
  const pipelines = [...team.pipelines.values()];
  return {
    ...holiday,
    leads: pipelines
      .filter(({ tier }) => tier === 'critical')
      .map((pipeline) => {
        const [first] = callList(team, pipeline, noon);
        return { pipeline, engineer: first && first.availability.kind !== 'away' ? first.engineer : null };
      }),
    waiting: {
      pipelines: pipelines.filter(({ tier }) => tier === 'normal'),
      until: lookedAfterFrom(team, noon),
    },
  };
}
