import type { EngineerId } from '../../domain/ids';
import { isBefore } from '../../domain/interval';
import { engineerOf, type Note, type Reminder, zoneOf } from '../../domain/team';
import type { HandoffState } from '../../usecases/handoffs';
import { SCHEDULE_WEEKS } from '../../usecases/question';
import { nameOf, plainMoment } from '../../usecases/wording';
import { deedButton, formButton, questionButton } from '../actions';
import { buttons, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import { acceptanceWords, acceptButton, notesLines, noteText, topicWords } from './handoff';
import { brief, called, moment, named, type Stage, zoned } from './words';

const muteButton = (reminder: Reminder, to: EngineerId, { team }: Stage) =>
  engineerOf(team, to).muted.includes(reminder)
    ? null
    : deedButton('mute', 'Mute these', { kind: 'mute', reminder, muted: true });

const scheduleButton = questionButton('ask', 'schedule', 'Schedule', {
  kind: 'schedule',
  weeks: SCHEDULE_WEEKS.usual,
});

const handoffButton = questionButton('ask', 'handoff', 'Show the handoff', { kind: 'handoff' });

/** When a handoff is: in the reader's own zone, with the team's beside it where that is another. */
function whenOf({ handoff }: HandoffState, to: EngineerId, stage: Stage): Mrkdwn {
  const { team } = stage;
  const { start } = handoff.shift;
  // What is past is read later, when "today" would be another day.
  if (!isBefore(stage.now, start)) return mrkdwn`${zoned(start, stage)}`;
  const own = moment(stage, start);
  return zoneOf(team, engineerOf(team, to)) === team.timezone ? own : mrkdwn`${own} (${zoned(start, stage)})`;
}

/** What a message becomes that is no longer about its reader. */
function changed({ handoff }: HandoffState, stage: Stage, not: string): Message {
  const text = mrkdwn`The schedule changed: ${not} on ${zoned(handoff.shift.start, stage)}.`;
  return { text: text.mrkdwn, blocks: [section(text), ...buttons(handoffButton)] };
}

/** Who hands over is asked for notes. */
export function notesWanted(card: HandoffState, to: EngineerId, stage: Stage): Message {
  const { handoff, notes, state } = card;
  const { team } = stage;
  if (handoff.outgoing !== to || !handoff.passesOn) return changed(card, stage, 'you do not hand over on call');
  const next = nameOf(team, handoff.incoming);
  const verb = state === 'ahead' ? 'You hand over' : 'You handed over';
  const ask = state === 'over' ? '' : ' What must they know?';
  const topics = mrkdwn`• Active issues\n• Outages or delays\n• Pending actions`;
  return {
    text: mrkdwn`Write your handoff notes for ${brief(next)}, who takes over on ${zoned(handoff.shift.start, stage)}.`
      .mrkdwn,
    blocks: [
      section(mrkdwn`${verb} on call to ${named(team, handoff.incoming)}: ${whenOf(card, to, stage)}.${ask}`),
      ...(notes.length > 0 ? [section(notesLines(notes, stage))] : state === 'over' ? [] : [section(topics)]),
      ...buttons(
        state === 'over'
          ? null
          : formButton('notes', 'Write notes', { kind: 'notes', handoff: handoff.ref }, 'primary'),
        muteButton('notes-wanted', to, stage),
      ),
    ],
  };
}

/** Who takes over hears what is coming. */
export function handoffAhead(card: HandoffState, to: EngineerId, stage: Stage): Message {
  const { handoff, notes, acceptable, state } = card;
  const { team } = stage;
  if (handoff.incoming !== to) return changed(card, stage, 'you do not take over on call');
  if (!handoff.passesOn) return changed(card, stage, 'you stay on call');
  const { backup } = handoff.stretches[0];
  const second = backup ? mrkdwn` Backup: ${named(team, backup.engineer)}.` : '';
  const from = handoff.outgoing ? mrkdwn` from ${named(team, handoff.outgoing)}` : '';
  const verb = state === 'ahead' ? 'You take over' : 'You took over';
  const accepted = acceptanceWords(handoff, stage);
  return {
    text: mrkdwn`You are on call from ${zoned(handoff.shift.start, stage)}.`.mrkdwn,
    blocks: [
      section(
        mrkdwn`${verb} on call${from}: ${whenOf(card, to, stage)}, until ${plainMoment(handoff.shift.end, team.timezone, stage.now)}.${second}`,
      ),
      ...(accepted ? [section(accepted)] : []),
      ...(notes.length > 0 ? [section(notesLines(notes, stage))] : []),
      ...buttons(
        acceptable ? acceptButton(handoff) : null,
        scheduleButton,
        state === 'ahead'
          ? formButton('swap', 'Swap', { kind: 'swap', requester: null, part: { duty: 'primary', shift: handoff.ref } })
          : null,
        muteButton('handoff-ahead', to, stage),
      ),
    ],
  };
}

/** Who took over is reminded to accept. */
export function nudge(card: HandoffState, to: EngineerId, stage: Stage): Message {
  const { handoff } = card;
  if (handoff.incoming !== to || !handoff.passesOn) return changed(card, stage, 'you did not take over on call');
  const since = zoned(handoff.shift.start, stage);
  const ended = endOf(card, stage);
  const text = mrkdwn`Press “I have it”: you have been on call since ${since}, and the team does not know that you know.`;
  if (ended) return { text: ended.mrkdwn, blocks: [section(ended)] };
  return {
    text: text.mrkdwn,
    blocks: [
      section(mrkdwn`You have been on call since ${since}, and have not said that you have it.`),
      ...buttons(acceptButton(handoff), muteButton('handoff-nudge', to, stage)),
    ],
  };
}

/** How it ended that somebody had not accepted; null while they have not. */
function endOf({ handoff, state }: HandoffState, stage: Stage): Mrkdwn | null {
  const { team } = stage;
  const which = `The handoff of ${plainMoment(handoff.shift.start, team.timezone, stage.now)}`;
  const accepted = acceptanceWords(handoff, stage);
  if (accepted) return mrkdwn`${which}: ${accepted}`;
  return state === 'over'
    ? mrkdwn`${which} to ${named(team, handoff.incoming)}: nobody accepted it, and the week is over.`
    : null;
}

/** Nobody accepted: to the channel. */
export function unacceptedPost(card: HandoffState, stage: Stage): Message {
  const { handoff } = card;
  const { team, now } = stage;
  const { incoming, shift } = handoff;
  const hours = team.handoffs.tellAfterHours;
  const name = brief(nameOf(team, incoming));
  const since = plainMoment(shift.start, team.timezone, now);
  const ended = endOf(card, stage);
  const who = ended ? named(team, incoming) : called(team, incoming);
  const verb = ended ? 'had' : 'has';
  const first = mrkdwn`${who} ${verb} not accepted the handoff of ${since} within ${hours} working hours.`;
  return ended
    ? {
        text: ended.mrkdwn,
        blocks: [
          section(mrkdwn`${first}\n${acceptanceWords(handoff, stage) ?? 'The week is over, and nobody accepted it.'}`),
        ],
      }
    : {
        text: mrkdwn`${name} has not accepted the handoff: ${name}, press “I have it”.`.mrkdwn,
        blocks: [section(mrkdwn`${first} A lead can accept for them.`), ...buttons(acceptButton(handoff))],
      };
}

/** Nobody accepted: to the backup. */
export function askBackup(card: HandoffState, stage: Stage): Message {
  const { handoff } = card;
  const { team, now } = stage;
  const since = plainMoment(handoff.shift.start, team.timezone, now);
  const name = nameOf(team, handoff.incoming);
  const text = mrkdwn`You are backup: ask ${brief(name)} whether they have it. They have not accepted the handoff.`;
  const ended = endOf(card, stage);
  const asked = mrkdwn`${called(team, handoff.incoming)} has been on call since ${since} and has not accepted the handoff. Ask them, and be ready to step in; a lead can accept for them.`;
  return {
    text: (ended ?? text).mrkdwn,
    blocks: [section(ended ?? mrkdwn`You are backup. ${asked}`), ...buttons(scheduleButton)],
  };
}

/** A lead accepted for them. */
export function acceptedForYou({ handoff }: HandoffState, by: EngineerId, stage: Stage): Message {
  const until = zoned(handoff.shift.end, stage);
  const who = nameOf(stage.team, by);
  const from = isBefore(stage.now, handoff.shift.start) ? mrkdwn` from ${moment(stage, handoff.shift.start)}` : '';
  return {
    text: mrkdwn`You are on call until ${until}: ${brief(who)} accepted the handoff for you.`.mrkdwn,
    blocks: [
      section(mrkdwn`*${who}* accepted the handoff for you: you are on call${from} until ${until}.`),
      ...buttons(handoffButton),
    ],
  };
}

/** Somebody added a note to a handoff they had accepted. */
export function noteMessage(note: Note, stage: Stage): Message {
  const by = nameOf(stage.team, note.engineer);
  return {
    text: mrkdwn`Read a new handoff note from ${brief(by)}: you are on call.`.mrkdwn,
    blocks: [
      section(mrkdwn`*${by}* added a note to your handoff: _${topicWords(note.topic)}_ – ${noteText(note)}`),
      ...buttons(handoffButton),
    ],
  };
}
