import { succeed } from '../domain/result';
import { engineerOf, type Team } from '../domain/team';
import { nextWorkingTime } from '../domain/working-hours';
import { decided } from '../usecases/decision';
import { closedGaps, settleGaps, tellingsOf } from '../usecases/gaps';
import { addresseeOf, channelOf } from '../usecases/notice';
import {
  afterLatePost,
  blockedNotices,
  handoffKey,
  lapse,
  planNotices,
  waitsForWorkingHours,
} from '../usecases/notices';
import { type Claim, type Settlement, SHOWS_AFTER_MS } from '../usecases/outbox';
import { absenceEnded } from '../usecases/swap-notices';
import { settleSwaps } from '../usecases/swap-upkeep';
import { findChannel } from './channels';
import { type Guarded, guardMessage } from './guard';
import { EVENT, lookFor } from './look-up';
import { fingerprintOf, type MirrorDesk, messageMirror, mirror } from './mirrors';
import { troubleOf } from './trouble';
import type { Message } from './views/blocks';
import { noticeView } from './views/notice';

/** What telling people works with. */
export type DeliveryDesk = MirrorDesk & {
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
};

/** The one loop that tells people things. */
export type Delivery = {
  /** Tells what is due; resolves when nothing is left to do for now. Several calls at once are one, and one more. */
  readonly run: () => Promise<void>;
  /** Lets what is under way end, and begins nothing more. */
  readonly stop: () => Promise<void>;
};

/** The longest wait in milliseconds for which the loop stays instead of leaving it to the next tick. */
const WORTH_WAITING_MS = 1500;

/** Opens the loop; nothing is told before it is run. */
export function openDelivery(desk: DeliveryDesk): Delivery {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const loop = async (): Promise<void> => {
    do {
      again = false;
      try {
        await pass(desk, () => stopped);
      } catch (error) {
        // Everything is still stored: the next tick goes on.
        desk.logger.error({ err: error }, 'telling people broke; it goes on with the next tick');
      }
    } while (again && !stopped);
  };
  return {
    run: () => {
      if (stopped) return Promise.resolve();
      if (running !== null) again = true;
      running ??= loop().finally(() => {
        running = null;
      });
      return running;
    },
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}

async function pass(desk: DeliveryDesk, isStopped: () => boolean): Promise<void> {
  const { store, teamId, outbox, now } = desk;
  await settleAll(desk);
  const team = await store.team(teamId);
  if (!team.begunAt) return prepare(desk, team);
  await plan(desk);
  while (!isStopped()) {
    const claim = await outbox.claim(teamId, now());
    if (claim) {
      await settle(desk, claim, await work(desk, claim));
      continue;
    }
    const next = await outbox.nextAt(teamId, now());
    const wait = next ? next.getTime() - now().getTime() : Number.POSITIVE_INFINITY;
    if (wait > WORTH_WAITING_MS) break;
    await desk.pause(Math.max(wait, 10));
  }
  if (!isStopped()) await mirror(desk);
}

/** Swaps that are settled in one pass. */
const MOST_SETTLED = 100;

const settleNext = (team: Team, now: Date) => settleSwaps(team, now) ?? settleGaps(team, now);

/** What became of swaps and gaps as time passed or the schedule changed. Most passes find nothing, and write nothing. */
async function settleAll({ store, teamId, now }: DeliveryDesk): Promise<void> {
  for (let left = MOST_SETTLED; left > 0 && settleNext(await store.team(teamId), now()); left -= 1)
    await store.decide(teamId, { kind: 'baton' }, now(), (team) => succeed(settleNext(team, now()) ?? decided(null)));
}

/** Pauses in milliseconds before the end of a claim is stored once more: what was told must not be told again for a busy database. */
const SETTLED_AGAIN_MS = [200, 1000, 3000];

async function settle({ outbox, now, pause, logger }: DeliveryDesk, claim: Claim, outcome: Settlement): Promise<void> {
  for (const wait of SETTLED_AGAIN_MS) {
    try {
      return await outbox.settle(claim, outcome, now());
    } catch (error) {
      logger.warn({ err: error, notice: claim.key }, 'what became of a notice was not stored; it is tried again');
      await pause(wait);
    }
  }
  return outbox.settle(claim, outcome, now());
}

/** Until it has begun, Baton only looks for its channel, so that whoever sets it up sees whether it is there. */
async function prepare({ client, store, now, logger }: DeliveryDesk, team: Team): Promise<void> {
  try {
    for (const name of new Set(Object.values(team.channels)))
      await findChannel(client, { store, team, name, now: now() });
  } catch (error) {
    logger.info({ reason: troubleOf(error).reason }, 'the team’s channel could not be looked up; it is tried again');
  }
}

/** Stores what time has made due. Most ticks find nothing new, and write nothing. */
async function plan({ store, teamId, outbox, now }: DeliveryDesk): Promise<void> {
  const planned = planNotices(await store.team(teamId), now());
  const keys = planned.map(({ key }) => key);
  // What was dropped and is planned again, since a change was taken back, is due again.
  const found = await outbox.find(teamId, keys);
  const stored = new Set(found.filter(({ state }) => state !== 'dropped').map(({ key }) => key));
  const recorded = new Set(found.map(({ key }) => key));
  const fresh = planned.filter(({ key, untold }) => !(untold ? recorded : stored).has(key));
  if (fresh.length > 0) await outbox.add(teamId, fresh, now());
}

/** Milliseconds after which a message that may have been told is told again, where nobody can look. */
const REPEATED_AFTER_MS = 600_000;

/** Milliseconds after which a blocked notice, or a channel that could not be read, is tried again. */
const BLOCKED_MS = 300_000;
const LOOK_AGAIN_MS = 60_000;

/** Milliseconds within which conflicts of one person are one message. */
const TOGETHER_MS = 8 * 3_600_000;

/** Works on a notice, and says how that ended. */
async function work(desk: DeliveryDesk, claim: Claim): Promise<Settlement> {
  const { store, teamId, outbox, now, logger } = desk;
  const team = await store.team(teamId);
  let { mayRepeat } = claim;
  if (claim.before === 'unknown') {
    const looked = await lookFor(desk, team, claim);
    if (looked.kind === 'found') return { kind: 'sent', message: looked.message };
    if (looked.kind === 'later')
      return { kind: 'unknown', lookAt: after(now(), LOOK_AGAIN_MS), reason: looked.reason, isNew: false };
    if (looked.kind === 'cannot') {
      const repeatAt = after(claim.unknownSince ?? now(), REPEATED_AFTER_MS);
      if (repeatAt > now()) return { kind: 'unknown', lookAt: repeatAt, reason: looked.reason, isNew: false };
      mayRepeat = true;
    }
  }
  const over = lapse(team, claim, now());
  if (over) return over;
  // All of somebody's conflicts are in one message: the others due by then are told with it.
  if (claim.notice.kind === 'conflict') {
    const { to: whom } = claim.notice;
    const sent = await outbox.sentSince(teamId, after(now(), -TOGETHER_MS));
    const together = sent.find(({ notice }) => notice.kind === 'conflict' && notice.to === whom);
    if (together?.message) return { kind: 'sent', message: together.message };
  }
  const [handoffPost] = 'handoff' in claim.notice ? await outbox.find(teamId, [handoffKey(claim.notice.handoff)]) : [];
  const notBefore = afterLatePost(team, claim.notice, handoffPost?.sentAt ?? null);
  if (notBefore && notBefore > now())
    return { kind: 'again', at: notBefore, reason: 'The handoff was posted late', mayRepeat };
  const to = addresseeOf(claim.notice);
  if (to && waitsForWorkingHours(team, claim.notice, now())) {
    const at = nextWorkingTime(team, to, now());
    const reason = 'It waits for working hours';
    if (!at || at > now()) return { kind: 'again', at: at ?? after(now(), BLOCKED_MS), reason, mayRepeat };
  }
  const blocked = (reason: string): Settlement => {
    logger.warn({ notice: claim.key, reason }, 'a notice cannot be sent; it is tried again until it can');
    return {
      kind: 'blocked',
      retryAt: after(now(), BLOCKED_MS),
      reason,
      tell: blockedNotices(team, claim, reason, now()),
      mayRepeat,
    };
  };
  const name = channelOf(team, claim.notice);
  let channel: string | undefined;
  let message: Guarded<Message> | null;
  try {
    channel = to
      ? (engineerOf(team, to).slack ?? undefined)
      : await findChannel(desk.client, { store, team, name, now: now() }, claim.before === 'blocked');
    message = await compose(desk, team, { ...claim, mayRepeat });
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind === 'refused') return blocked(trouble.reason);
    if (trouble.kind === 'later')
      return { kind: 'again', at: after(now(), trouble.waitMs), reason: trouble.reason, mayRepeat };
    // Nothing was posted yet, so whatever broke, it was not told.
    logger.error({ err: error, notice: claim.key }, 'a notice could not be made');
    return { kind: 'again', at: after(now(), LOOK_AGAIN_MS), reason: trouble.reason, mayRepeat };
  }
  if (!message) return { kind: 'dropped', reason: 'What it is about is gone, or was mended' };
  if (!channel) return blocked(whoIsMissing(team, to, name));
  return post(desk, { claim, channel, message, mayRepeat, blocked });
}

const whoIsMissing = (team: Team, to: ReturnType<typeof addresseeOf>, name: string): string =>
  to
    ? `${engineerOf(team, to).name} is not linked to Slack. Give them an e-mail or a slack id in the team file.`
    : `There is no channel ${name} that Baton can see. Make it, or invite Baton to it if it is private.`;

type Posting = {
  readonly claim: Claim;
  readonly channel: string;
  readonly message: Guarded<Message>;
  readonly mayRepeat: boolean;
  readonly blocked: (reason: string) => Settlement;
};

async function post(desk: DeliveryDesk, { claim, channel, message, mayRepeat, blocked }: Posting): Promise<Settlement> {
  const { client, outbox, now } = desk;
  // Who was suspended, or waited too long for an answer, may find another at work.
  if (!(await outbox.isHeld(claim, now())))
    return { kind: 'again', at: now(), reason: 'Its sender took too long', mayRepeat };
  try {
    const posted = await client.chat.postMessage({
      channel,
      ...message,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: EVENT, event_payload: { notice: claim.id } },
    });
    if (!posted.channel || !posted.ts)
      return { kind: 'unknown', lookAt: after(now(), SHOWS_AFTER_MS), reason: 'Slack’s answer was odd', isNew: true };
    await rememberShown(desk, claim, message);
    return { kind: 'sent', message: { channel: posted.channel, ts: posted.ts }, mayRepeat };
  } catch (error) {
    const trouble = troubleOf(error);
    desk.logger.debug({ err: error, notice: claim.key }, 'a post was not answered with success');
    if (trouble.kind === 'refused') return blocked(trouble.reason);
    if (trouble.kind === 'later')
      return { kind: 'again', at: after(now(), trouble.waitMs), reason: trouble.reason, mayRepeat };
    return { kind: 'unknown', lookAt: after(now(), SHOWS_AFTER_MS), reason: trouble.reason, isNew: true };
  }
}

/** What a message shows is known, so that the first look for changes writes nothing. If that fails, it writes the same once. */
async function rememberShown(
  { mirrors, now, logger }: DeliveryDesk,
  { team, key }: Claim,
  message: Guarded<Message>,
): Promise<void> {
  try {
    const shown = await mirrors.claim(team, messageMirror(key), fingerprintOf(message), now());
    if (shown) await mirrors.written(shown, '', now());
  } catch (error) {
    logger.warn({ err: error, notice: key }, 'what a message shows was not stored');
  }
}

/** Composes the message of a notice as it is now; null where what it is about is gone. */
async function compose(desk: DeliveryDesk, team: Team, claim: Claim): Promise<Guarded<Message> | null> {
  const { outbox, mirrors, teamId, now, onBreach } = desk;
  const { notice } = claim;
  const about = await outbox.find(teamId, keysAbout(team, claim));
  // That somebody is back is no news to whoever never heard that they would be away.
  if (absenceEnded(claim.key) && about.some(({ state }) => state !== 'sent')) return null;
  const refused = notice.kind === 'mirror-refused' ? await mirrors.list(teamId) : [];
  const view = noticeView(claim, { team, now: now(), toldAt: now(), about, refused });
  return view && guardMessage(view, onBreach);
}

/** The keys of the notices that a notice speaks about. */
function keysAbout(team: Team, { key, notice }: Claim): readonly string[] {
  const ended = absenceEnded(key);
  if (ended) return [ended];
  if (notice.kind === 'notice-blocked') return [notice.key];
  return notice.kind === 'gaps-closed' ? tellingsOf(closedGaps(team, notice.closed, notice.to), notice.to) : [];
}

const after = (instant: Date, milliseconds: number): Date => new Date(instant.getTime() + milliseconds);
