import { z } from 'zod';
import { no, ok, written } from '../answers';
import { entities } from '../entities';
import type { Json } from '../protocol';
import type { Post } from '../records';
import { channelOf, messageOf } from '../shapes';
import { type Methods, method, paged, pageOf, type Scopes, switched } from './method';

const topicLength = 250;

/** Reading a direct conversation needs a scope of its own. */
const reads =
  (channels: string, direct: string) =>
  (args: Json): Scopes => [String(args['channel']).startsWith('D') ? direct : channels];

const listScopes: Readonly<Record<string, string>> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};
const typesIn = (types: string) => types.split(',').map((type) => type.trim());

/** Channels and direct conversations: which there are, what was said, what they are about. */
export const conversations: Methods = {
  'conversations.list': method(
    (args) => typesIn(String(args['types'] ?? 'public_channel')).map((type) => listScopes[type] ?? 'channels:read'),
    { ...paged, types: z.string().default('public_channel'), exclude_archived: switched },
    ({ workspace }, args) => {
      const types = typesIn(args.types);
      const listed = workspace
        .conversations()
        .filter(({ owner }) => types.includes(owner ? 'im' : 'public_channel'))
        .filter(({ archived }) => !(archived && args.exclude_archived));
      return pageOf('channels', listed, channelOf(workspace), args);
    },
  ),
  'conversations.info': method(reads('channels:read', 'im:read'), { channel: z.string() }, ({ workspace }, args) => {
    const channel = workspace.channel(args.channel);
    return channel ? ok({ channel: channelOf(workspace)(channel) }) : no('channel_not_found');
  }),
  'conversations.open': method(['im:write'], { users: z.string() }, ({ workspace }, args) => {
    const channel = workspace.directOf(args.users);
    if (!channel) return no('user_not_found');
    return workspace.deactivated.has(args.users) ? no('user_disabled') : ok({ channel: { id: channel.id } });
  }),
  'conversations.setTopic': method(
    [['channels:write.topic', 'channels:manage']],
    { channel: z.string(), topic: z.string() },
    ({ workspace }, args) => {
      const channel = workspace.channel(args.channel);
      if (!channel) return no('channel_not_found');
      if (channel.owner) return no('method_not_supported_for_channel_type');
      if (channel.archived) return no('is_archived');
      if (!channel.hasBot) return no('not_in_channel');
      if (args.topic.length > topicLength) return no('too_long');
      channel.topic = entities(args.topic);
      const text = `set the channel topic: ${channel.topic}`;
      workspace.posts.add({ ...written(workspace, channel, { text }), subtype: 'channel_topic' });
      return ok({ channel: channelOf(workspace)(channel) });
    },
  ),
  'conversations.history': method(
    reads('channels:history', 'im:history'),
    {
      ...paged,
      channel: z.string(),
      oldest: z.string().default('0'),
      latest: z.string().default('9999999999.999999'),
      inclusive: switched,
      include_all_metadata: switched,
    },
    ({ workspace }, args) => {
      const channel = workspace.channel(args.channel);
      if (!channel) return no('channel_not_found');
      if (!channel.hasBot) return no('not_in_channel');
      const [oldest, latest] = [Number(args.oldest), Number(args.latest)];
      const posts = workspace.posts.in(channel.id).filter((post) => {
        const at = Number(post.ts);
        const inside = args.inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
        return inside && (post.threadTs === undefined || post.threadTs === post.ts);
      });
      const shown = (post: Post) => messageOf(workspace, post, args.include_all_metadata);
      return pageOf('messages', posts.toReversed(), shown, args);
    },
  ),
};
