import type { Button } from '@slack/types';
import type { EngineerId } from '../../domain/ids';
import { isBefore } from '../../domain/interval';
import { shiftNamed } from '../../domain/rotation';
import type { Engineer, Team } from '../../domain/team';
import { engineerOf, LONGEST_NOTE } from '../../domain/team';
import type { Deed, DeedRefusal, Done } from '../../usecases/deed';
import { nameOf, plainMoment, reminderWords } from '../../usecases/wording';
import { deedButton, questionButton } from '../actions';
import {
  buttons,
  cut,
  firstThatFit,
  join,
  LONGEST_NOTICE,
  listing,
  type Message,
  type Mrkdwn,
  mrkdwn,
  section,
  textLength,
} from './blocks';
import { conflictDoneView } from './conflicts';
import { topicWords } from './handoff';
import { coveredView, swapDoneView, swapRefusalView } from './swap-deed';
import { timeOffDoneView } from './time-off';
import { type Stage, withClock } from './words';

/** What came of something somebody wanted done, to them alone. */
export const doneView = (done: Done, stage: Stage, by: EngineerId | null = null): Message =>
  timed(doneWords(done, stage, by), stage);

/** Why something was not done, and who may or what to do instead. */
export const refusalView = (refusal: DeedRefusal, stage: Stage): Message => timed(refusalWords(refusal, stage), stage);

const timed = ({ text, blocks }: Message, { team }: Stage): Message => ({
  text: cut({ mrkdwn: text }, LONGEST_NOTICE).mrkdwn,
  blocks: [...withClock(blocks, team)],
});

function doneWords(done: Done, { team, now }: Stage, by: EngineerId | null): Message {
  const moment = (instant: Date): string => plainMoment(instant, team.timezone, now);
  switch (done.kind) {
    case 'accepted': {
      const { engineer, by, handoff } = done.acceptance;
      const shift = shiftNamed(team, handoff);
      const from = shift && isBefore(now, shift.start) ? ` from ${moment(shift.start)}` : '';
      const end = shift ? `${from} until ${moment(shift.end)}` : '';
      const own = mrkdwn`You have it: on call${end}. The handoff says so.`;
      const other = mrkdwn`You accepted for *${nameOf(team, engineer)}*, who has it${end}. The handoff says so, and they are told.`;
      return say(by === engineer ? own : other);
    }
    case 'notes-saved': {
      const start = shiftNamed(team, done.handoff)?.start;
      const where = start ? `the handoff of ${moment(start)}` : 'the handoff';
      if (done.saved.length === 0)
        return say(done.removed > 0 ? mrkdwn`Taken out of ${where}.` : mrkdwn`Nothing changed in ${where}.`);
      const count = done.saved.length === 1 ? 'Your note stands' : `Your ${done.saved.length} notes stand`;
      const [first] = done.saved;
      const undo =
        done.saved.length === 1 && first
          ? deedButton('undo', 'Take it back', { kind: 'remove-note', note: first.id })
          : null;
      return say(
        mrkdwn`${count} in ${where}.`,
        undo,
        questionButton('ask', 'handoff', 'Show the handoff', { kind: 'handoff' }),
      );
    }
    case 'note-removed':
      return say(mrkdwn`Taken back: _${topicWords(done.note.topic)}_.`);
    case 'muted': {
      const words = reminderWords(done.reminder);
      return done.muted
        ? say(
            mrkdwn`You get no more of this: ${words}. Changes of your own duty are told all the same.`,
            deedButton('unmute', 'Undo', { kind: 'mute', reminder: done.reminder, muted: false }),
          )
        : say(mrkdwn`You get this again: ${words}.`);
    }
    case 'begun':
      return say(
        mrkdwn`Baton has begun. What was due before now is not told.`,
        questionButton('ask', 'health', 'Show what comes', { kind: 'health' }),
      );
    case 'lead-linked':
      return say(
        mrkdwn`You are linked as *${done.engineer.name}*, a lead.`,
        questionButton('open', 'setup', 'Go on with the setup', { kind: 'setup' }),
      );
    case 'swap':
      return swapDoneView(done, { team, now });
    case 'conflict-answered':
      return conflictDoneView(done, { team, now });
    case 'time-off-kept':
    case 'time-off-ended':
      return timeOffDoneView(done, by === done.engineer, { team, now });
    case 'covered':
      return coveredView(done, { team, now });
    case 'group-answered': {
      const handle = team.userGroup ?? done.consent.group;
      return say(
        done.consent.agreed
          ? mrkdwn`Baton keeps *@${handle}* equal to who is on call from now on.`
          : mrkdwn`Baton leaves *@${handle}* alone. \`/oncall setup\` is where you change your mind.`,
      );
    }
  }
}

const say = (text: Mrkdwn, ...elements: readonly (Button | null)[]): Message => ({
  text: text.mrkdwn,
  blocks: [section(text), ...buttons(...elements)],
});

/** What somebody wrote, given back with its lines, since Slack keeps no command that was sent. */
function withText(text: Mrkdwn, written: string): Message {
  const pieces = (written.match(PIECES) ?? [])
    .filter((piece) => piece.trim() !== '')
    .map((piece) => section(join(piece.replace(/^\n/, '').split('\n'), '\n')));
  const given = firstThatFit(pieces, MOST_GIVEN_BACK, textLength);
  const words = given.length < pieces.length ? 'this is how what you wrote begins' : 'this is what you wrote';
  return { text: text.mrkdwn, blocks: [section(mrkdwn`${text} Nothing was saved; ${words}:`), ...given] };
}

/** Pieces that fill a paragraph at most, though every character were escaped; they end with a line where they can, or a word. */
const PIECES = /.{1,600}(?=\n|$)|.{1,600}(?=\s)|.{1,600}/gsu;

/** Characters that are given back; a message has about 12,000. */
const MOST_GIVEN_BACK = 11_000;

const namesOf = (people: readonly Engineer[]): Mrkdwn =>
  people.length === 0
    ? mrkdwn`No lead is linked to Slack yet.`
    : mrkdwn`${people.length === 1 ? 'The lead is' : 'Leads are'} ${listing(
        people.map(({ name }) => name),
        ', ',
        { pieces: 10, characters: 600 },
        (left) => `and ${left} more`,
      )}.`;

function refusalWords(refusal: DeedRefusal, { team, now }: Stage): Message {
  const moment = (instant: Date): string => plainMoment(instant, team.timezone, now);
  switch (refusal.kind) {
    case 'no-such-handoff':
      return say(
        mrkdwn`The rotation has changed, and this handoff is no more. \`/oncall handoff\` shows the one there is.`,
      );
    case 'not-on-team':
      return say(
        mrkdwn`Only people of ${team.name} can do that, and you are not linked to one of them. If you are one, ask a lead to put your e-mail or Slack id in the team file.`,
      );
    case 'not-yours':
      return say(
        mrkdwn`Only *${nameOf(team, refusal.incoming)}* can accept this handoff, or a lead for them. ${namesOf(leadsOf(team))}`,
      );
    case 'for-somebody-else': {
      const { name } = engineerOf(team, refusal.incoming);
      const accept: Deed = { kind: 'accept-handoff', handoff: refusal.handoff, forAnother: true };
      return say(
        mrkdwn`This handoff is *${name}*’s to accept. As a lead you can accept for them: the handoff says that you did, and they are told.`,
        deedButton('accept-for', `Accept for ${name}`, accept, 'primary'),
      );
    }
    case 'nothing-to-accept':
      return say(mrkdwn`Nobody has to accept this handoff: ${whyNot(refusal, team)}.`);
    case 'too-early':
      return say(mrkdwn`It can be accepted from ${moment(refusal.from)}, the last working day before it.`);
    case 'week-over':
      return say(mrkdwn`That week was over on ${moment(refusal.end)}. \`/oncall handoff\` shows the present one.`);
    case 'accepted-already': {
      const { engineer, by, at } = refusal.acceptance;
      const how = by === engineer ? 'accepted' : `accepted by ${nameOf(team, by)} for them`;
      return say(mrkdwn`Nothing changed: *${nameOf(team, engineer)}* has it, ${how} ${moment(at)}.`);
    }
    case 'no-text':
      return say(mrkdwn`Nothing was written, so nothing was saved. Write what the next person must know.`);
    case 'note-too-long':
      return withText(
        mrkdwn`That note has ${refusal.text.length} characters, and ${LONGEST_NOTE} are the most. Shorten it, or write part of it elsewhere and link to it.`,
        refusal.text,
      );
    case 'note-gone':
      return say(mrkdwn`That note is not there any more. \`/oncall handoff\` shows those that are.`);
    case 'note-of-another':
      return say(mrkdwn`Only *${nameOf(team, refusal.engineer)}*, who wrote that note, or a lead can take it back.`);
    case 'only-leads':
      return say(mrkdwn`Only a lead can do that. ${namesOf(refusal.leads)}`);
    case 'begun-already':
      return say(mrkdwn`Baton tells people since ${moment(refusal.at)}. Nothing changed.`);
    case 'channel-not-found':
      return say(
        mrkdwn`There is no channel *${refusal.name}* that Baton can see. Make it, or type \`/invite @Baton\` in it, and try again.`,
      );
    case 'lead-linked-already':
      return say(mrkdwn`A lead is linked already, so the code is not needed. ${namesOf(refusal.leads)}`);
    case 'wrong-code':
      return say(mrkdwn`That is not the code in Baton’s log. It is new at each start; copy the newest.`);
    case 'linked-to-another':
      return say(
        mrkdwn`You are linked as *${nameOf(team, refusal.engineer)}*, who is not a lead. Ask somebody else, or make them one in the team file.`,
      );
    case 'no-lead-in-file':
      return say(
        mrkdwn`The team has no leads. Name one under \`leads\` in the team file, and start Baton on a new database.`,
      );
    case 'which-lead':
      return {
        text: 'Which lead are you?',
        blocks: [
          section(mrkdwn`Which lead are you?`),
          ...rowsOf(refusal.leads, MOST_IN_ROW).flatMap((leads) =>
            buttons(
              ...leads.map(({ id, name }) =>
                deedButton(id, name, { kind: 'claim-lead', code: refusal.code, engineer: id }),
              ),
            ),
          ),
        ],
      };
    default:
      return swapRefusalView(refusal, { team, now });
  }
}

function whyNot({ why, incoming }: Extract<DeedRefusal, { kind: 'nothing-to-accept' }>, team: Team): Mrkdwn {
  const name = mrkdwn`*${nameOf(team, incoming)}*`;
  switch (why) {
    case 'stays':
      return mrkdwn`${name} stays on call`;
    case 'away':
      return mrkdwn`${name} is away, and nobody is left to stand in`;
    case 'before-baton':
      return mrkdwn`${name} took over before Baton told anybody anything`;
  }
}

/** Buttons in a row. */
const MOST_IN_ROW = 25;

function rowsOf<T>(members: readonly T[], most: number): readonly (readonly T[])[] {
  const count = Math.ceil(members.length / most);
  return Array.from({ length: count }, (_, row) => members.slice(row * most, (row + 1) * most));
}

const leadsOf = (team: Team): readonly Engineer[] =>
  [...team.engineers.values()].filter(({ lead, leftAt }) => lead && !leftAt);
