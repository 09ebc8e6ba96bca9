import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runCommand, type World } from './cli/command';
import { readDotEnv, readPlaces } from './config';
import { localDateOf } from './domain/interval';
import { describeProblem } from './domain/problem';
import type { RunBooks } from './domain/runbook';
import { lintRunBooks } from './domain/runbook-lint';
import type { Team, YearOfHolidays } from './domain/team';
import { aheadOf } from './local-memory';
import { fileOf, openForReading } from './storage/database';
import { openHeartbeats } from './storage/heartbeats';
import { holidaysVersion, workOutHolidays } from './storage/holiday-tables';
import { openMirrors } from './storage/mirrors';
import { openOutbox } from './storage/outbox';
import { openRunBooks } from './storage/runbook-files';
import { openStore } from './storage/store';
import { lintTeamFile, readTeamFile } from './storage/team-file';
import { type TeamPlan, UNTOUCHED } from './usecases/decision';
import { holidayPlaces, holidayYears, withHolidays } from './usecases/holidays';

/** Runs one command of `baton` on what the settings name; gives its exit code. */
export function runCommandLine(words: readonly string[]): Promise<number> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader such as `head` may stop early.
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`The answer could not be written (${error.code}).\n`);
    process.exit(1);
  });
  // Read only by a command that needs them: `baton help` always helps.
  const places = () => readPlaces(process.env, readDotEnv('.env'));
  const runBooks = (): RunBooks => openRunBooks(places().runbooksDirectory).current();
  const version: string = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')).version;
  const world: World = {
    team: async (forced) => {
      const { databaseUrl, teamFile } = places();
      return (forced ? null : await fromDatabase(databaseUrl)) ?? fromTeamFile(forced?.path ?? teamFile);
    },
    runBooks,
    health: async () => {
      const { databaseUrl } = places();
      const database = await openForReading(databaseUrl);
      try {
        const [id] = await openStore(database).teams();
        if (!id) throw new Error(`There is no team in the database ${shown(databaseUrl)}; start Baton once.`);
        return {
          version,
          database: shown(databaseUrl),
          processes: await openHeartbeats(database).list(),
          notices: await openOutbox(database).list(id, 40),
          mirrors: await openMirrors(database).list(id),
        };
      } finally {
        await database.close();
      }
    },
    problems: async (forced, now) => {
      const { databaseUrl, teamFile, runbooksDirectory } = places();
      const file = forced?.path ?? teamFile;
      const { plan, problems } = await lintTeamFile(file, (of) => holidayNames(of, now));
      const stored = forced ? null : await fromDatabase(databaseUrl);
      const about = stored?.team ?? plan;
      const books = runBooks();
      const ofBooks = about ? lintRunBooks(about, books, localDateOf(now, about.timezone)) : books.problems;
      const against = stored ? `, against the team in the database ${shown(databaseUrl)}` : '';
      const source = `Checked the team file ${file} and the run books in ${runbooksDirectory}${against}.`;
      return { source, problems: [...problems, ...ofBooks] };
    },
    withHolidays: async (team, through, now) =>
      withHolidays(team, await holidaysOf(team, now, through), holidaysVersion()),
    now: (forced) => {
      const ahead = forced ? 0 : aheadOf(fileOf(places().databaseUrl));
      return new Date(Date.now() + ahead);
    },
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    version,
  };
  return runCommand(words, world);
}

async function holidaysOf(team: Team, now: Date, through?: number): Promise<readonly YearOfHolidays[]> {
  const places = holidayPlaces(team);
  return places.length > 0 ? workOutHolidays(places, holidayYears(team, now, through), { waits: true }) : [];
}

/** The names of every public holiday around now of the engineers of a plan. */
async function holidayNames(plan: TeamPlan, now: Date): Promise<readonly string[]> {
  const found = await holidaysOf({ ...UNTOUCHED, ...plan }, now);
  return found.flatMap(({ days }) => days.map(({ name }) => name));
}

type Read = Awaited<ReturnType<World['team']>>;

/** The stored team; null where there is no database yet, or no team in it. */
async function fromDatabase(url: string): Promise<Read | null> {
  if (!existsSync(fileOf(url))) return null;
  const database = await openForReading(url);
  try {
    const store = openStore(database);
    const [id] = await store.teams();
    return id ? { team: await store.team(id), source: `From the database ${shown(url)}.` } : null;
  } finally {
    await database.close();
  }
}

const shown = (url: string): string => relative(process.cwd(), fileOf(url));

async function fromTeamFile(file: string): Promise<Read> {
  const plan = await readTeamFile(file);
  if (!plan.ok) throw new Error([`The team file ${file} is wrong:`, ...plan.refusal.map(describeProblem)].join('\n'));
  return { team: { ...UNTOUCHED, ...plan.value }, source: `From the team file ${file}.` };
}
