import { z } from 'zod';
import { no, ok } from '../answers';
import type { Json, Person } from '../protocol';
import { userOf } from '../shapes';
import { type Methods, method, paged, pageOf, type Setting } from './method';

const shown = ({ workspace, granted }: Setting, person: Person): Json =>
  userOf(workspace, person, granted.has('users:read.email'));

/** The people of the workspace. */
export const users: Methods = {
  'users.info': method(['users:read'], { user: z.string() }, (setting, args) => {
    const person = setting.workspace.person(args.user);
    return person ? ok({ user: shown(setting, person) }) : no('user_not_found');
  }),
  'users.list': method(['users:read'], paged, (setting, args) =>
    pageOf('members', setting.workspace.people, (person) => shown(setting, person), args),
  ),
  'users.lookupByEmail': method(['users:read.email'], { email: z.string() }, (setting, args) => {
    const { people, deactivated } = setting.workspace;
    const email = args.email.toLowerCase();
    const active = people.filter(({ id, isBot }) => !isBot && !deactivated.has(id));
    const person = active.find((each) => each.email.toLowerCase() === email);
    return person ? ok({ user: shown(setting, person) }) : no('users_not_found');
  }),
};
