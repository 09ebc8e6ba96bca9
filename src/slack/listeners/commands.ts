import type { App } from '@slack/bolt';
import type { SlackUserId } from '../../domain/ids';
import { type CommandName, read } from '../grammar';
import { guardMessage } from '../guard';
import type { Message } from '../views/blocks';
import { helpView, unclearView } from '../views/help';
import { answerFor, attempt, type Desk } from './desk';

/** Answers every command from memory, in the acknowledgement itself. */
export function listenForCommands(app: App, desk: Desk): void {
  app.command(/^\//, async ({ command, ack }) => {
    const tell = (message: Message) => ack({ response_type: 'ephemeral', ...message });
    await attempt(desk, { command: command.command, user: command.user_id }, tell, async () => {
      await tell(await reply(desk, command.command as CommandName, command.text ?? '', command.user_id));
    });
  });
}

async function reply(desk: Desk, name: CommandName, text: string, user: string): Promise<Message> {
  const team = await desk.store.team(desk.teamId);
  const reading = read(name, text, { now: desk.now(), zone: team.timezone });
  switch (reading.kind) {
    case 'question':
      return answerFor(desk, team, reading.question, user, { kind: 'asker', slack: user as SlackUserId });
    case 'help':
      return guardMessage(helpView(name), desk.onBreach);
    default:
      return guardMessage(unclearView(reading), desk.onBreach);
  }
}
