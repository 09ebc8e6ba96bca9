import type { EngineerId, SwapId } from '../domain/ids';
import { isBefore, MINUTE } from '../domain/interval';
import { refuse, succeed } from '../domain/result';
import { beginsAt, isPending, laterChangeOf, partiesOf, standingOf } from '../domain/swap';
import { engineerOf, type Swap, type SwapState, type Team } from '../domain/team';
import type { Decision } from './decision';
import { closedNotices, outcomeNotices, undoNotices } from './swap-notices';
import { agree, moved, moveOf, type Outcome, refusalOf } from './swaps';

/** Takes a request back: the requester, or a lead. */
export function withdrawSwap(
  team: Team,
  ask: { readonly swap: SwapId; readonly by: EngineerId | null },
  now: Date,
): Outcome {
  const swap = team.swaps.get(ask.swap);
  if (!swap) return refuse({ kind: 'no-such-swap' });
  const { by } = ask;
  if (!by) return refuse({ kind: 'not-on-team' });
  if (!isPending(team, swap, now)) return refuse({ kind: 'closed', swap });
  if (by !== swap.requester && by !== swap.askedBy && !engineerOf(team, by).lead)
    return refuse({ kind: 'not-requester', requester: swap.requester });
  const state: SwapState = { kind: 'withdrawn', at: now, by };
  return moved(swap, state, closedNotices({ ...swap, state }, saidYes(swap), by, now));
}

/** Who said yes so far. */
const saidYes = (swap: Swap): readonly EngineerId[] =>
  swap.state.kind === 'open' ? swap.state.yes : partiesOf(swap).filter((party) => party !== swap.requester);

/** Decides on what every party said yes to: any lead but the requester. */
export function judgeSwap(
  team: Team,
  ask: { readonly swap: SwapId; readonly by: EngineerId | null; readonly approves: boolean },
  now: Date,
): Outcome {
  const swap = team.swaps.get(ask.swap);
  if (!swap) return refuse({ kind: 'no-such-swap' });
  const { by } = ask;
  if (!by) return refuse({ kind: 'not-on-team' });
  if (by === swap.requester || !engineerOf(team, by).lead)
    return refuse({ kind: 'only-other-leads', requester: swap.requester });
  if (swap.state.kind !== 'awaiting-lead' || !isPending(team, swap, now)) return refuse({ kind: 'closed', swap });
  if (ask.approves) {
    const refused = refusalOf(team, swap, now);
    return refused ? refuse(refused) : agree(team, swap, by, by, now);
  }
  const state: SwapState = { kind: 'refused', at: now, by };
  return moved(swap, state, closedNotices({ ...swap, state }, saidYes(swap), by, now));
}

/** Milliseconds in which either party undoes a swap alone. */
export const UNDO_ALONE = 60 * MINUTE;

/**
 * Undoes what was agreed: a party alone within an hour, later a lead or all parties; before it begins, and from the newest
 * on. What covered an absence takes that back as well.
 */
export function undoSwap(
  team: Team,
  ask: { readonly swap: SwapId; readonly by: EngineerId | null },
  now: Date,
): Outcome {
  const swap = team.swaps.get(ask.swap);
  if (!swap) return refuse({ kind: 'no-such-swap' });
  const { by } = ask;
  if (!by) return refuse({ kind: 'not-on-team' });
  const { state } = swap;
  if (state.kind !== 'agreed') return refuse({ kind: 'closed', swap });
  const parties = partiesOf(swap);
  const isLead = engineerOf(team, by).lead;
  if (!parties.includes(by) && !isLead) return refuse({ kind: 'not-party', parties });
  const isSoon = isBefore(now, new Date(state.at.getTime() + UNDO_ALONE));
  const begins = beginsAt(team, swap.id);
  // A cover of somebody who is out counts at once, so for as long as one undoes alone, one undoes that too.
  if (begins && !isBefore(now, begins) && !(swap.absence && isSoon)) return refuse({ kind: 'in-effect', at: begins });
  const over = laterChangeOf(team, swap.id);
  if (over) return refuse({ kind: 'changed-later', by: over });
  const undo = [...state.undo.filter((each) => each !== by), ...(parties.includes(by) ? [by] : [])];
  const waits = parties.filter((party) => !undo.includes(party));
  if (!isSoon && !isLead && waits.length > 0) {
    if (state.undo.includes(by)) return refuse({ kind: 'undo-said-already', waits });
    return moved(swap, { ...state, undo }, undoNotices({ ...swap, state: { ...state, undo } }, waits, now));
  }
  const ended = endSwap(team, swap, 'undone', { kind: 'undone', at: now, by }, by, now);
  const away = team.timeOff.find(({ id, cancelledAt }) => id === swap.absence && !cancelledAt);
  // Without the absence it was for, it would only be somebody else's turn to stand in.
  if (!away) return succeed(ended);
  return succeed({ ...ended, changes: [...ended.changes, { kind: 'time-off-cancelled', timeOff: away.id, at: now }] });
}

/** What was agreed counts no more from now on. */
export function endSwap(
  team: Team,
  swap: Swap,
  outcome: 'undone' | 'void',
  state: SwapState,
  by: EngineerId | null,
  now: Date,
): Decision<Swap> {
  const { answer, changes } = moveOf(swap, state);
  return {
    answer,
    changes: [
      ...changes,
      ...standingOf(team, swap.id).map(({ id }) => ({ kind: 'override-voided' as const, override: id, at: now })),
    ],
    notices: outcomeNotices(team, answer, outcome, by, now),
  };
}
