import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import { type Database, fileOf, openDatabase, openForReading } from '../../src/storage/database';
import { MIGRATIONS } from '../../src/storage/migrations';
import { DatabaseRefused, failureOf, refusalOf } from '../../src/storage/refusals';
import { openStore } from '../../src/storage/store';
import { aPlan } from '../fixtures';
import { aFolder, compiledStorage, lockHeld, withoutRights } from './processes';

const now = new Date('2026-11-01T12:00:00Z');
const open = (file: string, mode: 'slack' | 'local' = 'local'): Promise<Database> =>
  openDatabase({ url: `file:${file}`, mode, now });

/** A database that was made, used and closed. */
async function aDatabase(): Promise<string> {
  const file = join(aFolder(), 'baton.db');
  const database = await open(file);
  await openStore(database).found(aPlan(), { kind: 'baton' }, now);
  await database.close();
  return file;
}

const refusal = async (opening: Promise<Database>): Promise<DatabaseRefused> => {
  const error: unknown = await opening.then(
    (database) => database.close(),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatabaseRefused);
  return error as DatabaseRefused;
};

describe('a database that is not there', () => {
  it('is made, with its folders', async () => {
    const file = join(aFolder(), 'one', 'two', 'baton.db');
    const database = await open(file);
    expect(await openStore(database).teams()).toEqual([]);
    await database.close();
    expect(statSync(file).size).toBeGreaterThan(0);
  });

  it('is refused for reading, and not made', async () => {
    const file = join(aFolder(), 'baton.db');
    const refused = await refusal(openForReading(`file:${file}`));
    expect(refused).toMatchObject({
      reason: 'missing',
      message: `There is no database ${file}; start Baton once to make it.`,
    });
    expect(existsSync(file)).toBe(false);
  });

  it('is made once when two starts make it together', async () => {
    const file = join(aFolder(), 'baton.db');
    const both = await Promise.all([open(file), open(file)]);
    await Promise.all(both.map((database) => database.close()));
    const again = await open(file);
    expect(again.sqlite.prepare('select count(*) from installation').pluck().get()).toBe(1);
    await again.close();
  });
});

describe('an open database', () => {
  it('is in write-ahead mode, flushes every commit, checks foreign keys and never waits inside SQLite', async () => {
    const database = await open(await aDatabase());
    const pragma = (name: string): unknown => database.sqlite.prepare(`pragma ${name}`).pluck().get();
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('busy_timeout')]).toEqual([
      'wal',
      2,
      1,
      0,
    ]);
    await database.close();
  });

  it('has only STRICT tables of its own', async () => {
    const database = await open(await aDatabase());
    const lax = database.sqlite
      .prepare(
        `select name from pragma_table_list
         where type = 'table' and not strict and name not like 'sqlite_%' and name not like 'kysely_%'`,
      )
      .all();
    expect(lax).toEqual([]);
    await database.close();
  });

  it('can be closed twice', async () => {
    const database = await open(await aDatabase());
    await database.close();
    await expect(database.close()).resolves.toBeUndefined();
  });

  it('can be read by another opening while it is open', async () => {
    const file = await aDatabase();
    const database = await open(file);
    const reader = await openForReading(`file:${file}`);
    expect(reader.mode).toBe('local');
    expect(await openStore(reader).teams()).toEqual(['data-engineering']);
    await reader.close();
    await database.close();
  });
});

describe('a database opened for reading', () => {
  it('cannot be written', async () => {
    const reader = await openForReading(`file:${await aDatabase()}`);
    const founding = openStore(reader).found(aPlan({ id: 'other' as never }), { kind: 'operator' }, now);
    await expect(founding).rejects.toMatchObject({ reason: 'unwritable' });
    await reader.close();
  });

  it('is refused where this program would first have to renew it', async () => {
    const file = await aDatabase();
    const sqlite = new BetterSqlite3(file);
    sqlite.exec('delete from kysely_migration');
    sqlite.close();
    expect(await refusal(openForReading(`file:${file}`))).toMatchObject({ reason: 'older' });
  });
});

const damaged: { what: string; damage: (file: string) => void; reason: string; message: RegExp }[] = [
  {
    what: 'text',
    damage: (file) => writeFileSync(file, 'This is not a database. '.repeat(400)),
    reason: 'corrupt',
    message: /damaged or not a database; restore a backup, or move it away/,
  },
  {
    what: 'cut off in the middle',
    damage: (file) => truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096),
    reason: 'corrupt',
    message: /damaged.*; restore a backup, or move it away/,
  },
  {
    what: 'overwritten in the middle',
    damage: (file) => {
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.fill(0x7f, 4096, bytes.length - 4096));
    },
    reason: 'corrupt',
    message: /damaged.*; restore a backup, or move it away/,
  },
  {
    what: 'of zero bytes',
    damage: (file) => truncateSync(file, 0),
    reason: 'empty',
    message: /is empty \(0 bytes\), so what it held is lost; restore a backup, or delete it to start anew\.$/,
  },
  {
    what: 'of another program',
    damage: (file) => {
      rmSync(file);
      new BetterSqlite3(file).exec('create table notes (text)').close();
    },
    reason: 'foreign',
    message: /belongs to another program; set DATABASE_URL to another file\.$/,
  },
  {
    what: 'of a newer Baton',
    damage: (file) => new BetterSqlite3(file).exec("insert into kysely_migration values ('9999-later', '')").close(),
    reason: 'newer',
    message: /was written by a newer Baton; start that version, or restore a backup made by this one\.$/,
  },
  {
    what: 'a folder',
    damage: (file) => {
      rmSync(file);
      mkdirSync(file);
    },
    reason: 'directory',
    message: /is not a file; set DATABASE_URL to a file/,
  },
];

describe('a database is refused, in one sentence that names it, when it is', () => {
  it.each(damaged)('$what', async ({ damage, reason, message }) => {
    const file = await aDatabase();
    damage(file);
    const refused = await refusal(open(file));
    expect(refused.reason).toBe(reason);
    expect(refused.message).toMatch(message);
    expect(refused.message).toContain(file);
  });

  it.each(damaged)('$what, for reading', async ({ damage, reason }) => {
    const file = await aDatabase();
    damage(file);
    expect(await refusal(openForReading(`file:${file}`))).toMatchObject({ reason });
  });

  it('of the other mode, and stays as it was', async () => {
    const file = await aDatabase();
    const before = readFileSync(file);
    expect(await refusal(open(file, 'slack'))).toMatchObject({
      reason: 'mode',
      message:
        `The database ${file} belongs to the local workspace and cannot serve a Slack workspace; ` +
        'set DATABASE_URL to another file.',
    });
    expect(readFileSync(file).equals(before)).toBe(true);
    await (await open(file, 'local')).close();
  });

  it('below something that is a file', async () => {
    const file = join(await aDatabase(), 'baton.db');
    expect(await refusal(open(file))).toMatchObject({ reason: 'unwritable' });
  });

  it('locked for longer than two seconds', async () => {
    const file = await aDatabase();
    const { released } = await lockHeld(file, 3500);
    expect(await refusal(open(file))).toMatchObject({ reason: 'busy' });
    await released;
  });
});

// Windows has other rights.
(process.platform === 'win32' ? describe.skip : describe)('without the right to write', () => {
  it.each([
    { what: 'the file', file: 0o444, folder: 0o777 },
    { what: 'the folder, where the log stands beside the file', file: 0o666, folder: 0o555 },
  ])('$what, a database is refused', async (rights) => {
    const file = await aDatabase();
    chmodSync(file, rights.file);
    chmodSync(join(file, '..'), rights.folder);
    const refused = await withoutRights(() => refusal(open(file)));
    chmodSync(join(file, '..'), 0o700);
    expect(refused.reason).toBe('unwritable');
    expect(refused.message).toMatch(/cannot be opened for writing \(\w+\); give this user the right/);
  });

  it('a folder, nothing is made in it', async () => {
    const folder = aFolder();
    chmodSync(folder, 0o555);
    const refused = await withoutRights(() => refusal(open(join(folder, 'baton.db'))));
    expect(refused.reason).toBe('unwritable');
    expect(existsSync(join(folder, 'baton.db'))).toBe(false);
  });
});

describe('an error of the system', () => {
  const coded = (code: string): Error => Object.assign(new Error(code), { code });

  it.each([
    { code: 'SQLITE_FULL', reason: 'full' },
    { code: 'ENOSPC', reason: 'full' },
    { code: 'SQLITE_NOTADB', reason: 'corrupt' },
    { code: 'SQLITE_CORRUPT_VTAB', reason: 'corrupt' },
    { code: 'SQLITE_READONLY_DIRECTORY', reason: 'unwritable' },
    { code: 'SQLITE_CANTOPEN', reason: 'unwritable' },
    { code: 'SQLITE_IOERR_WRITE', reason: 'unwritable' },
    { code: 'EROFS', reason: 'unwritable' },
    { code: 'SQLITE_BUSY_RECOVERY', reason: 'busy' },
  ])('$code at opening is the refusal "$reason"', ({ code, reason }) => {
    expect(refusalOf(coded(code), 'baton.db')).toMatchObject({ reason });
  });

  it.each([
    { code: 'SQLITE_FULL', reason: 'full' },
    { code: 'SQLITE_BUSY', reason: 'busy' },
    { code: 'SQLITE_READONLY_DBMOVED', reason: 'unwritable' },
  ])('$code at a write is the failure "$reason"', ({ code, reason }) => {
    expect(failureOf(coded(code), 'baton.db')).toMatchObject({ reason });
  });

  it.each(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_ERROR', ''])('%j is a bug and stays as it is', (code) => {
    const bug = coded(code);
    expect(refusalOf(bug, 'baton.db')).toBe(bug);
    expect(failureOf(bug, 'baton.db')).toBe(bug);
  });
});

describe('a migration', () => {
  it('that fails half way leaves nothing, and the next start runs it again', async () => {
    const file = await aDatabase();
    let broken = true;
    const later = {
      ...MIGRATIONS,
      '9999-later': {
        up: async (rows: never) => {
          await sql.raw('create table later (id text) strict').execute(rows);
          if (broken) throw new Error('half way');
        },
      },
    };
    const upgrade = (): Promise<Database> =>
      openDatabase({ url: `file:${file}`, mode: 'local', now, migrations: later });
    await expect(upgrade()).rejects.toThrow('half way');
    await (await open(file)).close();
    broken = false;
    const database = await upgrade();
    expect(database.sqlite.prepare('select count(*) from later').pluck().get()).toBe(0);
    await database.close();
  });

  it('whose process is killed half way leaves nothing', async () => {
    const file = join(aFolder(), 'baton.db');
    const run = compiledStorage();
    const { signal } = await run(`
      const { sql } = require('kysely');
      const { MIGRATIONS } = require('./storage/migrations.js');
      const half = { up: async (rows) => {
        await sql.raw('create table half (id text) strict').execute(rows);
        process.kill(process.pid, 'SIGKILL');
        await new Promise(() => setTimeout(() => {}, 10_000));
      } };
      require('./storage/database.js').openDatabase({
        url: ${JSON.stringify(`file:${file}`)}, mode: 'local', now: new Date(0),
        migrations: { ...MIGRATIONS, '9999-half': half },
      });
    `);
    expect(signal).toBe('SIGKILL');
    const database = await open(file);
    expect(database.sqlite.prepare("select name from sqlite_master where name = 'half'").all()).toEqual([]);
    expect(await openStore(database).teams()).toEqual([]);
    await database.close();
  });
});

describe('a database that changes under the program', () => {
  const founding = (database: Database): Promise<unknown> =>
    openStore(database).found(aPlan({ id: 'other' as never }), { kind: 'baton' }, now);

  it.each([
    { what: 'removed', harm: (file: string) => rmSync(file) },
    {
      what: 'replaced',
      harm: (file: string) => {
        copyFileSync(file, `${file}.copy`);
        renameSync(`${file}.copy`, file);
      },
    },
    { what: 'robbed of its log', harm: (file: string) => rmSync(`${file}-wal`) },
  ])('takes no write once it was $what, and says so', async ({ harm }) => {
    const file = await aDatabase();
    const database = await open(file);
    harm(file);
    await expect(founding(database)).rejects.toMatchObject({
      reason: 'gone',
      message: expect.stringContaining(
        `The database ${file} was removed or replaced while Baton ran; nothing was changed.`,
      ),
    });
    await database.close();
  });

  it('takes a write after the file is put back', async () => {
    const file = await aDatabase();
    const database = await open(file);
    renameSync(file, `${file}.away`);
    await expect(founding(database)).rejects.toMatchObject({ reason: 'gone' });
    renameSync(`${file}.away`, file);
    await expect(founding(database)).resolves.toMatchObject({ founded: true });
    await database.close();
  });
});

describe('the address of a database', () => {
  it.each([
    { url: 'file:data/baton.db', file: join(process.cwd(), 'data', 'baton.db') },
    { url: 'file:/var/lib/baton.db', file: '/var/lib/baton.db' },
    { url: 'file:///var/lib/our%20baton.db', file: '/var/lib/our baton.db' },
  ])('$url is $file', ({ url, file }) => {
    expect(fileOf(url)).toBe(file);
  });

  it.each(['', 'data/baton.db', 'file:', 'file::memory:', 'postgres://db/baton', 'file:baton.db?mode=ro'])(
    '%j is refused',
    (url) => {
      expect(() => fileOf(url)).toThrow(DatabaseRefused);
    },
  );
});
