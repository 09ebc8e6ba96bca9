import type { EngineerId } from './ids';
import { isBefore } from './interval';
import { isSameShift, refOf, type Shift } from './rotation';
import { onCallAt, type Stretch, stretchesOf } from './schedule';
import { type Acceptance, NOTE_TOPICS, type Note, type ShiftRef, type Team } from './team';
import { lastWorkingDayBefore } from './working-hours';

/** The moment a shift passes on, seen from what is known now. */
export type Handoff = {
  readonly ref: ShiftRef;
  /** The shift it begins. */
  readonly shift: Shift;
  /** Who was on call until then; null where nobody was before. */
  readonly outgoing: EngineerId | null;
  /** Who is on call from then on. On time off themselves where nobody can be reached. */
  readonly incoming: EngineerId;
  /** The whole shift, in parts in which nothing changes. */
  readonly stretches: readonly [Stretch, ...Stretch[]];
  /** Whether somebody else is on call from then on, and can be reached. */
  readonly passesOn: boolean;
  /** Whether somebody is asked to say that they have it: where it passes on, and Baton told them so. */
  readonly asks: boolean;
  readonly acceptance: Acceptance | null;
};

/** The handoff that begins a shift. */
export function handoffInto(team: Team, shift: Shift): Handoff {
  const [first, ...rest] = stretchesOf(team, shift);
  if (!first) throw new Error('a shift has no part');
  const ref = refOf(shift);
  const incoming = first.primary.engineer;
  const outgoing = onCallAt(team, new Date(shift.start.getTime() - 1))?.primary.engineer ?? null;
  const passesOn = outgoing !== incoming && !first.gaps.includes('primary');
  return {
    ref,
    shift,
    outgoing,
    incoming,
    stretches: [first, ...rest],
    passesOn,
    asks: passesOn && team.begunAt !== null && !isBefore(shift.start, team.begunAt),
    acceptance:
      team.acceptances.findLast(({ handoff, engineer }) => engineer === incoming && isSameShift(handoff, ref)) ?? null,
  };
}

/** From when on a handoff can be accepted: the beginning of the last working day before it, of who takes over. */
export function acceptableFrom(team: Team, { shift, incoming }: Handoff): Date {
  return lastWorkingDayBefore(team, incoming, shift.start, team.handoffs.notesAt)?.begins ?? shift.start;
}

/** The notes of a handoff, by topic, and of one topic in the order they were recorded. */
export const notesOf = (team: Team, ref: ShiftRef): readonly Note[] =>
  team.notes
    .filter(({ handoff }) => isSameShift(handoff, ref))
    .sort((one, other) => NOTE_TOPICS.indexOf(one.topic) - NOTE_TOPICS.indexOf(other.topic));
