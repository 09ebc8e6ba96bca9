import type { ChannelId, EngineerId, NoteId, SlackUserId, TeamId, TimeOffId } from '../domain/ids';
import type { Interval, LocalDate } from '../domain/interval';
import type { Result } from '../domain/result';
import type {
  Acceptance,
  ConflictAnswer,
  FoundGap,
  GroupConsent,
  Note,
  Override,
  Reminder,
  RotationVersion,
  Swap,
  Team,
  TimeOff,
} from '../domain/team';
import type { NewNotice } from './notice';

/** What a use case decided: what to answer, what changes, and whom to tell about it. */
export type Decision<Answer> = {
  readonly answer: Answer;
  readonly changes: readonly Change[];
  readonly notices: readonly NewNotice[];
};

/** A decision that tells nobody but who asked. */
export const decided = <Answer>(answer: Answer, ...changes: readonly Change[]): Decision<Answer> => ({
  answer,
  changes,
  notices: [],
});

/** What can happen to a team, in its own words. Each is one audit row. */
export type Change =
  | { readonly kind: 'team-founded'; readonly plan: TeamPlan }
  | { readonly kind: 'engineer-linked'; readonly engineer: EngineerId; readonly slack: SlackUserId }
  | { readonly kind: 'engineer-left'; readonly engineer: EngineerId; readonly at: Date }
  | { readonly kind: 'rotation-changed'; readonly version: RotationVersion }
  | { readonly kind: 'override-added'; readonly override: Override }
  | { readonly kind: 'override-moved'; readonly override: Override['id']; readonly span: Interval }
  | { readonly kind: 'override-voided'; readonly override: Override['id']; readonly at: Date }
  | { readonly kind: 'swap-asked'; readonly swap: Swap }
  /** Somebody answered it, or it came to an end: what it is then. */
  | ({ readonly kind: 'swap-moved'; readonly swap: Swap['id'] } & Pick<Swap, 'legs' | 'isOpen' | 'answers' | 'state'>)
  | { readonly kind: 'time-off-added'; readonly timeOff: TimeOff }
  | { readonly kind: 'time-off-cancelled'; readonly timeOff: TimeOffId; readonly at: Date }
  /** The public holidays of a place, in the place of what was known of it. */
  | {
      readonly kind: 'holidays-kept';
      readonly place: string;
      readonly version: string;
      readonly through: number;
      readonly days: readonly { readonly date: LocalDate; readonly name: string }[];
    }
  | { readonly kind: 'conflict-answered'; readonly answer: ConflictAnswer }
  | { readonly kind: 'gap-found'; readonly gap: FoundGap }
  | { readonly kind: 'gap-moved'; readonly gap: FoundGap['id']; readonly span: Interval }
  | { readonly kind: 'gap-closed'; readonly gap: FoundGap['id']; readonly at: Date }
  | { readonly kind: 'team-begun'; readonly at: Date }
  | { readonly kind: 'channel-found'; readonly name: string; readonly channel: ChannelId }
  | { readonly kind: 'group-answered'; readonly consent: GroupConsent }
  | { readonly kind: 'note-added'; readonly note: Note }
  | { readonly kind: 'note-removed'; readonly note: NoteId; readonly at: Date }
  | { readonly kind: 'handoff-accepted'; readonly acceptance: Acceptance }
  | { readonly kind: 'reminders-muted'; readonly engineer: EngineerId; readonly muted: readonly Reminder[] };

/** A team as its file has it: everything but what happens later. */
export type TeamPlan = Omit<
  Team,
  | 'version'
  | 'overrides'
  | 'swaps'
  | 'timeOff'
  | 'holidays'
  | 'conflictAnswers'
  | 'gaps'
  | 'begunAt'
  | 'channelIds'
  | 'groupConsent'
  | 'notes'
  | 'acceptances'
>;

/** What a team is before anything happened to it. */
export const UNTOUCHED: Omit<Team, keyof TeamPlan> = {
  version: 0,
  overrides: [],
  swaps: new Map(),
  timeOff: [],
  holidays: new Map(),
  conflictAnswers: [],
  gaps: [],
  begunAt: null,
  channelIds: new Map(),
  groupConsent: null,
  notes: [],
  acceptances: [],
};

/** Who does something: an engineer, somebody else in Slack, Baton itself, or a person at the command line. */
export type Actor =
  | { readonly kind: 'engineer'; readonly id: EngineerId }
  | { readonly kind: 'visitor'; readonly slack: SlackUserId }
  | { readonly kind: 'baton' }
  | { readonly kind: 'operator' };

/** Where teams are kept. */
export interface Store {
  /** The ids of every team that is stored. */
  teams(): Promise<readonly TeamId[]>;
  /** The newest snapshot; the same object while nothing changed. Throws where there is no such team. */
  team(id: TeamId): Promise<Team>;
  /** Stores a team that is not stored yet; one that is stays as it is. Gives the snapshot, and whether it was founded now. */
  found(plan: TeamPlan, by: Actor, now: Date): Promise<{ readonly team: Team; readonly founded: boolean }>;
  /** Decides on the newest snapshot and saves the outcome, notices and all, in one transaction in the name of `by`. */
  decide<A, R>(id: TeamId, by: Actor, now: Date, decide: (team: Team) => Result<Decision<A>, R>): Promise<Result<A, R>>;
}

/** What is only looked at, never read to decide. */
export interface History {
  /** The newest changes first, at most `limit`. */
  audit(id: TeamId, limit: number): Promise<readonly AuditEntry[]>;
}

export type AuditEntry = {
  readonly version: number;
  readonly at: Date;
  readonly by: Actor;
  readonly kind: Change['kind'];
  /** The change as JSON in domain words. */
  readonly change: unknown;
};
