import { startTicker, type Ticker } from '../../src/jobs/ticker';

/** Timers and both clocks under the test's hand: the monotonic one never jumps. */
let elapsed = 0;
let ticker: Ticker | undefined;
beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-11-01T05:58:30Z') });
  elapsed = 0;
});
afterEach(async () => {
  await ticker?.stop();
  jest.useRealTimers();
});

async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    elapsed += 1000;
    await jest.advanceTimersByTimeAsync(1000);
  }
}

function ticking(tick: () => Promise<void> = async () => undefined) {
  const ticks: string[] = [];
  const missed: number[] = [];
  ticker = startTicker(
    async () => {
      ticks.push(new Date().toISOString().slice(11, 19));
      await tick();
    },
    { elapsed: () => elapsed, onMissed: (milliseconds) => missed.push(milliseconds) },
  );
  return { ticks, missed };
}

it('ticks at once and every minute, through the hour that New York repeats', async () => {
  const { ticks, missed } = ticking();
  await pass(3600);
  expect(ticks).toHaveLength(61);
  expect(ticks.slice(0, 4)).toEqual(['05:58:30', '05:59:00', '06:00:00', '06:01:00']);
  expect(missed).toEqual([]);
});

it.each([
  { what: 'an hour', milliseconds: 3_600_000 },
  { what: 'a week', milliseconds: 7 * 86_400_000 },
])('goes on when the clock is set back by $what', async ({ milliseconds }) => {
  const { ticks } = ticking();
  await pass(120);
  jest.setSystemTime(Date.now() - milliseconds);
  const before = ticks.length;
  await pass(600);
  expect(ticks.length - before).toBeGreaterThanOrEqual(7);
});

it('makes the tick that did not come while the process slept, and says so', async () => {
  const { ticks, missed } = ticking();
  await pass(60);
  const before = ticks.length;
  elapsed += 3_600_000;
  await jest.advanceTimersByTimeAsync(30_000);
  expect(ticks.length).toBeGreaterThan(before);
  expect(missed.length).toBeLessThanOrEqual(1);
});

it('never begins a tick before the one before it has ended', async () => {
  let underWay = 0;
  let most = 0;
  ticking(async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((later) => setTimeout(later, 150_000));
    underWay -= 1;
  });
  await pass(900);
  expect(most).toBe(1);
  await pass(200);
  const stopped = ticker?.stop();
  ticker = undefined;
  await pass(2000);
  await stopped;
  expect(underWay).toBe(0);
});
