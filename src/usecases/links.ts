import type { EngineerId, SlackUserId } from '../domain/ids';
import { type Result, succeed } from '../domain/result';
import { type Engineer, engineerLinkedTo, type Team } from '../domain/team';
import type { Decision } from './decision';

/** The engineers still on the team who have an e-mail and no Slack user yet. */
export function unlinked(team: Team): readonly (Engineer & { readonly email: string })[] {
  return [...team.engineers.values()].flatMap((engineer) =>
    engineer.slack === null && engineer.email !== null && !engineer.leftAt
      ? [{ ...engineer, email: engineer.email }]
      : [],
  );
}

/** Links engineers to the Slack users found for their e-mails; a link that is there stays, and no user is two engineers. */
export function linkEngineers(
  team: Team,
  found: ReadonlyMap<EngineerId, SlackUserId>,
): Result<Decision<readonly EngineerId[]>, never> {
  const linked = unlinked(team).flatMap(({ id }) => {
    const slack = found.get(id);
    return slack && !engineerLinkedTo(team, slack) ? [{ kind: 'engineer-linked' as const, engineer: id, slack }] : [];
  });
  return succeed({ answer: linked.map(({ engineer }) => engineer), changes: linked });
}
