import type { TeamId } from '../domain/ids';
import type { NewNotice, Notice } from './notice';

/** Where notices wait, so that each is told once whatever ends, breaks or is asked twice; every call is one transaction. */
export interface Outbox {
  /** Stores the notices whose keys are not stored yet; one that time makes due and that was dropped is due again. */
  add(team: TeamId, notices: readonly NewNotice[], now: Date): Promise<void>;
  /**
   * Takes the first notice that may be worked on now, so that no other sender works on it; null where there is none. A
   * claim whose sender ended, told by its age or by lying ahead of `now`, first becomes an unknown one.
   */
  claim(team: TeamId, now: Date): Promise<Claim | null>;
  /** Whether a claim is still its sender's, and will be for as long as a message takes. */
  isHeld(claim: Claim, now: Date): Promise<boolean>;
  /** Ends the work on a claim. Does nothing where the claim is no longer the caller's, unless the notice was sent. */
  settle(claim: Claim, outcome: Settlement, now: Date): Promise<void>;
  /** The earliest instant a notice that waits may be worked on, which may be past; null where none waits. */
  nextAt(team: TeamId, now: Date): Promise<Date | null>;
  /** The notices of these keys that are stored, in any order. */
  find(team: TeamId, keys: readonly string[]): Promise<readonly StoredNotice[]>;
  /** What was sent at or after an instant, in any order. */
  sentSince(team: TeamId, instant: Date): Promise<readonly StoredNotice[]>;
  /** Every notice that is not done, what is due first; then the newest that are, at most `limit` in all. */
  list(team: TeamId, limit: number): Promise<readonly StoredNotice[]>;
}

/** Milliseconds after which a message whose answer was lost shows in Slack if it was made: it has been seen to take 30 s. */
export const SHOWS_AFTER_MS = 35_000;

/** What became of a notice. `unknown`: it may have been told, the answer was lost. `blocked`: Slack refuses it until something is mended. */
export type NoticeState = 'due' | 'claimed' | 'unknown' | 'blocked' | 'sent' | 'dropped' | 'skipped';

export type StoredNotice = Omit<NewNotice, 'untold'> & {
  readonly team: TeamId;
  /** Opaque, and carried by the message, so that it can be found in Slack. */
  readonly id: string;
  readonly notice: Notice;
  readonly state: NoticeState;
  readonly attempts: number;
  /** When the newest attempt began. */
  readonly attemptedAt: Date | null;
  /** The next attempt may repeat what an earlier one told. */
  readonly mayRepeat: boolean;
  /** Where the message is, once sent. */
  readonly message: Place | null;
  readonly sentAt: Date | null;
  /** Why it is blocked, dropped, skipped, or due again. */
  readonly reason: string | null;
};

/** A message in Slack. The channel is that of the answer, which for a direct message is not the user. */
export type Place = { readonly channel: string; readonly ts: string };

/** A notice in the hands of one sender. */
export type Claim = StoredNotice & {
  /** Tells this claim from every other. */
  readonly claim: string;
  /** What it was before: an unknown one is looked for before it is told again. */
  readonly before: 'due' | 'unknown' | 'blocked';
  /** Since when it is unknown, for one that is. */
  readonly unknownSince: Date | null;
};

/** How a claim ends. Instants at which it may be worked on again are of the calendar clock. */
export type Settlement =
  | { readonly kind: 'sent'; readonly message: Place; readonly mayRepeat?: boolean }
  /** It was not told, and is due again then. */
  | { readonly kind: 'again'; readonly at: Date; readonly reason: string; readonly mayRepeat?: boolean }
  /** Nobody knows whether it was told; it is looked for then. `isNew`: since now, by this attempt. */
  | { readonly kind: 'unknown'; readonly lookAt: Date; readonly reason: string; readonly isNew: boolean }
  /** It cannot be told until something is mended; tried again then, and `tell` stored with it. */
  | {
      readonly kind: 'blocked';
      readonly retryAt: Date;
      readonly reason: string;
      readonly tell: readonly NewNotice[];
      readonly mayRepeat?: boolean;
    }
  /** It need not be told any more. */
  | { readonly kind: 'dropped' | 'skipped'; readonly reason: string };

/** Where it is kept what each mirror shows, so that it is written only when that changes. */
export interface Mirrors {
  /**
   * Takes a mirror for one write; null where it shows this already, another sender writes it, or Slack refused it and it
   * may not be tried again yet.
   */
  claim(team: TeamId, mirror: string, fingerprint: string, now: Date): Promise<MirrorClaim | null>;
  /** Ends a write that took effect. `text` is what is needed to find Baton's own part again. */
  written(claim: MirrorClaim, text: string, now: Date): Promise<void>;
  /** Ends a write that did not take effect: tried again then. A `reason` is a refusal, kept until a write succeeds. */
  failed(
    claim: MirrorClaim,
    outcome: { readonly retryAt: Date; readonly reason: string | null; readonly tell: readonly NewNotice[] },
    now: Date,
  ): Promise<void>;
  /** Every mirror of the team. */
  list(team: TeamId): Promise<readonly StoredMirror[]>;
}

export type StoredMirror = {
  readonly team: TeamId;
  /** Such as `topic`, `group`, or `message:` and the key of a notice. */
  readonly mirror: string;
  /** What was last written; null before the first time. */
  readonly fingerprint: string | null;
  readonly text: string | null;
  readonly writtenAt: Date | null;
  /** Why Slack refuses it now, and since when. */
  readonly refusal: { readonly reason: string; readonly since: Date } | null;
};

export type MirrorClaim = StoredMirror & { readonly claim: string; readonly wanted: string };

/** Which processes run Baton on this database. */
export interface Heartbeats {
  beat(process: Heartbeat): Promise<void>;
  /** The newest first. */
  list(): Promise<readonly Heartbeat[]>;
}

export type Heartbeat = {
  readonly process: string;
  readonly version: string;
  readonly startedAt: Date;
  readonly tickedAt: Date;
  /** Whether Slack can reach this process. */
  readonly connected: boolean;
};
