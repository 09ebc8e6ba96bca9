import BetterSqlite3 from 'better-sqlite3';

/** Every connection and its statements. Never let go: see {@link openSqlite}. */
const kept: { readonly sqlite: BetterSqlite3.Database; readonly statements: ReadonlyMap<string, unknown> }[] = [];

/**
 * Opens a database file. A statement is prepared once for its text and kept until the process ends: from Node 24.19 on the
 * process aborts when one of better-sqlite3 12 is garbage-collected. Version 13 mends that, and does not run on Node 20.
 * So nothing here may make a statement by the way, as `pragma()` does.
 */
export function openSqlite(file: string, options: BetterSqlite3.Options): BetterSqlite3.Database {
  const sqlite = new BetterSqlite3(file, options);
  const statements = new Map<string, BetterSqlite3.Statement>();
  const prepare = sqlite.prepare.bind(sqlite) as (sql: string) => BetterSqlite3.Statement;
  const prepareOnce = (sql: string): BetterSqlite3.Statement => {
    const known = statements.get(sql) ?? prepare(sql);
    statements.set(sql, known);
    return known;
  };
  kept.push({ sqlite, statements });
  return Object.assign(sqlite, { prepare: prepareOnce });
}
