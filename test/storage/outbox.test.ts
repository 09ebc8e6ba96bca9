import type { NoteId, TeamId, UserGroupId } from '../../src/domain/ids';
import type { Notice } from '../../src/usecases/notice';
import type { Claim, Outbox, Settlement } from '../../src/usecases/outbox';
import { aPlan, engineerId } from '../fixtures';
import { aNotice, aPost, at, aWorld, START } from './databases';

const handoff = { version: 1, turn: 4 };
const to = engineerId(1);

/** A world whose outbox holds one notice, and ways to take it and to look at it. */
async function oneNotice(notice = aNotice('one')) {
  const world = await aWorld();
  await world.outbox.add(world.team, [notice], START);
  const claim = async (seconds: number): Promise<Claim> => taken(world.outbox, world.team, seconds);
  const stored = async () => (await world.outbox.find(world.team, [notice.key]))[0];
  return { ...world, claim, stored };
}

async function taken(outbox: Outbox, team: TeamId, seconds: number): Promise<Claim> {
  const claim = await outbox.claim(team, at(seconds));
  if (!claim) throw new Error(`nothing to claim after ${seconds} s`);
  return claim;
}

const again = (seconds: number, mayRepeat?: boolean): Settlement => ({
  ...{ kind: 'again', at: at(seconds), reason: 'too many' },
  ...(mayRepeat !== undefined && { mayRepeat }),
});
const unknown = (seconds: number, isNew = true): Settlement => ({
  ...{ kind: 'unknown', lookAt: at(seconds), reason: 'no answer', isNew },
});
const blocked = (seconds: number, ...tell: readonly string[]): Settlement => ({
  ...{
    kind: 'blocked',
    retryAt: at(seconds),
    reason: 'archived',
    tell: tell.map((key) => aNotice(key, engineerId(4))),
  },
});
const sent: Settlement = { kind: 'sent', message: { channel: 'C1', ts: '1.1' } };
const dropped: Settlement = { kind: 'dropped', reason: 'accepted' };
const skipped: Settlement = { kind: 'skipped', reason: 'over' };

describe('a stored notice', () => {
  it.each<Notice>([
    { kind: 'handoff', handoff },
    { kind: 'notes-wanted', handoff, to },
    { kind: 'handoff-ahead', handoff, to },
    { kind: 'handoff-nudge', handoff, to },
    { kind: 'handoff-unaccepted', handoff, to },
    { kind: 'handoff-unaccepted', handoff, to: null },
    { kind: 'accepted-for-you', handoff, to, by: engineerId(2) },
    { kind: 'note-for-you', note: 'note-1' as NoteId, to },
    { kind: 'notice-blocked', key: 'handoff:v1.4', reason: 'The channel is archived “😀” <!here>', to },
    { kind: 'mirror-refused', mirror: 'topic', reason: 'full', to },
    { kind: 'group-question', group: 'S012' as UserGroupId, to },
  ])('comes back as it was: %j', async (notice) => {
    const { outbox, team } = await aWorld();
    const added = aNotice('one', to, { notice, cause: 'fault', dueAt: at(-3600), until: at(3600) });
    await outbox.add(team, [added], START);
    const [stored] = await outbox.find(team, ['one', 'another']);
    expect(stored).toEqual({
      ...added,
      ...{ team, id: expect.stringMatching(/^[\da-f-]{36}$/), state: 'due', attempts: 0, attemptedAt: null },
      ...{ mayRepeat: false, message: null, sentAt: null, reason: null },
    });
  });

  it('stays as it is when its key is stored again', async () => {
    const { outbox, team, stored } = await oneNotice();
    const before = await stored();
    await outbox.add(team, [aPost('one'), aPost('two')], at(60));
    expect(await stored()).toEqual(before);
    expect(await outbox.list(team, 10)).toHaveLength(2);
  });

  it('that was skipped is kept with its reason, and never worked on', async () => {
    const { outbox, team, stored } = await oneNotice(
      aNotice('one', to, { untold: { kind: 'skipped', reason: 'The week was over' } }),
    );
    expect(await stored()).toMatchObject({ state: 'skipped', reason: 'The week was over' });
    expect(await outbox.claim(team, at(1))).toBeNull();
    expect(await outbox.nextAt(team, at(1))).toBeNull();
  });

  it('belongs to one team', async () => {
    const { outbox, store, team } = await oneNotice();
    const other = 'other' as TeamId;
    await store.found(aPlan({ id: other }), { kind: 'baton' }, START);
    await outbox.add(other, [aPost('one')], START);
    expect(await outbox.find(other, ['one'])).toMatchObject([{ team: other, notice: { kind: 'handoff' } }]);
    expect(await outbox.claim(team, START)).toMatchObject({ team, key: 'one' });
    expect(await outbox.claim(team, at(2))).toBeNull();
    expect(await outbox.claim(other, START)).toMatchObject({ team: other, key: 'one' });
  });

  it('for a team that is not stored is a bug', async () => {
    const { outbox } = await aWorld();
    await expect(outbox.add('nobody' as TeamId, [aNotice('one')], START)).rejects.toHaveProperty('code');
  });

  it.each(['{"kind":"surprise"}', '{"kind":"handoff","handoff":{"version":1}}', '{"kind":"handoff-nudge"}'])(
    'whose row nobody can have written is a bug: %s',
    async (text) => {
      const { database, stored } = await oneNotice();
      database.sqlite.prepare('update notices set notice = ?').run(text);
      await expect(stored()).rejects.toThrow();
    },
  );

  it('is listed with what is not done first, what is due first; then with the newest that are done', async () => {
    const { outbox, team } = await aWorld();
    const notices = ['a', 'b', 'c', 'd', 'e'].map((key, place) =>
      aNotice(key, engineerId(place + 1), { dueAt: at(place) }),
    );
    await outbox.add(team, notices.toReversed(), START);
    await outbox.settle(await taken(outbox, team, 0), sent, START);
    await outbox.settle(await taken(outbox, team, 1), dropped, at(1));
    await taken(outbox, team, 2);
    await outbox.settle(await taken(outbox, team, 3), blocked(300), at(3));
    const listed = async (limit: number) => (await outbox.list(team, limit)).map(({ key, state }) => `${key} ${state}`);
    expect(await listed(10)).toEqual(['c claimed', 'd blocked', 'e due', 'b dropped', 'a sent']);
    expect(await listed(4)).toEqual(['c claimed', 'd blocked', 'e due', 'b dropped']);
    expect(await listed(2)).toEqual(['c claimed', 'd blocked']);
  });

  it('is not found by no key', async () => {
    const { outbox, team } = await oneNotice();
    expect(await outbox.find(team, [])).toEqual([]);
  });
});

describe('a claim', () => {
  it('takes what was due first, then by key, and nothing that is not due', async () => {
    const { outbox, team } = await aWorld();
    await outbox.add(
      team,
      [
        aNotice('b', engineerId(1)),
        aNotice('a', engineerId(2)),
        aNotice('z', engineerId(3), { dueAt: at(-1) }),
        aNotice('later', engineerId(4), { dueAt: at(0.001) }),
      ],
      START,
    );
    const keys: unknown[] = [];
    for (let count = 0; count < 4; count += 1) keys.push((await outbox.claim(team, START))?.key);
    expect(keys).toEqual(['z', 'a', 'b', undefined]);
    expect(await outbox.claim(team, at(0.001))).toMatchObject({ key: 'later' });
  });

  it('keeps everybody else from it', async () => {
    const { outbox, team, claim, stored } = await oneNotice();
    const first = await claim(0);
    expect(first).toMatchObject({
      before: 'due',
      attempts: 1,
      attemptedAt: START,
      state: 'claimed',
      unknownSince: null,
    });
    expect(await outbox.claim(team, at(30))).toBeNull();
    expect(await stored()).toMatchObject({ state: 'claimed', attempts: 1 });
  });

  it.each([
    { before: 'due', settlement: again(10), unknownSince: null },
    { before: 'unknown', settlement: unknown(10), unknownSince: at(1) },
    { before: 'blocked', settlement: blocked(10), unknownSince: null },
  ])('tells that it was $before before, once its wait is over', async ({ before, settlement, unknownSince }) => {
    const { outbox, team, claim } = await oneNotice();
    const first = await claim(0);
    await outbox.settle(first, settlement, at(1));
    expect(await outbox.claim(team, at(9.999))).toBeNull();
    const second = await claim(10);
    expect(second).toMatchObject({ before, attempts: 2, attemptedAt: at(10), unknownSince });
    expect(second.claim).not.toBe(first.claim);
    expect(second.id).toBe(first.id);
  });
});

describe('one message a second', () => {
  it('goes to the channel, and one to each person', async () => {
    const { outbox, team } = await aWorld();
    const posts = [aPost('a'), aPost('b'), aNotice('c', engineerId(1)), aNotice('d', engineerId(1)), aPost('e')];
    await outbox.add(team, posts, START);
    const keyAt = async (seconds: number) => (await outbox.claim(team, at(seconds)))?.key;
    expect([await keyAt(0), await keyAt(0), await keyAt(0.5), await keyAt(0.999)]).toEqual([
      'a',
      'c',
      undefined,
      undefined,
    ]);
    expect(await outbox.nextAt(team, at(0.5))).toEqual(at(1));
    expect([await keyAt(1), await keyAt(1), await keyAt(1.999), await keyAt(2)]).toEqual(['b', 'd', undefined, 'e']);
  });

  it('counts what was sent as well as what is under way', async () => {
    const { outbox, team } = await aWorld();
    await outbox.add(team, [aPost('a'), aPost('b')], START);
    await outbox.settle(await taken(outbox, team, 0), sent, at(0.2));
    expect(await outbox.claim(team, at(0.999))).toBeNull();
    expect(await outbox.claim(team, at(1))).toMatchObject({ key: 'b' });
  });

  it('does not keep a notice from its own next attempt', async () => {
    const { outbox, team, claim } = await oneNotice();
    await outbox.settle(await claim(0), again(0.1), at(0.1));
    expect(await outbox.claim(team, at(0.1))).toMatchObject({ attempts: 2 });
  });
});

describe('the end of a claim', () => {
  it.each<{ settlement: Settlement; stored: object; next: Date | null }>([
    {
      settlement: sent,
      stored: { state: 'sent', message: { channel: 'C1', ts: '1.1' }, sentAt: at(1), reason: null },
      next: null,
    },
    { settlement: again(30), stored: { state: 'due', reason: 'too many', mayRepeat: false }, next: at(30) },
    { settlement: again(30, true), stored: { state: 'due', mayRepeat: true }, next: at(30) },
    { settlement: unknown(36), stored: { state: 'unknown', reason: 'no answer' }, next: at(36) },
    { settlement: blocked(300), stored: { state: 'blocked', reason: 'archived' }, next: at(300) },
    { settlement: dropped, stored: { state: 'dropped', reason: 'accepted' }, next: null },
    { settlement: skipped, stored: { state: 'skipped', reason: 'over' }, next: null },
  ])('is kept: $stored', async ({ settlement, stored: expected, next }) => {
    const { outbox, team, claim, stored } = await oneNotice();
    await outbox.settle(await claim(0), settlement, at(1));
    expect(await stored()).toMatchObject({ attempts: 1, dueAt: START, message: null, ...expected });
    expect(await outbox.nextAt(team, at(1))).toEqual(next);
  });

  it('forgets the reason of an earlier attempt once it was sent', async () => {
    const { outbox, claim, stored } = await oneNotice();
    await outbox.settle(await claim(0), again(1), at(1));
    await outbox.settle(await claim(1), sent, at(2));
    expect(await stored()).toMatchObject({ state: 'sent', reason: null });
  });

  it('never takes back that it may repeat', async () => {
    const { outbox, claim, stored } = await oneNotice();
    await outbox.settle(await claim(0), again(1, true), at(1));
    await outbox.settle(await claim(1), again(2, false), at(2));
    await outbox.settle(await claim(2), again(3), at(3));
    expect(await stored()).toMatchObject({ mayRepeat: true });
    const last = await claim(3);
    expect(last).toMatchObject({ mayRepeat: true });
    await outbox.settle(last, sent, at(4));
    expect(await stored()).toMatchObject({ state: 'sent', mayRepeat: true });
  });

  it.each([true, false])('that is sent keeps whether the message says that it may repeat: %s', async (mayRepeat) => {
    const { outbox, claim, stored } = await oneNotice();
    await outbox.settle(await claim(0), { ...sent, mayRepeat }, at(1));
    expect(await stored()).toMatchObject({ state: 'sent', mayRepeat });
  });

  it('that is still unknown counts from when it first was, and from the newest attempt to tell it', async () => {
    const { outbox, claim } = await oneNotice();
    await outbox.settle(await claim(0), unknown(10), at(1));
    await outbox.settle(await claim(10), unknown(20, false), at(11));
    const looking = await claim(20);
    expect(looking.unknownSince).toEqual(at(1));
    await outbox.settle(looking, unknown(60), at(21));
    expect((await claim(60)).unknownSince).toEqual(at(21));
  });

  it('that is blocked keeps whether an earlier attempt may have told it', async () => {
    const { outbox, claim } = await oneNotice();
    await outbox.settle(
      await claim(0),
      { kind: 'blocked', retryAt: at(5), reason: 'archived', tell: [], mayRepeat: true },
      at(1),
    );
    expect((await claim(5)).mayRepeat).toBe(true);
  });

  it('is its sender’s until another takes it, or it is too old to begin a message', async () => {
    const { outbox, claim } = await oneNotice();
    const held = await claim(0);
    expect(await outbox.isHeld(held, at(1))).toBe(true);
    expect(await outbox.isHeld(held, at(46))).toBe(false);
    expect(await outbox.isHeld({ ...held, claim: 'another' }, at(1))).toBe(false);
  });

  it('that is dropped is due again where time makes it so again, and only then', async () => {
    const { outbox, team, claim } = await oneNotice();
    const first = await claim(0);
    await outbox.settle(first, { kind: 'dropped', reason: 'No longer so' }, at(1));
    await outbox.add(team, [{ ...first, cause: 'time' }], at(2));
    const again = await claim(3);
    expect(again).toMatchObject({ key: first.key, id: first.id });
    await outbox.settle(again, { kind: 'sent', message: { channel: 'C1', ts: '1.1' } }, at(3));
    await outbox.add(team, [{ ...first, cause: 'time' }], at(4));
    expect(await outbox.claim(team, at(10))).toBeNull();
  });

  it.each([{ between: again(20) }, { between: blocked(20) }])(
    'that is unknown after it was $between.kind counts anew',
    async ({ between }) => {
      const { outbox, claim } = await oneNotice();
      await outbox.settle(await claim(0), unknown(10), at(1));
      await outbox.settle(await claim(10), between, at(11));
      await outbox.settle(await claim(20), unknown(30), at(21));
      expect((await claim(30)).unknownSince).toEqual(at(21));
    },
  );

  it('that is blocked stores whom to tell with it, once', async () => {
    const { outbox, team, claim } = await oneNotice();
    await outbox.settle(await claim(0), blocked(5, 'tell'), at(1));
    expect(await outbox.find(team, ['tell'])).toMatchObject([{ state: 'due', dueAt: START }]);
    await outbox.settle(await taken(outbox, team, 2), sent, at(2));
    await outbox.settle(await claim(5), blocked(9, 'tell'), at(6));
    expect(await outbox.find(team, ['tell'])).toMatchObject([{ state: 'sent' }]);
  });

  it('that is blocked changes nothing where whom to tell cannot be stored', async () => {
    const { outbox, claim, stored } = await oneNotice();
    const held = await claim(0);
    const tell = [aNotice('tell', engineerId(4), { cause: 'nonsense' as 'fault' })];
    const broken = outbox.settle(held, { kind: 'blocked', retryAt: at(5), reason: 'archived', tell }, at(1));
    await expect(broken).rejects.toHaveProperty('code', 'SQLITE_CONSTRAINT_CHECK');
    expect(await stored()).toMatchObject({ state: 'claimed', reason: null });
  });
});

const OUTCOMES = [sent, again(200, true), unknown(200), blocked(200, 'tell'), dropped, skipped];
const LOST = OUTCOMES.filter(({ kind }) => kind !== 'sent');

describe('whoever lost a claim', () => {
  it.each(OUTCOMES)('does not end that of another: $kind', async (outcome) => {
    const { outbox, team, claim, stored } = await oneNotice();
    const lost = await claim(0);
    await outbox.claim(team, at(61));
    await claim(100);
    const before = await stored();
    await outbox.settle(lost, outcome, at(101));
    expect(await stored()).toEqual(before);
    expect(await outbox.find(team, ['tell'])).toEqual([]);
  });

  it.each(OUTCOMES)('does not change what another has sent: $kind', async (outcome) => {
    const { outbox, team, claim, stored } = await oneNotice();
    const lost = await claim(0);
    await outbox.claim(team, at(61));
    await outbox.settle(await claim(100), { kind: 'sent', message: { channel: 'C2', ts: '2.2' } }, at(101));
    const before = await stored();
    await outbox.settle(lost, outcome, at(102));
    expect(await stored()).toEqual(before);
    expect(await outbox.find(team, ['tell'])).toEqual([]);
  });

  it.each(LOST)('does not end it once it is unknown: $kind', async (outcome) => {
    const { outbox, team, claim, stored } = await oneNotice();
    const lost = await claim(0);
    await outbox.claim(team, at(61));
    const before = await stored();
    await outbox.settle(lost, outcome, at(62));
    expect(await stored()).toEqual(before);
    expect(before).toMatchObject({ state: 'unknown' });
  });

  it('has sent it all the same, while nobody else has taken it', async () => {
    const { outbox, team, claim, stored } = await oneNotice();
    const lost = await claim(0);
    await outbox.claim(team, at(61));
    await outbox.settle(lost, sent, at(62));
    expect(await stored()).toMatchObject({ state: 'sent', message: { ts: '1.1' }, sentAt: at(62) });
    expect(await outbox.nextAt(team, at(200))).toBeNull();
  });

  it('by ending it does not end it twice', async () => {
    const { outbox, claim, stored } = await oneNotice();
    const ended = await claim(0);
    await outbox.settle(ended, again(30), at(1));
    await outbox.settle(ended, sent, at(2));
    expect(await stored()).toMatchObject({ state: 'due', message: null });
  });
});
