import type { Transaction } from 'kysely';
import { z } from 'zod';
import type {
  AreaId,
  ChannelId,
  EngineerId,
  NoteId,
  OverrideId,
  PipelineId,
  SlackUserId,
  SwapId,
  TeamId,
  TimeOffId,
  UserGroupId,
} from '../domain/ids';
import {
  type Acceptance,
  type Area,
  type ConflictAnswer,
  type Duty,
  type Engineer,
  type FoundGap,
  type GroupConsent,
  type HolidayCalendar,
  type Note,
  type Override,
  type Pipeline,
  REMINDERS,
  type RotationVersion,
  type Team,
  type TimeOff,
} from '../domain/team';
import { fromJson } from './json';
import { swapOf } from './swap-rows';
import type {
  AcceptanceRow,
  AreaRow,
  ConflictAnswerRow,
  EngineerRow,
  GapRow,
  GroupConsentRow,
  HolidayRow,
  HolidayTableRow,
  NoteRow,
  OverrideRow,
  PipelineRow,
  RotationVersionRow,
  Tables,
  TeamRow,
  TimeOffRow,
} from './tables';

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

const Texts = z.array(z.string());
const Reminders = z.array(z.enum(REMINDERS));
const Minutes = z.array(z.number());
const Days = z.array(z.strictObject({ date: z.string(), name: z.string() }));
const Order = z.tuple([z.string(), z.string()], z.string());

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

function teamOf(row: TeamRow): Omit<Team, Lists> {
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

function engineerOf(row: EngineerRow): Engineer {
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

const areaOf = (row: AreaRow): Area => ({ id: row.id as AreaId, name: row.name });

function pipelineOf(row: PipelineRow): Pipeline {
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

function rotationOf(rows: readonly RotationVersionRow[]): Team['rotation'] {
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

function overrideOf(row: OverrideRow): Override {
  return {
    id: row.id as OverrideId,
    swap: row.swap as SwapId,
    duty: row.duty,
    span: { start: new Date(row.starts_at), end: new Date(row.ends_at) },
    engineer: row.engineer as EngineerId,
    replaces: row.replaces as EngineerId,
    kind: row.kind,
    recordedAt: new Date(row.recorded_at),
    voidedAt: instantOf(row.voided_at),
  };
}

function timeOffOf(row: TimeOffRow): TimeOff {
  return {
    id: row.id as TimeOffId,
    engineer: row.engineer as EngineerId,
    span: { start: new Date(row.starts_at), end: new Date(row.ends_at) },
    recordedAt: new Date(row.recorded_at),
    cancelledAt: instantOf(row.cancelled_at),
    reason: row.reason,
  };
}

function holidayTablesOf(tables: readonly HolidayTableRow[], rows: readonly HolidayRow[]): Team['holidays'] {
  const days = new Map(tables.map(({ place }) => [place, new Map<string, string>()]));
  for (const { place, date, name } of rows) days.get(place)?.set(date, name);
  return new Map(
    tables.map(({ place, version, through }) => [place, { version, through, days: days.get(place) ?? new Map() }]),
  );
}

const conflictAnswerOf = ({ key, engineer, answer, at }: ConflictAnswerRow): ConflictAnswer => ({
  ...{ key, engineer: engineer as EngineerId, answer, at: new Date(at) },
});

function gapOf(row: GapRow): FoundGap {
  const matter =
    row.kind === 'duty'
      ? { kind: row.kind, duty: row.subject as Duty }
      : { kind: row.kind, pipeline: row.subject as PipelineId };
  return {
    ...{ ...matter, id: row.id, start: new Date(row.starts_at), end: new Date(row.ends_at) },
    foundAt: new Date(row.found_at),
    askedOf: fromJson(Texts, row.asked_of) as EngineerId[],
    closedAt: instantOf(row.closed_at),
  };
}

const consentOf = (row: GroupConsentRow): GroupConsent => ({
  group: row.group_id as UserGroupId,
  agreed: row.agreed === 1,
  by: row.by_engineer as EngineerId,
  at: new Date(row.at),
});

const noteOf = (row: NoteRow): Note => ({
  id: row.id as NoteId,
  handoff: { version: row.version, turn: row.turn },
  topic: row.topic,
  text: row.text,
  engineer: row.engineer as EngineerId,
  recordedAt: new Date(row.recorded_at),
});

const acceptanceOf = (row: AcceptanceRow): Acceptance => ({
  handoff: { version: row.version, turn: row.turn },
  engineer: row.engineer as EngineerId,
  by: row.by_engineer as EngineerId,
  at: new Date(row.at),
});

const instantOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** A map of things by their id, in the order given. */
export const byId = <Thing extends { readonly id: string }>(
  things: readonly Thing[],
): ReadonlyMap<Thing['id'], Thing> => new Map(things.map((thing) => [thing.id, thing]));
