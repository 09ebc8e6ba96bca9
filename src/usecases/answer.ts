import type { RunBooks } from '../domain/runbook';
import { engineerLinkedTo, type Team } from '../domain/team';
import { type FairnessAnswer, showFairness } from './balance';
import { type HandoffAnswer, showHandoff } from './handoffs';
import { type HealthAnswer, type HealthFacts, health } from './health';
import { type HolidaysAnswer, showHolidays } from './holidays';
import {
  explain,
  type NowAnswer,
  type PersonAnswer,
  type ScheduleAnswer,
  showSchedule,
  type WhyAnswer,
  whoIsOnCall,
} from './on-call';
import {
  type NothingFoundAnswer,
  type OwnersAnswer,
  person,
  type StrangerAnswer,
  showOwners,
  type WhichPersonAnswer,
  type WhoAnswer,
  who,
} from './ownership';
import type { Asker, Question } from './question';
import { type AnyRunbookAnswer, findRunbook, listRunbooks, openRunbook } from './runbooks';
import { type SetupAnswer, showSetup } from './setup';
import { listSwaps, type SwapsAnswer } from './swap-list';
import { listTimeOff, type TimeOffAnswer } from './time-off';

/** What Baton answers to a question. */
export type Answer =
  | NowAnswer
  | ScheduleAnswer
  | WhyAnswer
  | PersonAnswer
  | WhoAnswer
  | WhichPersonAnswer
  | StrangerAnswer
  | OwnersAnswer
  | NothingFoundAnswer
  | AnyRunbookAnswer
  | HandoffAnswer
  | HealthAnswer
  | FairnessAnswer
  | TimeOffAnswer
  | HolidaysAnswer
  | SwapsAnswer
  | SetupAnswer;

/** What is asked besides the team, each only by the questions that need it. */
export type Sources = {
  readonly runBooks: () => RunBooks;
  /** Read before, where health is asked about. */
  readonly health?: HealthFacts;
};

/** Answers any question, from what is in memory. */
export function answer(team: Team, sources: Sources, question: Question, asker: Asker, now: Date): Answer {
  const { runBooks } = sources;
  switch (question.kind) {
    case 'now':
      return whoIsOnCall(team, now);
    case 'who':
      return who(team, { ...question, asker }, now);
    case 'person':
      return person(team, { user: question.user, self: question.user === asker.slack }, now);
    case 'me':
      return person(team, { user: asker.slack, self: true }, now);
    case 'schedule':
      return showSchedule(team, question, now);
    case 'owners':
      return showOwners(team);
    case 'why':
      return explain(team, question);
    case 'runbooks':
      return listRunbooks(team, runBooks());
    case 'runbook':
      return findRunbook(team, runBooks(), question, now);
    case 'pipeline-runbook':
      return openRunbook(team, runBooks(), question, now);
    case 'handoff':
      return showHandoff(team, now);
    case 'holidays': {
      const user = question.user ?? asker.slack;
      const engineer = engineerLinkedTo(team, user);
      const self = user === asker.slack;
      if (!engineer) return { kind: 'stranger', user, self };
      return showHolidays(team, { engineer: engineer.id, self, year: question.year }, now);
    }
    case 'fairness':
      return showFairness(team, question, now);
    case 'time-off':
      return listTimeOff(team, asker.engineer, now);
    case 'swaps':
      return listSwaps(team, asker.engineer, now);
    case 'setup':
      return showSetup(team, asker.engineer, now);
    case 'health':
      if (!sources.health) throw new Error('health is asked about without its facts');
      return health(team, sources.health, now);
  }
}
