import type { EngineerId, NoteId, SwapId, TimeOffId, UserGroupId } from '../domain/ids';
import { REMINDERS, type Reminder, type ShiftRef, type Team } from '../domain/team';

/** What somebody must be told once, in domain words; it becomes a message when it is sent. */
export type Notice =
  /** The week is handed over: to the team's channel. */
  | { readonly kind: 'handoff'; readonly handoff: ShiftRef }
  /** Who hands over is asked for notes. */
  | { readonly kind: 'notes-wanted'; readonly handoff: ShiftRef; readonly to: EngineerId }
  /** Who takes over hears what is coming. */
  | { readonly kind: 'handoff-ahead'; readonly handoff: ShiftRef; readonly to: EngineerId }
  /** Who took over is reminded to accept. */
  | { readonly kind: 'handoff-nudge'; readonly handoff: ShiftRef; readonly to: EngineerId }
  /** Nobody accepted: to the backup, or to the team's channel (null). */
  | { readonly kind: 'handoff-unaccepted'; readonly handoff: ShiftRef; readonly to: EngineerId | null }
  /** A lead accepted for them. */
  | { readonly kind: 'accepted-for-you'; readonly handoff: ShiftRef; readonly to: EngineerId; readonly by: EngineerId }
  /** Somebody else added a note to a handoff they have already taken over. */
  | { readonly kind: 'note-for-you'; readonly note: NoteId; readonly to: EngineerId }
  /** A notice with this key cannot be sent, and why: to a lead. */
  | { readonly kind: 'notice-blocked'; readonly key: string; readonly reason: string; readonly to: EngineerId }
  /** Topic or user group cannot be kept equal, and why: to a lead. */
  | {
      readonly kind: 'mirror-refused';
      readonly mirror: 'topic' | 'group';
      readonly reason: string;
      readonly to: EngineerId;
    }
  /** May Baton keep this user group? To a lead. */
  | { readonly kind: 'group-question'; readonly group: UserGroupId; readonly to: EngineerId }
  /** A swap is asked for: to who is asked, to the requester, or to the swaps channel (null). */
  | { readonly kind: 'swap-request'; readonly swap: SwapId; readonly to: EngineerId | null }
  /** It still is, so many working days before it would begin: to somebody who could take it. */
  | { readonly kind: 'swap-reminder'; readonly swap: SwapId; readonly days: number; readonly to: EngineerId }
  /** Who was asked said nothing for days: to the requester, who can ask the next. */
  | { readonly kind: 'swap-silent'; readonly swap: SwapId; readonly to: EngineerId }
  /** Every party said yes, and a lead must as well. */
  | { readonly kind: 'swap-approval'; readonly swap: SwapId; readonly to: EngineerId }
  /** What was agreed counts, or counts no more: to whom it concerns, and once to the swaps channel (null). */
  | {
      readonly kind: 'swap-outcome';
      readonly swap: SwapId;
      readonly outcome: 'agreed' | 'undone' | 'void';
      readonly to: EngineerId | null;
    }
  /** It was not agreed: declined, withdrawn, refused or expired. */
  | { readonly kind: 'swap-closed'; readonly swap: SwapId; readonly to: EngineerId }
  /** A duty falls on somebody's holiday or time off: what they make of it. */
  | { readonly kind: 'conflict'; readonly conflict: string; readonly to: EngineerId }
  /** They said nothing of it, and it begins soon: to a lead. */
  | { readonly kind: 'conflict-open'; readonly conflict: string; readonly to: EngineerId }
  /** Gaps found ahead, all that were found at that instant: to who can close them, or to the team's channel (null). */
  /** `day` is that on which those began, when they were found, that the channel hears of together; null for one who can close them. */
  | { readonly kind: 'gaps'; readonly found: string; readonly to: EngineerId | null; readonly day: string | null }
  /** Gaps that were told of are closed, all that were at that instant. */
  | { readonly kind: 'gaps-closed'; readonly closed: string; readonly to: EngineerId | null }
  /** Somebody is away, or no longer: to those whose duties that changes, and to them. */
  | { readonly kind: 'absence'; readonly timeOff: TimeOffId; readonly to: EngineerId }
  /** The other party wants it undone. */
  | { readonly kind: 'swap-undo'; readonly swap: SwapId; readonly to: EngineerId }
  /** A cover of some days begins or ends. */
  | {
      readonly kind: 'cover-edge';
      readonly swap: SwapId;
      readonly leg: number;
      readonly edge: 'begins' | 'ends';
      readonly to: EngineerId;
    };

/** A notice to be stored under its key; a key that is stored already stays as it is. */
export type NewNotice = {
  readonly key: string;
  readonly notice: Notice;
  /** What causes it: time, which must still mean it when it is sent; what somebody did; or a fault of Slack or its settings. */
  readonly cause: 'time' | 'act' | 'fault';
  readonly dueAt: Date;
  /** When it no longer makes sense; null: it always does. */
  readonly until: Date | null;
  /** Stored only as a record that it is not told, and why. */
  readonly untold?: { readonly kind: 'skipped' | 'dropped'; readonly reason: string };
};

/** Where a notice goes: to one person, or to the team's channel (null). */
export const addresseeOf = (notice: Notice): EngineerId | null => ('to' in notice ? notice.to : null);

/** The channel of a notice that goes to no single person, as the team file calls it. */
export const channelOf = ({ channels }: Pick<Team, 'channels'>, notice: Notice): string =>
  'swap' in notice ? channels.swaps : channels.team;

/** Whether people can mute what a notice tells. */
export const isReminder = (notice: Notice): notice is Extract<Notice, { readonly kind: Reminder }> =>
  REMINDERS.some((kind) => kind === notice.kind);
