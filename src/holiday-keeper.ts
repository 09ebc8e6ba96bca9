import type { Logger } from 'pino';
import { succeed } from './domain/result';
import type { Desk } from './slack/listeners/desk';
import { keepHolidays, missingHolidays } from './usecases/holidays';

type Tables = typeof import('./storage/holiday-tables');

/**
 * Makes what keeps the public holidays known: asked often, it works them out where some are missing, in a thread of its
 * own, and else does nothing. Until they are known, only the team's own days count.
 */
export function holidayKeeper(desk: Pick<Desk, 'store' | 'teamId' | 'now'>, logger: Logger): () => Promise<void> {
  let tables: Tables | undefined;
  let version: string | undefined;
  let running: Promise<void> | null = null;
  const keep = async (): Promise<void> => {
    const { store, teamId, now } = desk;
    tables ??= await import('./storage/holiday-tables.js');
    version ??= tables.holidaysVersion();
    const known = version;
    const missing = missingHolidays(await store.team(teamId), known, now());
    if (!missing) return;
    const found = await tables.workOutHolidays(missing.places, missing.years);
    await store.decide(teamId, { kind: 'baton' }, now(), () => succeed(keepHolidays(found, known)));
    logger.info({ places: missing.places.length }, 'the public holidays are known');
  };
  return () => {
    running ??= keep()
      .catch((error: unknown) =>
        logger.warn({ err: error }, 'the public holidays could not be worked out; it is tried again'),
      )
      .finally(() => {
        running = null;
      });
    return running;
  };
}
