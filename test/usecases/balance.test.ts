import fc from 'fast-check';
import type { EngineerId, OverrideId } from '../../src/domain/ids';
import { shiftsBetween } from '../../src/domain/rotation';
import { type Balance, holidaysOver, showFairness } from '../../src/usecases/balance';
import { grown, histories, six } from '../domain/history';
import { anOverride, aRotation, aTeam, engineerId } from '../fixtures';

const at = (text: string) => new Date(text);
const NOW = at('2026-11-24T15:00Z');
const [ONE, TWO, THREE, FOUR] = [1, 2, 3, 4].map(engineerId) as [EngineerId, EngineerId, EngineerId, EngineerId];
const christmas = {
  country: null,
  region: null,
  except: [],
  extra: [2026, 2027].map((year) => ({ date: `${year}-12-25`, name: 'Christmas' })),
};

describe('fairness', () => {
  it('counts weeks, weekends and holidays, past and planned, against an equal share', () => {
    // Six weeks back to the first shift, and eight ahead: 2 November to 18 January, eleven shifts and the days of a twelfth.
    const { balances, from, to } = showFairness(aTeam({ calendar: christmas }), { months: 2 }, NOW);
    expect([from, to]).toEqual(['2026-11-02', '2027-01-24']);
    expect(
      balances.map(({ engineer, weeks, planned, share, backupWeeks, weekendDays, holidayDays }) => [
        engineer,
        weeks,
        planned,
        share,
        backupWeeks,
        weekendDays,
        holidayDays,
      ]),
    ).toEqual([
      [ONE, 3, 2, 3, 3, 6, 0],
      [TWO, 3, 2, 3, 3, 6, 0],
      [THREE, 3, 2, 3, 3, 6, 0],
      [FOUR, 3, 2, 3, 3, 6, 1],
    ]);
  });

  it('says who is out of balance, and the week that would mend it best', () => {
    const shifts = shiftsBetween(aTeam(), { start: at('2026-12-01T00:00Z'), end: at('2027-01-20T00:00Z') });
    const overrides = shifts
      .filter(({ primary }) => primary === TWO)
      .map((shift, n) => anOverride({ id: `o-${n}` as OverrideId, engineer: FOUR, replaces: TWO, span: shift }));
    const { balances, mend } = showFairness(aTeam({ overrides }), { months: 2 }, NOW);
    expect(balances[0]).toMatchObject({ engineer: FOUR, weeks: 5, share: 3 });
    expect(balances.at(-1)).toMatchObject({ engineer: TWO, weeks: 1, share: 3 });
    expect(mend).toMatchObject({ from: FOUR, to: TWO });
  });

  it('says which trade would mend holidays where the weeks are in balance', () => {
    // Every Friday of engineer 4's next three weeks is a holiday, and nobody else has any.
    const days = ['2026-12-25', '2027-01-22', '2027-02-19'].map((date) => ({ date, name: date }));
    const team = aTeam({ calendar: { ...christmas, extra: days } });
    const { balances, mend } = showFairness(team, { months: 4 }, NOW);
    const four = balances.find(({ engineer }) => engineer === FOUR);
    expect(four).toMatchObject({ holidayDays: 3, holidayWeeks: 3 });
    expect(mend).toMatchObject({ from: FOUR, to: expect.not.stringMatching(FOUR), back: { start: expect.any(Date) } });
    expect(holidaysOver(four as Balance, balances)).toBeGreaterThanOrEqual(2);
  });

  it('tells who had a holiday last, and who is next', () => {
    const team = aTeam({ calendar: christmas });
    expect(showFairness(team, { months: 1 }, NOW).holidays).toEqual([
      { name: 'Christmas', last: null, next: { date: '2026-12-25', engineer: FOUR } },
    ]);
    expect(showFairness(team, { months: 1 }, at('2027-02-01T15:00Z')).holidays).toEqual([
      { name: 'Christmas', last: { date: '2026-12-25', engineer: FOUR }, next: { date: '2027-12-25', engineer: FOUR } },
    ]);
  });

  it('is of nobody before the rotation begins to be in sight', () => {
    const team = aTeam({ rotation: [aRotation({ firstHandoff: { date: '2029-01-01', time: '09:00' } })] });
    expect(showFairness(team, { months: 6 }, NOW)).toMatchObject({ balances: [], mend: null, holidays: [] });
  });

  it('whatever happens, gives every week to one person, and shares that add up to the weeks', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const team = grown(six, history).at(-1) ?? six;
        const { balances } = showFairness(team, { months: 4 }, NOW);
        const sum = (of: (each: (typeof balances)[number]) => number) =>
          balances.reduce((total, each) => total + of(each), 0);
        expect(sum(({ share }) => share)).toBeCloseTo(
          sum(({ weeks }) => weeks),
          6,
        );
        expect(sum(({ favours }) => favours)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
