import type { EngineerId } from '../domain/ids';
import { concernedBy, withLegs } from '../domain/impact';
import { contains, DAY, earlier, type Interval, isBefore, MINUTE } from '../domain/interval';
import { awaitedOf, beginsAt, expiresAt, hindranceOf, isPending, partiesOf, spanOf, standingOf } from '../domain/swap';
import type { Leg, Swap, Team, TimeOff } from '../domain/team';
import { afterWorkingTime, workingDaysBefore } from '../domain/working-hours';
import type { NewNotice, Notice } from './notice';

/** Something that somebody did, to be told at once. */
const act = (key: string, notice: Notice, dueAt: Date, until: Date | null = null): NewNotice => ({
  key,
  notice,
  cause: 'act',
  dueAt,
  until,
});

/** Who hears of a request: who is asked, in the channel where that is not one person; the requester, to follow it; the leads, where they decide. */
export function requestNotices(team: Team, swap: Swap, now: Date): readonly NewNotice[] {
  const { id, requester, state } = swap;
  const until = expiresAt(team, swap) ?? null;
  if (state.kind === 'awaiting-lead')
    return leadsBut(team, requester).map((to) =>
      act(`swap-approval:${id}:${to}`, { kind: 'swap-approval', swap: id, to }, now, until),
    );
  const asked = awaitedOf(swap);
  const [only] = asked;
  const card = only && asked.length === 1 ? only : null;
  return [card, requester].map((to) =>
    act(`swap:${id}:${to ?? 'channel'}`, { kind: 'swap-request', swap: id, to }, now, until),
  );
}

/** The leads in Slack who may decide on what somebody else asks for. */
const leadsBut = (team: Team, requester: EngineerId): readonly EngineerId[] =>
  [...team.engineers.values()]
    .filter((each) => each.lead && each.slack && !each.leftAt && each.id !== requester)
    .map(({ id }) => id);

/** Every key under which something about a swap can have been told to a channel or to somebody. */
export const keysOfSwap = (team: Team, { id }: Swap): readonly string[] =>
  [
    'swap',
    'swap-agreed',
    'swap-approval',
    'swap-undo',
    'swap-silent',
    ...REMINDED_BEFORE.map((days) => `swap-reminder:${id}:${days}`),
  ].flatMap((kind) =>
    ['channel', ...team.engineers.keys()].map((to) => (kind.includes(':') ? `${kind}:${to}` : `${kind}:${id}:${to}`)),
  );

/** An outcome is told once to the channel, and to everybody whose duties it changes but who caused it. `team` is as it was before. */
export function outcomeNotices(
  team: Team,
  swap: Swap,
  outcome: 'agreed' | 'undone' | 'void',
  by: EngineerId | null,
  now: Date,
): readonly NewNotice[] {
  const spans = swap.legs.flatMap((leg) => spanOf(team, leg) ?? []);
  const after =
    outcome === 'agreed'
      ? withLegs(team, swap, now)
      : { ...team, overrides: team.overrides.filter((override) => override.swap !== swap.id) };
  const people = new Set([...partiesOf(swap), ...concernedBy(team, after, spans)]);
  return [null, ...people]
    .filter((to) => to === null || (to !== by && !team.engineers.get(to)?.leftAt))
    .map((to) =>
      act(`swap-${outcome}:${swap.id}:${to ?? 'channel'}`, { kind: 'swap-outcome', swap: swap.id, outcome, to }, now),
    );
}

/**
 * An absence is told to everybody whose duties it changes, and to who is absent, but not to who said so. `kind` tells its
 * end from its begin.
 */
export const absenceNotices = (
  before: Team,
  after: Team,
  { id, engineer, span }: TimeOff,
  but: readonly (EngineerId | null)[],
  now: Date,
  kind: 'absence' | 'absence-over' = 'absence',
): readonly NewNotice[] =>
  [...new Set([engineer, ...concernedBy(before, after, [span])])]
    .filter((to) => !but.includes(to) && !before.engineers.get(to)?.leftAt)
    .map((to) => act(`${kind}:${id}:${to}`, { kind: 'absence', timeOff: id, to }, now));

/** How the keys begin of what tells of an absence, and of its end. */
export const ABSENCE = 'absence:';
const ABSENCE_OVER = 'absence-over:';

/** The key of what told of an absence, for the key of what tells of its end; null for any other. */
export const absenceEnded = (key: string): string | null =>
  key.startsWith(ABSENCE_OVER) ? ABSENCE + key.slice(ABSENCE_OVER.length) : null;

/** That it is closed is told to the requester and whoever said yes, but not to who closed it. */
export const closedNotices = (
  { id, requester }: Swap,
  saidYes: readonly EngineerId[],
  by: EngineerId | null,
  now: Date,
): readonly NewNotice[] =>
  [...new Set([requester, ...saidYes])]
    .filter((to) => to !== by)
    .map((to) => act(`swap-closed:${id}:${to}`, { kind: 'swap-closed', swap: id, to }, now));

/** Those who have not said yet that a swap should be undone are asked. */
export const undoNotices = ({ id }: Swap, waits: readonly EngineerId[], now: Date): readonly NewNotice[] =>
  waits.map((to) => act(`swap-undo:${id}:${to}`, { kind: 'swap-undo', swap: id, to }, now));

/** Working days before a swap would begin at which those are reminded who could still take it. */
const REMINDED_BEFORE = [7, 3, 1];

/** Working hours after which who was asked has said nothing for three days; of who is asked. */
const SILENT_AFTER = 24 * 60 * MINUTE;

/** For how long it is told that a request has expired, in milliseconds. */
const EXPIRED_TOLD = 7 * DAY;

/** What time makes due about swaps. Those that were over before the span began make nothing due in it. */
export function swapTimes(team: Team, span: Interval): readonly NewNotice[] {
  const all: NewNotice[] = [];
  for (const swap of team.swaps.values()) {
    const { kind } = swap.state;
    if (kind === 'open' || kind === 'awaiting-lead') all.push(...pendingTimes(team, swap, span));
    if (kind === 'agreed' && swap.kind === 'cover') all.push(...coverTimes(team, swap, span));
  }
  return all;
}

function pendingTimes(team: Team, swap: Swap, span: Interval): readonly NewNotice[] {
  const { id, requester, askedAt, state } = swap;
  const ends = expiresAt(team, swap);
  if (!ends || isBefore(new Date(ends.getTime() + EXPIRED_TOLD), span.start)) return [];
  const time = (key: string, notice: Notice, dueAt: Date | undefined, until: Date): readonly NewNotice[] =>
    dueAt && isBefore(dueAt, until) ? [{ key, notice, cause: 'time', dueAt, until }] : [];
  const told = new Date(ends.getTime() + EXPIRED_TOLD);
  const expired = [...new Set([requester, ...leadsBut(team, requester)])].flatMap((to) =>
    time(`swap-expired:${id}:${to}`, { kind: 'swap-closed', swap: id, to }, ends, told),
  );
  if (state.kind !== 'open') return expired;
  const [asked] = awaitedOf(swap);
  const silent = asked
    ? time(
        `swap-silent:${id}:${requester}`,
        { kind: 'swap-silent', swap: id, to: requester },
        afterWorkingTime(team, asked, askedAt, SILENT_AFTER),
        ends,
      )
    : [];
  // As far as it is known by then; a shift that has begun cannot be taken.
  const asOf = earlier(span.end, new Date(ends.getTime() - 1));
  const reminders = couldTake(team, swap, asOf).flatMap((to) => {
    const dues = REMINDED_BEFORE.map((days) => ({ days, at: workingDaysBefore(team, to, ends, days, '09:00') }));
    return dues.flatMap(({ days, at }, place) =>
      at && isBefore(askedAt, at)
        ? time(
            `swap-reminder:${id}:${days}:${to}`,
            { kind: 'swap-reminder', swap: id, days, to },
            at,
            dues[place + 1]?.at ?? ends,
          )
        : [],
    );
  });
  return [...expired, ...silent, ...reminders];
}

/** Who could still say yes: who is asked; of what anybody may take, who said no to nothing, and holds a week that is wanted. */
export function couldTake(team: Team, swap: Swap, now: Date): readonly EngineerId[] {
  const { state, legs, wants, requester } = swap;
  if (state.kind !== 'open') return [];
  if (!swap.isOpen) {
    const isHindered = swap.legs.some((leg) => hindranceOf(team, leg, now));
    return isHindered ? [] : awaitedOf(swap);
  }
  const newest = team.rotation[team.rotation.length - 1];
  return (newest?.order ?? []).filter((engineer) => {
    if (engineer === requester || state.no.includes(engineer)) return false;
    if (hindranceOf(team, { ...legs[0], to: engineer }, now)) return false;
    if (swap.kind === 'cover') return true;
    return wants.some((shift) => {
      const leg: Leg = { duty: legs[0].duty, shift, days: null, from: engineer, to: requester };
      return !hindranceOf(team, leg, now);
    });
  });
}

function coverTimes(team: Team, { id, legs }: Swap, span: Interval): readonly NewNotice[] {
  const standing = standingOf(team, id);
  return legs.flatMap((leg, place) => {
    const override = standing[place];
    // A whole shift begins and ends with a handoff, which tells both.
    if (!leg.days || !leg.to || !override || isBefore(override.span.end, new Date(span.start.getTime() - DAY)))
      return [];
    const { start, end } = override.span;
    // Where one cover follows on another of the same two, nothing ends between them.
    const goesOn = team.overrides.some(
      (other) =>
        !other.voidedAt &&
        (['duty', 'engineer', 'replaces'] as const).every((key) => other[key] === override[key]) &&
        contains(other.span, end),
    );
    return [leg.from, leg.to].flatMap((to) => {
      const edge = (which: 'begins' | 'ends', dueAt: Date, until: Date): NewNotice => ({
        key: `cover-${which}:${id}.${place}:${to}`,
        notice: { kind: 'cover-edge', swap: id, leg: place, edge: which, to },
        ...{ cause: 'time', dueAt, until },
      });
      // What began before it was agreed was told with that.
      const begins = isBefore(override.recordedAt, start) ? [edge('begins', start, end)] : [];
      return goesOn ? begins : [...begins, edge('ends', end, new Date(end.getTime() + DAY))];
    });
  });
}

/** Whether what a notice asks was answered, or its matter ended, before it was told. */
export function isMoot(team: Team, notice: Notice, now: Date): boolean {
  if (!('swap' in notice)) return false;
  const swap = team.swaps.get(notice.swap);
  if (!swap) return true;
  switch (notice.kind) {
    case 'swap-request':
      return !isPending(team, swap, now) || (isAnswer(swap, notice.to) && !awaitedOf(swap).includes(notice.to));
    case 'swap-approval':
      return swap.state.kind !== 'awaiting-lead' || !isPending(team, swap, now);
    case 'swap-undo':
      return swap.state.kind !== 'agreed' || swap.state.undo.includes(notice.to);
    default:
      return false;
  }
}

/** Whether a request goes to somebody for their answer, not for them to follow it. */
const isAnswer = (swap: Swap, to: EngineerId | null): to is EngineerId => to !== null && to !== swap.requester;

/** Whether a notice is about a duty that begins within a day, or has begun, or to who has just asked. */
export function isUrgent(team: Team, notice: Notice, now: Date): boolean {
  const isSoon = (instant: Date) => isBefore(instant, new Date(now.getTime() + DAY));
  if (notice.kind === 'absence') {
    const away = team.timeOff.find(({ id }) => id === notice.timeOff);
    return away !== undefined && isSoon(away.span.start);
  }
  if (!('swap' in notice)) return false;
  const swap = team.swaps.get(notice.swap);
  if (!swap) return false;
  // Who has just asked is awake.
  if (notice.kind === 'swap-request' && notice.to === swap.requester && swap.askedBy === swap.requester) return true;
  const starts = swap.legs.flatMap((leg) => spanOf(team, leg)?.start ?? []);
  const first =
    beginsAt(team, swap.id) ??
    starts.reduce<Date | undefined>((one, other) => (one ? earlier(one, other) : other), undefined);
  return first !== undefined && isSoon(first);
}
