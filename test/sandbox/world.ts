import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Json, Message } from '../../src/sandbox/protocol';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/server';

/** A manifest that asks for what the tests use; its commands differ in should_escape alone. */
export const manifest: SandboxOptions['manifest'] = {
  display_information: { name: 'Baton' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
    bot_user: { display_name: 'Baton' },
    slash_commands: [
      { command: '/oncall', description: 'Who is on call', usage_hint: '[words]', should_escape: true },
      { command: '/raw', description: 'The words as they are' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: ['commands', 'chat:write', 'chat:write.public', 'users:read', 'channels:read'],
      bot_optional: [
        ...['users:read.email', 'channels:write.topic', 'channels:history', 'im:history', 'im:write'],
        ...['usergroups:read', 'usergroups:write'],
      ],
    },
  },
  settings: {
    event_subscriptions: { bot_events: ['app_home_opened'] },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
};

const running: (() => Promise<unknown>)[] = [];

/** Stops what a test started, the bots first. For afterEach. */
export async function stopAll(): Promise<void> {
  for (const stop of running.splice(0).reverse()) await stop();
}

/** Two people, two channels and a user group; the clocks move when the test says so. */
export function someOptions(change: Partial<SandboxOptions> = {}) {
  let calendar = new Date('2026-11-23T15:00:00Z');
  let elapsed = 0;
  const options: SandboxOptions = {
    manifest,
    people: [
      { name: 'Engineer 1', email: 'engineer-1@example.com', timezone: 'America/New_York', title: 'Engineer' },
      { name: 'Engineer 12', email: 'engineer-12@example.com', timezone: 'Europe/Berlin', title: 'Engineer' },
    ],
    channels: [{ name: 'data-oncall', topic: 'Ask here' }, { name: 'general' }],
    userGroups: [{ handle: 'data-oncall', name: 'Data on call', members: ['engineer-1@example.com'] }],
    moments: [{ label: 'Who is on call?', command: '/oncall', person: 'engineer-1@example.com' }],
    teamTimezone: 'America/New_York',
    clock: {
      now: () => calendar,
      nextHandoff: async () => new Date('2026-11-30T14:00:00Z'),
      moveTo: (instant) => {
        calendar = instant;
      },
    },
    elapsed: () => elapsed,
    ...change,
  };
  const age = (milliseconds: number): void => {
    elapsed += milliseconds;
  };
  return { options, age };
}

/** A workspace with its page, started. */
export async function aWorkspace(change: Partial<SandboxOptions> = {}) {
  const { options, age } = someOptions(change);
  const sandbox = await startSandbox(options);
  running.push(() => sandbox.close());
  const [me, other] = sandbox.people.map((person) => person.id) as [string, string];
  const channels = sandbox.state(me).conversations.map((each) => each.id) as [string, string, string];
  return {
    sandbox,
    me,
    other,
    channel: channels[0],
    general: channels[1],
    direct: channels[2],
    age,
    say: (text: string, as = me, channel = channels[0]) => sandbox.act({ kind: 'say', as, channel, text }),
    seen: (as = me, channel = channels[0]): readonly Message[] => sandbox.state(as).messages[channel] ?? [],
    click: (message: Message, action: string, as = me, value: Json = {}) => {
      const block = message.blocks.find((each) => JSON.stringify(each).includes(`"action_id":"${action}"`));
      const place = { channel: message.channel, ts: message.ts };
      return sandbox.act({
        ...{ kind: 'use', as, place, block: String(block?.['block_id']), action, value, state: {} },
      });
    },
  };
}

/** The real Bolt app with real Socket Mode receivers, connected to a workspace. */
async function aBot(sandbox: Sandbox, listen: (app: App) => void, receivers = 1) {
  const clientOptions = { slackApiUrl: sandbox.apiUrl, timeout: 5_000, retryConfig: { retries: 0 } };
  const sockets = Array.from(
    { length: receivers },
    () =>
      new SocketModeReceiver({
        appToken: sandbox.appToken,
        logLevel: LogLevel.ERROR,
        installerOptions: { clientOptions },
      }),
  );
  const [first, ...others] = sockets as [SocketModeReceiver, ...SocketModeReceiver[]];
  const app = new App({
    ...{ token: sandbox.botToken, receiver: first, clientOptions, deferInitialization: true },
    logLevel: LogLevel.ERROR,
  });
  await app.init();
  listen(app);
  await app.start();
  for (const receiver of others) {
    receiver.init(app);
    await receiver.start();
  }
  return { app, stop: () => Promise.all(sockets.map((each) => each.client.disconnect())) };
}

/** A workspace and the bot in it, connected. */
export async function aWorkspaceWithBot(
  listen: (app: App) => void = () => {},
  change: Partial<SandboxOptions> = {},
  receivers = 1,
) {
  const workspace = await aWorkspace(change);
  const bot = await aBot(workspace.sandbox, listen, receivers);
  running.push(bot.stop);
  return { ...workspace, ...bot, slack: bot.app.client };
}

/** What a WebClient throws when Slack refuses a call. */
export const refused = (error: string, more: object = {}) =>
  expect.objectContaining({ data: expect.objectContaining({ ok: false, error, ...more }) });

/** Waits for something the app does after it has acknowledged. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = look();
    if (found) return found;
    await new Promise((later) => setTimeout(later, 10));
  }
  throw new Error('It did not happen within two seconds.');
}
