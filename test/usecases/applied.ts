import type { Team } from '../../src/domain/team';
import type { Change } from '../../src/usecases/decision';

/** The team as the store would give it after these changes, of the kinds that a schedule is made of; in memory. */
export function applied(team: Team, changes: readonly Change[]): Team {
  return changes.reduce(withChange, team);
}

function withChange(team: Team, change: Change): Team {
  switch (change.kind) {
    case 'override-added':
      return { ...team, overrides: [...team.overrides, change.override] };
    case 'override-moved':
      return {
        ...team,
        overrides: team.overrides.map((each) => (each.id === change.override ? { ...each, span: change.span } : each)),
      };
    case 'override-voided':
      return {
        ...team,
        overrides: team.overrides.map((each) =>
          each.id === change.override ? { ...each, voidedAt: change.at } : each,
        ),
      };
    case 'swap-asked':
      return { ...team, swaps: new Map(team.swaps).set(change.swap.id, change.swap) };
    case 'swap-moved': {
      const swap = team.swaps.get(change.swap);
      if (!swap) throw new Error(`there is no swap ${change.swap}`);
      const { legs, isOpen, answers, state } = change;
      return { ...team, swaps: new Map(team.swaps).set(swap.id, { ...swap, legs, isOpen, answers, state }) };
    }
    case 'time-off-added':
      return { ...team, timeOff: [...team.timeOff, change.timeOff] };
    case 'time-off-cancelled':
      return {
        ...team,
        timeOff: team.timeOff.map((each) => (each.id === change.timeOff ? { ...each, cancelledAt: change.at } : each)),
      };
    case 'conflict-answered':
      return { ...team, conflictAnswers: [...team.conflictAnswers, change.answer] };
    case 'gap-found':
      return { ...team, gaps: [...team.gaps, change.gap] };
    case 'gap-moved':
      return { ...team, gaps: team.gaps.map((gap) => (gap.id === change.gap ? { ...gap, ...change.span } : gap)) };
    case 'gap-closed':
      return {
        ...team,
        gaps: team.gaps.map((gap) => (gap.id === change.gap ? { ...gap, closedAt: change.at } : gap)),
      };
    case 'rotation-changed':
      return { ...team, rotation: [...team.rotation, change.version] };
    case 'engineer-left': {
      const engineer = team.engineers.get(change.engineer);
      if (!engineer) throw new Error(`there is no engineer ${change.engineer}`);
      return { ...team, engineers: new Map(team.engineers).set(engineer.id, { ...engineer, leftAt: change.at }) };
    }
    default:
      throw new Error(`${change.kind} is not applied in memory`);
  }
}
