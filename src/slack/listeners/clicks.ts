import type { App, BlockAction, RespondArguments } from '@slack/bolt';
import type { SlackUserId } from '../../domain/ids';
import { type Asking, readClick } from '../actions';
import { type Guarded, guardMessage } from '../guard';
import type { Message } from '../views/blocks';
import { outdatedView } from '../views/help';
import { answerFor, attempt, type Desk, doFor } from './desk';
import { openForm, refreshSwap } from './forms';

/** Answers every button: below, in its place, or for the channel; does what it says, or opens its form. */
export function listenForClicks(app: App, desk: Desk): void {
  app.action<BlockAction>({ type: 'block_actions' }, async ({ ack, action, body, respond, client }) => {
    await ack();
    const user = body.user.id;
    // A choice in a form, not a click.
    if (body.view?.callback_id === 'swap') {
      const { view } = body;
      const what = { action: action.action_id, user };
      return attempt(
        desk,
        what,
        async () => undefined,
        () => refreshSwap(desk, client, view, user),
      );
    }
    // A card only its asker sees can change in place; on one that others see too, the clicker is answered alone.
    const alone = body.container?.['is_ephemeral'] === true;
    const tell = (message: Guarded<Message>, inPlace = false) =>
      respond({ ...ALONE, replace_original: inPlace && alone, ...message });
    await attempt(desk, { action: action.action_id, user }, tell, async () => {
      const click =
        'value' in action && typeof action.value === 'string' ? readClick(action.action_id, action.value) : undefined;
      if (!click) return tell(guardMessage(outdatedView(), desk.onBreach));
      if (click.verb === 'form') return openForm({ desk, client, trigger: body.trigger_id, tell }, click.form, user);
      if (click.verb === 'do')
        return tell((await doFor(desk, click.deed, user)).message, ASKED_BACK.test(action.action_id));
      const team = await desk.store.team(desk.teamId);
      const message = await answerFor(desk, team, click.question, user, readerOf(click.verb, user));
      if (click.verb === 'share') return respond({ ...ALONE, response_type: 'in_channel', ...message });
      return tell(message, click.verb === 'open');
    });
  });
}

/** Buttons of messages that only ask back: what comes of them stands in their place. On a card it stands below. */
const ASKED_BACK = /^do:(?:accept-for|decline-for|undo|unmute|begin|gives-\d+)$/;

const readerOf = (verb: Asking, user: string) =>
  verb === 'share'
    ? { kind: 'channel' as const, sharedBy: user as SlackUserId }
    : { kind: 'asker' as const, slack: user as SlackUserId };

const ALONE: RespondArguments = {
  response_type: 'ephemeral',
  replace_original: false,
  unfurl_links: false,
  unfurl_media: false,
};
