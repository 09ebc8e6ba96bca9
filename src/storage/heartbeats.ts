import type { Heartbeats } from '../usecases/outbox';
import type { Database } from './database';

/** Milliseconds after which a process that no longer ticks is forgotten. */
const FORGOTTEN_MS = 7 * 86_400_000;

/** The processes that run on a database. */
export function openHeartbeats({ read, write }: Database): Heartbeats {
  return {
    beat: ({ process, version, startedAt, tickedAt, connected }) =>
      write(async (rows) => {
        const seen = {
          version,
          started_at: startedAt.toISOString(),
          ticked_at: tickedAt.toISOString(),
          connected: connected ? (1 as const) : (0 as const),
        };
        await rows
          .insertInto('processes')
          .values({ process, ...seen })
          .onConflict((conflict) => conflict.column('process').doUpdateSet(seen))
          .execute();
        const oldest = new Date(tickedAt.getTime() - FORGOTTEN_MS).toISOString();
        await rows.deleteFrom('processes').where('ticked_at', '<', oldest).execute();
      }),

    async list() {
      const rows = await read((rows) =>
        rows.selectFrom('processes').selectAll().orderBy('ticked_at', 'desc').orderBy('process').execute(),
      );
      return rows.map(({ process, version, started_at, ticked_at, connected }) => ({
        process,
        version,
        startedAt: new Date(started_at),
        tickedAt: new Date(ticked_at),
        connected: connected === 1,
      }));
    },
  };
}
