import type {
  AreaId,
  ChannelId,
  EngineerId,
  NoteId,
  OverrideId,
  PipelineId,
  SlackUserId,
  SwapId,
  TeamId,
  TimeOffId,
  UserGroupId,
} from './ids';
import { earlier, type Interval, isBefore, type LocalDate, type LocalTime, later, type Zone } from './interval';

/** Everything that decides anything about a team, at one version. Immutable; read whole, never patched. */
export type Team = {
  readonly id: TeamId;
  readonly version: number;
  readonly name: string;
  readonly timezone: Zone;
  readonly channels: { readonly team: string; readonly swaps: string; readonly pages: string };
  readonly approval: 'peer' | 'lead';
  readonly userGroup: string | null;
  readonly calendar: HolidayCalendar;
  readonly escalation: Escalation;
  /** Everybody who was ever on the team, by id; who left has `leftAt`. */
  readonly engineers: ReadonlyMap<EngineerId, Engineer>;
  readonly areas: ReadonlyMap<AreaId, Area>;
  readonly pipelines: ReadonlyMap<PipelineId, Pipeline>;
  /** In the order they were decided; at least one. */
  readonly rotation: readonly [RotationVersion, ...RotationVersion[]];
  /** In the order they were recorded. */
  readonly overrides: readonly Override[];
  /** Every swap that was ever asked for, by id, in that order. */
  readonly swaps: ReadonlyMap<SwapId, Swap>;
  readonly timeOff: readonly TimeOff[];
  /** The public holidays of each place that somebody's holidays are of, by {@link placeKey}. */
  readonly holidays: ReadonlyMap<string, HolidayTable>;
  readonly handoffs: HandoffSettings;
  /** Since when Baton tells people anything; what was due before is never told. Null: not begun. */
  readonly begunAt: Date | null;
  /** The channels found in Slack so far, by how the team file calls them. */
  readonly channelIds: ReadonlyMap<string, ChannelId>;
  /** What a lead last said of the user group. */
  readonly groupConsent: GroupConsent | null;
  /** Those of the newest handoffs that were not taken back, in the order they were recorded. */
  readonly notes: readonly Note[];
  /** What people said of duties on their holidays and time off, in that order. */
  readonly conflictAnswers: readonly ConflictAnswer[];
  /** Gaps that Baton found: those that are open, and the newest of those that were closed. */
  readonly gaps: readonly FoundGap[];
  /** Those of the newest handoffs, in the order they were recorded. */
  readonly acceptances: readonly Acceptance[];
};

export type Engineer = {
  readonly id: EngineerId;
  readonly name: string;
  readonly email: string | null;
  readonly slack: SlackUserId | null;
  readonly timezone: Zone | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly phone: string | null;
  readonly lead: boolean;
  readonly leftAt: Date | null;
  /** Reminders this person does not want. */
  readonly muted: readonly Reminder[];
};

/** What a person can be reminded of, and can mute; changes of their own duty are told whatever is muted. */
export const REMINDERS = ['notes-wanted', 'handoff-ahead', 'handoff-nudge', 'swap-reminder'] as const;
export type Reminder = (typeof REMINDERS)[number];

export type Area = { readonly id: AreaId; readonly name: string };

export type Tier = 'critical' | 'normal';

export type Pipeline = {
  readonly id: PipelineId;
  readonly name: string;
  readonly area: AreaId;
  readonly audience: string;
  readonly tier: Tier;
  readonly primaryOwner: EngineerId;
  readonly secondaryOwner: EngineerId;
  /** Name of the run book file, without its ending. */
  readonly runbook: string | null;
  readonly aliases: readonly string[];
};

/** Whose holidays count: those of a country (and region), without `except`, and the company's own days in `extra`. */
export type HolidayCalendar = {
  readonly country: string | null;
  readonly region: string | null;
  readonly except: readonly string[];
  readonly extra: readonly { readonly date: LocalDate; readonly name: string }[];
};

/** Where public holidays are the same: a country, or a region of one. */
export type HolidayPlace = { readonly country: string; readonly region: string | null };

/** What a place is called in keys: `US`, `DE-BY`. */
export const placeKey = ({ country, region }: HolidayPlace): string => (region ? `${country}-${region}` : country);

/** The public holidays of one place in one year. */
export type YearOfHolidays = {
  readonly place: HolidayPlace;
  readonly year: number;
  readonly days: readonly { readonly date: LocalDate; readonly name: string }[];
};

/** The public holidays of a place, as far as they were worked out. */
type HolidayTable = {
  /** Of the package that knew them. */
  readonly version: string;
  /** The last year in it. */
  readonly through: number;
  readonly days: ReadonlyMap<LocalDate, string>;
};

/** Minutes each rung of the call list has before the next is called, and who stands at its end. */
type Escalation = { readonly afterMinutes: readonly number[]; readonly final: EngineerId | null };

/** Who takes turns, from a handoff on. */
export type RotationVersion = {
  /** Counts from 1 within the team. */
  readonly number: number;
  /** The first handoff of this version; its weekday is the rotation's. */
  readonly firstHandoff: { readonly date: LocalDate; readonly time: LocalTime };
  readonly timezone: Zone;
  readonly order: readonly [EngineerId, EngineerId, ...EngineerId[]];
  /** Place in `order` of the first turn's primary. */
  readonly startIndex: number;
  /** The backup is this many places after the primary; never a multiple of the order's length. */
  readonly backupOffset: number;
  /** The handoff of the schedule before it that this version replaces; null for the first. */
  readonly from: Date | null;
};

export const DUTIES = ['primary', 'backup'] as const;
export type Duty = (typeof DUTIES)[number];

/** A dated change of who holds a duty. It counts from the later of its start and its record, so the past stays. */
export type Override = {
  readonly id: OverrideId;
  /** The swap that was agreed. */
  readonly swap: SwapId;
  readonly duty: Duty;
  readonly span: Interval;
  readonly engineer: EngineerId;
  readonly replaces: EngineerId;
  readonly kind: 'trade' | 'cover';
  readonly recordedAt: Date;
  readonly voidedAt: Date | null;
};

/** When somebody cannot be reached. It counts from the later of its start and its record until it ends or is cancelled. */
export type TimeOff = {
  readonly id: TimeOffId;
  readonly engineer: EngineerId;
  readonly span: Interval;
  readonly recordedAt: Date;
  readonly cancelledAt: Date | null;
  /** For its owner and leads only. */
  readonly reason: string | null;
};

/** A shift, by what never changes about it. A handoff is named by the shift it begins. */
export type ShiftRef = {
  /** The number of its rotation version. */
  readonly version: number;
  readonly turn: number;
};

/** A duty of a shift, whole or for some days; the days are of the team's zone, both included. */
export type Part = {
  readonly duty: Duty;
  readonly shift: ShiftRef;
  readonly days: { readonly from: LocalDate; readonly to: LocalDate } | null;
};

/** What a swap passes from one person to another; `to` is null while anybody may take it. */
export type Leg = Part & { readonly from: EngineerId; readonly to: EngineerId | null };

/**
 * A change of duties between people, from the request to its end. A trade gives every party somebody else's week for their
 * own; a cover gives one part away. The first leg is the requester's.
 */
export type Swap = {
  readonly id: SwapId;
  readonly kind: 'trade' | 'cover';
  readonly requester: EngineerId;
  /** The requester, or a lead for them. */
  readonly askedBy: EngineerId;
  readonly legs: readonly [Leg, ...Leg[]];
  /** Whether anybody may take it; then `wants` lists the shifts the requester would take for it in a trade. */
  readonly isOpen: boolean;
  readonly wants: readonly ShiftRef[];
  readonly reason: string | null;
  /** The absence it was asked for: then it cannot wait for a lead, and is open for as long as that lasts. */
  readonly absence: TimeOffId | null;
  /** What a lead answered for somebody. */
  readonly answers: readonly { readonly of: EngineerId; readonly by: EngineerId }[];
  readonly askedAt: Date;
  readonly state: SwapState;
};

/** Expired is no state: it is one that is still asked for when its earliest part begins. */
export type SwapState =
  /** Who said yes so far, and who said no to what anybody may take. */
  | { readonly kind: 'open'; readonly yes: readonly EngineerId[]; readonly no: readonly EngineerId[] }
  /** Every party said yes; the newest of them then. */
  | { readonly kind: 'awaiting-lead'; readonly since: Date }
  /** `approvedBy`: a lead, null where none had to, or `silence` of the leads. `undo`: the parties who want it undone. */
  | {
      readonly kind: 'agreed';
      readonly at: Date;
      readonly approvedBy: EngineerId | 'silence' | null;
      readonly undo: readonly EngineerId[];
    }
  | { readonly kind: 'declined' | 'withdrawn' | 'refused' | 'undone'; readonly at: Date; readonly by: EngineerId }
  /** The rotation gave a part of it to somebody else, or a party left. */
  | { readonly kind: 'void'; readonly at: Date; readonly because: 'rotation' | 'left' };

/** Characters of the reason of a swap. */
export const LONGEST_REASON = 500;

/** When people are asked and reminded around a handoff. */
export type HandoffSettings = {
  /** Time of the last working day before, in each engineer's zone; from 09:00 to before 17:00. */
  readonly notesAt: LocalTime;
  /** Working hours of who takes over, after which they are reminded to accept. */
  readonly nudgeAfterHours: number;
  /** Working hours after which the backup and the channel hear that nobody accepted; more than those of the nudge. */
  readonly tellAfterHours: number;
};

/** The settings of a team that says nothing about its handoffs. */
export const USUAL_HANDOFFS: HandoffSettings = { notesAt: '16:00', nudgeAfterHours: 2, tellAfterHours: 4 };

/** What a note is about: the three things asked for, or anything else. */
export const NOTE_TOPICS = ['active-issues', 'delays', 'pending-actions', 'other'] as const;
export type NoteTopic = (typeof NOTE_TOPICS)[number];

/** What the next person on call must know. */
export type Note = {
  readonly id: NoteId;
  /** The handoff it is for. */
  readonly handoff: ShiftRef;
  readonly topic: NoteTopic;
  /** As it was typed, which may be several lines; at most {@link LONGEST_NOTE} characters. */
  readonly text: string;
  readonly engineer: EngineerId;
  readonly recordedAt: Date;
};

/** Characters of a note. */
export const LONGEST_NOTE = 1500;

/** Somebody who takes over said that they have it, or a lead said it for them. */
export type Acceptance = {
  readonly handoff: ShiftRef;
  readonly engineer: EngineerId;
  readonly by: EngineerId;
  readonly at: Date;
};

/** What somebody said of a duty on a holiday or time off of theirs: that they keep it, or want to be asked later. */
export type ConflictAnswer = {
  readonly key: string;
  readonly engineer: EngineerId;
  readonly answer: 'kept' | 'later';
  readonly at: Date;
};

/** What nobody can be reached for: a duty, or a pipeline both owners of which are away. */
export type GapMatter =
  | { readonly kind: 'duty'; readonly duty: Duty }
  | { readonly kind: 'ownership'; readonly pipeline: PipelineId };

/** A gap from when Baton found it ahead to when it was closed. */
export type FoundGap = Interval &
  GapMatter & {
    readonly id: string;
    readonly foundAt: Date;
    /** Those who could close it when it was found. */
    readonly askedOf: readonly EngineerId[];
    readonly closedAt: Date | null;
  };

/** Whether Baton may keep a user group equal to who is on call. */
export type GroupConsent = {
  readonly group: UserGroupId;
  readonly agreed: boolean;
  readonly by: EngineerId;
  readonly at: Date;
};

/** The engineer with this id. Throws where the team has none: ids inside a team were checked when it was stored. */
export function engineerOf(team: Team, id: EngineerId): Engineer {
  const engineer = team.engineers.get(id);
  if (!engineer) throw new Error(`team ${team.id} has no engineer ${id}`);
  return engineer;
}

/** The engineer linked to a Slack user who is still on the team, or undefined for everybody else. */
export function engineerLinkedTo(team: Team, user: SlackUserId): Engineer | undefined {
  for (const engineer of team.engineers.values()) if (engineer.slack === user && !engineer.leftAt) return engineer;
  return undefined;
}

/** The leads who can be asked and told in Slack. */
export const linkedLeads = (team: Pick<Team, 'engineers'>): readonly Engineer[] =>
  [...team.engineers.values()].filter(({ lead, slack, leftAt }) => lead && slack && !leftAt);

/** The engineer's own zone, else the team's. */
export const zoneOf = (team: Team, engineer: Engineer): Zone => engineer.timezone ?? team.timezone;

/** When a record counts: from the later of its start and the moment it was made, until it ends or is taken back. Undefined: never. */
export function effective(span: Interval, recordedAt: Date, takenBackAt: Date | null): Interval | undefined {
  const start = later(span.start, recordedAt);
  const end = takenBackAt ? earlier(span.end, takenBackAt) : span.end;
  return isBefore(start, end) ? { start, end } : undefined;
}
