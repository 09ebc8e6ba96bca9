import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { SlackUserId, TeamId } from '../../domain/ids';
import type { Result } from '../../domain/result';
import type { RunBooks } from '../../domain/runbook';
import { engineerLinkedTo, type Team } from '../../domain/team';
import { answer } from '../../usecases/answer';
import type { Actor, Store } from '../../usecases/decision';
import { type Deed, type DeedRefusal, type Done, perform } from '../../usecases/deed';
import type { HealthFacts } from '../../usecases/health';
import type { Asker, Question } from '../../usecases/question';
import { type Guarded, guardMessage, type OnBreach } from '../guard';
import { answerView } from '../views/answer';
import type { Message } from '../views/blocks';
import { doneView, refusalView } from '../views/deed';
import { brokenView } from '../views/help';
import type { Reader } from '../views/words';

/** What every listener works with. */
export type Desk = {
  readonly store: Store;
  readonly teamId: TeamId;
  readonly runBooks: () => RunBooks;
  readonly health: () => Promise<HealthFacts>;
  /** Whether a code is the one that Baton wrote to its log. */
  readonly isCode: (code: string) => boolean;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly onBreach: OnBreach;
};

/** Who a Slack user is to the team. */
export const askerOf = (team: Team, user: string): Asker => {
  const slack = user as SlackUserId;
  return { slack, engineer: engineerLinkedTo(team, slack)?.id ?? null };
};

/** Answers a question for its reader, ready to be sent. */
export async function answerFor(
  desk: Desk,
  team: Team,
  question: Question,
  user: string,
  reader: Reader,
): Promise<Guarded<Message>> {
  const { runBooks } = desk;
  const sources = question.kind === 'health' ? { runBooks, health: await desk.health() } : { runBooks };
  const now = desk.now();
  const found = answer(team, sources, question, askerOf(team, user), now);
  return guardMessage(answerView(found, { team, now, reader, question }), desk.onBreach);
}

/** Does something in the name of a Slack user, and says to them what came of it. */
export async function doFor(
  desk: Desk,
  deed: Deed,
  user: string,
): Promise<Result<Done, DeedRefusal> & { readonly message: Guarded<Message> }> {
  const now = desk.now();
  const { engineer, slack } = askerOf(await desk.store.team(desk.teamId), user);
  const by: Actor = engineer ? { kind: 'engineer', id: engineer } : { kind: 'visitor', slack };
  const result = await desk.store.decide(desk.teamId, by, now, (team) =>
    perform(team, deed, askerOf(team, user), { isCode: desk.isCode, newId: randomUUID }, now),
  );
  const stage = { team: await desk.store.team(desk.teamId), now };
  const view = result.ok ? doneView(result.value, stage, engineer) : refusalView(result.refusal, stage);
  return { ...result, message: guardMessage(view, desk.onBreach) };
}

/** Does the work; what breaks is logged under an id, and `tell` says that id to the person who waits. */
export async function attempt(
  desk: Desk,
  what: Readonly<Record<string, unknown>>,
  tell: (message: Guarded<Message>) => Promise<unknown>,
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
