import type { KnownBlock } from '@slack/types';
import { isPending } from '../../domain/swap';
import { engineerLinkedTo, engineerOf, type Swap } from '../../domain/team';
import type { SwapsAnswer } from '../../usecases/swap-list';
import { formButton } from '../actions';
import { buttons, join, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import { swapButtons, withdrawButton } from './swap';
import { impactWords, swapHead, swapStatus } from './swap-words';
import { type Scene, withClock } from './words';

/** Swaps of one list that are shown whole: of all five lists, with their buttons, a message has room for so many. */
const MOST_SHOWN = 4;

/** What is asked of whoever asks, what they asked for, what else is open, and what came of the last ones. */
export function swapsView({ asked, own, toJudge, open, recent }: SwapsAnswer, scene: Scene): Message {
  const { team, now, reader } = scene;
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
  const isLead = me !== null && engineerOf(team, me).lead;
  const buttonsOf = (swap: Swap): readonly KnownBlock[] => {
    if (!alone || !me) return [];
    if (!open.includes(swap)) return swapButtons(swap, isLead && !isPending(team, swap, now) ? null : me, scene);
    if (!isLead) return [];
    // A lead may take back what others asked for, and answer for who is named.
    return swap.isOpen ? buttons(withdrawButton(swap)) : swapButtons(swap, null, scene);
  };
  const add = (title: string, swaps: readonly Swap[]): void => {
    if (swaps.length === 0) return;
    const count = swaps.length > MOST_SHOWN ? `, ${MOST_SHOWN} of ${swaps.length}` : '';
    blocks.push(section(mrkdwn`*${title}${count}*`));
    for (const swap of swaps.slice(0, MOST_SHOWN))
      blocks.push(section(wordsOf(swap)), ...distinct(swap, buttonsOf(swap)));
  };
  add('You are asked', asked);
  add('You asked for', own);
  add('A lead has to decide', toJudge);
  add('Open', open);
  add('Recent', recent);
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
