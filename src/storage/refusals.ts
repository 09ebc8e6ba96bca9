export type RefusalReason =
  | 'address'
  | 'missing'
  | 'directory'
  | 'empty'
  | 'corrupt'
  | 'foreign'
  | 'newer'
  | 'older'
  | 'mode'
  | 'unwritable'
  | 'full'
  | 'busy';

/** The database cannot be opened; the message is one sentence with the file, what is wrong and what to do. */
export class DatabaseRefused extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseRefused';
    this.reason = reason;
  }
}

/** A write that could not be made; nothing was changed, and the message says what to do. */
export class WriteFailed extends Error {
  readonly reason: 'busy' | 'gone' | 'full' | 'unwritable';

  constructor(reason: WriteFailed['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WriteFailed';
    this.reason = reason;
  }
}

/** The code of an error of SQLite or the system, such as `SQLITE_FULL` or `EACCES`; empty where it has none. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

/** Whether somebody else holds the lock now. */
export const isBusy = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_BUSY');

type Trouble = 'busy' | 'full' | 'corrupt' | 'unwritable';

function troubleOf(error: unknown): Trouble | undefined {
  const code = codeOf(error);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'busy';
  if (['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(code)) return 'full';
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return 'corrupt';
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|IOERR|AUTH)|^(EACCES|EPERM|EROFS|ENOTDIR|ENOENT|EEXIST|EIO|ELOOP)$/.test(code))
    return 'unwritable';
  return undefined;
}

/** The refusal an error at opening amounts to, or the error itself where it is a bug. */
export function refusalOf(error: unknown, file: string): unknown {
  if (error instanceof DatabaseRefused) return error;
  const trouble = troubleOf(error);
  return trouble ? new DatabaseRefused(trouble, SENTENCES[trouble](file, error), { cause: error }) : error;
}

const SENTENCES: Record<Trouble, (file: string, error: unknown) => string> = {
  busy: (file) => `The database ${file} is held by another process; end that process, then start again.`,
  full: (file) => `The disk that holds the database ${file} is full; make room, then start again.`,
  corrupt: (file) =>
    `The database ${file} is damaged or not a database; restore a backup, or move it away to start anew.`,
  unwritable: (file, error) =>
    `The database ${file} cannot be opened for writing (${codeOf(error)}); give this user the right to write ` +
    'the file and its folder, or set DATABASE_URL to another place.',
};

/** The failure an error while writing amounts to, or the error itself where it is a bug. */
export function failureOf(error: unknown, file: string): unknown {
  const trouble = troubleOf(error);
  if (trouble === 'busy')
    return new WriteFailed('busy', 'The database is busy; nothing was changed. Try again.', { cause: error });
  if (trouble === 'full')
    return new WriteFailed(
      'full',
      `The disk that holds ${file} is full; nothing was changed. Make room, then try again.`,
      {
        cause: error,
      },
    );
  if (trouble === 'unwritable')
    return new WriteFailed(
      'unwritable',
      `The database ${file} cannot be written (${codeOf(error)}); nothing was changed. Check the disk and its rights.`,
      { cause: error },
    );
  return error;
}
