import type { KnownBlock } from '@slack/types';
import type { Conflict } from '../../domain/conflicts';
import type { EngineerId } from '../../domain/ids';
import { fairTurn, maySayLater, type OpenConflict, openConflicts } from '../../usecases/conflicts';
import type { Done } from '../../usecases/deed';
import type { StillOpen } from '../../usecases/handoffs';
import type { Notice } from '../../usecases/notice';
import { fullDay, gapWords, nameOf } from '../../usecases/wording';
import { deedButton, formButton } from '../actions';
import { buttons, context, listing, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import { DUTY_WORDS, MOST, more, spanWords } from './swap-words';
import { brief, type Stage } from './words';

/** Conflicts that one message shows with their buttons. */
const MOST_SHOWN = 6;

/** What falls on what: `on call, Mon 21 Dec – Mon 28 Dec: Friday 25 December 2026 (Christmas Day)`. */
function conflictWords({ kind, duty, span, holidays }: Conflict, who: 'you are' | 'they are', stage: Stage): Mrkdwn {
  const when = mrkdwn`${DUTY_WORDS[duty]}, ${spanWords(span, stage)}`;
  if (kind === 'time-off') return mrkdwn`${when}: ${who} away in it`;
  return mrkdwn`${when}: ${listing(
    holidays.map(({ date, name }) => `${fullDay(date)} (${name})`),
    ', ',
    MOST,
    more,
  )}`;
}

/** Whose turn a holiday is that everybody has. */
function turnWords(conflict: Conflict, { team }: Stage): Mrkdwn {
  const { own, other } = fairTurn(team, conflict);
  const times = (count: number): string =>
    count === 0 ? 'never' : count === 1 ? 'once before' : `${count} times before`;
  const had = (who: string, { turns }: typeof own): string =>
    turns === 0 ? `${who} never had it` : `${who} had it ${times(turns)}`;
  if (!other) return mrkdwn`${had('You', own)}, and nobody is due before you: it is your turn.`;
  const name = nameOf(team, other.engineer);
  return other.turns < own.turns
    ? mrkdwn`${had('You', own)}, ${name} ${times(other.turns)}: it would be their turn.`
    : mrkdwn`${had(`You and ${name}`, own)}, but they have fewer weeks with a holiday before it (${other.holidayWeeks}, you ${own.holidayWeeks}): it would be their turn.`;
}

/** Everything of somebody's that falls on a holiday or time off and is not decided on, in one message. Kept true. */
export function conflictCard({ to }: Extract<Notice, { kind: 'conflict' }>, stage: Stage): Message {
  const open = openConflicts(stage.team, to, stage.now);
  if (open.length === 0) {
    const text = 'Everything on your holidays and time off is decided.';
    return { text, blocks: [section(mrkdwn`${text}`)] };
  }
  const first = open[0] as OpenConflict;
  const text = mrkdwn`Swap or keep? You have a duty on ${first.conflict.kind === 'holiday' ? 'a holiday' : 'time off'}: ${spanWords(first.conflict.span, stage)}.`;
  const blocks: KnownBlock[] = [
    section(mrkdwn`You have duties on your holidays or time off. What shall become of them?`),
  ];
  for (const [place, each] of open.slice(0, MOST_SHOWN).entries()) {
    const { conflict } = each;
    const part = { duty: conflict.duty, shift: conflict.shift };
    blocks.push(
      section(mrkdwn`• ${conflictWords(conflict, 'you are', stage)}`),
      ...(conflict.isShared
        ? [
            context(
              mrkdwn`Everybody who could take it has that holiday too, so fair turns across the years count. ${turnWords(conflict, stage)}`,
            ),
          ]
        : []),
      ...(each.waits ? [context(mrkdwn`Put off: you are asked again in a week of working days.`)] : []),
      ...buttons(
        formButton(`swap-${place}`, 'Find a swap', { kind: 'swap', requester: to, part }, 'primary'),
        deedButton(`keep-${place}`, 'I’ll keep it', { kind: 'answer-conflict', key: conflict.key, answer: 'kept' }),
        maySayLater(each) && !each.waits
          ? deedButton(`later-${place}`, 'Ask me later', {
              kind: 'answer-conflict',
              key: conflict.key,
              answer: 'later',
            })
          : null,
      ),
    );
  }
  if (open.length > MOST_SHOWN) blocks.push(context(mrkdwn`and ${open.length - MOST_SHOWN} more`));
  return { text: text.mrkdwn, blocks };
}

/** What a question becomes when everything of it is asked anew: one message at a time has the buttons. */
export function conflictsMoved(): Message {
  const text = 'Asked anew in a newer message below.';
  return { text, blocks: [context(mrkdwn`${text}`)] };
}

/** A lead hears of what nobody decided on, two weeks before it begins. */
export function openConflictCard(
  { conflict: key }: Extract<Notice, { kind: 'conflict-open' }>,
  stage: Stage,
): Message | null {
  const open = openConflicts(stage.team, null, stage.now).find(({ conflict }) => conflict.key === key);
  if (!open) return null;
  const { conflict } = open;
  const name = nameOf(stage.team, conflict.engineer);
  return {
    text: mrkdwn`Ask ${brief(name)}: a duty of theirs on ${conflict.kind === 'holiday' ? 'a holiday' : 'time off'} is not decided on.`
      .mrkdwn,
    blocks: [
      section(mrkdwn`*${name}* has not said what shall become of this: ${conflictWords(conflict, 'they are', stage)}.`),
      ...buttons(
        formButton('swap', 'Find a swap', {
          ...{ kind: 'swap', requester: conflict.engineer, part: { duty: conflict.duty, shift: conflict.shift } },
        }),
      ),
    ],
  };
}

const MOST_LINES = { pieces: 6, characters: 1200 };

/** What is still open in the coming weeks: of somebody, or of everybody (null). Nobody is asked anything here. */
export function openBlocks({ conflicts, gaps }: StillOpen, self: EngineerId | null, stage: Stage): KnownBlock[] {
  const missing = gaps.map((gap) => mrkdwn`• ${gapWords(stage, gap)}`);
  const undecided = conflicts.map(({ conflict }) =>
    conflict.engineer === self
      ? mrkdwn`• You: ${conflictWords(conflict, 'you are', stage)}`
      : mrkdwn`• *${nameOf(stage.team, conflict.engineer)}*: ${conflictWords(conflict, 'they are', stage)}`,
  );
  return [
    ...(missing.length > 0
      ? [section(mrkdwn`:warning: *Gaps ahead*\n${listing(missing, '\n', MOST_LINES, more)}`)]
      : []),
    ...(undecided.length > 0
      ? [section(mrkdwn`*On holidays or time off, and not decided on*\n${listing(undecided, '\n', MOST_LINES, more)}`)]
      : []),
    ...(conflicts.some((each) => each.conflict.engineer === self && maySayLater(each))
      ? [context(mrkdwn`Baton asks you about each in your working hours; *Ask for a swap* is there at any time.`)]
      : []),
  ];
}

/** What came of an answer. */
export function conflictDoneView(
  { answer, conflict }: Extract<Done, { kind: 'conflict-answered' }>,
  stage: Stage,
): Message {
  const what = conflictWords(conflict, 'you are', stage);
  const text =
    answer === 'kept'
      ? mrkdwn`You keep it: ${what}. Nobody asks you about it any more; \`/oncall swap\` is there if that changes.`
      : mrkdwn`You are asked again in a week of working days: ${what}.`;
  return { text: text.mrkdwn, blocks: [section(text)] };
}
