import { holidayAt } from '../../src/domain/availability';
import { engineerOf, type HolidayPlace } from '../../src/domain/team';
import { holidaysVersion, knownCountries, knownRegions, workOutHolidays } from '../../src/storage/holiday-tables';
import { openStore } from '../../src/storage/store';
import { keepHolidays, missingHolidays, showHolidays } from '../../src/usecases/holidays';
import { anEngineer, aPlan, aTeam, byId, engineerId } from '../fixtures';
import { aWorld, openFile } from './databases';

const NOW = new Date('2026-11-24T15:00:00Z');
const place = (country: string, region: string | null = null): HolidayPlace => ({ country, region });
const daysOf = async (where: HolidayPlace, year: number): Promise<Record<string, string>> => {
  const [found] = await workOutHolidays([where], [year]);
  return Object.fromEntries((found?.days ?? []).map(({ date, name }) => [date, name]));
};

// Dates as the governments publish them: opm.gov, gov.uk/bank-holidays, stmi.bayern.de.
describe('public holidays', () => {
  it('of the United States: eleven, Independence Day on the Friday before its Saturday, and no other days', async () => {
    const days = await daysOf(place('US'), 2026);
    expect(days).toMatchObject({
      '2026-01-01': "New Year's Day",
      '2026-07-03': 'Independence Day',
      '2026-09-07': 'Labor Day',
      '2026-11-26': 'Thanksgiving Day',
      '2026-12-25': 'Christmas Day',
    });
    expect(days['2026-07-04']).toBeUndefined();
    expect(Object.keys(days)).toHaveLength(11);
  });

  it('stand beside the substitute of the next year in the same, and the day that it stands for does not count', async () => {
    const newYear = async (year: number) =>
      Object.entries(await daysOf(place('US'), year)).flatMap(([date, name]) =>
        name === "New Year's Day" ? [date] : [],
      );
    expect(await newYear(2027)).toEqual(['2027-01-01', '2027-12-31']);
    expect(await newYear(2028)).toEqual([]);
  });

  it('of England: where Christmas and Boxing Day are at the weekend, the days after count', async () => {
    const days = await daysOf(place('GB', 'ENG'), 2027);
    expect(days).toMatchObject({
      '2027-12-27': 'Christmas Day',
      '2027-12-28': 'Boxing Day',
      '2027-03-26': 'Good Friday',
    });
    expect(days['2027-12-25']).toBeUndefined();
  });

  it('of a region are more than those of its country', async () => {
    const [bavaria, germany] = [await daysOf(place('DE', 'BY'), 2026), await daysOf(place('DE'), 2026)];
    expect(Object.keys(bavaria)).toEqual(expect.arrayContaining(['2026-01-06', '2026-06-04', '2026-10-03']));
    expect(germany['2026-01-06']).toBeUndefined();
  });

  it('last as many days as they have', async () => {
    const days = await daysOf(place('TR'), 2026);
    expect(Object.values(days).filter((name) => /ramadan|eid|şeker|feast/i.test(name)).length).toBeGreaterThanOrEqual(
      3,
    );
  });

  it('are known of countries and regions, and of no others', () => {
    expect(knownCountries()).toEqual(expect.arrayContaining(['US', 'DE', 'IN', 'JP']));
    expect(knownRegions('DE')).toEqual(expect.arrayContaining(['BY', 'BE']));
    expect(knownRegions('XX')).toEqual([]);
  });
});

describe('the holidays of a team', () => {
  const engineers = byId([
    anEngineer(1),
    anEngineer(2, { country: 'GB', region: 'ENG', timezone: 'Europe/London' }),
    anEngineer(3, { country: 'JP', timezone: 'Asia/Tokyo' }),
    anEngineer(4, { region: 'HI', timezone: 'Pacific/Honolulu' }),
  ]);

  it('are worked out once for each place, kept over a restart, and not again until a year or the package is missing', async () => {
    const { store, team, file } = await aWorld();
    const version = holidaysVersion();
    const missing = missingHolidays(await store.team(team), version, NOW);
    expect(missing).toEqual({ places: [place('US')], years: [2025, 2026, 2027, 2028] });
    const found = await workOutHolidays(missing?.places ?? [], missing?.years ?? []);
    await store.decide(team, { kind: 'baton' }, NOW, () => ({ ok: true, value: keepHolidays(found, version) }));
    const fresh = await openStore(await openFile(file)).team(team);
    expect(missingHolidays(fresh, version, NOW)).toBeNull();
    expect(missingHolidays(fresh, 'another', NOW)).not.toBeNull();
    expect(missingHolidays(fresh, version, new Date('2027-01-01T06:00:00Z'))?.years).toEqual([2026, 2027, 2028, 2029]);
    expect(fresh.holidays.get('US')?.days.get('2026-12-25')).toBe('Christmas Day');
    const again = keepHolidays(await workOutHolidays([place('US')], [2027]), 'another');
    await store.decide(team, { kind: 'baton' }, NOW, () => ({ ok: true, value: again }));
    expect((await store.team(team)).holidays.get('US')?.days.get('2026-12-25')).toBeUndefined();
  });

  it('are each engineer’s own, on the day of their own clock, without what the team excepts', async () => {
    const plan = aPlan({ engineers, calendar: { country: 'US', region: null, except: ['columbus day'], extra: [] } });
    const bare = aTeam(plan);
    const missing = missingHolidays(bare, '1', NOW);
    expect(missing?.places).toEqual([place('US'), place('GB', 'ENG'), place('JP'), place('US', 'HI')]);
    const found = await workOutHolidays(missing?.places ?? [], [2026, 2027]);
    const holidays = new Map(
      keepHolidays(found, '1').changes.flatMap((change) =>
        change.kind === 'holidays-kept'
          ? [
              [
                change.place,
                { version: '1', through: 2027, days: new Map(change.days.map(({ date, name }) => [date, name])) },
              ] as const,
            ]
          : [],
      ),
    );
    const team = { ...bare, holidays };
    const on = (number: number, instant: string) =>
      holidayAt(team, engineerOf(team, engineerId(number)), new Date(instant));
    // Monday 23 November: Labor Thanksgiving Day in Japan, where it begins while it is Sunday in New York.
    expect(on(3, '2026-11-22T15:00:00Z')).toBe('Labor Thanksgiving Day');
    expect(on(3, '2026-11-22T14:59:00Z')).toBeUndefined();
    expect(on(3, '2026-11-23T15:00:00Z')).toBeUndefined();
    expect(on(1, '2026-11-26T12:00:00Z')).toBe('Thanksgiving Day');
    expect(on(2, '2026-11-26T12:00:00Z')).toBeUndefined();
    expect(on(1, '2026-10-12T16:00:00Z')).toBeUndefined();
    expect(on(4, '2026-11-03T22:00:00Z')).toBe('General Election Day');
    const said = showHolidays(team, { engineer: engineerId(1), self: true, year: null }, NOW);
    expect(said).toMatchObject({ known: true, place: place('US') });
    const past = showHolidays(team, { engineer: engineerId(1), self: true, year: 2026 }, NOW).days;
    expect(past[0]).toEqual({ date: '2026-01-01', name: "New Year's Day", primary: null });
    expect(past.at(-1)).toMatchObject({ date: '2026-12-25', primary: 'engineer-4' });
    expect(said.days.slice(0, 2)).toMatchObject([
      { date: '2026-11-26', name: 'Thanksgiving Day', primary: 'engineer-4' },
      { date: '2026-12-25', name: 'Christmas Day', primary: 'engineer-4' },
    ]);
  });

  it('say so where they are not known yet, and are the team’s own days where no country is named', () => {
    expect(showHolidays(aTeam(), { engineer: engineerId(1), self: true, year: null }, NOW)).toMatchObject({
      known: false,
      days: [],
    });
    const own = aTeam({
      calendar: { country: null, region: null, except: [], extra: [{ date: '2026-12-24', name: 'Company day' }] },
    });
    expect(showHolidays(own, { engineer: engineerId(1), self: true, year: null }, NOW)).toMatchObject({
      ...{ known: true, place: null, days: [{ date: '2026-12-24', name: 'Company day' }] },
    });
  });
});
