import type { SwapId } from '../../src/domain/ids';
import { openStore } from '../../src/storage/store';
import { undoSwap } from '../../src/usecases/swap-ends';
import { settleSwaps } from '../../src/usecases/swap-upkeep';
import { acceptSwap, requestSwap } from '../../src/usecases/swaps';
import { aTeam, engineerId } from '../fixtures';
import { applied } from '../usecases/applied';
import { aWorld, openFile } from './databases';

const NOW = new Date('2026-11-24T15:00:00Z');
const BATON = { kind: 'baton' } as const;

/** Engineer 1 asks who takes the week of 30 November. */
const asked = (id: string) => ({
  ...{ id: id as SwapId, kind: 'cover' as const, requester: engineerId(1), wants: [], reason: 'A wedding <!channel>' },
  legs: [
    { duty: 'primary' as const, shift: { version: 1, turn: 4 }, days: null, from: engineerId(1), to: null },
  ] as const,
});

it('of fifty takers at once in two stores on one file, two hundred times, one wins each time', async () => {
  const { store, team, file } = await aWorld();
  const other = openStore(await openFile(file));
  for (let round = 0; round < 200; round += 1) {
    const id = `swap-${round}` as SwapId;
    await store.decide(team, BATON, NOW, (now) => requestSwap(now, asked(id), engineerId(1), NOW));
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, taker) => {
        const by = engineerId(2 + (taker % 3));
        const ask = { swap: id, by, gives: null, answersFor: null, seen: true };
        return (taker % 2 === 0 ? store : other).decide(team, BATON, NOW, (now) => acceptSwap(now, ask, NOW));
      }),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const { overrides } = await store.team(team);
    expect(overrides.filter(({ voidedAt }) => !voidedAt)).toHaveLength(1);
    await store.decide(team, BATON, NOW, (now) => undoSwap(now, { swap: id, by: engineerId(1) }, NOW));
  }
}, 120_000);

it('a swap comes back as it was stored, with everything that happened to it', async () => {
  const { store, team, file } = await aWorld();
  const expected = aTeam();
  const decide = async (make: Parameters<typeof store.decide>[3]) => store.decide(team, BATON, NOW, make as never);
  const first = requestSwap(expected, asked('one'), engineerId(1), NOW);
  if (!first.ok) throw new Error('refused');
  await decide(() => first as never);
  const inMemory = applied(expected, first.value.changes);
  const yes = acceptSwap(
    inMemory,
    { swap: 'one' as SwapId, by: engineerId(3), gives: null, answersFor: null, seen: true },
    NOW,
  );
  if (!yes.ok) throw new Error('refused');
  await decide(() => yes as never);
  const agreed = applied(inMemory, yes.value.changes);
  const fresh = await openStore(await openFile(file)).team(team);
  expect(fresh.swaps).toEqual(agreed.swaps);
  expect(fresh.overrides).toEqual(agreed.overrides);
  expect(settleSwaps(fresh, NOW)).toBeNull();
});
