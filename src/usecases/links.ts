import type { EngineerId, SlackUserId } from '../domain/ids';
import { type Result, succeed } from '../domain/result';
import { type Engineer, engineerLinkedTo, type Team } from '../domain/team';
import { type Decision, decided } from './decision';

/** How an engineer can be found in Slack. */
export type Contact = Pick<Engineer, 'id' | 'slack' | 'email'>;

/** The engineers still on the team without a Slack user; what is not stored of them comes from `file`, by id. */
export function unlinked(team: Team, file: ReadonlyMap<EngineerId, Contact>): readonly Contact[] {
  return [...team.engineers.values()]
    .filter(({ slack, leftAt }) => slack === null && !leftAt)
    .map(({ id, email }) => ({ id, slack: file.get(id)?.slack ?? null, email: email ?? file.get(id)?.email ?? null }));
}

/** Links engineers to Slack users; a link that is there stays, and no user becomes two engineers. */
export function linkEngineers(
  team: Team,
  found: ReadonlyMap<EngineerId, SlackUserId>,
): Result<Decision<readonly EngineerId[]>, never> {
  const taken = new Set<SlackUserId>();
  const linked = unlinked(team, new Map()).flatMap(({ id }) => {
    const slack = found.get(id);
    if (!slack || taken.has(slack) || engineerLinkedTo(team, slack)) return [];
    taken.add(slack);
    return [{ kind: 'engineer-linked' as const, engineer: id, slack }];
  });
  return succeed(
    decided(
      linked.map(({ engineer }) => engineer),
      ...linked,
    ),
  );
}
