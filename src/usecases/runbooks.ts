import type { PipelineId } from '../domain/ids';
import type { Problem } from '../domain/problem';
import { plainText, type RunBook, type RunBooks, type Scenario, type SectionId } from '../domain/runbook';
import { findPipelines, forgive, isLongEnough, normalise, searchIndex } from '../domain/search';
import type { Pipeline, Team } from '../domain/team';
import { type Contact, contact, type NothingFoundAnswer } from './ownership';

/** A run book opened at its card, at a section, or at a scenario; `others` matched as well and have none. */
export type RunbookAnswer = {
  readonly kind: 'runbook';
  readonly book: RunBook;
  readonly contact: Contact;
  readonly open: SectionId | Scenario | null;
  readonly exactly: boolean;
  readonly others: readonly Pipeline[];
  /** Its file is broken now, and this is the last good version. */
  readonly broken: Problem | null;
};

/** Several could be meant. `scenario` is its place in the book. */
export type WhichRunbookAnswer = {
  readonly kind: 'which-runbook';
  readonly words: string;
  readonly choices: readonly {
    readonly pipeline: Pipeline;
    readonly title: string;
    readonly scenario: number | null;
  }[];
  readonly without: readonly Pipeline[];
};

/** The pipelines that were meant have no run book. */
export type NoRunbookAnswer = {
  readonly kind: 'no-runbook';
  readonly contacts: readonly [Contact, ...Contact[]];
  /** What is wrong with the file of the first, where there is one that was never good since the start. */
  readonly broken: Problem | null;
};

export type RunbooksAnswer = {
  readonly kind: 'runbooks';
  readonly pipelines: readonly { readonly pipeline: Pipeline; readonly book: RunBook | null }[];
  /** Names of run books whose files are broken now. */
  readonly broken: readonly string[];
};

export type AnyRunbookAnswer =
  | RunbookAnswer
  | WhichRunbookAnswer
  | NoRunbookAnswer
  | RunbooksAnswer
  | NothingFoundAnswer;

/** Every pipeline with its run book, where it has one. */
export function listRunbooks(team: Team, runBooks: RunBooks): RunbooksAnswer {
  return {
    kind: 'runbooks',
    pipelines: [...team.pipelines.values()].map((pipeline) => ({ pipeline, book: bookOf(runBooks, pipeline) ?? null })),
    broken: [...runBooks.broken.keys()],
  };
}

/** The run book of a pipeline, at its card or opened at a section or scenario. */
export function openRunbook(
  team: Team,
  runBooks: RunBooks,
  ask: { readonly pipeline: PipelineId; readonly open?: SectionId | number },
  now: Date,
): RunbookAnswer | NoRunbookAnswer | NothingFoundAnswer {
  const pipeline = team.pipelines.get(ask.pipeline);
  if (!pipeline) return { kind: 'nothing-found', words: ask.pipeline, nearest: null };
  return opened(team, runBooks, pipeline, ask.open, now);
}

/** The run book that the words mean: by pipeline, area, audience or alias, else by scenario, else by any words in it. */
export function findRunbook(
  team: Team,
  runBooks: RunBooks,
  ask: { readonly words: string },
  now: Date,
): AnyRunbookAnswer {
  const { words } = ask;
  const pipelines = findPipelines(team, words);
  if (pipelines.exactly && pipelines.matches.length > 0)
    return ofPipelines(team, runBooks, words, pipelines.matches, true, now);
  const scenarios = findScenarios(team, runBooks, words, false);
  const found =
    scenarios.length > 0 ? scenarios : pipelines.matches.length > 0 ? [] : findScenarios(team, runBooks, words, true);
  const [only] = found;
  if (only && found.length === 1) {
    const answer = opened(team, runBooks, only.pipeline, only.scenario ?? undefined, now);
    return answer.kind === 'runbook' ? { ...answer, exactly: scenarios.length > 0 } : answer;
  }
  if (found.length > 1) return { kind: 'which-runbook', words, choices: found, without: [] };
  if (pipelines.matches.length > 0) return ofPipelines(team, runBooks, words, pipelines.matches, false, now);
  return { kind: 'nothing-found', words, nearest: null };
}

function ofPipelines(
  team: Team,
  runBooks: RunBooks,
  words: string,
  matches: readonly Pipeline[],
  exactly: boolean,
  now: Date,
): AnyRunbookAnswer {
  const having = matches.filter((pipeline) => bookOf(runBooks, pipeline));
  const without = matches.filter((pipeline) => !bookOf(runBooks, pipeline));
  const [only] = having;
  if (only && having.length === 1) {
    const answer = opened(team, runBooks, only, undefined, now);
    return answer.kind === 'runbook' ? { ...answer, exactly, others: without } : answer;
  }
  if (having.length === 0) {
    const [first, ...rest] = without.map((pipeline) => contact(team, pipeline, now));
    if (first) return { kind: 'no-runbook', contacts: [first, ...rest], broken: brokenOf(runBooks, first.pipeline) };
  }
  const choices = having.map((pipeline) => ({
    pipeline,
    title: bookOf(runBooks, pipeline)?.title ?? pipeline.name,
    scenario: null,
  }));
  return { kind: 'which-runbook', words, choices, without };
}

function opened(
  team: Team,
  runBooks: RunBooks,
  pipeline: Pipeline,
  open: SectionId | number | undefined,
  now: Date,
): RunbookAnswer | NoRunbookAnswer {
  const book = bookOf(runBooks, pipeline);
  if (!book)
    return { kind: 'no-runbook', contacts: [contact(team, pipeline, now)], broken: brokenOf(runBooks, pipeline) };
  const place = typeof open === 'number' ? (book.scenarios[open] ?? 'scenarios') : (open ?? null);
  return {
    kind: 'runbook',
    book,
    contact: contact(team, pipeline, now),
    open: place,
    exactly: true,
    others: [],
    broken: runBooks.broken.get(book.name) ?? null,
  };
}

/** A pipeline's run book: the one it names, else any that is about it. One about another pipeline is never its own. */
function bookOf(runBooks: RunBooks, pipeline: Pipeline): RunBook | undefined {
  const named = pipeline.runbook === null ? undefined : runBooks.books.get(pipeline.runbook);
  if (named?.pipeline === pipeline.id) return named;
  return [...runBooks.books.values()].find((book) => book.pipeline === pipeline.id);
}

/** What is wrong with the file that would be the pipeline's run book: it cannot be read, or is about another pipeline. */
function brokenOf(runBooks: RunBooks, { id, runbook }: Pipeline): Problem | null {
  const name = runbook ?? id;
  const other = runBooks.books.get(name);
  if (!other) return runBooks.broken.get(name) ?? null;
  const problem = `It is about the pipeline ${other.pipeline}, not ${id}.`;
  return {
    severity: 'error',
    file: other.file,
    line: other.lines.pipeline,
    problem,
    remedy: `Write "pipeline: ${id}".`,
  };
}

type Choice = WhichRunbookAnswer['choices'][number];
type Entry = Choice & { readonly id: string; readonly names: string; readonly body: string };

const indexes = new WeakMap<
  RunBooks,
  {
    readonly of: Team['pipelines'];
    readonly entries: ReadonlyMap<string, Entry>;
    readonly index: ReturnType<typeof searchIndex>;
  }
>();

/** Scenarios whose name (with its pipeline's names) has all the words, else books whose text has them just so. */
function findScenarios(team: Team, runBooks: RunBooks, words: string, forgiving: boolean): readonly Choice[] {
  const { index, entries } = indexOf(team, runBooks);
  const asked = normalise(words);
  const choices = (found: readonly { readonly id: string }[]) => found.flatMap(({ id }) => entries.get(id) ?? []);
  const named = choices(index.search(asked, { fields: ['names'], prefix: isLongEnough, fuzzy: forgiving && forgive }));
  return named.length > 0 || forgiving ? named : choices(index.search(asked, { fields: ['names', 'body'] }));
}

function indexOf(team: Team, runBooks: RunBooks) {
  const known = indexes.get(runBooks);
  if (known?.of === team.pipelines) return known;
  const entries = new Map(
    [...team.pipelines.values()]
      .flatMap((pipeline) => entriesOf(team, runBooks, pipeline))
      .map((entry) => [entry.id, entry]),
  );
  const index = searchIndex(['names', 'body']);
  index.addAll([...entries.values()]);
  const made = { of: team.pipelines, entries, index };
  indexes.set(runBooks, made);
  return made;
}

function entriesOf(team: Team, runBooks: RunBooks, pipeline: Pipeline): Entry[] {
  const book = bookOf(runBooks, pipeline);
  if (!book) return [];
  const about = [
    pipeline.name,
    pipeline.id,
    team.areas.get(pipeline.area)?.name,
    pipeline.audience,
    ...pipeline.aliases,
  ].join(' ');
  const scenarios = book.scenarios.map((scenario, place) => ({
    id: `${pipeline.id}#${place}`,
    pipeline,
    title: scenario.name,
    scenario: place,
    names: `${about} ${scenario.name}`,
    body: plainText(scenario.body),
  }));
  const text = [...book.sections.values()].map(({ body }) => plainText(body)).join(' ');
  return [
    ...scenarios,
    { id: pipeline.id, pipeline, title: book.title, scenario: null, names: '', body: `${about} ${book.title} ${text}` },
  ];
}
