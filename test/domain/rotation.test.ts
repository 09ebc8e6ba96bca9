import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill/implementation';
import { DAY, type Interval, instantOf, weekdayOf, type Zone } from '../../src/domain/interval';
import {
  changeRotation,
  firstHandoff,
  type RotationChange,
  type Shift,
  shiftAfter,
  shiftAt,
  shiftsBetween,
} from '../../src/domain/rotation';
import type { RotationVersion, Team } from '../../src/domain/team';
import { aRotation, aTeam, engineerId } from '../fixtures';
import { BEGINNING, changed, grown, hoursIn, inOrder, rotationChanged } from './history';
import { transitionsOf, whenTemporalShows, ZONES } from './zones';

const order = (...numbers: readonly [number, number, ...number[]]) =>
  numbers.map(engineerId) as unknown as RotationVersion['order'];

const from = (instant: string): Date => new Date(instant);

/** The number of each primary in the weeks from the first, and when their shift begins in New York. */
const primaries = (team: Team, weeks: number): readonly number[] =>
  shiftsBetween(team, { start: BEGINNING, end: new Date(firstHandoff(team).getTime() + (weeks * 7 - 1) * DAY) }).map(
    ({ primary }) => Number(primary.slice('engineer-'.length)),
  );

describe('the plan', () => {
  it.each([
    { at: '2026-11-02T09:00-05:00', primary: 1, backup: 2, week: 1 },
    { at: '2026-11-09T09:00-05:00', primary: 2, backup: 3, week: 2 },
    { at: '2026-11-16T09:00-05:00', primary: 3, backup: 4, week: 3 },
    { at: '2026-11-23T09:00-05:00', primary: 4, backup: 1, week: 4 },
    { at: '2026-11-30T09:00-05:00', primary: 1, backup: 2, week: 1 },
  ])('has engineer $primary on call and engineer $backup as backup at $at, in week $week of 4', (is) => {
    const shift = shiftAt(aTeam(), new Date(is.at));
    expect(shift).toMatchObject({
      primary: engineerId(is.primary),
      backup: engineerId(is.backup),
      week: { number: is.week, of: 4 },
      start: new Date(is.at),
    });
  });

  it.each([
    { at: '2026-11-02T08:59:59.999-05:00', primary: undefined, because: 'the first shift has not begun' },
    { at: '2026-11-02T09:00-05:00', primary: 'engineer-1', because: 'a shift begins at its handoff' },
    { at: '2026-11-09T08:59:59.999-05:00', primary: 'engineer-1', because: 'a shift lasts until the handoff' },
    { at: '2027-03-15T08:59:59.999-04:00', primary: 'engineer-3', because: 'a shift lasts until the handoff' },
    {
      at: '2027-03-15T09:00-04:00',
      primary: 'engineer-4',
      because: 'clocks went forward on the 14th, it is still 09:00',
    },
    { at: '2027-11-08T08:59:59.999-05:00', primary: 'engineer-1', because: 'clocks went back on the 7th' },
    { at: '2027-11-08T09:00-05:00', primary: 'engineer-2', because: 'clocks went back on the 7th, it is still 09:00' },
    { at: '2046-10-29T09:00-04:00', primary: 'engineer-4', because: 'turns are counted, not stored' },
  ])('$at is $primary: $because', ({ at, primary }) => {
    expect(shiftAt(aTeam(), new Date(at))?.primary).toBe(primary);
  });

  it.each([
    { change: 'in spring', at: '2027-03-08T09:00-05:00', hours: 167 },
    { change: 'in autumn', at: '2027-11-01T09:00-04:00', hours: 169 },
    { change: 'never', at: '2027-06-07T09:00-04:00', hours: 168 },
  ])('has a shift of $hours hours where clocks change $change', ({ at, hours }) => {
    const shift = shiftAt(aTeam(), new Date(at)) as Shift;
    expect((shift.end.getTime() - shift.start.getTime()) / 3_600_000).toBe(hours);
  });

  it('names every shift that shares time with a span, and none for an empty one', () => {
    const starts = (span: Interval) => shiftsBetween(aTeam(), span).map(({ start }) => start.toISOString());
    const noon = new Date('2026-11-10T12:00Z');
    expect(starts({ start: noon, end: new Date('2026-11-16T14:00Z') })).toEqual(['2026-11-09T14:00:00.000Z']);
    expect(starts({ start: noon, end: new Date('2026-11-16T14:00:00.001Z') })).toHaveLength(2);
    expect(starts({ start: noon, end: noon })).toEqual([]);
    expect(starts({ start: noon, end: BEGINNING })).toEqual([]);
    expect(starts({ start: BEGINNING, end: firstHandoff(aTeam()) })).toEqual([]);
  });

  it('has no shift at an instant that is none', () => {
    expect(shiftAt(aTeam(), new Date(Number.NaN))).toBeUndefined();
  });
});

describe('a handoff in the small hours', () => {
  it.each([
    {
      handoff: { date: '2027-03-07', time: '02:30' },
      timezone: 'America/New_York',
      starts: ['2027-03-07T07:30Z', '2027-03-14T07:00Z', '2027-03-21T06:30Z'],
      because: '02:30 does not exist on the 14th, 03:00 is the next time that does',
    },
    {
      handoff: { date: '2027-10-31', time: '01:30' },
      timezone: 'America/New_York',
      starts: ['2027-10-31T05:30Z', '2027-11-07T05:30Z', '2027-11-14T06:30Z'],
      because: '01:30 occurs twice on the 7th, and the first counts',
    },
    {
      handoff: { date: '2027-08-29', time: '00:00' },
      timezone: 'America/Santiago',
      starts: ['2027-08-29T04:00Z', '2027-09-05T04:00Z', '2027-09-12T03:00Z'],
      because: 'the 5th of September begins at 01:00',
    },
    {
      handoff: { date: '2011-12-23', time: '09:00' },
      timezone: 'Pacific/Apia',
      starts: ['2011-12-23T19:00Z', '2011-12-30T10:00Z', '2012-01-05T19:00Z'],
      because: 'Samoa had no 30th of December, and the 31st begins where it would have been',
    },
  ])('at $handoff.time in $timezone: $because', ({ handoff, timezone, starts }) => {
    const team = aTeam({ rotation: [aRotation({ firstHandoff: handoff, timezone })] });
    const first = shiftAt(team, firstHandoff(team)) as Shift;
    const second = shiftAfter(team, first);
    expect([first.start, second.start, shiftAfter(team, second).start]).toEqual(starts.map((start) => new Date(start)));
  });
});

describe('shifts tile time, and begin when Temporal says', () => {
  const YEARS: Interval = { start: new Date('2025-01-01T00:00Z'), end: new Date('2045-01-01T00:00Z') };

  /**
   * What is wrong with twenty years of shifts in a zone, in words. Temporal is asked for the first handoff and for each
   * within two weeks of a change of clocks; where Temporal knows of no change, a week must have 168 hours.
   */
  function* wrongIn(zone: Zone, handoff: RotationVersion['firstHandoff']): Generator<string> {
    const team = aTeam({ rotation: [aRotation({ timezone: zone, firstHandoff: handoff })] });
    const first = Temporal.PlainDateTime.from(`${handoff.date}T${handoff.time}`);
    const changes = transitionsOf(zone).map(({ epochMilliseconds }) => epochMilliseconds);
    let ended = whenTemporalShows(first, zone);
    for (const [week, { start, end, turn }] of shiftsBetween(team, YEARS).entries()) {
      const wrong = `${zone} ${handoff.date} ${handoff.time}: turn ${turn} begins at ${start.toISOString()}`;
      if (turn !== week || start.getTime() !== ended || start >= end) yield wrong;
      while (changes[0] && changes[0] < start.getTime() - 14 * DAY) changes.shift();
      const changing = changes[0] !== undefined && changes[0] < end.getTime() + 14 * DAY;
      const due = changing ? whenTemporalShows(first.add({ days: 7 * week }), zone) : start.getTime();
      if (start.getTime() !== due) yield `${wrong}, not ${new Date(due).toISOString()}`;
      if (!changing && end.getTime() - start.getTime() !== 7 * DAY) yield `${wrong}, and is not a week`;
      ended = end.getTime();
    }
    if (ended < YEARS.end.getTime()) yield `${zone} ${handoff.date} ${handoff.time}: nothing from ${ended}`;
  }

  it('at 09:00 on Mondays in every zone', () => {
    const wrong = ZONES.flatMap((zone) => [...wrongIn(zone, { date: '2025-01-06', time: '09:00' })]);
    expect(ZONES.length).toBeGreaterThan(400);
    expect(wrong).toEqual([]);
  });

  it('at the hours and on the weekday that clocks change, in every zone where they do', () => {
    const times = ['00:00', '00:30', '01:30', '02:30', '23:30'];
    const wrong: string[] = [];
    let zones = 0;
    for (const zone of ZONES) {
      const [change] = transitionsOf(zone);
      if (!change) continue;
      zones += 1;
      const date = Temporal.PlainDate.from('2025-01-01').add({ days: (change.dayOfWeek + 4) % 7 });
      for (const time of [times[zones % 5], times[(zones + 2) % 5]] as const)
        wrong.push(...wrongIn(zone, { date: date.toString(), time: time as string }));
    }
    expect(zones).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  it('at any time of any weekday in any zone', () => {
    const handoff = fc.record({
      date: fc.integer({ min: 1, max: 7 }).map((day) => `2025-01-0${day}`),
      time: fc.integer({ min: 0, max: 1439 }).map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16)),
    });
    const law = fc.property(fc.constantFrom(...ZONES), handoff, (zone, at) => {
      expect([...wrongIn(zone, at)]).toEqual([]);
    });
    fc.assert(law, { numRuns: 40 });
  });
});

describe('a change of the rotation', () => {
  const team = aTeam();
  const before = from('2026-11-10T12:00Z'); // in the second week
  const third = from('2026-11-16T14:00Z');

  it.each([
    {
      change: { order: order(1, 2, 5, 3, 4) },
      weeks: [1, 2, 3, 4, 1, 2, 5],
      because: 'who joins waits for their place',
    },
    { change: { order: order(5, 3, 4, 1, 2) }, weeks: [1, 2, 3, 4, 1, 2, 5], because: 'the order is a circle' },
    { change: { order: order(1, 2, 4) }, weeks: [1, 2, 4, 1, 2, 4, 1], because: 'the next of those who stay begins' },
    { change: { order: order(1, 2) }, weeks: [1, 2, 1, 2, 1, 2, 1], because: 'the next of those who stay begins' },
    { change: { order: order(4, 3, 2, 1) }, weeks: [1, 2, 3, 2, 1, 4, 3], because: 'who is due begins' },
    { change: { order: order(3, 1, 4, 2) }, weeks: [1, 2, 3, 1, 4, 2, 3], because: 'who is due begins' },
    { change: { order: order(2, 5) }, weeks: [1, 2, 5, 2, 5, 2, 5], because: 'who was just on call does not begin' },
    { change: { order: order(5, 6) }, weeks: [1, 2, 5, 6, 5, 6, 5], because: 'nobody stays, so the first begins' },
    { change: { backupOffset: 2 }, weeks: [1, 2, 3, 4, 1, 2, 3], because: 'only backups change' },
  ])('from the third week to $change makes it $weeks: $because', ({ change, weeks }) => {
    expect(primaries(changed(team, { from: third, ...change }, before), 7)).toEqual(weeks);
  });

  it('of the backup counts from the handoff on', () => {
    const later = changed(team, { from: third, backupOffset: 2 }, before);
    const backups = shiftsBetween(later, { start: BEGINNING, end: from('2026-11-30T14:00Z') }).map(
      ({ backup }) => backup,
    );
    expect(backups).toEqual([2, 3, 1, 2].map(engineerId));
  });

  it('keeps counting weeks by the place in the new order', () => {
    const later = changed(team, { from: third, order: order(5, 3, 4, 1, 2) }, before);
    expect(shiftAt(later, third)).toMatchObject({ primary: 'engineer-3', turn: 0, week: { number: 2, of: 5 } });
  });

  it.each([
    { change: { day: 'wednesday' }, ends: '2026-11-18T14:00Z', because: 'Wednesday is two days later' },
    { change: { day: 'sunday' }, ends: '2026-11-22T14:00Z', because: 'Sunday is six days later' },
    { change: { time: '10:00' }, ends: '2026-11-16T15:00Z', because: 'the boundary moves an hour' },
    { change: { time: '08:00' }, ends: '2026-11-16T13:00Z', because: 'the boundary moves an hour' },
    { change: { timezone: 'Asia/Kolkata' }, ends: '2026-11-16T03:30Z', because: 'Monday 09:00 is earlier in India' },
    { change: { timezone: 'Pacific/Apia' }, ends: '2026-11-15T20:00Z', because: 'Monday 09:00 is Sunday in New York' },
    { change: { day: 'friday', time: '17:00', timezone: 'UTC' }, ends: '2026-11-20T17:00Z', because: 'all at once' },
  ] satisfies { change: Omit<RotationChange, 'from'>; ends: string; because: string }[])(
    'to $change moves the end of the last old shift to $ends: $because',
    ({ change, ends }) => {
      const later = changed(team, { from: third, ...change }, before);
      const [, second, next] = shiftsBetween(later, { start: BEGINNING, end: from('2026-11-23T00:00Z') });
      expect(second).toMatchObject({ primary: 'engineer-2', start: from('2026-11-09T14:00Z'), end: from(ends) });
      expect(next).toMatchObject({ primary: 'engineer-3', start: from(ends) });
    },
  );

  it('that is replaced by another at the same handoff never governs', () => {
    const first = changed(team, { from: third, day: 'wednesday', order: order(4, 3) }, before);
    const second = changed(first, { from: from('2026-11-18T14:00Z'), order: order(1, 2, 3, 4) }, before);
    expect(primaries(second, 6)).toEqual([1, 2, 3, 4, 1, 2]);
    expect(shiftAt(second, third)?.primary).toBe('engineer-2');
    expect(shiftAt(second, third)?.end).toEqual(from('2026-11-18T14:00Z'));
  });

  it('from an earlier handoff replaces those that were to follow', () => {
    const first = changed(team, { from: from('2026-11-30T14:00Z'), order: order(5, 6) }, before);
    expect(primaries(first, 6)).toEqual([1, 2, 3, 4, 5, 6]);
    const second = changed(first, { from: third, order: order(1, 2, 3) }, before);
    expect(primaries(second, 6)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('that has not begun can be taken back from the handoff it was to replace, and nothing is left of it', () => {
    const tuesday = changed(team, { from: third, day: 'tuesday' }, before);
    expect(shiftAt(tuesday, third)?.primary).toBe(engineerId(2));
    const back = changed(tuesday, { from: third, day: 'monday' }, before);
    const span = { start: BEGINNING, end: new Date(third.getTime() + 60 * DAY) };
    const told = (world: Team) =>
      shiftsBetween(world, span).map(({ start, end, primary }) => ({ start, end, primary }));
    expect(told(back)).toEqual(told(team));
  });

  it('from a later handoff leaves the one before it until then', () => {
    const first = changed(team, { from: third, order: order(3, 4) }, before);
    const second = changed(first, { from: from('2026-11-30T14:00Z'), order: order(3, 4, 5) }, before);
    expect(primaries(second, 7)).toEqual([1, 2, 3, 4, 3, 4, 5]);
  });

  it('before the first shift moves the first shift, and makes no short one before it', () => {
    const moved = changed(team, { from: firstHandoff(team), day: 'wednesday', order: order(2, 1, 3) }, BEGINNING);
    expect(firstHandoff(moved)).toEqual(from('2026-11-04T14:00Z'));
    expect(shiftAt(moved, from('2026-11-03T12:00Z'))).toBeUndefined();
    expect(primaries(moved, 4)).toEqual([1, 3, 2, 1]);
  });

  it('at a handoff that a clock change pushed into the next day begins that day, not a week later', () => {
    const rotation = aRotation({ firstHandoff: { date: '2027-03-20', time: '23:30' }, timezone: 'America/Nuuk' });
    const greenland = aTeam({ rotation: [rotation] });
    const handoff = from('2027-03-28T01:00Z'); // Saturday 23:30 is skipped, this is Sunday 00:00
    const moved = changed(greenland, { from: handoff, order: order(2, 1) }, from('2027-03-22T00:00Z'));
    expect(shiftAt(moved, handoff)).toMatchObject({ start: handoff, turn: 0, primary: 'engineer-2' });
  });

  it.each([
    { change: { from: from('2026-11-17T14:00Z') }, now: before, refusal: { kind: 'not-a-handoff' } },
    { change: { from: from('2026-10-26T13:00Z') }, now: BEGINNING, refusal: { kind: 'not-a-handoff' } },
    { change: { from: third }, now: third, refusal: { kind: 'already-begun', from: third } },
    {
      change: { from: third, time: '08:00' },
      now: from('2026-11-16T13:30Z'),
      refusal: { kind: 'already-begun', from: from('2026-11-16T13:00Z') },
    },
    {
      change: { from: third, order: order(1, 2, 1) },
      now: before,
      refusal: { kind: 'listed-twice', engineer: 'engineer-1' },
    },
    {
      change: { from: third, backupOffset: 4 },
      now: before,
      refusal: { kind: 'backup-is-primary', backupOffset: 4, order: 4 },
    },
    { change: { from: third, backupOffset: 0 }, now: before, refusal: { kind: 'backup-is-primary', backupOffset: 0 } },
  ])('$change at $now is refused: $refusal.kind', ({ change, now, refusal }) => {
    expect(changeRotation(team, change, now)).toMatchObject({ ok: false, refusal });
  });

  it('is refused where the order would become too short for its backup', () => {
    const far = changed(team, { from: third, backupOffset: 2 }, before);
    const refused = changeRotation(far, { from: third, order: order(1, 2) }, before);
    expect(refused).toEqual({ ok: false, refusal: { kind: 'backup-is-primary', backupOffset: 2, order: 2 } });
  });
});

describe('after any changes of the rotation', () => {
  const changes = inOrder(rotationChanged);
  const later = hoursIn(5000);

  it('shifts tile time, nobody has two turns running, and no shift is short', () => {
    let versions = 0;
    const law = fc.property(changes, (events) => {
      const team = grown(aTeam(), events).at(-1) as Team;
      const shifts = shiftsBetween(team, { start: BEGINNING, end: later });
      expect(shifts[0]?.start).toEqual(firstHandoff(team));
      expect((shifts.at(-1) as Shift).end >= later).toBe(true);
      for (const [place, shift] of shifts.entries()) {
        expect(shift.primary).not.toBe(shift.backup);
        // The boundary moves by at most 26 hours of zones, 24 of times and one of clock changes.
        expect(shift.end.getTime() - shift.start.getTime()).toBeGreaterThan(4 * DAY);
        const next = shifts[place + 1];
        if (!next) continue;
        expect(next.start).toEqual(shift.end);
        expect(next.primary).not.toBe(shift.primary);
      }
      versions = Math.max(versions, new Set(shifts.map(({ version }) => version)).size);
    });
    fc.assert(law, { numRuns: 300 });
    expect(versions).toBeGreaterThan(3);
  });

  it('each shift begins at the weekday and time of its version, except where that time does not exist', () => {
    const law = fc.property(changes, (events) => {
      const team = grown(aTeam(), events).at(-1) as Team;
      for (const { version, turn, start } of shiftsBetween(team, { start: BEGINNING, end: later })) {
        const { date, time } = version.firstHandoff;
        const day = Temporal.PlainDate.from(date)
          .add({ days: 7 * turn })
          .toString();
        expect(weekdayOf(day)).toBe(weekdayOf(date));
        expect(start).toEqual(instantOf(day, time, version.timezone));
      }
    });
    fc.assert(law, { numRuns: 100 });
  });

  it('the shift at any instant is the one that contains it', () => {
    const law = fc.property(changes, fc.integer({ min: 0, max: 5000 }), (events, hours) => {
      const team = grown(aTeam(), events).at(-1) as Team;
      const instant = hoursIn(hours);
      const shifts = shiftsBetween(team, { start: BEGINNING, end: later });
      expect(shiftAt(team, instant)).toEqual(shifts.find(({ start, end }) => start <= instant && instant < end));
    });
    fc.assert(law, { numRuns: 200 });
  });
});
