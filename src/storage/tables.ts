import type { Duty, Override, Team, Tier } from '../domain/team';
import type { Change } from '../usecases/decision';

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
  time_off: TimeOffRow;
  audit: AuditRow;
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
