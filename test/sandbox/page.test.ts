import { mkdtemp, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aWorkspace, aWorkspaceWithBot, stopAll, until } from './world';

afterEach(stopAll);

/** An HTTP request as it is written; fetch would tidy its path and its Host header. */
function raw(url: string, path: string, headers: Record<string, string> = {}, method = 'GET', body = '') {
  const { hostname, port } = new URL(url);
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sent.on('error', reject).end(body);
  });
}

it('serves the files of the page and nothing beside them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  await writeFile(join(folder, 'index.html'), '<title>Baton</title>');
  await writeFile(join(folder, 'secret.env'), 'TOKEN');
  await writeFile(`${folder}.js`, 'outside');
  const { sandbox } = await aWorkspace({ pageDirectory: folder });
  expect(await raw(sandbox.url, '/')).toEqual({ status: 200, body: '<title>Baton</title>' });
  const name = folder.split('/').at(-1);
  for (const path of [
    '/secret.env',
    `/../${name}.js`,
    `/%2e%2e/${name}.js`,
    `/..%2f${name}.js`,
    '/no.js',
    '/%00.js',
    '//',
  ]) {
    expect((await raw(sandbox.url, path)).status).toBe(404);
  }
});

it('answers this machine alone', async () => {
  const { sandbox, me } = await aWorkspace();
  const status = async (path: string, headers: Record<string, string>, method = 'GET') =>
    (await raw(sandbox.url, path, headers, method, method === 'POST' ? '{"kind":"start-over"}' : '')).status;
  const host = new URL(sandbox.url).host;
  expect(await status(`/workspace/state?as=${me}`, { host: 'rebound.example' })).toBe(403);
  expect(await status('/workspace/act', { host, origin: 'https://elsewhere.example' }, 'POST')).toBe(403);
  expect(await status('/workspace/act', { host, origin: 'null' }, 'POST')).toBe(403);
  expect(await status('/api/auth.test', { host, origin: 'http://127.0.0.1:1' }, 'POST')).toBe(403);
  expect(await status('/workspace/act', { host, origin: `http://${host}` }, 'POST')).toBe(200);
});

it('refuses acts that nobody can do, in a sentence', async () => {
  const { sandbox, me } = await aWorkspace();
  const act = async (body: string) => {
    const answer = await fetch(`${sandbox.url}/workspace/act`, { method: 'POST', body });
    return [answer.status, ((await answer.json()) as { error?: string }).error];
  };
  expect(await act('not json')).toEqual([400, expect.stringContaining('nothing a reader can do')]);
  expect(await act('{"kind":"dance"}')).toEqual([400, expect.stringContaining('kind')]);
  expect(await act(JSON.stringify({ kind: 'say', as: 'U0', channel: 'C0', text: 'hi' }))).toEqual([
    200,
    expect.stringContaining('Nobody'),
  ]);
  expect(await act(JSON.stringify({ kind: 'home', as: me, extra: 'x'.repeat(300_000) }))).toEqual([
    413,
    expect.stringContaining('256 KiB'),
  ]);
});

it('tells the page of changes', async () => {
  const { sandbox, say } = await aWorkspaceWithBot();
  const stream = await fetch(`${sandbox.url}/workspace/events`);
  let text = '';
  void (async () => {
    for await (const chunk of stream.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  const events = () => text.split('event: change\n').length - 1;
  await until(() => events() === 1);
  await Promise.all([say('one'), say('two')]);
  await until(() => events() === 2);
});

it('counts what a reader has not seen', async () => {
  const { sandbox, me, other, channel, say } = await aWorkspace();
  await say('lunch?', other);
  const unread = () => sandbox.state(me).conversations[0]?.unread;
  expect(unread()).toBe(1);
  await sandbox.act({ kind: 'read', as: me, channel });
  expect(unread()).toBe(0);
  await say('now', me);
  expect(unread()).toBe(0);
});

it('moves the calendar forward, and starts over', async () => {
  const startedOver: number[] = [];
  const { sandbox, me, say, seen } = await aWorkspace({ startOver: async () => void startedOver.push(1) });
  const now = () => sandbox.state(me).now;
  await sandbox.act({ kind: 'clock', to: 'next-day' });
  expect(now()).toBe('2026-11-24T15:00:00.000Z');
  await say('one');
  await say('two');
  expect(seen()[0]?.ts).toBe('1795532400.000000');
  expect(seen()[1]?.ts).toBe('1795532400.000001');
  await sandbox.act({ kind: 'clock', to: 'next-handoff' });
  expect(now()).toBe('2026-11-30T14:00:00.000Z');
  expect(await sandbox.act({ kind: 'clock', to: 'next-handoff' })).toMatchObject({ ok: false });
  expect(await sandbox.act({ kind: 'start-over' })).toEqual({ ok: true });
  expect([seen(), startedOver, now()]).toEqual([[], [1], '2026-11-30T14:00:00.000Z']);
});

it('gives people and channels the same ids at every start', async () => {
  const [one, two] = [await aWorkspace(), await aWorkspace()];
  expect([one.me, one.channel, one.direct]).toEqual([two.me, two.channel, two.direct]);
  expect(one.sandbox.state(one.me).moments).toMatchObject([{ command: '/oncall', person: one.me }]);
  expect(one.sandbox.botToken).not.toBe(two.sandbox.botToken);
});
