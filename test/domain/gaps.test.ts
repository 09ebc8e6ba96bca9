import { gapsBetween } from '../../src/domain/gaps';
import type { Interval } from '../../src/domain/interval';
import type { Team, TimeOff } from '../../src/domain/team';
import { aRotation, aTeam, aTimeOff, engineerId } from '../fixtures';

/** The first four weeks of the plan, and two weeks before them. */
const MONTH: Interval = { start: new Date('2026-10-19T00:00Z'), end: new Date('2026-11-30T14:00Z') };

const day = (date: string): Date => new Date(`${date}T00:00Z`);

const away = (engineer: number, first: string, last: string, more: Partial<TimeOff> = {}): TimeOff =>
  aTimeOff({ engineer: engineerId(engineer), span: { start: day(first), end: day(last) }, ...more });

const instant = (date: Date): string => date.toISOString().slice(0, 16).replace('T00:00', '');

/** The gaps as people would write them down. */
const inLines = (team: Team, span = MONTH): readonly string[] =>
  gapsBetween(team, span).map(
    (gap) => `${gap.kind === 'duty' ? gap.duty : gap.pipeline}: ${instant(gap.start)} to ${instant(gap.end)}`,
  );

describe('gaps', () => {
  it.each<{ because: string; timeOff: TimeOff[]; rotation?: Team['rotation']; gaps: string[] }>([
    { because: 'nobody is away', timeOff: [], gaps: [] },
    { because: 'one person is away', timeOff: [away(1, '2026-11-01', '2026-11-30')], gaps: [] },
    {
      because: 'both owners of a pipeline are away, whoever is first and second, for the days they share',
      timeOff: [away(1, '2026-11-03', '2026-11-06'), away(2, '2026-11-05', '2026-11-10')],
      gaps: ['unit-level-profit: 2026-11-05 to 2026-11-06', 'aggregate-profit: 2026-11-05 to 2026-11-06'],
    },
    {
      because: 'days off that touch or overlap are one',
      timeOff: [
        away(3, '2026-11-05', '2026-11-07'),
        away(3, '2026-11-03', '2026-11-05'),
        away(3, '2026-11-03', '2026-11-04'),
        away(4, '2026-11-04', '2026-11-06'),
      ],
      gaps: ['aggregate-growth: 2026-11-04 to 2026-11-06', 'daily-growth: 2026-11-04 to 2026-11-06'],
    },
    {
      because: 'one owner leaves on the day the other is back',
      timeOff: [away(3, '2026-11-03', '2026-11-05'), away(4, '2026-11-05', '2026-11-07')],
      gaps: [],
    },
    {
      because: 'time off that was cancelled or recorded late counts for as long as it was known',
      timeOff: [
        away(3, '2026-11-03', '2026-11-09', { recordedAt: day('2026-11-04') }),
        away(4, '2026-11-03', '2026-11-09', { cancelledAt: day('2026-11-06') }),
      ],
      gaps: ['aggregate-growth: 2026-11-04 to 2026-11-06', 'daily-growth: 2026-11-04 to 2026-11-06'],
    },
    {
      because: 'only one is left for both duties, across two shifts',
      rotation: [aRotation({ order: [engineerId(1), engineerId(2)] })],
      timeOff: [away(2, '2026-11-06', '2026-11-12')],
      gaps: ['backup: 2026-11-06 to 2026-11-12'],
    },
    {
      because: 'nobody is left for a while, and then one comes back',
      rotation: [aRotation({ order: [engineerId(1), engineerId(3)] })],
      timeOff: [away(1, '2026-11-06', '2026-11-12'), away(3, '2026-11-07', '2026-11-11')],
      gaps: ['backup: 2026-11-06 to 2026-11-12', 'primary: 2026-11-07 to 2026-11-11'],
    },
    {
      because: 'there are no duties before the first shift, but there are owners',
      rotation: [aRotation({ order: [engineerId(1), engineerId(2)] })],
      timeOff: [away(1, '2026-10-25', '2026-11-03'), away(2, '2026-10-25', '2026-11-03')],
      gaps: [
        'unit-level-profit: 2026-10-25 to 2026-11-03',
        'aggregate-profit: 2026-10-25 to 2026-11-03',
        'primary: 2026-11-02T14:00 to 2026-11-03',
      ],
    },
  ])('are $gaps: $because', ({ timeOff, rotation = [aRotation()], gaps }) => {
    expect(inLines(aTeam({ timeOff, rotation })).toSorted()).toEqual(gaps.toSorted());
  });

  it('are in order of their start', () => {
    const timeOff = [1, 2, 3, 4].map((engineer) => away(engineer, `2026-11-0${9 - engineer}`, '2026-11-12'));
    const starts = gapsBetween(aTeam({ timeOff }), MONTH).map(({ start }) => start.getTime());
    expect(starts).toHaveLength(7);
    expect(starts).toEqual(starts.toSorted((one, other) => one - other));
  });

  it('are cut to the span', () => {
    const timeOff = [1, 2, 3, 4].map((engineer) => away(engineer, '2026-11-01', '2026-11-29'));
    const span = { start: day('2026-11-12'), end: day('2026-11-13') };
    expect(inLines(aTeam({ timeOff }), span)).toEqual(
      [
        'primary',
        'unit-level-profit',
        'aggregate-profit',
        'aggregate-growth',
        'daily-growth',
        'aggregate-engagement',
      ].map((what) => `${what}: 2026-11-12 to 2026-11-13`),
    );
    expect(inLines(aTeam({ timeOff }), { start: day('2026-11-29'), end: day('2026-11-30') })).toEqual([]);
  });
});
