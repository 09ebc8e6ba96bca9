import type { RunBooks } from '../domain/runbook';
import type { Team } from '../domain/team';
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
  | AnyRunbookAnswer;

/** Answers any question, from what is in memory. */
export function answer(team: Team, runBooks: () => RunBooks, question: Question, asker: Asker, now: Date): Answer {
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
  }
}
