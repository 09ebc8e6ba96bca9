import { join } from 'node:path';
import type { EngineerId } from '../../src/domain/ids';
import { type Database, openDatabase } from '../../src/storage/database';
import { openHeartbeats } from '../../src/storage/heartbeats';
import { openMirrors } from '../../src/storage/mirrors';
import { openOutbox } from '../../src/storage/outbox';
import { openStore } from '../../src/storage/store';
import type { NewNotice } from '../../src/usecases/notice';
import { aPlan, engineerId } from '../fixtures';
import { aFolder } from './processes';

const opened: Database[] = [];
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});

/** When the tests of what is told begin: the handoff of the fifth week. */
export const START = new Date('2026-11-30T14:00:00.000Z');

/** So many seconds after {@link START}. */
export const at = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);

/** An open database, closed after the test. */
export async function openFile(file: string): Promise<Database> {
  const database = await openDatabase({ url: `file:${file}`, mode: 'local', now: START });
  opened.push(database);
  return database;
}

/** A database that holds the plan's team, and everything that is kept in it. */
export async function aWorld(onDecided?: () => void) {
  const file = join(aFolder(), 'baton.db');
  const database = await openFile(file);
  const team = aPlan().id;
  await openStore(database).found(aPlan(), { kind: 'baton' }, START);
  return {
    ...{ file, database, team, store: openStore(database, onDecided), outbox: openOutbox(database) },
    ...{ mirrors: openMirrors(database), heartbeats: openHeartbeats(database) },
  };
}

/** A notice for an engineer, due at {@link START}; any field can be bent. */
export function aNotice(key: string, to: EngineerId = engineerId(1), overrides: Partial<NewNotice> = {}): NewNotice {
  return {
    ...{ key, notice: { kind: 'handoff-nudge', handoff: { version: 1, turn: 4 }, to }, cause: 'time', dueAt: START },
    ...{ until: null, ...overrides },
  };
}

/** A notice for the team's channel. */
export const aPost = (key: string, overrides: Partial<NewNotice> = {}): NewNotice =>
  aNotice(key, undefined, { notice: { kind: 'handoff', handoff: { version: 1, turn: 4 } }, ...overrides });
