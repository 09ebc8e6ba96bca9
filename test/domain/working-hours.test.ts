import { afterWorkingTime, isWorkingTime, lastWorkingDayBefore, nextWorkingTime } from '../../src/domain/working-hours';
import { anEngineer, aPlan, aTeam, aTimeOff, byId, engineerId } from '../fixtures';

const HOUR = 3_600_000;
const one = engineerId(1);
const at = (text: string) => new Date(text);

/** The plan's team with engineer 1 in another zone, and days off. */
const teamWith = ({
  timezone = 'America/New_York',
  holidays = [],
  away = [],
}: {
  timezone?: string;
  holidays?: readonly string[];
  away?: readonly (readonly [string, string])[];
}) =>
  aTeam({
    engineers: byId([anEngineer(1, { timezone }), anEngineer(2), anEngineer(3), anEngineer(4)]),
    calendar: { ...aPlan().calendar, extra: holidays.map((date) => ({ date, name: 'Company day' })) },
    timeOff: away.map(([start, end], place) =>
      aTimeOff({
        ...{ id: `away-${place}` as never, engineer: one, span: { start: at(start), end: at(end) } },
        recordedAt: at('2026-01-01T00:00Z'),
      }),
    ),
  });

describe('working time', () => {
  it.each([
    { when: '2026-11-23T13:59Z', is: false, because: 'it is 08:59 in New York' },
    { when: '2026-11-23T14:00Z', is: true, because: 'the day begins at 09:00' },
    { when: '2026-11-23T21:59Z', is: true, because: 'the day ends at 17:00' },
    { when: '2026-11-23T22:00Z', is: false, because: 'it is 17:00' },
    { when: '2026-11-28T16:00Z', is: false, because: 'it is Saturday' },
    { when: '2026-11-26T16:00Z', is: false, because: 'it is a holiday', holidays: ['2026-11-26'] },
    {
      when: '2026-11-23T16:00Z',
      is: false,
      because: 'they are away',
      away: [['2026-11-23T15:00Z', '2026-11-23T17:00Z']] as const,
    },
    {
      when: '2026-11-23T17:00Z',
      is: true,
      because: 'they are back',
      away: [['2026-11-23T15:00Z', '2026-11-23T17:00Z']] as const,
    },
    { when: '2026-11-23T14:00Z', is: false, because: 'it is 19:30 in Kolkata', timezone: 'Asia/Kolkata' },
  ])('$when is $is: $because', ({ when, is, because: _, ...team }) => {
    expect(isWorkingTime(teamWith(team), one, at(when))).toBe(is);
  });

  it.each([
    { from: '2026-11-23T14:00Z', hours: 2, is: '2026-11-23T16:00Z', because: 'two hours after 09:00' },
    { from: '2026-11-23T21:00Z', hours: 2, is: '2026-11-24T15:00Z', because: 'the night does not count' },
    { from: '2026-11-27T21:00Z', hours: 2, is: '2026-11-30T15:00Z', because: 'the weekend does not count' },
    { from: '2026-11-23T14:00Z', hours: 8, is: '2026-11-23T22:00Z', because: 'a whole day fits a day' },
    {
      from: '2026-11-23T14:00Z',
      hours: 2,
      is: '2026-11-24T16:00Z',
      because: 'the day is a holiday',
      holidays: ['2026-11-23'],
    },
    {
      ...{ from: '2026-11-23T14:00Z', hours: 2, is: '2026-11-23T18:00Z', because: 'two hours away do not count' },
      away: [['2026-11-23T15:00Z', '2026-11-23T17:00Z']] as const,
    },
    {
      from: '2026-11-23T14:00Z',
      hours: 2,
      is: '2026-11-24T05:30Z',
      because: 'it is evening in Kolkata',
      timezone: 'Asia/Kolkata',
    },
    { from: '2026-03-06T21:00Z', hours: 2, is: '2026-03-09T14:00Z', because: 'the clocks went forward between' },
  ])('$hours working hours after $from is $is: $because', ({ from, hours, is, because: _, ...team }) => {
    expect(afterWorkingTime(teamWith(team), one, at(from), hours * HOUR)).toEqual(at(is));
  });

  it('never comes for somebody who left', () => {
    const left = anEngineer(1, { leftAt: at('2026-11-01T00:00Z') });
    const team = aTeam({ engineers: byId([left, anEngineer(2), anEngineer(3), anEngineer(4)]) });
    expect(nextWorkingTime(team, one, at('2026-11-23T14:00Z'))).toBeUndefined();
    expect(afterWorkingTime(team, one, at('2026-11-23T14:00Z'), HOUR)).toBeUndefined();
  });
});

describe('the last working day before a handoff on Monday 09:00 in New York', () => {
  const monday = at('2026-11-30T14:00Z');

  it.each([
    { is: '2026-11-27T21:00Z', because: 'it is Friday at 16:00' },
    { is: '2026-11-25T21:00Z', because: 'Thursday and Friday are holidays', holidays: ['2026-11-26', '2026-11-27'] },
    {
      is: '2026-11-26T21:00Z',
      because: 'they are away on Friday',
      away: [['2026-11-27T05:00Z', '2026-11-28T05:00Z']] as const,
    },
    { is: '2026-11-27T10:30Z', because: 'the handoff is on Monday evening in Kolkata', timezone: 'Asia/Kolkata' },
    { is: '2026-11-30T03:00Z', because: 'the handoff is on Tuesday in Auckland', timezone: 'Pacific/Auckland' },
  ])('$is: $because', ({ is, because: _, ...team }) => {
    expect(lastWorkingDayBefore(teamWith(team), one, monday, '16:00')?.at).toEqual(at(is));
  });

  it('begins at midnight of its own zone', () => {
    expect(lastWorkingDayBefore(teamWith({}), one, monday, '16:00')?.begins).toEqual(at('2026-11-27T05:00Z'));
  });

  it('is none where the whole week before is off', () => {
    const team = teamWith({ away: [['2026-11-20T00:00Z', '2026-11-30T12:00Z']] });
    expect(lastWorkingDayBefore(team, one, monday, '16:00')).toBeUndefined();
  });
});
