import type { KnownBlock } from '@slack/types';
import type { Handoff } from '../../domain/handoff';
import type { Stretch } from '../../domain/schedule';
import type { HolidaySupport } from '../../domain/support-plan';
import { engineerLinkedTo, type Note, type NoteTopic } from '../../domain/team';
import type { HandoffAnswer, HandoffCard } from '../../usecases/handoffs';
import { SCHEDULE_WEEKS } from '../../usecases/question';
import { because, fullDay, nameOf, placeOf, plainDay, plainMoment, shorten } from '../../usecases/wording';
import { deedButton, formButton, questionButton } from '../actions';
import { buttons, context, cut, join, listing, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import { openBlocks } from './conflicts';
import { brief, called, isInOneZone, moment, named, type Scene, type Stage } from './words';

/** How the post of a handoff came about, as far as its readers must know. */
export type Circumstances = {
  /** When it should have been posted, where it came late. */
  readonly lateSince: Date | null;
  /** It may have been posted before. */
  readonly mayRepeat: boolean;
};

/** The post of a handoff in the team's channel. Its first three lines say all that a phone shows. */
export function handoffPost(card: HandoffCard, stage: Stage, { lateSince, mayRepeat }: Circumstances): Message {
  const { team, now } = stage;
  const { handoff } = card;
  const blocks: KnownBlock[] = [section(headOf(card, stage, called)), ...bodyOf(card, stage)];
  if (lateSince) {
    const due = plainMoment(lateSince, team.timezone, now);
    blocks.push(context(mrkdwn`Posted late: it was due on ${due}, ${placeOf(team.timezone)}.`));
  }
  if (mayRepeat) blocks.push(context(POSSIBLE_REPEAT));
  if (card.state !== 'over')
    blocks.push(
      ...buttons(
        handoff.asks && !handoff.acceptance ? acceptButton(handoff) : null,
        formButton('notes', 'Add a note', { kind: 'notes', handoff: handoff.ref }),
        questionButton('ask', 'schedule', 'Schedule', { kind: 'schedule', weeks: SCHEDULE_WEEKS.usual }),
        formButton('swap', 'Swap', { kind: 'swap', requester: null, part: null }),
      ),
    );
  return { text: textOf(card, stage), blocks };
}

/** What is said of anything that may have been told before. */
export const POSSIBLE_REPEAT: Mrkdwn = mrkdwn`Possible repeat: Slack did not say whether this arrived the first time.`;

/** The button with which somebody takes over. */
export const acceptButton = ({ ref }: Pick<Handoff, 'ref'>) =>
  deedButton('accept', 'I have it', { kind: 'accept-handoff', handoff: ref, forAnother: false }, 'primary');

/** For notifications: who must do what, within the first 80 characters. */
function textOf({ handoff, state }: HandoffCard, { team, now }: Stage): string {
  const { passesOn, asks, acceptance, incoming, outgoing, stretches, shift } = handoff;
  const name = brief(nameOf(team, incoming));
  const day = (instant: Date): string => plainDay(instant, team.timezone, now);
  const until = day(shift.end);
  if (isUnheld(stretches[0])) {
    const held = stretches.find((stretch) => !isUnheld(stretch));
    return mrkdwn`Nobody is on duty until ${day(held?.start ?? shift.end)}: ${name} is away.`.mrkdwn;
  }
  if (!passesOn) return mrkdwn`${name} ${state === 'over' ? 'stayed' : 'stays'} on call until ${until}.`.mrkdwn;
  const from = outgoing ? mrkdwn` from ${brief(nameOf(team, outgoing))}` : '';
  if (acceptance) return mrkdwn`${name} has it: on call${from} until ${until}.`.mrkdwn;
  if (state === 'over') return mrkdwn`${name} took over on call${from}. Until ${until}.`.mrkdwn;
  return mrkdwn`${name} takes over on call${from}${asks ? ': press “I have it”' : ''}. Until ${until}.`.mrkdwn;
}

/** Whether nobody can be reached for the first duty. */
const isUnheld = ({ gaps }: Pick<Stretch, 'gaps'>): boolean => gaps.includes('primary');

/** Who takes over from whom, the backup, and until when: a line each. `who` writes the one who must act. */
function headOf({ handoff, state }: HandoffCard, stage: Stage, who: typeof called): Mrkdwn {
  const { team, now } = stage;
  const { incoming, outgoing, passesOn, asks, shift, acceptance } = handoff;
  const [begins] = handoff.stretches;
  const { primary, backup } = begins;
  const must = asks && state !== 'over' && !acceptance ? who(team, incoming) : named(team, incoming);
  const why = because(stage, primary);
  const reason = why ? mrkdwn` – ${why}` : '';
  // The post itself is read on the day it speaks of; who asks later reads of what was.
  const isPast = state === 'over' || (state === 'under-way' && who === named);
  const first = isUnheld(begins)
    ? mrkdwn`:warning: Nobody is on duty: ${named(team, incoming)} is away, and nobody is left to stand in.`
    : !passesOn
      ? mrkdwn`${must} ${isPast ? 'stayed' : 'stays'} on call${reason}.`
      : outgoing
        ? mrkdwn`${must} ${isPast ? 'took' : 'takes'} over on call from ${named(team, outgoing)}${reason}.`
        : mrkdwn`${must} is on call: the rotation begins${reason}.`;
  const secondWhy = backup && because(stage, backup);
  const second = backup
    ? mrkdwn`Backup: ${named(team, backup.engineer)}${secondWhy ? mrkdwn` – ${secondWhy}` : ''}.`
    : mrkdwn`:warning: Nobody is left to be backup.`;
  const end = mrkdwn`Until ${moment(stage, shift.end)}`;
  const until = isInOneZone(team)
    ? mrkdwn`${end}.`
    : mrkdwn`${end} (${plainMoment(shift.end, team.timezone, now)} ${placeOf(team.timezone)}).`;
  return join([first, second, until], '\n');
}

/** Changes within the week, acceptance, support on holidays, notes, and what follows. */
function bodyOf(card: HandoffCard, stage: Stage): KnownBlock[] {
  const { handoff, support, notes, next, open } = card;
  const { team } = stage;
  const accepted = acceptanceLine(card, stage);
  return [
    ...(accepted ? [context(accepted)] : []),
    ...changesOf(handoff, stage).map(section),
    ...supportOf(support, stage),
    ...(notes.length > 0 ? [section(notesLines(notes, stage))] : []),
    ...openBlocks(open, null, stage),
    context(
      mrkdwn`Next: ${join(
        next.map((stretch) => {
          const why = because(stage, stretch.primary);
          const day = plainDay(stretch.start, team.timezone, stage.now);
          return mrkdwn`${day} ${nameOf(team, stretch.primary.engineer)}${why ? ` (${why})` : ''}`;
        }),
        ' · ',
      )}`,
    ),
  ];
}

const MOST_CHANGES = { pieces: 6, characters: 1200 };

function changesOf({ stretches }: Handoff, stage: Stage): Mrkdwn[] {
  const { team, now } = stage;
  const lines = stretches.slice(1).map((stretch) => {
    const { start, primary, backup } = stretch;
    const why = because(stage, primary);
    const who = isUnheld(stretch)
      ? mrkdwn`nobody is on duty (${nameOf(team, primary.engineer)} is away)`
      : mrkdwn`${named(team, primary.engineer)} is on call${why ? ` – ${why}` : ''}`;
    const second = backup ? mrkdwn`backup ${nameOf(team, backup.engineer)}` : 'nobody is backup';
    return mrkdwn`• From ${plainMoment(start, team.timezone, now)}: ${who}; ${second}`;
  });
  return lines.length === 0 ? [] : [listing(lines, '\n', MOST_CHANGES, (left) => `and ${left} more changes`)];
}

function acceptanceLine({ handoff, state, acceptable }: HandoffCard, stage: Stage): Mrkdwn | null {
  const isOpen = handoff.asks && (acceptable || state !== 'ahead');
  const open = state === 'over' ? mrkdwn`Nobody accepted it.` : mrkdwn`Not accepted yet.`;
  return acceptanceWords(handoff, stage) ?? (isOpen ? open : null);
}

/** That a handoff is accepted, by whom and when; null while it is not. */
export function acceptanceWords({ acceptance }: Pick<Handoff, 'acceptance'>, { team, now }: Stage): Mrkdwn | null {
  if (!acceptance) return null;
  const { engineer, by, at } = acceptance;
  const how = by === engineer ? mrkdwn`accepted` : mrkdwn`${named(team, by)} accepted for them`;
  return mrkdwn`:white_check_mark: ${named(team, engineer)} has it: ${how} ${plainMoment(at, team.timezone, now)}.`;
}

const MOST_HOLIDAYS = 4;
const MOST_LEADS = { pieces: 15, characters: 4000 };

/** Who leads on each holiday; of those there is no room for, when they are. */
function supportOf(support: readonly HolidaySupport[], stage: Stage): KnownBlock[] {
  const shown = support.slice(0, MOST_HOLIDAYS);
  const others = support.slice(MOST_HOLIDAYS).map(({ date }) => fullDay(date));
  const most = { ...MOST_LEADS, characters: Math.min(1800, MOST_LEADS.characters / shown.length) };
  return [
    ...shown.map((holiday) => section(supportLines(holiday, most, stage))),
    ...(others.length > 0
      ? [context(mrkdwn`Holidays too: ${listing(others, ', ', MOST_CHANGES, (left) => `and ${left} more`)}.`)]
      : []),
  ];
}

function supportLines(
  { date, name, primary, leads, waiting }: HolidaySupport,
  most: typeof MOST_LEADS,
  { team, now }: Stage,
): Mrkdwn {
  const lines = [...new Set(leads.map(({ engineer }) => engineer))].map((engineer) => {
    const theirs = leads.filter((each) => each.engineer === engineer).map(({ pipeline }) => pipeline.name);
    const isAll = theirs.length > 1 && theirs.length === leads.length;
    const what = isAll ? 'of every critical pipeline' : `of ${shorten(theirs.join(', '), 400)}`;
    return engineer
      ? mrkdwn`• ${named(team, engineer)} leads critical support ${what}`
      : mrkdwn`• Nobody is there to lead critical support ${what}`;
  });
  const rest =
    waiting.pipelines.length === 0
      ? []
      : [
          mrkdwn`• ${shorten(waiting.pipelines.map((pipeline) => pipeline.name).join(', '), 300)}: ${
            waiting.until ? `again from ${plainMoment(waiting.until, team.timezone, now)}` : 'not looked after'
          }`,
        ];
  const first = listing(lines, '\n', most, (left) => `and ${left} more; ask \`/oncall\` with their names`);
  const title = mrkdwn`*${fullDay(date)}* is a holiday of ${named(team, primary)} (${name})`;
  return join([title, ...(lines.length > 0 ? [first] : []), ...rest], '\n');
}

const TOPIC_WORDS: Readonly<Record<NoteTopic, string>> = {
  'active-issues': 'Active issues',
  delays: 'Outages or delays',
  'pending-actions': 'Pending actions',
  other: 'Note',
};

/** What people call a topic of notes. */
export const topicWords = (topic: NoteTopic): string => TOPIC_WORDS[topic];

const MOST_NOTES = { pieces: 12, characters: 2800 };
const LONGEST_SHOWN = 700;
const MOST_LINES = 8;

/** The notes of a handoff, each with its topic and who wrote it. */
export function notesLines(notes: readonly Note[], { team }: Stage): Mrkdwn {
  const lines = notes.map(
    (note) => mrkdwn`• _${topicWords(note.topic)}_ (${nameOf(team, note.engineer)}) – ${noteText(note)}`,
  );
  return join([mrkdwn`*Notes*`, listing(lines, '\n', MOST_NOTES, (left) => `and ${left} more`)], '\n');
}

/** The text of a note with its lines and links, cut where it is long. */
export function noteText({ text }: Pick<Note, 'text'>): Mrkdwn {
  const lines = text.split(/\r?\n/).filter((each) => each.trim() !== '');
  const shown = lines.slice(0, MOST_LINES).map(withLinks);
  // Set in, so that no line of a note looks like one of Baton's own.
  return cut(join(lines.length > MOST_LINES ? [...shown, '…'] : shown, '\n\u2003'), LONGEST_SHOWN);
}

/** An address up to what ends the sentence around it. */
const ADDRESS = /(https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"])/;

/** What is written verbatim has no links but those that are marked. */
const withLinks = (line: string): Mrkdwn =>
  join(
    line.split(ADDRESS).map((piece, place) => (place % 2 === 1 && URL.canParse(piece) ? mrkdwn`<${piece}>` : piece)),
    '',
  );

/** Notes of one line that their writer can take back from the card. */
const MOST_TAKEN_BACK = 4;

/** The handoff under way, and a look at the next: for whoever asks. */
export function handoffView({ current, next }: HandoffAnswer, scene: Scene): Message {
  const { team, now, reader } = scene;
  const alone = reader.kind === 'asker';
  const me = alone ? engineerLinkedTo(team, reader.slack) : undefined;
  const shown = current ?? next;
  const blocks = [current, next].flatMap((card) => {
    if (!card) return [];
    const { handoff } = card;
    const mayAccept = me !== undefined && (me.id === handoff.incoming || me.lead);
    const typed = card.notes.filter(({ engineer, topic }) => engineer === me?.id && topic === 'other');
    const day = plainMoment(handoff.shift.start, team.timezone, now);
    const title = card === current ? mrkdwn`*This week*, handed over on ${day}` : mrkdwn`*Next handoff*: ${day}`;
    return [
      section(mrkdwn`${title}\n${headOf(card, scene, named)}`),
      // What is open is of the coming weeks, whichever handoff it is seen from.
      ...bodyOf(card === shown ? card : { ...card, open: { conflicts: [], gaps: [] } }, scene),
      ...(alone
        ? buttons(
            card.acceptable && mayAccept ? acceptButton(handoff) : null,
            formButton(`notes-${card.state}`, card === current ? 'Add a note to this week' : 'Add a note to the next', {
              kind: 'notes',
              handoff: handoff.ref,
            }),
            ...typed.slice(0, MOST_TAKEN_BACK).map(({ id, text }, place) =>
              deedButton(`take-back-${card.state}-${place}`, `Take back “${shorten(text, 30)}”`, {
                ...{ kind: 'remove-note', note: id },
              }),
            ),
          )
        : []),
    ];
  });
  const who = brief(nameOf(team, shown.handoff.incoming));
  const day = plainDay(shown.handoff.shift.start, team.timezone, now);
  return {
    text: mrkdwn`Handoff of ${day}: ${who} ${stateOf(shown)}.`.mrkdwn,
    blocks,
  };
}

function stateOf({ handoff, state }: HandoffCard): string {
  const { acceptance, asks, passesOn, stretches } = handoff;
  if (isUnheld(stretches[0])) return 'is away, and nobody is on duty';
  if (!passesOn) return 'stays on call';
  if (acceptance) return 'has it';
  if (asks) return 'has not accepted yet';
  return state === 'ahead' ? 'takes over' : 'took over';
}
