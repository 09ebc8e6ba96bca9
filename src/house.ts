import type { Logger } from 'pino';
import type { Config } from './config';
import type { TeamId } from './domain/ids';
import { describeProblem } from './domain/problem';
import { openDatabase } from './storage/database';
import { openStore } from './storage/store';
import type { Mode } from './storage/tables';
import { readTeamFile } from './storage/team-file';
import { differences } from './storage/team-file-differences';
import type { Store, TeamPlan } from './usecases/decision';

/** The team file cannot be used; the message lists every problem of it. */
export class TeamFileRefused extends Error {}

/** The stored team, ready to be asked. */
export type House = { readonly store: Store; readonly teamId: TeamId; readonly close: () => Promise<void> };

/**
 * Opens the database, and stores the team of the team file if none is stored yet. A file that differs from the stored
 * team, or is broken by now, is said in one line each; the database is the truth. Throws where there is no team to run with.
 */
export async function openHouse(config: Config, mode: Mode, now: Date, logger: Logger): Promise<House> {
  const database = await openDatabase({ url: config.databaseUrl, mode, now });
  const store = openStore(database);
  try {
    const [stored] = await store.teams();
    const file = await readTeamFile(config.teamFile);
    if (!file.ok) {
      if (!stored) throw new TeamFileRefused(refusalOf(config.teamFile, file.refusal.map(describeProblem)));
      for (const problem of file.refusal) logger.warn(`${describeProblem(problem)} The stored team is used.`);
      return { store, teamId: stored, close: database.close };
    }
    const plan = mode === 'local' ? withoutSlackIds(file.value) : file.value;
    if (!stored) {
      const { team } = await store.found(plan, { kind: 'baton' }, now);
      logger.info({ team: team.id, file: config.teamFile }, 'stored the team of the team file');
      return { store, teamId: team.id, close: database.close };
    }
    const differ = differences(await store.team(stored), plan);
    if (differ.length > 0)
      logger.warn(`${config.teamFile} differs from the stored team (${differ.join('; ')}). The stored team is used.`);
    return { store, teamId: stored, close: database.close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

const refusalOf = (file: string, problems: readonly string[]): string =>
  `Baton cannot start with ${file}; nothing was stored:\n${problems.map((problem) => `  ${problem}`).join('\n')}`;

/** A plan as the local workspace can hold it: its people have Slack ids of their own, so the file's do not count. */
const withoutSlackIds = (plan: TeamPlan): TeamPlan => ({
  ...plan,
  engineers: new Map([...plan.engineers].map(([id, engineer]) => [id, { ...engineer, slack: null }])),
});
