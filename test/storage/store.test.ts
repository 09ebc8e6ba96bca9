import { join } from 'node:path';
import type { ChannelId, NoteId, OverrideId, SlackUserId, TeamId, TimeOffId, UserGroupId } from '../../src/domain/ids';
import { refuse, succeed } from '../../src/domain/result';
import type { GroupConsent, Team } from '../../src/domain/team';
import { type Database, openDatabase } from '../../src/storage/database';
import { openStore } from '../../src/storage/store';
import { type Actor, type Change, decided, UNTOUCHED } from '../../src/usecases/decision';
import {
  aNote,
  anAcceptance,
  anArea,
  anEngineer,
  anOverride,
  aPlan,
  aRotation,
  aTeam,
  aTimeOff,
  byId,
  engineerId,
} from '../fixtures';
import { aFolder, compiledStorage, inAnotherProcess, lockHeld } from './processes';

const now = new Date('2026-11-01T12:00:00Z');
const baton: Actor = { kind: 'baton' };
const id = aPlan().id;

const opened: Database[] = [];
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});

async function openFile(file: string): Promise<Database> {
  const database = await openDatabase({ url: `file:${file}`, mode: 'local', now });
  opened.push(database);
  return database;
}

/** A store that holds the plan's team at version 1. */
async function aStore(plan = aPlan()) {
  const file = join(aFolder(), 'baton.db');
  const database = await openFile(file);
  const store = openStore(database);
  await store.found(plan, baton, now);
  return { file, database, store };
}

const change = (...changes: Change[]) => succeed(decided('done', ...changes));
const add = (number: number): Change => ({
  kind: 'override-added',
  override: anOverride({ id: `override-${number}` as OverrideId }),
});

describe('founding a team', () => {
  it('stores it at version 1, in the order of the plan', async () => {
    const { store } = await aStore();
    const team = await store.team(id);
    expect(team).toEqual(aTeam());
    expect([...team.pipelines.keys()]).toEqual([...aPlan().pipelines.keys()]);
    expect(await store.teams()).toEqual([id]);
  });

  it('a second time changes nothing, whatever the plan says now', async () => {
    const { store } = await aStore();
    const before = await store.team(id);
    const again = await store.found(aPlan({ name: 'Another name' }), baton, now);
    expect(again).toEqual({ team: before, founded: false });
    expect(again.team).toBe(before);
    expect(await store.audit(id, 10)).toHaveLength(1);
  });

  it('after a restart finds the team as it was', async () => {
    const { file, store } = await aStore();
    await store.decide(id, baton, now, () => change(add(1)));
    expect(await openStore(await openFile(file)).team(id)).toEqual(aTeam({ version: 2, overrides: [anOverride()] }));
  });

  it('keeps every optional value', async () => {
    const plan = aPlan({
      channels: { team: 'C1', swaps: 'C2', pages: 'C3' },
      approval: 'lead',
      userGroup: null,
      calendar: {
        country: 'DE',
        region: 'BY',
        except: ['Epiphany'],
        extra: [{ date: '2026-12-24', name: 'Company day' }],
      },
      escalation: { afterMinutes: [1], final: null },
      handoffs: { notesAt: '09:15', nudgeAfterHours: 1, tellAfterHours: 40 },
      engineers: byId([
        anEngineer(4, {
          slack: 'U4' as SlackUserId,
          timezone: 'Asia/Kolkata',
          country: 'IN',
          region: 'KA',
          phone: '+91 1',
        }),
        anEngineer(3, { lead: true, email: null, muted: ['handoff-ahead'] }),
        anEngineer(2),
        anEngineer(1, { leftAt: new Date('2026-10-01T00:00:00Z') }),
      ]),
      rotation: [
        aRotation(),
        aRotation({ number: 2, startIndex: 3, backupOffset: 2, from: new Date('2026-11-30T14:00:00Z') }),
      ],
    });
    const { store } = await aStore(plan);
    expect(await store.team(id)).toEqual({ ...UNTOUCHED, ...plan, version: 1 });
  });

  it('of two kinds in one database keeps them apart', async () => {
    const { store } = await aStore();
    const other = 'other' as TeamId;
    await store.found(aPlan({ id: other }), baton, now);
    await store.decide(other, baton, now, () => change(add(1)));
    expect(await store.teams()).toEqual([id, other]);
    expect(await store.team(id)).toEqual(aTeam());
    expect(await store.team(other)).toMatchObject({ version: 2 });
  });

  it('whose rows contradict each other is undone as a whole', async () => {
    const store = openStore(await openFile(join(aFolder(), 'baton.db')));
    const plan = aPlan({ areas: byId([anArea('profit', 'Profit')]) });
    await expect(store.found(plan, baton, now)).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' });
    expect(await store.teams()).toEqual([]);
  });
});

describe('a question', () => {
  it('gets the same snapshot while nothing changed, also after another team changed', async () => {
    const { store, file } = await aStore();
    const before = await store.team(id);
    await store.found(aPlan({ id: 'other' as TeamId }), baton, now);
    inAnotherProcess(file, "sqlite.prepare('update teams set version = version + 1 where id = ?').run('other')");
    expect(await store.team(id)).toBe(before);
  });

  it('sees what another process changed at once', async () => {
    const { store, file } = await aStore();
    expect((await store.team(id)).name).toBe('Data Engineering');
    inAnotherProcess(file, `sqlite.exec("update teams set version = 2, name = 'Data Platform'")`);
    expect(await store.team(id)).toMatchObject({ version: 2, name: 'Data Platform' });
  });

  it('sees what another store of the same database changed at once', async () => {
    const { store, database } = await aStore();
    await store.team(id);
    await openStore(database).decide(id, baton, now, () => change(add(1)));
    expect(await store.team(id)).toMatchObject({ version: 2 });
  });

  it('about a team that is not stored is a bug', async () => {
    const { store } = await aStore();
    await expect(store.team('nobody' as TeamId)).rejects.toThrow('no team nobody is stored');
    await expect(store.decide('nobody' as TeamId, baton, now, () => change())).rejects.toThrow(
      'no team nobody is stored',
    );
  });
});

function consent(overrides: Partial<GroupConsent> = {}): GroupConsent {
  return { group: 'S1' as UserGroupId, agreed: false, by: engineerId(1), at: new Date(0), ...overrides };
}

const changes: { made: Change; gives: (team: Team) => Partial<Team> }[] = [
  {
    made: { kind: 'engineer-linked', engineer: engineerId(2), slack: 'U2' as SlackUserId },
    gives: ({ engineers }) => ({
      engineers: new Map(engineers).set(engineerId(2), anEngineer(2, { slack: 'U2' as SlackUserId })),
    }),
  },
  {
    made: { kind: 'engineer-left', engineer: engineerId(2), at: now },
    gives: ({ engineers }) => ({ engineers: new Map(engineers).set(engineerId(2), anEngineer(2, { leftAt: now })) }),
  },
  {
    made: { kind: 'rotation-changed', version: aRotation({ number: 2, from: now }) },
    gives: () => ({ rotation: [aRotation(), aRotation({ number: 2, from: now })] }),
  },
  {
    made: {
      kind: 'override-added',
      override: anOverride({ id: 'override-2' as OverrideId, duty: 'backup', kind: 'trade' }),
    },
    gives: ({ overrides }) => ({
      overrides: [...overrides, anOverride({ id: 'override-2' as OverrideId, duty: 'backup', kind: 'trade' })],
    }),
  },
  {
    made: { kind: 'override-voided', override: anOverride().id, at: now },
    gives: () => ({ overrides: [anOverride({ voidedAt: now })] }),
  },
  {
    made: { kind: 'time-off-added', timeOff: aTimeOff({ id: 'time-off-2' as TimeOffId, reason: 'skiing' }) },
    gives: ({ timeOff }) => ({ timeOff: [...timeOff, aTimeOff({ id: 'time-off-2' as TimeOffId, reason: 'skiing' })] }),
  },
  {
    made: { kind: 'time-off-cancelled', timeOff: aTimeOff().id, at: now },
    gives: () => ({ timeOff: [aTimeOff({ cancelledAt: now })] }),
  },
  { made: { kind: 'team-begun', at: now }, gives: () => ({ begunAt: now }) },
  {
    made: { kind: 'channel-found', name: 'swaps', channel: 'C2' as ChannelId },
    gives: ({ channelIds }) => ({ channelIds: new Map(channelIds).set('swaps', 'C2' as ChannelId) }),
  },
  {
    made: { kind: 'channel-found', name: 'data-oncall', channel: 'C9' as ChannelId },
    gives: () => ({ channelIds: new Map([['data-oncall', 'C9' as ChannelId]]) }),
  },
  {
    made: { kind: 'group-answered', consent: consent({ agreed: true, by: engineerId(2), at: now }) },
    gives: () => ({ groupConsent: consent({ agreed: true, by: engineerId(2), at: now }) }),
  },
  {
    made: { kind: 'note-added', note: aNote({ id: 'note-0' as NoteId, topic: 'other', text: 'one\ntwo' }) },
    gives: ({ notes }) => ({ notes: [...notes, aNote({ id: 'note-0' as NoteId, topic: 'other', text: 'one\ntwo' })] }),
  },
  { made: { kind: 'note-removed', note: aNote().id, at: now }, gives: () => ({ notes: [] }) },
  {
    made: { kind: 'handoff-accepted', acceptance: anAcceptance({ engineer: engineerId(1), by: engineerId(3) }) },
    gives: ({ acceptances }) => ({
      acceptances: [...acceptances, anAcceptance({ engineer: engineerId(1), by: engineerId(3) })],
    }),
  },
  {
    made: { kind: 'reminders-muted', engineer: engineerId(2), muted: ['notes-wanted', 'handoff-nudge'] },
    gives: ({ engineers }) => ({
      engineers: new Map(engineers).set(engineerId(2), anEngineer(2, { muted: ['notes-wanted', 'handoff-nudge'] })),
    }),
  },
];

/** What the team of the table above has before. */
const earlier: readonly Change[] = [
  { kind: 'override-added', override: anOverride() },
  { kind: 'time-off-added', timeOff: aTimeOff() },
  { kind: 'channel-found', name: 'data-oncall', channel: 'C1' as ChannelId },
  { kind: 'group-answered', consent: consent() },
  { kind: 'note-added', note: aNote() },
  { kind: 'handoff-accepted', acceptance: anAcceptance() },
];

describe('a decision', () => {
  it.each(changes)('is kept: $made.kind', async ({ made, gives }) => {
    const { store, file } = await aStore();
    await store.decide(id, baton, now, () => change(...earlier));
    const before = await store.team(id);
    expect(await store.decide(id, baton, now, () => change(made))).toEqual({ ok: true, value: 'done' });
    expect(await store.team(id)).toEqual({ ...before, ...gives(before), version: 3 });
    expect(await openStore(await openFile(file)).team(id)).toEqual(await store.team(id));
  });

  it('of several changes is one version, and one audit row each, in the name of who decided', async () => {
    const { store } = await aStore();
    await store.decide(id, { kind: 'engineer', id: engineerId(3) }, now, () => change(add(1), add(2)));
    const [second, first, founding] = await store.audit(id, 10);
    expect([second, first]).toMatchObject([
      {
        version: 2,
        at: now,
        by: { kind: 'engineer', id: 'engineer-3' },
        kind: 'override-added',
        change: { override: { id: 'override-2' } },
      },
      {
        version: 2,
        at: now,
        by: { kind: 'engineer', id: 'engineer-3' },
        kind: 'override-added',
        change: { override: { id: 'override-1' } },
      },
    ]);
    expect(founding).toMatchObject({ version: 1, by: baton, kind: 'team-founded', change: { plan: { id } } });
    expect(founding?.change).toHaveProperty('plan.engineers.3.id', 'engineer-4');
    expect(await store.audit(id, 1)).toEqual([second]);
  });

  it.each<Actor>([
    { kind: 'engineer', id: engineerId(1) },
    { kind: 'visitor', slack: 'W012' as SlackUserId },
    { kind: 'baton' },
    { kind: 'operator' },
  ])('is remembered in the name of %j', async (by) => {
    const { store } = await aStore();
    await store.decide(id, by, now, () => change(add(1)));
    expect((await store.audit(id, 1))[0]?.by).toEqual(by);
  });

  it('without changes writes nothing', async () => {
    const { store, database } = await aStore();
    const before = await store.team(id);
    const written = database.sqlite.prepare('select total_changes()').pluck().get();
    expect(await store.decide(id, baton, now, () => change())).toEqual({ ok: true, value: 'done' });
    expect(database.sqlite.prepare('select total_changes()').pluck().get()).toBe(written);
    expect(await store.team(id)).toBe(before);
  });

  it('that is refused gives the refusal and writes nothing', async () => {
    const { store, database } = await aStore();
    const written = database.sqlite.prepare('select total_changes()').pluck().get();
    const refusal = await store.decide(id, baton, now, (team) => refuse({ kind: 'too-late', version: team.version }));
    expect(refusal).toEqual({ ok: false, refusal: { kind: 'too-late', version: 1 } });
    expect(database.sqlite.prepare('select total_changes()').pluck().get()).toBe(written);
  });

  it('that breaks changes nothing, and the next one works', async () => {
    const { store } = await aStore();
    const bug = new Error('a bug');
    const breaking = store.decide(id, baton, now, () => {
      throw bug;
    });
    await expect(breaking).rejects.toBe(bug);
    await store.decide(id, baton, now, () => change(add(1)));
    expect(await store.team(id)).toMatchObject({ version: 2 });
  });

  it.each<{ made: Change; because: string }>([
    { made: { kind: 'override-voided', override: 'nothing' as OverrideId, at: now }, because: 'it is about nothing' },
    {
      made: { kind: 'override-added', override: anOverride({ engineer: engineerId(9) }) },
      because: 'it is about nobody',
    },
    { made: { kind: 'team-founded', plan: aPlan() }, because: 'the team is there' },
    { made: { kind: 'handoff-accepted', acceptance: anAcceptance() }, because: 'they have accepted it' },
    { made: { kind: 'note-removed', note: 'nothing' as NoteId, at: now }, because: 'there is no such note' },
    { made: { kind: 'note-added', note: aNote() }, because: 'the note is there' },
    { made: { kind: 'reminders-muted', engineer: engineerId(9), muted: [] }, because: 'nobody mutes anything' },
    {
      made: { kind: 'group-answered', consent: consent({ by: engineerId(9) }) },
      because: 'nobody answered',
    },
  ])('is undone with all before it when a change cannot be: $because', async ({ made }) => {
    const { store } = await aStore();
    await store.decide(id, baton, now, () => change(...earlier));
    const before = await store.team(id);
    await expect(store.decide(id, baton, now, () => change(add(2), made))).rejects.toHaveProperty('message');
    expect(await store.team(id)).toEqual(before);
    expect(await store.audit(id, 100)).toHaveLength(1 + earlier.length);
  });

  it('that takes back a note twice is undone', async () => {
    const { store } = await aStore();
    const remove: Change = { kind: 'note-removed', note: aNote().id, at: now };
    await store.decide(id, baton, now, () => change(...earlier, remove));
    await expect(store.decide(id, baton, now, () => change(remove))).rejects.toHaveProperty('message');
    expect(await store.team(id)).toMatchObject({ version: 2, notes: [] });
  });

  it('that did not fit on the disk changes nothing, and works once there is room', async () => {
    const { store, database } = await aStore();
    const pages = database.sqlite.prepare('pragma page_count').pluck().get();
    database.sqlite.exec(`pragma max_page_count = ${pages}`);
    const large: Change = { kind: 'time-off-added', timeOff: aTimeOff({ reason: 'x'.repeat(100_000) }) };
    await expect(store.decide(id, baton, now, () => change(large))).rejects.toMatchObject({ reason: 'full' });
    expect(await store.team(id)).toEqual(aTeam());
    database.sqlite.exec('pragma max_page_count = 1000000');
    await store.decide(id, baton, now, () => change(large));
    expect(await store.team(id)).toMatchObject({ version: 2 });
  });

  it('reads and saves before anybody else comes between', async () => {
    const { store } = await aStore();
    const seen: number[] = [];
    await Promise.all(
      [1, 2, 3, 4, 5].map((number) =>
        store.decide(id, baton, now, (team) => {
          seen.push(team.version);
          return change(add(number));
        }),
      ),
    );
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect((await store.team(id)).overrides.map((one) => one.id)).toEqual([1, 2, 3, 4, 5].map((n) => `override-${n}`));
  });

  it('and a question asked meanwhile do not disturb each other', async () => {
    const { store } = await aStore();
    const [, team] = await Promise.all([store.decide(id, baton, now, () => change(add(1))), store.team(id)]);
    expect([1, 2]).toContain(team.version);
    expect(team.overrides).toHaveLength(team.version - 1);
  });
});

describe('years of handoffs', () => {
  const turns = Array.from({ length: 201 }, (_, turn) => turn);

  it('leave the newest 200 acceptances in the snapshot, in the order they were recorded', async () => {
    const { store } = await aStore();
    const accept = turns.map(
      (turn): Change => ({
        ...{ kind: 'handoff-accepted', acceptance: anAcceptance({ handoff: { version: 1, turn: 300 - turn } }) },
      }),
    );
    await store.decide(id, baton, now, () => change(...accept));
    const { acceptances } = await store.team(id);
    expect(acceptances.map(({ handoff }) => handoff.turn)).toEqual(turns.slice(1).map((turn) => 300 - turn));
  });

  it('leave the newest 200 notes that were not taken back', async () => {
    const { store } = await aStore();
    const idOf = (turn: number) => `note-${300 - turn}` as NoteId;
    const add = turns.map((turn): Change => ({ kind: 'note-added', note: aNote({ id: idOf(turn) }) }));
    await store.decide(id, baton, now, () => change(...add));
    expect((await store.team(id)).notes.map((note) => note.id)).toEqual(turns.slice(1).map(idOf));
    await store.decide(id, baton, now, () => change({ kind: 'note-removed', note: idOf(100), at: now }));
    expect((await store.team(id)).notes.map((note) => note.id)).toEqual(turns.filter((turn) => turn !== 100).map(idOf));
  });
});

describe('many at once', () => {
  it('two stores on one file lose nothing of fifty decisions each', async () => {
    const { store, file } = await aStore();
    const other = openStore(await openFile(file));
    const decide = (one: typeof store, name: string) =>
      Array.from({ length: 50 }, (_, index) =>
        one.decide(id, baton, now, (team) =>
          change({
            kind: 'override-added',
            override: anOverride({ id: `${name}-${index}-${team.version}` as OverrideId }),
          }),
        ),
      );
    await Promise.all([...decide(store, 'one'), ...decide(other, 'other')]);
    const team = await store.team(id);
    expect(team.version).toBe(101);
    expect(await other.team(id)).toEqual(team);
    expect(new Set(team.overrides.map((one) => one.id.split('-')[2])).size).toBe(100);
    expect(await store.audit(id, 1000)).toHaveLength(101);
  });

  it('two processes on one file lose nothing of fifty decisions each', async () => {
    const { store, file } = await aStore();
    const run = compiledStorage();
    const script = (name: string): string => `
      (async () => {
        const { openDatabase } = require('./storage/database.js');
        const { openStore } = require('./storage/store.js');
        const url = ${JSON.stringify(`file:${file}`)};
        const database = await openDatabase({ url, mode: 'local', now: new Date(0) });
        const store = openStore(database);
        for (let index = 0; index < 50; index += 1)
          await store.decide(${JSON.stringify(id)}, { kind: 'operator' }, new Date(0), () => ({
            ok: true, value: { answer: 0, changes: [{
            kind: 'override-added',
            override: { ...${JSON.stringify(anOverride())}, id: '${name}-' + index,
              span: { start: new Date(0), end: new Date(1) }, recordedAt: new Date(0), voidedAt: null },
          }], notices: [] } }));
        await database.close();
      })();`;
    expect(await Promise.all([run(script('one')), run(script('other'))])).toMatchObject([{ code: 0 }, { code: 0 }]);
    const team = await store.team(id);
    expect(team.version).toBe(101);
    expect(new Set(team.overrides.map((one) => one.id)).size).toBe(100);
  });

  it('a lock held for a second by another process is waited out', async () => {
    const { store, file } = await aStore();
    const { released } = await lockHeld(file, 1000);
    await store.decide(id, baton, now, () => change(add(1)));
    await released;
    expect(await store.team(id)).toMatchObject({ version: 2 });
  });

  it('a lock held for longer ends the decision, which is not made; questions are answered meanwhile', async () => {
    const { store, file } = await aStore();
    const { released } = await lockHeld(file, 4000);
    let asked = 0;
    const deciding = store.decide(id, baton, now, () => {
      asked += 1;
      return change(add(1));
    });
    expect(await store.team(id)).toMatchObject({ version: 1 });
    await expect(deciding).rejects.toMatchObject({
      reason: 'busy',
      message: 'The database is busy; nothing was changed. Try again.',
    });
    await released;
    expect(asked).toBe(0);
    expect(await store.team(id)).toEqual(aTeam());
    await store.decide(id, baton, now, () => change(add(1)));
    expect(await store.team(id)).toMatchObject({ version: 2 });
  });
});

describe('texts from people', () => {
  it.each([
    { what: 'SQL', text: "'; drop table teams; --" },
    { what: 'a quote', text: '"' },
    { what: 'NUL', text: 'before\0after' },
    { what: 'a line break', text: 'one\ntwo\r\n' },
    { what: 'emoji and right-to-left', text: '👩🏽‍🚒 שלום' },
    { what: 'wildcards', text: '%_\\' },
  ])('come back as they were: $what', async ({ text }) => {
    const { store } = await aStore(
      aPlan({ name: text, calendar: { country: null, region: null, except: [text], extra: [] } }),
    );
    await store.decide(id, baton, now, () => change({ kind: 'time-off-added', timeOff: aTimeOff({ reason: text }) }));
    const team = await store.team(id);
    expect([team.name, team.calendar.except, team.timeOff[0]?.reason]).toEqual([text, [text], text]);
    expect((await store.audit(id, 1))[0]).toHaveProperty('change.timeOff.reason', text);
  });

  it('with half a surrogate pair come back with a replacement character, from memory as from the file', async () => {
    const { store, file } = await aStore(aPlan({ name: 'half \ud83d' }));
    const { name } = await store.team(id);
    expect(name).toMatch(/^half \ufffd+$/);
    expect(await openStore(await openFile(file)).team(id)).toMatchObject({ name });
  });
});
