import { distance } from 'fastest-levenshtein';
import MiniSearch from 'minisearch';
import type { PipelineId } from './ids';
import type { Engineer, Pipeline, Team } from './team';

/** What somebody's words were found to mean. `exactly` is false where spelling had to be forgiven. */
export type Found<T> = { readonly matches: readonly T[]; readonly exactly: boolean };

/** The words as they are compared: lower case, without accents and punctuation. */
export function normalise(words: string): string {
  return words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@.]+/gu, ' ')
    .trim();
}

/** Characters in a question; more are a text that was pasted, and forgiving its spelling would take too long. */
export const LONGEST_QUESTION = 200;

/** The words of a question as they are compared; empty where nothing was asked that could be a name. */
const asked = (words: string): string => (words.trim().length > LONGEST_QUESTION ? '' : normalise(words));

/** The engineers still on the team that the words name: all of a name, an id or an e-mail, else its beginning. */
export function findEngineers(team: Team, words: string): Found<Engineer> {
  const question = asked(words);
  if (question === '') return { matches: [], exactly: true };
  const present = [...team.engineers.values()].filter(({ leftAt }) => !leftAt);
  const named = present.filter((engineer) => namesOf(engineer).includes(question));
  if (named.length > 0) return { matches: named, exactly: true };
  const begun = present.filter((engineer) => namesOf(engineer).some((name) => name.startsWith(`${question} `)));
  return { matches: begun, exactly: true };
}

const namesOf = ({ name, id, email }: Engineer): readonly string[] => [name, id, email ?? name].map(normalise);

/** The pipelines that the words mean, by name, id, area, audience or alias: all of one, else words of them, else nearly so. */
export function findPipelines(team: Team, words: string): Found<Pipeline> {
  const question = asked(words);
  if (question === '') return { matches: [], exactly: true };
  const pipelines = [...team.pipelines.values()];
  const { names, index } = indexOf(team);
  const whole = pipelines.filter(({ id }) => names.get(id)?.includes(question));
  if (whole.length > 0) return { matches: whole, exactly: true };
  const found = (forgiving: boolean): Pipeline[] => {
    const ids = new Set(
      index.search(question, { prefix: isLongEnough, fuzzy: forgiving && forgive }).map(({ id }) => id),
    );
    return pipelines.filter(({ id }) => ids.has(id));
  };
  const exact = found(false);
  return exact.length > 0 ? { matches: exact, exactly: true } : { matches: found(true), exactly: false };
}

/** Letters of a word that may be wrong, as a part of its length: one in four, and none in words that are near to any other. */
export const forgive = (term: string): number | false => term.length > 3 && 0.25;

/** Whether a word is long enough to stand for the longer ones it begins. */
export const isLongEnough = (term: string): boolean => term.length > 2;

/** The nearest of some known words, if it is near enough to have been meant: at most two letters off, and not half of it. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((name) => ({ name, off: distance(word, name) }))
    .filter(({ name, off }) => off <= Math.min(2, Math.floor(name.length / 2)))
    .sort((one, other) => one.off - other.off);
  return nearest?.name;
}

function namesIn(team: Team, { id, name, area, audience, aliases }: Pipeline): readonly string[] {
  return [id, name, area, team.areas.get(area)?.name ?? area, audience, ...aliases].map(normalise);
}

type Index = { readonly names: ReadonlyMap<PipelineId, readonly string[]>; readonly index: MiniSearch };

const indexes = new WeakMap<Team, Index>();

function indexOf(team: Team): Index {
  let known = indexes.get(team);
  if (!known) {
    const names = new Map([...team.pipelines.values()].map((pipeline) => [pipeline.id, namesIn(team, pipeline)]));
    const index = searchIndex(['names']);
    index.addAll([...names].map(([id, all]) => ({ id, names: all.join(' ') })));
    known = { names, index };
    indexes.set(team, known);
  }
  return known;
}

/** An empty index whose entries have an `id`; every word asked for must be found in one of the fields. */
export function searchIndex(fields: string[]): MiniSearch {
  return new MiniSearch({
    fields,
    processTerm: (term) => normalise(term) || null,
    searchOptions: { combineWith: 'AND' },
  });
}
