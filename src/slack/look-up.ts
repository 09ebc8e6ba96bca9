import { engineerOf, type Team } from '../domain/team';
import { addresseeOf, channelOf } from '../usecases/notice';
import type { Claim, Place } from '../usecases/outbox';
import { findChannel } from './channels';
import type { MirrorDesk } from './mirrors';
import { troubleOf } from './trouble';

/** What the messages of notices are marked with, so that they can be found. */
export const EVENT = 'baton_notice';

type Looked =
  | { readonly kind: 'found'; readonly message: Place }
  | { readonly kind: 'not-there' }
  | { readonly kind: 'cannot' | 'later'; readonly reason: string };

/** Milliseconds before a notice was due from which it is looked for: by which this machine's clock may have been ahead. */
const CLOCKS_DIFFER_MS = 8 * 86_400_000;

/** Looks in Slack for a message that may have been made. */
export async function lookFor(
  desk: Pick<MirrorDesk, 'client' | 'store' | 'now'>,
  team: Team,
  claim: Claim,
): Promise<Looked> {
  const { client, store, now } = desk;
  const to = addresseeOf(claim.notice);
  try {
    const user = to && engineerOf(team, to).slack;
    const channel = user
      ? (await client.conversations.open({ users: user })).channel?.id
      : await findChannel(client, { store, team, name: channelOf(team, claim.notice), now: now() });
    if (!channel) return { kind: 'not-there' };
    const oldest = String((claim.dueAt.getTime() - CLOCKS_DIFFER_MS) / 1000);
    let cursor: string | undefined;
    do {
      const page = await client.conversations.history({
        channel,
        oldest,
        include_all_metadata: true,
        limit: 200,
        ...(cursor && { cursor }),
      });
      const found = page.messages?.find(
        ({ metadata }) => (metadata?.event_payload as { notice?: unknown } | undefined)?.notice === claim.id,
      );
      if (found?.ts) return { kind: 'found', message: { channel, ts: found.ts } };
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor);
    return { kind: 'not-there' };
  } catch (error) {
    const trouble = troubleOf(error);
    return { kind: trouble.kind === 'refused' ? 'cannot' : 'later', reason: trouble.reason };
  }
}
