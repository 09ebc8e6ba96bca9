import { leadToTell } from '../domain/availability';
import { type Handoff, handoffInto } from '../domain/handoff';
import type { EngineerId, UserGroupId } from '../domain/ids';
import { DAY, type Interval, isBefore, MINUTE } from '../domain/interval';
import { shiftNamed, shiftsBetween } from '../domain/rotation';
import { onCallAt } from '../domain/schedule';
import { engineerOf, REMINDERS, type ShiftRef, type Team } from '../domain/team';
import { afterWorkingTime, lastWorkingDayBefore } from '../domain/working-hours';
import { conflictTimes } from './conflicts';
import { gapTimes } from './gaps';
import { addresseeOf, isReminder, type NewNotice, type Notice } from './notice';
import { ABSENCE, isMoot, isUrgent, swapTimes } from './swap-notices';

/** What a shift is called in keys, which never change: not by its start, which a change of the clocks or the rotation may move. */
export const keyOf = ({ version, turn }: ShiftRef): string => `v${version}.${turn}`;

/** The key of the post of a handoff. */
export const handoffKey = (handoff: ShiftRef): string => `handoff:${keyOf(handoff)}`;

/** The key of what is said where nobody accepts: to a person, or to the team's channel (null). */
const unacceptedKey = (handoff: ShiftRef, to: EngineerId | null): string =>
  `unaccepted:${keyOf(handoff)}:${to ?? 'channel'}`;

/** How far back it is recorded that a handoff was missed, in milliseconds. */
const LOOKED_BACK = 56 * DAY;

/** How far ahead people can see what will be told, in milliseconds. */
const LOOKED_AHEAD = 15 * DAY;

/**
 * What time has made due by now and has not ended, whether or not it is stored or told already; and, to be recorded as not
 * told, the handoffs of weeks that are over and what its addressee muted. Nothing that was due before the team was begun.
 */
export function planNotices(team: Team, now: Date): readonly NewNotice[] {
  const span = { start: new Date(now.getTime() - LOOKED_BACK), end: now };
  // A conflict that arises in a shift long in sight has been due as long: it is asked about when it is seen.
  const standing = conflictTimes(team, span).filter(({ dueAt }) => !isBefore(span.start, dueAt));
  return [...standing, ...dueIn(team, span)].flatMap((planned) => {
    if (!planned.until || isBefore(now, planned.until)) {
      const reason = 'Its addressee muted what is of its kind';
      return [isMuted(team, planned.notice) ? { ...planned, untold: { kind: 'dropped', reason } } : planned];
    }
    return planned.notice.kind === 'handoff'
      ? [{ ...planned, untold: { kind: 'skipped', reason: 'The week was over before it could be posted' } }]
      : [];
  });
}

/** What time will make due after now, as far as is known, what comes first first. */
export const comingNotices = (team: Team, now: Date): readonly NewNotice[] =>
  dueIn(team, { start: now, end: new Date(now.getTime() + LOOKED_AHEAD) }).filter(
    ({ notice }) => !isMuted(team, notice),
  );

/** What falls due in a span without its start and with its end. */
function dueIn(team: Team, span: Interval): readonly NewNotice[] {
  const { begunAt } = team;
  if (!begunAt) return [];
  // What is due at a handoff's edge belongs to a shift that begins up to a week later.
  const around = { start: span.start, end: new Date(span.end.getTime() + 9 * DAY) };
  const ofHandoffs = shiftsBetween(team, around)
    .filter(({ start }) => !isBefore(start, begunAt))
    .flatMap((shift) => noticesOf(team, handoffInto(team, shift)));
  return [...ofHandoffs, ...swapTimes(team, span), ...conflictTimes(team, span), ...gapTimes(team, span.end)]
    .filter(({ dueAt }) => {
      if (isBefore(dueAt, begunAt)) return false;
      return isBefore(span.start, dueAt) && !isBefore(span.end, dueAt);
    })
    .sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
}

/** Everything that one handoff can make Baton say. */
function noticesOf(team: Team, handoff: Handoff): readonly NewNotice[] {
  const { ref, shift, outgoing, incoming, asks, acceptance } = handoff;
  const all: NewNotice[] = [];
  const add = (key: string, notice: Notice, dueAt: Date | undefined, until: Date): void => {
    if (dueAt && isBefore(dueAt, until)) all.push({ key, notice, cause: 'time', dueAt, until });
  };
  add(handoffKey(ref), { kind: 'handoff', handoff: ref }, shift.start, shift.end);
  if (!asks) return all;

  const { notesAt, nudgeAfterHours, tellAfterHours } = team.handoffs;
  const about = (kind: string, to: EngineerId): string => `${kind}:${keyOf(ref)}:${to}`;
  const eveOf = (engineer: EngineerId) => lastWorkingDayBefore(team, engineer, shift.start, notesAt)?.at;
  if (outgoing)
    add(about('notes', outgoing), { kind: 'notes-wanted', handoff: ref, to: outgoing }, eveOf(outgoing), shift.start);
  add(about('ahead', incoming), { kind: 'handoff-ahead', handoff: ref, to: incoming }, eveOf(incoming), shift.start);
  if (acceptance) return all;

  const afterHours = (hours: number) => afterWorkingTime(team, incoming, shift.start, hours * 60 * MINUTE);
  const told = afterHours(tellAfterHours);
  add(
    about('nudge', incoming),
    { kind: 'handoff-nudge', handoff: ref, to: incoming },
    afterHours(nudgeAfterHours),
    told ?? shift.end,
  );
  const unaccepted = { kind: 'handoff-unaccepted', handoff: ref } as const;
  add(unacceptedKey(ref, null), { ...unaccepted, to: null }, told, shift.end);
  const backup = told && onCallAt(team, told)?.backup?.engineer;
  if (backup && backup !== incoming) add(unacceptedKey(ref, backup), { ...unaccepted, to: backup }, told, shift.end);
  return all;
}

/** Milliseconds after which something was told late. */
export const LATE = 10 * MINUTE;

/**
 * When somebody may first be reminded to accept a handoff that was posted late: as long after the post as it would else be
 * after the handoff. Null where nothing has to wait.
 */
export function afterLatePost(team: Team, notice: Notice, postedAt: Date | null): Date | null {
  if (!postedAt || (notice.kind !== 'handoff-nudge' && notice.kind !== 'handoff-unaccepted')) return null;
  const shift = shiftNamed(team, notice.handoff);
  if (!shift || isBefore(postedAt, new Date(shift.start.getTime() + LATE))) return null;
  const { nudgeAfterHours, tellAfterHours } = team.handoffs;
  const hours = notice.kind === 'handoff-nudge' ? nudgeAfterHours : tellAfterHours;
  return afterWorkingTime(team, handoffInto(team, shift).incoming, postedAt, hours * 60 * MINUTE) ?? null;
}

/** Whether a notice is a reminder that its addressee does not want. */
const isMuted = (team: Team, notice: Notice): boolean =>
  isReminder(notice) && engineerOf(team, notice.to).muted.includes(notice.kind);

/** What waits for its addressee's working hours: everything but changes of their duty, and what keeps others from being told. */
const IN_WORKING_HOURS: readonly Notice['kind'][] = [
  ...REMINDERS,
  ...(['handoff-unaccepted', 'note-for-you', 'mirror-refused', 'group-question'] as const),
  ...(['swap-request', 'swap-approval', 'swap-silent', 'swap-closed', 'swap-undo'] as const),
  ...(['swap-outcome', 'absence', 'conflict', 'conflict-open', 'gaps', 'gaps-closed'] as const),
];

/** Whether a notice is told in its addressee's working hours only. What is asked about a duty of today cannot wait. */
export const waitsForWorkingHours = (team: Team, notice: Notice, now: Date): boolean =>
  IN_WORKING_HOURS.includes(notice.kind) && !isUrgent(team, notice, now);

/** Why a notice need not be told any more; null where it must. */
export function lapse(
  team: Team,
  { key, notice, cause, until }: NewNotice,
  now: Date,
): { readonly kind: 'dropped' | 'skipped'; readonly reason: string } | null {
  if (until && !isBefore(now, until)) return { kind: 'skipped', reason: 'Its time was over before it could be told' };
  if (isMoot(team, notice, now)) return { kind: 'dropped', reason: 'Answered, or over, before it was told' };
  if (isTakenBack(team, key, notice)) return { kind: 'dropped', reason: 'Taken back before it was told' };
  if (notice.kind === 'group-question' && team.groupConsent) return { kind: 'dropped', reason: 'Answered already' };
  if (cause !== 'time' || planNotices(team, now).some((planned) => planned.key === key && !planned.untold)) return null;
  return { kind: 'dropped', reason: 'No longer so: it was accepted, muted, or the schedule changed' };
}

/** Whether a notice tells of an absence that is recorded no more. */
const isTakenBack = (team: Team, key: string, notice: Notice): boolean =>
  notice.kind === 'absence' &&
  key.startsWith(ABSENCE) &&
  team.timeOff.some(({ id, cancelledAt }) => id === notice.timeOff && cancelledAt !== null);

/** What tells a lead that a notice is blocked; one that itself tells of a fault goes to the next lead, while there is one. */
export function blockedNotices(team: Team, blocked: NewNotice, reason: string, now: Date): readonly NewNotice[] {
  const { key, notice, cause } = blocked;
  const addressee = addresseeOf(notice);
  if (cause !== 'fault') {
    const to = leadToTell(team, now, addressee ? [addressee] : []);
    // Who is not linked is told of once, whatever else cannot reach them.
    const told = addressee && !engineerOf(team, addressee).slack ? `unlinked:${addressee}` : `blocked:${key}`;
    return to ? [fault(told, { kind: 'notice-blocked', key, reason, to }, now)] : [];
  }
  if (!addressee || !('to' in notice)) return [];
  const tried = [...(key.split(TRIED).slice(1) as EngineerId[]), addressee];
  const to = leadToTell(team, now, tried);
  return to ? [fault([key.split(TRIED)[0], ...tried].join(TRIED), { ...notice, to }, now)] : [];
}

/** Stands in the key of what tells of a fault before each lead whom it could not reach. */
const TRIED = ' not ';

/** What tells a lead that a mirror is refused; `since` tells this refusal from the next. */
export function refusedNotices(
  team: Team,
  refused: { readonly mirror: 'topic' | 'group'; readonly reason: string; readonly since: Date },
  now: Date,
): readonly NewNotice[] {
  const { mirror, reason, since } = refused;
  const to = leadToTell(team, now);
  return to
    ? [fault(`refused:${mirror}:${since.toISOString()}`, { kind: 'mirror-refused', mirror, reason, to }, now)]
    : [];
}

/** What asks a lead whether Baton may keep a user group. */
export function groupQuestion(team: Team, group: UserGroupId, now: Date): readonly NewNotice[] {
  const to = leadToTell(team, now);
  return to ? [fault(`group:${group}`, { kind: 'group-question', group, to }, now)] : [];
}

const fault = (key: string, notice: Notice, dueAt: Date): NewNotice => ({
  key,
  notice,
  cause: 'fault',
  dueAt,
  until: null,
});
