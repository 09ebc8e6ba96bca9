import type { EngineerId } from '../domain/ids';
import { DAY, isBefore } from '../domain/interval';
import { awaitedOf, isPending } from '../domain/swap';
import { engineerOf, type Swap, type Team } from '../domain/team';
import { couldTake } from './swap-notices';

/** The swaps that matter to somebody; each is in one list only. */
export type SwapsAnswer = {
  readonly kind: 'swaps';
  /** Whoever asks is asked, or could take it. */
  readonly asked: readonly Swap[];
  /** Theirs, which others still have to answer. */
  readonly own: readonly Swap[];
  /** A lead has to decide, and they may. */
  readonly toJudge: readonly Swap[];
  /** Of others. */
  readonly open: readonly Swap[];
  /** Agreed or closed in the last eight weeks, the newest first. */
  readonly recent: readonly Swap[];
};

/** For how long a swap is recent, in milliseconds, and how many are shown. */
const RECENT = 56 * DAY;
const RECENT_SHOWN = 8;

/** The swaps that are asked for, and those of the last weeks, as `by` sees them; null is somebody who is not on the team. */
export function listSwaps(team: Team, by: EngineerId | null, now: Date): SwapsAnswer {
  const all = [...team.swaps.values()].reverse();
  const pending = all.filter((swap) => isPending(team, swap, now));
  const place = (swap: Swap): 'asked' | 'own' | 'toJudge' | 'open' => {
    if (by === null) return 'open';
    if (swap.requester === by) return 'own';
    if (swap.state.kind === 'awaiting-lead') return engineerOf(team, by).lead ? 'toJudge' : 'open';
    return (swap.isOpen ? couldTake(team, swap, now) : awaitedOf(swap)).includes(by) ? 'asked' : 'open';
  };
  const placed = pending.map((swap) => ({ swap, where: place(swap) }));
  const inPlace = (where: ReturnType<typeof place>) =>
    placed.filter((each) => each.where === where).map(({ swap }) => swap);
  const since = new Date(now.getTime() - RECENT);
  return {
    kind: 'swaps',
    asked: inPlace('asked'),
    own: inPlace('own'),
    toJudge: inPlace('toJudge'),
    open: inPlace('open'),
    recent: all.filter((swap) => !pending.includes(swap) && isBefore(since, endedAt(swap))).slice(0, RECENT_SHOWN),
  };
}

/** When it was agreed or closed; of one that expired, when it was asked for. */
const endedAt = ({ state, askedAt }: Swap): Date => ('at' in state ? state.at : askedAt);
