import type { EngineerId, PipelineId } from '../domain/ids';
import { addDays, localDateOf } from '../domain/interval';
import { describeProblem, type Problem } from '../domain/problem';
import { type Result, refuse, succeed } from '../domain/result';
import type { RunBooks } from '../domain/runbook';
import type { Team } from '../domain/team';
import { calendarPicture } from '../usecases/calendar-picture';
import { type HealthFacts, health, isGrave } from '../usecases/health';
import { describePerson, showDays, whoIsOnCall } from '../usecases/on-call';
import { type NothingFoundAnswer, showOwners, who } from '../usecases/ownership';
import { findRunbook, listRunbooks } from '../usecases/runbooks';
import { SIMULATED_WEEKS, simulate } from '../usecases/simulation';
import { shorten } from '../usecases/wording';
import {
  engineersJson,
  healthJson,
  noRunbookJson,
  nowJson,
  ownersJson,
  pipelinesJson,
  problemsJson,
  runbookJson,
  runbooksJson,
  scheduleJson,
  simulationJson,
  whichRunbookJson,
} from './json';
import { type ForcedFile, HELP, type Refusal, type Request, readArguments } from './options';
import { noRunbookWords, runbooksWords, runbookWords, whichRunbookWords } from './runbook-words';
import { awayRefusalWords, readAway, simulationWords } from './simulation-words';
import { engineersWords, healthWords, nowWords, ownersWords, pipelinesWords, scheduleWords, type View } from './words';

/** What the command reads and where it writes. A reader may throw an error whose message is for the person. */
export type World = {
  /** The team to answer about, and a sentence saying where it was read: the database, unless a file is forced. */
  readonly team: (file: ForcedFile | null) => Promise<{ readonly team: Team; readonly source: string }>;
  readonly runBooks: () => RunBooks;
  /** What is known of the Baton that runs on the configured database. */
  readonly health: () => Promise<HealthFacts>;
  /** Every problem of the team file and the run books, and one sentence saying what was read. */
  readonly problems: (
    file: ForcedFile | null,
    now: Date,
  ) => Promise<{ readonly problems: readonly Problem[]; readonly source: string }>;
  /** The team with every public holiday through a year known, whatever was worked out before. */
  readonly withHolidays: (team: Team, through: number, now: Date) => Promise<Team>;
  /** The instant a command answers for unless told: that of the local workspace where it runs on the database. */
  readonly now: (file: ForcedFile | null) => Date;
  /** Write a text and end its line. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly version: string;
};

/** An answer in words and as JSON. */
type Told = { readonly words: string; readonly json: unknown; readonly exit?: 1 };

/** Runs one command. Gives 0; 1 where there is no answer or lint found errors; 2 where the words are no command. */
export async function runCommand(args: readonly string[], world: World): Promise<number> {
  const result = await run(args, world);
  if (!result.ok) {
    world.err(printable(result.refusal.text));
    return result.refusal.exit;
  }
  const { told, json } = result.value;
  world.out(json ? JSON.stringify(told.json, null, 2) : printable(told.words));
  return told.exit ?? 0;
}

/** Text without what could command a terminal. */
const printable = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, '');

type Answered = Result<{ readonly told: Told; readonly json: boolean }, Refusal>;

async function run(args: readonly string[], world: World): Promise<Answered> {
  const read = readArguments(args);
  if (!read.ok) return read;
  const request = read.value;
  const told = await tell(request, world);
  return told.ok ? succeed({ told: told.value, json: request.json }) : told;
}

async function tell(request: Request, world: World): Promise<Result<Told, Refusal>> {
  const { command, file } = request;
  if (command === 'help') return succeed({ words: HELP, json: HELP });
  if (command === 'version') return succeed({ words: world.version, json: world.version });
  const clock = await reading(async () => request.at ?? world.now(file));
  if (!clock.ok) return clock;
  const now = clock.value;
  if (command === 'lint') return lint(world, file, now);
  const read = await reading(() => world.team(file));
  if (!read.ok) return read;
  const { team, source } = read.value;
  world.err(printable(source));
  const view: View = { team, now };
  switch (command) {
    case 'now': {
      const answer = whoIsOnCall(team, now);
      return succeed({ words: nowWords(view, answer), json: nowJson(team, answer, now) });
    }
    case 'simulate':
      return tellSimulation(view, request, world);
    case 'schedule':
      return schedule(view, request);
    case 'who':
      return tellWho(view, request.words);
    case 'owners': {
      const answer = showOwners(team);
      return succeed({ words: ownersWords(team, answer), json: ownersJson(team, answer) });
    }
    case 'health': {
      const facts = await reading(() => world.health());
      return facts.ok ? succeed(tellHealth(view, facts.value)) : facts;
    }
    case 'runbook': {
      const books = await reading(async () => world.runBooks());
      if (!books.ok) return books;
      for (const file of new Set(books.value.problems.map((problem) => problem.file)))
        world.err(printable(`${file} cannot be used and is left out. \`baton lint\` says why.`));
      return runbook(view, books.value, request.words);
    }
  }
}

async function reading<T>(read: () => Promise<T>): Promise<Result<T, Refusal>> {
  try {
    return succeed(await read());
  } catch (error) {
    return refuse({ text: error instanceof Error ? error.message : String(error), exit: 1 });
  }
}

/** Days that `schedule` shows unless told, and at most: ten years. */
const DAYS = { usual: 56, most: 3660 } as const;

function schedule({ team, now }: View, request: Request): Result<Told, Refusal> {
  const from = request.from ?? localDateOf(now, team.timezone);
  const to = request.to ?? addDays(from, DAYS.usual - 1);
  if (to < from) {
    const since = request.from ? `--from ${from}` : `today (${from})`;
    return refuse({ text: `--to ${to} is before ${since}. Give a later --to, or an earlier --from.`, exit: 1 });
  }
  if (to > addDays(from, DAYS.most))
    return refuse({ text: `${from} to ${to} is more than ten years. Ask for fewer days.`, exit: 1 });
  const answer = showDays(team, { from, to });
  return succeed({ words: scheduleWords({ team, now }, answer), json: scheduleJson(team, answer) });
}

async function tellSimulation(view: View, request: Request, world: World): Promise<Result<Told, Refusal>> {
  const weeks = request.weeks ?? SIMULATED_WEEKS.usual;
  const away = request.away.map((text) => readAway(view.team, text));
  const wrong = away.find((each) => !each.ok);
  if (wrong && !wrong.ok) return wrong;
  const through = Number(localDateOf(view.now, view.team.timezone).slice(0, 4)) + Math.ceil(weeks / 52);
  const known = await reading(() => world.withHolidays(view.team, through, view.now));
  if (!known.ok) return known;
  const ask = { weeks, away: away.flatMap((each) => (each.ok ? [each.value] : [])) };
  const simulated = simulate(known.value, ask, view.now);
  if (!simulated.ok) return refuse({ text: awayRefusalWords(known.value, simulated.refusal), exit: 1 });
  const seen: View = { team: simulated.value.planned.team, now: view.now };
  const words = request.svg ? calendarPicture(simulated.value) : simulationWords(seen, simulated.value);
  return succeed({ words, json: simulationJson(simulated.value) });
}

function tellWho(view: View, words: string): Result<Told, Refusal> {
  const { team, now } = view;
  const answer = who(team, { words, asker: { engineer: null } }, now);
  const people = (ids: readonly EngineerId[]): Result<Told, Refusal> => {
    const described = ids.map((engineer) => describePerson(team, { engineer, self: false }, now));
    return succeed({ words: engineersWords(view, described), json: engineersJson(team, words, described, now) });
  };
  switch (answer.kind) {
    case 'who':
      return succeed({ words: pipelinesWords(view, answer), json: pipelinesJson(team, answer, now) });
    case 'person':
      return people([answer.engineer.id]);
    case 'which-person':
      return people(answer.engineers.map(({ id }) => id));
    case 'nothing-found':
      return refuse(
        nothingFound(answer, 'Name a pipeline, an area, an audience or a person; `baton owners` lists the pipelines.'),
      );
  }
}

function tellHealth(view: View, facts: HealthFacts): Told {
  const answer = health(view.team, facts, view.now);
  const told = { words: healthWords(view, answer), json: healthJson(view.team, answer) };
  return answer.troubles.some(isGrave) ? { ...told, exit: 1 } : told;
}

const nothingFound = ({ words }: NothingFoundAnswer, remedy: string): Refusal => ({
  text: `Nothing is called “${shorten(words, 60)}”. ${remedy}`,
  exit: 1,
});

function runbook(view: View, runBooks: RunBooks, words: string): Result<Told, Refusal> {
  const { team, now } = view;
  const list = listRunbooks(team, runBooks);
  if (words === '') return succeed({ words: runbooksWords(list), json: runbooksJson(team, list) });
  const answer = findRunbook(team, runBooks, { words }, now);
  switch (answer.kind) {
    case 'runbook':
      return succeed({ words: runbookWords(view, answer, words), json: runbookJson(team, answer, now) });
    case 'which-runbook':
      return succeed({ words: whichRunbookWords(view, answer), json: whichRunbookJson(team, answer) });
    case 'no-runbook':
      return succeed({ words: noRunbookWords(view, answer), json: noRunbookJson(team, answer, now) });
    case 'runbooks':
      return succeed({ words: runbooksWords(answer), json: runbooksJson(team, answer) });
    case 'nothing-found': {
      const having: PipelineId[] = list.pipelines.flatMap(({ pipeline, book }) => (book ? [pipeline.id] : []));
      const remedy = having.length > 0 ? `Try ${having.slice(0, 10).join(', ')}` : 'There are no run books yet';
      return refuse(nothingFound(answer, `${remedy}; \`baton runbook\` lists all.`));
    }
  }
}

async function lint(world: World, file: ForcedFile | null, now: Date): Promise<Result<Told, Refusal>> {
  const read = await reading(() => world.problems(file, now));
  if (!read.ok) return read;
  const { problems, source } = read.value;
  world.err(printable(source));
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const count = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`;
  const told = { words: [...problems.map(describeProblem), count].join('\n'), json: problemsJson(problems) };
  return succeed(errors > 0 ? { ...told, exit: 1 } : told);
}

const counted = (count: number, noun: string): string => `${count} ${count === 1 ? noun : `${noun}s`}`;
