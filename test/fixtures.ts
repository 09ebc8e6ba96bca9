import type { AreaId, EngineerId, NoteId, OverrideId, PipelineId, SwapId, TeamId, TimeOffId } from '../src/domain/ids';
import {
  type Acceptance,
  type Area,
  type Engineer,
  type Note,
  type Override,
  type Pipeline,
  type RotationVersion,
  type Team,
  type TimeOff,
  USUAL_HANDOFFS,
} from '../src/domain/team';
import { type TeamPlan, UNTOUCHED } from '../src/usecases/decision';

/** The plan this repository starts from, as its team file has it; any field can be bent. */
export function aPlan(overrides: Partial<TeamPlan> = {}): TeamPlan {
  return {
    id: 'data-engineering' as TeamId,
    name: 'Data Engineering',
    timezone: 'America/New_York',
    channels: { team: 'data-oncall', swaps: 'data-oncall', pages: 'data-oncall' },
    approval: 'peer',
    userGroup: 'data-oncall',
    calendar: { country: 'US', region: null, except: [], extra: [] },
    handoffs: USUAL_HANDOFFS,
    escalation: { afterMinutes: [5, 5, 10], final: engineerId(1) },
    engineers: byId([anEngineer(1, { lead: true }), anEngineer(2), anEngineer(3), anEngineer(4)]),
    areas: byId([anArea('profit', 'Profit'), anArea('growth', 'Growth'), anArea('engagement', 'Engagement')]),
    pipelines: byId([
      aPipeline('unit-level-profit', 1, 2, {
        name: 'Unit-level profit needed for experiments',
        area: 'profit' as AreaId,
        audience: 'experiments',
        runbook: null,
      }),
      aPipeline('aggregate-profit', 2, 1, {
        name: 'Aggregate profit reported to investors',
        area: 'profit' as AreaId,
      }),
      aPipeline('aggregate-growth', 3, 4),
      aPipeline('daily-growth', 4, 3, {
        name: 'Daily growth needed for experiments',
        audience: 'experiments',
        runbook: null,
      }),
      aPipeline('aggregate-engagement', 1, 4, {
        name: 'Aggregate engagement reported to investors',
        area: 'engagement' as AreaId,
      }),
    ]),
    rotation: [aRotation()],
    ...overrides,
  };
}

/** The plan's team as it is stored at first, at version 1; any field can be bent. */
export function aTeam(overrides: Partial<Team> = {}): Team {
  return { ...UNTOUCHED, ...aPlan(), version: 1, ...overrides };
}

/** Engineer N of the plan, on the team and not linked to a Slack user. */
export function anEngineer(number: number, overrides: Partial<Engineer> = {}): Engineer {
  return {
    id: engineerId(number),
    name: `Engineer ${number}`,
    email: `engineer-${number}@example.com`,
    slack: null,
    timezone: null,
    country: null,
    region: null,
    phone: null,
    lead: false,
    leftAt: null,
    muted: [],
    ...overrides,
  };
}

/** The id of engineer N. */
export const engineerId = (number: number): EngineerId => `engineer-${number}` as EngineerId;

/** An area with this id and name. */
export const anArea = (id: string, name: string): Area => ({ id: id as AreaId, name });

/** A critical pipeline of the Growth area for investors, owned by engineers N and M, with a run book of its own name. */
export function aPipeline(id: string, primary: number, secondary: number, overrides: Partial<Pipeline> = {}): Pipeline {
  return {
    id: id as PipelineId,
    name: 'Aggregate growth reported to investors',
    area: 'growth' as AreaId,
    audience: 'investors',
    tier: 'critical',
    primaryOwner: engineerId(primary),
    secondaryOwner: engineerId(secondary),
    runbook: id,
    aliases: [],
    ...overrides,
  };
}

/** The plan's rotation: four engineers from Monday 2026-11-02, 09:00 in New York, the backup one turn after the primary. */
export function aRotation(overrides: Partial<RotationVersion> = {}): RotationVersion {
  return {
    number: 1,
    firstHandoff: { date: '2026-11-02', time: '09:00' },
    timezone: 'America/New_York',
    order: [engineerId(1), engineerId(2), engineerId(3), engineerId(4)],
    startIndex: 0,
    backupOffset: 1,
    from: null,
    ...overrides,
  };
}

/** Engineer 3 takes the first week from engineer 1, recorded before it begins. */
export function anOverride(overrides: Partial<Override> = {}): Override {
  return {
    id: 'override-1' as OverrideId,
    swap: 'swap-1' as SwapId,
    duty: 'primary',
    span: { start: new Date('2026-11-02T14:00:00Z'), end: new Date('2026-11-09T14:00:00Z') },
    engineer: engineerId(3),
    replaces: engineerId(1),
    kind: 'cover',
    recordedAt: new Date('2026-10-20T12:00:00Z'),
    voidedAt: null,
    ...overrides,
  };
}

/** Engineer 2 is away for two days of the first week, recorded before it begins. */
export function aTimeOff(overrides: Partial<TimeOff> = {}): TimeOff {
  return {
    id: 'time-off-1' as TimeOffId,
    engineer: engineerId(2),
    span: { start: new Date('2026-11-03T05:00:00Z'), end: new Date('2026-11-05T05:00:00Z') },
    recordedAt: new Date('2026-10-20T12:00:00Z'),
    cancelledAt: null,
    reason: null,
    ...overrides,
  };
}

/** Engineer 1 wrote for the handoff of the second week what is pending, on the Friday before. */
export function aNote(overrides: Partial<Note> = {}): Note {
  return {
    id: 'note-1' as NoteId,
    handoff: { version: 1, turn: 1 },
    topic: 'pending-actions',
    text: 'The backfill of last Tuesday is still to be checked.',
    engineer: engineerId(1),
    recordedAt: new Date('2026-11-06T21:00:00Z'),
    ...overrides,
  };
}

/** Engineer 2 accepted the handoff of the second week, five minutes into it. */
export function anAcceptance(overrides: Partial<Acceptance> = {}): Acceptance {
  return {
    handoff: { version: 1, turn: 1 },
    engineer: engineerId(2),
    by: engineerId(2),
    at: new Date('2026-11-09T14:05:00Z'),
    ...overrides,
  };
}

/** A map of things by their id, in the order given. */
export const byId = <Thing extends { readonly id: string }>(
  things: readonly Thing[],
): ReadonlyMap<Thing['id'], Thing> => new Map(things.map((thing) => [thing.id, thing]));
