import type { App, BlockAction, RespondArguments } from '@slack/bolt';
import type { SlackUserId } from '../../domain/ids';
import { readClick, type Verb } from '../actions';
import { guardMessage } from '../guard';
import type { Message } from '../views/blocks';
import { outdatedView } from '../views/help';
import { answerFor, attempt, type Desk } from './desk';

/** Answers every button: below, in its place, or for the channel. */
export function listenForClicks(app: App, desk: Desk): void {
  app.action<BlockAction>({ type: 'block_actions' }, async ({ ack, action, body, respond }) => {
    await ack();
    const user = body.user.id;
    const tell = (message: Message) => respond({ ...placed('ask', false), ...message });
    await attempt(desk, { action: action.action_id, user }, tell, async () => {
      const click =
        'value' in action && typeof action.value === 'string' ? readClick(action.action_id, action.value) : undefined;
      if (!click) return tell(guardMessage(outdatedView(), desk.onBreach));
      const { verb, question } = click;
      const slack = user as SlackUserId;
      const reader =
        verb === 'share' ? { kind: 'channel' as const, sharedBy: slack } : { kind: 'asker' as const, slack };
      const alone = body.container?.['is_ephemeral'] === true;
      const team = await desk.store.team(desk.teamId);
      return respond({ ...placed(verb, alone), ...answerFor(desk, team, question, user, reader) });
    });
  });
}

/** Where an answer goes: a card only its asker sees changes in place; on a shared one the clicker is answered alone. */
function placed(verb: Verb, alone: boolean): RespondArguments {
  const publicly = verb === 'share';
  return {
    response_type: publicly ? 'in_channel' : 'ephemeral',
    replace_original: verb === 'open' && alone,
    unfurl_links: false,
    unfurl_media: false,
  };
}
