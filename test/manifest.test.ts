import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const SLACK = join(__dirname, '..', 'src', 'slack');
const sourceOf = (file: string): string => readFileSync(join(SLACK, file), 'utf8');
const source = readdirSync(SLACK, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map(sourceOf)
  .join('\n');

// Strict, since Slack refuses a key it does not know; the lengths are those of Slack's manifest schema.
const short = (most: number) => z.string().min(1).max(most);
const schema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.literal(1) }),
  display_information: z.strictObject({
    name: short(35),
    description: short(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: short(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          description: short(2000),
          usage_hint: short(1000),
          should_escape: z.boolean(),
        }),
      )
      .max(5),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()) }),
    interactivity: z.strictObject({ is_enabled: z.boolean() }),
    org_deploy_enabled: z.literal(false),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

const manifest = schema.parse(parse(readFileSync(join(__dirname, '..', 'manifest.yml'), 'utf8')));
const { app_home: home, slash_commands: commands } = manifest.features;
const { bot, bot_optional: optional } = manifest.oauth_config.scopes;

/** Scopes that each method of Slack's Web API needs of a bot. Who adds a method to the code adds it here. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'views.publish': [],
  'views.open': [],
  'views.update': [],
  'users.lookupByEmail': ['users:read.email'],
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  'chat.update': ['chat:write'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.setTopic': ['channels:write.topic', 'groups:write.topic'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.open': ['im:write'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'usergroups.users.update': ['usergroups:write'],
};

/** Scopes that Slack gives only together with others. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = { 'users:read.email': ['users:read'] };

const unique = (found: Iterable<RegExpMatchArray>): string[] => [...new Set([...found].map(([, name = '']) => name))];
const methods = unique(source.matchAll(/\bclient\.([a-z]\w*\.\w+(?:\.\w+)?)\(/gi));

describe('the manifest', () => {
  it('declares the commands that are read, and no others', () => {
    const read = unique(sourceOf('grammar.ts').matchAll(/'(\/[a-z]+)'/g));
    expect(commands.map(({ command }) => command).sort()).toEqual(read.sort());
    expect(read).toEqual(['/oncall', '/runbook']);
  });

  it.each(commands)('lets Slack turn people typed after $command into their ids', ({ should_escape: escapes }) => {
    expect(escapes).toBe(true);
  });

  it('subscribes to the events that are listened to, and no others', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(unique(source.matchAll(/\.event\('(\w+)'/g)));
  });

  it('knows the scopes of every method that is called', () => {
    expect(methods.sort()).toEqual(Object.keys(SCOPES).sort());
  });

  it('asks for the scopes that are used, and no others', () => {
    const used = methods.flatMap((method) => SCOPES[method] ?? []);
    const needed = new Set(['commands', ...used, ...used.flatMap((scope) => TOGETHER[scope] ?? [])]);
    expect([...bot, ...optional].sort()).toEqual([...needed].sort());
  });

  it('asks of everybody only for what answers and handoffs need', () => {
    expect(bot).toEqual(['commands', 'chat:write', 'chat:write.public', 'channels:read']);
  });

  it('has a Home, and messages that only Baton writes', () => {
    expect(home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: true,
    });
  });

  it('works behind a firewall: clicks and commands come over Socket Mode', () => {
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(manifest.settings.socket_mode_enabled).toBe(true);
  });
});
