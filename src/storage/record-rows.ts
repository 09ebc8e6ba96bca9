import type { EngineerId, NoteId, OverrideId, PipelineId, SwapId, TeamId, TimeOffId, UserGroupId } from '../domain/ids';
import type {
  Acceptance,
  ConflictAnswer,
  Duty,
  FoundGap,
  GroupConsent,
  Note,
  Override,
  Team,
  TimeOff,
} from '../domain/team';
import { fromJson, instantOf, Texts, textOf, toJson } from './json';
import type {
  AcceptanceRow,
  ConflictAnswerRow,
  GapRow,
  GroupConsentRow,
  HolidayRow,
  HolidayTableRow,
  NoteRow,
  OverrideRow,
  TimeOffRow,
} from './tables';

// What happens to a team, as rows and back.

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

export function overrideOf(row: OverrideRow): Override {
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

export function timeOffOf(row: TimeOffRow): TimeOff {
  return {
    id: row.id as TimeOffId,
    engineer: row.engineer as EngineerId,
    span: { start: new Date(row.starts_at), end: new Date(row.ends_at) },
    recordedAt: new Date(row.recorded_at),
    cancelledAt: instantOf(row.cancelled_at),
    reason: row.reason,
  };
}

export function holidayTablesOf(tables: readonly HolidayTableRow[], rows: readonly HolidayRow[]): Team['holidays'] {
  const days = new Map(tables.map(({ place }) => [place, new Map<string, string>()]));
  for (const { place, date, name } of rows) days.get(place)?.set(date, name);
  return new Map(
    tables.map(({ place, version, through }) => [place, { version, through, days: days.get(place) ?? new Map() }]),
  );
}

export const conflictAnswerOf = ({ key, engineer, answer, at }: ConflictAnswerRow): ConflictAnswer => ({
  ...{ key, engineer: engineer as EngineerId, answer, at: new Date(at) },
});

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
    closed_at: textOf(gap.closedAt),
  };
}

export function gapOf(row: GapRow): FoundGap {
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

export const consentRow = ({ group, agreed, by, at }: GroupConsent): Omit<GroupConsentRow, 'team_id'> => ({
  group_id: group,
  agreed: agreed ? 1 : 0,
  by_engineer: by,
  at: at.toISOString(),
});

export const consentOf = (row: GroupConsentRow): GroupConsent => ({
  group: row.group_id as UserGroupId,
  agreed: row.agreed === 1,
  by: row.by_engineer as EngineerId,
  at: new Date(row.at),
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

export const noteOf = (row: NoteRow): Note => ({
  id: row.id as NoteId,
  handoff: { version: row.version, turn: row.turn },
  topic: row.topic,
  text: row.text,
  engineer: row.engineer as EngineerId,
  recordedAt: new Date(row.recorded_at),
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

export const acceptanceOf = (row: AcceptanceRow): Acceptance => ({
  handoff: { version: row.version, turn: row.turn },
  engineer: row.engineer as EngineerId,
  by: row.by_engineer as EngineerId,
  at: new Date(row.at),
});
