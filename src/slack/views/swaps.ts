import type { KnownBlock } from '@slack/types';
import { engineerLinkedTo, type Swap } from '../../domain/team';
import type { SwapsAnswer } from '../../usecases/swap-list';
import { formButton } from '../actions';
import { buttons, context, join, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import { swapButtons } from './swap';
import { impactWords, swapHead, swapStatus } from './swap-words';
import { type Scene, withClock } from './words';

/** Swaps of one list that are shown whole: of all five lists, with their buttons, a message has room for so many. */
const MOST_SHOWN = 4;

/** What is asked of whoever asks, what they asked for, what else is open, and what came of the last ones. */
export function swapsView({ asked, own, toJudge, open, recent }: SwapsAnswer, scene: Scene): Message {
  const { team, reader } = scene;
  const alone = reader.kind === 'asker';
  const me = alone ? (engineerLinkedTo(team, reader.slack)?.id ?? null) : null;
  const blocks: KnownBlock[] = [];
  const wordsOf = (swap: Swap): Mrkdwn =>
    join(
      [
        swapHead(swap, scene),
        ...(swap.reason ? [mrkdwn`Reason: ${swap.reason}`] : []),
        ...(asked.includes(swap) && !swap.isOpen ? [impactWords(swap, scene)] : []),
        mrkdwn`_${swapStatus(swap, scene)}_`,
      ],
      '\n',
    );
  const add = (title: string, swaps: readonly Swap[], isLive: boolean): void => {
    if (swaps.length === 0) return;
    blocks.push(section(mrkdwn`*${title}*`));
    for (const swap of swaps.slice(0, MOST_SHOWN))
      blocks.push(
        section(wordsOf(swap)),
        ...(alone && me && (isLive || swap.state.kind === 'agreed')
          ? distinct(swap, swapButtons(swap, me, scene))
          : []),
      );
    if (swaps.length > MOST_SHOWN) blocks.push(context(mrkdwn`and ${swaps.length - MOST_SHOWN} more`));
  };
  add('You are asked', asked, true);
  add('You asked for', own, true);
  add('A lead has to decide', toJudge, true);
  add('Open', open, false);
  add('Recent', recent, false);
  const waiting = asked.length + toJudge.length;
  const text =
    waiting > 0
      ? `${waiting} ${waiting === 1 ? 'swap waits' : 'swaps wait'} for your answer.`
      : own.length + open.length > 0
        ? 'Swaps are asked for; none waits for you.'
        : 'No swap is asked for.';
  if (blocks.length === 0)
    blocks.push(section(mrkdwn`No swap is asked for, and none was in the last weeks. \`/oncall swap\` asks for one.`));
  if (alone && me)
    blocks.push(
      ...buttons(formButton('swap', 'Ask for a swap', { kind: 'swap', requester: null, part: null }, 'primary')),
    );
  return { text, blocks: [...withClock(blocks, team)] };
}

/** Buttons of several swaps in one message, told apart. */
const distinct = ({ id }: Swap, rows: readonly KnownBlock[]): KnownBlock[] =>
  rows.map((row) => ({ ...row, block_id: `swap-${id}`.slice(0, 255) }));
