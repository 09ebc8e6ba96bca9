import { callList, type Rung } from '../domain/call-list';
import type { EngineerId, SlackUserId } from '../domain/ids';
import { DAY, instantOf, localDateOf } from '../domain/interval';
import { findEngineers, findPipelines } from '../domain/search';
import { type HolidaySupport, supportPlan } from '../domain/support-plan';
import { type Engineer, engineerLinkedTo, type Pipeline, type Team } from '../domain/team';
import { describePerson, type PersonAnswer } from './on-call';
import type { Asker } from './question';

/** A pipeline with whom to call for it now. */
export type Contact = {
  readonly pipeline: Pipeline;
  readonly callList: readonly Rung[];
  /** The holidays of the primary from today to a week ahead, and what becomes of the pipeline on each. */
  readonly holidays: readonly PipelineHoliday[];
};

/** A holiday of the primary, seen from one pipeline: whether it waits, until when if that is known; else who leads, if anybody. */
export type PipelineHoliday = Pick<HolidaySupport, 'date' | 'name' | 'primary'> & {
  readonly waits: boolean;
  readonly lead: EngineerId | null;
  readonly until: Date | null;
};

export type WhoAnswer = {
  readonly kind: 'who';
  readonly words: string;
  /** False where spelling was forgiven. */
  readonly exactly: boolean;
  readonly contacts: readonly Contact[];
};

/** Several people are called so. */
export type WhichPersonAnswer = {
  readonly kind: 'which-person';
  readonly words: string;
  readonly engineers: readonly Engineer[];
};

/** Nothing is called so. `nearest` is the command the words look like. */
export type NothingFoundAnswer = {
  readonly kind: 'nothing-found';
  readonly words: string;
  readonly nearest: string | null;
};

/** Somebody who is not on the team, or left it. */
export type StrangerAnswer = { readonly kind: 'stranger'; readonly user: SlackUserId; readonly self: boolean };

/** Who owns, and whom to call for, what the words mean: pipelines first, then people; the nearest command before a guess. */
export function who(
  team: Team,
  ask: { readonly words: string; readonly nearest?: string; readonly asker: Pick<Asker, 'engineer'> },
  now: Date,
): WhoAnswer | PersonAnswer | WhichPersonAnswer | NothingFoundAnswer {
  const { words, nearest } = ask;
  const people = findEngineers(team, words).matches;
  const [only] = people;
  if (only && people.length === 1)
    return describePerson(team, { engineer: only.id, self: only.id === ask.asker.engineer }, now);
  if (people.length > 1) return { kind: 'which-person', words, engineers: people };
  const { matches, exactly } = findPipelines(team, words);
  if (matches.length === 0 || (!exactly && nearest)) return { kind: 'nothing-found', words, nearest: nearest ?? null };
  return { kind: 'who', words, exactly, contacts: matches.map((pipeline) => contact(team, pipeline, now)) };
}

/** A pipeline with whom to call for it at `now`. */
export const contact = (team: Team, pipeline: Pipeline, now: Date): Contact => ({
  pipeline,
  callList: callList(team, pipeline, now),
  holidays: supportPlan(team, daysAround(team, now)).map(({ date, name, primary, leads, waiting }) => ({
    ...{ date, name, primary, waits: pipeline.tier === 'normal', until: waiting.until },
    lead: leads.find((each) => each.pipeline.id === pipeline.id)?.engineer ?? null,
  })),
});

/** From the beginning of today, team time, to a week ahead. */
const daysAround = (team: Team, now: Date) => ({
  start: instantOf(localDateOf(now, team.timezone), '00:00', team.timezone),
  end: new Date(now.getTime() + 7 * DAY),
});

/** The person behind a Slack user, where they are on the team. */
export function person(
  team: Team,
  ask: { readonly user: SlackUserId; readonly self: boolean },
  now: Date,
): PersonAnswer | StrangerAnswer {
  const engineer = engineerLinkedTo(team, ask.user);
  if (!engineer) return { kind: 'stranger', ...ask };
  return describePerson(team, { engineer: engineer.id, self: ask.self }, now);
}

export type OwnersAnswer = { readonly kind: 'owners'; readonly pipelines: readonly Pipeline[] };

/** Every pipeline, in the order of the areas. */
export function showOwners(team: Team): OwnersAnswer {
  const areas = [...team.areas.keys()];
  const pipelines = [...team.pipelines.values()];
  return {
    kind: 'owners',
    pipelines: pipelines.sort((one, other) => areas.indexOf(one.area) - areas.indexOf(other.area)),
  };
}
