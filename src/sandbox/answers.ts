import { breachOfMessage, breachOfView, textKept } from './limits';
import type { Json } from './protocol';
import type { Channel, Post } from './records';
import type { Workspace } from './workspace';

/** Slack's answer: what was asked for, or its error code. */
export type Answer = ({ readonly ok: true } & Json) | ({ readonly ok: false; readonly error: string } & Json);

/** Slack's answer to a call that went well. */
export const ok = (body: Json = {}): Answer => ({ ok: true, ...body });

/** Slack's answer to a call it refuses. */
export const no = (error: string, messages: readonly string[] = []): Answer => ({
  ok: false,
  error,
  ...(messages.length > 0 && { response_metadata: { messages } }),
});

/** Slack's refusal of a message that is empty or over a limit. */
export function refusalOf(
  message: { readonly text?: string | undefined; readonly blocks?: readonly Json[] | undefined },
  how: 'post' | 'update' = 'post',
): Answer | undefined {
  const breach = breachOfMessage(message, how);
  if (breach) return no(breach.error, breach.messages);
  return !message.text && !message.blocks?.length ? no('no_text') : undefined;
}

/** Slack's refusal of a view that is over a limit or of another type than is wanted. */
export function refusalOfView(view: Json, type = view['type']): Answer | undefined {
  if (view['type'] !== type)
    return no('invalid_arguments', [`[ERROR] view must be a ${String(type)} [json-pointer:/view/type]`]);
  const breach = breachOfView(view);
  return breach && no(breach.error, breach.messages);
}

/** A message of the bot's, ready to be posted. */
export function written(
  workspace: Workspace,
  channel: Channel,
  message: { readonly text?: string | undefined; readonly blocks?: readonly Json[] | undefined },
): Omit<Post, 'ts'> {
  const text = (message.text ?? '').slice(0, textKept);
  return { channel: channel.id, user: workspace.bot.id, text, blocks: message.blocks ?? [] };
}
