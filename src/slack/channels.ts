import { type ConversationsListResponse, WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { ChannelId } from '../domain/ids';
import type { Team } from '../domain/team';
import type { Store } from '../usecases/decision';
import { rememberChannel } from '../usecases/setup';

/** A channel's id, where the team file gives one instead of a name. */
const ID = /^[CG][A-Z0-9]{7,}$/;

/** Where a channel is kept under the name the team file gives. */
type Found = { readonly store: Store; readonly team: Team; readonly name: string; readonly now: Date };

/**
 * The id of a channel of the team; asks Slack where it is not known yet, or where `anew` says that what is known no longer
 * holds, and remembers it. Undefined where Slack has no such channel that Baton can see. Throws what the call throws.
 */
export async function findChannel(
  client: WebClient,
  { store, team, name, now }: Found,
  anew = false,
): Promise<ChannelId | undefined> {
  const known = team.channelIds.get(name);
  if (known && !anew) return known;
  const channel = ID.test(name) ? (name as ChannelId) : await lookUp(client, name);
  if (channel && channel !== known)
    await store.decide(team.id, { kind: 'baton' }, now, (newest) => rememberChannel(newest, { name, channel }));
  return channel ?? known;
}

async function lookUp(client: WebClient, name: string): Promise<ChannelId | undefined> {
  // Private channels need a scope that is optional.
  for (const types of ['public_channel', 'private_channel']) {
    let cursor: string | undefined;
    do {
      const page = await listed(client, types, cursor);
      const found = page.channels?.find((channel) => channel.name === name);
      if (found?.id) return found.id as ChannelId;
      cursor = page.response_metadata?.next_cursor;
    } while (cursor);
  }
  return undefined;
}

async function listed(
  client: WebClient,
  types: string,
  cursor: string | undefined,
): Promise<Pick<ConversationsListResponse, 'channels' | 'response_metadata'>> {
  try {
    return await client.conversations.list({
      types,
      exclude_archived: true,
      limit: 200,
      ...(cursor !== undefined && { cursor }),
    });
  } catch (error) {
    const lacksScope = error instanceof WebAPIPlatformError && error.data.error === 'missing_scope';
    if (lacksScope && types === 'private_channel') return {};
    throw error;
  }
}
