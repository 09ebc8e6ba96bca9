import { awayUntil, leadToTell } from '../domain/availability';
import { type Conflict, conflictsOf } from '../domain/conflicts';
import { loadsOf, turnsOf } from '../domain/fairness';
import type { EngineerId } from '../domain/ids';
import { DAY, type Interval, isBefore, later, MINUTE } from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';
import { isSameShift, shiftNamed } from '../domain/rotation';
import { type ConflictAnswer, engineerOf, type Team } from '../domain/team';
import { afterWorkingTime } from '../domain/working-hours';
import { type Decision, decided } from './decision';
import type { NewNotice } from './notice';

/** Times that somebody can be asked again later. */
const MOST_LATER = 2;

/** Working hours after which somebody is asked again: a week of them. */
const ASKED_AGAIN = 40 * 60 * MINUTE;

/** How long before it begins a lead hears of a conflict that nobody decided on, in milliseconds. */
const LEADS_TOLD = 14 * DAY;

/** What whoever can decide has of their working hours before others hear of it, where it comes so late; in milliseconds. */
export const HEAD_START = 4 * 60 * MINUTE;

/** A conflict as it stands: how often its engineer put it off, and whether they are not asked again yet. */
export type OpenConflict = { readonly conflict: Conflict; readonly later: number; readonly waits: boolean };

/** The conflicts nobody has decided on: not kept, and no request is open. Of one engineer, or of everybody. */
export function openConflicts(team: Team, engineer: EngineerId | null, now: Date): readonly OpenConflict[] {
  return conflictsOf(team, now).flatMap((conflict) => {
    if (engineer && conflict.engineer !== engineer) return [];
    const answers = answersTo(team, conflict);
    if (answers.some(({ answer }) => answer === 'kept')) return [];
    const last = answers.at(-1);
    const again = last && afterWorkingTime(team, conflict.engineer, last.at, ASKED_AGAIN);
    return [{ conflict, later: answers.length, waits: again !== undefined && isBefore(now, again) }];
  });
}

const answersTo = (team: Team, { key }: Conflict): readonly ConflictAnswer[] =>
  team.conflictAnswers.filter((answer) => answer.key === key);

/** How often somebody had a holiday before, and how many weeks with any holiday. */
type Turns = { readonly engineer: EngineerId; readonly turns: number; readonly holidayWeeks: number };

/**
 * Whose turn a holiday is that everybody has: how often its engineer had it before, and who is due before them. That is
 * who had it less often, or as often and fewer weeks with any holiday; of several, who has the fewest of these around it.
 */
export function fairTurn(
  team: Team,
  { shift: ref, engineer, holidays, span, begins, until }: Conflict,
): { readonly own: Turns; readonly other: Turns | null } {
  const names = holidays.map(({ name }) => name);
  const [turns, weeks] = [turnsOf(team, names, span.start), turnsOf(team, null, span.start)];
  const of = (id: EngineerId): Turns => ({
    ...{ engineer: id, turns: turns.get(id) ?? 0, holidayWeeks: weeks.get(id) ?? 0 },
  });
  const order = (one: Turns, other: Turns): number => one.turns - other.turns || one.holidayWeeks - other.holidayWeeks;
  const isThere = (id: EngineerId): boolean =>
    !engineerOf(team, id).leftAt && !awayUntil(team, id, begins) && !awayUntil(team, id, until);
  const own = of(engineer);
  const loads = loadsOf(team, span.start);
  const around = ({ engineer: id }: Turns): number => loads.get(id)?.holidayWeeks ?? 0;
  const [least] = (shiftNamed(team, ref)?.version.order ?? [])
    .filter(isThere)
    .map(of)
    .sort((one, other) => order(one, other) || around(one) - around(other));
  return { own, other: least && order(least, own) < 0 ? least : null };
}

export type ConflictRefusal = { readonly kind: 'not-on-team' } | { readonly kind: 'no-conflict' };

/** Says of one's own conflict that one keeps the duty, or wants to be asked later. */
export function answerConflict(
  team: Team,
  ask: { readonly key: string; readonly answer: ConflictAnswer['answer']; readonly by: EngineerId | null },
  now: Date,
): Result<Decision<OpenConflict>, ConflictRefusal> {
  const { key, answer, by } = ask;
  if (!by) return refuse({ kind: 'not-on-team' });
  const open = openConflicts(team, by, now).find(({ conflict }) => conflict.key === key);
  if (!open || (answer === 'later' && (open.later >= MOST_LATER || open.waits))) return refuse({ kind: 'no-conflict' });
  return succeed(decided(open, { kind: 'conflict-answered', answer: { key, engineer: by, answer, at: now } }));
}

/** Whether somebody may still put a conflict off. */
export const maySayLater = ({ later: times }: OpenConflict): boolean => times < MOST_LATER;

/** How often it was swapped away and came back: each time it is asked about anew. */
const returnsOf = (team: Team, { engineer, duty, shift }: Conflict): number =>
  [...team.swaps.values()].filter(
    ({ state, legs }) =>
      (state.kind === 'undone' || state.kind === 'void') &&
      legs.some((leg) => leg.from === engineer && leg.duty === duty && isSameShift(leg.shift, shift)),
  ).length;

/** What time makes due about conflicts. */
export function conflictTimes(team: Team, span: Interval): readonly NewNotice[] {
  const { begunAt } = team;
  if (!begunAt) return [];
  // Seen from the end of the span, which is now for what is due.
  const now = span.end;
  return openConflicts(team, null, now).flatMap(({ conflict, later: times }): NewNotice[] => {
    const { key, engineer, since, until } = conflict;
    const first = later(since, begunAt);
    const [last] = answersTo(team, conflict).slice(-1);
    const asked = times === 0 ? first : last && afterWorkingTime(team, engineer, last.at, ASKED_AGAIN);
    const again = returnsOf(team, conflict);
    const prompt: NewNotice[] =
      asked && times <= MOST_LATER && isBefore(asked, until)
        ? [
            {
              key: `conflict:${key}:${times}${again > 0 ? `:${again}` : ''}`,
              notice: { kind: 'conflict', conflict: key, to: engineer },
              ...{ cause: 'time', dueAt: asked, until },
            },
          ]
        : [];
    const patient = afterWorkingTime(team, engineer, first, HEAD_START);
    const soonest = patient && isBefore(patient, conflict.begins) ? patient : first;
    const late = later(new Date(conflict.span.start.getTime() - LEADS_TOLD), soonest);
    const lead = leadToTell(team, now, [engineer]);
    const told: NewNotice[] =
      lead && isBefore(late, until)
        ? [
            {
              key: `conflict-open:${key}`,
              notice: { kind: 'conflict-open', conflict: key, to: lead },
              ...{ cause: 'time', dueAt: late, until },
            },
          ]
        : [];
    return [...prompt, ...told];
  });
}
