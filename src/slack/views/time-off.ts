import type { Button, KnownBlock } from '@slack/types';
import { shiftNamed } from '../../domain/rotation';
import { scheduleBetween } from '../../domain/schedule';
import { DUTIES } from '../../domain/team';
import type { Done } from '../../usecases/deed';
import type { Notice } from '../../usecases/notice';
import { SCHEDULE_WEEKS } from '../../usecases/question';
import type { Days, TimeOffAnswer, TimeOffKept } from '../../usecases/time-off';
import { fullDay, nameOf, plainMoment } from '../../usecases/wording';
import { deedButton, formButton, questionButton } from '../actions';
import { buttons, context, listing, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import { DUTY_WORDS, MOST, more, spanWords } from './swap-words';
import type { Scene, Stage } from './words';

/** The days of an absence, with their weekdays: `Monday 21 December 2026 to Saturday 2 January 2027`. */
export const daysWords = ({ from, to }: Days): string =>
  from === to ? fullDay(from) : `${fullDay(from)} to ${fullDay(to)}`;

/** The duties that fall into an absence. */
function dutyLines({ duties }: TimeOffKept, stage: Stage): Mrkdwn[] {
  return duties.flatMap(({ duty, shift }) => {
    const found = shiftNamed(stage.team, shift);
    return found ? [mrkdwn`• ${duty === 'primary' ? 'on call' : 'backup'}, ${spanWords(found, stage)}`] : [];
  });
}

/** A form for a swap of each primary duty that falls into an absence. */
const swapButtons = ({ duties, engineer }: TimeOffKept): readonly Button[] =>
  duties
    .filter(({ duty }) => duty === 'primary')
    .slice(0, 3)
    .map((part, place) =>
      formButton(`swap-${place}`, 'Find a swap', { kind: 'swap', requester: engineer, part }, 'primary'),
    );

/** What came of time off that was recorded or cancelled: read back with its weekdays, and what falls into it. */
export function timeOffDoneView(
  done: Extract<Done, { kind: 'time-off-kept' | 'time-off-ended' }>,
  self: boolean,
  stage: Stage,
): Message {
  const { engineer, days, timeOff } = done;
  const who = self ? mrkdwn`You are` : mrkdwn`*${nameOf(stage.team, engineer)}* is`;
  if (done.kind === 'time-off-ended') {
    const text = mrkdwn`${who} not away any more: ${daysWords(days)} is taken back, from now on.`;
    return { text: text.mrkdwn, blocks: [section(text)] };
  }
  const text = mrkdwn`${who} away: ${daysWords(days)}.`;
  const duties = dutyLines(done, stage);
  return {
    text: text.mrkdwn,
    blocks: [
      section(text),
      ...(duties.length > 0
        ? [
            section(
              mrkdwn`Duties in that time, which others stand in for until they are swapped:\n${listing(duties, '\n', MOST, more)}`,
            ),
          ]
        : []),
      ...buttons(...swapButtons(done), deedButton('undo', 'Undo', { kind: 'cancel-time-off', timeOff: timeOff.id })),
    ],
  };
}

/** Somebody is away, or no longer, and what that makes of the reader's duties: as they are by now. */
export function absenceView({ timeOff: id, to }: Extract<Notice, { kind: 'absence' }>, stage: Stage): Message | null {
  const { team, now } = stage;
  const timeOff = team.timeOff.find((each) => each.id === id);
  if (!timeOff) return null;
  const { engineer, span, cancelledAt } = timeOff;
  const from = plainMoment(span.start, team.timezone, now);
  const end = plainMoment(span.end, team.timezone, now);
  const who = to === engineer ? mrkdwn`You count as` : mrkdwn`*${nameOf(team, engineer)}* counts as`;
  const first = cancelledAt
    ? mrkdwn`${to === engineer ? 'You no longer count' : mrkdwn`*${nameOf(team, engineer)}* no longer counts`} as away from ${from} to ${end}.`
    : mrkdwn`${who} away from ${from} to ${end}.`;
  const held = scheduleBetween(team, span).flatMap((stretch) =>
    DUTIES.filter((duty) => stretch[duty]?.engineer === to && !(duty === 'primary' && stretch.gaps.includes(duty))).map(
      (duty) =>
        mrkdwn`• ${DUTY_WORDS[duty]}, ${plainMoment(stretch.start, team.timezone, now)} – ${plainMoment(stretch.end, team.timezone, now)}`,
    ),
  );
  const duties =
    held.length > 0
      ? mrkdwn`Your duties in that time:\n${listing(held, '\n', MOST, more)}`
      : mrkdwn`You have no duty in that time.`;
  const verb = held.length > 0 ? 'See your duties' : 'No duty for you';
  return {
    text: mrkdwn`${verb}: ${nameOf(team, engineer)} ${cancelledAt ? 'is back' : 'is away'} from ${from}.`.mrkdwn,
    blocks: [
      section(first),
      section(duties),
      ...buttons(questionButton('ask', 'schedule', 'Schedule', { kind: 'schedule', weeks: SCHEDULE_WEEKS.usual })),
    ],
  };
}

/** Who is away when; one's own absences can be taken back. */
export function timeOffView({ own, others }: TimeOffAnswer, scene: Scene): Message {
  const { team, reader } = scene;
  const alone = reader.kind === 'asker';
  const lineOf = ({ engineer, days, timeOff }: TimeOffKept, who: boolean): Mrkdwn => {
    const reason = alone && timeOff.reason ? mrkdwn` – ${timeOff.reason}` : '';
    return who
      ? mrkdwn`• *${nameOf(team, engineer)}*: ${daysWords(days)}${reason}`
      : mrkdwn`• ${daysWords(days)}${reason}`;
  };
  const blocks: KnownBlock[] = [];
  if (alone && own.length > 0) {
    blocks.push(section(mrkdwn`*You are away*`));
    for (const each of own.slice(0, 6))
      blocks.push(
        section(listing([lineOf(each, false), ...dutyLines(each, scene)], '\n', MOST, more)),
        ...buttons(
          ...swapButtons(each),
          deedButton(`cancel-${each.timeOff.id}`.slice(0, 60), 'Take it back', {
            kind: 'cancel-time-off',
            timeOff: each.timeOff.id,
          }),
        ).map((row) => ({ ...row, block_id: `away-${each.timeOff.id}`.slice(0, 255) })),
      );
  }
  const shown = alone ? others : [...own, ...others];
  if (shown.length > 0)
    blocks.push(
      section(
        mrkdwn`*Away*\n${listing(
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
