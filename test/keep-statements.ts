import os from 'node:os';
import BetterSqlite3 from 'better-sqlite3';

// What src/storage/sqlite.ts guards against happens to tests as well: when one file's modules go, their statements are
// collected, and Node 24.19 aborts. What a core module holds outlives them.
const KEPT = Symbol.for('statements that outlive their test');
const holder = os as unknown as Record<symbol, unknown[] | undefined>;
const kept = holder[KEPT] ?? [];
holder[KEPT] = kept;

const prototype = BetterSqlite3.prototype as unknown as { prepare: (...args: unknown[]) => unknown };
const { prepare } = prototype;
prototype.prepare = function keepAndPrepare(this: unknown, ...args: unknown[]) {
  const statement = prepare.apply(this, args);
  kept.push(this, statement);
  return statement;
};
