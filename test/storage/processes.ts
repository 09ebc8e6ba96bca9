import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { transformSync } from '@swc/core';

const made: string[] = [];

/** A new empty folder, away after the test file. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'baton-storage-'));
  made.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Runs plain JavaScript in a process of its own, with `sqlite` open on the file, and waits for its end. */
export function inAnotherProcess(file: string, script: string): void {
  execFileSync(process.execPath, ['-e', `${opening(file)}${script}`]);
}

/** A process of its own that holds the write lock; gives a way to await its end once it holds the lock. */
export async function lockHeld(file: string, milliseconds: number): Promise<{ readonly released: Promise<unknown> }> {
  const script = `
    sqlite.exec('begin immediate');
    console.log('held');
    setTimeout(() => sqlite.exec('commit'), ${milliseconds});`;
  const holder = spawn(process.execPath, ['-e', `${opening(file)}${script}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const released = new Promise((done) => holder.once('exit', done));
  await new Promise((held) => holder.stdout.once('data', held));
  return { released };
}

const opening = (file: string): string => `const sqlite = require('better-sqlite3')(${JSON.stringify(file)});`;

/** Storage compiled to plain JavaScript; gives a way to run a script that can `require` it in a process of its own. */
export function compiledStorage(): (
  script: string,
) => Promise<{ readonly code: number | null; readonly signal: string | null }> {
  const folder = aFolder();
  for (const layer of ['domain', 'usecases', 'storage']) {
    for (const name of readdirSync(resolve('src', layer)).filter((file) => file.endsWith('.ts'))) {
      const { code } = transformSync(readFileSync(resolve('src', layer, name), 'utf8'), {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      });
      const target = join(folder, layer, name.replace(/ts$/, 'js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, code);
    }
  }
  return (script) =>
    new Promise((done) => {
      const env = { ...process.env, NODE_PATH: resolve('node_modules') };
      const child = spawn(process.execPath, ['-e', script], {
        cwd: folder,
        env,
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      child.once('exit', (code, signal) => done({ code, signal }));
    });
}

/** Does something without the rights of root, where the tests run as root. */
export async function withoutRights<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
