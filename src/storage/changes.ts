import { sql, type Transaction, type UpdateResult } from 'kysely';
import type { TeamId } from '../domain/ids';
import type {
  Acceptance,
  Engineer,
  GroupConsent,
  Note,
  Override,
  Pipeline,
  RotationVersion,
  TimeOff,
} from '../domain/team';
import type { Change, TeamPlan } from '../usecases/decision';
import { toJson } from './json';
import { movedRow, swapRow } from './swap-rows';
import type {
  AcceptanceRow,
  EngineerRow,
  GroupConsentRow,
  NoteRow,
  OverrideRow,
  PipelineRow,
  RotationVersionRow,
  Tables,
  TeamRow,
  TimeOffRow,
} from './tables';

type Rows = Transaction<Tables>;

/** Writes what a change means to the team's rows. Throws where the rows do not allow it: a bug, not a refusal. */
export async function apply(rows: Rows, team: TeamId, change: Change): Promise<void> {
  switch (change.kind) {
    case 'team-founded':
      return found(rows, change.plan);
    case 'engineer-linked':
      return one(
        await rows
          .updateTable('engineers')
          .set({ slack: change.slack })
          .where('team_id', '=', team)
          .where('id', '=', change.engineer)
          .executeTakeFirst(),
      );
    case 'engineer-left':
      return one(
        await rows
          .updateTable('engineers')
          .set({ left_at: change.at.toISOString() })
          .where('team_id', '=', team)
          .where('id', '=', change.engineer)
          .executeTakeFirst(),
      );
    case 'rotation-changed':
      await rows.insertInto('rotation_versions').values(rotationRow(team, change.version)).execute();
      return;
    case 'override-added':
      await rows
        .insertInto('overrides')
        .values({ ...overrideRow(team, change.override), position: nextPosition('overrides', team) })
        .execute();
      return;
    case 'override-moved': {
      const { start, end } = change.span;
      return one(
        await rows
          .updateTable('overrides')
          .set({ starts_at: start.toISOString(), ends_at: end.toISOString() })
          .where('team_id', '=', team)
          .where('id', '=', change.override)
          .executeTakeFirst(),
      );
    }
    case 'override-voided':
      return one(
        await rows
          .updateTable('overrides')
          .set({ voided_at: change.at.toISOString() })
          .where('team_id', '=', team)
          .where('id', '=', change.override)
          .executeTakeFirst(),
      );
    case 'swap-asked':
      await rows
        .insertInto('swaps')
        .values({ ...swapRow(team, change.swap), position: nextPosition('swaps', team) })
        .execute();
      return;
    case 'swap-moved':
      return one(
        await rows
          .updateTable('swaps')
          .set(movedRow(change))
          .where('team_id', '=', team)
          .where('id', '=', change.swap)
          .executeTakeFirst(),
      );
    case 'time-off-added':
      await rows
        .insertInto('time_off')
        .values({ ...timeOffRow(team, change.timeOff), position: nextPosition('time_off', team) })
        .execute();
      return;
    case 'time-off-cancelled':
      return one(
        await rows
          .updateTable('time_off')
          .set({ cancelled_at: change.at.toISOString() })
          .where('team_id', '=', team)
          .where('id', '=', change.timeOff)
          .executeTakeFirst(),
      );
    case 'team-begun':
      return one(
        await rows
          .updateTable('teams')
          .set({ begun_at: change.at.toISOString() })
          .where('id', '=', team)
          .executeTakeFirst(),
      );
    case 'channel-found':
      await rows
        .insertInto('channels')
        .values({ team_id: team, name: change.name, slack: change.channel })
        .onConflict((conflict) => conflict.columns(['team_id', 'name']).doUpdateSet({ slack: change.channel }))
        .execute();
      return;
    case 'group-answered': {
      const answer = consentRow(change.consent);
      await rows
        .insertInto('group_consents')
        .values({ team_id: team, ...answer })
        .onConflict((conflict) => conflict.column('team_id').doUpdateSet(answer))
        .execute();
      return;
    }
    case 'note-added':
      await rows
        .insertInto('notes')
        .values({ ...noteRow(team, change.note), position: nextPosition('notes', team) })
        .execute();
      return;
    case 'note-removed':
      return one(
        await rows
          .updateTable('notes')
          .set({ removed_at: change.at.toISOString() })
          .where('team_id', '=', team)
          .where('id', '=', change.note)
          .where('removed_at', 'is', null)
          .executeTakeFirst(),
      );
    case 'handoff-accepted':
      await rows
        .insertInto('acceptances')
        .values({ ...acceptanceRow(team, change.acceptance), position: nextPosition('acceptances', team) })
        .execute();
      return;
    case 'reminders-muted':
      return one(
        await rows
          .updateTable('engineers')
          .set({ muted: toJson(change.muted) })
          .where('team_id', '=', team)
          .where('id', '=', change.engineer)
          .executeTakeFirst(),
      );
    default:
      throw new Error(`no such change: ${toJson(change satisfies never)}`);
  }
}

function one({ numUpdatedRows }: UpdateResult): void {
  if (numUpdatedRows !== 1n) throw new Error(`a change was meant for one row and met ${numUpdatedRows}`);
}

const nextPosition = (table: 'overrides' | 'swaps' | 'time_off' | 'notes' | 'acceptances', team: TeamId) =>
  sql<number>`(select coalesce(max(position) + 1, 0) from ${sql.table(table)} where team_id = ${team})`;

async function found(rows: Rows, plan: TeamPlan): Promise<void> {
  const { id } = plan;
  await rows.insertInto('teams').values(teamRow(plan)).execute();
  for (const [position, engineer] of [...plan.engineers.values()].entries())
    await rows
      .insertInto('engineers')
      .values(engineerRow(id, position, engineer))
      .execute();
  for (const [position, area] of [...plan.areas.values()].entries())
    await rows.insertInto('areas').values({ team_id: id, id: area.id, position, name: area.name }).execute();
  for (const [position, pipeline] of [...plan.pipelines.values()].entries())
    await rows
      .insertInto('pipelines')
      .values(pipelineRow(id, position, pipeline))
      .execute();
  for (const version of plan.rotation)
    await rows.insertInto('rotation_versions').values(rotationRow(id, version)).execute();
}

function teamRow(plan: TeamPlan): TeamRow {
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

function engineerRow(team: TeamId, position: number, engineer: Engineer): EngineerRow {
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

function pipelineRow(team: TeamId, position: number, pipeline: Pipeline): PipelineRow {
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

function rotationRow(team: TeamId, version: RotationVersion): RotationVersionRow {
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

function overrideRow(team: TeamId, override: Override): Omit<OverrideRow, 'position'> {
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

function timeOffRow(team: TeamId, timeOff: TimeOff): Omit<TimeOffRow, 'position'> {
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

const consentRow = ({ group, agreed, by, at }: GroupConsent): Omit<GroupConsentRow, 'team_id'> => ({
  group_id: group,
  agreed: agreed ? 1 : 0,
  by_engineer: by,
  at: at.toISOString(),
});

const noteRow = (team: TeamId, note: Note): Omit<NoteRow, 'position'> => ({
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

const acceptanceRow = (team: TeamId, { handoff, engineer, by, at }: Acceptance): Omit<AcceptanceRow, 'position'> => ({
  team_id: team,
  version: handoff.version,
  turn: handoff.turn,
  engineer,
  by_engineer: by,
  at: at.toISOString(),
});

const textOf = (instant: Date | null): string | null => instant?.toISOString() ?? null;
