import { z } from 'zod';
import { no, ok } from '../answers';
import { groupOf } from '../shapes';
import { type Methods, method, switched } from './method';

/** User groups and who is in them. None is ever disabled here, so `include_disabled` changes nothing. */
export const usergroups: Methods = {
  'usergroups.list': method(
    ['usergroups:read'],
    { include_disabled: switched, include_users: switched, include_count: switched },
    ({ workspace }, args) => ok({ usergroups: workspace.groups.map((group) => groupOf(workspace, group, args)) }),
  ),
  'usergroups.users.list': method(
    ['usergroups:read'],
    { usergroup: z.string(), include_disabled: switched },
    ({ workspace }, args) => {
      const group = workspace.groups.find(({ id }) => id === args.usergroup);
      return group ? ok({ users: group.members }) : no('no_such_subteam');
    },
  ),
  'usergroups.users.update': method(
    ['usergroups:write'],
    { usergroup: z.string(), users: z.string().default('') },
    ({ workspace }, args) => {
      const { plan, groupsManagedBy } = workspace.settings;
      if (plan === 'free') return no('paid_teams_only');
      if (groupsManagedBy === 'admins') return no('permission_denied');
      const group = workspace.groups.find(({ id }) => id === args.usergroup);
      if (!group) return no('no_such_subteam');
      const users = args.users.split(',').map((user) => user.trim());
      const members = [...new Set(users.filter((user) => user !== ''))];
      if (members.length === 0) return no('no_users_provided');
      const isMember = (user: string) => workspace.person(user)?.isBot === false && !workspace.deactivated.has(user);
      if (!members.every(isMember)) return no('invalid_users');
      group.members = members;
      workspace.changed();
      return ok({ usergroup: groupOf(workspace, group, { include_users: true, include_count: true }) });
    },
  ),
};
