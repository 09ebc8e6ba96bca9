import type { Button, KnownBlock } from '@slack/types';
import { holidaysIn } from '../../domain/days';
import { gapsBetween } from '../../domain/gaps';
import type { EngineerId } from '../../domain/ids';
import { later, overlap, type Zone } from '../../domain/interval';
import { shiftNamed } from '../../domain/rotation';
import { type Stretch, scheduleBetween } from '../../domain/schedule';
import { DUTIES, type Duty, engineerOf, type Team, type TimeOff, zoneOf } from '../../domain/team';
import type { Done } from '../../usecases/deed';
import type { Notice } from '../../usecases/notice';
import { SCHEDULE_WEEKS } from '../../usecases/question';
import { type Days, listTimeOff, type TimeOffAnswer, type TimeOffKept } from '../../usecases/time-off';
import { fullDay, gapWords, nameOf, plainDay, plainMoment } from '../../usecases/wording';
import { deedButton, formButton, questionButton } from '../actions';
import { buttons, context, listing, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import { DUTY_WORDS, isLongEnough, MOST, more, spanWords } from './swap-words';
import type { Scene, Stage } from './words';

/** The days of an absence, with their weekdays: `Monday 21 December 2026 to Saturday 2 January 2027`. */
export const daysWords = ({ from, to }: Days): string =>
  from === to ? fullDay(from) : `${fullDay(from)} to ${fullDay(to)}`;

/** The duties that fall into an absence. */
function dutyLines({ duties }: TimeOffKept, stage: Stage): Mrkdwn[] {
  return duties.flatMap(({ duty, shift, isShort }) => {
    const found = shiftNamed(stage.team, shift);
    const words = mrkdwn`• ${duty === 'primary' ? 'on call' : 'backup'}`;
    return found ? [mrkdwn`${words}, ${spanWords(found, stage)}${isShort ? ', some hours of it' : ''}`] : [];
  });
}

/** A form for a swap of each duty that falls into an absence. */
const swapButtons = ({ duties: all, engineer }: TimeOffKept, { team, now }: Stage): readonly Button[] => {
  const duties = all.filter(({ isShort }) => !isShort);
  return duties.slice(0, MOST_SWAPS).map(({ duty, shift }, place) => {
    const part = { duty, shift };
    const start = shiftNamed(team, part.shift)?.start;
    const what = duties.length > 1 && start ? `: ${plainDay(start, team.timezone, now)}, ${DUTY_WORDS[part.duty]}` : '';
    const form = { kind: 'swap' as const, requester: engineer, part };
    return formButton(
      `swap-${place}`,
      `Find a swap${what}`,
      form,
      ...(part.duty === 'primary' ? (['primary'] as const) : []),
    );
  });
};

const MOST_SWAPS = 4;

/** What came of time off that was recorded or cancelled: read back with its weekdays, and what falls into it. */
export function timeOffDoneView(
  done: Extract<Done, { kind: 'time-off-kept' | 'time-off-ended' }>,
  self: boolean,
  stage: Stage,
): Message {
  const { engineer, days, timeOff, earlier } = done;
  const who = self ? mrkdwn`You are` : mrkdwn`*${nameOf(stage.team, engineer)}* is`;
  if (done.kind === 'time-off-ended') {
    const text =
      earlier.length > 0
        ? mrkdwn`Undone. ${who} away as before: ${earlier.map(daysWords).join(' · ')}.`
        : mrkdwn`${who} not away any more: ${daysWords(days)} is taken back, from now on.`;
    return { text: text.mrkdwn, blocks: [section(text)] };
  }
  const text = mrkdwn`${who} away: ${daysWords(days)}.`;
  const duties = dutyLines(done, stage);
  const gaps = gapsBetween(stage.team, timeOff.span).map((gap) => mrkdwn`:warning: ${gapWords(stage, gap)}.`);
  return {
    text: text.mrkdwn,
    blocks: [
      section(text),
      ...(earlier.length > 0
        ? [context(mrkdwn`This is one with what was recorded before: ${earlier.map(daysWords).join(' · ')}.`)]
        : []),
      ...(duties.length > 0
        ? [
            section(
              mrkdwn`Duties in that time, which others stand in for until they are swapped:\n${listing(duties, '\n', MOST, more)}`,
            ),
          ]
        : []),
      ...(gaps.length > 0 ? [section(listing(gaps, '\n', MOST, more))] : []),
      ...buttons(
        ...swapButtons(done, stage),
        deedButton('undo', 'Undo', { kind: 'cancel-time-off', timeOff: timeOff.id, undo: true }),
      ),
    ],
  };
}

/** Somebody is away, or no longer, and what that makes of the reader's duties: as they are by now. */
export function absenceView({ timeOff: id, to }: Extract<Notice, { kind: 'absence' }>, stage: Stage): Message | null {
  const { team, now } = stage;
  const recorded = team.timeOff.find((each) => each.id === id);
  if (!recorded) return null;
  // What was recorded anew, longer, is one with it.
  const { engineer, span: said, recordedAt, cancelledAt } = extensionOf(team, recorded) ?? recorded;
  // The past stays as it was.
  const span = { start: later(said.start, recordedAt), end: said.end };
  // In the reader's own time, which is said where it is not the team's.
  const zone = zoneOf(team, engineerOf(team, to));
  const clock = zone === team.timezone ? '' : `, your time (${zone})`;
  const from = plainMoment(span.start, zone, now);
  const end = `${plainMoment(span.end, zone, now)}${clock}`;
  const self = to === engineer;
  const who = self ? mrkdwn`You count as` : mrkdwn`*${nameOf(team, engineer)}* counts as`;
  const first = cancelledAt
    ? mrkdwn`${self ? 'You no longer count' : mrkdwn`*${nameOf(team, engineer)}* no longer counts`} as away from ${from} to ${end}.`
    : mrkdwn`${who} away from ${from} to ${end}.`;
  const stretches = scheduleBetween(team, span).filter(isLongEnough);
  const lines = stretches.flatMap((stretch) =>
    DUTIES.flatMap((duty) => dutyLine(stretch, duty, { to, engineer, isBack: cancelledAt !== null, zone }, stage)),
  );
  const title = self && !cancelledAt ? 'Others stand in for you' : 'Your duties in that time';
  const duties =
    lines.length > 0 ? mrkdwn`${title}:\n${listing(lines, '\n', MOST, more)}` : mrkdwn`You have no duty in that time.`;
  const verb = lines.length === 0 ? 'No duty for you' : self && !cancelledAt ? 'Others stand in' : 'See your duties';
  return {
    text: mrkdwn`${verb}: ${nameOf(team, engineer)} ${cancelledAt ? 'is back' : 'is away'} from ${from}.`.mrkdwn,
    blocks: [
      section(first),
      section(duties),
      ...buttons(questionButton('ask', 'schedule', 'Schedule', { kind: 'schedule', weeks: SCHEDULE_WEEKS.usual })),
    ],
  };
}

/** What an absence became one with, as it was recorded in its place. */
const extensionOf = (team: Team, { engineer, cancelledAt, span }: TimeOff): TimeOff | undefined =>
  cancelledAt
    ? team.timeOff.find(
        (each) =>
          each.engineer === engineer && each.recordedAt.getTime() === cancelledAt.getTime() && overlap(each.span, span),
      )
    : undefined;

/** A duty of a stretch that is the reader's, or that somebody stands in for them; nothing where it is neither. */
function dutyLine(
  stretch: Stretch,
  duty: Duty,
  about: { readonly to: EngineerId; readonly engineer: EngineerId; readonly isBack: boolean; readonly zone: Zone },
  { team, now }: Stage,
): readonly Mrkdwn[] {
  const { to, engineer, isBack, zone } = about;
  const held = stretch[duty];
  if (!held || (duty === 'primary' && stretch.gaps.includes(duty))) return [];
  const moment = (instant: Date): string => plainMoment(instant, zone, now);
  const when = mrkdwn`• ${DUTY_WORDS[duty]}, ${moment(stretch.start)} – ${moment(stretch.end)}`;
  if (to === engineer && !isBack) {
    const isMine = held.reason.kind === 'repair' && held.reason.because === 'away' && held.reason.replaces === to;
    return isMine ? [mrkdwn`${when}: *${nameOf(team, held.engineer)}*`] : [];
  }
  if (held.engineer !== to) return [];
  const holidays = duty === 'primary' ? holidaysIn(team, to, stretch) : [];
  const hit = holidays.map(({ name, date }) => `${fullDay(date)} (${name})`).join(', ');
  return [hit !== '' ? mrkdwn`${when}; a holiday of yours is in it: ${hit}` : when];
}

/** When somebody is away, for their Home; the past and what was taken back is not. */
export function awayLines(engineer: EngineerId, { team, now }: Stage): KnownBlock[] {
  const lines = listTimeOff(team, engineer, now).own.map(({ days }) => mrkdwn`• ${daysWords(days)}`);
  if (lines.length === 0) return [];
  return [section(mrkdwn`*You are away*\n${listing(lines, '\n', MOST, more)}\n\`/oncall away list\` takes it back.`)];
}

/** Absences of one list that are shown with what can be done about them. */
const MOST_LISTED = 10;

/** Who is away when; one's own absences can be taken back, and by a lead those of others. */
export function timeOffView({ own, others, isLead }: TimeOffAnswer, scene: Scene): Message {
  const { team, reader } = scene;
  const alone = reader.kind === 'asker';
  const lineOf = ({ engineer, days, timeOff }: TimeOffKept, who: boolean): Mrkdwn => {
    const reason = alone && timeOff.reason ? mrkdwn` – ${timeOff.reason}` : '';
    return who
      ? mrkdwn`• *${nameOf(team, engineer)}*: ${daysWords(days)}${reason}`
      : mrkdwn`• ${daysWords(days)}${reason}`;
  };
  const blocks: KnownBlock[] = [];
  const takeBack = ({ timeOff }: TimeOffKept): Button =>
    deedButton('cancel', 'Take it back', { kind: 'cancel-time-off', timeOff: timeOff.id, undo: false });
  const row = ({ timeOff }: TimeOffKept, ...of: Button[]): KnownBlock[] =>
    buttons(...of).map((each) => ({ ...each, block_id: `away-${timeOff.id}`.slice(0, 255) }));
  if (alone && own.length > 0) {
    blocks.push(section(mrkdwn`*You are away*`));
    for (const each of own.slice(0, MOST_LISTED))
      blocks.push(
        section(listing([lineOf(each, false), ...dutyLines(each, scene)], '\n', MOST, more)),
        ...row(each, ...swapButtons(each, scene), takeBack(each)),
      );
    if (own.length > MOST_LISTED) blocks.push(context(mrkdwn`${more(own.length - MOST_LISTED)}, later`));
  }
  // A lead can take back what they recorded for others.
  const changeable = alone && isLead ? others.slice(0, MOST_LISTED) : [];
  if (changeable.length > 0) blocks.push(section(mrkdwn`*Away*`));
  for (const each of changeable) blocks.push(section(lineOf(each, true)), ...row(each, takeBack(each)));
  const shown = alone ? others.slice(changeable.length) : [...own, ...others];
  if (shown.length > 0)
    blocks.push(
      section(
        mrkdwn`*${changeable.length > 0 ? 'Later' : 'Away'}*\n${listing(
          shown.map((each) => lineOf(each, true)),
          '\n',
          { pieces: 30, characters: 2500 },
          more,
        )}`,
      ),
    );
  const text = blocks.length === 0 ? 'Nobody is going to be away.' : 'Who is away, and when.';
  if (blocks.length === 0) blocks.push(section(mrkdwn`${text} \`/oncall away Dec 21 to Jan 2\` says that you are.`));
  blocks.push(context(mrkdwn`Reasons are for their owner and the leads.`));
  return { text, blocks };
}
