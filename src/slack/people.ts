import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { EngineerId, SlackUserId } from '../domain/ids';
import { type Contact, linkEngineers, unlinked } from '../usecases/links';
import type { Desk } from './listeners/desk';

/**
 * Links engineers to Slack users: by the id that the team file gives by now, else by e-mail. Says who stays unlinked, and
 * never throws.
 */
export async function linkPeople(
  client: WebClient,
  { store, teamId, logger, now }: Desk,
  file: ReadonlyMap<EngineerId, Contact> = new Map(),
): Promise<void> {
  try {
    const found = new Map<EngineerId, SlackUserId>();
    let canLookUp = true;
    for (const { id, slack, email } of unlinked(await store.team(teamId), file)) {
      const user = slack ?? (email && canLookUp ? await lookUp(client, email, id, logger) : null);
      if (user === 'no-scope') canLookUp = false;
      else if (user) found.set(id, user);
    }
    const linked = await store.decide(teamId, { kind: 'baton' }, now(), (team) => linkEngineers(team, found));
    if (linked.ok && linked.value.length > 0) logger.info({ linked: linked.value }, 'linked engineers to Slack');
  } catch (error) {
    logger.warn({ err: error }, 'engineers could not be linked to Slack; they appear by name until the next start');
  }
}

async function lookUp(
  client: WebClient,
  email: string,
  engineer: EngineerId,
  logger: Desk['logger'],
): Promise<SlackUserId | 'no-scope' | null> {
  try {
    const { user } = await client.users.lookupByEmail({ email });
    if (user?.id && !user.deleted && !user.is_bot) return user.id as SlackUserId;
    logger.info({ engineer }, 'the Slack user with the e-mail of this engineer is gone or a bot; they appear by name');
  } catch (error) {
    const code = error instanceof WebAPIPlatformError ? error.data.error : undefined;
    if (code === 'missing_scope') {
      const remedy = 'Grant users:read.email, or give each engineer a slack id in the team file, and start again';
      logger.warn(`Engineers cannot be found by e-mail without the scope users:read.email. ${remedy}`);
      return 'no-scope';
    }
    if (code === 'users_not_found')
      logger.info({ engineer }, 'nobody in Slack has the e-mail of this engineer; they appear by name');
    else
      logger.warn(
        { err: error, engineer },
        'this engineer could not be looked up; they appear by name until the next start',
      );
  }
  return null;
}
