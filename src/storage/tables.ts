import type { ConflictAnswer, Duty, FoundGap, NoteTopic, Override, Swap, Team, Tier } from '../domain/team';
import type { Change } from '../usecases/decision';
import type { NewNotice } from '../usecases/notice';
import type { Claim, NoticeState } from '../usecases/outbox';

/** What a database is for: a real workspace, or the local one. It never changes. */
export type Mode = 'slack' | 'local';

/** Rows as SQLite keeps them: instants are UTC ISO text, booleans 0 or 1, lists JSON text. */
export type Tables = {
  installation: InstallationRow;
  teams: TeamRow;
  engineers: EngineerRow;
  areas: AreaRow;
  pipelines: PipelineRow;
  rotation_versions: RotationVersionRow;
  overrides: OverrideRow;
  swaps: SwapRow;
  time_off: TimeOffRow;
  holiday_tables: HolidayTableRow;
  holidays: HolidayRow;
  conflict_answers: ConflictAnswerRow;
  gaps: GapRow;
  channels: ChannelRow;
  group_consents: GroupConsentRow;
  notes: NoteRow;
  acceptances: AcceptanceRow;
  audit: AuditRow;
  notices: NoticeRow;
  mirrors: MirrorRow;
  processes: ProcessRow;
};

type Flag = 0 | 1;

type InstallationRow = { id: 1; mode: Mode; created_at: string };

export type TeamRow = {
  id: string;
  version: number;
  name: string;
  timezone: string;
  channel: string;
  swaps_channel: string;
  pages_channel: string;
  approval: Team['approval'];
  user_group: string | null;
  country: string | null;
  region: string | null;
  holidays_except: string;
  holidays_extra: string;
  escalation_after_minutes: string;
  escalation_final: string | null;
  begun_at: string | null;
  handoffs_notes_at: string;
  handoffs_nudge_after_hours: number;
  handoffs_tell_after_hours: number;
};

export type EngineerRow = {
  team_id: string;
  id: string;
  position: number;
  name: string;
  email: string | null;
  slack: string | null;
  timezone: string | null;
  country: string | null;
  region: string | null;
  phone: string | null;
  lead: Flag;
  left_at: string | null;
  muted: string;
};

export type AreaRow = { team_id: string; id: string; position: number; name: string };

export type PipelineRow = {
  team_id: string;
  id: string;
  position: number;
  name: string;
  area: string;
  audience: string;
  tier: Tier;
  primary_owner: string;
  secondary_owner: string;
  runbook: string | null;
  aliases: string;
};

export type RotationVersionRow = {
  team_id: string;
  number: number;
  first_handoff_date: string;
  first_handoff_time: string;
  timezone: string;
  engineers: string;
  start_index: number;
  backup_offset: number;
  replaces_handoff: string | null;
};

export type OverrideRow = {
  team_id: string;
  id: string;
  swap: string;
  position: number;
  duty: Duty;
  starts_at: string;
  ends_at: string;
  engineer: string;
  replaces: string;
  kind: Override['kind'];
  recorded_at: string;
  voided_at: string | null;
};

/** `state`, `legs` and `wants` are JSON; the kind of the state stands beside it, to be counted. */
export type SwapRow = {
  team_id: string;
  id: string;
  position: number;
  kind: Swap['kind'];
  requester: string;
  asked_by: string;
  legs: string;
  is_open: Flag;
  wants: string;
  reason: string | null;
  absence: string | null;
  answers: string;
  asked_at: string;
  state_kind: Swap['state']['kind'];
  state: string;
};

export type TimeOffRow = {
  team_id: string;
  id: string;
  position: number;
  engineer: string;
  starts_at: string;
  ends_at: string;
  recorded_at: string;
  cancelled_at: string | null;
  reason: string | null;
};

export type HolidayTableRow = { team_id: string; place: string; version: string; through: number };

export type HolidayRow = { team_id: string; place: string; date: string; name: string };

export type ConflictAnswerRow = {
  team_id: string;
  position: number;
  key: string;
  engineer: string;
  answer: ConflictAnswer['answer'];
  at: string;
};

/** `subject` is a duty, or the id of a pipeline. */
export type GapRow = {
  team_id: string;
  id: string;
  position: number;
  kind: FoundGap['kind'];
  subject: string;
  starts_at: string;
  ends_at: string;
  found_at: string;
  asked_of: string;
  closed_at: string | null;
};

type ChannelRow = { team_id: string; name: string; slack: string };

export type GroupConsentRow = { team_id: string; group_id: string; agreed: Flag; by_engineer: string; at: string };

export type NoteRow = {
  team_id: string;
  id: string;
  position: number;
  version: number;
  turn: number;
  topic: NoteTopic;
  text: string;
  engineer: string;
  recorded_at: string;
  removed_at: string | null;
};

export type AcceptanceRow = {
  team_id: string;
  version: number;
  turn: number;
  engineer: string;
  position: number;
  by_engineer: string;
  at: string;
};

export type NoticeRow = {
  team_id: string;
  key: string;
  id: string;
  notice: string;
  /** An engineer's id, or the channel: what is told there keeps a second apart. */
  destination: string;
  cause: NewNotice['cause'];
  due_at: string;
  until: string | null;
  stored_at: string;
  state: NoticeState;
  retry_at: string | null;
  /** When the wait for `retry_at` began: one that begins after now, on a clock since set back, does not hold. */
  waiting_since: string | null;
  claim: string | null;
  claimed_at: string | null;
  claimed_before: Claim['before'] | null;
  attempts: number;
  attempted_at: string | null;
  unknown_since: string | null;
  may_repeat: Flag;
  channel: string | null;
  ts: string | null;
  sent_at: string | null;
  reason: string | null;
};

export type MirrorRow = {
  team_id: string;
  mirror: string;
  fingerprint: string | null;
  text: string | null;
  written_at: string | null;
  claim: string | null;
  claimed_at: string | null;
  /** What the newest write wants it to show. */
  wanted: string | null;
  retry_at: string | null;
  waiting_since: string | null;
  refusal: string | null;
  refused_since: string | null;
};

type ProcessRow = { process: string; version: string; started_at: string; ticked_at: string; connected: Flag };

type AuditRow = {
  team_id: string;
  version: number;
  position: number;
  at: string;
  by_kind: 'engineer' | 'visitor' | 'baton' | 'operator';
  by_id: string | null;
  kind: Change['kind'];
  change: string;
};
