import { LogLevel, WebClient } from '@slack/web-api';
import { openDirect } from '../../src/sandbox/direct';
import type { SandboxOptions } from '../../src/sandbox/options';
import { stateOf } from '../../src/sandbox/page-state';
import { refused, someOptions } from './world';

/** A workspace in this process, with a real client in it. */
function aDirect({
  change = {},
  timeout = 0,
  wait,
}: {
  change?: Partial<SandboxOptions>;
  timeout?: number;
  wait?: (milliseconds: number) => Promise<unknown>;
} = {}) {
  const direct = openDirect(someOptions(change).options, wait);
  const { workspace, botToken, apiUrl, fetch } = direct;
  const slack = new WebClient(botToken, {
    slackApiUrl: apiUrl,
    fetch,
    timeout,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  });
  const channel = workspace.findChannel('#data-oncall')?.id ?? '';
  const texts = () => workspace.posts.in(channel).map((each) => each.text);
  const post = (text: string) => slack.chat.postMessage({ channel, text });
  return { ...direct, slack, channel, texts, post };
}

it('answers a real client as the server does, scopes included', async () => {
  const { slack, workspace, channel, calls } = aDirect();
  const { response_metadata, bot_id } = await slack.auth.test();
  expect(bot_id).toBe(workspace.botId);
  expect(response_metadata?.scopes).toContain('usergroups:write');
  const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Ünïcode & *more* = 1+1' } }];
  const metadata = { event_type: 'handoff', event_payload: { key: 'k1' } };
  const { ts } = await slack.chat.postMessage({ channel, text: 'hi', blocks, metadata, unfurl_links: false });
  const { messages } = await slack.conversations.history({ channel, include_all_metadata: true });
  expect(messages).toMatchObject([{ ts, text: 'hi', blocks, metadata }]);
  expect(calls.map((each) => each.method)).toEqual(['auth.test', 'chat.postMessage', 'conversations.history']);
  const [me = workspace.bot] = workspace.people;
  expect(stateOf(workspace, me.id).messages[channel]).toMatchObject([{ text: 'hi' }]);
});

it('refuses what the server refuses', async () => {
  const { slack, apiUrl, fetch, channel } = aDirect({ change: { grantedScopes: ['chat:write'] } });
  await expect(slack.users.list({})).rejects.toEqual(refused('missing_scope', { needed: 'users:read' }));
  await expect(slack.apiCall('chat.shout')).rejects.toEqual(refused('unknown_method'));
  await expect(slack.chat.postMessage({ channel, text: '' })).rejects.toEqual(refused('no_text'));
  const stranger = new WebClient('xoxb-wrong', {
    slackApiUrl: apiUrl,
    fetch,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  });
  await expect(stranger.auth.test()).rejects.toEqual(refused('invalid_auth'));
  await expect(new WebClient(undefined, { slackApiUrl: apiUrl, fetch }).auth.test()).rejects.toEqual(
    refused('not_authed'),
  );
  expect((await fetch(`${apiUrl}auth.test`)).status).toBe(404);
});

it('can be called without a client', () => {
  const { call, channel, workspace } = aDirect();
  expect(call('chat.postMessage', { channel, text: 'hi' }, 'bot')).toMatchObject({ ok: true, channel });
  workspace.change(channel, { archived: true });
  expect(call('chat.postMessage', { channel, text: 'hi' }, 'bot')).toEqual({ ok: false, error: 'is_archived' });
});

it('takes effect before its answer is lost, refused or late', async () => {
  const due: (() => void)[] = [];
  const wait = () => new Promise<void>((over) => due.push(over));
  const { fail, post, texts } = aDirect({ wait });
  fail('chat.postMessage', { dropAnswer: true });
  await expect(post('one')).rejects.toThrow('fetch failed');
  fail('chat.postMessage', { status: 502 });
  await expect(post('not made')).rejects.toMatchObject({ statusCode: 502 });
  fail('chat.postMessage', { delayAnswerMs: 5 });
  const late = post('two');
  await turn();
  expect([texts(), due.length]).toEqual([['one', 'two'], 1]);
  due.pop()?.();
  expect(await late).toMatchObject({ ok: true });
  fail('chat.postMessage', { delayMs: 5 });
  const later = post('three');
  await turn();
  expect([texts(), due.length]).toEqual([['one', 'two'], 1]);
  due.pop()?.();
  expect(await later).toMatchObject({ ok: true });
  expect(texts()).toEqual(['one', 'two', 'three']);
});

it('hangs until the client gives up', async () => {
  const { fail, post, texts } = aDirect({ timeout: 50 });
  fail('chat.postMessage', { hang: true });
  await expect(post('never')).rejects.toThrow(/timeout/);
  expect(texts()).toEqual([]);
});

it('writes to response URLs too', async () => {
  const { workspace, apiUrl, fetch, channel } = aDirect();
  const [me = workspace.bot] = workspace.people;
  const path = workspace.responseUrl({ user: me.id, channel });
  const respond = () =>
    fetch(new URL(path, apiUrl), { method: 'POST', body: JSON.stringify({ text: 'psst' }) }).then(
      ({ status }) => status,
    );
  for (let use = 1; use <= 5; use += 1) expect(await respond()).toBe(200);
  expect(await respond()).toBe(404);
  expect(workspace.posts.in(channel, me.id)).toHaveLength(5);
  expect(workspace.posts.in(channel)).toEqual([]);
});

const turn = () => new Promise((over) => setImmediate(over));
