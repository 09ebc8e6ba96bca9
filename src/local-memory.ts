import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigRefused } from './config';
import type { Memory } from './sandbox/memory';

/** A calendar clock that can be moved forward, and set back to real time. */
export type CalendarClock = {
  now(): Date;
  moveTo(instant: Date): void;
  reset(): void;
  /** Milliseconds it is ahead of real time. */
  readonly ahead: number;
};

/** The memory of the local workspace: its messages and its clock. One process holds it at a time. */
export type LocalMemory = Memory & { readonly hold: () => void; readonly release: () => void };

/** Where the local workspace of a database keeps its messages and its clock. */
const fileBeside = (database: string): string => `${database}.workspace.json`;

/**
 * The memory of the local workspace of a database; what is left of an older database is forgotten. Throws
 * {@link ConfigRefused} while another process holds it.
 */
export function openMemory(database: string, clock: CalendarClock, isFresh: boolean): LocalMemory {
  const file = fileBeside(database);
  const parsed = readMemory(file);
  if (parsed?.pid && parsed.pid !== process.pid && isRunning(parsed.pid))
    throw new ConfigRefused(
      `Baton runs on ${database} already, as process ${parsed.pid}. Stop that one, or set DATABASE_URL to another file. If that process is not Baton, remove ${file}.`,
    );
  if (parsed && !isFresh) clock.moveTo(new Date(clock.now().getTime() + parsed.ahead));
  let workspace = isFresh ? undefined : parsed?.workspace;
  const write = (pid: number | null): void => {
    // A process that ends while it writes leaves the old file.
    writeFileSync(`${file}.new`, JSON.stringify({ pid, ahead: clock.ahead, workspace }));
    renameSync(`${file}.new`, file);
  };
  return {
    load: () => workspace,
    hold: () => write(process.pid),
    save: (newest) => {
      workspace = newest;
      write(process.pid);
    },
    release: () => write(null),
  };
}

/** Milliseconds by which the local workspace of a database is ahead of real time; 0 where there is none. */
export const aheadOf = (database: string): number => readMemory(fileBeside(database))?.ahead ?? 0;

const Remembered = z.object({
  pid: z.number().int().positive().nullable().optional(),
  ahead: z.number().min(0),
  workspace: z.unknown(),
});

function readMemory(file: string): z.output<typeof Remembered> | null {
  try {
    return Remembered.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // None yet, or none that this version wrote: the workspace begins without messages.
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is one that runs.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
