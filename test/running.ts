import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const children: ChildProcess[] = [];
const folders: string[] = [];

/** Stops every process and removes every folder a test made. For afterEach. */
export async function tidyUp(): Promise<void> {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await new Promise((gone) => child.once('exit', gone));
    }
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** An empty folder that is removed afterwards. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'baton-'));
  folders.push(folder);
  return folder;
}

/** The settings that keep a process to its folder: its own database, any free port, the shipped team and run books. */
export const settingsIn = (folder: string): Record<string, string> => ({
  DATABASE_URL: `file:${join(folder, 'data', 'baton.db')}`,
  TEAM_FILE: join(ROOT, 'data/team.yml'),
  RUNBOOKS_DIR: join(ROOT, 'runbooks'),
  PORT: '0',
});

/** Baton as its users start it, in a folder of its own. */
export function start(folder: string, settings: Record<string, string> = {}, words: readonly string[] = []) {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, ...settingsIn(folder), ...settings };
  const child = spawn(process.execPath, [join(ROOT, 'src/baton.mjs'), ...words], { cwd: folder, env: environment });
  children.push(child);
  let said = '';
  let answered = '';
  child.stdout.on('data', (data: Buffer) => {
    said += data;
    answered += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    said += data;
  });
  const exit = new Promise<number | null>((gone) => child.once('close', gone));
  return {
    /** Everything it wrote so far. */
    said: () => said,
    /** What it wrote to stdout so far. */
    answered: () => answered,
    exit,
    stop: () => child.kill('SIGTERM'),
    kill: () => child.kill('SIGKILL'),
    /** Waits for a text to be written; gives what the pattern caught. */
    says: async (pattern: RegExp): Promise<string> => {
      for (let tries = 0; tries < 1500; tries += 1) {
        const found = pattern.exec(said);
        if (found) return found[1] ?? found[0];
        if (child.exitCode !== null) break;
        await new Promise((later) => setTimeout(later, 10));
      }
      throw new Error(`it never said ${pattern}, but:\n${said}`);
    },
  };
}
