import { createTask } from 'node-cron';

/** Every minute; in UTC, since in a local zone node-cron loses the repeated hour and skips times that do not exist. */
const EVERY_MINUTE = '* * * * *';

/** Milliseconds of the monotonic clock between two looks of the watchdog, and without a tick before it steps in. */
const WATCH_MS = 30_000;
const MISSED_MS = 90_000;

export type Ticker = { readonly stop: () => Promise<void> };

/**
 * Calls `tick` now and every minute until it is stopped; one call ends before the next begins. Where a tick does not come,
 * since the clock was set back or the process slept, the watchdog makes it and starts the timer anew: `onMissed` is told
 * how many milliseconds it took. `elapsed` is monotonic milliseconds.
 */
export function startTicker(
  tick: () => Promise<void>,
  { elapsed, onMissed }: { readonly elapsed: () => number; readonly onMissed: (milliseconds: number) => void },
): Ticker {
  let last = elapsed();
  let running: Promise<void> | null = null;
  const run = (): void => {
    last = elapsed();
    running ??= tick().finally(() => {
      running = null;
    });
  };
  const schedule = () => {
    const task = createTask(EVERY_MINUTE, run, { timezone: 'UTC', suppressMissedWarning: true });
    void task.start();
    return task;
  };
  let task = schedule();
  const watchdog = setInterval(() => {
    const since = elapsed() - last;
    if (since < MISSED_MS) return;
    onMissed(since);
    void task.destroy();
    task = schedule();
    run();
  }, WATCH_MS);
  run();
  return {
    stop: async () => {
      clearInterval(watchdog);
      await task.destroy();
      await running;
    },
  };
}
