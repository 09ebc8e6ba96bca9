import { UTCDateMini } from '@date-fns/utc';
import { format } from 'date-fns/format';
import type { Availability } from '../domain/availability';
import type { Role } from '../domain/call-list';
import type { Gap } from '../domain/gaps';
import type { EngineerId } from '../domain/ids';
import { type LocalDate, localDateOf, localTimeOf, offsetAt, weekdayOf, type Zone } from '../domain/interval';
import { firstShift, shiftAt } from '../domain/rotation';
import type { Assignment, Reason } from '../domain/schedule';
import { engineerOf, type Reminder, type Team, zoneOf } from '../domain/team';
import type { Trouble } from './health';
import type { Notice } from './notice';
import type { Heartbeat, StoredMirror } from './outbox';
import type { PipelineHoliday } from './ownership';

/** What plain wording depends on: the team, and from when it is seen. */
type Moment = { readonly team: Team; readonly now: Date };

/** A person by name, with a mark where they left the team. */
export function nameOf(team: Team, id: EngineerId): string {
  const { name, leftAt } = engineerOf(team, id);
  return leftAt ? `${name} (left)` : name;
}

/** An instant as plain text: `Mon 30 Nov 09:00`, with the year where it is not this one. */
export const plainMoment = (instant: Date, zone: Zone, now: Date): string =>
  `${plainDay(instant, zone, now)} ${localTimeOf(instant, zone)}`;

/** The day of an instant in a zone: `Mon 30 Nov`, with the year where it is not this one. */
export function plainDay(instant: Date, zone: Zone, now: Date): string {
  const day = wallClock(instant, zone);
  const isThisYear = day.getFullYear() === wallClock(now, zone).getFullYear();
  return format(day, isThisYear ? 'EEE d MMM' : 'EEE d MMM yyyy');
}

/** A calendar day with its weekday: `Thursday 24 December 2026`. */
export const fullDay = (date: LocalDate): string => format(new UTCDateMini(date), 'EEEE d MMMM yyyy');

/** What the wall clock of a zone shows, as a date that `format` reads the same everywhere, and faster than one with a zone. */
const wallClock = (instant: Date, zone: Zone): Date =>
  new UTCDateMini(instant.getTime() + offsetAt(instant.getTime(), zone));

/** A zone as people say it: `New York time`. */
export const placeOf = (zone: Zone): string => `${(zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')} time`;

/** When the rotation passes on, in the team's zone: `Mondays at 09:00, New York time`. */
export function handoffOf({ team, now }: Moment): string {
  const { version } = shiftAt(team, now) ?? firstShift(team);
  const day = weekdayOf(version.firstHandoff.date);
  return `${day.charAt(0).toUpperCase()}${day.slice(1)}s at ${version.firstHandoff.time}, ${placeOf(version.timezone)}`;
}

/** Why somebody holds a duty, as half a sentence; null where it is their turn. */
export function because({ team, now }: Moment, { reason }: Assignment): string | null {
  return reason.kind === 'rotation' ? null : departure(team, reason, now);
}

function departure(team: Team, reason: Exclude<Reason, { kind: 'rotation' }>, now: Date): string {
  const replaced = nameOf(team, reason.replaces);
  switch (reason.kind) {
    case 'trade':
      return `swapped with ${replaced}, agreed ${plainDay(reason.agreedAt, team.timezone, now)}`;
    case 'cover':
      return `covers for ${replaced}, agreed ${plainDay(reason.agreedAt, team.timezone, now)}`;
    case 'repair':
      return reason.because === 'away'
        ? `stands in for ${replaced}, who is away`
        : `stands in for ${replaced}, who is on call`;
  }
}

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  primary: 'on call',
  backup: 'backup',
  'primary-owner': 'owner',
  'secondary-owner': 'second owner',
  rotation: 'in the rotation',
  final: 'final escalation',
};

/** Why somebody stands on a call list: `on call, owner`. */
export const roleWords = (roles: readonly Role[]): string => roles.map((role) => ROLE_WORDS[role]).join(', ');

/** What keeps somebody from being reached, or null. */
export function hindrance(team: Team, availability: Availability, now: Date): string | null {
  switch (availability.kind) {
    case 'reachable':
      return null;
    case 'holiday':
      return `holiday: ${availability.name}`;
    case 'left':
      return 'left the team';
    case 'away':
      return `away until ${plainMoment(availability.until, team.timezone, now)}`;
  }
}

/** Who is missing, and when: `Nobody is backup from Mon 9 Nov 09:00 to Mon 16 Nov 09:00`. */
export function gapWords({ team, now }: Moment, gap: Gap): string {
  const [from, to] = [gap.start, gap.end].map((instant) => plainMoment(instant, team.timezone, now));
  return `${missing(team, gap)} from ${from} to ${to}`;
}

function missing(team: Team, gap: Gap): string {
  if (gap.kind === 'duty') return gap.duty === 'primary' ? 'Nobody is on duty' : 'Nobody is backup';
  return `Both owners of ${team.pipelines.get(gap.pipeline)?.name ?? gap.pipeline} are away`;
}

/** What becomes of a pipeline on a holiday of the primary. */
export function pipelineHolidayWords(
  { team, now }: Moment,
  { date, name, primary, waits, lead, until }: PipelineHoliday,
): string {
  const leads = lead ? `${nameOf(team, lead)} leads critical support` : 'nobody is there to lead critical support';
  const becomes = waits ? `it waits${until ? ` until ${plainMoment(until, team.timezone, now)}` : ''}` : leads;
  return `${fullDay(date)} is a holiday of ${nameOf(team, primary)} (${name}): ${becomes}.`;
}

/** What an engineer's own clock shows: `14:05`, with the day where it is another than the team's. */
export function localClock(team: Team, id: EngineerId, now: Date): string {
  const zone = zoneOf(team, engineerOf(team, id));
  const sameDay = localDateOf(now, zone) === localDateOf(now, team.timezone);
  return sameDay ? localTimeOf(now, zone) : format(wallClock(now, zone), 'EEE HH:mm');
}

/** Text cut to so many characters, with a mark where something is left out. */
export const shorten = (text: string, most: number): string =>
  text.length <= most ? text : `${[...text.slice(0, most - 1)].filter(isWhole).join('')}…`;

/** Half of a character that takes two units would be no text at all. */
const isWhole = (character: string): boolean => !/^[\uD800-\uDFFF]$/.test(character);

/** What each notice is; `{to}` stands where its addressee is named. */
const NOTICES: Readonly<Record<Notice['kind'], string>> = {
  handoff: 'the handoff post',
  'notes-wanted': 'a request for handoff notes{to}',
  'handoff-ahead': 'the notice of a coming week on call{to}',
  'handoff-nudge': 'a reminder to accept the handoff{to}',
  'handoff-unaccepted': 'the word{to} that the handoff is not accepted',
  'accepted-for-you': 'the word{to} that a lead accepted the handoff for them',
  'note-for-you': 'the word{to} of a new note',
  'notice-blocked': 'the word{to} of something blocked',
  'mirror-refused': 'the word{to} of something refused',
  'group-question': 'the question{to} about the user group',
  'swap-request': 'the request for a swap{to}',
  'swap-reminder': 'a reminder of a request for a swap{to}',
  'swap-silent': 'the word{to} that nobody answered a request',
  'swap-approval': 'the question{to} whether a swap may be',
  'swap-outcome': 'the outcome of a swap{to}',
  'swap-closed': 'the word{to} that a swap will not be',
  conflict: 'the question{to} about a duty on a holiday or time off',
  'conflict-open': 'the word{to} that a duty on a holiday or time off is open',
  gaps: 'the word{to} that nobody can be reached for something',
  'gaps-closed': 'the word{to} that somebody can be reached again',
  absence: 'the word{to} of an absence that changes duties',
  'swap-undo': 'the question{to} whether to undo a swap',
  'cover-edge': 'the begin or the end of a cover{to}',
};

/** What a notice is, and to whom it goes: `a request for handoff notes to Engineer 2`. */
export const noticeWords = (team: Team, notice: Notice): string =>
  NOTICES[notice.kind].replace('{to}', () => ('to' in notice && notice.to ? ` to ${nameOf(team, notice.to)}` : ''));

/** What happens instead of some notices. */
const UNLESS: Readonly<Partial<Record<Notice['kind'], string>>> = {
  gaps: 'closed',
  'handoff-nudge': 'accepted',
  'handoff-unaccepted': 'accepted',
  'swap-reminder': 'answered',
  'swap-silent': 'answered',
  'swap-closed': 'agreed',
};

/** The same for one that is still to come, with what keeps it from being told. */
export function comingWords(team: Team, notice: Notice): string {
  const unless = UNLESS[notice.kind];
  return `${noticeWords(team, notice)}${unless ? `, unless it is ${unless} by then` : ''}`;
}

/** What the reminders that can be muted are called. */
export const reminderWords = (reminder: Reminder): string => NOTICES[reminder].replace('{to}', '');

/** What is the matter, and what to do, in one sentence. */
export function troubleWords({ team, now }: Moment, trouble: Trouble): string {
  const moment = (instant: Date): string => plainMoment(instant, team.timezone, now);
  switch (trouble.kind) {
    case 'not-running':
      return 'Baton has never run on this database. Start it.';
    case 'not-ticking':
      return `Baton has not looked at the time since ${moment(trouble.since)}. Start it, or see its log.`;
    case 'not-connected':
      return 'Baton is not connected to Slack. It connects again by itself; see its log if it does not.';
    case 'not-begun':
      return 'Baton tells nobody anything yet. A lead types /oncall setup to let it begin.';
    case 'blocked':
      return `Cannot be sent: ${noticeWords(team, trouble.notice.notice)}. ${trouble.notice.reason ?? ''}`.trim();
    case 'unknown':
      return `Nobody knows yet whether ${noticeWords(team, trouble.notice.notice)} arrived; Baton looks for it, or sends it again.`;
    case 'overdue':
      return `Overdue since ${moment(trouble.notice.dueAt)}: ${noticeWords(team, trouble.notice.notice)}.`;
    case 'skipped':
      return `Not told: ${noticeWords(team, trouble.notice.notice)}, due ${moment(trouble.notice.dueAt)}. ${trouble.notice.reason ?? ''}`.trim();
    case 'mirror-refused':
      return `${MIRRORS[trouble.mirror.mirror] ?? 'A message'} is not kept up to date. ${trouble.mirror.refusal?.reason ?? ''}`.trim();
  }
}

/** Each process that is alive: `Version 0.1.0, connected, since Mon 23 Nov 09:00, last tick Mon 23 Nov 09:01.` */
export const processLines = ({ team, now }: Moment, processes: readonly Heartbeat[]): readonly string[] =>
  processes.length === 0
    ? ['Not running.']
    : processes.map(({ version, connected, startedAt, tickedAt }) => {
        const [since, last] = [startedAt, tickedAt].map((instant) => plainMoment(instant, team.timezone, now));
        return `Version ${version}, ${connected ? 'connected' : 'not connected'}, since ${since}, last tick ${last}.`;
      });

/** Whether the topic and the user group are as they should be: `The channel’s topic is kept, written Mon 30 Nov 09:00.` */
export const mirrorLines = ({ team, now }: Moment, mirrors: readonly StoredMirror[]): readonly string[] =>
  mirrors.flatMap(({ mirror, writtenAt, refusal }) => {
    const what = MIRRORS[mirror];
    const isKept = mirror !== 'group' || team.groupConsent?.agreed === true;
    if (!what || !writtenAt || refusal || !isKept) return [];
    return [`${what} is kept, written ${plainMoment(writtenAt, team.timezone, now)}.`];
  });

const MIRRORS: Readonly<Record<string, string>> = { topic: 'The channel’s topic', group: 'The user group' };
