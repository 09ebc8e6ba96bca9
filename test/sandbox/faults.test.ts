import { LogLevel, WebClient } from '@slack/web-api';
import { aWorkspace, refused, stopAll, until } from './world';

afterEach(stopAll);

/** A client that gives up on its own; `timeout` is in milliseconds. */
async function aClient(timeout = 5_000) {
  const world = await aWorkspace();
  const { apiUrl, botToken } = world.sandbox;
  const slack = new WebClient(botToken, {
    slackApiUrl: apiUrl,
    timeout,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  });
  const post = (text: string) => slack.chat.postMessage({ channel: world.channel, text });
  return { ...world, post, texts: () => world.seen().map((each) => each.text) };
}

it('refuses, fails, breaks or asks to wait, for as many calls as it is asked to', async () => {
  const { sandbox, post, texts } = await aClient();
  const fail = (how: Parameters<typeof sandbox.fail>[1], times?: number) =>
    sandbox.fail('chat.postMessage', how, times);
  fail({ error: 'is_archived' }, 2);
  await expect(post('refused')).rejects.toEqual(refused('is_archived'));
  await expect(post('refused again')).rejects.toEqual(refused('is_archived'));
  fail({ status: 503 });
  await expect(post('down')).rejects.toMatchObject({ statusCode: 503 });
  fail({ dropAnswer: true });
  await expect(post('posted, but who knows')).rejects.toThrow();
  fail({ retryAfterSeconds: 1 });
  await expect(post('not yet')).rejects.toThrow(/rate limit/);
  await post('fine');
  expect(texts()).toEqual(['posted, but who knows', 'fine']);
  const errors = sandbox.calls.map((each) => each.error);
  expect(errors).toEqual(['is_archived', 'is_archived', 'internal_error', undefined, 'ratelimited', undefined]);
});

it('takes effect at once and answers late', async () => {
  const { sandbox, post, texts } = await aClient(100);
  sandbox.fail('chat.postMessage', { delayAnswerMs: 60_000 });
  await expect(post('there already')).rejects.toThrow(/timeout/);
  expect(texts()).toEqual(['there already']);
});

it('takes effect late, also after the app has given up', async () => {
  const { sandbox, post, texts } = await aClient(100);
  sandbox.fail('chat.postMessage', { delayMs: 300 });
  await expect(post('there at last')).rejects.toThrow(/timeout/);
  await until(() => texts().length === 1);
});

it('hangs until the app gives up, and nothing was done', async () => {
  const { sandbox, post, texts } = await aClient(100);
  sandbox.fail('chat.postMessage', { hang: true });
  await expect(post('never')).rejects.toThrow(/timeout/);
  await post('next');
  expect(texts()).toEqual(['next']);
  expect(sandbox.calls[0]).toMatchObject({ method: 'chat.postMessage', ok: false, error: 'hang' });
});
