import type { TeamId } from '../../src/domain/ids';
import type { MirrorClaim } from '../../src/usecases/outbox';
import { aPlan, engineerId } from '../fixtures';
import { aNotice, at, aWorld, START } from './databases';

/** A world with one mirror, and ways to take it and to look at it. */
async function aMirror() {
  const world = await aWorld();
  const { mirrors, team } = world;
  const ask = (fingerprint: string, seconds: number) => mirrors.claim(team, 'topic', fingerprint, at(seconds));
  const take = async (fingerprint: string, seconds: number): Promise<MirrorClaim> => {
    const claim = await ask(fingerprint, seconds);
    if (!claim) throw new Error(`the mirror is not to be had after ${seconds} s`);
    return claim;
  };
  const show = async (fingerprint: string, seconds: number) =>
    mirrors.written(await take(fingerprint, seconds), `text of ${fingerprint}`, at(seconds));
  const refuse = async (fingerprint: string, seconds: number, reason: string | null, retryAfter = 3600) =>
    mirrors.failed(
      await take(fingerprint, seconds),
      { retryAt: at(seconds + retryAfter), reason, tell: [] },
      at(seconds),
    );
  return { ...world, ask, take, show, refuse, stored: async () => (await mirrors.list(team))[0] };
}

const DAY = 86_400;

describe('a mirror', () => {
  it('is taken for its first write', async () => {
    const { take, team, stored } = await aMirror();
    const claim = await take('A', 0);
    const blank = { team, mirror: 'topic', fingerprint: null, text: null, writtenAt: null, refusal: null };
    expect(claim).toEqual({ ...blank, claim: expect.any(String), wanted: 'A' });
    expect(await stored()).toEqual(blank);
  });

  it('is not written again while it shows what it should', async () => {
    const { show, ask, stored, database } = await aMirror();
    await show('A', 0);
    const written = database.sqlite.prepare('select total_changes()').pluck().get();
    expect([await ask('A', 1), await ask('A', DAY)]).toEqual([null, null]);
    expect(database.sqlite.prepare('select total_changes()').pluck().get()).toBe(written);
    expect(await stored()).toMatchObject({ fingerprint: 'A', text: 'text of A', writtenAt: START });
  });

  it('is written when it should show something else, by a claim that knows what it showed', async () => {
    const { show, take, stored } = await aMirror();
    await show('A', 0);
    expect(await take('B', 5)).toMatchObject({ fingerprint: 'A', text: 'text of A', wanted: 'B' });
    expect(await stored()).toMatchObject({ fingerprint: 'A' });
  });

  it('is one of several, and of its team', async () => {
    const { mirrors, store, team, show } = await aMirror();
    const other = 'other' as TeamId;
    await store.found(aPlan({ id: other }), { kind: 'baton' }, START);
    await show('A', 0);
    expect(await mirrors.claim(team, 'group', 'A', START)).toMatchObject({ mirror: 'group' });
    expect(await mirrors.claim(other, 'topic', 'A', START)).toMatchObject({ team: other });
    expect((await mirrors.list(team)).map(({ mirror }) => mirror)).toEqual(['group', 'topic']);
  });
});

describe('while somebody writes a mirror', () => {
  it('nobody else does, for a minute', async () => {
    const { take, ask } = await aMirror();
    const first = await take('A', 0);
    expect([await ask('A', 0), await ask('B', 30), await ask('B', 60)]).toEqual([null, null, null]);
    const second = await take('B', 60.001);
    expect(second.claim).not.toBe(first.claim);
  });

  it('and the clock is set back, somebody else may', async () => {
    const { take, ask } = await aMirror();
    await take('A', DAY);
    expect(await ask('A', 0)).toMatchObject({ wanted: 'A' });
  });

  it('and another process looked at the clock a moment earlier, nobody else may', async () => {
    const { take, ask } = await aMirror();
    await take('A', 2);
    expect(await ask('B', 0)).toBeNull();
  });

  it('and took too long, it is that of whoever took it since', async () => {
    const { take, mirrors, team, stored } = await aMirror();
    const lost = await take('A', 0);
    const own = await take('B', 61);
    await mirrors.written(lost, 'late', at(62));
    const tell = [aNotice('tell')];
    await mirrors.failed(lost, { retryAt: at(99), reason: 'late', tell }, at(62));
    expect(await stored()).toMatchObject({ fingerprint: null, text: null, refusal: null });
    await mirrors.written(own, 'in time', at(63));
    expect(await stored()).toMatchObject({ team, fingerprint: 'B', text: 'in time', writtenAt: at(63) });
  });

  it('and ends before that is known, it may show either, and is written again', async () => {
    const { show, take, ask } = await aMirror();
    await show('A', 0);
    await take('B', 10);
    expect(await ask('A', 71)).toMatchObject({ wanted: 'A' });
  });
});

describe('a write that did not take effect', () => {
  it('is tried again when its wait is over, or at once with something else', async () => {
    const { refuse, ask, take } = await aMirror();
    await refuse('A', 0, null, 60);
    expect(await ask('A', 59.999)).toBeNull();
    await take('A', 60);
    const other = await aMirror();
    await other.refuse('A', 0, 'full');
    expect(await other.ask('A', 3599)).toBeNull();
    expect(await other.ask('B', 1)).toMatchObject({ wanted: 'B', refusal: { reason: 'full', since: START } });
  });

  it('waits for no clock that was set back', async () => {
    const { refuse, ask } = await aMirror();
    await refuse('A', DAY, 'full');
    expect(await ask('A', 0)).toMatchObject({ wanted: 'A' });
  });

  it('waits by a clock another process looked at a moment later', async () => {
    const { refuse, ask } = await aMirror();
    await refuse('A', 2, 'full');
    expect(await ask('A', 0)).toBeNull();
  });

  it('with a reason is a refusal since then, while the reason stays the same', async () => {
    const { refuse, show, stored } = await aMirror();
    await show('0', 0);
    await refuse('A', 10, 'full');
    await refuse('B', 20, 'full');
    expect(await stored()).toMatchObject({
      fingerprint: '0',
      text: 'text of 0',
      refusal: { reason: 'full', since: at(10) },
    });
    await refuse('C', 30, 'no right');
    expect(await stored()).toMatchObject({ refusal: { reason: 'no right', since: at(30) } });
    await refuse('D', 40, 'full');
    expect(await stored()).toMatchObject({ refusal: { reason: 'full', since: at(40) } });
  });

  it('without a reason leaves a refusal that is there', async () => {
    const { refuse, stored } = await aMirror();
    await refuse('A', 0, null);
    expect(await stored()).toMatchObject({ refusal: null });
    await refuse('B', 10, 'full');
    await refuse('C', 20, null);
    await refuse('D', 30, 'full');
    expect(await stored()).toMatchObject({ refusal: { reason: 'full', since: at(10) } });
  });

  it('is forgotten with the next that does', async () => {
    const { refuse, show, stored, ask } = await aMirror();
    await refuse('A', 0, 'full');
    await show('B', 10);
    expect(await stored()).toMatchObject({ fingerprint: 'B', refusal: null, writtenAt: at(10) });
    expect(await ask('A', 11)).toMatchObject({ refusal: null });
  });

  it('is mended by what it shows already, when it should show that again', async () => {
    const { refuse, show, stored, ask } = await aMirror();
    await show('A', 0);
    await refuse('B', 10, 'full');
    await show('A', 20);
    expect(await stored()).toMatchObject({ fingerprint: 'A', refusal: null });
    expect(await ask('A', 21)).toBeNull();
  });

  it('is told in the same transaction, once', async () => {
    const { take, mirrors, outbox, team } = await aMirror();
    const outcome = { retryAt: at(60), reason: 'full', tell: [aNotice('tell', engineerId(1))] };
    await mirrors.failed(await take('A', 0), outcome, START);
    await mirrors.failed(await take('A', 60), outcome, at(60));
    expect(await outbox.list(team, 10)).toMatchObject([{ key: 'tell', state: 'due' }]);
  });

  it('is not kept where it cannot be told', async () => {
    const { take, mirrors, stored } = await aMirror();
    const tell = [aNotice('tell', engineerId(1), { cause: 'nonsense' as 'fault' })];
    const broken = mirrors.failed(await take('A', 0), { retryAt: at(60), reason: 'full', tell }, START);
    await expect(broken).rejects.toHaveProperty('code', 'SQLITE_CONSTRAINT_CHECK');
    expect(await stored()).toMatchObject({ refusal: null });
  });
});
