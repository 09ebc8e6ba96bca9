import type { EngineerId } from '../domain/ids';
import { earlier, type Interval, isBefore, later, MINUTE, overlap } from '../domain/interval';
import { plannedSpan, refOf, type Shift, shiftNamed, shiftsBetween } from '../domain/rotation';
import { holdersOf } from '../domain/schedule';
import { isPending, partiesOf, spanOf, standingOf } from '../domain/swap';
import { engineerOf, type Leg, linkedLeads, type Swap, type Team } from '../domain/team';
import { afterWorkingTime } from '../domain/working-hours';
import type { Change, Decision } from './decision';
import { endSwap } from './swap-ends';
import { closedNotices } from './swap-notices';
import { agree, refusalOf } from './swaps';

/** Working hours of the lead who has most of them, after which a swap counts that every party said yes to. */
const SILENCE = 16 * 60 * MINUTE;

/**
 * What has to become of the first swap that time or the rotation changed: what no lead answered counts; what a new rotation
 * only moves is moved; what it gives to somebody else, or a party of which left, is void. Null where there is nothing to do.
 * One at a time, since what becomes of one may decide another.
 */
export function settleSwaps(team: Team, now: Date): Decision<null> | null {
  for (const swap of team.swaps.values()) {
    const decision = settled(team, swap, now);
    if (decision) return { answer: null, ...decision };
  }
  return null;
}

type Settled = Pick<Decision<unknown>, 'changes' | 'notices'>;

function settled(team: Team, swap: Swap, now: Date): Settled | null {
  const { kind } = swap.state;
  if (kind === 'agreed' ? !isAhead(team, swap, now) : !isPending(team, swap, now) && !isLost(team, swap)) return null;
  if (partiesOf(swap).some((party) => hasLeft(team, party, now))) return voided(team, swap, 'left', now);
  const legs = swap.legs.map((leg) => followed(team, swap, leg, now));
  if (legs.some((leg) => leg === null)) return voided(team, swap, 'rotation', now);
  const [first, ...rest] = legs as readonly Leg[];
  if (first && !legs.every((leg, place) => leg === swap.legs[place])) {
    const moved: Swap = { ...swap, legs: [first, ...rest] };
    return { changes: [movedTo(moved), ...respanned(team, moved)], notices: [] };
  }
  const changes = respanned(team, swap);
  if (changes.length > 0) return { changes, notices: [] };
  return kind === 'awaiting-lead' ? bySilence(team, swap, now) : null;
}

/** Whether a swap that is agreed still changes anything to come. */
const isAhead = (team: Team, swap: Swap, now: Date): boolean =>
  standingOf(team, swap.id).some(({ span }) => isBefore(now, span.end));

/** Whether a request is for a shift that the rotation no longer has: it never expires of itself. */
const isLost = (team: Team, { state, legs }: Swap): boolean =>
  (state.kind === 'open' || state.kind === 'awaiting-lead') && legs.some(({ shift }) => !shiftNamed(team, shift));

const hasLeft = (team: Team, engineer: EngineerId, now: Date): boolean => {
  const { leftAt } = engineerOf(team, engineer);
  return leftAt !== null && !isBefore(now, leftAt);
};

function voided(team: Team, swap: Swap, because: 'left' | 'rotation', now: Date): Settled {
  const state = { kind: 'void', at: now, because } as const;
  if (swap.state.kind === 'agreed') return endSwap(team, swap, 'void', state, null, now);
  // What nobody agreed to changes nobody's duty: only who waits for it is told.
  const gone: Swap = { ...swap, state };
  return { changes: [movedTo(gone)], notices: closedNotices(gone, partiesOf(swap), null, now) };
}

const movedTo = ({ id, legs, isOpen, answers, state }: Swap): Change => ({
  ...{ kind: 'swap-moved', swap: id, legs, isOpen, answers, state },
});

/**
 * A leg as it is in the rotation of now: the same, of the shift that took its shift's place, or null where somebody else
 * would hold that part without the swap.
 */
function followed(team: Team, swap: Swap, leg: Leg, now: Date): Leg | null {
  const planned = plannedSpan(team, leg.shift);
  const shift = shiftNamed(team, leg.shift) ?? (planned && nearest(team, planned));
  if (!shift) return null;
  const next = shiftNamed(team, leg.shift) ? leg : { ...leg, shift: refOf(shift) };
  const span = spanOf(team, next);
  if (!span) return null;
  const ahead = { start: later(span.start, now), end: span.end };
  // What is over stays as it was.
  if (!isBefore(ahead.start, ahead.end)) return next;
  const first = team.overrides.findIndex((each) => each.swap === swap.id);
  const overrides = first < 0 ? team.overrides : team.overrides.slice(0, first);
  return holdersOf({ rotation: team.rotation, overrides }, leg.duty, ahead).every((holder) => holder === leg.from)
    ? next
    : null;
}

/** The shift that shares most time with a span. */
function nearest(team: Team, span: Interval): Shift | undefined {
  const lengthIn = (shift: Shift): number => {
    const shared = overlap(shift, span);
    return shared ? shared.end.getTime() - shared.start.getTime() : 0;
  };
  return shiftsBetween(team, span).reduce<Shift | undefined>(
    (most, shift) => (most && lengthIn(most) >= lengthIn(shift) ? most : shift),
    undefined,
  );
}

/** The overrides of a swap whose shifts now begin or end at another time. */
function respanned(team: Team, swap: Swap): Change[] {
  return standingOf(team, swap.id).flatMap((override, place): Change[] => {
    const leg = swap.legs[place];
    const span = leg && spanOf(team, leg);
    const isSame = span && +span.start === +override.span.start && +span.end === +override.span.end;
    return span && !isSame ? [{ kind: 'override-moved', override: override.id, span }] : [];
  });
}

function bySilence(team: Team, swap: Swap, now: Date): Settled | null {
  if (swap.state.kind !== 'awaiting-lead') return null;
  const { since } = swap.state;
  const leads = linkedLeads(team).filter(({ id }) => id !== swap.requester);
  const waited = (leads.length > 0 ? leads.map(({ id }) => id) : [swap.requester]).flatMap(
    (id) => afterWorkingTime(team, id, since, SILENCE) ?? [],
  );
  const at = waited.length > 0 ? waited.reduce(earlier) : undefined;
  if (!at || isBefore(now, at) || refusalOf(team, swap, now)) return null;
  const agreed = agree(team, swap, 'silence', null, now);
  return agreed.ok ? agreed.value : null;
}
