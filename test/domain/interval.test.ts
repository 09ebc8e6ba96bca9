import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill/implementation';
import {
  addDays,
  contains,
  DAY,
  type Interval,
  instantOf,
  isLocalDate,
  isZone,
  localDateOf,
  localTimeOf,
  overlap,
  weekdayOf,
} from '../../src/domain/interval';
import { transitionsOf, whenTemporalShows, ZONES } from './zones';

describe('the instant of a local time', () => {
  it.each([
    { zone: 'America/New_York', at: '2027-03-15 09:00', is: '2027-03-15T13:00Z', because: 'it is summer time there' },
    {
      zone: 'America/New_York',
      at: '2027-03-14 01:59',
      is: '2027-03-14T06:59Z',
      because: 'it is the last winter minute',
    },
    {
      zone: 'America/New_York',
      at: '2027-03-14 02:00',
      is: '2027-03-14T07:00Z',
      because: 'it is skipped: 03:00 is next',
    },
    {
      zone: 'America/New_York',
      at: '2027-03-14 02:30',
      is: '2027-03-14T07:00Z',
      because: 'it is skipped: 03:00 is next',
    },
    {
      zone: 'America/New_York',
      at: '2027-03-14 03:00',
      is: '2027-03-14T07:00Z',
      because: 'it is the first summer minute',
    },
    { zone: 'America/New_York', at: '2027-11-07 01:30', is: '2027-11-07T05:30Z', because: 'the first of two counts' },
    { zone: 'America/New_York', at: '2027-11-07 02:00', is: '2027-11-07T07:00Z', because: 'it occurs once' },
    {
      zone: 'Australia/Lord_Howe',
      at: '2027-10-03 02:15',
      is: '2027-10-02T15:30Z',
      because: 'half an hour is skipped',
    },
    {
      zone: 'Australia/Lord_Howe',
      at: '2027-10-03 02:30',
      is: '2027-10-02T15:30Z',
      because: 'half an hour is skipped',
    },
    {
      zone: 'Australia/Lord_Howe',
      at: '2027-04-04 01:45',
      is: '2027-04-03T14:45Z',
      because: 'half an hour is repeated',
    },
    { zone: 'America/Santiago', at: '2027-09-05 00:00', is: '2027-09-05T04:00Z', because: 'the day begins at 01:00' },
    { zone: 'America/Santiago', at: '2027-04-03 23:30', is: '2027-04-04T02:30Z', because: 'the last hour is repeated' },
    { zone: 'Asia/Beirut', at: '2027-03-28 00:30', is: '2027-03-27T22:00Z', because: 'the day begins at 01:00' },
    { zone: 'Africa/Cairo', at: '2027-04-30 00:00', is: '2027-04-29T22:00Z', because: 'the day begins at 01:00' },
    { zone: 'America/Havana', at: '2027-03-14 00:30', is: '2027-03-14T05:00Z', because: 'the day begins at 01:00' },
    { zone: 'America/Havana', at: '2027-11-07 00:30', is: '2027-11-07T04:30Z', because: 'the first hour is repeated' },
    { zone: 'America/Asuncion', at: '2023-10-01 00:30', is: '2023-10-01T04:00Z', because: 'the day began at 01:00' },
    {
      zone: 'America/Nuuk',
      at: '2027-03-27 23:30',
      is: '2027-03-28T01:00Z',
      because: 'the next instant is a day later',
    },
    {
      zone: 'Pacific/Apia',
      at: '2011-12-29 09:00',
      is: '2011-12-29T19:00Z',
      because: 'Samoa is east of the date line',
    },
    { zone: 'Pacific/Apia', at: '2011-12-30 09:00', is: '2011-12-30T10:00Z', because: 'the whole day does not exist' },
    {
      zone: 'Pacific/Apia',
      at: '2011-12-31 09:00',
      is: '2011-12-30T19:00Z',
      because: 'Samoa is west of the date line',
    },
    { zone: 'Asia/Kolkata', at: '2027-03-15 09:00', is: '2027-03-15T03:30Z', because: 'the offset has a half hour' },
    {
      zone: 'Asia/Kathmandu',
      at: '2027-03-15 09:00',
      is: '2027-03-15T03:15Z',
      because: 'the offset has a quarter hour',
    },
    { zone: 'UTC', at: '2027-03-15 09:00', is: '2027-03-15T09:00Z', because: 'UTC never changes' },
  ])('$at in $zone is $is: $because', ({ zone, at, is }) => {
    const [date = '', time = ''] = at.split(' ');
    expect(instantOf(date, time, zone)).toEqual(new Date(is));
  });

  it('is what Temporal says around every change of clocks of every zone', () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const zone of ZONES) {
      for (const change of transitionsOf(zone)) {
        const wall = change.toPlainDateTime();
        for (const minutes of [-1500, -61, -30, -1, 0, 29, 30, 60]) {
          const asking = wall.add({ minutes });
          const [date = '', time = ''] = asking.toString({ smallestUnit: 'minute' }).split('T');
          const is = instantOf(date, time, zone).getTime();
          if (is !== whenTemporalShows(asking, zone)) wrong.push(`${asking} ${zone}`);
          asked += 1;
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(40_000);
  });

  it('is read back as the same local time wherever that time exists', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2045, 0) }),
        (zone, near) => {
          const instant = new Date(near);
          const date = localDateOf(instant, zone);
          const time = localTimeOf(instant, zone);
          const again = instantOf(date, time, zone);
          expect([localDateOf(again, zone), localTimeOf(again, zone)]).toEqual([date, time]);
        },
      ),
    );
  });
});

describe('the local day and time of an instant', () => {
  it.each([
    { at: '2027-03-14T06:59:59Z', zone: 'America/New_York', shows: '2027-03-14 01:59' },
    { at: '2027-03-14T07:00:00Z', zone: 'America/New_York', shows: '2027-03-14 03:00' },
    { at: '2026-12-31T23:30:00Z', zone: 'Asia/Kolkata', shows: '2027-01-01 05:00' },
    { at: '2027-01-01T03:29:59Z', zone: 'America/St_Johns', shows: '2026-12-31 23:59' },
    { at: '2011-12-30T09:59:59Z', zone: 'Pacific/Apia', shows: '2011-12-29 23:59' },
    { at: '2011-12-30T10:00:00Z', zone: 'Pacific/Apia', shows: '2011-12-31 00:00' },
  ])('$at in $zone is $shows', ({ at, zone, shows }) => {
    const instant = new Date(at);
    expect(`${localDateOf(instant, zone)} ${localTimeOf(instant, zone)}`).toBe(shows);
  });

  it('is what Temporal says in every zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2045, 0) }),
        (zone, near) => {
          const told = Temporal.Instant.fromEpochMilliseconds(near).toZonedDateTimeISO(zone).toPlainDateTime();
          expect(`${localDateOf(new Date(near), zone)}T${localTimeOf(new Date(near), zone)}`).toBe(
            told.toString({ smallestUnit: 'minute' }),
          );
        },
      ),
    );
  });
});

describe('calendar days', () => {
  it.each([
    ['2027-02-28', true],
    ['2028-02-29', true],
    ['2027-02-29', false],
    ['2027-02-30', false],
    ['2027-04-31', false],
    ['2027-13-01', false],
    ['2027-00-10', false],
    ['2027-1-1', false],
    ['2027-01-01T00:00', false],
    ['tomorrow', false],
    ['', false],
  ])('"%s" exists: %s', (text, exists) => {
    expect(isLocalDate(text)).toBe(exists);
  });

  it.each([
    { date: '2027-02-28', days: 1, is: '2027-03-01' },
    { date: '2028-02-28', days: 1, is: '2028-02-29' },
    { date: '2027-01-01', days: -1, is: '2026-12-31' },
    { date: '2027-03-14', days: 7, is: '2027-03-21' },
    { date: '2027-03-14', days: 0, is: '2027-03-14' },
  ])('$days days after $date is $is', ({ date, days, is }) => {
    expect(addDays(date, days)).toBe(is);
  });

  it.each([
    ['2026-11-02', 'monday'],
    ['2028-02-29', 'tuesday'],
    ['2027-01-03', 'sunday'],
  ])('%s is a %s', (date, day) => {
    expect(weekdayOf(date)).toBe(day);
  });

  it.each([
    ['America/New_York', true],
    ['Europe/Kyiv', true],
    ['Asia/Kolkata', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['New York', false],
    ['', false],
    ['constructor', false],
  ])('"%s" is a zone: %s', (text, known) => {
    expect(isZone(text)).toBe(known);
  });
});

describe('spans', () => {
  const day = (start: string, end: string): Interval => ({ start: new Date(start), end: new Date(end) });

  it('contain their start and not their end', () => {
    const span = day('2027-01-01', '2027-01-02');
    expect([span.start, new Date(span.end.getTime() - 1), span.end].map((at) => contains(span, at))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each([
    { other: day('2027-01-03', '2027-01-05'), shared: day('2027-01-03', '2027-01-04'), because: 'one ends first' },
    { other: day('2027-01-02', '2027-01-03'), shared: day('2027-01-02', '2027-01-03'), because: 'one holds the other' },
    { other: day('2027-01-04', '2027-01-05'), shared: undefined, because: 'spans that touch share nothing' },
    { other: day('2027-01-03', '2027-01-03'), shared: undefined, because: 'an empty span shares nothing' },
    { other: day('2027-01-04', '2027-01-02'), shared: undefined, because: 'a span turned round is empty' },
  ])('share what both contain: $because', ({ other, shared }) => {
    const span = day('2027-01-01', '2027-01-04');
    expect(overlap(span, other)).toEqual(shared);
    expect(overlap(other, span)).toEqual(shared);
  });

  it('share an instant exactly where both contain it', () => {
    const instant = fc.integer({ min: 0, max: 12 }).map((days) => new Date(days * DAY));
    const span = fc.record({ start: instant, end: instant });
    fc.assert(
      fc.property(span, span, instant, (one, other, at) => {
        const shared = overlap(one, other);
        expect(shared !== undefined && contains(shared, at)).toBe(contains(one, at) && contains(other, at));
      }),
    );
  });
});
