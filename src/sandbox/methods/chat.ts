import { z } from 'zod';
import { no, ok, refusalOf, written } from '../answers';
import { anyObject } from '../json';
import type { Channel } from '../records';
import { messageOf } from '../shapes';
import { json, type Methods, method, type Setting } from './method';

const content = {
  text: z.string().optional(),
  blocks: json(z.array(anyObject)).optional(),
  attachments: z.never('the local workspace does not draw attachments').optional(),
};
const metadata = json(z.object({ event_type: z.string(), event_payload: anyObject })).optional();

/** Posting, changing and deleting messages. */
export const chat: Methods = {
  'chat.postMessage': method(
    ['chat:write'],
    { ...content, channel: z.string(), thread_ts: z.string().optional(), metadata },
    (setting, args) => {
      const channel = writable(setting, args.channel);
      if ('error' in channel) return no(channel.error);
      const { workspace } = setting;
      const { thread_ts } = args;
      const thread = thread_ts ? workspace.posts.in(channel.id).find(({ ts }) => ts === thread_ts) : undefined;
      if (thread_ts && !thread) return no('thread_not_found');
      const refused = refusalOf(args);
      if (refused) return refused;
      const post = workspace.posts.add({
        ...written(workspace, channel, args),
        ...(thread && { threadTs: thread.threadTs ?? thread.ts }),
        ...(args.metadata && { metadata: args.metadata }),
      });
      return ok({ channel: channel.id, ts: post.ts, message: messageOf(workspace, post) });
    },
  ),
  'chat.postEphemeral': method(
    ['chat:write'],
    { ...content, channel: z.string(), user: z.string() },
    (setting, args) => {
      const channel = writable(setting, args.channel);
      if ('error' in channel) return no(channel.error);
      const { workspace } = setting;
      const isThere = workspace.person(args.user) && !workspace.deactivated.has(args.user);
      if (!isThere || !workspace.isIn(channel, args.user)) return no('user_not_in_channel');
      const refused = refusalOf(args);
      if (refused) return refused;
      return ok({ message_ts: workspace.posts.add({ ...written(workspace, channel, args), seenBy: args.user }).ts });
    },
  ),
  'chat.update': method(['chat:write'], { ...content, channel: z.string(), ts: z.string() }, ({ workspace }, args) => {
    const channel = workspace.channel(args.channel);
    if (!channel) return no('channel_not_found');
    const post = workspace.posts.in(channel.id).find((each) => each.ts === args.ts);
    if (!post) return no('message_not_found');
    if (post.user !== workspace.bot.id) return no('cant_update_message');
    if (channel.archived) return no('is_inactive');
    const refused = refusalOf(args, 'update');
    if (refused) return refused;
    const { text = '', blocks = post.blocks } = args;
    const next = workspace.posts.rewrite(post, { text, blocks }) ?? post;
    return ok({ channel: args.channel, ts: args.ts, text, message: messageOf(workspace, next) });
  }),
  'chat.delete': method(['chat:write'], { channel: z.string(), ts: z.string() }, ({ workspace }, args) => {
    const channel = workspace.channel(args.channel);
    if (!channel) return no('channel_not_found');
    const post = workspace.posts.in(channel.id).find((each) => each.ts === args.ts);
    if (!post) return no('message_not_found');
    if (post.user !== workspace.bot.id) return no('cant_delete_message');
    workspace.posts.rewrite(post, 'gone');
    return ok({ channel: args.channel, ts: args.ts });
  }),
};

function writable({ workspace, granted }: Setting, reference: string): Channel | { readonly error: string } {
  const channel = workspace.findChannel(reference);
  if (!channel) return { error: 'channel_not_found' };
  if (channel.owner && !workspace.manifest.features.app_home.messages_tab_enabled)
    return { error: 'messages_tab_disabled' };
  // Slack goes on taking messages to somebody whose account is gone, where there was a conversation before:
  // https://github.com/slackapi/python-slack-sdk/issues/1156. Nobody reads them.
  const isGone = channel.owner !== undefined && workspace.deactivated.has(channel.owner);
  if (isGone && workspace.posts.in(channel.id).length === 0) return { error: 'channel_not_found' };
  if (channel.archived) return { error: 'is_archived' };
  return channel.hasBot || granted.has('chat:write.public') ? channel : { error: 'not_in_channel' };
}
