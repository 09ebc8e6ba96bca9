import { createHash } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { SlackUserId, TeamId, UserGroupId } from '../domain/ids';
import { DAY, isBefore } from '../domain/interval';
import { shiftNamed } from '../domain/rotation';
import { onCallAt, type Stretch } from '../domain/schedule';
import { engineerOf, type ShiftRef, type SwapState, type Team } from '../domain/team';
import type { Store } from '../usecases/decision';
import { handoffsKeptTrue } from '../usecases/handoffs';
import type { NewNotice, Notice } from '../usecases/notice';
import { groupQuestion, keyOf, refusedNotices } from '../usecases/notices';
import type { MirrorClaim, Mirrors, Outbox, StoredNotice } from '../usecases/outbox';
import { keysOfSwap } from '../usecases/swap-notices';
import { nameOf } from '../usecases/wording';
import { findChannel } from './channels';
import { unescaped } from './grammar';
import { guardMessage, type OnBreach } from './guard';
import { topicOf, withTopic } from './topic';
import { troubleOf } from './trouble';
import type { Message } from './views/blocks';
import { goneView, noticeView } from './views/notice';

/** What keeping things equal works with. */
export type MirrorDesk = {
  readonly store: Store;
  readonly teamId: TeamId;
  readonly outbox: Outbox;
  readonly mirrors: Mirrors;
  /** One of its own: a wait that Slack asks for must not delay an answer. */
  readonly client: WebClient;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly onBreach: OnBreach;
};

/** Writes what differs from what it should show: the posts of handoffs, the topic, the user group. */
export async function mirror(desk: MirrorDesk): Promise<void> {
  const team = await desk.store.team(desk.teamId);
  await mirrorMessages(desk, team);
  await mirrorTopic(desk, team);
  await mirrorGroup(desk, team);
}

/** The mirror that keeps a message true. */
export const messageMirror = (key: string): string => `message:${key}`;

/** Equal for what looks the same. */
export const fingerprintOf = (message: Message): string =>
  createHash('sha256').update(JSON.stringify(message)).digest('base64url');

/** For how long a message is kept true, in milliseconds; most are for less, as what they speak of is over. */
const KEPT_TRUE = 60 * DAY;

async function mirrorMessages(desk: MirrorDesk, team: Team): Promise<void> {
  const { outbox, client, now, onBreach } = desk;
  const recent = new Set(handoffsKeptTrue(team, now()).map(keyOf));
  // One that the rotation no longer has is told to be gone.
  const isRecent = (handoff: ShiftRef): boolean => recent.has(keyOf(handoff)) || !shiftNamed(team, handoff);
  const recentlySent = await outbox.sentSince(team.id, after(now(), -KEPT_TRUE));
  const older = await outbox.find(team.id, keysOfLongSwaps(team, after(now(), -KEPT_TRUE)));
  for (const sent of [...recentlySent, ...older.filter(({ state }) => state === 'sent')]) {
    if (!isKeptTrue(sent.notice, isRecent)) continue;
    const view = messageOf(sent, team, now(), newerOf(sent, recentlySent));
    if (!view || !sent.message) continue;
    const message = guardMessage(view, onBreach);
    const { channel, ts } = sent.message;
    await write(desk, messageMirror(sent.key), fingerprintOf(message), async () => {
      await client.chat.update({ channel, ts, ...message });
      return '';
    });
  }
}

/** The keys of what was told of swaps that were asked for before an instant, and are not over yet. */
const keysOfLongSwaps = (team: Team, before: Date): readonly string[] =>
  [...team.swaps.values()]
    .filter(({ askedAt, state }) => isBefore(askedAt, before) && LIVE.includes(state.kind))
    .flatMap((swap) => keysOfSwap(team, swap));

const LIVE: readonly SwapState['kind'][] = ['open', 'awaiting-lead', 'agreed'];

/** Whether what a notice showed can change: what is about a handoff that people still read of, and what is asked. */
const isKeptTrue = (notice: Notice, isRecent: (handoff: ShiftRef) => boolean): boolean =>
  'handoff' in notice
    ? isRecent(notice.handoff)
    : 'swap' in notice || ['absence', 'conflict', 'conflict-open', 'gaps', 'group-question'].includes(notice.kind);

/** A message as it should be by now; one about what is no more says so. */
const messageOf = (sent: StoredNotice, team: Team, now: Date, about: readonly StoredNotice[]): Message | null =>
  noticeView(sent, { team, now, toldAt: sent.sentAt ?? now, about, refused: [] }) ?? goneView(sent.notice);

/** Newer messages with the same question: everything of somebody's is asked in the newest. */
const newerOf = ({ notice, message }: StoredNotice, all: readonly StoredNotice[]): readonly StoredNotice[] =>
  notice.kind === 'conflict' && message
    ? all.filter((other) => {
        const isSame = other.notice.kind === 'conflict' && other.notice.to === notice.to;
        return isSame && other.message && Number(other.message.ts) > Number(message.ts);
      })
    : [];

async function mirrorTopic(desk: MirrorDesk, team: Team): Promise<void> {
  const { client, store, now } = desk;
  const current = onCallAt(team, now());
  if (!current) return;
  const own = topicOf(team, now());
  // Another channel of the same name has to be written to as well.
  const wanted = `${own} in ${team.channelIds.get(team.channels.team) ?? 'no channel yet'}`;
  await write(desk, 'topic', wanted, async (before) => {
    const channel = await findChannel(client, { store, team, name: team.channels.team, now: now() });
    if (!channel) throw new Refused(`There is no channel ${team.channels.team} that Baton can see.`);
    const { channel: found } = await client.conversations.info({ channel });
    const topic = withTopic(unescaped(found?.topic?.value ?? ''), own, before);
    if (topic === null) throw new Refused('The topic is full. Shorten the part of it that is not Baton’s.');
    if (topic !== unescaped(found?.topic?.value ?? '')) await client.conversations.setTopic({ channel, topic });
    return own;
  });
}

async function mirrorGroup(desk: MirrorDesk, team: Team): Promise<void> {
  const { client, outbox, now } = desk;
  const { userGroup, groupConsent } = team;
  if (!userGroup) return;
  if (!groupConsent)
    return write(desk, 'group', `asked about ${userGroup}`, async () => {
      const group = await findGroup(client, userGroup);
      await outbox.add(team.id, groupQuestion(team, group, now()), now());
      return group;
    });
  const current = onCallAt(team, now());
  if (!groupConsent.agreed || !current) return;
  const { linked, unlinked } = groupMembers(team, current);
  // Somebody may have changed the group between two consents.
  const wanted = [groupConsent.group, groupConsent.at.toISOString(), ...linked, ...unlinked].join();
  await write(desk, 'group', wanted, async () => {
    if (unlinked.length > 0)
      throw new Refused(`${unlinked.join(' and ')} is not linked to Slack, so the group was left as it is.`);
    await keepGroup(client, groupConsent.group, linked);
    return '';
  });
}

/** Who should be in the user group: primary and backup, by their Slack ids; by name who has none. */
export function groupMembers(
  team: Team,
  { primary, backup }: Pick<Stretch, 'primary' | 'backup'>,
): { readonly linked: readonly SlackUserId[]; readonly unlinked: readonly string[] } {
  const ids = [primary.engineer, ...(backup ? [backup.engineer] : [])];
  return {
    linked: ids.flatMap((id) => engineerOf(team, id).slack ?? []),
    unlinked: ids.filter((id) => !engineerOf(team, id).slack).map((id) => nameOf(team, id)),
  };
}

const GROUP_ID = /^S[A-Z0-9]{7,}$/;

async function findGroup(client: WebClient, handle: string): Promise<UserGroupId> {
  if (GROUP_ID.test(handle)) return handle as UserGroupId;
  const { usergroups } = await client.usergroups.list({ include_disabled: true });
  const found = usergroups?.find((group) => group.handle === handle)?.id;
  if (!found) throw new Refused(`There is no user group @${handle}. Make it, or correct user_group in the team file.`);
  return found as UserGroupId;
}

/** Puts these people in a group, and nobody else; writes only where somebody else is in it. Slack cannot hold an empty one. */
async function keepGroup(client: WebClient, group: UserGroupId, members: readonly SlackUserId[]): Promise<void> {
  const { users = [] } = await client.usergroups.users.list({ usergroup: group });
  if (members.length === 0 || isSame(users, members)) return;
  await client.usergroups.users.update({ usergroup: group, users: members.join() });
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  [...some].sort().join() === [...others].sort().join();

/** Something that keeps a mirror from being written; the message is the sentence people read. */
class Refused extends Error {}

/** Milliseconds after which a mirror is tried again: one that is refused, and one whose answer was lost. */
const REFUSED_MS = 3_600_000;
const LOST_MS = 60_000;

/**
 * Writes a mirror if what it should show is not what it shows. `change` is given what was kept of the last write, and
 * gives what to keep of this one. A refusal is told once, and breaks nothing else.
 */
async function write(
  desk: MirrorDesk,
  name: string,
  wanted: string,
  change: (before: string) => Promise<string>,
): Promise<void> {
  const { mirrors, teamId, now, logger } = desk;
  const claim = await mirrors.claim(teamId, name, wanted, now());
  if (!claim) return;
  try {
    await mirrors.written(claim, await change(claim.text ?? ''), now());
  } catch (error) {
    const trouble =
      error instanceof Refused ? { kind: 'refused' as const, code: '', reason: error.message } : troubleOf(error);
    // Who deleted a message does not want it kept.
    if (trouble.kind === 'refused' && GONE.includes(trouble.code)) return mirrors.written(claim, '', now());
    logger.debug({ err: error, mirror: name }, 'a mirror was not written');
    if (trouble.kind !== 'refused') {
      const waitMs = trouble.kind === 'later' ? trouble.waitMs : LOST_MS;
      return mirrors.failed(claim, { retryAt: after(now(), waitMs), reason: null, tell: [] }, now());
    }
    logger.warn({ mirror: name, reason: trouble.reason }, 'Slack refuses a change; it is tried again in an hour');
    const { reason } = trouble;
    // One instant for both: it is kept as since when, and names what is told once.
    const at = now();
    const tell = await tellOf(desk, claim, reason, at);
    await mirrors.failed(claim, { retryAt: after(at, REFUSED_MS), reason, tell }, at);
  }
}

const GONE = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

async function tellOf(
  { store, teamId }: MirrorDesk,
  { mirror: name, refusal }: MirrorClaim,
  reason: string,
  at: Date,
): Promise<readonly NewNotice[]> {
  if (name !== 'topic' && name !== 'group') return [];
  const since = refusal?.reason === reason ? refusal.since : at;
  return refusedNotices(await store.team(teamId), { mirror: name, reason, since }, at);
}

const after = (instant: Date, milliseconds: number): Date => new Date(instant.getTime() + milliseconds);
