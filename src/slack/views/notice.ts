import { isBefore, MINUTE } from '../../domain/interval';
import type { Note, Reminder, ShiftRef, Team } from '../../domain/team';
import { type HandoffCard, handoffCard } from '../../usecases/handoffs';
import type { NewNotice, Notice } from '../../usecases/notices';
import type { StoredMirror, StoredNotice } from '../../usecases/outbox';
import { SCHEDULE_WEEKS } from '../../usecases/question';
import { nameOf, noticeWords, placeOf, plainMoment } from '../../usecases/wording';
import { deedButton, formButton, questionButton } from '../actions';
import { buttons, context, fitting, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import { acceptButton, handoffPost, notesLines, noteText, POSSIBLE_REPEAT, topicWords } from './handoff';
import { brief, called, moment, named, type Stage } from './words';

/** What a notice is made of besides itself. */
export type NoticeStage = Stage & {
  /** When it is told, or was. */
  readonly toldAt: Date;
  /** The notice it speaks about, for one about another. */
  readonly about: readonly StoredNotice[];
  /** The mirrors there are, for one about a mirror. */
  readonly refused: readonly StoredMirror[];
};

/** Minutes after which something was told late. */
const LATE = 10 * MINUTE;

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
  return fitted(mayRepeat ? { ...message, blocks: [...message.blocks, context(POSSIBLE_REPEAT)] } : message);
}

const fitted = ({ text, blocks }: Message): Message => ({ text, blocks: fitting(blocks) });

function body(notice: Exclude<Notice, { readonly kind: 'handoff' }>, stage: NoticeStage): Message | null {
  switch (notice.kind) {
    case 'notes-wanted':
      return about(notice.handoff, stage, (card) => notesWanted(card, stage));
    case 'handoff-ahead':
      return about(notice.handoff, stage, (card) => handoffAhead(card, stage));
    case 'handoff-nudge':
      return about(notice.handoff, stage, (card) => nudge(card, stage));
    case 'handoff-unaccepted':
      return about(notice.handoff, stage, (card) => (notice.to ? askBackup(card, stage) : unacceptedPost(card, stage)));
    case 'accepted-for-you':
      return about(notice.handoff, stage, (card) =>
        card.handoff.incoming === notice.to ? acceptedForYou(card, nameOf(stage.team, notice.by), stage) : null,
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
    case 'group-question':
      return stage.team.groupConsent ? null : groupQuestion(notice, stage.team);
  }
}

function about(handoff: ShiftRef, { team, now }: Stage, view: (card: HandoffCard) => Message | null): Message | null {
  const card = handoffCard(team, handoff, now);
  return card ? view(card) : null;
}

const muteButton = (reminder: Reminder) => deedButton('mute', 'Mute these', { kind: 'mute', reminder, muted: true });

const scheduleButton = questionButton('ask', 'schedule', 'Schedule', {
  kind: 'schedule',
  weeks: SCHEDULE_WEEKS.usual,
});

/** When a handoff is, for its two people: in their own zone, with the team's beside it. */
const whenOf = ({ handoff }: HandoffCard, stage: Stage): Mrkdwn =>
  mrkdwn`${moment(stage, handoff.shift.start)} (${plainDay(handoff.shift.start, stage)})`;

const plainDay = (instant: Date, { team, now }: Stage): string =>
  `${plainMoment(instant, team.timezone, now)} ${placeOf(team.timezone)}`;

function notesWanted(card: HandoffCard, stage: Stage): Message {
  const { handoff, notes } = card;
  const { team } = stage;
  const next = nameOf(team, handoff.incoming);
  return {
    text: mrkdwn`Write your handoff notes for ${brief(next)}, who takes over on ${plainDay(handoff.shift.start, stage)}.`
      .mrkdwn,
    blocks: [
      section(
        mrkdwn`You hand over on call to ${named(team, handoff.incoming)} on ${whenOf(card, stage)}. What must they know?`,
      ),
      section(mrkdwn`• Active issues\n• Outages or delays\n• Pending actions`),
      ...(notes.length > 0 ? [section(notesLines(notes, stage))] : []),
      ...buttons(
        formButton('notes', 'Write notes', { kind: 'notes', handoff: handoff.ref }, 'primary'),
        muteButton('notes-wanted'),
      ),
    ],
  };
}

function handoffAhead(card: HandoffCard, stage: Stage): Message {
  const { handoff, notes, acceptable } = card;
  const { team } = stage;
  const { backup } = handoff.stretches[0];
  const second = backup ? mrkdwn` Backup: ${named(team, backup.engineer)}.` : '';
  const from = handoff.outgoing ? mrkdwn` from ${named(team, handoff.outgoing)}` : '';
  return {
    text: mrkdwn`You are on call from ${plainDay(handoff.shift.start, stage)}.`.mrkdwn,
    blocks: [
      section(
        mrkdwn`You take over on call${from} on ${whenOf(card, stage)}, until ${moment(stage, handoff.shift.end)}.${second}`,
      ),
      ...(notes.length > 0 ? [section(notesLines(notes, stage))] : []),
      ...buttons(acceptable ? acceptButton(handoff) : null, scheduleButton, muteButton('handoff-ahead')),
    ],
  };
}

function nudge(card: HandoffCard, stage: Stage): Message {
  const { handoff } = card;
  const since = plainDay(handoff.shift.start, stage);
  return {
    text: mrkdwn`Press “I have it”: you are on call since ${since}, and the team does not know that you know.`.mrkdwn,
    blocks: [
      section(mrkdwn`You are on call since ${whenOf(card, stage)}, and have not said that you have it.`),
      ...buttons(acceptButton(handoff), muteButton('handoff-nudge')),
    ],
  };
}

/** To the channel; kept true afterwards, so it may be accepted by the time it is read. */
function unacceptedPost({ handoff, state }: HandoffCard, stage: Stage): Message {
  const { team, now } = stage;
  const { incoming, acceptance, shift } = handoff;
  const hours = team.handoffs.tellAfterHours;
  const name = brief(nameOf(team, incoming));
  const since = plainMoment(shift.start, team.timezone, now);
  if (acceptance || state === 'over') {
    const end = acceptance
      ? mrkdwn`:white_check_mark: ${named(team, incoming)} has it, since ${plainMoment(acceptance.at, team.timezone, now)}.`
      : mrkdwn`The week of ${named(team, incoming)} is over.`;
    return { text: end.mrkdwn, blocks: [section(end)] };
  }
  return {
    text: mrkdwn`${name} has not accepted the handoff: ${name}, press “I have it”.`.mrkdwn,
    blocks: [
      section(
        mrkdwn`${called(team, incoming)} has not accepted the handoff of ${since} within ${hours} working hours. A lead can accept for them.`,
      ),
      ...buttons(acceptButton(handoff)),
    ],
  };
}

function askBackup({ handoff }: HandoffCard, stage: Stage): Message {
  const { team, now } = stage;
  const since = plainMoment(handoff.shift.start, team.timezone, now);
  const name = nameOf(team, handoff.incoming);
  return {
    text: mrkdwn`You are backup: ask ${brief(name)} whether they have it. They have not accepted the handoff.`.mrkdwn,
    blocks: [
      section(
        mrkdwn`You are backup. ${called(team, handoff.incoming)} is on call since ${since} and has not accepted the handoff. Ask them, and be ready to step in; a lead can accept for them.`,
      ),
      ...buttons(scheduleButton),
    ],
  };
}

function acceptedForYou({ handoff }: HandoffCard, by: string, stage: Stage): Message {
  const until = plainDay(handoff.shift.end, stage);
  return {
    text: mrkdwn`You are on call until ${until}: ${brief(by)} accepted the handoff for you.`.mrkdwn,
    blocks: [
      section(
        mrkdwn`*${by}* accepted the handoff for you: you are on call until ${moment(stage, handoff.shift.end)} (${until}).`,
      ),
      ...buttons(questionButton('ask', 'handoff', 'Show the handoff', { kind: 'handoff' })),
    ],
  };
}

function noteForYou({ note: id, to }: Extract<Notice, { kind: 'note-for-you' }>, stage: Stage): Message | null {
  const note = stage.team.notes.find((each) => each.id === id);
  return note
    ? about(note.handoff, stage, ({ handoff }) => (handoff.incoming === to ? noteMessage(note, stage) : null))
    : null;
}

function noteMessage(note: Note, stage: Stage): Message {
  const by = nameOf(stage.team, note.engineer);
  return {
    text: mrkdwn`Read a new handoff note from ${brief(by)}: you are on call.`.mrkdwn,
    blocks: [
      section(mrkdwn`*${by}* added a note to your handoff: _${topicWords(note.topic)}_ – ${noteText(note)}`),
      ...buttons(questionButton('ask', 'handoff', 'Show the handoff', { kind: 'handoff' })),
    ],
  };
}

function blockedView({ notice, dueAt }: StoredNotice, reason: string, stage: Stage): Message {
  const what = noticeWords(stage.team, notice);
  return {
    text: mrkdwn`Mend this: Baton cannot send ${what}. ${reason}`.mrkdwn,
    blocks: [
      section(mrkdwn`Baton cannot send ${what}, due on ${plainDay(dueAt, stage)}.\n${reason}`),
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

function groupQuestion({ group }: Extract<Notice, { kind: 'group-question' }>, { userGroup }: Team): Message {
  const handle = userGroup ?? group;
  return {
    text: mrkdwn`May Baton keep @${handle} equal to who is on call? Please decide.`.mrkdwn,
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
