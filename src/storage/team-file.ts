import { readFile, stat } from 'node:fs/promises';
import type { z } from 'zod';
import type { AreaId, EngineerId, PipelineId, SlackUserId, TeamId } from '../domain/ids';
import type { Problem } from '../domain/problem';
import { type Result, refuse, succeed } from '../domain/result';
import { type Area, type Engineer, type Pipeline, type RotationVersion, USUAL_HANDOFFS } from '../domain/team';
import type { TeamPlan } from '../usecases/decision';
import { codeOf } from './refusals';
import { byId } from './team';
import { checkTeamFile, type Path, quoted, remedyFor, valueAt } from './team-file-checks';
import { knownKeysAt, TeamFile } from './team-file-schema';
import { readYaml } from './yaml-source';

/** In bytes: 100 engineers and 200 pipelines need a third of it. */
const LARGEST = 256 * 1024;

/** Reads the team file at a path. A refusal lists every problem of the file, by line. */
export async function readTeamFile(path: string): Promise<Result<TeamPlan, readonly Problem[]>> {
  const wrong = (problem: string, remedy: string) =>
    refuse([{ severity: 'error', file: path, line: 1, problem, remedy } satisfies Problem]);
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return wrong('This is not a file.', 'Set TEAM_FILE to the path of a team file.');
    if (stats.size > LARGEST)
      return wrong('The file is larger than 256 KiB.', 'Remove what a team file does not need.');
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
    return parseTeamFile(text, path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return wrong(
        'There is no such file.',
        'Write it (data/team.yml is an example), or set TEAM_FILE to where it is.',
      );
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return wrong('The file is not UTF-8 text.', 'Save it as UTF-8.');
    if (!/^E[A-Z]+$/.test(code)) throw error;
    return wrong(`The file cannot be read (${code}).`, 'Give this user the right to read it.');
  }
}

/** The plan in the text of a team file; `file` is its name in problems. A refusal lists every problem, by line. */
export function parseTeamFile(text: string, file: string): Result<TeamPlan, readonly Problem[]> {
  const source = readYaml(text, file);
  if (!('value' in source)) return refuse(source.problems);
  const { value, lineOf } = source;
  const problems: Problem[] = [...source.problems];
  const report = (path: Path, problem: string, remedy: string): void => {
    problems.push({ severity: 'error', file, line: lineOf(path), problem, remedy });
  };
  const parsed = TeamFile.safeParse(value);
  for (const issue of parsed.error?.issues ?? []) reportIssue(issue, value, report);
  checkTeamFile(value, (path, problem, remedy) => report(path, `${nameOf(path, value)}: ${problem}`, remedy));
  if (parsed.success && problems.length === 0) return succeed(planOf(parsed.data));
  return refuse(problems.toSorted((one, other) => one.line - other.line));
}

/**
 * What is wrong in the team file at a path, and its plan where it can be used. `holidaysOf` gives the names of a plan's public
 * holidays: a name under `except` that is none of them is a warning.
 */
export async function lintTeamFile(
  path: string,
  holidaysOf: (plan: TeamPlan) => Promise<readonly string[]>,
): Promise<{ readonly plan: TeamPlan | null; readonly problems: readonly Problem[] }> {
  const read = await readTeamFile(path);
  if (!read.ok) return { plan: null, problems: read.refusal };
  const plan = read.value;
  const { except } = plan.calendar;
  if (except.length === 0) return { plan, problems: [] };
  const names = [...new Set(await holidaysOf(plan))];
  const isKnown = (text: string): boolean => names.some((name) => name.toLowerCase() === text.toLowerCase());
  const source = readYaml(await readFile(path, 'utf8'), path);
  const problems = except.flatMap((text, place): Problem[] => {
    if (isKnown(text)) return [];
    const line = 'lineOf' in source ? source.lineOf(['holidays', 'except', place]) : 1;
    const problem = `holidays.except: ${quoted(text)} is no public holiday of the team, so it takes none away.`;
    const remedy = names.length > 0 ? remedyFor(text, names) : 'Name the country under holidays, or remove it.';
    return [{ severity: 'warning', file: path, line, problem, remedy }];
  });
  return { plan, problems };
}

function reportIssue(
  issue: z.core.$ZodIssue,
  value: unknown,
  report: (path: Path, problem: string, remedy: string) => void,
): void {
  const { path, message } = issue;
  if (issue.code !== 'unrecognized_keys') {
    report(path, `${nameOf(path, value)} ${stateOf(valueAt(value, path))}.`, message);
    return;
  }
  const known = knownKeysAt(path);
  for (const key of issue.keys)
    report([...path, key], `${nameOf([...path, key], value)} is not a known key.`, remedyFor(key, known));
}

/** How people find a path: `pipelines.daily-growth.primary`, with an entry's id where it has one. */
function nameOf(path: Path, value: unknown): string {
  const words = path.flatMap((step, index) => {
    if (typeof step !== 'number')
      return [
        String(step)
          .replace(/[^\w-]/g, '?')
          .slice(0, 40),
      ];
    const entry = valueAt(value, path.slice(0, index + 1));
    const id = valueAt(entry, ['id']);
    if (typeof id === 'string') return [id.slice(0, 40)];
    return typeof entry === 'object' ? [`(entry ${step + 1})`] : [];
  });
  return words.join('.') || 'The file';
}

function stateOf(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is empty';
  if (typeof value === 'string') return `is ${quoted(value)}`;
  if (Array.isArray(value)) return `is a list of ${value.length}`;
  if (typeof value === 'object') return 'is a group of keys';
  return `is ${String(value)}`;
}

function planOf({ team, holidays, engineers, areas, pipelines, rotation, handoffs, escalation }: TeamFile): TeamPlan {
  return {
    id: team.id as TeamId,
    name: team.name,
    timezone: team.timezone,
    channels: {
      team: team.channel,
      swaps: team.channels?.swaps ?? team.channel,
      pages: team.channels?.pages ?? team.channel,
    },
    approval: team.approval,
    userGroup: team.user_group ?? null,
    calendar: {
      country: holidays?.country ?? null,
      region: holidays?.region ?? null,
      except: holidays?.except ?? [],
      extra: holidays?.extra ?? [],
    },
    escalation: {
      afterMinutes: escalation?.after_minutes ?? [5, 5, 10],
      final: (escalation?.final as EngineerId | undefined) ?? null,
    },
    handoffs: handoffs
      ? {
          notesAt: handoffs.notes_at,
          nudgeAfterHours: handoffs.nudge_after_hours,
          tellAfterHours: handoffs.tell_after_hours,
        }
      : USUAL_HANDOFFS,
    engineers: byId(engineers.map((engineer) => engineerOf(engineer, team.leads.includes(engineer.id)))),
    areas: byId(areas.map(({ id, name }): Area => ({ id: id as AreaId, name }))),
    pipelines: byId(pipelines.map(pipelineOf)),
    rotation: [rotationOf(rotation, team.timezone)],
  };
}

function engineerOf(engineer: TeamFile['engineers'][number], lead: boolean): Engineer {
  return {
    id: engineer.id as EngineerId,
    name: engineer.name,
    email: engineer.email ?? null,
    slack: (engineer.slack as SlackUserId | undefined) ?? null,
    timezone: engineer.timezone ?? null,
    country: engineer.country ?? null,
    region: engineer.region ?? null,
    phone: engineer.phone ?? null,
    lead,
    leftAt: null,
    muted: [],
  };
}

function pipelineOf(pipeline: TeamFile['pipelines'][number]): Pipeline {
  return {
    id: pipeline.id as PipelineId,
    name: pipeline.name,
    area: pipeline.area as AreaId,
    audience: pipeline.audience,
    tier: pipeline.tier,
    primaryOwner: pipeline.primary as EngineerId,
    secondaryOwner: pipeline.secondary as EngineerId,
    runbook: pipeline.runbook ?? null,
    aliases: pipeline.aliases,
  };
}

function rotationOf(rotation: TeamFile['rotation'], timezone: string): RotationVersion {
  return {
    number: 1,
    firstHandoff: { date: rotation.first_shift, time: rotation.handoff.time },
    timezone,
    order: rotation.order as unknown as RotationVersion['order'],
    startIndex: 0,
    backupOffset: rotation.backup_offset,
    from: null,
  };
}
