import { setImmediate as turn } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import { LogLevel, WebClient } from '@slack/web-api';
import { openDirect } from '../../src/sandbox/direct';
import type { SandboxOptions } from '../../src/sandbox/options';
import { aWorkspace, aWorkspaceWithBot, someOptions, stopAll, until } from './world';

afterEach(stopAll);

/** A memory that keeps JSON, as a file does, and counts how often it was written. */
function aMemory(first?: unknown) {
  const written: string[] = first === undefined ? [] : [JSON.stringify(first)];
  return {
    load: () => (written.length > 0 ? JSON.parse(written.at(-1) ?? '') : undefined),
    save: (state: unknown) => void written.push(JSON.stringify(state)),
    written,
  };
}

const view = {
  type: 'home' as const,
  blocks: [{ type: 'header' as const, text: { type: 'plain_text' as const, text: 'Home' } }],
};
const modal = { ...view, type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Swap' } };

const opensModal = (app: App) => {
  app.command('/oncall', async ({ ack, client, command }) => {
    await ack({ text: 'hi', response_type: 'in_channel' });
    await client.views.open({ trigger_id: command.trigger_id, view: modal });
  });
};

it('brings back what was said, shown, read and changed, and goes on with later timestamps', async () => {
  const memory = aMemory();
  const first = await aWorkspaceWithBot(opensModal, { memory });
  const { slack, channel, general, me, other, say, sandbox } = first;
  const metadata = { event_type: 'handoff', event_payload: { key: 'k1' } };
  const { ts } = await slack.chat.postMessage({ channel, text: 'one', blocks: view.blocks, metadata });
  await slack.chat.postMessage({ channel, text: 'a reply', thread_ts: ts ?? '' });
  await slack.chat.postEphemeral({ channel, user: me, text: 'psst' });
  await slack.views.publish({ user_id: me, view });
  await say('/oncall');
  await until(() => sandbox.state(me).modals.length === 1);
  await sandbox.act({ kind: 'read', as: other, channel });
  await slack.conversations.setTopic({ channel, topic: 'On call: <nobody>' });
  await say('/invite @Baton', me, general);
  const usergroup = sandbox.state(me).groups[0]?.id ?? '';
  await slack.usergroups.users.update({ usergroup, users: other });
  sandbox.change(general, { archived: true });
  sandbox.changePerson(other, { deleted: true });
  const before = [sandbox.state(me), sandbox.state(other)];
  await stopAll();

  const again = await aWorkspaceWithBot(opensModal, { memory });
  expect([again.sandbox.state(me), again.sandbox.state(other)]).toEqual(before);
  const { messages } = await again.slack.conversations.history({ channel, include_all_metadata: true, limit: 3 });
  expect(messages).toMatchObject([{ text: expect.stringContaining('&lt;nobody&gt;') }, { text: 'hi' }, { metadata }]);
  expect(await again.slack.conversations.info({ channel: general })).toMatchObject({
    channel: { is_archived: true, is_member: true },
  });
  expect(await again.slack.users.info({ user: other })).toMatchObject({ user: { deleted: true } });
  const next = await again.slack.chat.postMessage({ channel, text: 'next' });
  expect(Number(next.ts)).toBeGreaterThan(Number(again.seen().at(-2)?.ts));
  const { id = '', view: shown } = again.sandbox.state(me).modals[0] ?? {};
  expect(await again.slack.views.update({ view_id: id, hash: String(shown?.['hash']), view: modal })).toMatchObject({
    ok: true,
  });
});

it('has saved before the app or the page is answered', async () => {
  const memory = aMemory();
  const { sandbox, channel, me } = await aWorkspace({ memory });
  const newest = () => memory.load()?.posts.at(-1)?.text;
  const slack = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  });
  await slack.chat.postMessage({ channel, text: 'one' });
  expect(newest()).toBe('one');
  sandbox.fail('chat.postMessage', { dropAnswer: true });
  await expect(slack.chat.postMessage({ channel, text: 'two' })).rejects.toThrow();
  expect(newest()).toBe('two');
  const body = JSON.stringify({ kind: 'say', as: me, channel, text: 'three' });
  await fetch(`${sandbox.url}/workspace/act`, { method: 'POST', body });
  expect(newest()).toBe('three');
  sandbox.change(channel, { name: 'data-help' });
  await turn();
  expect(memory.load().channels).toContainEqual(expect.objectContaining({ id: channel, name: 'data-help' }));
});

it('saves once for all the changes of a turn, and never when nothing lasting changed', async () => {
  const memory = aMemory();
  const { workspace, call } = openDirect(someOptions({ memory }).options);
  const channel = workspace.findChannel('#data-oncall')?.id ?? '';
  for (const text of ['one', 'two', 'three']) call('chat.postMessage', { channel, text }, 'bot');
  expect(memory.written).toHaveLength(0);
  await turn();
  expect(memory.written).toHaveLength(1);
  call('conversations.history', { channel }, 'bot');
  call('chat.postMessage', { channel, text: '' }, 'bot');
  workspace.changed('passing');
  workspace.flush();
  await turn();
  expect(memory.written).toHaveLength(1);
});

it('keeps the newest 400 messages', async () => {
  const memory = aMemory();
  const { workspace, call } = openDirect(someOptions({ memory }).options);
  const channel = workspace.findChannel('#data-oncall')?.id ?? '';
  for (let n = 1; n <= 401; n += 1) call('chat.postMessage', { channel, text: String(n) }, 'bot');
  workspace.flush();
  const { posts } = memory.load();
  expect([posts.length, posts[0].text, posts.at(-1).text]).toEqual([400, '2', '401']);
});

it('saves a blank state when it starts over', async () => {
  const memory = aMemory();
  const { sandbox, say, me, general } = await aWorkspace({ memory });
  const blank = sandbox.state(me);
  await say('one');
  await say('/invite @Baton', me, general);
  sandbox.change('#data-oncall', { archived: true, name: 'old' });
  await sandbox.act({ kind: 'start-over' });
  expect(memory.load()).toMatchObject({ posts: [], read: {}, modals: {}, homes: {}, lastTs: 0 });
  expect(sandbox.state(me)).toEqual(blank);
  expect((await aWorkspace({ memory })).sandbox.state(me)).toEqual(blank);
});

it.each<[string, unknown]>([
  ['nothing', undefined],
  ['something else', { hello: 'world' }],
  ['what another version wrote', { version: 2, posts: [] }],
])('starts blank from %s', async (_, state) => {
  const { seen } = await aWorkspace({ memory: aMemory(state) });
  expect(seen()).toEqual([]);
});

it('drops what belonged to channels and people who are no longer there', async () => {
  const memory = aMemory();
  const { slack, channel, general, sandbox, me, other } = await aWorkspaceWithBot(undefined, { memory });
  const usergroup = sandbox.state(me).groups[0]?.id ?? '';
  await slack.usergroups.users.update({ usergroup, users: other });
  await slack.chat.postMessage({ channel, text: 'gone' });
  await slack.chat.postMessage({ channel: general, text: 'kept' });
  const { people, channels }: Pick<SandboxOptions, 'people' | 'channels'> = someOptions().options;
  const smaller = { people: people.slice(0, 1), channels: channels.slice(1) };
  const again = await aWorkspace({ ...smaller, memory });
  expect(Object.values(again.sandbox.state(me).messages).flat()).toMatchObject([{ text: 'kept' }]);
  expect(again.sandbox.state(me).groups).toMatchObject([{ members: [me] }]);
});

it('goes on when a save fails, and saves everything with the next change', async () => {
  const memory = aMemory();
  let isFull = true;
  const save = (state: unknown) => {
    if (isFull) throw new Error('The disk is full.');
    memory.save(state);
  };
  const { say, seen } = await aWorkspace({ memory: { load: () => undefined, save } });
  expect(await say('one')).toEqual({ ok: true });
  isFull = false;
  await say('two');
  expect(memory.load().posts.map((each: { text: string }) => each.text)).toEqual(['one', 'two']);
  expect(seen()).toHaveLength(2);
});
