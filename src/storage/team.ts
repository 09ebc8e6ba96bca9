import type { Transaction } from 'kysely';
import type { ChannelId, TeamId } from '../domain/ids';
import type { Team } from '../domain/team';
import {
  acceptanceOf,
  conflictAnswerOf,
  consentOf,
  gapOf,
  holidayTablesOf,
  noteOf,
  overrideOf,
  timeOffOf,
} from './record-rows';
import { areaOf, engineerOf, pipelineOf, rotationOf, teamOf } from './roster-rows';
import { swapOf } from './swap-rows';
import type { Tables } from './tables';

/** The team as its rows have it, or undefined where there is none. The transaction makes it one consistent look. */
export async function loadTeam(rows: Transaction<Tables>, id: TeamId): Promise<Team | undefined> {
  const team = await rows.selectFrom('teams').selectAll().where('id', '=', id).executeTakeFirst();
  if (!team) return undefined;
  const engineers = await rows
    .selectFrom('engineers')
    .selectAll()
    .where('team_id', '=', id)
    .orderBy('position')
    .execute();
  const areas = await rows.selectFrom('areas').selectAll().where('team_id', '=', id).orderBy('position').execute();
  const pipelines = await rows
    .selectFrom('pipelines')
    .selectAll()
    .where('team_id', '=', id)
    .orderBy('position')
    .execute();
  const rotation = await rows
    .selectFrom('rotation_versions')
    .selectAll()
    .where('team_id', '=', id)
    .orderBy('number')
    .execute();
  const overrides = await rows
    .selectFrom('overrides')
    .selectAll()
    .where('team_id', '=', id)
    .orderBy('position')
    .execute();
  const swaps = await rows.selectFrom('swaps').selectAll().where('team_id', '=', id).orderBy('position').execute();
  const timeOff = await rows.selectFrom('time_off').selectAll().where('team_id', '=', id).orderBy('position').execute();
  const conflicts = await rows
    .selectFrom('conflict_answers')
    .selectAll()
    .where('team_id', '=', id)
    .orderBy('position', 'desc')
    .limit(NEWEST)
    .execute();
  const gaps = await rows
    .selectFrom('gaps')
    .selectAll()
    .where('team_id', '=', id)
    .orderBy('position', 'desc')
    .limit(NEWEST)
    .execute();
  const tables = await rows.selectFrom('holiday_tables').selectAll().where('team_id', '=', id).execute();
  const holidays = await rows.selectFrom('holidays').selectAll().where('team_id', '=', id).execute();
  const channels = await rows.selectFrom('channels').selectAll().where('team_id', '=', id).execute();
  const consent = await rows.selectFrom('group_consents').selectAll().where('team_id', '=', id).executeTakeFirst();
  const notes = await rows
    .selectFrom('notes')
    .selectAll()
    .where('team_id', '=', id)
    .where('removed_at', 'is', null)
    .orderBy('position', 'desc')
    .limit(NEWEST)
    .execute();
  const acceptances = await rows
    .selectFrom('acceptances')
    .selectAll()
    .where('team_id', '=', id)
    .orderBy('position', 'desc')
    .limit(NEWEST)
    .execute();
  return {
    ...teamOf(team),
    engineers: byId(engineers.map(engineerOf)),
    areas: byId(areas.map(areaOf)),
    pipelines: byId(pipelines.map(pipelineOf)),
    rotation: rotationOf(rotation),
    overrides: overrides.map(overrideOf),
    swaps: byId(swaps.map(swapOf)),
    timeOff: timeOff.map(timeOffOf),
    holidays: holidayTablesOf(tables, holidays),
    conflictAnswers: conflicts.reverse().map(conflictAnswerOf),
    gaps: gaps.reverse().map(gapOf),
    channelIds: new Map(channels.map(({ name, slack }) => [name, slack as ChannelId])),
    groupConsent: consent ? consentOf(consent) : null,
    notes: notes.reverse().map(noteOf),
    acceptances: acceptances.reverse().map(acceptanceOf),
  };
}

/** Notes and acceptances of a snapshot: those of years of handoffs, while only the newest decide anything. */
const NEWEST = 200;

/** A map of things by their id, in the order given. */
export const byId = <Thing extends { readonly id: string }>(
  things: readonly Thing[],
): ReadonlyMap<Thing['id'], Thing> => new Map(things.map((thing) => [thing.id, thing]));
