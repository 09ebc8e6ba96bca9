import { z } from 'zod';
import type { AreaId, EngineerId, PipelineId, SlackUserId, TeamId } from '../domain/ids';
import {
  type Area,
  type Engineer,
  type HolidayCalendar,
  type Pipeline,
  REMINDERS,
  type RotationVersion,
  type Team,
} from '../domain/team';
import type { TeamPlan } from '../usecases/decision';
import { fromJson, instantOf, Texts, textOf, toJson } from './json';
import type { AreaRow, EngineerRow, PipelineRow, RotationVersionRow, TeamRow } from './tables';

// A team, who is on it and what it keeps, as rows and back.

const Reminders = z.array(z.enum(REMINDERS));
const Minutes = z.array(z.number());
const Days = z.array(z.strictObject({ date: z.string(), name: z.string() }));
const Order = z.tuple([z.string(), z.string()], z.string());

/** What of a team is in rows of its own. */
type Lists =
  | (
      | 'engineers'
      | 'areas'
      | 'pipelines'
      | 'rotation'
      | 'overrides'
      | 'swaps'
      | 'timeOff'
      | 'holidays'
      | 'conflictAnswers'
      | 'gaps'
    )
  | ('channelIds' | 'groupConsent' | 'notes' | 'acceptances');

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

export function teamOf(row: TeamRow): Omit<Team, Lists> {
  return {
    id: row.id as TeamId,
    version: row.version,
    name: row.name,
    timezone: row.timezone,
    channels: { team: row.channel, swaps: row.swaps_channel, pages: row.pages_channel },
    approval: row.approval,
    userGroup: row.user_group,
    calendar: calendarOf(row),
    escalation: {
      afterMinutes: fromJson(Minutes, row.escalation_after_minutes),
      final: row.escalation_final as EngineerId | null,
    },
    begunAt: instantOf(row.begun_at),
    handoffs: {
      notesAt: row.handoffs_notes_at,
      nudgeAfterHours: row.handoffs_nudge_after_hours,
      tellAfterHours: row.handoffs_tell_after_hours,
    },
  };
}

function calendarOf(row: TeamRow): HolidayCalendar {
  return {
    country: row.country,
    region: row.region,
    except: fromJson(Texts, row.holidays_except),
    extra: fromJson(Days, row.holidays_extra),
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

export function engineerOf(row: EngineerRow): Engineer {
  return {
    id: row.id as EngineerId,
    name: row.name,
    email: row.email,
    slack: row.slack as SlackUserId | null,
    timezone: row.timezone,
    country: row.country,
    region: row.region,
    phone: row.phone,
    lead: row.lead === 1,
    leftAt: instantOf(row.left_at),
    muted: fromJson(Reminders, row.muted),
  };
}

export const areaOf = (row: AreaRow): Area => ({ id: row.id as AreaId, name: row.name });

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

export function pipelineOf(row: PipelineRow): Pipeline {
  return {
    id: row.id as PipelineId,
    name: row.name,
    area: row.area as AreaId,
    audience: row.audience,
    tier: row.tier,
    primaryOwner: row.primary_owner as EngineerId,
    secondaryOwner: row.secondary_owner as EngineerId,
    runbook: row.runbook,
    aliases: fromJson(Texts, row.aliases),
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

export function rotationOf(rows: readonly RotationVersionRow[]): Team['rotation'] {
  const [first, ...later] = rows.map(rotationVersionOf);
  if (!first) throw new Error('a team is stored without a rotation');
  return [first, ...later];
}

function rotationVersionOf(row: RotationVersionRow): RotationVersion {
  return {
    number: row.number,
    firstHandoff: { date: row.first_handoff_date, time: row.first_handoff_time },
    timezone: row.timezone,
    order: fromJson(Order, row.engineers) as unknown as RotationVersion['order'],
    startIndex: row.start_index,
    backupOffset: row.backup_offset,
    from: instantOf(row.replaces_handoff),
  };
}
