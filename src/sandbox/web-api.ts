import { type Answer, no, ok } from './answers';
import { chat } from './methods/chat';
import { conversations } from './methods/conversations';
import { type Methods, method, type Setting } from './methods/method';
import { usergroups } from './methods/usergroups';
import { users } from './methods/users';
import { views } from './methods/views';
import type { Json } from './protocol';

/** Whose token a call came with. */
export type Token = 'bot' | 'app' | 'none' | 'wrong';

const methods: Methods = {
  'auth.test': method([], {}, ({ workspace, url }) =>
    ok({
      url: `${url}/`,
      team: 'Local workspace',
      user: workspace.bot.name.toLowerCase(),
      team_id: workspace.teamId,
      user_id: workspace.bot.id,
      bot_id: workspace.botId,
      is_enterprise_install: false,
    }),
  ),
  'apps.connections.open': method(
    [],
    {},
    ({ workspace, openConnection }) =>
      workspace.manifest.settings.socket_mode_enabled ? ok({ url: openConnection() }) : no('socket_mode_not_enabled'),
    'app',
  ),
  ...chat,
  ...conversations,
  ...usergroups,
  ...users,
  ...views,
};

/** Calls a method of Slack's Web API, or answers with the error Slack would give. */
export function callMethod(setting: Setting, name: string, args: Json, token: Token): Answer {
  const found = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!found) return no('unknown_method');
  if (token === 'none') return no('not_authed');
  if (token === 'wrong') return no('invalid_auth');
  if (token !== found.token) return no('not_allowed_token_type');
  const has = (scope: string) => setting.granted.has(scope);
  const missing = found.scopes(args).find((scope) => !(typeof scope === 'string' ? has(scope) : scope.some(has)));
  if (missing) {
    const provided = [...setting.granted].join(',');
    return { ...no('missing_scope'), needed: [missing].flat().join(','), provided } as Answer;
  }
  const parsed = found.args.safeParse(args);
  if (parsed.success) return found.run(setting, parsed.data as never);
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  if (wrong.has('blocks')) return no('invalid_blocks_format');
  if (wrong.has('metadata')) return no('invalid_metadata_format');
  return no(
    'invalid_arguments',
    parsed.error.issues.map((issue) => `[ERROR] ${issue.path.join('.')}: ${issue.message}`),
  );
}
