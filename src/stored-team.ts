import type { Logger } from 'pino';
import type { Config } from './config';
import type { TeamId } from './domain/ids';
import { describeProblem } from './domain/problem';
import { openDatabase } from './storage/database';
import { openHeartbeats } from './storage/heartbeats';
import { openMirrors } from './storage/mirrors';
import { openOutbox } from './storage/outbox';
import { openStore } from './storage/store';
import type { Mode } from './storage/tables';
import type { History, Store, TeamPlan } from './usecases/decision';
import type { Heartbeats, Mirrors, Outbox } from './usecases/outbox';

/** The team file cannot be used; the message lists every problem of it. */
export class TeamFileRefused extends Error {}

type Places = Pick<Config, 'databaseUrl' | 'teamFile'>;

/** The stored team, ready to be asked. */
export type StoredTeam = {
  readonly store: Store & History;
  readonly teamId: TeamId;
  readonly outbox: Outbox;
  readonly mirrors: Mirrors;
  readonly heartbeats: Heartbeats;
  /** Sets what is called after each decision that stored something; the last one set counts. */
  readonly onDecided: (listener: () => void) => void;
  /** Says in the log how the team file differs from what is stored, or is broken by now. Gives its engineers, by id. */
  readonly compareFile: () => Promise<TeamPlan['engineers']>;
  readonly close: () => Promise<void>;
};

/** Opens the database, and stores the team of the team file if none is stored yet. Throws where there is no team to run with. */
export async function openStoredTeam(config: Places, mode: Mode, now: Date, logger: Logger): Promise<StoredTeam> {
  const database = await openDatabase({ url: config.databaseUrl, mode, now });
  let decided = (): void => undefined;
  const store = openStore(database, () => decided());
  const { close } = database;
  try {
    const [stored] = await store.teams();
    const teamId = stored ?? (await found(config, mode, store, now, logger));
    return {
      store,
      teamId,
      outbox: openOutbox(database),
      mirrors: openMirrors(database),
      heartbeats: openHeartbeats(database),
      onDecided: (listener) => {
        decided = listener;
      },
      compareFile: () => compareFile(config, mode, store, teamId, logger),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The plan in the team file. Throws {@link TeamFileRefused}, which lists every problem. */
export async function readPlanOrRefuse(config: Pick<Places, 'teamFile'>, mode: Mode): Promise<TeamPlan> {
  const file = await readPlan(config.teamFile, mode);
  if (file.ok) return file.value;
  const problems = file.refusal.map((problem) => `  ${describeProblem(problem)}`).join('\n');
  throw new TeamFileRefused(`Baton cannot start with ${config.teamFile}; nothing was stored:\n${problems}`);
}

async function found(
  config: Pick<Places, 'teamFile'>,
  mode: Mode,
  store: Store,
  now: Date,
  logger: Logger,
): Promise<TeamId> {
  const { team } = await store.found(await readPlanOrRefuse(config, mode), { kind: 'baton' }, now);
  logger.info({ team: team.id, file: config.teamFile }, 'stored the team of the team file');
  return team.id;
}

async function compareFile(
  config: Pick<Places, 'teamFile'>,
  mode: Mode,
  store: Store,
  teamId: TeamId,
  logger: Logger,
): Promise<TeamPlan['engineers']> {
  const file = await readPlan(config.teamFile, mode);
  if (!file.ok) {
    for (const problem of file.refusal) logger.warn(`${describeProblem(problem)} The stored team is used.`);
    return new Map();
  }
  const { differences } = await import('./storage/team-file-differences.js');
  const differ = differences(await store.team(teamId), file.value);
  if (differ.length > 0)
    logger.warn(`${config.teamFile} differs from the stored team (${differ.join('; ')}). The stored team is used.`);
  return file.value.engineers;
}

/** The plan in the team file. What reads it is loaded only now: most starts answer before they look at the file. */
async function readPlan(path: string, mode: Mode) {
  const { readTeamFile } = await import('./storage/team-file.js');
  const file = await readTeamFile(path);
  return file.ok && mode === 'local' ? { ...file, value: withoutSlackIds(file.value) } : file;
}

/** A plan as the local workspace can hold it: its people have Slack ids of their own, so the file's do not count. */
const withoutSlackIds = (plan: TeamPlan): TeamPlan => ({
  ...plan,
  engineers: new Map([...plan.engineers].map(([id, engineer]) => [id, { ...engineer, slack: null }])),
});
