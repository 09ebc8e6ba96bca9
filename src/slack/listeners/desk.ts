import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { SlackUserId, TeamId } from '../../domain/ids';
import type { RunBooks } from '../../domain/runbook';
import { engineerLinkedTo, type Team } from '../../domain/team';
import { answer } from '../../usecases/answer';
import type { Store } from '../../usecases/decision';
import type { Asker, Question } from '../../usecases/question';
import { guardMessage, type OnBreach } from '../guard';
import { answerView } from '../views/answer';
import type { Message } from '../views/blocks';
import { brokenView } from '../views/help';
import type { Reader } from '../views/words';

/** What every listener works with. */
export type Desk = {
  readonly store: Store;
  readonly teamId: TeamId;
  readonly runBooks: () => RunBooks;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly onBreach: OnBreach;
};

/** Who a Slack user is to the team. */
const askerOf = (team: Team, user: string): Asker => {
  const slack = user as SlackUserId;
  return { slack, engineer: engineerLinkedTo(team, slack)?.id ?? null };
};

/** Answers a question for its reader, ready to be sent. */
export function answerFor(desk: Desk, team: Team, question: Question, user: string, reader: Reader): Message {
  const now = desk.now();
  const found = answer(team, desk.runBooks, question, askerOf(team, user), now);
  return guardMessage(answerView(found, { team, now, reader, question }), desk.onBreach);
}

/** Does the work; what breaks is logged under an id, and `tell` says that id to the person who waits. */
export async function attempt(
  desk: Desk,
  what: Readonly<Record<string, unknown>>,
  tell: (message: Message) => Promise<unknown>,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const id = randomUUID().slice(0, 8);
    desk.logger.error({ err: error, id, ...what }, 'a request broke');
    try {
      await tell(guardMessage(brokenView(id), desk.onBreach));
    } catch (failure) {
      desk.logger.warn({ err: failure, id }, 'the person could not be told');
    }
  }
}
