import { type Availability, availabilityAt } from './availability';
import type { EngineerId } from './ids';
import { contains } from './interval';
import { firstShift } from './rotation';
import { onCallAt, type Stretch } from './schedule';
import { effective, type Pipeline, type Team } from './team';

/** Why somebody stands on a call list. */
const ROLES = ['primary', 'backup', 'primary-owner', 'secondary-owner', 'rotation', 'final'] as const;
export type Role = (typeof ROLES)[number];

/** One person of a call list, with every reason they stand there. */
export type Rung = {
  readonly engineer: EngineerId;
  readonly roles: readonly [Role, ...Role[]];
  readonly availability: Availability;
  /** Leads critical support, because the primary has a holiday. */
  readonly leads: boolean;
};

/** Whom to call for a pipeline at `instant`, in order, each person once; people on time off come last, who left not at all. */
export function callList(team: Team, pipeline: Pipeline, instant: Date): readonly Rung[] {
  const stretch = onCallAt(team, instant);
  const leader = stretch && leaderOf(team, pipeline, stretch, instant);
  const roles = new Map<EngineerId, [Role, ...Role[]]>();
  for (const [engineer, role] of standing(team, pipeline, stretch)) {
    const known = roles.get(engineer);
    if (!known) roles.set(engineer, [role]);
    else if (role !== 'rotation') known.push(role);
  }
  const rungs = [...roles].map(([engineer, why]) => ({
    engineer,
    roles: why,
    availability: availabilityAt(team, engineer, instant),
    leads: engineer === leader,
  }));
  return rungs.filter(({ availability }) => availability.kind !== 'left').sort((one, other) => rank(one) - rank(other));
}

const rank = (rung: Rung): number => (rung.leads ? 0 : rung.availability.kind === 'away' ? 2 : 1);

function* standing(
  team: Team,
  pipeline: Pipeline,
  stretch: Stretch | undefined,
): Generator<readonly [EngineerId, Role]> {
  if (stretch) yield [stretch.primary.engineer, 'primary'];
  if (stretch?.backup) yield [stretch.backup.engineer, 'backup'];
  yield [pipeline.primaryOwner, 'primary-owner'];
  yield [pipeline.secondaryOwner, 'secondary-owner'];
  const { version } = stretch?.shift ?? firstShift(team);
  for (const engineer of version.order) yield [engineer, 'rotation'];
  if (team.escalation.final) yield [team.escalation.final, 'final'];
}

/**
 * Who leads critical support for a pipeline on a holiday of the primary: the first of second owner, backup and owner who
 * is not the primary, has not swapped this shift away, is not on time off and not on holiday; if none, the same without
 * the holiday; if none, the primary. Undefined where the primary has no holiday, and for pipelines that wait on it.
 */
function leaderOf(team: Team, pipeline: Pipeline, stretch: Stretch, instant: Date): EngineerId | undefined {
  const primary = stretch.primary.engineer;
  if (pipeline.tier !== 'critical' || availabilityAt(team, primary, instant).kind !== 'holiday') return undefined;
  const candidates = [pipeline.secondaryOwner, stretch.backup?.engineer, pipeline.primaryOwner]
    .filter((engineer) => engineer !== undefined)
    .filter((engineer) => engineer !== primary && !swappedAway(team, engineer, instant))
    .map((engineer) => ({ engineer, is: availabilityAt(team, engineer, instant).kind }));
  const leader = candidates.find(({ is }) => is === 'reachable') ?? candidates.find(({ is }) => is === 'holiday');
  return leader?.engineer ?? primary;
}

/** Whether somebody else holds `instant` of a week that the rotation, or a swap before it, gave to the engineer as primary. */
function swappedAway(team: Team, engineer: EngineerId, instant: Date): boolean {
  return team.overrides.some(({ duty, replaces, span, recordedAt, voidedAt }) => {
    const counted = duty === 'primary' && replaces === engineer && effective(span, recordedAt, voidedAt);
    return counted && contains(counted, instant);
  });
}
