import fc from 'fast-check';
import { leadToTell } from '../../src/domain/availability';
import type { EngineerId, SlackUserId, UserGroupId } from '../../src/domain/ids';
import { shiftAt } from '../../src/domain/rotation';
import { onCallAt } from '../../src/domain/schedule';
import type { Acceptance, Team } from '../../src/domain/team';
import { isReminder, type NewNotice } from '../../src/usecases/notice';
import {
  blockedNotices,
  comingNotices,
  groupQuestion,
  handoffKey,
  lapse,
  planNotices,
  waitsForWorkingHours,
} from '../../src/usecases/notices';
import { anEngineer, anOverride, aRotation, aTeam, aTimeOff, byId, engineerId } from '../fixtures';

const at = (text: string) => new Date(text);
const HOUR = 3_600_000;

/** The plan's team, begun before its first shift. Week 5 begins on 2026-11-30: engineer 1 takes over from engineer 4. */
const begun = (overrides: Partial<Team> = {}): Team => aTeam({ begunAt: at('2026-10-30T12:00Z'), ...overrides });
const WEEK_5 = { version: 1, turn: 4 };
const accepted: Acceptance = {
  handoff: WEEK_5,
  engineer: engineerId(1),
  by: engineerId(1),
  at: at('2026-11-30T14:05Z'),
};

const WEEK_5_BEGINS = at('2026-11-30T14:00Z');

const keysOf = (notices: readonly NewNotice[]): string[] => notices.map(({ key }) => key);
const about = (notices: readonly NewNotice[]) =>
  notices
    .filter(({ key }) => key.includes('v1.4'))
    .map(({ key, dueAt }) => `${dueAt.toISOString().slice(0, 16)} ${key}`);

describe('what one handoff makes Baton say', () => {
  it('is asked for, told, posted, and pressed for until somebody accepts', () => {
    const week = comingNotices(begun(), at('2026-11-26T12:00Z'));
    expect(about(week)).toEqual([
      '2026-11-27T21:00 notes:v1.4:engineer-4',
      '2026-11-27T21:00 ahead:v1.4:engineer-1',
      '2026-11-30T14:00 handoff:v1.4',
      '2026-11-30T16:00 nudge:v1.4:engineer-1',
      '2026-11-30T18:00 unaccepted:v1.4:channel',
      '2026-11-30T18:00 unaccepted:v1.4:engineer-2',
    ]);
  });

  it('ends with the acceptance', () => {
    const week = comingNotices(begun({ acceptances: [accepted] }), at('2026-11-29T12:00Z'));
    expect(about(week)).toEqual(['2026-11-30T14:00 handoff:v1.4']);
  });

  it('is for whoever takes over now: an acceptance of somebody else does not count', () => {
    const override = anOverride({
      ...{ engineer: engineerId(3), replaces: engineerId(1), recordedAt: at('2026-11-28T12:00Z') },
      span: { start: at('2026-11-30T14:00Z'), end: at('2026-12-07T14:00Z') },
    });
    const week = comingNotices(begun({ acceptances: [accepted], overrides: [override] }), at('2026-11-29T12:00Z'));
    expect(about(week)).toContain('2026-11-30T16:00 nudge:v1.4:engineer-3');
  });

  it('asks nothing where the primary stays the same', () => {
    const override = anOverride({
      ...{ engineer: engineerId(4), replaces: engineerId(1), recordedAt: at('2026-11-20T12:00Z') },
      span: { start: at('2026-11-30T14:00Z'), end: at('2026-12-07T14:00Z') },
    });
    expect(about(comingNotices(begun({ overrides: [override] }), at('2026-11-26T12:00Z')))).toEqual([
      '2026-11-30T14:00 handoff:v1.4',
    ]);
  });

  it('comes at the settings of the team', () => {
    const handoffs = { notesAt: '10:30', nudgeAfterHours: 1, tellAfterHours: 9 };
    expect(about(comingNotices(begun({ handoffs }), at('2026-11-26T12:00Z')))).toEqual([
      '2026-11-27T15:30 notes:v1.4:engineer-4',
      '2026-11-27T15:30 ahead:v1.4:engineer-1',
      '2026-11-30T14:00 handoff:v1.4',
      '2026-11-30T15:00 nudge:v1.4:engineer-1',
      '2026-12-01T15:00 unaccepted:v1.4:channel',
      '2026-12-01T15:00 unaccepted:v1.4:engineer-2',
    ]);
  });

  it('leaves out the reminders somebody muted, never the handoff', () => {
    const muted = anEngineer(1, { muted: ['handoff-ahead', 'handoff-nudge', 'notes-wanted'] });
    const team = begun({ engineers: byId([muted, anEngineer(2), anEngineer(3), anEngineer(4)]) });
    expect(keysOf(comingNotices(team, at('2026-11-26T12:00Z'))).filter((key) => key.endsWith('engineer-1'))).toEqual(
      [],
    );
    expect(about(comingNotices(team, at('2026-11-26T12:00Z')))).toContain('2026-11-30T14:00 handoff:v1.4');
  });
});

describe('what is due', () => {
  it('is nothing before the team was begun, and nothing that was due before', () => {
    const now = at('2026-11-30T20:00Z');
    expect(planNotices(aTeam(), now)).toEqual([]);
    expect(planNotices(begun({ begunAt: at('2026-11-30T14:30Z') }), now)).toEqual([]);
    const since = planNotices(begun({ begunAt: at('2026-11-30T14:00Z') }), now);
    expect(keysOf(since)).toContain('handoff:v1.4');
    expect(keysOf(since)).not.toContain('ahead:v1.4:engineer-1');
  });

  it('records the weeks that are over as skipped, and posts only the newest', () => {
    const plan = planNotices(begun(), at('2026-11-25T12:00Z'));
    const posts = plan.filter(({ notice }) => notice.kind === 'handoff');
    expect(posts.map(({ key, untold }) => [key, untold !== undefined])).toEqual([
      ['handoff:v1.0', true],
      ['handoff:v1.1', true],
      ['handoff:v1.2', true],
      ['handoff:v1.3', false],
    ]);
  });

  it('tells no reminder whose time is over', () => {
    const keys = keysOf(planNotices(begun(), at('2026-11-30T19:00Z')));
    expect(keys).toContain('unaccepted:v1.4:channel');
    expect(keys).not.toContain('nudge:v1.4:engineer-1');
    expect(keys).not.toContain('notes:v1.4:engineer-4');
  });

  it('keeps one key a shift through a change of the clocks, and after the clock was set back', () => {
    const rotation: Team['rotation'] = [aRotation({ firstHandoff: { date: '2026-10-19', time: '09:00' } })];
    const team = begun({ rotation, begunAt: at('2026-10-01T12:00Z') });
    const seen = new Map<string, Set<string>>();
    const look = (now: Date): void => {
      for (const { key, dueAt, notice } of planNotices(team, now))
        if (notice.kind === 'handoff') seen.set(key, (seen.get(key) ?? new Set()).add(dueAt.toISOString()));
    };
    for (let now = at('2026-10-19T12:00Z').getTime(); now < at('2026-11-10T00:00Z').getTime(); now += HOUR)
      look(new Date(now));
    for (let now = at('2026-11-10T00:00Z').getTime(); now > at('2026-10-26T00:00Z').getTime(); now -= HOUR)
      look(new Date(now));
    expect([...seen].map(([key, dues]) => [key, [...dues]])).toEqual([
      ['handoff:v1.0', ['2026-10-19T13:00:00.000Z']],
      ['handoff:v1.1', ['2026-10-26T13:00:00.000Z']],
      ['handoff:v1.2', ['2026-11-02T14:00:00.000Z']],
      ['handoff:v1.3', ['2026-11-09T14:00:00.000Z']],
    ]);
  });

  it('whatever the time, has one post a shift, in its shift, and nothing that is not due', () => {
    const instant = fc.integer({ min: at('2026-11-01T00:00Z').getTime(), max: at('2027-11-01T00:00Z').getTime() });
    fc.assert(
      fc.property(instant, (milliseconds) => {
        const now = new Date(milliseconds);
        const team = begun();
        const plan = planNotices(team, now);
        expect(new Set(keysOf(plan)).size).toBe(plan.length);
        for (const { dueAt, until, untold } of plan) {
          expect(dueAt.getTime()).toBeLessThanOrEqual(milliseconds);
          if (!untold) expect(until?.getTime()).toBeGreaterThan(milliseconds);
        }
        const shift = shiftAt(team, now);
        const live = plan.filter(({ notice, untold }) => notice.kind === 'handoff' && !untold);
        expect(keysOf(live)).toEqual(shift ? [handoffKey({ version: 1, turn: shift.turn })] : []);
      }),
    );
  });
});

describe('what somebody muted', () => {
  const muted = begun({
    engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, { muted: n === 4 ? ['notes-wanted'] : [] }))),
  });
  const friday = at('2026-11-27T21:00Z');

  it('is recorded as not told, is not said to come, and is told again once it is heard again', () => {
    const notes = planNotices(muted, friday).find(({ key }) => key === 'notes:v1.4:engineer-4');
    expect(notes).toMatchObject({ untold: { kind: 'dropped' } });
    expect(keysOf(comingNotices(muted, at('2026-11-27T12:00Z')))).not.toContain('notes:v1.4:engineer-4');
    expect(notes && lapse(muted, notes, friday)).toMatchObject({ kind: 'dropped' });
    expect(notes && lapse(begun(), notes, friday)).toBeNull();
  });
});

describe('a stored notice', () => {
  const now = at('2026-11-30T17:00Z');
  const stored = (key: string): NewNotice => {
    const found = planNotices(begun(), now).find((each) => each.key === key);
    if (!found) throw new Error(`${key} is not planned`);
    return found;
  };

  it('is told while it is still so', () => {
    expect(lapse(begun(), stored('nudge:v1.4:engineer-1'), now)).toBeNull();
  });

  it('is dropped once it is no longer so', () => {
    const nudge = stored('nudge:v1.4:engineer-1');
    expect(lapse(begun({ acceptances: [accepted] }), nudge, now)).toMatchObject({ kind: 'dropped' });
  });

  it('is skipped once its time is over', () => {
    expect(lapse(begun(), stored('handoff:v1.4'), at('2026-12-07T14:00Z'))).toMatchObject({ kind: 'skipped' });
  });

  it('that asks what was answered meanwhile is dropped', () => {
    const group = 'S0ONCALL01' as UserGroupId;
    const engineers = byId([anEngineer(1, { lead: true, slack: 'U0ENGINEER1' as SlackUserId })]);
    const [question] = groupQuestion(begun({ engineers }), group, now);
    if (!question) throw new Error('nobody is asked');
    expect(lapse(begun(), question, now)).toBeNull();
    const groupConsent = { group, agreed: false, by: engineerId(1), at: now };
    expect(lapse(begun({ groupConsent }), question, now)).toMatchObject({ kind: 'dropped' });
  });

  it('of an act is told whatever the plan says', () => {
    expect(lapse(begun(), { ...stored('nudge:v1.4:engineer-1'), key: 'another', cause: 'act' }, now)).toBeNull();
  });
});

describe('whom a fault is told to', () => {
  const linked = (number: number, lead: boolean) =>
    anEngineer(number, { lead, slack: `U0ENGINEER${number}` as SlackUserId });
  const blocked: NewNotice = {
    ...{ key: handoffKey(WEEK_5), notice: { kind: 'handoff', handoff: WEEK_5 }, cause: 'time' },
    ...{ dueAt: at('2026-11-30T14:00Z'), until: null },
  };
  const now = at('2026-11-30T14:01Z');

  it('is a linked lead, rather one who is there', () => {
    const engineers = byId([linked(1, true), linked(2, true), anEngineer(3, { lead: true }), anEngineer(4)]);
    const timeOff = [
      aTimeOff({ engineer: engineerId(1), span: { start: at('2026-11-29T00:00Z'), end: at('2026-12-02T00:00Z') } }),
    ];
    expect(leadToTell(begun({ engineers }), now)).toBe('engineer-1');
    expect(leadToTell(begun({ engineers, timeOff }), now)).toBe('engineer-2');
    expect(blockedNotices(begun({ engineers }), blocked, 'archived', now)).toMatchObject([
      { key: 'blocked:handoff:v1.4', notice: { kind: 'notice-blocked', to: 'engineer-1', reason: 'archived' } },
    ]);
  });

  it('is another lead where the notice is to a lead, and the next where the first cannot be reached', () => {
    const engineers = byId([linked(1, true), linked(2, true), linked(3, true), anEngineer(4)]);
    const ofLead: NewNotice = {
      ...{ key: 'nudge', notice: { kind: 'handoff-nudge', handoff: WEEK_5, to: engineerId(1) }, cause: 'time' },
      ...{ dueAt: now, until: null },
    };
    const [first] = blockedNotices(begun({ engineers }), ofLead, 'gone', now);
    expect(first).toMatchObject({ notice: { kind: 'notice-blocked', to: 'engineer-2' } });
    const unlinked: NewNotice = {
      ...ofLead,
      key: 'other',
      notice: { kind: 'handoff-nudge', handoff: WEEK_5, to: engineerId(4) },
    };
    expect(blockedNotices(begun({ engineers }), unlinked, 'not linked', now)).toMatchObject([
      { key: 'unlinked:engineer-4' },
    ]);
    const [told] = blockedNotices(begun({ engineers }), blocked, 'archived', now);
    const [next] = told ? blockedNotices(begun({ engineers }), told, 'gone', now) : [];
    expect(next).toMatchObject({ notice: { kind: 'notice-blocked', key: blocked.key, to: 'engineer-2' } });
    const [third] = next ? blockedNotices(begun({ engineers }), next, 'gone', now) : [];
    expect(third).toMatchObject({ notice: { to: 'engineer-3' } });
    expect(third && blockedNotices(begun({ engineers }), third, 'gone', now)).toEqual([]);
  });

  it('is nobody where no lead is linked, and nobody about a fault of telling a fault', () => {
    expect(leadToTell(begun(), now)).toBeNull();
    const engineers = byId([linked(1, true), anEngineer(2), anEngineer(3), anEngineer(4)]);
    expect(blockedNotices(begun({ engineers }), { ...blocked, cause: 'fault' }, 'gone', now)).toEqual([]);
    const toLead: NewNotice = { ...blocked, notice: { kind: 'handoff-nudge', handoff: WEEK_5, to: engineerId(1) } };
    expect(blockedNotices(begun({ engineers }), toLead, 'gone', now)).toEqual([]);
  });
});

describe('working hours', () => {
  it('hold back what can wait, and no change of duty', () => {
    const to = 'engineer-1' as EngineerId;
    expect(waitsForWorkingHours(begun(), { kind: 'handoff-nudge', handoff: WEEK_5, to }, WEEK_5_BEGINS)).toBe(true);
    expect(waitsForWorkingHours(begun(), { kind: 'notes-wanted', handoff: WEEK_5, to }, WEEK_5_BEGINS)).toBe(true);
    expect(waitsForWorkingHours(begun(), { kind: 'handoff', handoff: WEEK_5 }, WEEK_5_BEGINS)).toBe(false);
    expect(
      waitsForWorkingHours(begun(), { kind: 'accepted-for-you', handoff: WEEK_5, to, by: to }, WEEK_5_BEGINS),
    ).toBe(false);
    expect(isReminder({ kind: 'accepted-for-you', handoff: WEEK_5, to, by: to })).toBe(false);
  });

  it('contain every nudge, wherever its addressee lives', () => {
    const zones = ['Pacific/Auckland', 'Asia/Kolkata', 'Europe/Berlin', 'America/Los_Angeles'];
    const engineers = byId(zones.map((timezone, place) => anEngineer(place + 1, { timezone })));
    const nudges = comingNotices(begun({ engineers }), at('2026-11-20T12:00Z')).filter(({ notice }) =>
      isReminder(notice),
    );
    expect(nudges.length).toBeGreaterThan(3);
    for (const { dueAt, notice } of nudges) {
      const zone = 'to' in notice && notice.to ? engineers.get(notice.to)?.timezone : undefined;
      const hour = Number(
        new Intl.DateTimeFormat('en', { timeZone: zone ?? 'UTC', hour: 'numeric', hourCycle: 'h23' }).format(dueAt),
      );
      expect(hour).toBeGreaterThanOrEqual(9);
      expect(hour).toBeLessThan(17);
    }
  });
});

it('the backup who is told is the one on duty then', () => {
  const told = comingNotices(begun(), at('2026-11-29T12:00Z')).find(({ key }) =>
    key.startsWith('unaccepted:v1.4:engineer'),
  );
  expect(told?.notice).toMatchObject({
    to: onCallAt(begun(), told?.dueAt ?? at('2026-11-30T14:00Z'))?.backup?.engineer,
  });
});
