import type { TeamId } from '../domain/ids';
import type {
  Acceptance,
  Engineer,
  FoundGap,
  GroupConsent,
  Note,
  Override,
  Pipeline,
  RotationVersion,
  TimeOff,
} from '../domain/team';
import type { TeamPlan } from '../usecases/decision';
import { toJson } from './json';
import type {
  AcceptanceRow,
  EngineerRow,
  GapRow,
  GroupConsentRow,
  NoteRow,
  OverrideRow,
  PipelineRow,
  RotationVersionRow,
  TeamRow,
  TimeOffRow,
} from './tables';

/** What is stored of a team, a function for each table. */
export function teamRow(plan: TeamPlan): TeamRow {
  return {
    id: plan.id,
    version: 1,
    name: plan.name,
    timezone: plan.timezone,
    channel: plan.channels.team,
    swaps_channel: plan.channels.swaps,
    pages_channel: plan.channels.pages,
    approval: plan.approval,
    user_group: plan.userGroup,
    country: plan.calendar.country,
    region: plan.calendar.region,
    holidays_except: toJson(plan.calendar.except),
    holidays_extra: toJson(plan.calendar.extra),
    escalation_after_minutes: toJson(plan.escalation.afterMinutes),
    escalation_final: plan.escalation.final,
    begun_at: null,
    handoffs_notes_at: plan.handoffs.notesAt,
    handoffs_nudge_after_hours: plan.handoffs.nudgeAfterHours,
    handoffs_tell_after_hours: plan.handoffs.tellAfterHours,
  };
}

export function engineerRow(team: TeamId, position: number, engineer: Engineer): EngineerRow {
  return {
    team_id: team,
    id: engineer.id,
    position,
    name: engineer.name,
    email: engineer.email,
    slack: engineer.slack,
    timezone: engineer.timezone,
    country: engineer.country,
    region: engineer.region,
    phone: engineer.phone,
    lead: engineer.lead ? 1 : 0,
    left_at: textOf(engineer.leftAt),
    muted: toJson(engineer.muted),
  };
}

export function pipelineRow(team: TeamId, position: number, pipeline: Pipeline): PipelineRow {
  return {
    team_id: team,
    id: pipeline.id,
    position,
    name: pipeline.name,
    area: pipeline.area,
    audience: pipeline.audience,
    tier: pipeline.tier,
    primary_owner: pipeline.primaryOwner,
    secondary_owner: pipeline.secondaryOwner,
    runbook: pipeline.runbook,
    aliases: toJson(pipeline.aliases),
  };
}

export function rotationRow(team: TeamId, version: RotationVersion): RotationVersionRow {
  return {
    team_id: team,
    number: version.number,
    first_handoff_date: version.firstHandoff.date,
    first_handoff_time: version.firstHandoff.time,
    timezone: version.timezone,
    engineers: toJson(version.order),
    start_index: version.startIndex,
    backup_offset: version.backupOffset,
    replaces_handoff: textOf(version.from),
  };
}

export function overrideRow(team: TeamId, override: Override): Omit<OverrideRow, 'position'> {
  return {
    team_id: team,
    id: override.id,
    swap: override.swap,
    duty: override.duty,
    starts_at: override.span.start.toISOString(),
    ends_at: override.span.end.toISOString(),
    engineer: override.engineer,
    replaces: override.replaces,
    kind: override.kind,
    recorded_at: override.recordedAt.toISOString(),
    voided_at: textOf(override.voidedAt),
  };
}

export function timeOffRow(team: TeamId, timeOff: TimeOff): Omit<TimeOffRow, 'position'> {
  return {
    team_id: team,
    id: timeOff.id,
    engineer: timeOff.engineer,
    starts_at: timeOff.span.start.toISOString(),
    ends_at: timeOff.span.end.toISOString(),
    recorded_at: timeOff.recordedAt.toISOString(),
    cancelled_at: textOf(timeOff.cancelledAt),
    reason: timeOff.reason,
  };
}

export const consentRow = ({ group, agreed, by, at }: GroupConsent): Omit<GroupConsentRow, 'team_id'> => ({
  group_id: group,
  agreed: agreed ? 1 : 0,
  by_engineer: by,
  at: at.toISOString(),
});

export const noteRow = (team: TeamId, note: Note): Omit<NoteRow, 'position'> => ({
  team_id: team,
  id: note.id,
  version: note.handoff.version,
  turn: note.handoff.turn,
  topic: note.topic,
  text: note.text,
  engineer: note.engineer,
  recorded_at: note.recordedAt.toISOString(),
  removed_at: null,
});

export const acceptanceRow = (
  team: TeamId,
  { handoff, engineer, by, at }: Acceptance,
): Omit<AcceptanceRow, 'position'> => ({
  team_id: team,
  version: handoff.version,
  turn: handoff.turn,
  engineer,
  by_engineer: by,
  at: at.toISOString(),
});

const textOf = (instant: Date | null): string | null => instant?.toISOString() ?? null;

export function gapRow(team: TeamId, gap: FoundGap): Omit<GapRow, 'position'> {
  return {
    team_id: team,
    id: gap.id,
    kind: gap.kind,
    subject: gap.kind === 'duty' ? gap.duty : gap.pipeline,
    starts_at: gap.start.toISOString(),
    ends_at: gap.end.toISOString(),
    found_at: gap.foundAt.toISOString(),
    asked_of: toJson(gap.askedOf),
    closed_at: gap.closedAt?.toISOString() ?? null,
  };
}
