import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebAPIPlatformError, WebAPIRequestError, WebClient } from '@slack/web-api';
import { troubleOf } from '../../src/slack/trouble';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** The error of posting to a Slack that answers so, as the client that tells people things throws it. */
async function errorOf(answer: RequestListener): Promise<unknown> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return errorAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`);
}

async function errorAt(slackApiUrl: string): Promise<unknown> {
  const client = new WebClient('xoxb-test', {
    ...{ slackApiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: 300, fetch: fetchHere },
    logger: { ...quiet, setLevel: () => undefined, setName: () => undefined, getLevel: () => 'error' as never },
  });
  try {
    return await client.chat.postMessage({ channel: 'C1', text: 'Hi.' });
  } catch (error) {
    return error;
  }
}

/** `fetch` belongs to Node, whose errors are none of Jest's `Error`; the client passes on only those. */
const fetchHere: typeof fetch = async (...asked) => {
  try {
    return await fetch(...asked);
  } catch (error) {
    const { message, cause } = error as Error;
    throw new TypeError(message, { cause });
  }
};

const nothing = (): void => undefined;
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };

const json = (body: object, status = 200, headers: Readonly<Record<string, string>> = {}): RequestListener => {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
};
const saying = (error: string) => errorOf(json({ ok: false, error }));

/** An error of the network as Node's `fetch` throws it. */
const network = (code: string, depth = 1): WebAPIRequestError => {
  let cause: Error = Object.assign(new Error(`it broke: ${code}`), { code });
  for (let at = 0; at < depth; at += 1) cause = new TypeError('fetch failed', { cause });
  return new WebAPIRequestError(cause);
};

describe('Slack asks to wait', () => {
  it.each<{ readonly header: string; readonly seconds: number }>([
    { header: '1', seconds: 1 },
    { header: '30', seconds: 30 },
    { header: '3600', seconds: 3600 },
    { header: '0', seconds: 1 },
    { header: '-5', seconds: 1 },
    { header: '12.7', seconds: 12 },
  ])('Retry-After: $header is $seconds s', async ({ header, seconds }) => {
    const error = await errorOf(json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': header }));
    expect(troubleOf(error)).toEqual({
      ...{ kind: 'later', waitMs: seconds * 1000, reason: 'Slack asks to wait (rate limit)' },
    });
  });

  it.each([{}, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }])(
    'without a number of seconds (%j) it is not known what happened',
    async (headers) => {
      expect(troubleOf(await errorOf(json({}, 429, headers)))).toMatchObject({ kind: 'unknown' });
    },
  );
});

describe('Slack refuses, and says which remedy there is', () => {
  it.each<{ readonly code: string; readonly says: RegExp }>([
    { code: 'is_archived', says: /^The channel is archived\. Unarchive it/ },
    { code: 'channel_not_found', says: /invite Baton to it if it is private\./ },
    { code: 'not_in_channel', says: /Type \/invite @Baton in it\./ },
    { code: 'restricted_action', says: /Let Baton post there\./ },
    { code: 'user_not_found', says: /Correct the link of the engineer\./ },
    { code: 'user_disabled', says: /Correct the roster\./ },
    { code: 'cannot_dm_bot', says: /is linked to a bot/ },
    { code: 'messages_tab_disabled', says: /Turn its Messages tab on/ },
    { code: 'token_revoked', says: /Install the app again/ },
    { code: 'token_expired', says: /set SLACK_BOT_TOKEN anew/ },
    { code: 'account_inactive', says: /Install it again/ },
    { code: 'invalid_auth', says: /Set SLACK_BOT_TOKEN anew/ },
    { code: 'not_authed', says: /Set SLACK_BOT_TOKEN/ },
    { code: 'missing_scope', says: /manifest\.yml/ },
    { code: 'plan_upgrade_required', says: /paid plan/ },
    { code: 'paid_teams_only', says: /paid plan/ },
    { code: 'permission_denied', says: /manage user groups/ },
    { code: 'no_such_subteam', says: /user_group/ },
    { code: 'subteam_not_found', says: /user_group/ },
    { code: 'too_long', says: /Shorten the part of it that is not Baton’s/ },
    { code: 'ekm_access_denied', says: /administrators/ },
    { code: 'team_access_not_granted', says: /Ask an administrator/ },
    { code: 'org_login_required', says: /works again/ },
  ])('$code', async ({ code, says }) => {
    const trouble = troubleOf(await saying(code));
    expect(trouble).toEqual({ kind: 'refused', code, reason: expect.stringMatching(says) });
    expect(trouble.reason).toMatch(new RegExp(` \\(${code}\\)$`));
  });
});

describe('Slack refuses, and what it says is all there is', () => {
  it.each([
    'msg_too_long',
    'msg_blocks_too_long',
    'no_text',
    'invalid_blocks',
    'invalid_arguments',
    'invalid_metadata_format',
    'metadata_too_large',
    'missing_argument',
    'method_not_supported_for_channel_type',
    'method_deprecated',
    'not_allowed_token_type',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'user_is_restricted',
    'as_user_not_supported',
    'cannot_reply_to_message',
    'cant_update_message',
    'edit_window_closed',
    'message_not_found',
    'no_permission',
    'no_users_provided',
    'failed_for_some_users',
    'access_denied',
    'accesslimited',
    'deprecated_endpoint',
    'enterprise_is_restricted',
    'two_factor_setup_required',
    'team_not_found',
    'too_many_attachments',
    'slack_connect_file_link_sharing_blocked',
    'feature_not_enabled',
  ])('%s', async (code) => {
    expect(troubleOf(await saying(code))).toEqual({
      ...{ kind: 'refused', code, reason: `Slack refuses it (${code}).` },
    });
  });
});

describe('it was not done, and may be asked again', () => {
  it.each(['ratelimited', 'rate_limited', 'service_unavailable', 'request_timeout', 'team_added_to_org'])(
    'where Slack says %s',
    async (code) => {
      expect(troubleOf(await saying(code))).toEqual({
        ...{ kind: 'later', waitMs: 60_000, reason: `Slack is not available (${code})` },
      });
    },
  );

  it('where nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    for (const host of ['127.0.0.1', 'localhost'])
      expect(troubleOf(await errorAt(`http://${host}:${port}/api/`))).toEqual({
        ...{ kind: 'later', waitMs: 60_000, reason: 'Slack cannot be reached (ECONNREFUSED)' },
      });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])(
    'where the network says %s before anything is sent',
    (code) => {
      for (const depth of [0, 1, 3])
        expect(troubleOf(network(code, depth))).toEqual({
          ...{ kind: 'later', waitMs: 60_000, reason: `Slack cannot be reached (${code})` },
        });
    },
  );
});

describe('it may have been done', () => {
  it.each<[string, RequestListener]>([
    ['where no answer comes in time', () => undefined],
    ['where the connection breaks before an answer', (request) => void request.socket.destroy()],
    [
      'where the connection breaks within the answer',
      (request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
        response.write('{"ok":', () => request.socket.destroy());
      },
    ],
    ['where the answer is not JSON', (_, response) => void response.end('<html>')],
    ['where there is no answer in it', json({})],
  ])('%s', async (_, answer) => {
    const trouble = troubleOf(await errorOf(answer));
    expect(trouble).toEqual({
      kind: 'unknown',
      reason: expect.stringMatching(/^Slack(’s answer was lost| failed) \(.+\)$/),
    });
  });

  it.each([400, 403, 404, 500, 502, 503, 504])('where the answer is HTTP %i', async (status) => {
    const error = await errorOf(json({ ok: false, error: 'channel_not_found' }, status, { 'retry-after': '10' }));
    expect(troubleOf(error)).toEqual({ kind: 'unknown', reason: `Slack’s answer was lost (HTTP ${status})` });
  });

  it.each(['internal_error', 'fatal_error', 'unknown_error', 'something_new', 'constructor', '__proto__', ''])(
    'where Slack says “%s”',
    (error) => {
      const trouble = troubleOf(new WebAPIPlatformError({ ok: false, error, response_metadata: {} }));
      expect(trouble).toEqual({ kind: 'unknown', reason: `Slack failed (${error})` });
    },
  );

  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])(
    'where the network says %s',
    (code) => {
      expect(troubleOf(network(code))).toEqual({ kind: 'unknown', reason: `Slack’s answer was lost (${code})` });
    },
  );

  it.each([
    ['an error of our own', new Error('x'.repeat(200)), 'x'.repeat(80)],
    ['what is no error at all', 'oh', 'no reason given'],
    ['nothing', undefined, 'no reason given'],
    ['a network error that is not of a call to Slack', Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), 'no'],
  ])('where it is %s', (_, error, why) => {
    expect(troubleOf(error)).toEqual({ kind: 'unknown', reason: `Slack’s answer was lost (${why})` });
  });

  it('and an error that is its own cause ends', () => {
    const ring = new Error('round');
    ring.cause = ring;
    expect(troubleOf(new WebAPIRequestError(ring))).toMatchObject({ kind: 'unknown' });
  });
});
