import { rm } from 'node:fs/promises';
import type { Logger } from 'pino';
import { type Config, ConfigRefused, readConfig, readDotEnv } from './config';
import { describeProblem } from './domain/problem';
import { openHouse, TeamFileRefused } from './house';
import type { CalendarClock } from './local-workspace';
import { openLog } from './log';
import { type Connection, connect, SlackRefused } from './slack/connection';
import type { Desk } from './slack/listeners/desk';
import { linkPeople } from './slack/people';
import { fileOf } from './storage/database';
import { DatabaseRefused } from './storage/refusals';
import { openRunBooks } from './storage/runbook-files';

/** Without words Baton runs; a word is a command of `baton`. */
async function main(words: readonly string[]): Promise<void> {
  const config = readConfig(process.env, readDotEnv('.env'));
  if (words.length === 0) return run(config);
  const { runCommandLine } = await import('./command-line.js');
  process.exitCode = await runCommandLine(words, config);
}

/** Runs Baton until it is told to stop: in Slack where it has tokens, else in the local workspace. */
async function run(config: Config): Promise<void> {
  const logger = openLog(config.logLevel);
  process.on('unhandledRejection', (error) => {
    logger.fatal({ err: error }, 'an error nobody caught; stopping, so that whoever watches Baton starts it again');
    process.exit(1);
  });
  if (config.signingSecretUnused)
    logger.info('Socket Mode is used, as there is an app token; the signing secret is not');

  const clock = openClock();
  const mode = config.slack ? 'slack' : 'local';
  let house = await openHouse(config, mode, clock.now(), logger);
  const runBooks = openRunBooks(config.runbooksDirectory);
  const desk: Desk = {
    get store() {
      return house.store;
    },
    get teamId() {
      return house.teamId;
    },
    runBooks: runBooks.current,
    now: clock.now,
    logger,
    onBreach: (breaches) => logger.warn({ breaches }, 'an answer was cut to what Slack takes'),
  };

  let connection: Connection | undefined;
  const startOver = async (): Promise<void> => {
    await house.close();
    const file = fileOf(config.databaseUrl);
    await Promise.all([file, `${file}-wal`, `${file}-shm`].map((path) => rm(path, { force: true })));
    house = await openHouse(config, mode, clock.now(), logger);
    if (connection) await linkPeople(connection.client, desk);
  };
  const { access, address, close } = config.slack
    ? { access: config.slack, address: null, close: async () => undefined }
    : await (await import('./local-workspace.js')).openLocalWorkspace(config, desk, clock, startOver);
  connection = await connect(access, desk);
  await linkPeople(connection.client, desk);
  if (address) process.stdout.write(`\nBaton's local workspace: ${address}\nStop it with Ctrl+C.\n\n`);
  else logger.info('connected to Slack');

  // Read only now, so that a folder full of run books does not delay the first answer.
  for (const problem of runBooks.current().problems) logger.warn(describeProblem(problem));

  const { stop } = connection;
  stopOnSignal(logger, async () => {
    await stop();
    await close();
    await house.close();
  });
}

/** Real time; in the local workspace as much ahead of it as somebody asked for. */
function openClock(): CalendarClock {
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  return {
    now,
    moveTo: (instant) => {
      ahead += Math.max(0, instant.getTime() - now().getTime());
    },
    reset: () => {
      ahead = 0;
    },
  };
}

/** Ends what is under way and stops, once; a second signal stops at once. */
function stopOnSignal(logger: Logger, stop: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      logger.info({ signal }, 'stopping');
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
    });
}

/** Errors whose message is all a person needs. */
const FOR_PEOPLE = [ConfigRefused, DatabaseRefused, SlackRefused, TeamFileRefused];

function sentenceOf(error: unknown): string {
  if (FOR_PEOPLE.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Set PORT to another; PORT=0 takes one that is free.`;
  return `Baton broke at start. This is a bug; please report it with these lines.\n${error instanceof Error ? error.stack : error}`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
});
