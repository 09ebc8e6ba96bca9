import type { InputBlock, ModalView } from '@slack/types';
import type { EngineerId, SlackUserId, UserGroupId } from '../../src/domain/ids';
import { engineerOf, LONGEST_NOTE, type NoteTopic, REMINDERS, type ShiftRef, type Team } from '../../src/domain/team';
import { readForm } from '../../src/slack/actions';
import { guardView } from '../../src/slack/guard';
import type { Message } from '../../src/slack/views/blocks';
import { doneView, refusalView } from '../../src/slack/views/deed';
import { type GroupChange, groupForm, NOTE_INPUT, notesForm, savedView } from '../../src/slack/views/forms';
import { healthView } from '../../src/slack/views/health';
import { setupView } from '../../src/slack/views/setup';
import type { AnySwapRefusal } from '../../src/slack/views/swap-deed';
import type { DeedRefusal, Done } from '../../src/usecases/deed';
import { ASKED_TOPICS, type HandoffCard, handoffCard } from '../../src/usecases/handoffs';
import { type HealthFacts, health } from '../../src/usecases/health';
import { showSetup } from '../../src/usecases/setup';
import { aNote, anAcceptance, anEngineer, aTeam, byId, engineerId } from '../fixtures';
import { messageFaults, NASTY, viewFaults } from './faults-of';
import { aHostileTeam, aHugeTeam, HEALTH, LINKED, NOW, times } from './worlds';

const WRITER = engineerId(4);
const NEXT: ShiftRef = { version: 1, turn: 4 };
const GONE: ShiftRef = { version: 9, turn: 1 };
const GROUP = 'S0ONCALL01' as UserGroupId;
const [ONE, TWO] = [engineerId(1), engineerId(2)];

/** The plan's team, begun; engineer 1 is a lead. */
const ourTeam = (more: Partial<Team> = {}): Team => aTeam({ begunAt: new Date('2026-10-20T12:00:00Z'), ...more });

/** Teams of every size, and what they are called. */
const TEAMS: readonly (readonly [name: string, team: Team])[] = [
  ['the team of the plan', ourTeam()],
  ['100 engineers with names of 60 characters', aHugeTeam(60).team],
  ['100 engineers with names of 150 characters', aHugeTeam(150).team],
  ...NASTY.flatMap(([name, text]) => [[`a team that writes ${name}`, aHostileTeam(text, '').team] as const]),
];

/** Everything that can come of a deed, of every kind. */
const DONE: Readonly<{
  [Kind in Exclude<Done['kind'], 'swap' | 'covered' | 'conflict-answered' | `time-off-${string}`>]: (
    team: Team,
  ) => readonly Extract<Done, { readonly kind: Kind }>[];
}> = {
  accepted: () =>
    [NEXT, GONE].flatMap((handoff) =>
      [ONE, TWO].map((by) => ({
        ...{ kind: 'accepted' as const, acceptance: anAcceptance({ handoff, engineer: ONE, by, at: NOW }) },
      })),
    ),
  'notes-saved': (team) =>
    [NEXT, GONE].flatMap((handoff) =>
      [0, 1, 3].flatMap((count) =>
        [0, 3].map((removed) => ({ kind: 'notes-saved' as const, handoff, removed, saved: notesOf(team, count) })),
      ),
    ),
  'note-removed': (team) => [...notesOf(team, 1), aNote()].map((note) => ({ kind: 'note-removed', note })),
  muted: () =>
    REMINDERS.flatMap((reminder) => [true, false].map((muted) => ({ kind: 'muted' as const, reminder, muted }))),
  begun: () => [{ kind: 'begun' }],
  'lead-linked': (team) => [{ kind: 'lead-linked', engineer: engineerOf(team, ONE) }],
  'group-answered': () =>
    [true, false].map((agreed) => ({
      ...{ kind: 'group-answered' as const, consent: { group: GROUP, agreed, by: ONE, at: NOW } },
    })),
};

const notesOf = (team: Team, count: number) => [...team.notes, aNote(), aNote(), aNote()].slice(0, count);

/** Every reason why something is not done. */
const REFUSALS: Readonly<{
  [Kind in Exclude<DeedRefusal['kind'], Exclude<AnySwapRefusal['kind'], 'not-on-team'>>]: (
    team: Team,
  ) => readonly Extract<DeedRefusal, { readonly kind: Kind }>[];
}> = {
  'no-such-handoff': () => [{ kind: 'no-such-handoff' }],
  'not-on-team': () => [{ kind: 'not-on-team' }],
  'not-yours': () => [{ kind: 'not-yours', incoming: ONE }],
  'for-somebody-else': () => [{ kind: 'for-somebody-else', handoff: NEXT, incoming: ONE }],
  'nothing-to-accept': () =>
    (['stays', 'away', 'before-baton'] as const).map((why) => ({ kind: 'nothing-to-accept', incoming: ONE, why })),
  'too-early': () => [{ kind: 'too-early', from: NOW }],
  'week-over': () => [{ kind: 'week-over', end: NOW }],
  'accepted-already': () =>
    [ONE, TWO].map((by) => ({ kind: 'accepted-already', acceptance: anAcceptance({ engineer: ONE, by, at: NOW }) })),
  'no-text': () => [{ kind: 'no-text' }],
  'note-too-long': () => [{ kind: 'note-too-long', text: 'x'.repeat(LONGEST_NOTE + 1) }],
  'note-gone': () => [{ kind: 'note-gone' }],
  'note-of-another': () => [{ kind: 'note-of-another', engineer: ONE }],
  'only-leads': (team) => leadsOf(team).map((leads) => ({ kind: 'only-leads', leads })),
  'begun-already': () => [{ kind: 'begun-already', at: NOW }],
  'channel-not-found': (team) => [{ kind: 'channel-not-found', name: team.channels.team }],
  'lead-linked-already': (team) => leadsOf(team).map((leads) => ({ kind: 'lead-linked-already', leads })),
  'wrong-code': () => [{ kind: 'wrong-code' }],
  'linked-to-another': () => [{ kind: 'linked-to-another', engineer: ONE }],
  'which-lead': (team) => leadsOf(team).map((leads) => ({ kind: 'which-lead', leads, code: 'BATON-CODE' })),
  'no-lead-in-file': () => [{ kind: 'no-lead-in-file' }],
};

/** Nobody, one, and everybody as leads. */
const leadsOf = ({ engineers }: Team) => [0, 1, engineers.size].map((count) => [...engineers.values()].slice(0, count));

const everyDone = (team: Team): readonly Done[] =>
  Object.values<(team: Team) => readonly Done[]>(DONE).flatMap((make) => make(team));
const everyRefusal = (team: Team): readonly DeedRefusal[] =>
  Object.values<(team: Team) => readonly DeedRefusal[]>(REFUSALS).flatMap((make) => make(team));

/** Every answer to something that was to be done, with what it answers. */
const answersOf = (team: Team): readonly (readonly [about: object, message: Message])[] => [
  ...everyDone(team).map((done) => [done, doneView(done, { team, now: NOW })] as const),
  ...everyRefusal(team).map((refusal) => [refusal, refusalView(refusal, { team, now: NOW })] as const),
];

function cardOf(team: Team, handoff = NEXT): HandoffCard {
  const card = handoffCard(team, handoff, NOW);
  if (!card) throw new Error('there is no such handoff');
  return card;
}

const draftsOf = (text: string): ReadonlyMap<NoteTopic, { readonly text: string }> =>
  new Map(ASKED_TOPICS.map((topic) => [topic, { text }]));

const someUsers = (count: number): readonly SlackUserId[] => times(count, (n) => `U0MEMBER${n}` as SlackUserId);

/** What a form can know of a user group. */
const CHANGES: readonly (readonly [name: string, change: GroupChange])[] = [
  ['before Slack has answered', { kind: 'loading' }],
  ['where Slack refuses', { kind: 'unreadable', reason: 'User groups need a paid plan of Slack. <!channel>' }],
  ...[0, 1, 500].flatMap((removed) =>
    [[], ['Engineer 1', '<!channel>'], ['x'.repeat(150), '&'.repeat(150)]].flatMap((unlinked) =>
      [true, false].map(
        (changed) =>
          [
            `where ${removed} would be removed, ${unlinked.length} are not linked, ${changed ? 'and that is new' : 'as was seen'}`,
            {
              ...{
                kind: 'known' as const,
                removed: someUsers(removed),
                members: someUsers(removed === 1 ? 0 : 2),
                unlinked,
              },
              ...{ seen: 'x'.repeat(20), changed },
            },
          ] as const,
      ),
    ),
  ),
];

const groupFormOf = (change: GroupChange, team: Team): ModalView =>
  groupForm({ kind: 'group', group: GROUP }, change, team);

const textsOf = (sent: object): string => JSON.stringify(sent);

describe('every answer to something that was to be done is what Slack takes and rings nobody', () => {
  it.each(TEAMS)('for %s', (_, team) => {
    const faults = answersOf(team).flatMap(([about, message]) =>
      messageFaults(message, []).map((fault) => `${JSON.stringify(about).slice(0, 100)}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  it.each(TEAMS)('and so is the form that shows it, for %s', (_, team) => {
    expect(answersOf(team).flatMap(([, message]) => viewFaults(savedView(message, 'Handoff notes'), []))).toEqual([]);
  });
});

describe('the form for notes is what Slack takes', () => {
  const faultsOfDrafts = (team: Team, text: string): readonly string[] =>
    [NEXT, { version: 1, turn: 0 }].flatMap((handoff) =>
      viewFaults(notesForm(cardOf(team, handoff), draftsOf(text), WRITER, { team, now: NOW }), []),
    );

  it.each(TEAMS)('for %s', (_, team) => {
    expect(faultsOfDrafts(team, '')).toEqual([]);
    expect(faultsOfDrafts(team, 'x\n'.repeat(LONGEST_NOTE / 2))).toEqual([]);
  });

  it.each(NASTY)('with a draft of %s', (_, text) => {
    expect(faultsOfDrafts(ourTeam(), text)).toEqual([]);
    expect(faultsOfDrafts(ourTeam(), text.repeat(LONGEST_NOTE).slice(0, LONGEST_NOTE))).toEqual([]);
  });

  const team = ourTeam();
  const inputs = (view: ModalView): readonly InputBlock[] =>
    view.blocks.filter((block): block is InputBlock => block.type === 'input');

  it('with what its writer wrote before, as it was typed', () => {
    const text = 'Load 7 <fails>\r\n\n• & more';
    const view = notesForm(cardOf(team), new Map([['delays', { text }]]), WRITER, { team, now: NOW });
    expect(inputs(view).map(({ block_id: topic, element }) => [topic, element])).toEqual(
      ASKED_TOPICS.map((topic) => [
        topic,
        {
          ...{ type: 'plain_text_input', action_id: NOTE_INPUT, multiline: true, max_length: LONGEST_NOTE },
          placeholder: expect.anything(),
          ...(topic === 'delays' && { initial_value: text }),
        },
      ]),
    );
  });

  it('with nothing that has to be written', () => {
    expect(
      inputs(notesForm(cardOf(team), new Map(), WRITER, { team, now: NOW })).every(({ optional }) => optional),
    ).toBe(true);
  });

  it.each<{ readonly where: string; readonly handoff: ShiftRef; readonly says: string }>([
    {
      where: 'somebody hands over',
      handoff: NEXT,
      says: 'For *Engineer 1*, who takes over from *Engineer 4* on Mon 30 Nov 09:00.',
    },
    {
      where: 'the rotation begins',
      handoff: { version: 1, turn: 0 },
      says: 'For *Engineer 1*, who is on call from Mon 2 Nov 09:00.',
    },
  ])('and says for whom where $where', ({ handoff, says }) => {
    expect(textsOf(notesForm(cardOf(team, handoff), new Map(), WRITER, { team, now: NOW }))).toContain(says);
  });
});

describe('the form for a user group is what Slack takes', () => {
  it.each(CHANGES)('%s', (_, change) => {
    const mayRing = [...someUsers(500)];
    for (const [, team] of TEAMS) expect(viewFaults(groupFormOf(change, team), mayRing)).toEqual([]);
  });

  it('and counts the members that there is no room for', () => {
    const [, change] = CHANGES.find(([name]) => name.startsWith('where 500')) ?? [];
    expect(change && textsOf(groupFormOf(change, ourTeam()))).toContain('<@U0MEMBER99>, and 400 more');
  });

  it.each<{ readonly where: string; readonly change: GroupChange; readonly offers: boolean }>([
    { where: 'before anything is known', change: { kind: 'loading' }, offers: false },
    { where: 'where it cannot be read', change: { kind: 'unreadable', reason: 'No.' }, offers: false },
    {
      where: 'where it is seen who would be removed',
      change: { kind: 'known', removed: [], members: [], unlinked: [], seen: 'x', changed: false },
      offers: true,
    },
  ])('lets a lead agree only to what they see: $where', ({ change, offers }) => {
    expect('submit' in groupFormOf(change, ourTeam())).toBe(offers);
  });
});

describe('what a form carries comes back', () => {
  const team = ourTeam();
  const seen = { kind: 'known', removed: [], members: [], unlinked: [], seen: 'x'.repeat(20), changed: false } as const;

  it.each<[string, ModalView, object]>([
    ['for notes', notesForm(cardOf(team), new Map(), WRITER, { team, now: NOW }), { kind: 'notes', handoff: NEXT }],
    ['for a group', groupFormOf({ kind: 'loading' }, team), { kind: 'group', group: GROUP }],
    ['for a group that was seen', groupFormOf(seen, team), { kind: 'group', group: GROUP, seen: seen.seen }],
  ])('%s', (_, view, form) => {
    expect(readForm(view.private_metadata ?? '')).toEqual(form);
  });

  it.each([
    ['private_metadata', 'modal.private_metadata'],
    ['initial_value', 'plain_text_input.initial_value'],
  ])('and the guard lets no more than Slack takes through: %s', (key, where) => {
    const form = notesForm(cardOf(team), draftsOf(key === 'initial_value' ? 'x'.repeat(3001) : ''), WRITER, {
      team,
      now: NOW,
    });
    const told: unknown[] = [];
    const sent = guardView(
      key === 'private_metadata' ? { ...form, private_metadata: 'x'.repeat(3001) } : form,
      (breaches) => told.push(...breaches),
    );
    expect(told[0]).toEqual({ where, what: '3001 characters, 3000 at most' });
    expect(viewFaults(sent, [])).toEqual([]);
  });

  it('and the guard takes a form that carries nothing', () => {
    expect(viewFaults({ ...groupFormOf({ kind: 'loading' }, team), private_metadata: '' }, [])).toEqual([]);
  });
});

describe('a form that is saved', () => {
  it('shows what was done, without buttons', () => {
    const done = { kind: 'notes-saved', handoff: NEXT, saved: [aNote()], removed: 0 } as const;
    const message = doneView(done, { team: ourTeam(), now: NOW });
    expect(savedView(message, 'A heading that is longer than a title')).toEqual({
      type: 'modal',
      title: { type: 'plain_text', text: 'A heading that is longe…' },
      close: { type: 'plain_text', text: 'Close' },
      blocks: message.blocks.slice(0, 1),
    });
  });

  it('says by which clock its times are, as the message does', () => {
    const abroad = {
      ...ourTeam(),
      engineers: byId([1, 2].map((n) => anEngineer(n, n === 2 ? { timezone: 'Europe/London' } : {}))),
    };
    const message = refusalView({ kind: 'too-early', from: NOW }, { team: abroad, now: NOW });
    expect(JSON.stringify(savedView(message, 'Not done'))).toContain('Times are New York time.');
  });
});

describe('what is said of a deed', () => {
  const team = ourTeam();
  const saved = [aNote(), aNote({ topic: 'delays' }), aNote({ topic: 'active-issues' })];
  const acceptance = anAcceptance({ handoff: NEXT, engineer: ONE, by: ONE, at: NOW });

  it.each<{ readonly done: Done; readonly says: string }>([
    {
      done: { kind: 'accepted', acceptance },
      says: 'You have it: on call from Mon 30 Nov 09:00 until Mon 7 Dec 09:00. The handoff says so.',
    },
    {
      done: { kind: 'accepted', acceptance: { ...acceptance, by: TWO } },
      says: 'You accepted for *Engineer 1*, who has it from Mon 30 Nov 09:00 until Mon 7 Dec 09:00. The handoff says so, and they are told.',
    },
    {
      done: { kind: 'notes-saved', handoff: NEXT, saved: saved.slice(0, 1), removed: 1 },
      says: 'Your note stands in the handoff of Mon 30 Nov 09:00.',
    },
    {
      done: { kind: 'notes-saved', handoff: NEXT, saved, removed: 0 },
      says: 'Your 3 notes stand in the handoff of Mon 30 Nov 09:00.',
    },
    {
      done: { kind: 'notes-saved', handoff: NEXT, saved: [], removed: 1 },
      says: 'Taken out of the handoff of Mon 30 Nov 09:00.',
    },
    {
      done: { kind: 'notes-saved', handoff: NEXT, saved: [], removed: 0 },
      says: 'Nothing changed in the handoff of Mon 30 Nov 09:00.',
    },
    { done: { kind: 'note-removed', note: aNote() }, says: 'Taken back: _Pending actions_.' },
    {
      done: { kind: 'muted', reminder: 'handoff-nudge', muted: false },
      says: 'You get this again: a reminder to accept the handoff.',
    },
    { done: { kind: 'begun' }, says: 'Baton has begun. What was due before now is not told.' },
    { done: { kind: 'lead-linked', engineer: anEngineer(1) }, says: 'You are linked as *Engineer 1*, a lead.' },
    {
      done: { kind: 'group-answered', consent: { group: GROUP, agreed: true, by: ONE, at: NOW } },
      says: 'Baton keeps *@data-oncall* equal to who is on call from now on.',
    },
  ])('$says', ({ done, says }) => {
    expect(doneView(done, { team, now: NOW }).text).toBe(says);
  });

  it.each<{ readonly kind: keyof typeof REFUSALS; readonly says: string }>([
    { kind: 'not-yours', says: 'The lead is Engineer 1.' },
    { kind: 'only-leads', says: 'No lead is linked to Slack yet.' },
    { kind: 'for-somebody-else', says: 'As a lead you can accept for them' },
    { kind: 'not-on-team', says: 'ask a lead to put your e-mail or Slack id in the team file.' },
    { kind: 'note-of-another', says: 'or a lead can take it back.' },
    { kind: 'note-too-long', says: 'has 1501 characters, and 1500 are the most.' },
    { kind: 'nothing-to-accept', says: 'Nobody has to accept this handoff: *Engineer 1* stays on call.' },
  ])('a refusal says who may, or what to do: $kind', ({ kind, says }) => {
    const [refusal] = REFUSALS[kind](team);
    expect(refusal && refusalView(refusal, { team, now: NOW }).text).toContain(says);
  });

  it('a note that is too long is given back with its lines', () => {
    const written = Array.from({ length: 90 }, (_, number) => `Line ${number}: <!channel> & how it goes on`).join('\n');
    const { blocks } = refusalView({ kind: 'note-too-long', text: written }, { team, now: NOW });
    const given = blocks.slice(1).map((block) => (block.type === 'section' ? block.text?.text : ''));
    expect(given.join('\n')).toBe(written.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
  });

  it.each([
    { what: 'as much of it as a message has room for', written: 'A word and another. '.repeat(700), least: 10_000 },
    { what: 'signs that become longer', written: '&'.repeat(3500), least: 1800 },
    {
      what: 'lines that begin with spaces',
      written: `${'a'.repeat(590)}\n    - child\n`.repeat(4).trim(),
      least: 2000,
    },
    { what: 'blank lines', written: `${'\n \n'.repeat(600)}${'a'.repeat(1600)}`, least: 1600 },
  ])('of a note that is too long: $what', ({ written, least }) => {
    const message = refusalView({ kind: 'note-too-long', text: written }, { team, now: NOW });
    expect(messageFaults(message, [])).toEqual([]);
    const given = message.blocks.slice(1).map((block) => (block.type === 'section' ? (block.text?.text ?? '') : ''));
    const all = given.join('').replaceAll('&amp;', '&').replaceAll(/\s/g, '');
    expect(written.replaceAll(/\s/g, '').startsWith(all)).toBe(true);
    expect(given.join('').replaceAll('&amp;', '&').length).toBeGreaterThanOrEqual(least);
    expect(given.join('\n').split('    - child').length).toBe(written.split('    - child').length);
    const isAll = all.length === written.replaceAll(/\s/g, '').length;
    expect(JSON.stringify(message.blocks[0])).toContain(isAll ? 'this is what you wrote:' : 'what you wrote begins:');
    expect(message.text).toMatch(/link to it\.$/);
  });

  it('and each of a hundred leads can say which one they are', () => {
    const { team: huge } = aHugeTeam(60);
    const asked = refusalView(
      { kind: 'which-lead', leads: [...huge.engineers.values()], code: 'x' },
      { team: huge, now: NOW },
    );
    expect(textsOf(asked).match(/"action_id":/g)).toHaveLength(100);
  });
});

describe('the setup and the health of a team is what Slack takes and rings nobody', () => {
  const bends: readonly (readonly [name: string, bend: (team: Team) => Team])[] = [
    ['before it has begun', (team) => ({ ...team, begunAt: null })],
    ['once it can begin', (team) => ready({ ...team, begunAt: null })],
    ['once it has begun', ready],
    ['once it keeps the user group', (team) => answered(ready(team), true)],
    ['once it leaves the user group alone', (team) => answered(ready(team), false)],
    ['without a user group', (team) => ({ ...team, userGroup: null })],
  ];
  const scene = (team: Team) => ({
    ...{ team, now: NOW, reader: { kind: 'asker', slack: LINKED } as const, question: { kind: 'setup' } as const },
  });

  it.each(bends)('%s', (_, bend) => {
    for (const [, plain] of TEAMS) {
      const team = bend(plain);
      const asked = [ONE, null].map((by: EngineerId | null) => setupView(showSetup(team, by, NOW), scene(team)));
      const facts: readonly HealthFacts[] = [HEALTH, { ...HEALTH, processes: [], notices: [], mirrors: [] }];
      const well = facts.map((each) => healthView(health(team, each, NOW), { team, now: NOW }));
      expect([...asked, ...well].flatMap((message) => messageFaults(message, []))).toEqual([]);
    }
  });

  it.each<{ readonly where: string; readonly ticked: string; readonly says: string }>([
    { where: 'nothing is the matter', ticked: '2026-11-24T14:59:30Z', says: 'Baton is well.' },
    { where: 'one thing is', ticked: '2026-11-24T14:00:00Z', says: '1 thing needs a look.' },
  ])('health says so where $where', ({ ticked, says }) => {
    const life = { process: 'one', version: '1.0.0', startedAt: NOW, tickedAt: new Date(ticked), connected: true };
    const facts = { ...HEALTH, processes: [life], notices: [], mirrors: [] };
    const team = ready(ourTeam());
    expect(healthView(health(team, facts, NOW), { team, now: NOW }).text).toBe(says);
  });

  it('and several things are several', () => {
    const team = ready(ourTeam());
    expect(healthView(health(team, HEALTH, NOW), { team, now: NOW }).text).toMatch(/^\d\d things need a look\.$/);
  });
});

function ready(team: Team): Team {
  const lead = { ...engineerOf(team, ONE), lead: true, slack: LINKED };
  return {
    ...team,
    engineers: byId([lead, ...[...team.engineers.values()].slice(1)]),
    channelIds: new Map([[team.channels.team, 'C0TEAM' as never]]),
  };
}

const answered = (team: Team, agreed: boolean): Team => ({
  ...team,
  groupConsent: { group: GROUP, agreed, by: ONE, at: NOW },
});
