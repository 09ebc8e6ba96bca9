import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const SRC = join(__dirname, '..', 'src');

/** What each folder of src may import of the others. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain'],
  usecases: ['usecases', 'domain'],
  storage: ['storage', 'usecases/decision', 'usecases/notice', 'usecases/outbox', 'domain'],
  jobs: ['jobs'],
  slack: ['slack', 'usecases', 'domain'],
  cli: ['cli', 'usecases', 'domain'],
  sandbox: ['sandbox'],
};

/** Packages that only one place may touch. */
const OWNERS: readonly { readonly packages: RegExp; readonly places: readonly string[] }[] = [
  { packages: /^@slack\//, places: ['slack'] },
  { packages: /^(kysely|better-sqlite3)$/, places: ['storage'] },
  { packages: /^ws$/, places: ['sandbox'] },
  { packages: /^node-cron$/, places: ['jobs'] },
  { packages: /^node:(fs|http|net|child_process)(\/|$)/, places: ['storage', 'sandbox', ''] },
  { packages: /^(pino|pino-pretty)$/, places: ['', 'slack'] },
];

type Import = { readonly file: string; readonly folder: string; readonly from: string };

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(sep).join('/'));

const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/(?:from|import|require\(|import\()\s*'([^']+)'/g)].map(([, from = '']) => ({
    file,
    folder: file.includes('/') ? (file.split('/')[0] ?? '') : '',
    from,
  }));
});

const isOurs = ({ from }: Import): boolean => from.startsWith('.');
const targetOf = ({ file, from }: Import): string =>
  relative(SRC, resolve(dirname(join(SRC, file)), from))
    .split(sep)
    .join('/')
    .replace(/\.js$/, '');

describe('the import rule', () => {
  it('sees the imports of the whole house', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(new Set(imports.map(({ folder }) => folder))).toEqual(new Set(['', ...Object.keys(ALLOWED)]));
  });

  it.each(Object.entries(ALLOWED))('%s imports only %s', (folder, allowed) => {
    const wrong = imports
      .filter((each) => each.folder === folder && isOurs(each))
      .filter((each) => !allowed.some((place) => targetOf(each) === place || targetOf(each).startsWith(`${place}/`)));
    expect(wrong.map((each) => `${each.file} imports ${targetOf(each)}`)).toEqual([]);
  });

  it.each(OWNERS)('$packages is touched only in $places', ({ packages, places }) => {
    const wrong = imports.filter(({ from, folder }) => packages.test(from) && !places.includes(folder));
    expect(wrong.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
  });

  it('has no cycles', () => {
    const graph = new Map(
      files.map((file) => [
        file.replace(/\.ts$/, ''),
        imports.filter((each) => each.file === file && isOurs(each)).map(targetOf),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      else if (!done.has(file)) {
        for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
        done.add(file);
      }
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe('purity', () => {
  const CLOCKS = /\bDate\.now\(|new Date\(\)|performance\.now|Math\.random|process\.|setTimeout|\bawait\b/;

  it.each(['domain', 'usecases', 'slack/views'])(
    '%s reads no clock, no environment, and waits for nothing',
    (place) => {
      const wrong = files
        .filter((file) => file.startsWith(`${place}/`))
        .flatMap((file) =>
          readFileSync(join(SRC, file), 'utf8')
            .split('\n')
            .filter((line) => CLOCKS.test(line) && !/^\s*(\*|\/\/|\/\*\*)/.test(line))
            .map((line) => `${file}: ${line.trim()}`),
        );
      expect(wrong).toEqual([]);
    },
  );
});
