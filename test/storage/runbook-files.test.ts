import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRunBooks } from '../../src/storage/runbook-files';

let root: string;
let folder: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'runbooks-')));
  folder = path.join(root, 'runbooks');
  mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const text = (title: string) => `---\npipeline: aggregate-growth\n---\n# ${title}\n`;
const write = (name: string, content: string) => writeFileSync(path.join(folder, name), content);

/** Titles of the run books that are there, and what is wrong. */
function seen(files: ReturnType<typeof openRunBooks>) {
  const { books, problems } = files.current();
  return {
    titles: [...books.values()].map(({ title }) => title),
    problems: problems.map(({ file, problem }) => `${path.relative(root, file)}: ${problem}`),
  };
}

describe('a folder of run books', () => {
  it('is read by file name, and the folder is named as it was given', () => {
    write('b.md', text('Beta'));
    write('a-1.md', text('Alpha'));
    const files = openRunBooks(folder);
    expect(seen(files)).toEqual({ titles: ['Alpha', 'Beta'], problems: [] });
    expect([...files.current().books.keys()]).toEqual(['a-1', 'b']);
    expect(files.current().directory).toBe(folder);
    expect(files.current().books.get('b')?.file).toBe(path.join(folder, 'b.md'));
  });

  it('answers the same object, and never parses again, while nothing changes', () => {
    write('a.md', text('Alpha'));
    write('broken.md', 'words');
    write('Bad name.md', text('No'));
    const files = openRunBooks(folder);
    expect(files.current()).toBe(files.current());
  });

  it('uses a changed file at once and keeps the others as they were', () => {
    write('a.md', text('Alpha'));
    write('b.md', text('Beta'));
    const files = openRunBooks(folder);
    const before = files.current();
    write('a.md', text('Alpha, second edition'));
    const after = files.current();
    expect(after).not.toBe(before);
    expect(after.books.get('a')?.title).toBe('Alpha, second edition');
    expect(after.books.get('b')).toBe(before.books.get('b'));
    expect(before.books.get('a')?.title).toBe('Alpha');
  });

  it('notices a file replaced by one of the same size and time', () => {
    const noon = new Date('2026-11-02T12:00:00Z');
    write('a.md', text('Alpha'));
    utimesSync(path.join(folder, 'a.md'), noon, noon);
    const files = openRunBooks(folder);
    files.current();
    write('a.md.new', text('Omega'));
    utimesSync(path.join(folder, 'a.md.new'), noon, noon);
    renameSync(path.join(folder, 'a.md.new'), path.join(folder, 'a.md'));
    expect(seen(files).titles).toEqual(['Omega']);
  });

  it('finds a new file, and lets go of a deleted one', () => {
    const files = openRunBooks(folder);
    expect(seen(files)).toEqual({ titles: [], problems: [] });
    write('a.md', text('Alpha'));
    expect(seen(files).titles).toEqual(['Alpha']);
    rmSync(path.join(folder, 'a.md'));
    expect(seen(files)).toEqual({ titles: [], problems: [] });
  });

  it('that is not there has one problem, and is found once it is', () => {
    const files = openRunBooks(path.join(root, 'later'));
    expect(seen(files)).toEqual({ titles: [], problems: ['later: The run book folder is not there.'] });
    expect(files.current()).toBe(files.current());
    mkdirSync(path.join(root, 'later'));
    writeFileSync(path.join(root, 'later', 'a.md'), text('Alpha'));
    expect(seen(files)).toEqual({ titles: ['Alpha'], problems: [] });
  });

  it('may not be a file', () => {
    write('a.md', text('Alpha'));
    expect(seen(openRunBooks(path.join(folder, 'a.md'))).problems).toEqual([
      'runbooks/a.md: The run book folder cannot be read (ENOTDIR).',
    ]);
  });
});

describe('a broken file', () => {
  it('keeps its last good version until it is mended', () => {
    write('a.md', text('Alpha'));
    const files = openRunBooks(folder);
    files.current();
    write('a.md', '# Alpha without front matter\n');
    expect(seen(files)).toEqual({ titles: ['Alpha'], problems: ['runbooks/a.md: The file has no front matter.'] });
    write('a.md', '---\npipeline: [\n---\n# Still broken\n');
    expect(seen(files)).toEqual({ titles: ['Alpha'], problems: [expect.stringContaining('not readable')] });
    write('a.md', text('Alpha again'));
    expect(seen(files)).toEqual({ titles: ['Alpha again'], problems: [] });
  });

  it('that was never good is not there, and deleting it ends its problem', () => {
    write('a.md', '');
    const files = openRunBooks(folder);
    expect(seen(files)).toEqual({ titles: [], problems: ['runbooks/a.md: The file is empty.'] });
    rmSync(path.join(folder, 'a.md'));
    expect(seen(files)).toEqual({ titles: [], problems: [] });
  });

  it.each([
    {
      what: 'larger than 64 KiB',
      content: text('Alpha').padEnd(70_000, 'a'),
      problem: 'The file is larger than 64 KiB.',
    },
    { what: 'far larger', content: text('Alpha').padEnd(5_000_000, 'a'), problem: 'The file is larger than 64 KiB.' },
    { what: 'a picture', content: '\u0089PNG\r\n\u0000\u0001', problem: 'The file has no front matter.' },
  ])('$what is refused', ({ content, problem }) => {
    write('a.md', content);
    expect(seen(openRunBooks(folder))).toEqual({ titles: [], problems: [`runbooks/a.md: ${problem}`] });
  });

  const asRoot = process.getuid?.() === 0;
  (asRoot ? it.skip : it)('that may not be read keeps its last good version, and is tried again', () => {
    write('a.md', text('Alpha'));
    const files = openRunBooks(folder);
    files.current();
    chmodSync(path.join(folder, 'a.md'), 0o000);
    expect(seen(files)).toEqual({ titles: ['Alpha'], problems: ['runbooks/a.md: The file cannot be read (EACCES).'] });
    expect(files.current()).toBe(files.current());
    chmodSync(path.join(folder, 'a.md'), 0o600);
    expect(seen(files)).toEqual({ titles: ['Alpha'], problems: [] });
  });
});

describe('only files of the folder are read', () => {
  it.each(['Growth.md', 'growth report.md', 'growth_report.md', '..md', 'größe.md'])(
    '%s is refused by its name',
    (name) => {
      write(name, text('No'));
      const hidden = name.startsWith('.');
      const problems = hidden ? [] : [`runbooks/${name}: This file is not read.`];
      expect(seen(openRunBooks(folder))).toEqual({ titles: [], problems });
    },
  );

  it.each(['README.md', '.#growth.md', 'growth.md~', 'growth.txt', 'growth'])(
    '%s is no run book and no problem',
    (name) => {
      write(name, text('No'));
      expect(seen(openRunBooks(folder))).toEqual({ titles: [], problems: [] });
    },
  );

  it('a symbolic link out of the folder is refused, even after a good version', () => {
    writeFileSync(path.join(root, 'secret.md'), text('Secret'));
    mkdirSync(path.join(root, 'runbooks-elsewhere'));
    writeFileSync(path.join(root, 'runbooks-elsewhere', 'b.md'), text('Secret'));
    write('a.md', text('Alpha'));
    const files = openRunBooks(folder);
    files.current();
    rmSync(path.join(folder, 'a.md'));
    symlinkSync(path.join(root, 'secret.md'), path.join(folder, 'a.md'));
    symlinkSync('../runbooks-elsewhere/b.md', path.join(folder, 'b.md'));
    expect(seen(files)).toEqual({
      titles: [],
      problems: [
        'runbooks/a.md: This file lies outside the run book folder.',
        'runbooks/b.md: This file lies outside the run book folder.',
      ],
    });
    expect(files.current()).toBe(files.current());
  });

  it('a symbolic link within the folder is followed, as mounted configuration has it', () => {
    mkdirSync(path.join(folder, '..2026-11-02'));
    writeFileSync(path.join(folder, '..2026-11-02', 'a.md'), text('Alpha'));
    symlinkSync('..2026-11-02', path.join(folder, '..data'));
    symlinkSync('..data/a.md', path.join(folder, 'a.md'));
    const files = openRunBooks(folder);
    expect(seen(files)).toEqual({ titles: ['Alpha'], problems: [] });
    mkdirSync(path.join(folder, '..2026-11-03'));
    writeFileSync(path.join(folder, '..2026-11-03', 'a.md'), text('Omega'));
    rmSync(path.join(folder, '..data'));
    symlinkSync('..2026-11-03', path.join(folder, '..data'));
    expect(seen(files)).toEqual({ titles: ['Omega'], problems: [] });
  });

  it('the folder itself may be a symbolic link', () => {
    write('a.md', text('Alpha'));
    symlinkSync(folder, path.join(root, 'linked'));
    expect(seen(openRunBooks(path.join(root, 'linked')))).toEqual({ titles: ['Alpha'], problems: [] });
  });

  it('a folder, a link to one, and a link to nothing are refused', () => {
    mkdirSync(path.join(folder, 'a.md'));
    mkdirSync(path.join(folder, 'inner'));
    symlinkSync('inner', path.join(folder, 'b.md'));
    symlinkSync('nothing', path.join(folder, 'c.md'));
    symlinkSync('d.md', path.join(folder, 'd.md'));
    const files = openRunBooks(folder);
    expect(seen(files).titles).toEqual([]);
    expect(seen(files).problems).toEqual([
      'runbooks/a.md: This is not a file.',
      'runbooks/b.md: This is not a file.',
      'runbooks/c.md: The file cannot be read (ENOENT).',
      'runbooks/d.md: The file cannot be read (ELOOP).',
    ]);
    expect(files.current()).toBe(files.current());
  });
});
