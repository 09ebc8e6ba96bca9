import { z } from 'zod';
import { type Answer, no, ok, refusalOf, refusalOfView, written } from './answers';
import { anyObject, parseJson } from './json';
import type { Json } from './protocol';
import { channelOf, messageOf, userOf } from './shapes';
import type { Channel, Workspace } from './workspace';

/** What a method needs beside its arguments. `openConnection` gives the address of a new Socket Mode connection. */
export type Setting = {
  readonly workspace: Workspace;
  readonly granted: ReadonlySet<string>;
  readonly url: string;
  readonly openConnection: () => string;
};

/** Scopes a method needs: every entry, and of an entry that is a list any one. */
type Scopes = readonly (string | readonly string[])[];

type Method = {
  readonly token: 'bot' | 'app';
  readonly scopes: (args: Json) => Scopes;
  readonly args: z.ZodObject;
  readonly run: (setting: Setting, args: never) => Answer;
};

const json = <T extends z.ZodType>(of: T) =>
  z.preprocess((value) => (typeof value === 'string' ? parseJson(value) : value), of);
const switched = z.union([z.boolean(), z.stringbool()]).default(false);
const content = {
  text: z.string().optional(),
  blocks: json(z.array(anyObject)).optional(),
  attachments: z.never('the local workspace does not draw attachments').optional(),
};
const metadata = json(z.object({ event_type: z.string(), event_payload: anyObject })).optional();
const paged = { limit: z.coerce.number().int().min(1).max(1000).default(100), cursor: z.string().optional() };
const viewArgs = { view: json(anyObject), trigger_id: z.string() };

function method<A extends z.ZodRawShape>(
  scopes: Scopes | ((args: Json) => Scopes),
  args: A,
  run: (setting: Setting, args: z.output<z.ZodObject<A>>) => Answer,
  token: 'bot' | 'app' = 'bot',
): Method {
  return { token, scopes: typeof scopes === 'function' ? scopes : () => scopes, args: z.object(args), run };
}

/** Reading a direct conversation needs a scope of its own. */
const reads = (channels: string, direct: string) => (args: Json) => [
  String(args['channel']).startsWith('D') ? direct : channels,
];

const methods: Readonly<Record<string, Method>> = {
  'auth.test': method([], {}, ({ workspace, url }) =>
    ok({
      url: `${url}/`,
      team: 'Local workspace',
      user: workspace.bot.name.toLowerCase(),
      team_id: workspace.teamId,
      user_id: workspace.bot.id,
      bot_id: workspace.botId,
      is_enterprise_install: false,
    }),
  ),
  'apps.connections.open': method(
    [],
    {},
    ({ workspace, openConnection }) =>
      workspace.manifest.settings.socket_mode_enabled ? ok({ url: openConnection() }) : no('socket_mode_not_enabled'),
    'app',
  ),

  'chat.postMessage': method(
    ['chat:write'],
    { ...content, channel: z.string(), thread_ts: z.string().optional(), metadata },
    (setting, args) => {
      const channel = writable(setting, args.channel);
      if ('error' in channel) return no(channel.error);
      const { workspace } = setting;
      const thread = workspace.messages(channel.id).find((post) => post.ts === args.thread_ts);
      if (args.thread_ts && !thread) return no('thread_not_found');
      const refused = refusalOf(args);
      if (refused) return refused;
      const post = workspace.post({
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
      if (!workspace.person(args.user) || !workspace.isIn(channel, args.user)) return no('user_not_in_channel');
      const refused = refusalOf(args);
      if (refused) return refused;
      return ok({ message_ts: workspace.post({ ...written(workspace, channel, args), seenBy: args.user }).ts });
    },
  ),
  'chat.update': method(['chat:write'], { ...content, channel: z.string(), ts: z.string() }, ({ workspace }, args) => {
    if (!workspace.channels.has(args.channel)) return no('channel_not_found');
    const post = workspace.messages(args.channel).find((each) => each.ts === args.ts);
    if (!post) return no('message_not_found');
    if (post.user !== workspace.bot.id) return no('cant_update_message');
    const refused = refusalOf(args, 'update');
    if (refused) return refused;
    const { text = '', blocks = post.blocks } = args;
    const next = workspace.rewrite(post, { text, blocks }) ?? post;
    return ok({ channel: args.channel, ts: args.ts, text, message: messageOf(workspace, next) });
  }),
  'chat.delete': method(['chat:write'], { channel: z.string(), ts: z.string() }, ({ workspace }, args) => {
    if (!workspace.channels.has(args.channel)) return no('channel_not_found');
    const post = workspace.messages(args.channel).find((each) => each.ts === args.ts);
    if (!post) return no('message_not_found');
    if (post.user !== workspace.bot.id) return no('cant_delete_message');
    workspace.rewrite(post, 'gone');
    return ok({ channel: args.channel, ts: args.ts });
  }),

  'conversations.list': method(
    (args) => {
      const types = String(args['types'] ?? 'public_channel').split(',');
      const scopes = {
        public_channel: 'channels:read',
        private_channel: 'groups:read',
        im: 'im:read',
        mpim: 'mpim:read',
      };
      return types.map((type) => scopes[type.trim() as keyof typeof scopes] ?? 'channels:read');
    },
    { ...paged, types: z.string().default('public_channel') },
    ({ workspace }, args) => {
      const types = args.types.split(',').map((type) => type.trim());
      const all = [...workspace.channels.values()].filter((channel) =>
        types.includes(channel.owner ? 'im' : 'public_channel'),
      );
      return pageOf('channels', all.map(channelOf(workspace)), args);
    },
  ),
  'conversations.info': method(reads('channels:read', 'im:read'), { channel: z.string() }, ({ workspace }, args) => {
    const channel = workspace.channels.get(args.channel);
    return channel ? ok({ channel: channelOf(workspace)(channel) }) : no('channel_not_found');
  }),
  'conversations.open': method(['im:write'], { users: z.string() }, ({ workspace }, args) => {
    const channel = workspace.directOf(args.users);
    return channel ? ok({ channel: { id: channel.id } }) : no('user_not_found');
  }),
  'conversations.setTopic': method(
    [['channels:write.topic', 'channels:manage']],
    { channel: z.string(), topic: z.string() },
    ({ workspace }, args) => {
      const channel = workspace.channels.get(args.channel);
      if (!channel) return no('channel_not_found');
      if (channel.owner) return no('method_not_supported_for_channel_type');
      if (!channel.hasBot) return no('not_in_channel');
      if (args.topic.length > 250) return no('too_long');
      channel.topic = args.topic;
      workspace.post(written(workspace, channel, { text: `set the channel topic: ${args.topic}` }));
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
      const channel = workspace.channels.get(args.channel);
      if (!channel) return no('channel_not_found');
      if (!channel.hasBot) return no('not_in_channel');
      const [oldest, latest] = [Number(args.oldest), Number(args.latest)];
      const posts = workspace.messages(channel.id).filter((post) => {
        const at = Number(post.ts);
        const inside = args.inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
        return inside && (post.threadTs === undefined || post.threadTs === post.ts);
      });
      const messages = posts.toReversed().map((post) => messageOf(workspace, post, args.include_all_metadata));
      return pageOf('messages', messages, args);
    },
  ),

  'users.info': method(['users:read'], { user: z.string() }, (setting, args) => {
    const person = setting.workspace.person(args.user);
    return person
      ? ok({ user: userOf(setting.workspace, person, setting.granted.has('users:read.email')) })
      : no('user_not_found');
  }),
  'users.list': method(['users:read'], paged, (setting, args) =>
    pageOf(
      'members',
      setting.workspace.people.map((person) =>
        userOf(setting.workspace, person, setting.granted.has('users:read.email')),
      ),
      args,
    ),
  ),
  'users.lookupByEmail': method(['users:read.email'], { email: z.string() }, (setting, args) => {
    const email = args.email.toLowerCase();
    const person = setting.workspace.people.find((each) => !each.isBot && each.email.toLowerCase() === email);
    return person
      ? ok({ user: userOf(setting.workspace, person, setting.granted.has('users:read.email')) })
      : no('users_not_found');
  }),

  'views.open': method([], viewArgs, (setting, args) => layModal(setting, args)),
  'views.push': method([], viewArgs, (setting, args) => layModal(setting, args, 'over another')),
  'views.update': method(
    [],
    {
      view: json(anyObject),
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
    },
    ({ workspace }, args) => {
      const refused = refusalOfView(args.view);
      if (refused) return refused;
      const found = workspace.findView(args.view_id ?? args.external_id ?? '');
      if (!found || found.shown.view['type'] !== args.view['type']) return no('not_found');
      if (args.hash && args.hash !== found.shown.view['hash']) return no('hash_conflict');
      return ok({ view: workspace.replaceView(found.shown.view.id, args.view)?.view });
    },
  ),
  'views.publish': method(
    [],
    { view: json(anyObject), user_id: z.string(), hash: z.string().optional() },
    ({ workspace }, args) => {
      if (!workspace.manifest.features.app_home.home_tab_enabled) return no('not_enabled');
      if (!workspace.directOf(args.user_id)) return no('user_not_found');
      const refused = refusalOfView(args.view, 'home');
      if (refused) return refused;
      const hash = workspace.homes.get(args.user_id)?.view['hash'];
      if (args.hash && hash && args.hash !== hash) return no('hash_conflict');
      return ok({ view: workspace.publish(args.user_id, args.view).view });
    },
  ),
};

/** Calls a method of Slack's Web API, or answers with the error Slack would give. */
export function callMethod(
  setting: Setting,
  name: string,
  args: Json,
  token: 'bot' | 'app' | 'none' | 'wrong',
): Answer {
  const found = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!found) return no('unknown_method');
  if (token === 'none') return no('not_authed');
  if (token === 'wrong') return no('invalid_auth');
  if (token !== found.token) return no('not_allowed_token_type');
  const has = (scope: string) => setting.granted.has(scope);
  const missing = found.scopes(args).find((scope) => !(typeof scope === 'string' ? has(scope) : scope.some(has)));
  if (missing) {
    const provided = [...setting.granted].join(',');
    return { ...no('missing_scope'), needed: [missing].flat().join(','), provided } as Answer;
  }
  const parsed = found.args.safeParse(args);
  if (parsed.success) return found.run(setting, parsed.data as never);
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  if (wrong.has('blocks')) return no('invalid_blocks_format');
  if (wrong.has('metadata')) return no('invalid_metadata_format');
  return no(
    'invalid_arguments',
    parsed.error.issues.map((issue) => `[ERROR] ${issue.path.join('.')}: ${issue.message}`),
  );
}

function writable({ workspace, granted }: Setting, reference: string): Channel | { readonly error: string } {
  const channel = workspace.findChannel(reference);
  if (!channel) return { error: 'channel_not_found' };
  if (channel.owner && !workspace.manifest.features.app_home.messages_tab_enabled)
    return { error: 'messages_tab_disabled' };
  return channel.hasBot || granted.has('chat:write.public') ? channel : { error: 'not_in_channel' };
}

function layModal(
  { workspace }: Setting,
  args: { readonly view: Json; readonly trigger_id: string },
  where: 'anywhere' | 'over another' = 'anywhere',
): Answer {
  const refused = refusalOfView(args.view, 'modal');
  if (refused) return refused;
  const pulled = workspace.pull(args.trigger_id);
  if ('error' in pulled) return no(pulled.error);
  if (where === 'over another' && workspace.stack(pulled.user).length === 0) return no('invalid_trigger_id');
  const shown = workspace.push(pulled.user, args.view);
  return shown ? ok({ view: shown.view }) : no('push_limit_reached');
}

function pageOf(
  key: string,
  all: readonly Json[],
  args: { readonly limit: number; readonly cursor?: string | undefined },
) {
  const from = args.cursor ? Number(Buffer.from(args.cursor, 'base64').toString()) : 0;
  if (!Number.isInteger(from)) return no('invalid_cursor');
  const to = from + args.limit;
  const next_cursor = to < all.length ? Buffer.from(String(to)).toString('base64') : '';
  return ok({ [key]: all.slice(from, to), has_more: next_cursor !== '', response_metadata: { next_cursor } });
}
