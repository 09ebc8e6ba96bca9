import type { SwapId } from '../../domain/ids';
import { isBefore } from '../../domain/interval';
import type { ShiftRef, Swap } from '../../domain/team';
import { type HandoffState, handoffCard, handoffState } from '../../usecases/handoffs';
import type { NewNotice, Notice } from '../../usecases/notice';
import { LATE } from '../../usecases/notices';
import type { StoredMirror, StoredNotice } from '../../usecases/outbox';
import { nameOf, noticeWords, plainMoment } from '../../usecases/wording';
import { deedButton, formButton, questionButton } from '../actions';
import { buttons, context, cut, fitting, LONGEST_NOTICE, type Message, mrkdwn, section } from './blocks';
import { conflictCard, conflictsMoved, openConflictCard } from './conflicts';
import { gapsCard, gapsClosedCard } from './gaps';
import { handoffPost, POSSIBLE_REPEAT } from './handoff';
import {
  acceptedForYou,
  askBackup,
  handoffAhead,
  noteMessage,
  notesWanted,
  nudge,
  unacceptedPost,
} from './handoff-notices';
import {
  approvalCard,
  closedCard,
  edgeCard,
  outcomeCard,
  reminderCard,
  requestCard,
  silentCard,
  undoCard,
} from './swap';
import { absenceView } from './time-off';
import { type Stage, withClock, zoned } from './words';

/** What a notice is made of besides itself. */
export type NoticeStage = Stage & {
  /** When it is told, or was. */
  readonly toldAt: Date;
  /** The notices it speaks about, for one about others; for a question that was asked anew, the newer ones. */
  readonly about: readonly StoredNotice[];
  /** The mirrors there are, for one about a mirror. */
  readonly refused: readonly StoredMirror[];
};

/** A notice as the message that tells it; null where what it is about is gone. */
export function noticeView(
  { notice, dueAt, mayRepeat }: Pick<NewNotice, 'notice' | 'dueAt'> & { readonly mayRepeat: boolean },
  stage: NoticeStage,
): Message | null {
  const isLate = isBefore(new Date(dueAt.getTime() + LATE), stage.toldAt);
  if (notice.kind === 'handoff') {
    const card = handoffCard(stage.team, notice.handoff, stage.now);
    return card ? fitted(handoffPost(card, stage, { lateSince: isLate ? dueAt : null, mayRepeat })) : null;
  }
  const message = body(notice, stage);
  if (!message) return null;
  const { text, blocks } = message;
  // An absence is told by the clock of whoever reads it.
  const told = notice.kind === 'absence' ? blocks : withClock(blocks, stage.team);
  return fitted({ text, blocks: [...told, ...(mayRepeat ? [context(POSSIBLE_REPEAT)] : [])] });
}

/** What a message becomes whose matter is no more; null where it may stay as it is. */
export function goneView(notice: Notice): Message | null {
  if (notice.kind === 'conflict-open') {
    const text = mrkdwn`That is decided by now, or no longer so.`;
    return { text: text.mrkdwn, blocks: [section(text)] };
  }
  if (!('handoff' in notice)) return null;
  const text = mrkdwn`The rotation or the schedule changed, and this is no longer so. \`/oncall handoff\` shows what is.`;
  return { text: text.mrkdwn, blocks: [section(text)] };
}

const fitted = ({ text, blocks }: Message): Message => ({
  text: cut({ mrkdwn: text }, LONGEST_NOTICE).mrkdwn,
  blocks: fitting(blocks),
});

function body(notice: Exclude<Notice, { readonly kind: 'handoff' }>, stage: NoticeStage): Message | null {
  switch (notice.kind) {
    case 'notes-wanted':
      return about(notice.handoff, stage, (card) => notesWanted(card, notice.to, stage));
    case 'handoff-ahead':
      return about(notice.handoff, stage, (card) => handoffAhead(card, notice.to, stage));
    case 'handoff-nudge':
      return about(notice.handoff, stage, (card) => nudge(card, notice.to, stage));
    case 'handoff-unaccepted':
      return about(notice.handoff, stage, (card) => (notice.to ? askBackup(card, stage) : unacceptedPost(card, stage)));
    case 'accepted-for-you':
      return about(notice.handoff, stage, (card) =>
        card.handoff.incoming === notice.to ? acceptedForYou(card, notice.by, stage) : null,
      );
    case 'note-for-you':
      return noteForYou(notice, stage);
    case 'notice-blocked': {
      const [blocked] = stage.about;
      return blocked?.state === 'blocked' ? blockedView(blocked, notice.reason, stage) : null;
    }
    case 'mirror-refused':
      return stage.refused.some(({ mirror, refusal }) => mirror === notice.mirror && refusal?.reason === notice.reason)
        ? mirrorRefused(notice)
        : null;
    case 'swap-request':
      return ofSwap(notice.swap, stage, (swap) => requestCard(swap, notice.to, stage));
    case 'swap-reminder':
      return ofSwap(notice.swap, stage, (swap) => reminderCard(swap, notice, stage));
    case 'swap-silent':
      return ofSwap(notice.swap, stage, (swap) => silentCard(swap, stage));
    case 'swap-approval':
      return ofSwap(notice.swap, stage, (swap) => approvalCard(swap, stage));
    case 'swap-outcome':
      return ofSwap(notice.swap, stage, (swap) => outcomeCard(swap, notice, stage));
    case 'swap-closed':
      return ofSwap(notice.swap, stage, (swap) => closedCard(swap, stage));
    case 'swap-undo':
      return ofSwap(notice.swap, stage, (swap) => undoCard(swap, stage));
    case 'conflict':
      return stage.about.length > 0 ? conflictsMoved() : conflictCard(notice, stage);
    case 'conflict-open':
      return openConflictCard(notice, stage);
    case 'gaps':
      return gapsCard(notice, stage);
    case 'gaps-closed':
      return gapsClosedCard(notice, stage);
    case 'absence':
      return absenceView(notice, stage);
    case 'cover-edge':
      return ofSwap(notice.swap, stage, (swap) => edgeCard(swap, notice, stage));
    case 'group-question':
      return groupQuestion(notice, stage);
  }
}

function ofSwap(id: SwapId, { team }: Stage, view: (swap: Swap) => Message | null): Message | null {
  const swap = team.swaps.get(id);
  return swap ? view(swap) : null;
}

function about(handoff: ShiftRef, { team, now }: Stage, view: (state: HandoffState) => Message | null): Message | null {
  const state = handoffState(team, handoff, now);
  return state ? view(state) : null;
}

function noteForYou({ note: id, to }: Extract<Notice, { kind: 'note-for-you' }>, stage: Stage): Message | null {
  const note = stage.team.notes.find((each) => each.id === id);
  return note
    ? about(note.handoff, stage, ({ handoff }) => (handoff.incoming === to ? noteMessage(note, stage) : null))
    : null;
}

function blockedView({ notice, dueAt }: StoredNotice, reason: string, stage: Stage): Message {
  const what = noticeWords(stage.team, notice);
  return {
    text: mrkdwn`Mend this: Baton cannot send ${what}. ${reason}`.mrkdwn,
    blocks: [
      section(mrkdwn`Baton cannot send ${what}, due on ${zoned(dueAt, stage)}.\n${reason}`),
      context(mrkdwn`It is tried again every five minutes, and sent when that is mended. \`/oncall health\` shows it.`),
      ...buttons(questionButton('ask', 'health', 'Health', { kind: 'health' })),
    ],
  };
}

const MIRRORS = { topic: 'the channel’s topic', group: 'the user group' } as const;

function mirrorRefused({ mirror, reason }: Extract<Notice, { kind: 'mirror-refused' }>): Message {
  return {
    text: mrkdwn`Mend this: Baton cannot keep ${MIRRORS[mirror]} up to date. ${reason}`.mrkdwn,
    blocks: [
      section(mrkdwn`Baton cannot keep ${MIRRORS[mirror]} up to date.\n${reason}`),
      context(mrkdwn`It is tried again every hour. Nothing else depends on it; \`/oncall health\` shows it.`),
    ],
  };
}

function groupQuestion({ group, to }: Extract<Notice, { kind: 'group-question' }>, stage: Stage): Message {
  const { team, now } = stage;
  const handle = team.userGroup ?? group;
  const text = mrkdwn`May Baton keep @${handle} equal to who is on call? Please decide.`.mrkdwn;
  const consent = team.groupConsent;
  if (consent) {
    const who = consent.by === to ? 'You' : nameOf(team, consent.by);
    const what = consent.agreed
      ? mrkdwn`let Baton keep *@${handle}* equal to who is on call`
      : mrkdwn`left *@${handle}* alone`;
    const end = mrkdwn`${who} ${what}, ${plainMoment(consent.at, team.timezone, now)}. \`/oncall setup\` is where a lead changes that.`;
    return { text: end.mrkdwn, blocks: [section(end)] };
  }
  return {
    text,
    blocks: [
      section(
        mrkdwn`May Baton keep the user group *@${handle}* equal to who is on call? It would hold the primary and the backup, and nobody else. You see who would be removed before you agree.`,
      ),
      ...buttons(
        formButton('group', 'Show who would be removed', { kind: 'group', group }, 'primary'),
        deedButton('leave-group', 'Leave it alone', { kind: 'answer-group', group, agreed: false }),
      ),
    ],
  };
}
