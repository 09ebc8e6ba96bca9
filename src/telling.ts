import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { startTicker } from './jobs/ticker';
import type { Connection } from './slack/connection';
import { openDelivery } from './slack/delivery';
import type { Desk } from './slack/listeners/desk';
import type { StoredTeam } from './stored-team';

/** What tells people things in this process. */
export type Telling = {
  /** Tells what is due by now, and says that this process is alive; resolves when that is done. */
  readonly tick: () => Promise<void>;
  /** Lets what is under way end. Nothing more is told. */
  readonly stop: () => Promise<void>;
};

/** Milliseconds that what is under way has to end. */
const DRAIN_MS = 5000;

/** Tells what is due now, every minute, and whenever something was decided. `elapsed` is monotonic milliseconds. */
export function startTelling(
  { store, teamId, now, logger, onBreach }: Desk,
  team: Pick<StoredTeam, 'outbox' | 'mirrors' | 'heartbeats' | 'onDecided'>,
  connection: Connection,
  version: string,
  elapsed: () => number,
): Telling {
  const { outbox, mirrors, heartbeats } = team;
  const client = connection.tellingClient;
  const delivery = openDelivery({ store, teamId, outbox, mirrors, client, now, pause, logger, onBreach });
  const life = { process: randomUUID(), version, startedAt: now() };
  const beat = async (): Promise<void> => {
    try {
      await heartbeats.beat({ ...life, tickedAt: now(), connected: connection.isConnected() });
    } catch (error) {
      logger.error({ err: error }, 'the database does not take that this process is alive');
    }
  };
  const tick = async (): Promise<void> => {
    await beat();
    await delivery.run();
  };
  team.onDecided(() => void delivery.run());
  // That it is alive must not wait for what Slack is slow to take.
  const sendAndBeat = async (): Promise<void> => {
    void delivery.run();
    await beat();
  };
  const ticker = startTicker(sendAndBeat, {
    elapsed,
    onMissed: (milliseconds) =>
      logger.warn({ seconds: Math.round(milliseconds / 1000) }, 'a minute’s tick did not come; made it now'),
  });
  return {
    tick,
    stop: async () => {
      team.onDecided(() => undefined);
      // What is cut off is looked for at the next start.
      await Promise.race([Promise.all([ticker.stop(), delivery.stop()]), pause(DRAIN_MS, undefined, { ref: false })]);
    },
  };
}
