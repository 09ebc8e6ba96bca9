import { isDeepStrictEqual } from 'node:util';
import { weekdayOf } from '../domain/interval';
import type { RotationVersion, Team } from '../domain/team';
import type { TeamPlan } from '../usecases/decision';

/** How a team file differs from the stored team, a few words each; empty where it does not. */
export function differences(team: Team, plan: TeamPlan): readonly string[] {
  const found: string[] = [];
  const settings = [
    'id',
    'name',
    'timezone',
    'channels',
    'approval',
    'userGroup',
    'calendar',
    'handoffs',
    'escalation',
  ] as const;
  for (const key of settings) if (!isDeepStrictEqual(team[key], plan[key])) found.push(`${WORDS[key]} changed`);
  const here = [...team.engineers.values()].filter(({ leftAt }) => !leftAt);
  // A link found by e-mail, and what somebody muted, are not in the file, and that is as it should be.
  const linked = [...plan.engineers.values()].map((one) => ({
    ...one,
    slack: one.slack ?? team.engineers.get(one.id)?.slack ?? null,
    muted: team.engineers.get(one.id)?.muted ?? [],
  }));
  found.push(...compare('engineers', here, linked));
  found.push(...compare('areas', [...team.areas.values()], [...plan.areas.values()]));
  found.push(...compare('pipelines', [...team.pipelines.values()], [...plan.pipelines.values()]));
  found.push(...compareRotation(team.rotation, plan.rotation[0]));
  return found;
}

const WORDS = {
  id: 'id',
  name: 'name',
  timezone: 'timezone',
  channels: 'channels',
  approval: 'approval',
  userGroup: 'user_group',
  calendar: 'holidays',
  handoffs: 'handoffs',
  escalation: 'escalation',
} as const;

type Thing = { readonly id: string };

function compare(list: string, stored: readonly Thing[], planned: readonly Thing[]): readonly string[] {
  const words: string[] = [];
  for (const thing of planned) {
    const other = stored.find(({ id }) => id === thing.id);
    if (!other) words.push(`${list}: ${thing.id} added`);
    else if (!isDeepStrictEqual(other, thing)) words.push(`${list}: ${thing.id} changed`);
  }
  for (const { id } of stored) if (!planned.some((thing) => thing.id === id)) words.push(`${list}: ${id} removed`);
  return words;
}

// Only what is in force is compared; the first handoff in the file may be that of any version.
function compareRotation(versions: Team['rotation'], planned: RotationVersion): readonly string[] {
  const newest = versions.at(-1) ?? versions[0];
  const words: string[] = [];
  if (!isDeepStrictEqual(newest.order, planned.order)) words.push('rotation: order changed');
  if (handoffOf(newest) !== handoffOf(planned)) words.push('rotation: handoff changed');
  if (newest.backupOffset !== planned.backupOffset) words.push('rotation: backup_offset changed');
  if (versions.every(({ firstHandoff }) => firstHandoff.date !== planned.firstHandoff.date))
    words.push('rotation: first_shift changed');
  return words;
}

const handoffOf = ({ firstHandoff }: RotationVersion): string => `${weekdayOf(firstHandoff.date)} ${firstHandoff.time}`;
