import type { Rung } from '../domain/call-list';
import type { Problem } from '../domain/problem';
import { shiftNamed } from '../domain/rotation';
import { plainText, type RunBook, SECTIONS } from '../domain/runbook';
import type { Stretch } from '../domain/schedule';
import type { Leg, Pipeline, Team } from '../domain/team';
import type { HealthAnswer } from '../usecases/health';
import type { NewNotice } from '../usecases/notice';
import type { DaysAnswer, NowAnswer, PersonAnswer } from '../usecases/on-call';
import type { StoredNotice } from '../usecases/outbox';
import type { Contact, OwnersAnswer, WhoAnswer } from '../usecases/ownership';
import type { NoRunbookAnswer, RunbookAnswer, RunbooksAnswer, WhichRunbookAnswer } from '../usecases/runbooks';
import type { Simulation } from '../usecases/simulation';

/** Who is on call, with ids and UTC instants; nobody before the first shift. */
export function nowJson(team: Team, { current, next, backupUntil }: NowAnswer, now: Date) {
  return {
    team: team.id,
    at: now.toISOString(),
    primary: current?.primary.engineer ?? null,
    backup: current?.backup?.engineer ?? null,
    until: (current && next?.at.toISOString()) ?? null,
    backupUntil: backupUntil?.toISOString() ?? null,
    next: next && { engineer: next.to.primary.engineer, at: next.at.toISOString() },
    reason: current?.primary.reason.kind ?? null,
  };
}

/** The shifts of some days. Others read this shape: it stays. */
export const scheduleJson = (team: Team, { stretches }: DaysAnswer) => ({
  team: team.id,
  timezone: team.timezone,
  shifts: stretches.map(shiftJson),
});

const shiftJson = ({ start, end, shift, primary, backup }: Stretch) => ({
  start: start.toISOString(),
  end: end.toISOString(),
  week: shift.week.number,
  primary: primary.engineer,
  backup: backup?.engineer ?? null,
  reason: primary.reason.kind,
});

/** How a plan would go, as it is planned and with what is suggested. */
export function simulationJson({ from, to, stretches, conflicts, gaps, planned, suggested }: Simulation) {
  const outcome = ({ balances, holidays }: Simulation['planned']) => ({
    balance: balances.map(({ engineer, weeks, share, backupWeeks, weekendDays, holidayDays, holidayWeeks }) => ({
      ...{ engineer, weeks, share, backupWeeks, weekendDays, holidayDays, holidayWeeks },
    })),
    holidays: Object.fromEntries([...holidays].map(([name, turns]) => [name, Object.fromEntries(turns)])),
  });
  const { team } = planned;
  return {
    ...{ team: team.id, timezone: team.timezone, from, to },
    shifts: stretches.map(shiftJson),
    conflicts: conflicts.map(({ conflict: { kind, engineer, duty, span, holidays, isShared }, mend }) => ({
      ...{ kind, engineer, duty, start: span.start.toISOString(), end: span.end.toISOString(), holidays, isShared },
      suggested: mend?.legs.map((leg) => ({ from: leg.from, to: leg.to, start: legStart(team, leg) })) ?? null,
    })),
    gaps: gaps.map(({ start, end, ...matter }) => ({ ...matter, start: start.toISOString(), end: end.toISOString() })),
    planned: outcome(planned),
    suggested: outcome(suggested),
  };
}

const legStart = (team: Team, { shift }: Leg): string | null => shiftNamed(team, shift)?.start.toISOString() ?? null;

/** The pipelines that were meant, with owners and call list. */
export const pipelinesJson = (team: Team, { words, exactly, contacts }: WhoAnswer, now: Date) => ({
  team: team.id,
  at: now.toISOString(),
  words,
  exactly,
  pipelines: contacts.map(contactJson),
});

/** The people who were meant, with their duty, turns and pipelines. */
export const engineersJson = (team: Team, words: string, people: readonly PersonAnswer[], now: Date) => ({
  team: team.id,
  at: now.toISOString(),
  words,
  engineers: people.map(({ engineer, duty, awayUntil, turns, owns, seconds }) => ({
    id: engineer.id,
    name: engineer.name,
    duty,
    awayUntil: awayUntil?.toISOString() ?? null,
    turns: turns.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() })),
    owns: owns.map(({ id }) => id),
    seconds: seconds.map(({ id }) => id),
  })),
});

/** Every pipeline with its owners. */
export const ownersJson = (team: Team, { pipelines }: OwnersAnswer) => ({
  team: team.id,
  pipelines: pipelines.map(pipelineJson),
});

const pipelineJson = ({ id, name, area, audience, tier, primaryOwner, secondaryOwner, runbook }: Pipeline) => ({
  id,
  name,
  area,
  audience,
  tier,
  primaryOwner,
  secondaryOwner,
  runbook,
});

const contactJson = ({ pipeline, callList, holidays }: Contact) => ({
  ...pipelineJson(pipeline),
  callList: callList.map(rungJson),
  holidays,
});

const rungJson = ({ engineer, roles, availability, leads }: Rung) => ({
  engineer,
  roles,
  availability: availability.kind,
  ...(availability.kind === 'away' && { until: availability.until.toISOString() }),
  ...(availability.kind === 'holiday' && { holiday: availability.name }),
  leads,
});

/** Every pipeline with the run book it has. */
export const runbooksJson = (team: Team, { pipelines, broken }: RunbooksAnswer) => ({
  team: team.id,
  pipelines: pipelines.map(({ pipeline, book }) => ({
    id: pipeline.id,
    runbook: book?.name ?? null,
    title: book?.title ?? null,
    reviewed: book?.reviewed ?? null,
  })),
  broken,
});

/** A run book as plain text, with the live call list instead of the contacts in the file. */
export function runbookJson(team: Team, answer: RunbookAnswer, now: Date) {
  const { book, contact, open, exactly, others, broken } = answer;
  return {
    team: team.id,
    at: now.toISOString(),
    runbook: book.name,
    title: book.title,
    reviewed: book.reviewed,
    stale: broken !== null,
    exactly,
    scenario: open !== null && typeof open !== 'string' ? open.name : null,
    pipeline: contactJson(contact),
    sections: sectionsJson(book),
    scenarios: book.scenarios.map(({ name, body }) => ({ name, text: plainText(body) })),
    others: others.map(({ id }) => id),
  };
}

const sectionsJson = ({ sections }: RunBook) =>
  SECTIONS.flatMap(({ id, title }) => {
    const section = id === 'contacts' ? undefined : sections.get(id);
    return section ? [{ id, title, text: plainText(section.body) }] : [];
  });

/** Run books and scenarios that could be meant. */
export const whichRunbookJson = (team: Team, { words, choices, without }: WhichRunbookAnswer) => ({
  team: team.id,
  words,
  choices: choices.map(({ pipeline, title, scenario }) => ({ pipeline: pipeline.id, title, scenario })),
  without: without.map(({ id }) => id),
});

/** Pipelines without a run book: whom to call all the same. */
export const noRunbookJson = (team: Team, { contacts }: NoRunbookAnswer, now: Date) => ({
  team: team.id,
  at: now.toISOString(),
  runbook: null,
  pipelines: contacts.map(contactJson),
});

/** What is wrong in the files. */
export const problemsJson = (problems: readonly Problem[]) =>
  problems.map(({ severity, file, line, problem, remedy }) => ({ severity, file, line, problem, remedy }));

/** How Baton is, with UTC instants; `troubles` is empty where it is well. */
export const healthJson = (team: Team, { facts, processes, troubles, told, waiting, coming }: HealthAnswer) => ({
  team: team.id,
  begunAt: team.begunAt,
  database: facts.database,
  processes,
  troubles: troubles.map((trouble) => ({
    kind: trouble.kind,
    ...('notice' in trouble && { key: trouble.notice.key, reason: trouble.notice.reason }),
    ...('mirror' in trouble && { mirror: trouble.mirror.mirror, reason: trouble.mirror.refusal?.reason }),
    ...('since' in trouble && { since: trouble.since }),
  })),
  mirrors: facts.mirrors
    .filter(({ mirror }) => !mirror.startsWith('message:'))
    .map(({ mirror, writtenAt, refusal }) => ({ mirror, writtenAt, refusal })),
  waiting: waiting.map(noticeJson),
  told: told.map(noticeJson),
  coming: coming.map(comingJson),
});

const comingJson = ({ key, notice, dueAt, until }: NewNotice) => ({ key, kind: notice.kind, dueAt, until });

const noticeJson = (stored: StoredNotice) => ({
  ...comingJson(stored),
  state: stored.state,
  attempts: stored.attempts,
  sentAt: stored.sentAt,
  message: stored.message,
  reason: stored.reason,
});
