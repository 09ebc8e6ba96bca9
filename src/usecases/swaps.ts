import type { EngineerId, OverrideId, SwapId } from '../domain/ids';
import { impactOf } from '../domain/impact';
import { overlap } from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';
import { isSameShift } from '../domain/rotation';
import { awaitedOf, hindranceOf, isPending, type LegRefusal, overridesOf, partiesOf, spanOf } from '../domain/swap';
import {
  engineerOf,
  type Leg,
  LONGEST_REASON,
  type ShiftRef,
  type Swap,
  type SwapState,
  type Team,
} from '../domain/team';
import type { Change, Decision } from './decision';
import type { NewNotice } from './notice';
import { closedNotices, outcomeNotices, requestNotices } from './swap-notices';

/** Why something may not be done with a swap. */
export type SwapRefusal =
  | LegRefusal
  | { readonly kind: 'not-on-team' }
  | { readonly kind: 'no-such-swap' }
  | { readonly kind: 'not-your-duty'; readonly requester: EngineerId }
  | { readonly kind: 'changes-nothing' }
  /** A trade that anybody may take, for no week. */
  | { readonly kind: 'no-weeks-wanted' }
  | { readonly kind: 'asked-already'; readonly swap: Swap }
  | { readonly kind: 'reason-too-long'; readonly length: number }
  | { readonly kind: 'own-request' }
  | { readonly kind: 'not-asked'; readonly asked: readonly EngineerId[] }
  /** A lead may answer for them, and has to say that they mean it. */
  | { readonly kind: 'answer-for'; readonly swap: Swap; readonly engineer: EngineerId; readonly yes: boolean }
  | { readonly kind: 'which-week'; readonly swap: Swap; readonly weeks: readonly ShiftRef[] }
  /** They have not seen what it would change for them; `swap` is as it would be with them. */
  | { readonly kind: 'see-first'; readonly swap: Swap }
  /** They hold none of the weeks the requester would take. */
  | { readonly kind: 'no-wanted-week'; readonly swap: Swap }
  | { readonly kind: 'said-yes-already'; readonly swap: Swap }
  /** It is no longer asked for: agreed, closed or expired. */
  | { readonly kind: 'closed'; readonly swap: Swap }
  | { readonly kind: 'not-requester'; readonly requester: EngineerId }
  | { readonly kind: 'only-other-leads'; readonly requester: EngineerId }
  | { readonly kind: 'not-party'; readonly parties: readonly EngineerId[] }
  | { readonly kind: 'in-effect'; readonly at: Date }
  | { readonly kind: 'changed-later'; readonly by: Swap }
  | { readonly kind: 'undo-said-already'; readonly waits: readonly EngineerId[] };

export type Outcome = Result<Decision<Swap>, SwapRefusal>;

/** What somebody asks for. The first leg is the requester's; without `to` anybody may take it. */
export type SwapDraft = Pick<Swap, 'id' | 'kind' | 'requester' | 'legs' | 'wants' | 'reason'>;

/** Asks for a swap: the requester, or a lead for them. Whoever asks and is asked says yes with it. */
export function requestSwap(team: Team, draft: SwapDraft, by: EngineerId | null, now: Date): Outcome {
  if (!by) return refuse({ kind: 'not-on-team' });
  const { requester, legs, kind } = draft;
  if (by !== requester && !engineerOf(team, by).lead) return refuse({ kind: 'not-your-duty', requester });
  const reason = draft.reason?.trim() || null;
  if (reason && reason.length > LONGEST_REASON) return refuse({ kind: 'reason-too-long', length: reason.length });
  const isOpen = legs.some(({ to }) => !to);
  const swap: Swap = {
    ...draft,
    reason,
    isOpen,
    askedBy: by,
    absence: null,
    answers: [],
    askedAt: now,
    state: { kind: 'open', yes: [], no: [] },
  };
  const refused = refusalOf(team, swap, now);
  if (refused) return refuse(refused);
  if (isOpen && kind === 'trade' && draft.wants.length === 0) return refuse({ kind: 'no-weeks-wanted' });
  const asked = [...team.swaps.values()].find((other) => isPending(team, other, now) && isForSame(team, other, swap));
  if (asked) return refuse({ kind: 'asked-already', swap: asked });
  if (!isOpen && impactOf(team, { kind, legs }, now).weeks.length === 0) return refuse({ kind: 'changes-nothing' });
  const change: Change = { kind: 'swap-asked', swap };
  if (by !== requester && awaitedOf(swap).includes(by)) {
    const said = sayYes(team, swap, by, by, now);
    return said.ok
      ? succeed({ ...said.value, changes: [change, ...said.value.changes], notices: told(team, said.value, swap, now) })
      : said;
  }
  return succeed({ answer: swap, changes: [change], notices: requestNotices(team, swap, now) });
}

/** Where asking was agreeing, only the outcome is told; where others are still asked, they are. */
const told = (team: Team, { answer, notices }: Decision<Swap>, asked: Swap, now: Date): readonly NewNotice[] =>
  answer.state.kind === 'agreed'
    ? notices
    : [...requestNotices(team, { ...asked, state: answer.state }, now), ...notices];

/** What keeps a swap from being agreed now. */
export function refusalOf(team: Team, { legs }: Pick<Swap, 'legs'>, now: Date): LegRefusal | null {
  for (const leg of legs) {
    const hindrance = hindranceOf(team, leg, now);
    if (hindrance) return hindrance;
  }
  return null;
}

/** Whether two requests of one person are for the same duty at the same time. */
export function isForSame(team: Team, one: Swap, other: Swap): boolean {
  if (one.requester !== other.requester || one.legs[0].duty !== other.legs[0].duty) return false;
  const [span, others] = [spanOf(team, one.legs[0]), spanOf(team, other.legs[0])];
  return span !== undefined && others !== undefined && overlap(span, others) !== undefined;
}

/** Says yes: whoever is asked, anybody to what anybody may take, or a lead for somebody who is asked. */
export function acceptSwap(
  team: Team,
  ask: {
    readonly swap: SwapId;
    readonly by: EngineerId | null;
    /** The week they give for it, of an open trade. */
    readonly gives: ShiftRef | null;
    /** Whom a lead answers for; null: themselves. */
    readonly answersFor: EngineerId | null;
    /** They were shown what it would change. Only what anybody may take needs it: what names them shows it with the request. */
    readonly seen: boolean;
  },
  now: Date,
): Outcome {
  const found = pending(team, ask, now);
  if (!found.ok) return found;
  const { swap, by } = found.value;
  if (swap.isOpen) {
    const taken = takenBy(team, swap, by, ask.gives, now);
    if (!taken.ok) return taken;
    const refused = refusalOf(team, taken.value, now);
    if (refused) return refuse(refused);
    return ask.seen ? sayYes(team, taken.value, by, by, now) : refuse({ kind: 'see-first', swap: taken.value });
  }
  const who = answerer(team, swap, by, ask.answersFor, true);
  return who.ok ? sayYes(team, swap, who.value, by, now) : who;
}

/** A swap that still waits for a yes, and the engineer who answers. */
function pending(
  team: Team,
  ask: { readonly swap: SwapId; readonly by: EngineerId | null },
  now: Date,
): Result<{ readonly swap: Swap; readonly by: EngineerId }, SwapRefusal> {
  const swap = team.swaps.get(ask.swap);
  if (!swap) return refuse({ kind: 'no-such-swap' });
  if (!ask.by) return refuse({ kind: 'not-on-team' });
  if (swap.state.kind !== 'open' || !isPending(team, swap, now)) return refuse({ kind: 'closed', swap });
  if (engineerOf(team, swap.requester).leftAt) return refuse({ kind: 'has-left', engineer: swap.requester });
  return succeed({ swap, by: ask.by });
}

/** Who a yes or a no is of: one who is asked, or whom a lead names. */
function answerer(
  team: Team,
  swap: Swap,
  by: EngineerId,
  answersFor: EngineerId | null,
  yes: boolean,
): Result<EngineerId, SwapRefusal> {
  const awaited = awaitedOf(swap);
  if (awaited.includes(by)) return succeed(by);
  if (partiesOf(swap).includes(by) && by !== swap.requester) return refuse({ kind: 'said-yes-already', swap });
  const [first] = awaited;
  if (by === swap.requester) return refuse({ kind: 'own-request' });
  if (!engineerOf(team, by).lead || !first) return refuse({ kind: 'not-asked', asked: awaited });
  if (!answersFor) return refuse({ kind: 'answer-for', swap, engineer: first, yes });
  return awaited.includes(answersFor) ? succeed(answersFor) : refuse({ kind: 'not-asked', asked: awaited });
}

/** What anybody may take as it is with somebody who takes it. */
function takenBy(team: Team, swap: Swap, by: EngineerId, gives: ShiftRef | null, now: Date): Result<Swap, SwapRefusal> {
  if (by === swap.requester) return refuse({ kind: 'own-request' });
  const [first, ...rest] = swap.legs.map((leg) => ({ ...leg, to: by })) as [Leg, ...Leg[]];
  if (swap.kind === 'cover') return succeed({ ...swap, legs: [first, ...rest] });
  const weeks = wantedOf(team, swap, by, now);
  const week = gives ?? (weeks.length === 1 ? weeks[0] : undefined);
  if (weeks.length === 0) return refuse({ kind: 'no-wanted-week', swap });
  const hindrance = hindranceOf(team, first, now);
  if (hindrance) return refuse(hindrance);
  if (!week) return refuse({ kind: 'which-week', swap, weeks });
  if (!weeks.some((each) => isSameShift(each, week))) return refuse({ kind: 'no-wanted-week', swap });
  const back: Leg = { duty: first.duty, shift: week, days: null, from: by, to: swap.requester };
  return succeed({ ...swap, legs: [first, back] });
}

/** The weeks of somebody that the requester of an open trade would take, and could. */
const wantedOf = (team: Team, swap: Swap, engineer: EngineerId, now: Date): readonly ShiftRef[] =>
  swap.wants.filter((shift) => {
    const leg: Leg = { duty: swap.legs[0].duty, shift, days: null, from: engineer, to: swap.requester };
    return !hindranceOf(team, leg, now);
  });

/** One yes more, as `by` says it; with the last one it is agreed, or waits for a lead. */
function sayYes(team: Team, swap: Swap, of: EngineerId, by: EngineerId, now: Date): Outcome {
  const refused = refusalOf(team, swap, now);
  if (refused) return refuse(refused);
  if (swap.state.kind !== 'open') return refuse({ kind: 'closed', swap });
  const yes = [...swap.state.yes, of];
  const answers = by === of ? swap.answers : [...swap.answers, { of, by }];
  const agreed: Swap = { ...swap, isOpen: false, answers, state: { ...swap.state, yes } };
  if (awaitedOf(agreed).length > 0) return moved(agreed, agreed.state, []);
  // Whoever asked for somebody else is a lead, and not the requester.
  const isByLead = swap.askedBy !== swap.requester && !swap.absence;
  const approvedBy = isByLead && team.approval === 'lead' ? swap.askedBy : null;
  if (team.approval === 'peer' || approvedBy || swap.absence) return agree(team, agreed, approvedBy, by, now);
  const waiting: SwapState = { kind: 'awaiting-lead', since: now };
  return moved(agreed, waiting, requestNotices(team, { ...agreed, state: waiting }, now));
}

/** The swap takes effect. */
export function agree(
  team: Team,
  swap: Swap,
  approvedBy: Extract<SwapState, { kind: 'agreed' }>['approvedBy'],
  by: EngineerId | null,
  now: Date,
): Result<Decision<Swap>, never> {
  const state: SwapState = { kind: 'agreed', at: now, approvedBy, undo: [] };
  const overrides = overridesOf(team, swap, now, (place) => `${swap.id}.${place}` as OverrideId);
  const { answer, changes } = moveOf(swap, state);
  return succeed({
    answer,
    changes: [...changes, ...overrides.map((override) => ({ kind: 'override-added' as const, override }))],
    notices: outcomeNotices(team, answer, 'agreed', by, now),
  });
}

/** A swap in another state, and the change that makes it so. */
export const moveOf = (
  swap: Swap,
  state: SwapState,
): { readonly answer: Swap; readonly changes: readonly Change[] } => ({
  answer: { ...swap, state },
  changes: [{ kind: 'swap-moved', swap: swap.id, legs: swap.legs, isOpen: swap.isOpen, answers: swap.answers, state }],
});

/** A swap in another state, and whom to tell. */
export const moved = (swap: Swap, state: SwapState, notices: readonly NewNotice[]): Outcome =>
  succeed({ ...moveOf(swap, state), notices });

/** Says no: it closes what somebody in particular was asked, and takes its sayer out of what anybody may take. */
export function declineSwap(
  team: Team,
  ask: { readonly swap: SwapId; readonly by: EngineerId | null; readonly answersFor: EngineerId | null },
  now: Date,
): Outcome {
  const found = pending(team, ask, now);
  if (!found.ok) return found;
  const { swap, by } = found.value;
  if (swap.state.kind !== 'open') return refuse({ kind: 'closed', swap });
  if (swap.isOpen) {
    if (by === swap.requester) return refuse({ kind: 'own-request' });
    return moved(swap, { ...swap.state, no: [...swap.state.no.filter((each) => each !== by), by] }, []);
  }
  // Who said yes may still say no.
  const who = swap.state.yes.includes(by) ? succeed(by) : answerer(team, swap, by, ask.answersFor, false);
  if (!who.ok) return who;
  const state: SwapState = { kind: 'declined', at: now, by: who.value };
  const answers = by === who.value ? swap.answers : [...swap.answers, { of: who.value, by }];
  return moved({ ...swap, answers }, state, closedNotices({ ...swap, state }, [...swap.state.yes, who.value], by, now));
}
