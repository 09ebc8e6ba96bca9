import { randomUUID } from 'node:crypto';
import type { App } from '@slack/bolt';
import type { NoteId, SlackUserId } from '../../domain/ids';
import { engineerLinkedTo } from '../../domain/team';
import type { Deed } from '../../usecases/deed';
import { nextHandoff } from '../../usecases/handoffs';
import { type CommandName, type Reading, read } from '../grammar';
import { type Guarded, guardMessage } from '../guard';
import type { Message } from '../views/blocks';
import { helpView, unclearView } from '../views/help';
import { answerFor, attempt, type Desk, doFor } from './desk';
import { openForm } from './forms';

/** Answers every command: from memory, in the acknowledgement itself; what changes something is acknowledged first. */
export function listenForCommands(app: App, desk: Desk): void {
  app.command(/^\//, async ({ command, ack, respond, client }) => {
    const user = command.user_id;
    const name = command.command as CommandName;
    let acknowledged = false;
    const tell = (message: Guarded<Message>) =>
      acknowledged
        ? respond({ response_type: 'ephemeral', ...message })
        : ack({ response_type: 'ephemeral', ...message });
    await attempt(desk, { command: name, user }, tell, async () => {
      const team = await desk.store.team(desk.teamId);
      const reading = read(name, command.text ?? '', {
        now: desk.now(),
        zone: team.timezone,
        nameOf: (slack) => engineerLinkedTo(team, slack)?.name,
      });
      if (reading.kind === 'question')
        return tell(await answerFor(desk, team, reading.question, user, { kind: 'asker', slack: user as SlackUserId }));
      if (reading.kind === 'help') return tell(guardMessage(helpView(name), desk.onBreach));
      if (reading.kind !== 'note' && reading.kind !== 'claim-lead')
        return tell(guardMessage(unclearView(reading), desk.onBreach));
      await ack();
      acknowledged = true;
      const deed = deedOf(reading);
      if (deed) return tell((await doFor(desk, deed, user)).message);
      const form = { kind: 'notes' as const, handoff: nextHandoff(team, desk.now()) };
      return openForm({ desk, client, trigger: command.trigger_id, tell }, form, user);
    });
  });
}

/** What words ask to be done; null where a form asks for it first. */
function deedOf(reading: Extract<Reading, { kind: 'note' | 'claim-lead' }>): Deed | null {
  if (reading.kind === 'claim-lead') return { ...reading, engineer: null };
  if (reading.text === '') return null;
  const draft = { id: randomUUID() as NoteId, topic: 'other' as const, text: reading.text };
  return { kind: 'write-notes', handoff: null, drafts: [draft] };
}
