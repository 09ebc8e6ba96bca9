import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Logger } from 'pino';
import { type Config, ConfigRefused, readConfig, readDotEnv } from './config';
import { describeProblem } from './domain/problem';
import type { RunBooks } from './domain/runbook';
import { linkedLeads, type Team } from './domain/team';
import type { CalendarClock } from './local-memory';
import { openLog } from './log';
import { type Connection, connect, SlackRefused } from './slack/connection';
import type { Desk } from './slack/listeners/desk';
import { linkPeople } from './slack/people';
import { fileOf } from './storage/database';
import { DatabaseRefused } from './storage/refusals';
import type { RunBookFiles } from './storage/runbook-files';
import { openStoredTeam, readPlanOrRefuse, TeamFileRefused } from './stored-team';
import type { Telling } from './telling';
import { begin } from './usecases/setup';

/** Without words Baton runs; a word is a command of `baton`. */
async function main(words: readonly string[]): Promise<void> {
  if (words.length === 0) return run(readConfig(process.env, readDotEnv('.env')));
  const { runCommandLine } = await import('./command-line.js');
  process.exitCode = await runCommandLine(words);
}

/** Runs Baton until it is told to stop: in Slack where it has tokens, else in the local workspace. */
async function run(config: Config): Promise<void> {
  const logger = openLog(config.logLevel);
  process.on('unhandledRejection', (error) => {
    logger.fatal({ err: error }, 'an error nobody caught; stopping, so that whoever watches Baton starts it again');
    process.exit(1);
  });
  const opened: (() => Promise<void>)[] = [];
  stopOnSignal(logger, opened);
  if (config.signingSecretUnused)
    logger.info('Socket Mode is used, as there is an app token; the signing secret is not');

  const clock = openClock();
  const mode = config.slack ? 'slack' : 'local';
  const file = fileOf(config.databaseUrl);
  // Before the database is opened, which remembers when: the clock stands where it was left.
  const memory = config.slack
    ? undefined
    : (await import('./local-memory.js')).openMemory(file, clock, !existsSync(file));
  let team = await openStoredTeam(config, mode, clock.now(), logger);
  memory?.hold();
  opened.push(async () => memory?.release());
  opened.push(() => team.close());
  const runBooks = lazily(
    (): RunBookFiles => require('./storage/runbook-files').openRunBooks(config.runbooksDirectory),
  );
  const version: string = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')).version;
  const code = randomBytes(4).toString('hex');
  const desk: Desk = {
    get store() {
      return team.store;
    },
    get teamId() {
      return team.teamId;
    },
    runBooks: sayingProblems(() => runBooks().current(), logger),
    health: async () => ({
      version,
      database: relative(process.cwd(), file),
      processes: await team.heartbeats.list(),
      notices: await team.outbox.list(team.teamId, NOTICES_SHOWN),
      mirrors: await team.mirrors.list(team.teamId),
    }),
    isCode: (typed) => typed === code,
    now: clock.now,
    logger,
    onBreach: (breaches) => logger.warn({ breaches }, 'what was sent was cut to what Slack takes'),
  };

  let connection: Connection | undefined;
  let telling: Telling | undefined;
  const tell = async (): Promise<void> => {
    if (!connection) return;
    const { startTelling } = await import('./telling.js');
    telling = startTelling(desk, team, connection, version, () => performance.now());
    await telling.tick();
    // In the local workspace nobody needs to be asked; the channel was found by the first tick.
    if (mode === 'local')
      await desk.store.decide(desk.teamId, { kind: 'baton' }, clock.now(), (now) => begin(now, 'baton', clock.now()));
    keepHolidays();
  };
  const keeper = lazily(() => import('./holiday-keeper.js').then(({ holidayKeeper }) => holidayKeeper(desk, logger)));
  const keepHolidays = (): void => void keeper().then((keep) => keep());
  const startOver = oneAfterAnother(async () => {
    await readPlanOrRefuse(config, mode);
    await telling?.stop();
    telling = undefined;
    await team.close();
    await Promise.all([file, `${file}-wal`, `${file}-shm`].map((path) => rm(path, { force: true })));
    clock.reset();
    team = await openStoredTeam(config, mode, clock.now(), logger);
    if (connection) await linkPeople(connection.client, desk);
  });
  const guest = {
    desk,
    outbox: () => team.outbox,
    tick: async () => telling?.tick(),
    startOver,
    startedOver: tell,
  };
  const { access, address, close } = config.slack
    ? { access: config.slack, address: null, close: async () => undefined }
    : await (await import('./local-workspace.js')).openLocalWorkspace(config, guest, clock, memory);
  opened.push(close);
  connection = await connect(access, desk);
  // Both let what is under way end, and neither needs the other for it.
  opened.push(async () => void (await Promise.all([telling?.stop(), connection?.stop()])));
  if (!address) logger.info('connected to Slack');

  // Looked at only now, so that neither delays the first answer.
  await linkPeople(connection.client, desk, await team.compareFile());
  await tell();
  setInterval(keepHolidays, HOLIDAYS_LOOKED_AT_MS).unref();
  if (mode === 'slack') sayWhatIsMissing(await desk.store.team(desk.teamId), code, logger);
  if (address) process.stdout.write(`\nBaton's local workspace: ${address}\nStop it with Ctrl+C.\n\n`);
  desk.runBooks();
}

/** Milliseconds between two looks for holidays that are not known. */
const HOLIDAYS_LOOKED_AT_MS = 3_600_000;

/** Notices that health shows. */
const NOTICES_SHOWN = 40;

/** Says in the log what keeps Baton from telling people anything. */
function sayWhatIsMissing(team: Team, code: string, logger: Logger): void {
  if (linkedLeads(team).length === 0)
    logger.warn(`No lead is linked to Slack. Somebody who is one types in Slack: /oncall setup ${code}`);
  else if (!team.begunAt) logger.warn('Nobody is told anything yet. A lead types in Slack: /oncall setup');
}

/** Runs a task for every call, never two at once. */
function oneAfterAnother(task: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(task, task);
    return last;
  };
}

/** Says in the log what is wrong with the run books, once each time they change. */
function sayingProblems(current: () => RunBooks, logger: Logger): () => RunBooks {
  let last: RunBooks | undefined;
  return () => {
    const now = current();
    if (now !== last) for (const problem of now.problems) logger.warn(describeProblem(problem));
    last = now;
    return now;
  };
}

/** Made when it is first needed. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
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
    get ahead() {
      return ahead;
    },
  };
}

/** Lets what is under way end, closes what was opened, newest first, and stops; a second signal stops at once. */
function stopOnSignal(logger: Logger, opened: readonly (() => Promise<void>)[]): void {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    for (const close of opened.toReversed()) await close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      });
    });
}

/** Errors whose message is all a person needs. */
const FOR_PEOPLE = [ConfigRefused, DatabaseRefused, SlackRefused, TeamFileRefused];

/** What keeps the local workspace from listening, and what to do. */
const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use. Set PORT to another; PORT=0 takes one that is free.',
  EACCES: 'may not be used by this user. Set PORT to one above 1023; PORT=0 takes one that is free.',
};

function sentenceOf(error: unknown): string {
  if (FOR_PEOPLE.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code = '', port, syscall } = error as NodeJS.ErrnoException & { port?: number };
  if (syscall === 'listen' && code in LISTENING) return `Port ${port} ${LISTENING[code]}`;
  const stack = error instanceof Error ? error.stack : error;
  return `Baton broke at start. This is a bug; please report it with these lines.\n${stack}`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
});
