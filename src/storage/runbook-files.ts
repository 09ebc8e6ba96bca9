import { closeSync, type Dirent, openSync, readdirSync, readSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../domain/problem';
import type { RunBook, RunBooks } from '../domain/runbook';
import { parseRunBook } from '../domain/runbook-parse';
import { LARGEST_RUNBOOK } from '../domain/runbook-source';

/** The run book folder, read anew whenever something in it changed. */
export type RunBookFiles = {
  /** The run books as they are now; the same object while nothing changed. Looks at each file, reads the changed ones. */
  readonly current: () => RunBooks;
};

/** A file as it was last looked at. `stamp` differs whenever the file does. */
type Entry = { readonly stamp: string; readonly book: RunBook | null; readonly problems: readonly Problem[] };

const RUNBOOK_NAME = /^[a-z0-9-]+\.md$/;
/** Not run books, and nobody would mistake them for one. */
const IGNORED_NAME = /^\.|^readme\.md$/i;

/** Opens the folder. Nothing is read until it is asked for, and a folder that appears later is found then. */
export function openRunBooks(directory: string): RunBookFiles {
  let entries: ReadonlyMap<string, Entry> = new Map();
  let runBooks: RunBooks | undefined;
  let folderWas: string | undefined;
  return {
    current() {
      const folder = list(directory);
      const next = new Map<string, Entry>();
      for (const file of folder.files)
        next.set(file.name, look(directory, folder.realPath, file, entries.get(file.name)));
      if (runBooks && folder.problem?.problem === folderWas && same(entries, next)) return runBooks;
      entries = next;
      folderWas = folder.problem?.problem;
      runBooks = collect(directory, folder.problem, next);
      return runBooks;
    },
  };
}

type Folder = { readonly realPath: string; readonly files: readonly Dirent[]; readonly problem: Problem | undefined };

function list(directory: string): Folder {
  try {
    const files = readdirSync(directory, { withFileTypes: true })
      .filter(({ name }) => name.endsWith('.md') && !IGNORED_NAME.test(name))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    return { realPath: realpathSync(directory), files, problem: undefined };
  } catch (error) {
    const remedy = 'Create it, or set RUNBOOKS_DIR to the folder that holds the run books.';
    const said =
      codeOf(error) === 'ENOENT' ? 'The run book folder is not there.' : unreadable('run book folder', error);
    return { realPath: '', files: [], problem: wrong(directory, said, remedy) };
  }
}

function look(directory: string, realFolder: string, file: Dirent, before: Entry | undefined): Entry {
  const shown = path.join(directory, file.name);
  const refused = (stamp: string, problem: string, remedy: string): Entry => ({
    ...{ stamp, book: before?.book ?? null },
    problems: [wrong(shown, problem, remedy)],
  });
  if (!RUNBOOK_NAME.test(file.name))
    return refused('name', 'This file is not read.', 'Name it with a-z, 0-9 and - only, such as aggregate-growth.md.');
  let stamp: string;
  let text: string;
  try {
    const listed = path.join(realFolder, file.name);
    const realPath = file.isFile() ? listed : realpathSync(listed);
    if (!realPath.startsWith(realFolder + path.sep))
      return { ...refused('outside', 'This file lies outside the run book folder.', 'Copy it into it.'), book: null };
    const stats = statSync(realPath);
    if (!stats.isFile()) return refused('not-a-file', 'This is not a file.', 'Put a Markdown file here, or remove it.');
    stamp = stampOf(stats);
    if (before?.stamp === stamp) return before;
    text = readBeginning(realPath);
  } catch (error) {
    // Without a stamp the file is tried again next time: what kept it from being read may be gone by then.
    return refused('', unreadable('file', error), 'Let the user Baton runs as read it.');
  }
  const parsed = parseRunBook(shown, text);
  if (parsed.ok) return { stamp, book: parsed.value, problems: [] };
  return { stamp, book: before?.book ?? null, problems: parsed.refusal };
}

/** Everything that differs once a file was written, replaced or renamed over, even where its time was set back. */
const stampOf = ({ ino, size, mtimeMs, ctimeMs }: Stats): string => [ino, size, mtimeMs, ctimeMs].join(' ');

/** The beginning of a file: all of a run book, and enough of what is too large for one to be refused. */
function readBeginning(realPath: string): string {
  const file = openSync(realPath, 'r');
  try {
    const bytes = Buffer.alloc(LARGEST_RUNBOOK + 1);
    return bytes.toString('utf8', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

/** Whether nothing changed; an entry that was made anew says the same where its problems do. */
function same(before: ReadonlyMap<string, Entry>, after: ReadonlyMap<string, Entry>): boolean {
  if (before.size !== after.size) return false;
  for (const [name, entry] of after) {
    const was = before.get(name);
    if (was === entry) continue;
    const told = (one: Entry | undefined): string | undefined => one?.problems.map(({ problem }) => problem).join('\n');
    if (!was || was.stamp !== entry.stamp || was.book !== entry.book || told(was) !== told(entry)) return false;
  }
  return true;
}

function collect(directory: string, folder: Problem | undefined, entries: ReadonlyMap<string, Entry>): RunBooks {
  const books = new Map<string, RunBook>();
  for (const { book } of entries.values()) if (book) books.set(book.name, book);
  const problems = [...entries.values()].flatMap((entry) => entry.problems);
  const broken = new Map<string, Problem>();
  for (const [
    file,
    {
      problems: [first],
    },
  ] of entries)
    if (first) broken.set(path.parse(file).name, first);
  return { directory, books, problems: folder ? [folder, ...problems] : problems, broken };
}

const wrong = (file: string, problem: string, remedy: string): Problem => ({
  ...{ severity: 'error', file, line: 1 },
  ...{ problem, remedy },
});

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException | null)?.code ?? error);

const unreadable = (what: string, error: unknown): string => `The ${what} cannot be read (${codeOf(error)}).`;
