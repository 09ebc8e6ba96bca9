import { accessSync, constants, mkdirSync, rmSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type BetterSqlite3 from 'better-sqlite3';
import { Kysely, type Migration, Migrator, type Transaction } from 'kysely';
import { ImmediateDialect } from './dialect';
import { MIGRATIONS } from './migrations';
import { codeOf, DatabaseRefused, failureOf, isBusy, refusalOf, WriteFailed } from './refusals';
import { openSqlite } from './sqlite';
import type { Mode, Tables } from './tables';

/** An open database. Transactions of one process queue; asking for one inside another waits for ever. */
export type Database = {
  readonly mode: Mode;
  /** For a statement prepared once and asked outside any transaction. */
  readonly sqlite: BetterSqlite3.Database;
  /** One consistent look at the rows. */
  read<T>(work: (rows: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** All or nothing, holding the write lock. Waits up to 2 s for another process, then throws {@link WriteFailed}. */
  write<T>(work: (rows: Transaction<Tables>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** Opens the database of a `file:` URL, made and brought up to date where needed. Throws {@link DatabaseRefused}. */
export async function openDatabase({
  url,
  mode,
  now,
  migrations = MIGRATIONS,
}: {
  readonly url: string;
  readonly mode: Mode;
  readonly now: Date;
  readonly migrations?: Readonly<Record<string, Migration>>;
}): Promise<Database> {
  const file = fileOf(url);
  let sqlite: BetterSqlite3.Database | undefined;
  let made = false;
  try {
    made = !(await isThere(file));
    mkdirSync(dirname(file), { recursive: true });
    accessSync(made ? dirname(file) : file, constants.W_OK);
    const connection = openSqlite(file, { timeout: 0 });
    sqlite = connection;
    const rows = new Kysely<Tables>({ dialect: new ImmediateDialect(connection) });
    await patiently(async () => {
      refuseStranger(connection, file, migrations);
      refuseOtherMode(connection, file, mode);
      useWriteAheadLog(connection, file);
      await migrate(rows, migrations);
      await remember(rows, mode, now);
      refuseOtherMode(connection, file, mode);
    });
    return database(connection, rows, file, mode);
  } catch (error) {
    sqlite?.close();
    if (made && sizeOf(file) === 0) rmSync(file);
    throw refusalOf(error, file);
  }
}

/** Opens a database of either mode to look at it: nothing is made, renewed or written. Throws {@link DatabaseRefused}. */
export async function openForReading(url: string): Promise<Database> {
  const file = fileOf(url);
  let sqlite: BetterSqlite3.Database | undefined;
  try {
    if (!(await isThere(file)))
      throw new DatabaseRefused('missing', `There is no database ${file}; start Baton once to make it.`);
    const connection = openSqlite(file, { readonly: true, timeout: 0 });
    sqlite = connection;
    const mode = await patiently(async () => {
      refuseStranger(connection, file, MIGRATIONS);
      const remembered = modeOf(connection);
      if (!remembered || appliedMigrations(connection).length < Object.keys(MIGRATIONS).length)
        throw new DatabaseRefused(
          'older',
          `The database ${file} is older than this program; start Baton once to renew it.`,
        );
      return remembered;
    });
    const rows = new Kysely<Tables>({ dialect: new ImmediateDialect(connection) });
    return database(connection, rows, file, mode);
  } catch (error) {
    sqlite?.close();
    throw refusalOf(error, file);
  }
}

/** The absolute path a `file:` URL names, a relative one from the working directory. Throws {@link DatabaseRefused}. */
export function fileOf(url: string): string {
  const path = /^file:(?!:)(?<path>[^?#]+)$/.exec(url)?.groups?.['path'];
  try {
    if (path) return path.startsWith('//') ? fileURLToPath(url) : resolve(path);
  } catch {
    // A host in it, or an escape that is none.
  }
  throw new DatabaseRefused(
    'address',
    `The database ${url} is not a file; write DATABASE_URL like file:data/baton.db.`,
  );
}

function database(sqlite: BetterSqlite3.Database, rows: Kysely<Tables>, file: string, mode: Mode): Database {
  const opened = identityOf(file);
  let open = true;
  const read: Database['read'] = (work) => patiently(() => rows.transaction().setAccessMode('read only').execute(work));
  const write: Database['write'] = async (work) => {
    try {
      return await patiently(async () => {
        if (identityOf(file) !== opened) throw gone(file);
        return await rows.transaction().execute(work);
      });
    } catch (error) {
      throw failureOf(error, file);
    }
  };
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await rows.destroy();
    // Kysely closes only what it was asked something.
    sqlite.close();
  };
  return { mode, sqlite, read, write, close };
}

// A file that was unlinked or replaced swallows writes without an error: its inode tells.
function identityOf(file: string): string {
  return [file, `${file}-wal`].map(inodeOf).join();
}

function inodeOf(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats ? `${stats.dev}:${stats.ino}` : 'none';
}

const gone = (file: string): WriteFailed =>
  new WriteFailed(
    'gone',
    `The database ${file} was removed or replaced while Baton ran; nothing was changed. ` +
      'Put the file back or restore a backup, then start again.',
  );

/** In milliseconds: how long a lock of another process is waited out. */
const PATIENCE = 2000;
const LONGEST_PAUSE = 50;

// SQLite's own busy timeout would stop every other answer of this process meanwhile; this waits without.
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  let waited = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || waited >= PATIENCE) throw error;
      const milliseconds = Math.min(2 ** attempt, LONGEST_PAUSE) * (0.5 + Math.random());
      waited += milliseconds;
      await pause(milliseconds);
    }
  }
}

async function isThere(file: string): Promise<boolean> {
  for (const last of [false, true]) {
    const stats = lookAt(file);
    if (!stats) return false;
    if (!stats.isFile())
      throw new DatabaseRefused(
        'directory',
        `The database ${file} is not a file; set DATABASE_URL to a file in it or elsewhere.`,
      );
    if (stats.size > 0) return true;
    // Another process may be making it at this moment.
    if (!last) await pause(300);
  }
  throw new DatabaseRefused(
    'empty',
    `The database ${file} is empty (0 bytes), so what it held is lost; restore a backup, or delete it to start anew.`,
  );
}

function lookAt(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

const sizeOf = (file: string): number | undefined => lookAt(file)?.size;

function refuseStranger(
  sqlite: BetterSqlite3.Database,
  file: string,
  migrations: Readonly<Record<string, Migration>>,
): void {
  const found = sqlite.prepare('pragma quick_check(1)').pluck().get();
  if (found !== 'ok')
    throw new DatabaseRefused(
      'corrupt',
      `The database ${file} is damaged; restore a backup, or move it away to start anew.`,
    );
  const tables = tablesOf(sqlite);
  if (tables.length > 0 && !tables.includes('kysely_migration'))
    throw new DatabaseRefused(
      'foreign',
      `The database ${file} belongs to another program; set DATABASE_URL to another file.`,
    );
  if (appliedMigrations(sqlite).some((name) => !Object.hasOwn(migrations, name)))
    throw new DatabaseRefused(
      'newer',
      `The database ${file} was written by a newer Baton; start that version, or restore a backup made by this one.`,
    );
}

function refuseOtherMode(sqlite: BetterSqlite3.Database, file: string, mode: Mode): void {
  const remembered = modeOf(sqlite);
  if (!remembered || remembered === mode) return;
  const belongs = remembered === 'slack' ? 'a Slack workspace' : 'the local workspace';
  const wanted = mode === 'slack' ? 'a Slack workspace' : 'the local workspace';
  throw new DatabaseRefused(
    'mode',
    `The database ${file} belongs to ${belongs} and cannot serve ${wanted}; set DATABASE_URL to another file.`,
  );
}

function modeOf(sqlite: BetterSqlite3.Database): Mode | undefined {
  if (!tablesOf(sqlite).includes('installation')) return undefined;
  return sqlite.prepare('select mode from installation').pluck().get() as Mode | undefined;
}

function appliedMigrations(sqlite: BetterSqlite3.Database): string[] {
  if (!tablesOf(sqlite).includes('kysely_migration')) return [];
  return sqlite.prepare('select name from kysely_migration').pluck().all() as string[];
}

function tablesOf(sqlite: BetterSqlite3.Database): string[] {
  return sqlite.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[];
}

function useWriteAheadLog(sqlite: BetterSqlite3.Database, file: string): void {
  if (sqlite.prepare('pragma journal_mode = wal').pluck().get() !== 'wal')
    throw new DatabaseRefused(
      'unwritable',
      `The database ${file} is on a file system that cannot share memory; set DATABASE_URL to a local disk.`,
    );
  sqlite.exec('pragma synchronous = full; pragma foreign_keys = on');
}

async function migrate(rows: Kysely<Tables>, migrations: Readonly<Record<string, Migration>>): Promise<void> {
  const { error } = await new Migrator({
    db: rows,
    provider: { getMigrations: async () => ({ ...migrations }) },
  }).migrateToLatest();
  if (error) throw error;
}

// Runs at each start: where the mode is remembered it writes nothing, but shows that the file can be written.
async function remember(rows: Kysely<Tables>, mode: Mode, now: Date): Promise<void> {
  await rows.transaction().execute((transaction) =>
    transaction
      .insertInto('installation')
      .values({ id: 1, mode, created_at: now.toISOString() })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}
