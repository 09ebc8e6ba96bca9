import fc from 'fast-check';
import { callList } from '../../src/domain/call-list';
import type { OverrideId } from '../../src/domain/ids';
import { DAY, type Interval, localDateOf, localTimeOf, weekdayOf } from '../../src/domain/interval';
import { firstHandoff } from '../../src/domain/rotation';
import { type Assignment, nextHandover, onCallAt, type Stretch, scheduleBetween } from '../../src/domain/schedule';
import { effective, type Override, type RotationVersion, type Team, type TimeOff } from '../../src/domain/team';
import { anOverride, aRotation, aTeam, aTimeOff, engineerId } from '../fixtures';
import { BEGINNING, changed, grown, histories, hoursIn, six } from './history';

/** The first week of the plan: engineer 1, with engineer 2 as backup. */
const WEEK: Interval = { start: new Date('2026-11-02T09:00-05:00'), end: new Date('2026-11-09T09:00-05:00') };

/** An instant of the first week in New York, such as `Wed 09:00`; earlier and later weeks are reached with `+1` and `-1`. */
function at(words: string): Date {
  const [day = '', time = '', week = '0'] = words.split(' ');
  const place = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(day);
  const date = new Date(Date.UTC(2026, 10, 2 + place + 7 * Number(week))).toISOString().slice(0, 10);
  return new Date(`${date}T${time}-05:00`);
}

const span = (start: string, end: string): Interval => ({ start: at(start), end: at(end) });

/** Engineer N is on time off; recorded before the first shift, unless said. */
const away = (engineer: number, start: string, end: string, more: Partial<TimeOff> = {}): TimeOff =>
  aTimeOff({ engineer: engineerId(engineer), span: span(start, end), ...more });

/** Engineer N takes a duty of engineer M; recorded before the first shift, unless said. */
const takes = (
  engineer: number,
  replaced: number,
  start: string,
  end: string,
  more: Partial<Override> = {},
): Override =>
  anOverride({
    id: `override-${start}-${end}` as OverrideId,
    engineer: engineerId(engineer),
    replaces: engineerId(replaced),
    span: span(start, end),
    ...more,
  });

const rotationOf = (...numbers: readonly number[]): Team['rotation'] => [
  aRotation({ order: numbers.map(engineerId) as unknown as RotationVersion['order'] }),
];

function told(assignment: Assignment | null): string {
  if (!assignment) return 'nobody';
  const { engineer, reason } = assignment;
  const name = engineer.slice('engineer-'.length);
  if (reason.kind === 'rotation') return name;
  const why = reason.kind === 'repair' ? `repair, ${reason.because}` : reason.kind;
  return `${name} for ${reason.replaces.slice('engineer-'.length)} (${why})`;
}

/** A schedule as people would write it down, a line for each stretch. */
function inLines(team: Team, during: Interval = WEEK): readonly string[] {
  return scheduleBetween(team, during).map(({ start, primary, backup, gaps }) => {
    const day = weekdayOf(localDateOf(start, team.timezone)).slice(0, 3);
    const gap = gaps.includes('primary') ? ', who is away' : '';
    return `${day} ${localTimeOf(start, team.timezone)}: ${told(primary)}${gap}; backup ${told(backup)}`;
  });
}

describe('who is on call', () => {
  it.each([
    { at: '2026-11-02T08:59:59.999-05:00', primary: undefined, because: 'the first shift has not begun' },
    { at: '2026-11-02T09:00-05:00', primary: 'engineer-1', because: 'the plan begins' },
    { at: '2027-03-15T08:59-04:00', primary: 'engineer-3', because: 'a shift lasts until the handoff' },
    { at: '2027-03-15T09:00-04:00', primary: 'engineer-4', because: 'clocks went forward and it is still 09:00' },
  ])('$at is $primary: $because', ({ at: instant, primary }) => {
    expect(onCallAt(aTeam(), new Date(instant))?.primary.engineer).toBe(primary);
  });

  it('is one stretch a week where nothing changes', () => {
    expect(inLines(aTeam(), { start: WEEK.start, end: at('Mon 09:00 4') })).toEqual([
      'mon 09:00: 1; backup 2',
      'mon 09:00: 2; backup 3',
      'mon 09:00: 3; backup 4',
      'mon 09:00: 4; backup 1',
    ]);
  });

  it('is nothing before the first shift and in an empty span', () => {
    expect(scheduleBetween(aTeam(), { start: BEGINNING, end: WEEK.start })).toEqual([]);
    expect(scheduleBetween(aTeam(), { start: at('Tue 09:00'), end: at('Tue 09:00') })).toEqual([]);
  });

  it('is cut to the span', () => {
    const cut = span('Sun 12:00 -1', 'Tue 12:00');
    expect(scheduleBetween(aTeam(), cut)).toMatchObject([{ start: WEEK.start, end: cut.end }]);
  });
});

describe('repair', () => {
  it.each<{
    because: string;
    timeOff?: TimeOff[];
    overrides?: Override[];
    rotation?: Team['rotation'];
    week: string[];
  }>([
    {
      because: 'the backup holds primary from that moment, and the planned primary comes back',
      timeOff: [away(1, 'Wed 12:00', 'Fri 12:00')],
      week: [
        'mon 09:00: 1; backup 2',
        'wed 12:00: 2 for 1 (repair, away); backup 3 for 2 (repair, is-primary)',
        'fri 12:00: 1; backup 2',
      ],
    },
    {
      because: 'the backup of a backup is the next in order',
      timeOff: [away(2, 'Wed 12:00', 'Fri 12:00')],
      week: ['mon 09:00: 1; backup 2', 'wed 12:00: 1; backup 3 for 2 (repair, away)', 'fri 12:00: 1; backup 2'],
    },
    {
      because: 'the next in order who is away is passed over',
      timeOff: [away(2, 'Wed 12:00', 'Fri 12:00'), away(3, 'Mon 09:00', 'Mon 09:00 1')],
      week: ['mon 09:00: 1; backup 2', 'wed 12:00: 1; backup 4 for 2 (repair, away)', 'fri 12:00: 1; backup 2'],
    },
    {
      because: 'a stand-in stays although one before them in the order is back',
      timeOff: [away(2, 'Wed 12:00', 'Fri 12:00'), away(3, 'Mon 09:00', 'Thu 12:00')],
      week: ['mon 09:00: 1; backup 2', 'wed 12:00: 1; backup 4 for 2 (repair, away)', 'fri 12:00: 1; backup 2'],
    },
    {
      because: 'a stand-in who goes away is replaced, and does not come back',
      timeOff: [away(2, 'Tue 12:00', 'Sun 12:00'), away(3, 'Wed 12:00', 'Thu 12:00')],
      week: [
        'mon 09:00: 1; backup 2',
        'tue 12:00: 1; backup 3 for 2 (repair, away)',
        'wed 12:00: 1; backup 4 for 2 (repair, away)',
        'sun 12:00: 1; backup 2',
      ],
    },
    {
      because: 'a stand-in is chosen anew for another primary',
      timeOff: [away(2, 'Tue 12:00', 'Sun 12:00'), away(3, 'Tue 12:00', 'Wed 12:00')],
      overrides: [takes(6, 1, 'Thu 12:00', 'Fri 12:00')],
      week: [
        'mon 09:00: 1; backup 2',
        'tue 12:00: 1; backup 4 for 2 (repair, away)',
        'thu 12:00: 6 for 1 (cover); backup 3 for 2 (repair, away)',
        'fri 12:00: 1; backup 3 for 2 (repair, away)',
        'sun 12:00: 1; backup 2',
      ],
    },
    {
      because: 'it is the stand-in who holds the backup that takes primary, not the next in order',
      timeOff: [
        away(2, 'Tue 12:00', 'Mon 09:00 1'),
        away(3, 'Tue 12:00', 'Wed 12:00'),
        away(1, 'Thu 12:00', 'Mon 09:00 1'),
      ],
      week: [
        'mon 09:00: 1; backup 2',
        'tue 12:00: 1; backup 4 for 2 (repair, away)',
        'thu 12:00: 4 for 1 (repair, away); backup 3 for 2 (repair, away)',
      ],
    },
    {
      because: 'who took primary keeps it until the planned primary is back, also when the backup returns',
      timeOff: [away(1, 'Tue 12:00', 'Sat 12:00'), away(2, 'Tue 12:00', 'Thu 12:00')],
      week: [
        'mon 09:00: 1; backup 2',
        'tue 12:00: 3 for 1 (repair, away); backup 4 for 2 (repair, away)',
        'thu 12:00: 3 for 1 (repair, away); backup 2',
        'sat 12:00: 1; backup 2',
      ],
    },
    {
      because: 'somebody takes it',
      timeOff: [away(1, 'Tue 12:00', 'Mon 09:00 1')],
      overrides: [takes(4, 1, 'Thu 12:00', 'Mon 09:00 1')],
      week: [
        'mon 09:00: 1; backup 2',
        'tue 12:00: 2 for 1 (repair, away); backup 3 for 2 (repair, is-primary)',
        'thu 12:00: 4 for 1 (cover); backup 2',
      ],
    },
    {
      because: 'who covers can be away as well',
      timeOff: [away(4, 'Thu 12:00', 'Fri 12:00')],
      overrides: [takes(4, 1, 'Wed 12:00', 'Mon 09:00 1')],
      week: [
        'mon 09:00: 1; backup 2',
        'wed 12:00: 4 for 1 (cover); backup 2',
        'thu 12:00: 2 for 4 (repair, away); backup 3 for 2 (repair, is-primary)',
        'fri 12:00: 4 for 1 (cover); backup 2',
      ],
    },
    {
      because: 'a trade with the planned backup leaves them without one',
      overrides: [takes(2, 1, 'Mon 09:00', 'Mon 09:00 1', { kind: 'trade' })],
      week: ['mon 09:00: 2 for 1 (trade); backup 3 for 2 (repair, is-primary)'],
    },
    {
      because: 'the primary has taken the backup as well',
      overrides: [takes(1, 2, 'Mon 09:00', 'Mon 09:00 1', { duty: 'backup' })],
      week: ['mon 09:00: 1; backup 2 for 1 (repair, is-primary)'],
    },
    {
      because: 'somebody from outside the order is away, and the search begins after the planned backup',
      timeOff: [away(6, 'Wed 12:00', 'Thu 12:00')],
      overrides: [takes(6, 2, 'Mon 09:00', 'Mon 09:00 1', { duty: 'backup' })],
      week: [
        'mon 09:00: 1; backup 6 for 2 (cover)',
        'wed 12:00: 1; backup 3 for 6 (repair, away)',
        'thu 12:00: 1; backup 6 for 2 (cover)',
      ],
    },
    {
      because: 'everybody is away: a gap keeps the planned name',
      timeOff: [1, 2, 3, 4].map((engineer) => away(engineer, 'Wed 12:00', 'Thu 12:00')),
      week: ['mon 09:00: 1; backup 2', 'wed 12:00: 1, who is away; backup nobody', 'thu 12:00: 1; backup 2'],
    },
    {
      because: 'only the primary is left',
      timeOff: [2, 3, 4].map((engineer) => away(engineer, 'Wed 12:00', 'Thu 12:00')),
      week: ['mon 09:00: 1; backup 2', 'wed 12:00: 1; backup nobody', 'thu 12:00: 1; backup 2'],
    },
    {
      because: 'only one is left, and holds primary alone',
      timeOff: [1, 2, 4].map((engineer) => away(engineer, 'Wed 12:00', 'Thu 12:00')),
      week: ['mon 09:00: 1; backup 2', 'wed 12:00: 3 for 1 (repair, away); backup nobody', 'thu 12:00: 1; backup 2'],
    },
    {
      because: 'in a team of two the other one is alone',
      rotation: rotationOf(1, 2),
      timeOff: [away(1, 'Wed 12:00', 'Thu 12:00'), away(2, 'Fri 12:00', 'Sat 12:00')],
      week: [
        'mon 09:00: 1; backup 2',
        'wed 12:00: 2 for 1 (repair, away); backup nobody',
        'thu 12:00: 1; backup 2',
        'fri 12:00: 1; backup nobody',
        'sat 12:00: 1; backup 2',
      ],
    },
  ])('$because', ({ timeOff = [], overrides = [], rotation = [aRotation()], week }) => {
    expect(inLines(aTeam({ timeOff, overrides, rotation }))).toEqual(week);
  });
});

describe('a record', () => {
  it.each<{ because: string; timeOff?: TimeOff[]; overrides?: Override[]; week: string[] }>([
    {
      because: 'time off that is recorded late begins at its record',
      timeOff: [away(1, 'Mon 09:00', 'Fri 12:00', { recordedAt: at('Wed 15:30') })],
      week: [
        'mon 09:00: 1; backup 2',
        'wed 15:30: 2 for 1 (repair, away); backup 3 for 2 (repair, is-primary)',
        'fri 12:00: 1; backup 2',
      ],
    },
    {
      because: 'time off that is recorded when it is over never was',
      timeOff: [away(1, 'Mon 09:00', 'Wed 12:00', { recordedAt: at('Wed 12:00') })],
      week: ['mon 09:00: 1; backup 2'],
    },
    {
      because: 'time off that is cancelled ends at that moment',
      timeOff: [away(2, 'Wed 12:00', 'Sun 12:00', { cancelledAt: at('Thu 10:00') })],
      week: ['mon 09:00: 1; backup 2', 'wed 12:00: 1; backup 3 for 2 (repair, away)', 'thu 10:00: 1; backup 2'],
    },
    {
      because: 'time off that is cancelled before it begins never was',
      timeOff: [away(2, 'Wed 12:00', 'Sun 12:00', { cancelledAt: at('Wed 12:00') })],
      week: ['mon 09:00: 1; backup 2'],
    },
    {
      because: 'a cover of some days is a part of the shift',
      overrides: [takes(3, 1, 'Wed 09:00', 'Fri 09:00')],
      week: ['mon 09:00: 1; backup 2', 'wed 09:00: 3 for 1 (cover); backup 2', 'fri 09:00: 1; backup 2'],
    },
    {
      because: 'a cover that is recorded late begins at its record',
      overrides: [takes(3, 1, 'Mon 09:00', 'Fri 09:00', { recordedAt: at('Tue 10:15') })],
      week: ['mon 09:00: 1; backup 2', 'tue 10:15: 3 for 1 (cover); backup 2', 'fri 09:00: 1; backup 2'],
    },
    {
      because: 'the cover that is recorded later wins, wherever they overlap',
      overrides: [
        takes(3, 1, 'Tue 09:00', 'Fri 09:00'),
        takes(4, 3, 'Wed 09:00', 'Thu 09:00', { recordedAt: at('Mon 12:00') }),
      ],
      week: [
        'mon 09:00: 1; backup 2',
        'tue 09:00: 3 for 1 (cover); backup 2',
        'wed 09:00: 4 for 3 (cover); backup 2',
        'thu 09:00: 3 for 1 (cover); backup 2',
        'fri 09:00: 1; backup 2',
      ],
    },
    {
      because: 'a cover that is taken back ends at that moment, and the one under it counts again',
      overrides: [
        takes(3, 1, 'Tue 09:00', 'Fri 09:00'),
        takes(4, 3, 'Wed 09:00', 'Fri 09:00', { voidedAt: at('Thu 10:00') }),
      ],
      week: [
        'mon 09:00: 1; backup 2',
        'tue 09:00: 3 for 1 (cover); backup 2',
        'wed 09:00: 4 for 3 (cover); backup 2',
        'thu 10:00: 3 for 1 (cover); backup 2',
        'fri 09:00: 1; backup 2',
      ],
    },
    {
      because: 'a cover that is taken back before it begins never was',
      overrides: [takes(3, 1, 'Tue 09:00', 'Fri 09:00', { voidedAt: at('Mon 12:00') })],
      week: ['mon 09:00: 1; backup 2'],
    },
    {
      because: 'both duties can be covered',
      overrides: [
        takes(3, 1, 'Tue 09:00', 'Thu 09:00'),
        takes(4, 2, 'Wed 09:00', 'Fri 09:00', { duty: 'backup', kind: 'trade' }),
      ],
      week: [
        'mon 09:00: 1; backup 2',
        'tue 09:00: 3 for 1 (cover); backup 2',
        'wed 09:00: 3 for 1 (cover); backup 4 for 2 (trade)',
        'thu 09:00: 1; backup 4 for 2 (trade)',
        'fri 09:00: 1; backup 2',
      ],
    },
    {
      because: 'what changes nothing makes no stretch of its own',
      timeOff: [away(4, 'Tue 09:00', 'Thu 09:00'), away(2, 'Sun 09:00 -1', 'Mon 09:00')],
      week: ['mon 09:00: 1; backup 2'],
    },
  ])('counts from when it was made: $because', ({ timeOff = [], overrides = [], week }) => {
    expect(inLines(aTeam({ timeOff, overrides }))).toEqual(week);
  });

  it('tells when a swap was agreed', () => {
    const override = takes(3, 1, 'Tue 09:00', 'Fri 09:00', { kind: 'trade' });
    expect(onCallAt(aTeam({ overrides: [override] }), at('Tue 09:00'))?.primary).toEqual({
      engineer: 'engineer-3',
      reason: { kind: 'trade', replaces: 'engineer-1', agreedAt: override.recordedAt },
    });
  });
});

describe('the next handover', () => {
  it.each<{ because: string; team: Team; now: Date; is: string; to: string }>([
    { because: 'the shift ends', team: aTeam(), now: at('Tue 09:00'), is: 'Mon 09:00 1', to: 'engineer-2' },
    { because: 'the first shift begins', team: aTeam(), now: BEGINNING, is: 'Mon 09:00', to: 'engineer-1' },
    {
      because: 'a cover begins',
      team: aTeam({ overrides: [takes(3, 1, 'Wed 09:00', 'Fri 09:00')] }),
      now: at('Tue 09:00'),
      is: 'Wed 09:00',
      to: 'engineer-3',
    },
    {
      because: 'a cover ends',
      team: aTeam({ overrides: [takes(3, 1, 'Wed 09:00', 'Fri 09:00')] }),
      now: at('Wed 09:00'),
      is: 'Fri 09:00',
      to: 'engineer-1',
    },
    {
      because: 'only the backup changes on Wednesday',
      team: aTeam({ timeOff: [away(2, 'Wed 09:00', 'Fri 09:00')] }),
      now: at('Tue 09:00'),
      is: 'Mon 09:00 1',
      to: 'engineer-2',
    },
    {
      because: 'who took the next week as well stays for two',
      team: aTeam({ overrides: [takes(1, 2, 'Mon 09:00 1', 'Mon 09:00 2', { kind: 'trade' })] }),
      now: at('Tue 09:00'),
      is: 'Mon 09:00 2',
      to: 'engineer-3',
    },
  ])('is $is, to $to: $because', ({ team, now, is, to }) => {
    const handover = nextHandover(team, now);
    expect({ at: handover?.at, to: handover?.to.primary.engineer }).toEqual({ at: at(is), to });
  });
});

describe('after any history of covers, time off, roster changes and what was taken back', () => {
  const during: Interval = { start: BEGINNING, end: hoursIn(3500) };
  const final = (events: Parameters<typeof grown>[1]): Team => grown(six, events).at(-1) as Team;
  const NUM_RUNS = 300;

  it('stretches tile time from the first shift on, and none is empty or the same as the one before it', () => {
    const law = fc.property(histories, (events) => {
      const team = final(events);
      const stretches = scheduleBetween(team, during);
      let start = firstHandoff(team);
      for (const stretch of stretches) {
        expect(stretch.start).toEqual(start);
        expect(stretch.end.getTime()).toBeGreaterThan(start.getTime());
        start = stretch.end;
      }
      expect(start).toEqual(during.end);
      const lines = stretches.map((stretch) => [stretch.shift.start, told(stretch.primary), told(stretch.backup)]);
      const agreed = stretches.map(({ primary, backup, gaps }) => [primary.reason, backup?.reason, gaps]);
      for (const place of stretches.keys())
        if (place > 0) expect([lines[place], agreed[place]]).not.toEqual([lines[place - 1], agreed[place - 1]]);
    });
    fc.assert(law, { numRuns: NUM_RUNS });
  });

  it('primary is never backup, and nobody away holds a duty unless there is nobody else', () => {
    const seen = { repairs: 0, gaps: 0 };
    const law = fc.property(histories, (events) => {
      const team = final(events);
      for (const { start, shift, primary, backup, gaps } of scheduleBetween(team, during)) {
        const isAway = (engineer: string) =>
          team.timeOff.some((entry) => {
            const counted = effective(entry.span, entry.recordedAt, entry.cancelledAt);
            return entry.engineer === engineer && counted && counted.start <= start && start < counted.end;
          });
        const { order } = shift.version;
        expect(backup?.engineer).not.toBe(primary.engineer);
        expect(gaps.includes('primary')).toBe(isAway(primary.engineer));
        if (gaps.includes('primary')) expect(order.every(isAway)).toBe(true);
        expect(gaps.includes('backup')).toBe(backup === null);
        if (backup) expect(isAway(backup.engineer)).toBe(false);
        else expect(order.every((engineer) => engineer === primary.engineer || isAway(engineer))).toBe(true);
        if (primary.reason.kind === 'repair' || backup?.reason.kind === 'repair') seen.repairs += 1;
        if (gaps.length > 0) seen.gaps += 1;
      }
    });
    fc.assert(law, { numRuns: NUM_RUNS });
    expect(seen.repairs).toBeGreaterThan(0);
    expect(seen.gaps).toBeGreaterThan(0);
  });

  it('nothing before the moment of a change is changed by it', () => {
    const past = (team: Team, until: Date) =>
      scheduleBetween(team, { start: BEGINNING, end: until }).map(({ shift, ...stretch }) => ({
        ...stretch,
        week: shift.week,
        turn: shift.turn,
        version: shift.version.number,
      }));
    const calls = (team: Team, instant: Date) =>
      [...team.pipelines.values()].map((pipeline) =>
        callList(team, pipeline, instant).map(({ engineer, roles, leads }) => [engineer, roles, leads]),
      );
    const christmas = new Date('2026-12-24T17:00Z');
    const law = fc.property(histories, (events) => {
      const teams = grown(six, events);
      for (const [place, { at: recordedAt }] of events.entries()) {
        const [before, then] = [teams[place], teams[place + 1]] as [Team, Team];
        expect(past(then, recordedAt)).toEqual(past(before, recordedAt));
        for (const instant of [christmas, new Date(recordedAt.getTime() - 1)])
          if (firstHandoff(before) <= instant && instant < recordedAt)
            expect(calls(then, instant)).toEqual(calls(before, instant));
      }
    });
    fc.assert(law, { numRuns: NUM_RUNS });
  });

  it('who is on call at an instant is the stretch that contains it', () => {
    const law = fc.property(histories, fc.integer({ min: 0, max: 3499 }), (events, hours) => {
      const instant = hoursIn(hours);
      const within = ({ start, end }: Stretch) => start <= instant && instant < end;
      expect(onCallAt(final(events), instant)).toEqual(
        scheduleBetween(final(events), { start: BEGINNING, end: hoursIn(5000) }).find(within),
      );
    });
    fc.assert(law, { numRuns: NUM_RUNS });
  });

  it('a span asked for in two parts gets the same answers', () => {
    const law = fc.property(histories, fc.integer({ min: 0, max: 3500 }), (events, hours) => {
      const team = final(events);
      const cut = hoursIn(hours);
      const first = scheduleBetween(team, { start: during.start, end: cut });
      const second = scheduleBetween(team, { start: cut, end: during.end });
      const whole = scheduleBetween(team, during).flatMap((stretch) =>
        stretch.start < cut && cut < stretch.end
          ? [
              { ...stretch, end: cut },
              { ...stretch, start: cut },
            ]
          : [stretch],
      );
      expect([...first, ...second]).toEqual(whole);
    });
    fc.assert(law, { numRuns: NUM_RUNS });
  });

  it('what is asked first makes no difference to the answers', () => {
    const law = fc.property(histories, fc.integer({ min: 0, max: 3499 }), (events, hours) => {
      const asked = final(events);
      onCallAt(asked, hoursIn(hours));
      expect(scheduleBetween(asked, during)).toEqual(scheduleBetween(final(events), during));
    });
    fc.assert(law, { numRuns: 100 });
  });
});

it('a roster change keeps the covers of the weeks that stay', () => {
  const covered = aTeam({ overrides: [takes(4, 1, 'Wed 09:00', 'Fri 09:00')] });
  const from = at('Mon 09:00 1');
  const team = changed(covered, { from, order: [engineerId(3), engineerId(1)] }, at('Tue 09:00'));
  expect(inLines(team, { start: WEEK.start, end: new Date(from.getTime() + 7 * DAY) })).toEqual([
    'mon 09:00: 1; backup 2',
    'wed 09:00: 4 for 1 (cover); backup 2',
    'fri 09:00: 1; backup 2',
    'mon 09:00: 3; backup 1',
  ]);
});
