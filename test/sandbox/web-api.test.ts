import { aWorkspaceWithBot, manifest, refused, stopAll } from './world';

afterEach(stopAll);

it('says who the bot is and what it may do', async () => {
  const { slack } = await aWorkspaceWithBot();
  const answer = await slack.auth.test();
  expect(answer).toMatchObject({ ok: true, user_id: expect.stringMatching(/^U/), bot_id: expect.stringMatching(/^B/) });
  expect(answer.response_metadata?.scopes).toContain('chat:write');
});

it('refuses a wrong token, the other kind of token, none, and a method there is not', async () => {
  const { slack, sandbox } = await aWorkspaceWithBot();
  await expect(slack.auth.test({ token: 'xoxb-wrong' })).rejects.toEqual(refused('invalid_auth'));
  await expect(slack.apps.connections.open()).rejects.toEqual(refused('not_allowed_token_type'));
  await expect(slack.apiCall('chat.shout')).rejects.toEqual(refused('unknown_method'));
  await expect(slack.apiCall('toString')).rejects.toEqual(refused('unknown_method'));
  const bare = await fetch(`${sandbox.apiUrl}auth.test`, { method: 'POST' });
  expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
});

it('refuses a method whose scope was not granted, and says which', async () => {
  const { slack, channel } = await aWorkspaceWithBot(undefined, { grantedScopes: ['commands'] });
  const missing = { needed: 'chat:write', provided: 'commands' };
  await expect(slack.chat.postMessage({ channel, text: 'hi' })).rejects.toEqual(refused('missing_scope', missing));
});

it('posts by id, by name, and to a person', async () => {
  const { slack, channel, direct, me, other, seen } = await aWorkspaceWithBot();
  await slack.chat.postMessage({ channel, text: 'by id' });
  await slack.chat.postMessage({ channel: '#data-oncall', text: 'by name' });
  expect(await slack.chat.postMessage({ channel: me, text: 'direct' })).toMatchObject({ channel: direct });
  expect(seen(other).map((each) => each.text)).toEqual(['by id', 'by name']);
  expect(seen(me, direct).map((each) => each.text)).toEqual(['direct']);
  await expect(slack.chat.postMessage({ channel: 'nowhere', text: 'hi' })).rejects.toEqual(
    refused('channel_not_found'),
  );
  await expect(slack.chat.postMessage({ channel, text: '' })).rejects.toEqual(refused('no_text'));
});

it('posts to a channel it was not invited to only with chat:write.public', async () => {
  const { slack, general, say, me } = await aWorkspaceWithBot(undefined, { grantedScopes: ['chat:write', 'commands'] });
  const post = () => slack.chat.postMessage({ channel: general, text: 'hi' });
  await expect(post()).rejects.toEqual(refused('not_in_channel'));
  await say('/invite @Baton', me, general);
  expect(await post()).toMatchObject({ ok: true });
});

it('posts to a person only if the Messages tab is on', async () => {
  const features = { ...manifest.features, app_home: { home_tab_enabled: false } };
  const { slack, me } = await aWorkspaceWithBot(undefined, { manifest: { ...manifest, features } });
  await expect(slack.chat.postMessage({ channel: me, text: 'hi' })).rejects.toEqual(refused('messages_tab_disabled'));
  const view = { type: 'home' as const, blocks: [{ type: 'divider' as const }] };
  await expect(slack.views.publish({ user_id: me, view })).rejects.toEqual(refused('not_enabled'));
});

it('updates and deletes its own messages alone', async () => {
  const { slack, channel, say, seen } = await aWorkspaceWithBot();
  await say('lunch?');
  const [theirs] = seen();
  const { ts = '' } = await slack.chat.postMessage({ channel, text: 'one', blocks: [{ type: 'divider' }] });
  await slack.chat.update({ channel, ts, text: 'two' });
  expect(seen()[1]).toMatchObject({ text: 'two', edited: true, blocks: [{ type: 'divider' }] });
  await slack.chat.update({ channel, ts, text: 'three', blocks: [] });
  expect(seen()[1]).toMatchObject({ text: 'three', blocks: [] });
  const other = { channel, ts: theirs?.ts ?? '', text: 'mine' };
  await expect(slack.chat.update(other)).rejects.toEqual(refused('cant_update_message'));
  await expect(slack.chat.delete(other)).rejects.toEqual(refused('cant_delete_message'));
  await slack.chat.delete({ channel, ts });
  await expect(slack.chat.update({ channel, ts, text: 'four' })).rejects.toEqual(refused('message_not_found'));
});

it('shows an ephemeral message to one person, who must be there, and never again lets it be updated', async () => {
  const { slack, channel, me, other, direct, seen } = await aWorkspaceWithBot();
  const { message_ts: ts = '' } = await slack.chat.postEphemeral({ channel, user: me, text: 'psst' });
  expect([seen(me).length, seen(other).length]).toEqual([1, 0]);
  await expect(slack.chat.update({ channel, ts, text: 'louder' })).rejects.toEqual(refused('message_not_found'));
  const elsewhere = slack.chat.postEphemeral({ channel: direct, user: other, text: 'psst' });
  await expect(elsewhere).rejects.toEqual(refused('user_not_in_channel'));
});

it('keeps metadata and threads, and reads them back in pages', async () => {
  const { slack, channel } = await aWorkspaceWithBot();
  const metadata = { event_type: 'handoff', event_payload: { key: 'k1' } };
  const { ts } = await slack.chat.postMessage({ channel, text: 'one', metadata });
  await slack.chat.postMessage({ channel, text: 'a reply', thread_ts: ts ?? '' });
  await slack.chat.postMessage({ channel, text: 'two' });
  const lost = slack.chat.postMessage({ channel, text: 'a reply', thread_ts: '1.000001' });
  await expect(lost).rejects.toEqual(refused('thread_not_found'));
  const first = await slack.conversations.history({ channel, limit: 1, include_all_metadata: true });
  expect(first.messages).toMatchObject([{ text: 'two' }]);
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await slack.conversations.history({ channel, cursor, include_all_metadata: true });
  expect(second.messages).toMatchObject([{ text: 'one', metadata }]);
});

it('finds people by e-mail, and shows e-mails only with their scope', async () => {
  const { slack, me } = await aWorkspaceWithBot();
  expect(await slack.users.lookupByEmail({ email: 'Engineer-1@example.com' })).toMatchObject({ user: { id: me } });
  await expect(slack.users.lookupByEmail({ email: 'x@example.com' })).rejects.toEqual(refused('users_not_found'));
  const { slack: narrow } = await aWorkspaceWithBot(undefined, { grantedScopes: ['users:read'] });
  const { user } = await narrow.users.info({ user: me });
  expect(user).toMatchObject({ real_name: 'Engineer 1', tz: 'America/New_York', is_bot: false });
  expect(user?.profile).not.toHaveProperty('email');
});

it('sets the topic of a channel it is in, and says so there', async () => {
  const { slack, channel, general, sandbox, me, seen } = await aWorkspaceWithBot();
  await slack.conversations.setTopic({ channel, topic: 'On call: Engineer 1' });
  expect(sandbox.state(me).conversations[0]?.topic).toBe('On call: Engineer 1');
  expect(seen()).toHaveLength(1);
  await expect(slack.conversations.setTopic({ channel: general, topic: 'x' })).rejects.toEqual(
    refused('not_in_channel'),
  );
  const long = slack.conversations.setTopic({ channel, topic: 'x'.repeat(251) });
  await expect(long).rejects.toEqual(refused('too_long'));
  expect((await slack.conversations.list({ exclude_archived: true })).channels).toMatchObject([
    { id: channel, name: 'data-oncall', is_member: true },
    { id: general, is_member: false },
  ]);
});
