import { aWorkspaceWithBot, refused, stopAll } from './world';

afterEach(stopAll);

async function aGroup() {
  const world = await aWorkspaceWithBot();
  const { usergroups = [] } = await world.slack.usergroups.list({});
  const group = usergroups[0]?.id ?? '';
  const update = (users: string, usergroup = group) => world.slack.usergroups.users.update({ usergroup, users });
  return { ...world, usergroups, group, update };
}

it('lists the groups, and who is in them where that is asked for', async () => {
  const { slack, usergroups, group, me } = await aGroup();
  expect(usergroups).toMatchObject([{ handle: 'data-oncall', name: 'Data on call', date_delete: 0 }]);
  expect(usergroups[0]).not.toHaveProperty('users');
  const withUsers = await slack.usergroups.list({ include_disabled: true, include_users: true, include_count: true });
  expect(withUsers.usergroups).toMatchObject([{ id: group, users: [me], user_count: 1 }]);
  expect(await slack.usergroups.users.list({ usergroup: group })).toMatchObject({ users: [me] });
  const lost = slack.usergroups.users.list({ usergroup: 'S0', include_disabled: true });
  await expect(lost).rejects.toEqual(refused('no_such_subteam'));
});

it('replaces everybody in a group, and the page shows it', async () => {
  const { sandbox, group, update, me, other } = await aGroup();
  expect(await update(`${other}, ${me},${other}`)).toMatchObject({ usergroup: { users: [other, me], user_count: 2 } });
  expect(sandbox.state(me).groups).toEqual([{ id: group, handle: 'data-oncall', members: [other, me] }]);
});

it('refuses nobody, strangers, bots and people who are gone, and leaves the group as it was', async () => {
  const { sandbox, update, me, other } = await aGroup();
  const bot = sandbox.people.find((each) => each.isBot)?.id;
  sandbox.changePerson(other, { deleted: true });
  await expect(update('')).rejects.toEqual(refused('no_users_provided'));
  await expect(update(' , ')).rejects.toEqual(refused('no_users_provided'));
  for (const stranger of ['U0', bot, other]) {
    await expect(update(`${me},${stranger}`)).rejects.toEqual(refused('invalid_users'));
  }
  await expect(update(me, 'S0')).rejects.toEqual(refused('no_such_subteam'));
  expect(sandbox.state(me).groups).toMatchObject([{ members: [me] }]);
});

it('lets no bot change a group on a free plan, or where only admins manage groups', async () => {
  const { sandbox, update, other } = await aGroup();
  sandbox.settle({ plan: 'free' });
  await expect(update(other)).rejects.toEqual(refused('paid_teams_only'));
  sandbox.settle({ plan: 'paid', groupsManagedBy: 'admins' });
  await expect(update(other)).rejects.toEqual(refused('permission_denied'));
  sandbox.settle({ groupsManagedBy: 'everyone' });
  expect(await update(other)).toMatchObject({ ok: true });
});

it('needs a scope to read groups and another to change them', async () => {
  const { slack } = await aWorkspaceWithBot(undefined, { grantedScopes: ['usergroups:read'] });
  const { usergroups = [] } = await slack.usergroups.list({});
  const update = slack.usergroups.users.update({ usergroup: usergroups[0]?.id ?? '', users: 'U0' });
  await expect(update).rejects.toEqual(refused('missing_scope', { needed: 'usergroups:write' }));
  const { slack: blind } = await aWorkspaceWithBot(undefined, { grantedScopes: ['usergroups:write'] });
  await expect(blind.usergroups.list({})).rejects.toEqual(refused('missing_scope', { needed: 'usergroups:read' }));
});

it('is a mention with an id in what people type', async () => {
  const { group, say, seen } = await aGroup();
  await say('ask @data-oncall, please');
  expect(seen()[0]?.text).toBe(`ask <!subteam^${group}|@data-oncall>, please`);
});
