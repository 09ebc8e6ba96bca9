import fc from 'fast-check';
import type { Claim, Settlement } from '../../src/usecases/outbox';
import { engineerId } from '../fixtures';
import { aNotice, aPost, at, aWorld, START } from './databases';

async function oneNotice() {
  const world = await aWorld();
  await world.outbox.add(world.team, [aNotice('one')], START);
  const claim = async (seconds: number): Promise<Claim> => {
    const taken = await world.outbox.claim(world.team, at(seconds));
    if (!taken) throw new Error(`nothing to claim after ${seconds} s`);
    return taken;
  };
  return { ...world, claim, stored: async () => (await world.outbox.find(world.team, ['one']))[0] };
}

const unknown = (seconds: number, isNew = true): Settlement => ({
  ...{ kind: 'unknown', lookAt: at(seconds), reason: 'no answer', isNew },
});
const again = (seconds: number): Settlement => ({ kind: 'again', at: at(seconds), reason: 'too many' });
const blocked = (seconds: number): Settlement => ({
  ...{ kind: 'blocked', retryAt: at(seconds), reason: 'archived', tell: [] },
});

const HOUR = 3600;
const WEEK = 7 * 24 * HOUR;

describe('a claim whose sender ended', () => {
  it('is held for a minute, then unknown, and looked for when it would show', async () => {
    const { outbox, team, claim, stored } = await oneNotice();
    await claim(0);
    expect(await outbox.claim(team, at(60))).toBeNull();
    expect(await stored()).toMatchObject({ state: 'claimed' });
    expect(await outbox.nextAt(team, at(60))).toEqual(at(60.001));
    expect(await outbox.claim(team, at(60.001))).toBeNull();
    expect(await stored()).toMatchObject({
      ...{ state: 'unknown', attempts: 1, attemptedAt: START },
      reason: 'Its sender ended before it was known whether it was told',
    });
    expect(await outbox.nextAt(team, at(60.001))).toEqual(at(95.001));
    expect(await outbox.claim(team, at(95))).toBeNull();
    expect(await claim(95.001)).toMatchObject({ before: 'unknown', unknownSince: at(60.001), attempts: 2 });
  });

  it('does not keep others waiting', async () => {
    const { outbox, team, claim } = await oneNotice();
    await claim(0);
    await outbox.add(team, [aNotice('two', engineerId(2))], START);
    expect(await outbox.claim(team, at(120))).toMatchObject({ key: 'two' });
  });

  it('that was looking is unknown from then on, as it may have told by then', async () => {
    const { outbox, team, claim } = await oneNotice();
    await outbox.settle(await claim(0), unknown(10), at(1));
    await claim(10);
    await outbox.claim(team, at(100));
    expect(await claim(135)).toMatchObject({ before: 'unknown', unknownSince: at(100) });
  });
});

describe('a clock that was set back', () => {
  it.each([HOUR, WEEK])('by %i s makes a claim ahead of it unknown', async (seconds) => {
    const { outbox, team, claim, stored } = await oneNotice();
    await claim(seconds);
    expect(await outbox.nextAt(team, START)).toEqual(START);
    expect(await outbox.claim(team, START)).toBeNull();
    expect(await stored()).toMatchObject({ state: 'unknown' });
    expect(await claim(35)).toMatchObject({ before: 'unknown', unknownSince: START });
  });

  it.each([
    { before: 'due', settlement: again(WEEK + 30) },
    { before: 'unknown', settlement: unknown(WEEK + 35) },
    { before: 'blocked', settlement: blocked(WEEK + 300) },
  ])('ends the waits that began ahead of it: $before', async ({ before, settlement }) => {
    const { outbox, team, claim } = await oneNotice();
    await outbox.settle(await claim(WEEK), settlement, at(WEEK));
    expect(await outbox.nextAt(team, at(5))).toEqual(START);
    expect(await claim(5)).toMatchObject({ before, attempts: 2 });
  });

  it('lets what is unknown be unknown since no later than now', async () => {
    const { outbox, team, claim, stored } = await oneNotice();
    await outbox.settle(await claim(WEEK), unknown(WEEK + 35), at(WEEK));
    const looking = await claim(5);
    expect(looking.unknownSince).toEqual(at(5));
    await outbox.settle(looking, unknown(65, false), at(6));
    expect((await claim(65)).unknownSince).toEqual(at(5));
    expect(await stored()).toMatchObject({ state: 'claimed' });
    expect(await outbox.nextAt(team, at(65))).toEqual(at(125.001));
  });

  it('leaves what is due later due later', async () => {
    const { outbox, team } = await aWorld();
    await outbox.add(team, [aNotice('one', engineerId(1), { dueAt: at(HOUR) })], at(HOUR));
    expect(await outbox.claim(team, START)).toBeNull();
    expect(await outbox.nextAt(team, START)).toEqual(at(HOUR));
  });

  it('does not hold up the channel for what was told ahead of it', async () => {
    const { outbox, team } = await aWorld();
    await outbox.add(team, [aPost('a'), aPost('b')], START);
    expect(await outbox.claim(team, at(HOUR))).toMatchObject({ key: 'a' });
    expect(await outbox.claim(team, START)).toMatchObject({ key: 'b' });
  });

  it('is told from a process that looked at the clock a moment earlier and got the lock later', async () => {
    const { outbox, team, claim, stored } = await oneNotice();
    const held = await claim(2);
    expect(await outbox.claim(team, START)).toBeNull();
    expect(await stored()).toMatchObject({ state: 'claimed' });
    await outbox.settle(held, unknown(37), at(2));
    expect(await outbox.claim(team, START)).toBeNull();
    expect(await outbox.nextAt(team, START)).toEqual(at(37));
  });
});

describe('the next instant', () => {
  it('is none where nothing waits', async () => {
    const { outbox, team, claim } = await oneNotice();
    await outbox.settle(await claim(0), { kind: 'dropped', reason: 'accepted' }, START);
    expect(await outbox.nextAt(team, START)).toBeNull();
  });

  it.each([
    { what: 'when the first is due, even if that is past', dues: [HOUR, -HOUR, 0], next: -HOUR },
    { what: 'when the first will be due', dues: [HOUR, 2 * HOUR], next: HOUR },
  ])('is $what', async ({ dues, next }) => {
    const { outbox, team } = await aWorld();
    const notices = dues.map((due, place) => aNotice(`${place}`, engineerId(place + 1), { dueAt: at(due) }));
    await outbox.add(team, notices, START);
    expect(await outbox.nextAt(team, START)).toEqual(at(next));
  });

  it('is when a due one has waited long enough', async () => {
    const { outbox, team, claim } = await oneNotice();
    await outbox.settle(await claim(0), again(30), START);
    await outbox.add(team, [aNotice('two', engineerId(2), { dueAt: at(40) })], START);
    expect(await outbox.nextAt(team, START)).toEqual(at(30));
  });

  it('whatever happened, is the first at which a claim finds or changes anything', async () => {
    const step = fc.record({
      pause: fc.constantFrom(0, 0.4, 1, 20, 61, 100),
      act: fc.constantFrom('leave', 'sent', 'again', 'unknown', 'blocked', 'add post', 'add person'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const { outbox, team } = await aWorld();
        await outbox.add(team, [aPost('p0'), aPost('p1'), aNotice('e0')], START);
        let seconds = 0;
        for (const [place, { pause, act }] of steps.entries()) {
          seconds += pause;
          if (act === 'add post')
            await outbox.add(team, [aPost(`p-${place}`, { dueAt: at(seconds + 30) })], at(seconds));
          else if (act === 'add person') await outbox.add(team, [aNotice(`e-${place}`)], at(seconds));
          else {
            const claim = await outbox.claim(team, at(seconds));
            const outcome: Settlement | null = {
              ...{ sent: { kind: 'sent', message: { channel: 'C1', ts: '1.1' } } as const, leave: null },
              ...{ again: again(seconds + 5), unknown: unknown(seconds + 35), blocked: blocked(seconds + 300) },
            }[act];
            if (claim && outcome) await outbox.settle(claim, outcome, at(seconds));
          }
        }
        const now = at(seconds);
        const all = () => outbox.list(team, 100);
        const before = await all();
        const next = await outbox.nextAt(team, now);
        if (!next) {
          expect(before.filter(({ state }) => !['sent', 'dropped', 'skipped'].includes(state))).toEqual([]);
          return;
        }
        if (next > now) {
          expect(await outbox.claim(team, new Date(next.getTime() - 1))).toBeNull();
          expect(await all()).toEqual(before);
        }
        await outbox.claim(team, next > now ? next : now);
        expect(await all()).not.toEqual(before);
      }),
      { numRuns: 40 },
    );
  });
});
