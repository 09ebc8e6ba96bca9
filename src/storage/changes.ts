import { sql, type Transaction, type UpdateResult } from 'kysely';
import type { TeamId } from '../domain/ids';
import type { Change, TeamPlan } from '../usecases/decision';
import { toJson } from './json';
import { acceptanceRow, consentRow, gapRow, noteRow, overrideRow, timeOffRow } from './record-rows';
import { engineerRow, pipelineRow, rotationRow, teamRow } from './roster-rows';
import { movedRow, swapRow } from './swap-rows';
import type { Tables } from './tables';

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
    case 'conflict-answered': {
      const { key, engineer, answer, at } = change.answer;
      await rows
        .insertInto('conflict_answers')
        .values({
          ...{ team_id: team, key, engineer, answer, at: at.toISOString() },
          position: nextPosition('conflict_answers', team),
        })
        .execute();
      return;
    }
    case 'gap-found':
      await rows
        .insertInto('gaps')
        .values({ ...gapRow(team, change.gap), position: nextPosition('gaps', team) })
        .execute();
      return;
    case 'gap-moved': {
      const { start, end } = change.span;
      return one(
        await rows
          .updateTable('gaps')
          .set({ starts_at: start.toISOString(), ends_at: end.toISOString() })
          .where('team_id', '=', team)
          .where('id', '=', change.gap)
          .executeTakeFirst(),
      );
    }
    case 'gap-closed':
      return one(
        await rows
          .updateTable('gaps')
          .set({ closed_at: change.at.toISOString() })
          .where('team_id', '=', team)
          .where('id', '=', change.gap)
          .executeTakeFirst(),
      );
    case 'holidays-kept':
      return keepHolidays(rows, team, change);
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

async function keepHolidays(
  rows: Rows,
  team: TeamId,
  { place, version, through, days }: Extract<Change, { kind: 'holidays-kept' }>,
): Promise<void> {
  await rows.deleteFrom('holidays').where('team_id', '=', team).where('place', '=', place).execute();
  await rows
    .insertInto('holiday_tables')
    .values({ team_id: team, place, version, through })
    .onConflict((conflict) => conflict.columns(['team_id', 'place']).doUpdateSet({ version, through }))
    .execute();
  for (const { date, name } of new Map(days.map((day) => [day.date, day])).values())
    await rows.insertInto('holidays').values({ team_id: team, place, date, name }).execute();
}

function one({ numUpdatedRows }: UpdateResult): void {
  if (numUpdatedRows !== 1n) throw new Error(`a change was meant for one row and met ${numUpdatedRows}`);
}

const nextPosition = (
  table: 'conflict_answers' | 'gaps' | 'overrides' | 'swaps' | 'time_off' | 'notes' | 'acceptances',
  team: TeamId,
) => sql<number>`(select coalesce(max(position) + 1, 0) from ${sql.table(table)} where team_id = ${team})`;

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
