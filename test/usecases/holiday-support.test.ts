import { turnsOf } from '../../src/domain/fairness';
import { supportPlan } from '../../src/domain/support-plan';
import type { Team } from '../../src/domain/team';
import { showFairness } from '../../src/usecases/balance';
import { showHolidays } from '../../src/usecases/holidays';
import { contact } from '../../src/usecases/ownership';
import { pipelineHolidayWords } from '../../src/usecases/wording';
import { anEngineer, anOverride, aPipeline, aTeam, aTimeOff, byId, engineerId } from '../fixtures';

const at = (text: string) => new Date(text);
/** Tuesday of the week of Christmas, in which engineer 4 is on call and engineer 1 backup. */
const NOW = at('2026-12-22T15:00Z');

const table = (days: Readonly<Record<string, string>>) => ({
  version: '1',
  through: 2028,
  days: new Map(Object.entries(days)),
});

const US = { '2026-12-24': 'Bridge day', '2026-12-25': 'Christmas Day', '2026-12-28': 'Monday off' };

const team = (more: Partial<Team> = {}): Team =>
  aTeam({
    holidays: new Map([['US', table(US)]]),
    pipelines: byId([aPipeline('growth', 4, 3), aPipeline('reports', 1, 2, { tier: 'normal' })]),
    ...more,
  });
const planOf = (of: Team, from: string, to: string) =>
  supportPlan(of, { start: at(from), end: at(to) }).map(({ date, primary, leads }) => [
    date,
    primary,
    leads.map(({ engineer }) => engineer).join(),
  ]);

describe('the support plan', () => {
  it('of two holidays in a week has a leader for each, and says when what waits is looked after again', () => {
    const of = team();
    const [growth, reports] = [...of.pipelines.values()].map((pipeline) =>
      contact(of, pipeline, NOW).holidays.map((holiday) => pipelineHolidayWords({ team: of, now: NOW }, holiday)),
    );
    expect(growth).toEqual([
      'Thursday 24 December 2026 is a holiday of Engineer 4 (Bridge day): Engineer 3 leads critical support.',
      'Friday 25 December 2026 is a holiday of Engineer 4 (Christmas Day): Engineer 3 leads critical support.',
      'Monday 28 December 2026 is a holiday of Engineer 1 (Monday off): Engineer 3 leads critical support.',
    ]);
    // The Monday is a holiday of engineer 4 as well, who hands over on it.
    expect(reports?.[1]).toBe(
      'Friday 25 December 2026 is a holiday of Engineer 4 (Christmas Day): it waits until Tue 29 Dec 09:00.',
    );
  });

  it('of a holiday on the day of the handoff is that of who takes over', () => {
    expect(planOf(team(), '2026-12-28T14:00Z', '2027-01-04T14:00Z')).toEqual([
      ['2026-12-28', 'engineer-1', 'engineer-3'],
    ]);
    expect(planOf(team(), '2026-12-21T14:00Z', '2026-12-28T14:00Z').map(([date]) => date)).toEqual([
      '2026-12-24',
      '2026-12-25',
    ]);
  });

  it('follows a swap: of who is on call then, and of their own country', () => {
    const engineers = byId([1, 2, 3, 4].map((n) => anEngineer(n, n === 2 ? { country: 'JP' } : {})));
    const taken = anOverride({
      span: { start: at('2026-12-21T14:00Z'), end: at('2026-12-28T14:00Z') },
      engineer: engineerId(2),
      replaces: engineerId(4),
    });
    const holidays = new Map([
      ['US', table(US)],
      ['JP', table({ '2026-12-23': 'A day in Japan' })],
    ]);
    expect(planOf(team({ engineers, overrides: [taken], holidays }), '2026-12-21T14:00Z', '2026-12-28T14:00Z')).toEqual(
      [['2026-12-23', 'engineer-2', 'engineer-3']],
    );
  });

  it('far east of the team has the dates of whoever has the holiday, and their turns count', () => {
    // At noon in New York it is early the next day in Auckland.
    const engineers = byId(
      [1, 2, 3, 4].map((n) => anEngineer(n, n === 4 ? { country: 'NZ', timezone: 'Pacific/Auckland' } : {})),
    );
    const days = { '2026-12-25': 'Christmas Day', '2026-12-26': 'Boxing Day', '2027-12-25': 'Christmas Day' };
    const of = team({ engineers, holidays: new Map([['NZ', table(days)]]) });
    expect(planOf(of, '2026-12-21T14:00Z', '2026-12-28T14:00Z').map(([date]) => date)).toEqual([
      '2026-12-25',
      '2026-12-26',
    ]);
    const [first] = showHolidays(of, { engineer: engineerId(4), self: true, year: null }, NOW).days;
    expect(first).toEqual({ date: '2026-12-25', name: 'Christmas Day', primary: 'engineer-4' });
    expect([...turnsOf(of, ['Christmas Day', 'Boxing Day'], at('2027-06-01T00:00Z'))]).toEqual([['engineer-4', 1]]);
    expect(showFairness(of, { months: 3 }, NOW).holidays[0]).toMatchObject({ next: { date: '2026-12-25' } });
  });

  it('with everybody away has nobody who leads', () => {
    const span = { start: at('2026-12-25T05:00Z'), end: at('2026-12-26T05:00Z') };
    const timeOff = [1, 2, 3, 4].map((n) => aTimeOff({ engineer: engineerId(n), span, recordedAt: NOW }));
    const of = team({ timeOff });
    expect(planOf(of, '2026-12-25T06:00Z', '2026-12-26T04:00Z')).toEqual([['2026-12-25', 'engineer-4', '']]);
    const [growth] = [...of.pipelines.values()];
    const words = contact(of, growth as never, NOW).holidays.map((each) =>
      pipelineHolidayWords({ team: of, now: NOW }, each),
    );
    expect(words[1]).toMatch(/nobody is there to lead critical support\.$/);
  });

  it('where the second owner is away asks the next', () => {
    const away = aTimeOff({
      engineer: engineerId(3),
      span: { start: at('2026-12-20T05:00Z'), end: at('2026-12-27T05:00Z') },
    });
    expect(planOf(team({ timeOff: [away] }), '2026-12-21T14:00Z', '2026-12-28T14:00Z')[0]).toEqual([
      '2026-12-24',
      'engineer-4',
      'engineer-1',
    ]);
  });

  it('knows of no holiday in a year that is beyond the table', () => {
    expect(planOf(team(), '2029-12-20T14:00Z', '2029-12-31T14:00Z')).toEqual([]);
  });
});
