import type { EngineerId, NoteId } from '../../src/domain/ids';
import { type Result, refuse, succeed } from '../../src/domain/result';
import { openStore } from '../../src/storage/store';
import type { Actor, Change, Decision } from '../../src/usecases/decision';
import type { NewNotice } from '../../src/usecases/notice';
import { aNote, aPlan, engineerId } from '../fixtures';
import { aNotice, aPost, at, aWorld, START } from './databases';

const baton: Actor = { kind: 'baton' };
const begin: Change = { kind: 'team-begun', at: START };
const telling = (notices: readonly NewNotice[], ...changes: readonly Change[]): Result<Decision<string>, never> =>
  succeed({ answer: 'done', changes, notices });

describe('a decision that tells somebody', () => {
  it('stores its notices with its changes', async () => {
    const { store, outbox, team } = await aWorld();
    const answer = await store.decide(team, baton, START, () => telling([aPost('a'), aNotice('b')], begin));
    expect(answer).toEqual({ ok: true, value: 'done' });
    expect(await store.team(team)).toMatchObject({ version: 2, begunAt: START });
    expect((await outbox.list(team, 10)).map(({ key, state }) => [key, state])).toEqual([
      ['a', 'due'],
      ['b', 'due'],
    ]);
  });

  it('and changes nothing stores them at the same version, without an audit row', async () => {
    const { store, outbox, team } = await aWorld();
    const before = await store.team(team);
    await store.decide(team, baton, START, () => telling([aPost('a')]));
    expect(await outbox.find(team, ['a'])).toHaveLength(1);
    expect(await store.team(team)).toBe(before);
    expect(await store.audit(team, 10)).toHaveLength(1);
  });

  it('what was told already does not tell it again', async () => {
    const { store, outbox, team } = await aWorld();
    await outbox.add(team, [aPost('a', { until: at(60) })], START);
    await store.decide(team, baton, START, () => telling([aPost('a'), aPost('b')], begin));
    expect(await outbox.find(team, ['a'])).toMatchObject([{ until: at(60) }]);
    expect(await outbox.find(team, ['b'])).toHaveLength(1);
  });

  it.each<{ what: string; decide: () => Result<Decision<string>, string> }>([
    { what: 'is refused', decide: () => refuse('no') },
    {
      what: 'breaks',
      decide: () => {
        throw new Error('a bug');
      },
    },
    {
      what: 'makes a change that cannot be',
      decide: () => telling([aPost('a')], { kind: 'note-removed', note: 'nothing' as NoteId, at: START }),
    },
    {
      what: 'makes a second change that cannot be',
      decide: () =>
        telling([aPost('a')], begin, { kind: 'note-added', note: aNote({ engineer: 'nobody' as EngineerId }) }),
    },
    {
      what: 'has a notice that cannot be',
      decide: () => telling([aPost('a'), aPost('b', { cause: 'nonsense' as 'act' })], begin),
    },
  ])('and $what tells nobody', async ({ decide }) => {
    let calls = 0;
    const { store, outbox, team } = await aWorld(() => {
      calls += 1;
    });
    await store.decide(team, baton, START, decide).catch(() => undefined);
    expect(await outbox.list(team, 10)).toEqual([]);
    expect(await store.team(team)).toMatchObject({ version: 1, begunAt: null });
    expect(calls).toBe(0);
  });

  it('and does not fit on the disk tells nobody', async () => {
    const { store, outbox, database, team } = await aWorld();
    database.sqlite.exec(`pragma max_page_count = ${database.sqlite.prepare('pragma page_count').pluck().get()}`);
    const reason = 'x'.repeat(100_000);
    const large = aNotice('b', engineerId(1), {
      notice: { kind: 'notice-blocked', key: 'a', reason, to: engineerId(1) },
    });
    const deciding = store.decide(team, baton, START, () => telling([aPost('a'), large], begin));
    await expect(deciding).rejects.toMatchObject({ reason: 'full' });
    expect(await outbox.list(team, 10)).toEqual([]);
  });
});

describe('who waits for decisions', () => {
  it.each<{ what: string; decide: () => Result<Decision<string>, string>; calls: number }>([
    { what: 'changes', decide: () => telling([], begin), calls: 1 },
    { what: 'notices', decide: () => telling([aPost('b')]), calls: 1 },
    { what: 'changes and notices', decide: () => telling([aPost('b')], begin, begin), calls: 1 },
    { what: 'notices that were stored before', decide: () => telling([aPost('a')]), calls: 0 },
    { what: 'nothing', decide: () => telling([]), calls: 0 },
    { what: 'a refusal', decide: () => refuse('no'), calls: 0 },
  ])('is called $calls times for $what', async ({ decide, calls }) => {
    let called = 0;
    const { store, outbox, team } = await aWorld(() => {
      called += 1;
    });
    await outbox.add(team, [aPost('a')], START);
    await store.decide(team, baton, START, decide);
    expect(called).toBe(calls);
  });

  it('finds the decision made', async () => {
    const seen: unknown[] = [];
    const { store, database, team } = await aWorld(() =>
      seen.push(
        database.sqlite.inTransaction,
        database.sqlite.prepare('select count(*) from notices').pluck().get(),
        database.sqlite.prepare('select begun_at from teams').pluck().get(),
      ),
    );
    await store.decide(team, baton, START, () => telling([aPost('a')], begin));
    expect(seen).toEqual([false, 1, START.toISOString()]);
  });

  it('is called when a team was founded, and not when it was there', async () => {
    let called = 0;
    const { database } = await aWorld();
    const store = openStore(database, () => {
      called += 1;
    });
    await store.found(aPlan({ id: 'other' as never }), baton, START);
    await store.found(aPlan({ id: 'other' as never }), baton, START);
    expect(called).toBe(1);
  });
});
