import { z } from 'zod';
import { type Answer, no, ok, refusalOf, written } from './answers';
import { anyObject } from './json';
import type { Json } from './protocol';
import type { ResponseUrl } from './records';
import type { Workspace } from './workspace';

const lifeMs = 30 * 60_000;
const mostUses = 5;

const response = z.looseObject({
  text: z.string().optional(),
  blocks: z.array(anyObject).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.boolean().default(false),
  delete_original: z.boolean().default(false),
});

/** Uses a response URL once: five times in thirty minutes, and refused where Slack refuses. */
export function useResponseUrl(workspace: Workspace, id: string, body: Json): Answer {
  const to = workspace.responseUrls.get(id);
  if (!to || workspace.elapsed() - to.issuedAt > lifeMs) return no('expired_url');
  if (to.uses >= mostUses) return no('used_url');
  to.uses += 1;
  return answerTo(workspace, to, body);
}

/** Puts an app's answer where the person who asked sees it. Only a click has an original to replace or delete. */
export function answerTo(
  workspace: Workspace,
  to: Pick<ResponseUrl, 'user' | 'channel' | 'clicked'>,
  body: Json,
): Answer {
  const parsed = response.safeParse(body);
  const channel = workspace.findChannel(to.channel);
  if (!parsed.success || !channel) return no('invalid_payload');
  const { text = '', blocks = [], response_type, replace_original, delete_original } = parsed.data;
  if (to.clicked && delete_original) {
    return workspace.posts.rewrite(to.clicked, 'gone') ? ok() : no('message_not_found');
  }
  const refused = refusalOf(parsed.data);
  if (refused) return refused;
  if (to.clicked && replace_original) {
    return workspace.posts.rewrite(to.clicked, { text, blocks }) ? ok() : no('message_not_found');
  }
  const seenBy = response_type === 'ephemeral' && { seenBy: to.user };
  workspace.posts.add({ ...written(workspace, channel, parsed.data), ...seenBy });
  return ok();
}
