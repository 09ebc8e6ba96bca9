import type { KnownBlock } from '@slack/types';
import type { EngineerId } from '../../domain/ids';
import { isBefore } from '../../domain/interval';
import { shiftNamed } from '../../domain/rotation';
import { onCallAt, stretchesOf } from '../../domain/schedule';
import { awaitedOf, beginsAt, isPending, partiesOf, spanOf } from '../../domain/swap';
import { engineerOf, type Swap } from '../../domain/team';
import { nextFor } from '../../usecases/covers';
import type { Notice } from '../../usecases/notice';
import { UNDO_ALONE } from '../../usecases/swap-ends';
import { couldTake } from '../../usecases/swap-notices';
import { nameOf, plainMoment } from '../../usecases/wording';
import { deedButton, questionButton } from '../actions';
import { buttons, context, listing, type Message, mrkdwn, section, together } from './blocks';
import {
  DUTY_WORDS,
  heldWords,
  impactWords,
  MOST,
  more,
  partWords,
  spanWords,
  swapHead,
  swapStatus,
} from './swap-words';
import { named, type Stage } from './words';

/** The impact of a swap that everybody in it is named for, while it is asked for. */
function impactBlocks(swap: Swap, stage: Stage): KnownBlock[] {
  if (swap.isOpen || !isPending(stage.team, swap, stage.now)) return [];
  return [section(impactWords(swap, stage))];
}

const acceptButton = ({ id }: Swap) =>
  deedButton(
    'accept-swap',
    'Accept',
    { kind: 'accept-swap', swap: id, gives: null, answersFor: null, seen: false },
    'primary',
  );
const declineButton = ({ id, isOpen }: Swap) =>
  deedButton('decline-swap', isOpen ? 'I cannot' : 'Decline', { kind: 'decline-swap', swap: id, answersFor: null });
export const withdrawButton = ({ id }: Swap) =>
  deedButton('withdraw-swap', 'Withdraw', { kind: 'withdraw-swap', swap: id });
const judgeButtons = ({ id }: Swap) => [
  deedButton('judge-true', 'Approve', { kind: 'judge-swap', swap: id, approves: true }, 'primary'),
  deedButton('judge-false', 'Refuse', { kind: 'judge-swap', swap: id, approves: false }),
];
export const undoButton = ({ id }: Swap) => deedButton('undo-swap', 'Undo', { kind: 'undo-swap', swap: id });
const swapsButton = questionButton('ask', 'swaps', 'All swaps', { kind: 'swaps' });

/** The buttons of a swap for one reader; null is a channel, where whoever may press them does. */
export function swapButtons(swap: Swap, to: EngineerId | null, stage: Stage): KnownBlock[] {
  const { team, now } = stage;
  if (isPending(team, swap, now)) {
    const isAsked = swap.state.kind === 'open' && (to === null || couldTake(team, swap, now).includes(to));
    const isOwn = to === null || to === swap.requester || to === swap.askedBy;
    const isJudge = to === null || (to !== swap.requester && engineerOf(team, to).lead);
    return buttons(
      ...(swap.state.kind === 'awaiting-lead' && isJudge ? judgeButtons(swap) : []),
      isAsked ? acceptButton(swap) : null,
      isAsked ? declineButton(swap) : null,
      isOwn ? withdrawButton(swap) : null,
    );
  }
  const begins = beginsAt(team, swap.id);
  const isFresh = swap.state.kind === 'agreed' && isBefore(now, new Date(swap.state.at.getTime() + UNDO_ALONE));
  const undoable =
    swap.state.kind === 'agreed' && begins && (isBefore(now, begins) || (swap.absence !== null && isFresh));
  return buttons(undoable && (to === null || partiesOf(swap).includes(to)) ? undoButton(swap) : null);
}

/** A request as its readers see it: who is asked, the requester, or the channel (null). Kept true until it is over. */
export function requestCard(swap: Swap, to: EngineerId | null, stage: Stage): Message {
  const { team } = stage;
  const isLive = isPending(team, swap, stage.now);
  return {
    text: requestText(swap, to, stage),
    blocks: [
      section(swapHead(swap, stage)),
      ...(swap.reason ? [context(mrkdwn`Reason: ${swap.reason}`)] : []),
      ...impactBlocks(swap, stage),
      context(swapStatus(swap, stage, isLive && to === null)),
      ...swapButtons(swap, to, stage),
    ],
  };
}

function requestText(swap: Swap, to: EngineerId | null, stage: Stage): string {
  const { team, now } = stage;
  const name = nameOf(team, swap.requester);
  const what = swap.kind === 'trade' ? 'a trade' : 'a cover';
  if (!isPending(team, swap, now)) return mrkdwn`The request of ${name} is over. ${swapStatus(swap, stage)}`.mrkdwn;
  if (to === swap.requester && swap.askedBy !== to)
    return mrkdwn`${nameOf(team, swap.askedBy)} asked for ${what} for you: ${partWords(swap.legs[0], stage)}.`.mrkdwn;
  if (to === swap.requester) return mrkdwn`You asked for ${what}: ${partWords(swap.legs[0], stage)}.`.mrkdwn;
  if (to) return mrkdwn`Accept or decline: ${name} asks you for ${what}, ${partWords(swap.legs[0], stage)}.`.mrkdwn;
  return mrkdwn`Who can help? ${name} asks for ${what}: ${partWords(swap.legs[0], stage)}.`.mrkdwn;
}

type About<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

/** Somebody who could still take a swap is reminded of it. */
export function reminderCard(swap: Swap, { days, to }: About<'swap-reminder'>, stage: Stage): Message {
  const card = requestCard(swap, to, stage);
  if (!isPending(stage.team, swap, stage.now)) return card;
  const left = days === 1 ? 'after this working day' : `after ${days} working days`;
  const intro = mrkdwn`It begins ${left}, and nobody has said yes.`;
  return {
    text: card.text,
    blocks: [
      section(intro),
      ...card.blocks,
      ...buttons(deedButton('mute', 'Mute these', { kind: 'mute', reminder: 'swap-reminder', muted: true })),
    ],
  };
}

/** Nobody answered for three working days: the requester can ask the next. */
export function silentCard(swap: Swap, stage: Stage): Message {
  const { team, now } = stage;
  const waits = awaitedOf(swap);
  if (!isPending(team, swap, now) || waits.length === 0) return requestCard(swap, swap.requester, stage);
  const names = together(waits.map((id) => named(team, id)));
  const legs = nextFor(team, swap, now);
  const next = legs?.[0].to;
  const then = next
    ? mrkdwn`The next would be *${nameOf(team, next)}*:\n${impactWords({ kind: swap.kind, legs }, stage)}`
    : mrkdwn`Nobody else is left who could take it and would hear of it in time. Take it back, and ask anyone.`;
  return {
    text: mrkdwn`Ask ${next ? nameOf(team, next) : 'somebody else'}? ${together(
      waits.map((id) => nameOf(team, id)),
    )} said nothing for three working days.`.mrkdwn,
    blocks: [
      section(mrkdwn`${names} said nothing for three working days to your request: ${partWords(swap.legs[0], stage)}.`),
      section(then),
      ...buttons(
        next
          ? deedButton('ask-next', `Ask ${nameOf(team, next)}`, { kind: 'ask-next', swap: swap.id, next }, 'primary')
          : null,
        withdrawButton(swap),
      ),
    ],
  };
}

/** A lead decides on what every party said yes to. */
export function approvalCard(swap: Swap, stage: Stage): Message {
  const card = requestCard(swap, swap.requester, stage);
  const isOpen = swap.state.kind === 'awaiting-lead' && isPending(stage.team, swap, stage.now);
  return {
    text: isOpen
      ? mrkdwn`Approve or refuse: ${nameOf(stage.team, swap.requester)} and the others agreed on a swap.`.mrkdwn
      : card.text,
    blocks: [
      ...card.blocks.filter(({ type }) => type !== 'actions'),
      ...(isOpen ? buttons(...judgeButtons(swap)) : []),
    ],
  };
}

const OUTCOMES = { agreed: 'Agreed', undone: 'Undone', void: 'Void' } as const;

/** What counts from now on, to the channel or to one whose duties it changes. */
export function outcomeCard(swap: Swap, { outcome, to }: About<'swap-outcome'>, stage: Stage): Message {
  const { team } = stage;
  const shifts = swap.legs.flatMap(({ shift }) => shiftNamed(team, shift) ?? []);
  const distinct = shifts.filter(({ start }, place) => shifts.findIndex((each) => +each.start === +start) === place);
  const weeks = distinct
    .sort((one, other) => +one.start - +other.start)
    .map((shift) => mrkdwn`*${spanWords(shift, stage)}*: ${heldWords(stretchesOf(team, shift), stage)}`);
  const takers = [...new Set(swap.legs.flatMap(({ to }) => to ?? []))].map((id) => named(team, id));
  const names =
    swap.kind === 'cover' && takers.length > 0
      ? mrkdwn`${named(team, swap.requester)} by ${together(takers)}`
      : together(partiesOf(swap).map((id) => named(team, id)));
  const still = swap.state.kind === outcome;
  const what = swap.kind === 'trade' ? 'The trade' : 'The cover';
  const first =
    outcome === 'agreed'
      ? mrkdwn`${what} of ${names} ${still ? 'is' : 'was'} agreed.`
      : mrkdwn`${what} of ${names} ${outcome === 'undone' ? 'is undone' : 'is void'}.`;
  const text = to
    ? mrkdwn`Your duties changed: ${what.toLowerCase()} of ${nameOf(team, swap.requester)} is ${OUTCOMES[outcome].toLowerCase()}.`
    : mrkdwn`${OUTCOMES[outcome]}: ${what.toLowerCase()} of ${nameOf(team, swap.requester)}, ${partWords(swap.legs[0], stage)}.`;
  return {
    text: text.mrkdwn,
    blocks: [
      section(first),
      ...(weeks.length > 0 && (still || outcome !== 'agreed') ? [section(listing(weeks, '\n', MOST, more))] : []),
      context(
        still || outcome !== 'agreed' ? swapStatus(swap, stage) : mrkdwn`No longer so. ${swapStatus(swap, stage)}`,
      ),
      ...(outcome === 'agreed' ? swapButtons(swap, to, stage) : []),
    ],
  };
}

/** It was not agreed, and how that came. */
export function closedCard(swap: Swap, stage: Stage): Message {
  const { team } = stage;
  const text = mrkdwn`The swap of ${nameOf(team, swap.requester)} will not be: ${partWords(swap.legs[0], stage)}.`;
  return {
    text: text.mrkdwn,
    blocks: [section(mrkdwn`${text}\n${swapStatus(swap, stage)}`), ...buttons(swapsButton)],
  };
}

/** Another party wants it undone. */
export function undoCard(swap: Swap, stage: Stage): Message {
  const { team } = stage;
  const wants = swap.state.kind === 'agreed' ? swap.state.undo : [];
  if (swap.state.kind !== 'agreed' || wants.length === 0)
    return {
      text: swapStatus(swap, stage).mrkdwn,
      blocks: [section(swapHead(swap, stage)), context(swapStatus(swap, stage))],
    };
  const names = together(wants.map((id) => named(team, id)));
  return {
    text: mrkdwn`Undo a swap? ${nameOf(team, wants[0] as EngineerId)} would. Press Undo if you agree.`.mrkdwn,
    blocks: [
      section(
        mrkdwn`${names} would undo this. Press *Undo* if you agree; until then it counts.\n${swapHead(swap, stage)}`,
      ),
      ...buttons(undoButton(swap)),
    ],
  };
}

/** A cover of some days begins or ends: to both people. */
export function edgeCard(swap: Swap, { leg: place, edge, to }: About<'cover-edge'>, stage: Stage): Message | null {
  const { team, now } = stage;
  const leg = swap.legs[place];
  const span = leg && spanOf(team, leg);
  if (!leg?.to || !span || swap.state.kind !== 'agreed') return null;
  // Somebody else may have taken it since, or be standing in: then who took it has no part in it any more.
  const instant = edge === 'begins' ? span.start : new Date(span.end.getTime() - 1);
  const holder = onCallAt(team, instant)?.[leg.duty]?.engineer;
  if (!holder || holder === leg.from || (to === leg.to && holder !== to)) return null;
  const at = plainMoment(edge === 'begins' ? span.start : span.end, team.timezone, now);
  const duty = DUTY_WORDS[leg.duty];
  const takes = to === leg.to;
  const other = nameOf(team, takes ? leg.from : holder);
  const words =
    edge === 'begins'
      ? takes
        ? mrkdwn`You are ${duty} for *${other}* from ${at} to ${plainMoment(span.end, team.timezone, now)}.`
        : mrkdwn`*${other}* is ${duty} for you from ${at} to ${plainMoment(span.end, team.timezone, now)}.`
      : takes
        ? mrkdwn`Your cover for *${other}* ended ${at}.`
        : mrkdwn`The cover of *${other}* for you ended ${at}.`;
  return {
    text: words.mrkdwn,
    blocks: [section(words), ...buttons(questionButton('ask', 'now', 'Who is on call', { kind: 'now' }))],
  };
}
