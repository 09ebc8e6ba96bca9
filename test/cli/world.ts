import type { World } from '../../src/cli/command';
import { runCommand } from '../../src/cli/command';
import { localDateOf } from '../../src/domain/interval';
import { describeProblem } from '../../src/domain/problem';
import { lintRunBooks } from '../../src/domain/runbook-lint';
import type { Team } from '../../src/domain/team';
import { holidaysVersion, workOutHolidays } from '../../src/storage/holiday-tables';
import { openRunBooks } from '../../src/storage/runbook-files';
import { lintTeamFile, readTeamFile } from '../../src/storage/team-file';
import { UNTOUCHED } from '../../src/usecases/decision';
import type { HealthFacts } from '../../src/usecases/health';
import { holidayPlaces, holidayYears, withHolidays } from '../../src/usecases/holidays';

/** What a command said: the exit code and everything written to each stream. */
export type Said = { readonly exit: number; readonly out: string; readonly err: string };

export type Bent = {
  readonly now?: string;
  /** Instead of the team in the file. */
  readonly team?: Team;
  readonly teamFile?: string;
  readonly runBooks?: string;
  readonly health?: HealthFacts;
};

/** Runs `baton` on the team file and the run books of this repository, an hour into the first shift. */
export async function baton(args: readonly string[], bent: Bent = {}): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const books = openRunBooks(bent.runBooks ?? 'runbooks');
  const pathOf = (file: Parameters<World['team']>[0]): string => file?.path ?? bent.teamFile ?? 'data/team.yml';
  const exit = await runCommand(args, {
    async team(file) {
      if (bent.team) return { team: bent.team, source: 'From the test.' };
      const path = pathOf(file);
      const read = await readTeamFile(path);
      if (!read.ok) throw new Error(read.refusal.map(describeProblem).join('\n'));
      const team = { ...UNTOUCHED, ...read.value };
      return { team, source: `From the team file ${path}.` };
    },
    runBooks: () => books.current(),
    health: async () => {
      if (!bent.health) throw new Error('There is no database.');
      return bent.health;
    },
    async problems(file, now) {
      const { plan, problems } = await lintTeamFile(pathOf(file), async () => ['Columbus Day', 'Labor Day']);
      const ofBooks = plan
        ? lintRunBooks(plan, books.current(), localDateOf(now, plan.timezone))
        : books.current().problems;
      const source = `Checked the team file ${pathOf(file)} and the run books in ${books.current().directory}.`;
      return { problems: [...problems, ...ofBooks], source };
    },
    withHolidays: async (team, through, now) => {
      const found = await workOutHolidays(holidayPlaces(team), holidayYears(team, now, through));
      return withHolidays(team, found, holidaysVersion());
    },
    now: () => new Date(bent.now ?? '2026-11-02T15:00:00Z'),
    out: (text) => out.push(`${text}\n`),
    err: (text) => err.push(`${text}\n`),
    version: '0.1.0',
  });
  return { exit, out: out.join(''), err: err.join('') };
}
