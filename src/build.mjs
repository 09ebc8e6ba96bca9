// Compiles Baton into dist/ when a source is newer than the last build; a second start costs a few milliseconds.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = dirname(fileURLToPath(import.meta.url));
const root = dirname(src);
const dist = join(root, 'dist');
const stamp = join(dist, '.built');

/** The compiled entry, built first if it is missing or older than a source. Throws with the compiler's output if a source is wrong. */
export function build() {
  const entry = join(dist, 'main.js');
  const compiler = findCompiler();
  if (!compiler) {
    if (existsSync(entry)) return entry;
    throw new Error(
      'Baton is not compiled and the compiler is not installed. Run `npm ci` (without --omit=dev) once, then start again.',
    );
  }
  if (existsSync(stamp) && newestSource() <= statSync(stamp).mtimeMs) return entry;
  const startedAt = new Date();
  process.stderr.write('Compiling Baton…\n');
  rmSync(dist, { recursive: true, force: true });
  compile(compiler, join(src, 'tsconfig.json'));
  compile(compiler, join(src, 'sandbox/page/tsconfig.json'));
  for (const file of readdirSync(join(src, 'sandbox/page')).filter((name) => /\.(html|css|svg)$/.test(name)))
    copyFileSync(join(src, 'sandbox/page', file), join(dist, 'sandbox/page', file));
  writeFileSync(stamp, startedAt.toISOString());
  return entry;
}

function findCompiler() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  } catch {
    return undefined;
  }
}

function compile(compiler, project) {
  try {
    execFileSync(process.execPath, [compiler, '-p', project], { stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`Baton does not compile:\n${error.stdout}${error.stderr}`);
  }
}

function newestSource() {
  const files = readdirSync(src, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sources = [
    ...files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
    join(root, 'package-lock.json'),
  ];
  return Math.max(...sources.map((file) => statSync(file).mtimeMs));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
