import { setTimeout as pause } from 'node:timers/promises';
import { App, SocketModeReceiver } from '@slack/bolt';
import { WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { listenForClicks } from './listeners/clicks';
import { listenForCommands } from './listeners/commands';
import type { Desk } from './listeners/desk';
import { listenForForms } from './listeners/forms';
import { listenForHome } from './listeners/home';
import { boltLogger } from './logger';

/** Tokens and address of one Slack workspace. */
export type SlackAccess = { readonly botToken: string; readonly appToken: string; readonly apiUrl: string };

/** A running connection. */
export type Connection = {
  readonly client: WebClient;
  /** For telling people: it waits for nothing and repeats nothing, since only the outbox knows what may be repeated. */
  readonly tellingClient: WebClient;
  /** Whether Slack can reach this process now. */
  readonly isConnected: () => boolean;
  /** Lets what is under way end first, 10 s at most in all. */
  readonly stop: () => Promise<void>;
};

/** Slack refused a token. The message says which and what to do. */
export class SlackRefused extends Error {}

const TIMEOUT_MS = 10_000;
const DRAIN_MS = 7_000;
const CLOSE_MS = 2_000;

/** Connects over Socket Mode. Waits for a Slack that cannot be reached; throws {@link SlackRefused} where a token is wrong. */
export async function connect(access: SlackAccess, desk: Desk): Promise<Connection> {
  const logger = boltLogger(desk.logger);
  const clientOptions = { slackApiUrl: access.apiUrl, timeout: TIMEOUT_MS, logger, fetch: fetchWithTimeout };
  const client = new WebClient(access.botToken, clientOptions);
  const tellingClient = new WebClient(access.botToken, {
    ...clientOptions,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const identity = await introduce(access, clientOptions, desk.logger);

  // Two connections: Slack closes each for a refresh every few hours, and a command typed meanwhile goes to the other.
  // They retry for ever; a client that gives up here would end the process (socket-mode 3.1).
  const receivers = [0, 1].map(
    () =>
      new SocketModeReceiver({
        appToken: access.appToken,
        logger,
        installerOptions: {
          clientOptions: {
            ...clientOptions,
            retryConfig: { forever: true, factor: 1.3, minTimeout: 500, maxTimeout: 30_000 },
          } as WebClientOptions,
        },
      }),
  ) as [SocketModeReceiver, SocketModeReceiver];
  const app = new App({
    receiver: receivers[0],
    authorize: async () => identity,
    clientOptions,
    logger,
    convoStore: false,
  });
  receivers[1].init(app);

  const connected = new Set<SocketModeReceiver>();
  for (const receiver of receivers) {
    receiver.client.on('connected', () => connected.add(receiver));
    for (const gone of ['disconnected', 'reconnecting', 'disconnecting'])
      receiver.client.on(gone, () => connected.delete(receiver));
  }
  const drained = standInFront(app, desk.logger);
  listenForCommands(app, desk);
  listenForClicks(app, desk);
  listenForForms(app, desk);
  listenForHome(app, desk);
  try {
    await Promise.all(receivers.map((receiver) => receiver.start()));
  } catch (error) {
    throw refusal(error, 'SLACK_APP_TOKEN') ?? error;
  }
  return {
    client,
    tellingClient,
    isConnected: () => connected.size > 0,
    stop: async () => {
      await drained();
      // The receiver's own stop() does not wait for its socket to close; a socket with nobody at its other end waits 30 s.
      const closed = Promise.all(receivers.map(({ client: socket }) => socket.disconnect()));
      await Promise.race([closed, pause(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}

type Identity = {
  readonly botToken: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly teamId: string;
};

/** Asks Slack who the bot is, until Slack answers: every second at first, then every half minute. */
async function introduce(
  { botToken, apiUrl }: SlackAccess,
  options: WebClientOptions,
  logger: Logger,
): Promise<Identity> {
  // The SDK's own retries would keep silent for half an hour.
  const client = new WebClient(botToken, { ...options, retryConfig: { retries: 0 } });
  for (let wait = 1000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      const { bot_id, user_id, team_id, team, response_metadata } = await client.auth.test();
      if (!bot_id || !user_id || !team_id)
        throw new SlackRefused('SLACK_BOT_TOKEN is not the token of a bot. Copy the one that begins with xoxb-.');
      logger.info({ workspace: team, scopes: response_metadata?.scopes }, 'Slack knows this bot');
      return { botToken, botId: bot_id, botUserId: user_id, teamId: team_id };
    } catch (error) {
      const refused = error instanceof SlackRefused ? error : refusal(error, 'SLACK_BOT_TOKEN');
      if (refused) throw refused;
      const seconds = wait / 1000;
      logger.warn(
        { err: error },
        `Slack cannot be reached at ${apiUrl}; asking again in ${seconds} s. Check the network and SLACK_API_URL`,
      );
      await pause(wait);
    }
  }
}

const REFUSED = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
];

function refusal(error: unknown, variable: string): SlackRefused | undefined {
  const code =
    error instanceof WebAPIPlatformError
      ? error.data.error
      : `${error}`.match(/invalid_auth|not_authed|not_allowed_token_type/)?.[0];
  if (!code || !REFUSED.includes(code)) return undefined;
  return new SlackRefused(
    `Slack refused ${variable} (${code}). Copy it anew from your app's page at api.slack.com/apps, and start again.`,
  );
}

/** Events remembered to tell a repeat: Slack repeats within minutes. */
const REMEMBERED = 1000;

/** Whether a listener answers such a request. */
const isExpected = (body: object): boolean =>
  'command' in body ||
  ('type' in body && ['block_actions', 'view_submission', 'event_callback'].includes(`${body.type}`));

/**
 * Stands in front of every listener: drops events that come again, counts requests under way, and acknowledges what
 * nothing of Baton sends, since an unanswered request shows the person an error. Gives the function that waits for those
 * under way.
 */
function standInFront(app: App, logger: Logger): () => Promise<void> {
  const isRepeat = rememberer();
  let underWay = 0;
  app.use(async (request) => {
    const { body, next } = request;
    if (!isExpected(body)) {
      logger.warn({ type: 'type' in body ? body.type : undefined }, 'a request that nothing here sends');
      return (request as { ack?: () => Promise<void> }).ack?.();
    }
    if ('event_id' in body && isRepeat(body.event_id)) return;
    underWay += 1;
    try {
      await next();
    } finally {
      underWay -= 1;
    }
  });
  return async () => {
    for (let waited = 0; underWay > 0 && waited < DRAIN_MS; waited += 50) await pause(50);
  };
}

/** Tells whether an id was seen before, among the newest. */
function rememberer(): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) return true;
    seen.add(id);
    const [oldest] = seen;
    if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
    return false;
  };
}

/** `fetch` that gives up after 10 s; Bolt's answers to response URLs have no time-out of their own. */
const fetchWithTimeout: typeof fetch = (input, init) => {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
};
