import { type Handoff, handoffInto } from '../../src/domain/handoff';
import type { EngineerId, NoteId, OverrideId, SlackUserId, TimeOffId, UserGroupId } from '../../src/domain/ids';
import { addDays, type Interval, type LocalDate } from '../../src/domain/interval';
import { shiftNamed } from '../../src/domain/rotation';
import { engineerOf, type ShiftRef, type Team } from '../../src/domain/team';
import type { Message } from '../../src/slack/views/blocks';
import { noticeView } from '../../src/slack/views/notice';
import type { Notice } from '../../src/usecases/notice';
import type { StoredMirror, StoredNotice } from '../../src/usecases/outbox';
import { aNote, anAcceptance, anEngineer, anOverride, aTeam, aTimeOff, byId, engineerId } from '../fixtures';
import { messageFaults, NASTY } from './faults-of';
import { aHostileTeam, aHugeTeam, LINKED, linkedIn, NOW, times, type World } from './worlds';

/** The handoffs around {@link NOW}: of a week that is over, of the one under way, and the next; and one that is no more. */
const OVER: ShiftRef = { version: 1, turn: 2 };
const NOW_ON: ShiftRef = { version: 1, turn: 3 };
const AHEAD: ShiftRef = { version: 1, turn: 4 };
const GONE: ShiftRef = { version: 9, turn: 1 };

const REASON = 'The channel is archived. Unarchive it, or make another of the same name. (is_archived)';
const GROUP = 'S0ONCALL01' as UserGroupId;
const SINCE = new Date('2026-11-23T14:00:00Z');

const slackOf = (id: EngineerId): SlackUserId => `U0${id.toUpperCase().replace(/\W/g, '')}` as SlackUserId;

/** The same team, everybody linked to Slack: then whoever is mentioned rings. */
const allLinked = (team: Team): Team => ({
  ...team,
  engineers: byId([...team.engineers.values()].map((each) => ({ ...each, slack: slackOf(each.id) }))),
});

/** The plan's team, begun, everybody linked. */
const ourTeam = (more: Partial<Team> = {}): Team =>
  allLinked(aTeam({ begunAt: new Date('2026-10-20T12:00:00Z'), ...more }));

/** Every kind of notice about a handoff, or about nothing of the sort. */
const KINDS: Readonly<
  Record<
    Exclude<Notice['kind'], `swap-${string}` | `conflict${string}` | `gaps${string}` | 'cover-edge' | 'absence'>,
    (team: Team, handoff: ShiftRef) => readonly Notice[]
  >
> = {
  handoff: (_, handoff) => [{ kind: 'handoff', handoff }],
  'notes-wanted': (team, handoff) => [{ kind: 'notes-wanted', handoff, to: incomingOf(team, handoff) }],
  'handoff-ahead': (team, handoff) => [{ kind: 'handoff-ahead', handoff, to: incomingOf(team, handoff) }],
  'handoff-nudge': (team, handoff) => [{ kind: 'handoff-nudge', handoff, to: incomingOf(team, handoff) }],
  'handoff-unaccepted': (_, handoff) =>
    [null, engineerId(2)].map((to) => ({ kind: 'handoff-unaccepted' as const, handoff, to })),
  'accepted-for-you': (team, handoff) => [
    { kind: 'accepted-for-you', handoff, to: incomingOf(team, handoff), by: engineerId(2) },
  ],
  'note-for-you': (team, handoff) =>
    team.notes
      .filter((note) => note.handoff.turn === handoff.turn)
      .slice(0, 3)
      .map(({ id }) => ({ kind: 'note-for-you', note: id, to: incomingOf(team, handoff) })),
  'notice-blocked': () => [{ kind: 'notice-blocked', key: 'blocked', reason: REASON, to: engineerId(1) }],
  'mirror-refused': () =>
    (['topic', 'group'] as const).map((mirror) => ({
      ...{ kind: 'mirror-refused' as const, mirror, reason: REASON, to: engineerId(1) },
    })),
  'group-question': () => [{ kind: 'group-question', group: GROUP, to: engineerId(1) }],
};

const incomingOf = (team: Team, ref: ShiftRef): EngineerId => handoffOf(team, ref)?.incoming ?? engineerId(1);

function handoffOf(team: Team, ref: ShiftRef): Handoff | undefined {
  const shift = shiftNamed(team, ref);
  return shift && handoffInto(team, shift);
}

/** What is said only where somebody is asked to accept. */
const isOfAsking = ({ kind }: Notice): boolean => kind === 'accepted-for-you' || /^(notes|handoff)-/.test(kind);

/** Everything that can be said of a handoff, and of what has to do with none. */
function noticesOf(team: Team, handoff: ShiftRef): readonly Notice[] {
  const asks = handoffOf(team, handoff)?.asks ?? true;
  return Object.values(KINDS)
    .flatMap((make) => make(team, handoff))
    .filter((notice) => asks || !isOfAsking(notice));
}

const storedBlocked = (team: Team, handoff: ShiftRef): StoredNotice => ({
  ...{ team: team.id, key: 'blocked', id: 'id', notice: { kind: 'handoff-unaccepted', handoff, to: engineerId(2) } },
  ...{ cause: 'time', dueAt: SINCE, until: null, state: 'blocked', attempts: 3, attemptedAt: NOW, mayRepeat: false },
  ...{ message: null, sentAt: null, reason: REASON },
});

const refusedMirrors = (team: Team): readonly StoredMirror[] =>
  ['topic', 'group'].map((mirror) => ({
    ...{ team: team.id, mirror, fingerprint: null, text: null, writtenAt: null },
    refusal: { reason: REASON, since: SINCE },
  }));

/** What a notice says where everything it is about is so. */
function said(team: Team, notice: Notice, { at = NOW, late = false, mayRepeat = false } = {}): Message | null {
  const dueAt = late ? new Date(at.getTime() - 7_200_000) : at;
  const about = [storedBlocked(team, NOW_ON)];
  return noticeView({ notice, dueAt, mayRepeat }, { team, now: at, toldAt: at, about, refused: refusedMirrors(team) });
}

/** As {@link said}, for what must be said. */
function told(team: Team, notice: Notice, how: Parameters<typeof said>[2] = {}): Message {
  const message = said(team, notice, how);
  if (!message) throw new Error(`nothing is said of ${JSON.stringify(notice)}`);
  return message;
}

const wordsOf = (message: Message): string =>
  message.blocks
    .flatMap((block) =>
      block.type === 'section' ? [block.text?.text] : block.type === 'context' ? block.elements.map(textIn) : [],
    )
    .join('\n');
const textIn = (element: object): string => ('text' in element ? String(element.text) : '');
const ringing = (message: Message): readonly string[] => JSON.stringify(message).match(/(?<=<@)\w+/g) ?? [];
const labelsOf = (message: Message): readonly string[] =>
  message.blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((element) => (element.type === 'button' ? [element.text.text] : []))
      : [],
  );

/**
 * Whom a notice may mention: who has to accept, while they have to. The backup reads of them in a direct message, which
 * rings for its reader alone.
 */
function mayRing(team: Team, notice: Notice, at: Date): readonly string[] {
  if (notice.kind !== 'handoff' && notice.kind !== 'handoff-unaccepted') return [];
  const handoff = handoffOf(team, notice.handoff);
  if (!handoff) return [];
  const { asks, acceptance, incoming, shift } = handoff;
  const isAsked = asks && !acceptance && at < shift.end;
  const isDirect = notice.kind === 'handoff-unaccepted' && notice.to !== null;
  return isAsked || isDirect ? [engineerOf(team, incoming).slack ?? ''] : [];
}

/** What is wrong with anything a team is told in its longest form, late and perhaps again, with what it was. */
function faultsIn(team: Team, handoffs = [OVER, NOW_ON, AHEAD]): readonly string[] {
  return handoffs.flatMap((handoff) =>
    noticesOf(team, handoff).flatMap((notice) => {
      const message = said(team, notice, { late: true, mayRepeat: true });
      const faults = message ? messageFaults(message, mayRing(team, notice, NOW)) : [];
      return faults.map((fault) => `${JSON.stringify(notice)}: ${fault}`);
    }),
  );
}

/** The week that is under way, the one before and the one after it. */
const WEEKS: Interval = { start: new Date('2026-11-16T14:00:00Z'), end: new Date('2026-12-07T14:00:00Z') };
const HOUR = 3_600_000;

const accepted = (team: Team, by: EngineerId | null): Team => ({
  ...team,
  acceptances: [OVER, NOW_ON, AHEAD].map((handoff) => {
    const engineer = incomingOf(team, handoff);
    return anAcceptance({ handoff, engineer, by: by ?? engineer, at: SINCE });
  }),
});

const nobodyThere = (team: Team): Team => ({
  ...team,
  timeOff: [...team.engineers.keys()].map((engineer, n) =>
    aTimeOff({ id: `away-${n}` as TimeOffId, engineer, span: WEEKS }),
  ),
});

const samePrimary = (team: Team): Team => ({
  ...team,
  overrides: [AHEAD, NOW_ON, OVER].flatMap((handoff, n) => {
    const shift = shiftNamed(team, handoff);
    if (!shift) return [];
    const replaces = incomingOf({ ...team, overrides: [] }, handoff);
    if (replaces === engineerId(4)) return [];
    return [anOverride({ id: `same-${n}` as OverrideId, engineer: engineerId(4), replaces, span: shift })];
  }),
});

const holidays = (team: Team): Team => ({
  ...team,
  calendar: {
    ...team.calendar,
    extra: times(21, (n) => ({
      date: addDays('2026-11-16' as LocalDate, n),
      name: [...team.areas.values()][0]?.name ?? '',
    })),
  },
  pipelines: byId(
    [...team.pipelines.values()].map((each, n) => ({ ...each, tier: n % 2 === 0 ? 'critical' : 'normal' })),
  ),
});

const restless = (team: Team): Team => {
  const people = [...team.engineers.keys()];
  return {
    ...team,
    overrides: times(150, (n) =>
      anOverride({
        id: `restless-${n}` as OverrideId,
        span: { start: new Date(WEEKS.start.getTime() + n * 3 * HOUR), end: WEEKS.end },
        engineer: people[n % people.length] ?? engineerId(1),
        replaces: people[(n + 1) % people.length] ?? engineerId(2),
        kind: n % 2 === 0 ? 'trade' : 'cover',
      }),
    ),
  };
};

const noted = (team: Team): Team => ({
  ...team,
  notes: [OVER, NOW_ON, AHEAD].flatMap((handoff) =>
    times(30, (n) =>
      aNote({
        id: `note-${handoff.turn}-${n}` as NoteId,
        handoff,
        text: `Note ${n}: ${'look at it\n'.repeat(150)}`.slice(0, 1500),
      }),
    ),
  ),
});

const SITUATIONS: readonly (readonly [name: string, bend: (team: Team) => Team])[] = [
  ['nobody has accepted', (team) => team],
  ['it is accepted', (team) => accepted(team, null)],
  ['a lead accepted for them', (team) => accepted(team, engineerId(2))],
  ['nobody can be reached', nobodyThere],
  ['the primary stays the same', samePrimary],
  ['every day is a holiday', holidays],
  ['the week changes hands every three hours', restless],
  ['thirty long notes were written', noted],
  ['all of that comes together', (team) => restless(holidays(noted(team)))],
  ['all of that comes together and is accepted', (team) => accepted(restless(holidays(noted(team))), engineerId(2))],
];

describe('every kind of notice is what Slack takes and rings nobody it should not', () => {
  it('and every kind says something in a week under way', () => {
    const team = noted(ourTeam());
    const kinds = noticesOf(team, NOW_ON).flatMap((notice) => (said(team, notice) ? [notice.kind] : []));
    expect([...new Set(kinds)].sort()).toEqual(Object.keys(KINDS).sort());
  });

  it.each(SITUATIONS)('for the team of the plan where %s', (_, bend) => {
    expect(faultsIn(bend(ourTeam()))).toEqual([]);
    expect(faultsIn(bend(aTeam({ begunAt: SINCE })))).toEqual([]);
  });

  it.each(
    [SITUATIONS.slice(0, 1), SITUATIONS.slice(-2)]
      .flat()
      .flatMap(([name, bend]) => [60, 150].map((longest) => [longest, name, bend] as const)),
  )('for 100 engineers and 200 pipelines with names of %i characters where %s', (longest, _, bend) => {
    expect(faultsIn(bend(allLinked(aHugeTeam(longest).team)), [NOW_ON])).toEqual([]);
  });

  it.each(NASTY)('where people and files write %s', (_, text) => {
    for (const before of ['', 'Same ']) {
      const team = allLinked(aHostileTeam(text, before).team);
      const { notes } = team;
      for (const bend of [nobodyThere, accepted.bind(null, team, engineerId(2)), restless, (each: Team) => each])
        expect(faultsIn(holidays({ ...bend(team), notes }), [NOW_ON])).toEqual([]);
    }
  });
});

describe('whom it rings for', () => {
  const incoming = slackOf(engineerId(4));
  const asks = ourTeam();
  const post: Notice = { kind: 'handoff', handoff: NOW_ON };
  const nobodyYet: Notice = { kind: 'handoff-unaccepted', handoff: NOW_ON, to: null };
  const toBackup: Notice = { kind: 'handoff-unaccepted', handoff: NOW_ON, to: engineerId(1) };
  const later = new Date('2026-12-01T15:00:00Z');

  it.each<{ readonly sentence: string; readonly notice: Notice; readonly team: Team; readonly at?: Date }>([
    { sentence: 'the post of a handoff rings for who must accept', notice: post, team: asks },
    { sentence: 'the word that nobody accepted rings for who must accept', notice: nobodyYet, team: asks },
    { sentence: 'the backup is told whom to ask', notice: toBackup, team: asks },
  ])('$sentence, and nobody else', ({ notice, team, at = NOW }) => {
    expect(ringing(told(team, notice, { at }))).toEqual([incoming]);
  });

  it.each<{ readonly sentence: string; readonly notice: Notice; readonly team: Team; readonly at?: Date }>([
    { sentence: 'the post once it is accepted', notice: post, team: accepted(asks, null) },
    { sentence: 'the post once a lead accepted', notice: post, team: accepted(asks, engineerId(1)) },
    { sentence: 'the post of a week that is over', notice: post, team: asks, at: later },
    { sentence: 'the post where the primary stays', notice: post, team: samePrimary(asks) },
    { sentence: 'the post where nobody can be reached', notice: post, team: nobodyThere(asks) },
    { sentence: 'the post of a week that Baton did not hand over', notice: post, team: ourTeam({ begunAt: NOW }) },
    { sentence: 'the word that nobody accepted, once they have', notice: nobodyYet, team: accepted(asks, null) },
    { sentence: 'the word that nobody accepted, once the week is over', notice: nobodyYet, team: asks, at: later },
    {
      sentence: 'the post of somebody who is not linked',
      notice: post,
      team: aTeam({ begunAt: asks.begunAt, engineers: byId(times(4, (n) => anEngineer(n + 1))) }),
    },
  ])('nobody: $sentence', ({ notice, team, at = NOW }) => {
    expect(ringing(told(team, notice, { at }))).toEqual([]);
  });
});

describe('the first 80 characters say who must do what', () => {
  const team = { ...ourTeam(), notes: [aNote({ handoff: NOW_ON, engineer: engineerId(2) })] };
  const [one, two, four] = [1, 2, 4].map(engineerId) as [EngineerId, EngineerId, EngineerId];
  const away = { ...team, timeOff: [...nobodyThere(team).timeOff] };
  const backOnThursday = {
    ...team,
    timeOff: away.timeOff.map((each) => ({ ...each, span: { ...WEEKS, end: new Date('2026-11-26T14:00:00Z') } })),
  };

  it.each<{ readonly notice: Notice; readonly of?: Team; readonly begins: string; readonly at?: string }>([
    {
      notice: { kind: 'handoff', handoff: NOW_ON },
      begins: 'Engineer 4 takes over on call from Engineer 3: press “I have it”. Until Mon 30 N',
    },
    {
      notice: { kind: 'handoff', handoff: NOW_ON },
      of: accepted(team, null),
      begins: 'Engineer 4 has it: on call from Engineer 3 until Mon 30 Nov.',
    },
    {
      notice: { kind: 'handoff', handoff: NOW_ON },
      at: '2026-12-01T15:00:00Z',
      begins: 'Engineer 4 took over on call from Engineer 3. Until Mon 30 Nov.',
    },
    {
      notice: { kind: 'handoff', handoff: NOW_ON },
      of: samePrimary(team),
      begins: 'Engineer 4 stays on call until Mon 30 Nov.',
    },
    {
      notice: { kind: 'handoff', handoff: NOW_ON },
      of: away,
      begins: 'Nobody is on duty until Mon 30 Nov: Engineer 4 is away.',
    },
    {
      notice: { kind: 'handoff', handoff: NOW_ON },
      of: backOnThursday,
      begins: 'Nobody is on duty until Thu 26 Nov: Engineer 4 is away.',
    },
    {
      notice: { kind: 'notes-wanted', handoff: AHEAD, to: four },
      begins: 'Write your handoff notes for Engineer 1, who takes over on Mon 30 Nov 09:00 New ',
    },
    {
      notice: { kind: 'handoff-ahead', handoff: AHEAD, to: one },
      begins: 'You are on call from Mon 30 Nov 09:00 New York time.',
    },
    {
      notice: { kind: 'handoff-nudge', handoff: NOW_ON, to: four },
      begins: 'Press “I have it”: you have been on call since Mon 23 Nov 09:00 New York time, a',
    },
    {
      notice: { kind: 'handoff-unaccepted', handoff: NOW_ON, to: null },
      begins: 'Engineer 4 has not accepted the handoff: Engineer 4, press “I have it”.',
    },
    {
      notice: { kind: 'handoff-unaccepted', handoff: NOW_ON, to: null },
      of: accepted(team, null),
      begins: 'The handoff of Mon 23 Nov 09:00: :white_check_mark: *Engineer 4* has it: accepte',
    },
    {
      notice: { kind: 'handoff-unaccepted', handoff: NOW_ON, to: one },
      begins: 'You are backup: ask Engineer 4 whether they have it. They have not accepted the ',
    },
    {
      notice: { kind: 'accepted-for-you', handoff: NOW_ON, to: four, by: one },
      begins: 'You are on call until Mon 30 Nov 09:00 New York time: Engineer 1 accepted the ha',
    },
    {
      notice: { kind: 'note-for-you', note: 'note-1' as NoteId, to: four },
      begins: 'Read a new handoff note from Engineer 2: you are on call.',
    },
    {
      notice: { kind: 'notice-blocked', key: 'blocked', reason: REASON, to: two },
      begins: 'Mend this: Baton cannot send the word to Engineer 2 that the handoff is not acce',
    },
    {
      notice: { kind: 'mirror-refused', mirror: 'topic', reason: REASON, to: one },
      begins: 'Mend this: Baton cannot keep the channel’s topic up to date. The channel is arch',
    },
    {
      notice: { kind: 'mirror-refused', mirror: 'group', reason: REASON, to: one },
      begins: 'Mend this: Baton cannot keep the user group up to date. The channel is archived.',
    },
    {
      notice: { kind: 'group-question', group: GROUP, to: one },
      begins: 'May Baton keep @data-oncall equal to who is on call? Please decide.',
    },
  ])('$notice.kind: $begins', ({ notice, of = team, at, begins }) => {
    expect(told(of, notice, { at: at ? new Date(at) : NOW }).text.slice(0, 80)).toBe(begins);
  });
});

describe('the post of a handoff', () => {
  const post: Notice = { kind: 'handoff', handoff: NOW_ON };
  const linesOf = (team: Team, how = {}): readonly string[] => wordsOf(told(team, post, how)).split('\n');
  const until = expect.stringMatching(/^Until <!date.*Mon 30 Nov 09:00 New York time>\.$/);
  const four = `<@${slackOf(engineerId(4))}>`;

  it.each<{ readonly where: string; readonly team: Team; readonly says: readonly string[] }>([
    {
      where: 'somebody takes over',
      team: ourTeam(),
      says: [`${four} takes over on call from *Engineer 3*.`, 'Backup: *Engineer 1*.'],
    },
    {
      where: 'it is accepted',
      team: accepted(ourTeam(), null),
      says: ['*Engineer 4* takes over on call from *Engineer 3*.', 'Backup: *Engineer 1*.'],
    },
    {
      where: 'the primary stays',
      team: samePrimary(ourTeam()),
      says: ['*Engineer 4* stays on call.', 'Backup: *Engineer 1*.'],
    },
    {
      where: 'nobody can be reached',
      team: nobodyThere(ourTeam()),
      says: [
        ':warning: Nobody is on duty: *Engineer 4* is away, and nobody is left to stand in.',
        ':warning: Nobody is left to be backup.',
      ],
    },
  ])('says who, the backup and until when in its first three lines where $where', ({ team, says }) => {
    expect(linesOf(team).slice(0, 3)).toEqual([...says, until]);
  });

  it.each<{ readonly where: string; readonly team: Team; readonly offers: readonly string[]; readonly at?: Date }>([
    { where: 'somebody must accept', team: ourTeam(), offers: ['I have it', 'Add a note', 'Schedule', 'Swap'] },
    { where: 'it is accepted', team: accepted(ourTeam(), null), offers: ['Add a note', 'Schedule', 'Swap'] },
    { where: 'the primary stays', team: samePrimary(ourTeam()), offers: ['Add a note', 'Schedule', 'Swap'] },
    { where: 'the week is over', team: ourTeam(), offers: [], at: new Date('2026-12-01T15:00:00Z') },
  ])('offers what can be done where $where', ({ team, offers, at = NOW }) => {
    expect(labelsOf(told(team, post, { at }))).toEqual(offers);
  });

  it.each<{ readonly says: string; readonly team: Team; readonly how?: Parameters<typeof said>[2] }>([
    { says: 'Posted late: it was due on Tue 24 Nov 08:00, New York time.', team: ourTeam(), how: { late: true } },
    {
      says: 'Possible repeat: Slack did not say whether this arrived the first time.',
      ...{ team: ourTeam(), how: { mayRepeat: true } },
    },
    { says: 'Not accepted yet.', team: ourTeam() },
    { says: ':white_check_mark: *Engineer 4* has it: accepted Mon 23 Nov 09:00.', team: accepted(ourTeam(), null) },
    {
      says: ':white_check_mark: *Engineer 4* has it: *Engineer 2* accepted for them Mon 23 Nov 09:00.',
      team: accepted(ourTeam(), engineerId(2)),
    },
    { says: 'and 49 more changes', team: restless(ourTeam()) },
    { says: 'and 18 more', team: noted(ourTeam()) },
    {
      says: 'Holidays too: Friday 27 November 2026, Saturday 28 November 2026, Sunday 29 November 2026.',
      team: holidays(ourTeam()),
    },
    { says: '*Monday 23 November 2026* is a holiday of *Engineer 4* (Profit)', team: holidays(ourTeam()) },
    { says: 'Next: Mon 30 Nov Engineer 1 · Mon 7 Dec Engineer 2 · Mon 14 Dec Engineer 3', team: ourTeam() },
  ])('says “$says”', ({ says, team, how = {} }) => {
    expect(linesOf(team, how)).toContain(says);
  });

  it('says nothing of being late where it is not, nor of a repeat', () => {
    expect(linesOf(ourTeam()).join()).not.toMatch(/late|repeat/);
  });

  it('counts the leads of 200 pipelines that there is no room for, and says of the others when they go on', () => {
    const lines = linesOf(allLinked(holidays(aHugeTeam(60).team)));
    expect(lines.filter((line) => /^and \d+ more; ask `\/oncall` with their names$/.test(line))).toHaveLength(4);
    expect(lines.filter((line) => /^• Pipeline .*…: again from \w+ \d+ (Nov|Dec) \d\d:\d\d$/.test(line))).toHaveLength(
      4,
    );
  });
});

describe('any notice that may have been told before', () => {
  const team = noted(ourTeam());
  it.each(noticesOf(team, NOW_ON).map((notice) => [notice.kind, notice] as const))('says so: %s', (_, notice) => {
    expect(wordsOf(told(team, notice, { mayRepeat: true }))).toContain('Possible repeat');
    expect(wordsOf(told(team, notice))).not.toContain('Possible repeat');
  });
});

describe('a notice whose matter is gone is not told', () => {
  const team = noted(ourTeam());
  const [one, three, four] = [1, 3, 4].map(engineerId) as [EngineerId, EngineerId, EngineerId];
  const unmended = { about: [storedBlocked(team, NOW_ON)], refused: refusedMirrors(team) };
  const toldWith = (of: Team, notice: Notice, more: Partial<typeof unmended> = {}): Message | null =>
    noticeView({ notice, dueAt: NOW, mayRepeat: true }, { ...unmended, ...more, team: of, now: NOW, toldAt: NOW });
  const blocked: Notice = { kind: 'notice-blocked', key: 'blocked', reason: REASON, to: one };
  const topic: Notice = { kind: 'mirror-refused', mirror: 'topic', reason: REASON, to: one };

  it.each(noticesOf(team, GONE).filter((notice) => 'handoff' in notice))(
    'a handoff that is no more: $kind',
    (notice) => {
      expect(toldWith(team, notice)).toBeNull();
    },
  );

  it.each<[string, Message | null]>([
    ['a note that was taken back', toldWith(team, { kind: 'note-for-you', note: 'gone' as NoteId, to: four })],
    [
      'a note for somebody who does not take over any more',
      toldWith(team, { kind: 'note-for-you', note: 'note-3-1' as NoteId, to: three }),
    ],
    [
      'what was accepted for somebody who does not take over any more',
      toldWith(team, { kind: 'accepted-for-you', handoff: NOW_ON, to: three, by: one }),
    ],
    ['a notice that was sent', toldWith(team, blocked, { about: [{ ...storedBlocked(team, NOW_ON), state: 'sent' }] })],
    ['a notice that is not there', toldWith(team, blocked, { about: [] })],
    ['a topic that is kept again', toldWith(team, topic, { refused: [] })],
    [
      'a topic that is refused for another reason',
      toldWith(team, topic, {
        refused: refusedMirrors(team).map((each) => ({ ...each, refusal: { reason: 'Another.', since: SINCE } })),
      }),
    ],
  ])('%s', (_, message) => {
    expect(message).toBeNull();
  });
});

it('the worlds have somebody to ring for', () => {
  const worlds: readonly World[] = [aHugeTeam(60), aHostileTeam('x', '')];
  expect(worlds.map(({ team }) => linkedIn(team).length)).toEqual([50, 1]);
  expect(linkedIn(aHostileTeam('x', '').team)).toEqual([LINKED]);
});
