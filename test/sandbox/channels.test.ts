import { aWorkspaceWithBot, refused, stopAll } from './world';

afterEach(stopAll);

const named = (name: string) => expect.objectContaining({ name });

it('takes no message and no topic in an archived channel, and says that it is archived', async () => {
  const { sandbox, slack, channel, me, say } = await aWorkspaceWithBot();
  const { ts = '' } = await slack.chat.postMessage({ channel, text: 'before' });
  sandbox.change('#data-oncall', { archived: true });
  await expect(slack.chat.postMessage({ channel, text: 'hi' })).rejects.toEqual(refused('is_archived'));
  await expect(slack.chat.postEphemeral({ channel, user: me, text: 'hi' })).rejects.toEqual(refused('is_archived'));
  await expect(slack.chat.update({ channel, ts, text: 'hi' })).rejects.toEqual(refused('is_inactive'));
  await expect(slack.conversations.setTopic({ channel, topic: 'hi' })).rejects.toEqual(refused('is_archived'));
  expect(await say('/oncall')).toEqual({ ok: false, error: 'This channel has been archived.' });
  expect(await slack.conversations.info({ channel })).toMatchObject({ channel: { is_archived: true } });
  expect((await slack.conversations.history({ channel })).messages).toMatchObject([{ text: 'before' }]);
  expect((await slack.conversations.list({})).channels).toContainEqual(named('data-oncall'));
  const alive = await slack.conversations.list({ exclude_archived: true });
  expect(alive.channels).not.toContainEqual(named('data-oncall'));
  sandbox.change(channel, { archived: false });
  expect(await slack.chat.postMessage({ channel, text: 'after' })).toMatchObject({ ok: true });
});

it('does not know a channel that is missing, until it is there again', async () => {
  const { sandbox, slack, channel, general, me, seen } = await aWorkspaceWithBot();
  await slack.chat.postMessage({ channel, text: 'before' });
  sandbox.change(channel, { missing: true });
  const unknown = refused('channel_not_found');
  await expect(slack.chat.postMessage({ channel, text: 'hi' })).rejects.toEqual(unknown);
  await expect(slack.chat.postMessage({ channel: '#data-oncall', text: 'hi' })).rejects.toEqual(unknown);
  await expect(slack.conversations.setTopic({ channel, topic: 'hi' })).rejects.toEqual(unknown);
  await expect(slack.conversations.info({ channel })).rejects.toEqual(unknown);
  await expect(slack.conversations.history({ channel })).rejects.toEqual(unknown);
  expect((await slack.conversations.list({})).channels).toMatchObject([{ id: general }]);
  expect(sandbox.state(me).conversations[0]?.id).toBe(general);
  sandbox.change('data-oncall', { missing: false });
  expect(seen().map((each) => each.text)).toEqual(['before']);
});

it('keeps its id under a new name, and can lose the bot', async () => {
  const { sandbox, slack, channel, me } = await aWorkspaceWithBot(undefined, {
    grantedScopes: ['chat:write', 'channels:read'],
  });
  sandbox.change(channel, { name: 'data-help', hasBot: false });
  expect(sandbox.state(me).conversations[0]).toMatchObject({ id: channel, name: 'data-help' });
  const { channel: info } = await slack.conversations.info({ channel });
  expect(info).toMatchObject({ name: 'data-help', is_member: false });
  const byName = (name: string) => slack.chat.postMessage({ channel: name, text: 'hi' });
  await expect(byName('#data-oncall')).rejects.toEqual(refused('channel_not_found'));
  await expect(byName('#data-help')).rejects.toEqual(refused('not_in_channel'));
  expect(() => sandbox.change('#nowhere', { archived: true })).toThrow('no channel #nowhere');
});

it('gives topics with their entities escaped, in the message about them too', async () => {
  const { slack, channel, sandbox, me, seen } = await aWorkspaceWithBot(undefined, {
    channels: [{ name: 'data-oncall', topic: 'Q & A' }],
  });
  const topic = () => slack.conversations.info({ channel }).then((answer) => answer.channel?.topic?.value);
  expect(await topic()).toBe('Q &amp; A');
  await slack.conversations.setTopic({ channel, topic: 'A <b> & "c"' });
  expect(await topic()).toBe('A &lt;b&gt; &amp; "c"');
  expect(sandbox.state(me).conversations[0]?.topic).toBe('A &lt;b&gt; &amp; "c"');
  expect(seen()[0]?.text).toBe('set the channel topic: A &lt;b&gt; &amp; "c"');
  // The limit is on what was typed.
  expect(await slack.conversations.setTopic({ channel, topic: '&'.repeat(250) })).toMatchObject({ ok: true });
});

it('shows metadata only where it is asked for', async () => {
  const { slack, channel } = await aWorkspaceWithBot();
  const metadata = { event_type: 'handoff', event_payload: { key: 'k1' } };
  await slack.chat.postMessage({ channel, text: 'one', metadata });
  const read = async (include_all_metadata?: boolean) =>
    (
      await slack.conversations.history({
        channel,
        ...(include_all_metadata !== undefined && { include_all_metadata }),
      })
    ).messages?.[0]?.metadata;
  expect([await read(), await read(false), await read(true)]).toEqual([undefined, undefined, metadata]);
});

it('needs a scope for what was said in channels, and others for direct conversations', async () => {
  const needs = (needed: string) => refused('missing_scope', { needed });
  const { slack, channel, direct, me } = await aWorkspaceWithBot(undefined, { grantedScopes: ['channels:history'] });
  expect(await slack.conversations.history({ channel })).toMatchObject({ messages: [] });
  await expect(slack.conversations.history({ channel: direct })).rejects.toEqual(needs('im:history'));
  await expect(slack.conversations.open({ users: me })).rejects.toEqual(needs('im:write'));
  const narrow = await aWorkspaceWithBot(undefined, { grantedScopes: ['im:history', 'im:write'] });
  await expect(narrow.slack.conversations.history({ channel })).rejects.toEqual(needs('channels:history'));
  expect(await narrow.slack.conversations.open({ users: me })).toMatchObject({ channel: { id: direct } });
  expect(await narrow.slack.conversations.history({ channel: direct })).toMatchObject({ messages: [] });
});

describe('somebody whose account was deactivated', () => {
  it('is still shown, as deleted, but found and reached no more', async () => {
    const { sandbox, slack, channel, me, other } = await aWorkspaceWithBot();
    sandbox.changePerson('engineer-12@example.com', { deleted: true });
    expect(await slack.users.info({ user: other })).toMatchObject({ user: { deleted: true } });
    expect((await slack.users.list({})).members).toContainEqual(expect.objectContaining({ id: other, deleted: true }));
    const email = 'engineer-12@example.com';
    await expect(slack.users.lookupByEmail({ email })).rejects.toEqual(refused('users_not_found'));
    await expect(slack.conversations.open({ users: other })).rejects.toEqual(refused('user_disabled'));
    await expect(slack.chat.postMessage({ channel: other, text: 'hi' })).rejects.toEqual(refused('channel_not_found'));
    const whisper = slack.chat.postEphemeral({ channel, user: other, text: 'hi' });
    await expect(whisper).rejects.toEqual(refused('user_not_in_channel'));
    expect(await sandbox.act({ kind: 'say', as: other, channel, text: 'hi' })).toMatchObject({ ok: false });
    expect(await slack.users.info({ user: me })).toMatchObject({ user: { deleted: false } });
    sandbox.changePerson(other, { deleted: false });
    expect(await slack.chat.postMessage({ channel: other, text: 'welcome back' })).toMatchObject({ ok: true });
  });

  it('gets messages nobody reads where there was a conversation before', async () => {
    const { sandbox, slack, other } = await aWorkspaceWithBot();
    await slack.chat.postMessage({ channel: other, text: 'before' });
    sandbox.changePerson(other, { deleted: true });
    expect(await slack.chat.postMessage({ channel: other, text: 'after' })).toMatchObject({ ok: true });
  });
});
