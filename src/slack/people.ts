import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { EngineerId, SlackUserId } from '../domain/ids';
import { linkEngineers, unlinked } from '../usecases/links';
import type { Desk } from './listeners/desk';

/** Links engineers to Slack users by their e-mail, where the team file gave no id. Says who stays unlinked, and never throws. */
export async function linkPeople(client: WebClient, desk: Desk): Promise<void> {
  try {
    const found = await lookUp(client, desk);
    const linked = await desk.store.decide(desk.teamId, { kind: 'baton' }, desk.now(), (team) =>
      linkEngineers(team, found),
    );
    if (linked.ok && linked.value.length > 0) desk.logger.info({ linked: linked.value }, 'linked engineers by e-mail');
  } catch (error) {
    desk.logger.warn(
      { err: error },
      'engineers could not be linked by e-mail now; they appear by name until the next start',
    );
  }
}

async function lookUp(client: WebClient, { store, teamId, logger }: Desk): Promise<Map<EngineerId, SlackUserId>> {
  const found = new Map<EngineerId, SlackUserId>();
  for (const { id, email } of unlinked(await store.team(teamId))) {
    try {
      const { user } = await client.users.lookupByEmail({ email });
      if (user?.id && !user.deleted && !user.is_bot) found.set(id, user.id as SlackUserId);
    } catch (error) {
      const code = error instanceof WebAPIPlatformError ? error.data.error : undefined;
      if (code === 'missing_scope') {
        logger.warn(
          'without the scope users:read.email engineers are not linked by e-mail: give each a slack id in the team file',
        );
        return found;
      }
      if (code !== 'users_not_found') throw error;
      logger.info({ engineer: id }, 'nobody in Slack has the e-mail of this engineer; they appear by name');
    }
  }
  return found;
}
