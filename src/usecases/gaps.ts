import { absences, leadToTell } from '../domain/availability';
import { type Gap, gapsBetween, isDuty } from '../domain/gaps';
import type { EngineerId } from '../domain/ids';
import { DAY, earlier, isBefore, later, overlap } from '../domain/interval';
import { shiftAt } from '../domain/rotation';
import { engineerOf, type FoundGap, type GapMatter, type Team } from '../domain/team';
import { afterWorkingTime, nextWorkingTime } from '../domain/working-hours';
import { HEAD_START } from './conflicts';
import type { Change, Decision } from './decision';
import type { NewNotice } from './notice';

/** How far ahead gaps are told of, and how far they are followed, so that those have their true end; in milliseconds. */
const GAPS_AHEAD = 56 * DAY;
const GAPS_FOLLOWED = 2 * GAPS_AHEAD;

/** How long before it begins the channel hears of a gap, in milliseconds. */
const CHANNEL_TOLD = 14 * DAY;

/** The gaps of the coming eight weeks. */
export function gapsAhead(team: Team, now: Date): readonly Gap[] {
  const soon = new Date(now.getTime() + GAPS_AHEAD);
  return gapsBetween(team, { start: now, end: new Date(now.getTime() + GAPS_FOLLOWED) }).filter((gap) =>
    isBefore(gap.start, soon),
  );
}

/** Which gaps are new, moved or closed since the last look, and whom to tell that some are closed. Null where none is. */
export function settleGaps(team: Team, now: Date): Decision<null> | null {
  if (!team.begunAt) return null;
  const ahead = gapsAhead(team, now);
  const followed = new Map<Gap, FoundGap>();
  const changes: Change[] = [];
  const closed: FoundGap[] = [];
  for (const found of team.gaps) {
    if (found.closedAt || !isBefore(now, found.end)) continue;
    const gap = ahead.find((each) => isSameMatter(each, found) && overlap(each, found));
    // Of two that grew into one, the older goes on, and nothing is said of the other.
    if (!gap || followed.has(gap)) changes.push({ kind: 'gap-closed', gap: found.id, at: now });
    if (!gap) closed.push(found);
    else if (!followed.has(gap)) {
      followed.set(gap, found);
      const span = spanNow(gap, found, now);
      if (!isSameSpan(span, found)) changes.push({ kind: 'gap-moved', gap: found.id, span });
    }
  }
  for (const gap of ahead) if (!followed.has(gap)) changes.push({ kind: 'gap-found', gap: newGap(team, gap, now) });
  return changes.length === 0 ? null : { answer: null, changes, notices: closedNotices(closed, now) };
}

/** Its span as seen from now, which neither moves what has begun nor knows the end of what goes on past all that is followed. */
const spanNow = ({ start, end }: Gap, found: FoundGap, now: Date) => ({
  start: isBefore(now, start) ? start : found.start,
  end: isBefore(end, new Date(now.getTime() + GAPS_FOLLOWED)) ? end : found.end,
});

const isSameSpan = (one: Pick<Gap, 'start' | 'end'>, other: Pick<Gap, 'start' | 'end'>): boolean =>
  one.start.getTime() === other.start.getTime() && one.end.getTime() === other.end.getTime();

const subjectOf = (matter: GapMatter): string => (matter.kind === 'duty' ? matter.duty : matter.pipeline);

const isSameMatter = (one: GapMatter, other: GapMatter): boolean =>
  one.kind === other.kind && subjectOf(one) === subjectOf(other);

function newGap(team: Team, gap: Gap, now: Date): FoundGap {
  const id = `${gap.kind}:${subjectOf(gap)}:${now.toISOString()}:${gap.start.toISOString()}`;
  return { ...gap, id, foundAt: now, askedOf: closersOf(team, gap, now), closedAt: null };
}

/** Who can close a gap: those whose time off makes it, and a lead, who can change the team. */
function closersOf(team: Team, gap: Gap, now: Date): readonly EngineerId[] {
  const pipeline = gap.kind === 'ownership' && team.pipelines.get(gap.pipeline);
  const order = shiftAt(team, gap.start)?.version.order ?? [];
  const could = pipeline ? [pipeline.primaryOwner, pipeline.secondaryOwner] : order;
  const away = could.filter(
    (id) =>
      !engineerOf(team, id).leftAt &&
      absences(team)
        .get(id)
        ?.some((span) => overlap(span, gap)),
  );
  const lead = leadToTell(team, now);
  return lead && !away.includes(lead) ? [...away, lead] : away;
}

/** What is found at once is told to one person at once, and to the channel as it comes near: its key in notices. */
const keyOf = (at: string, to: EngineerId | null, day: string | null): string => `gaps:${at}:${to ?? `channel:${day}`}`;

/** The day on which a gap began when it was found, in UTC; it never changes. */
const dayOf = ({ id }: FoundGap): string => id.slice(-BEGIN_LENGTH).slice(0, 10);

/** Characters of the instant at the end of a gap's id. */
const BEGIN_LENGTH = new Date(0).toISOString().length;

/** Whether a gap is told of to an addressee: one who can close it, or the channel on a day. */
export const isToldTo = (gap: FoundGap, to: EngineerId | null, day: string | null): boolean =>
  to ? gap.askedOf.includes(to) : day === null || dayOf(gap) === day;

/** The gaps found at an instant that are still open. */
export const openGaps = (team: Team, foundAt: string, now: Date): readonly FoundGap[] =>
  team.gaps.filter((gap) => gap.foundAt.toISOString() === foundAt && !gap.closedAt && isBefore(now, gap.end));

/** What time makes due about gaps: first those who can close them are told, then the channel. */
export function gapTimes(team: Team, now: Date): readonly NewNotice[] {
  const founds = new Set(team.gaps.filter((gap) => !gap.closedAt).map(({ foundAt }) => foundAt.toISOString()));
  return [...founds].flatMap((at) => {
    const open = openGaps(team, at, now);
    const notice = (to: EngineerId | null, day: string | null, dueAt: Date): NewNotice => ({
      ...{ key: keyOf(at, to, day), notice: { kind: 'gaps', found: at, to, day }, cause: 'time', dueAt },
      until: open
        .filter((gap) => isToldTo(gap, to, day))
        .map(({ end }) => end)
        .reduce(later, new Date(0)),
    });
    const asked = new Set(open.flatMap(({ askedOf }) => askedOf));
    const days = new Set(open.map(dayOf));
    return [
      ...[...asked].map((id) => notice(id, null, new Date(at))),
      ...[...days].map((day) => {
        const due = open.filter((gap) => dayOf(gap) === day).map((gap) => channelTold(team, gap));
        return notice(null, day, due.reduce(earlier));
      }),
    ];
  });
}

/** When the channel hears of a gap, in working hours of the first of those who can close it, unless it has begun by then. */
function channelTold(team: Team, { foundAt, start, askedOf }: FoundGap): Date {
  const early = new Date(start.getTime() - CHANNEL_TOLD);
  const dues = askedOf.flatMap((id) => {
    const soonest = () => afterWorkingTime(team, id, foundAt, HEAD_START);
    return (isBefore(early, foundAt) ? soonest() : nextWorkingTime(team, id, early)) ?? [];
  });
  const due = dues.length > 0 ? dues.reduce(earlier) : undefined;
  return due && isBefore(due, start) ? due : later(early, foundAt);
}

/** The notices that told of a gap. */
export const tellingsOf = (gaps: readonly FoundGap[], to: EngineerId | null): readonly string[] => [
  ...new Set(gaps.map((gap) => keyOf(gap.foundAt.toISOString(), to, dayOf(gap)))),
];

/** The gaps closed at an instant that an addressee could have heard of; not those that are part of another now. */
export const closedGaps = (team: Team, closedAt: string, to: EngineerId | null): readonly FoundGap[] =>
  team.gaps.filter(
    (gap) =>
      gap.closedAt?.toISOString() === closedAt && (!to || gap.askedOf.includes(to)) && !isPartOfAnother(team, gap),
  );

/** Whether a gap that is closed is only told of as part of another that is open: nobody on duty, so nobody is backup either. */
export const isPartOfAnother = (team: Team, gap: FoundGap): boolean =>
  gap.closedAt !== null &&
  team.gaps.some(
    (other) =>
      !other.closedAt &&
      overlap(other, gap) !== undefined &&
      (isSameMatter(other, gap) || (isDuty(gap, 'backup') && isDuty(other, 'primary'))),
  );

function closedNotices(closed: readonly FoundGap[], now: Date): readonly NewNotice[] {
  const at = now.toISOString();
  const until = closed.map(({ end }) => end).reduce(later, now);
  const tos = closed.length > 0 ? new Set([null, ...closed.flatMap(({ askedOf }) => askedOf)]) : [];
  return [...tos].map((to) => ({
    key: `gaps-closed:${at}:${to ?? 'channel'}`,
    ...{ notice: { kind: 'gaps-closed', closed: at, to }, cause: 'act', dueAt: now, until },
  }));
}
