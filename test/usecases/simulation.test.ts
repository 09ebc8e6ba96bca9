import { turnsOf } from '../../src/domain/fairness';
import type { EngineerId } from '../../src/domain/ids';
import type { Team } from '../../src/domain/team';
import { holidaysVersion, workOutHolidays } from '../../src/storage/holiday-tables';
import { readTeamFile } from '../../src/storage/team-file';
import { calendarPicture } from '../../src/usecases/calendar-picture';
import { UNTOUCHED } from '../../src/usecases/decision';
import { holidayPlaces, holidayYears, withHolidays } from '../../src/usecases/holidays';
import { type Simulation, type SimulationAsk, simulate } from '../../src/usecases/simulation';
import { anEngineer, aTeam, byId, engineerId } from '../fixtures';

const at = (text: string) => new Date(text);
const NOW = at('2026-11-23T15:00Z');
const [ONE, TWO, THREE, FOUR] = [1, 2, 3, 4].map(engineerId) as [EngineerId, EngineerId, EngineerId, EngineerId];
const ALL = [ONE, TWO, THREE, FOUR];

const played = (team: Team, ask: Partial<SimulationAsk> = {}, now = NOW): Simulation => {
  const simulated = simulate(team, { weeks: 52, away: [], ...ask }, now);
  if (!simulated.ok) throw new Error(JSON.stringify(simulated.refusal));
  return simulated.value;
};
const off = (engineer: EngineerId, from: string, to: string) => ({ engineer, from, to });

/** The team of the team file with its real public holidays. */
async function theTeam(years: number): Promise<Team> {
  const plan = await readTeamFile('data/team.yml');
  if (!plan.ok) throw new Error('the team file is wrong');
  const team = { ...UNTOUCHED, ...plan.value };
  const found = await workOutHolidays(holidayPlaces(team), holidayYears(team, NOW, 2026 + years));
  return withHolidays(team, found, holidaysVersion());
}

describe('a simulation', () => {
  it('of five years: who has Christmas as planned, and with what Baton suggests', async () => {
    const { planned, suggested } = played(await theTeam(5), { weeks: 216 });
    const christmas = (of: Simulation['planned']) => ALL.map((id) => of.holidays.get('Christmas Day')?.get(id) ?? 0);
    const [before, after] = [christmas(planned), christmas(suggested)];
    process.stdout.write(`Christmas 2026 to 2030, engineers 1 to 4: planned ${before}, with suggestions ${after}\n`);
    const sum = (counts: readonly number[]) => counts.reduce((total, each) => total + each, 0);
    expect([sum(before), sum(after)]).toEqual([5, 5]);
    // Five among four: nobody twice more than anybody else, where the plan alone gives some none.
    expect(Math.max(...before) - Math.min(...before)).toBeGreaterThan(1);
    expect(Math.max(...after) - Math.min(...after)).toBe(1);
    // And nobody pays for it with more weeks on call.
    const weeks = (of: Simulation['planned']) => of.balances.map(({ weeks: count }) => count).sort();
    expect(weeks(suggested)).toEqual(weeks(planned));
  });

  it('suggests a swap where somebody is away, and where only one of two has the holiday', () => {
    const away = played(aTeam(), { away: [off(FOUR, '2026-12-21', '2026-12-27')] });
    expect(away.conflicts.filter(({ conflict }) => conflict.duty === 'primary')).toMatchObject([
      { conflict: { kind: 'time-off', engineer: FOUR }, mend: { taker: expect.any(String) } },
    ]);
    const days = new Map([['2026-12-25', 'Christmas Day']]);
    const abroad = aTeam({
      engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, { country: n === 2 ? 'JP' : 'US' }))),
      holidays: new Map([
        ['US', { version: '1', through: 2028, days }],
        ['JP', { version: '1', through: 2028, days: new Map() }],
      ]),
    });
    const { conflicts, suggested } = played(abroad, { weeks: 8 });
    expect(conflicts).toMatchObject([{ conflict: { engineer: FOUR, isShared: false }, mend: { taker: TWO } }]);
    expect(suggested.holidays.size).toBe(0);
  });

  it('changes nothing of the team, and refuses days that are over', () => {
    const team = aTeam();
    const before = JSON.stringify(team);
    played(team, { away: [off(ONE, '2026-12-01', '2026-12-05'), off(ONE, '2026-12-02', '2026-12-03')] });
    expect(JSON.stringify(team)).toBe(before);
    expect(simulate(team, { weeks: 4, away: [off(ONE, '2026-11-01', '2026-11-02')] }, NOW)).toMatchObject({
      refusal: { kind: 'no-days' },
    });
  });

  it('finds the gaps that everybody’s time off makes', () => {
    const { gaps } = played(aTeam(), { away: ALL.map((id) => off(id, '2026-12-24', '2026-12-26')) });
    expect(gaps.filter(({ kind }) => kind === 'duty')).toMatchObject([{ duty: 'primary' }]);
  });

  it('begins with the rotation where that is ahead', () => {
    expect(played(aTeam(), {}, at('2026-10-20T12:00Z'))).toMatchObject({ from: '2026-11-02' });
  });
});

describe('turns at holidays', () => {
  it('are counted before an instant, of whoever was on call then, where it was their holiday', () => {
    const days = new Map(['2026-12-25', '2027-12-24', '2028-12-25'].map((date) => [date, 'Christmas Day']));
    const team = aTeam({
      calendar: { country: 'US', region: null, except: [], extra: [] },
      holidays: new Map([['US', { version: '1', through: 2029, days }]]),
    });
    expect([...turnsOf(team, ['Christmas Day'], at('2028-01-01T00:00Z'))]).toEqual([[FOUR, 2]]);
    expect([...turnsOf(team, ['Christmas Day'], at('2027-01-01T00:00Z'))]).toEqual([[FOUR, 1]]);
    expect([...turnsOf(team, ['Easter'], at('2029-01-01T00:00Z'))]).toEqual([]);
  });
});

describe('the picture of a simulation', () => {
  it('is a document with every day in it, said in words as well, and nothing that a name could break', () => {
    const engineers = byId([1, 2, 3, 4].map((n) => anEngineer(n, { name: n === 4 ? '<b>"& Anna' : `Engineer ${n}` })));
    const svg = calendarPicture(played(aTeam({ engineers }), { weeks: 8 }));
    expect(svg.match(/<title>/g)).toHaveLength(56);
    expect(svg).toContain('<title>Friday 25 December 2026: &#60;b&#62;&#34;&#38; Anna, backup Engineer 1</title>');
    expect(svg).not.toContain('<b>');
    expect(svg).not.toMatch(/undefined|NaN/);
  });
});
