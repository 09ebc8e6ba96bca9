// Baton and bare Bolt as processes of their own, each with a Slack of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSlack } from './slack.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bare = fileURLToPath(import.meta.resolve('./bare.cjs'));
const probe = fileURLToPath(import.meta.resolve('./probe.cjs'));

/** Runs `work` with a folder that is removed afterwards. */
export async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Baton as it is run for real: compiled, with tokens, the shipped team file and run books, and its database in `folder`. */
export const startBaton = (folder, nodeOptions = []) => start(folder, nodeOptions, [join(root, 'dist/main.js')]);

/** A Bolt app with one listener: of `/oncall` with an answer as JSON, or of shortcuts where the answer is `none`. */
export const startBare = (folder, connections, answer = '"hi"', nodeOptions = []) =>
  start(folder, nodeOptions, [bare, String(connections), answer]);

async function start(folder, nodeOptions, words) {
  const slack = await startSlack();
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('SLACK_'));
  const env = {
    ...Object.fromEntries(others),
    ...{ SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_APP_TOKEN: 'xapp-bench', SLACK_API_URL: slack.apiUrl },
    ...{ DATABASE_URL: `file:${join(folder, 'baton.db')}`, LOG_LEVEL: 'error', NODE_ENV: 'production' },
    ...{ TEAM_FILE: join(root, 'data/team.yml'), RUNBOOKS_DIR: join(root, 'runbooks') },
  };
  const startedAt = performance.now();
  const stdio = ['ignore', 'ignore', 'inherit', ...(nodeOptions.length > 0 ? ['ipc'] : [])];
  const child = spawn(process.execPath, [...nodeOptions, ...words], { cwd: folder, env, stdio });
  const ended = once(child, 'exit');
  return {
    slack,
    startedAt,
    /** Waits for so many connections; throws where the app ended instead. */
    async connected(count) {
      const tooEarly = ended.then(([code]) => {
        throw new Error(`${words[0]} ended with code ${code} before it connected`);
      });
      await Promise.race([slack.connected(count), tooEarly]);
      tooEarly.catch(() => undefined);
    },
    /** Megabytes in memory, after a garbage collection. For an app that was started with {@link PROBED}. */
    async memory() {
      child.send('memory');
      return (await once(child, 'message'))[0];
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await slack.close();
    },
  };
}

/** Options of Node for an app whose memory is measured. */
export const PROBED = ['--expose-gc', '--require', probe];
