import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeProblem, type Problem } from '../../src/domain/problem';
import type { Result } from '../../src/domain/result';
import { USUAL_HANDOFFS } from '../../src/domain/team';
import { parseTeamFile, readTeamFile } from '../../src/storage/team-file';
import type { TeamPlan } from '../../src/usecases/decision';
import { aPlan } from '../fixtures';
import { aFolder, withoutRights } from './processes';

const SHIPPED = 'data/team.yml';
const shipped = readFileSync(SHIPPED, 'utf8');

const planIn = (result: Result<TeamPlan, readonly Problem[]>): TeamPlan => {
  if (!result.ok) throw new Error(result.refusal.map(describeProblem).join('\n'));
  return result.value;
};

const problemsIn = (text: string): readonly Problem[] => {
  const result = parseTeamFile(text, 'team.yml');
  return result.ok ? [] : result.refusal;
};

/** The shipped file with the first occurrence of some words replaced. */
function bent(...replacements: readonly (readonly [words: string, other: string])[]): string {
  return replacements.reduce((text, [words, other]) => {
    if (!text.includes(words)) throw new Error(`the shipped file has no ${words}`);
    return text.replace(words, () => other);
  }, shipped);
}

const lineOf = (words: string): number => shipped.slice(0, shipped.indexOf(words)).split('\n').length;

describe('the file that is shipped', () => {
  it('is the plan', async () => {
    expect(planIn(await readTeamFile(SHIPPED))).toEqual(aPlan());
  });

  it('has the owners of the plan', async () => {
    const { pipelines, areas } = planIn(await readTeamFile(SHIPPED));
    const rows = [...pipelines.values()].map((one) => [
      areas.get(one.area)?.name,
      one.name,
      one.primaryOwner,
      one.secondaryOwner,
      one.runbook,
    ]);
    expect(rows).toEqual([
      ['Profit', 'Unit-level profit needed for experiments', 'engineer-1', 'engineer-2', null],
      ['Profit', 'Aggregate profit reported to investors', 'engineer-2', 'engineer-1', 'aggregate-profit'],
      ['Growth', 'Aggregate growth reported to investors', 'engineer-3', 'engineer-4', 'aggregate-growth'],
      ['Growth', 'Daily growth needed for experiments', 'engineer-4', 'engineer-3', null],
      ['Engagement', 'Aggregate engagement reported to investors', 'engineer-1', 'engineer-4', 'aggregate-engagement'],
    ]);
  });

  it('has the rotation of the plan: four weeks, and the backup is next', async () => {
    const [{ order, backupOffset }] = planIn(await readTeamFile(SHIPPED)).rotation;
    const weeks = order.map((primary, week) => [primary, order[(week + backupOffset) % order.length]]);
    expect(weeks).toEqual([
      ['engineer-1', 'engineer-2'],
      ['engineer-2', 'engineer-3'],
      ['engineer-3', 'engineer-4'],
      ['engineer-4', 'engineer-1'],
    ]);
  });
});

describe('what a file may leave out', () => {
  const least = `
team: { id: d, name: D, timezone: UTC, channel: C0123 }
engineers: [{ id: a, name: A }, { id: b, name: B }]
areas: [{ id: x, name: X }]
pipelines: [{ id: p, name: P, area: x, audience: all, primary: a, secondary: b }]
rotation: { first_shift: 2026-11-03, handoff: { day: tuesday, time: 09:30 }, order: [a, b], backup_offset: 1 }
`;

  it('has a value of its own', () => {
    expect(planIn(parseTeamFile(least, 'team.yml'))).toMatchObject({
      channels: { team: 'C0123', swaps: 'C0123', pages: 'C0123' },
      approval: 'peer',
      userGroup: null,
      calendar: { country: null, region: null, except: [], extra: [] },
      escalation: { afterMinutes: [5, 5, 10], final: null },
      handoffs: USUAL_HANDOFFS,
      rotation: [{ firstHandoff: { date: '2026-11-03', time: '09:30' }, order: ['a', 'b'], startIndex: 0, from: null }],
    });
  });

  it.each([
    { written: '{}', handoffs: {} },
    { written: '{ notes_at: "09:00" }', handoffs: { notesAt: '09:00' } },
    { written: '{ notes_at: "16:59" }', handoffs: { notesAt: '16:59' } },
    { written: '{ nudge_after_hours: 1 }', handoffs: { nudgeAfterHours: 1 } },
    { written: '{ nudge_after_hours: 3 }', handoffs: { nudgeAfterHours: 3 } },
    { written: '{ tell_after_hours: 40 }', handoffs: { tellAfterHours: 40 } },
    {
      written: '{ nudge_after_hours: 39, tell_after_hours: 40 }',
      handoffs: { nudgeAfterHours: 39, tellAfterHours: 40 },
    },
  ])('of its handoffs has a value of its own, too: $written', ({ written, handoffs }) => {
    const plan = planIn(parseTeamFile(`${least}handoffs: ${written}\n`, 'team.yml'));
    expect(plan.handoffs).toEqual({ ...USUAL_HANDOFFS, ...handoffs });
  });

  it('is read where it is there', () => {
    const full = bent(
      ['  approval: peer', '  channels: { swaps: swaps, pages: C0456 }\n  approval: lead'],
      ['leads: [engineer-1]', 'leads: [engineer-3, engineer-2]'],
      [
        'holidays: { country: US }',
        'holidays: { country: DE, region: BY, except: [Epiphany], extra: [{ date: 2026-12-24, name: Ours }] }',
      ],
      [
        'email: engineer-1@example.com',
        'slack: W012, timezone: Asia/Kolkata, country: IN, region: KA, phone: "+91 22 1234"',
      ],
      ['    area: profit', '    area: profit\n    tier: normal\n    aliases: [unit profit, margins]'],
    );
    const plan = planIn(parseTeamFile(full, 'team.yml'));
    expect(plan).toMatchObject({
      channels: { team: 'data-oncall', swaps: 'swaps', pages: 'C0456' },
      approval: 'lead',
      calendar: { country: 'DE', region: 'BY', except: ['Epiphany'], extra: [{ date: '2026-12-24', name: 'Ours' }] },
    });
    expect([...plan.engineers.values()].map(({ lead }) => lead)).toEqual([false, true, true, false]);
    expect([...plan.engineers.values()][0]).toMatchObject({
      email: null,
      slack: 'W012',
      timezone: 'Asia/Kolkata',
      country: 'IN',
      region: 'KA',
      phone: '+91 22 1234',
    });
    expect([...plan.pipelines.values()][0]).toMatchObject({ tier: 'normal', aliases: ['unit profit', 'margins'] });
  });
});

const TEXT = 'Write a text of 1 to 150 characters on one line.';
const ID = 'Write an id of small letters, digits and single hyphens, at most 40 long, such as daily-growth.';
const DATE = 'Write a date that exists as year-month-day, such as 2026-11-02.';
const RUNBOOK =
  'Write the name of a file in the run book folder without folder and ending: small letters, digits, hyphens.';

describe('one wrong place in a file is told with its line and remedy:', () => {
  it.each<{ words: string; other: string; problem: string; remedy: string; at?: string }>([
    {
      words: 'id: data-engineering',
      other: 'id: Data_Engineering',
      problem: 'team.id is "Data_Engineering".',
      remedy: ID,
    },
    {
      words: 'id: data-engineering',
      other: `id: ${'a'.repeat(41)}`,
      problem: `team.id is "${'a'.repeat(41)}".`,
      remedy: ID,
    },
    { words: 'name: Data Engineering', other: 'name:', problem: 'team.name is empty.', remedy: TEXT },
    { words: 'name: Data Engineering', other: 'name: "  "', problem: 'team.name is "  ".', remedy: TEXT },
    { words: 'name: Data Engineering', other: 'name: "a\\0b"', problem: 'team.name is "a\\u0000b".', remedy: TEXT },
    { words: 'name: Data Engineering', other: 'name: "a\\ud800"', problem: 'team.name is "a\\ud800".', remedy: TEXT },
    { words: 'name: Data Engineering', other: 'name: "a\\nb"', problem: 'team.name is "a\\nb".', remedy: TEXT },
    {
      words: 'name: Data Engineering',
      other: `name: ${'é'.repeat(151)}`,
      problem: `team.name is "${'é'.repeat(60)}…".`,
      remedy: TEXT,
    },
    { words: 'name: Data Engineering', other: 'name: 2026', problem: 'team.name is 2026.', remedy: TEXT },
    { words: 'name: Data Engineering', other: 'name: [D]', problem: 'team.name is a list of 1.', remedy: TEXT },
    {
      words: 'timezone: America/New_York',
      other: 'timezone: America/New_Yrok',
      problem: 'team.timezone is "America/New_Yrok".',
      remedy: 'Did you mean America/New_York?',
    },
    {
      words: 'timezone: America/New_York',
      other: 'timezone: "+05:00"',
      problem: 'team.timezone is "+05:00".',
      remedy: 'Write an IANA time zone, such as America/New_York or Europe/Berlin.',
    },
    {
      words: 'channel: data-oncall',
      other: 'channel: "#data-oncall"',
      problem: 'team.channel is "#data-oncall".',
      remedy: 'Write the channel by its name without #, or by its id (C…).',
    },
    {
      words: '  channel: data-oncall',
      other: '  chanel: 1\n  channel: data-oncall',
      problem: 'team.chanel is not a known key.',
      remedy: 'Did you mean channel?',
    },
    {
      words: '  channel: data-oncall',
      other: '  sla: 1\n  channel: data-oncall',
      problem: 'team.sla is not a known key.',
      remedy: 'Write one of: id, name, timezone, channel, channels, approval, leads, user_group.',
    },
    {
      words: '  channel: data-oncall',
      other: '  __proto__: { x: 1 }\n  channel: data-oncall',
      problem: 'team.__proto__ is not a known key.',
      remedy: 'Write one of: id, name, timezone, channel, channels, approval, leads, user_group.',
    },
    {
      words: 'approval: peer',
      other: 'approval: nobody',
      problem: 'team.approval is "nobody".',
      remedy: 'Write one of: peer, lead.',
    },
    {
      words: 'leads: [engineer-1]',
      other: 'leads: [enginer-1]',
      problem: 'team.leads: "enginer-1" is not the id of an engineer.',
      remedy: 'Did you mean engineer-1?',
    },
    {
      words: 'user_group: data-oncall',
      other: 'user_group: "@data-oncall"',
      problem: 'team.user_group is "@data-oncall".',
      remedy: 'Write the handle of the user group without @, or its id (S…).',
    },
    {
      words: 'country: US',
      other: 'country: usa',
      problem: 'holidays.country is "usa".',
      remedy: 'Write the two capital letters of a country, such as US.',
    },
    {
      words: 'country: US',
      other: 'extra: [{ date: 2026-02-30, name: X }]',
      problem: 'holidays.extra.(entry 1).date is "2026-02-30".',
      remedy: DATE,
    },
    {
      words: '  - { id: engineer-2,',
      other: '  - { id: engineer-1, name: E }\n  - { id: engineer-2,',
      problem: 'engineers.engineer-1.id: "engineer-1" is there twice.',
      remedy: 'Keep one of the two, or write another.',
    },
    {
      words: 'email: engineer-2@example.com',
      other: 'email: ENGINEER-1@example.com',
      problem: 'engineers.engineer-2.email: "ENGINEER-1@example.com" is there twice.',
      remedy: 'Keep one of the two, or write another.',
    },
    {
      words: 'email: engineer-2@example.com',
      other: 'email: engineer-2',
      problem: 'engineers.engineer-2.email is "engineer-2".',
      remedy: 'Write one e-mail address.',
    },
    {
      words: 'email: engineer-2@example.com',
      other: 'slack: "@bob"',
      problem: 'engineers.engineer-2.slack is "@bob".',
      remedy: 'Write the member id from the Slack profile (U… or W…), not the name.',
    },
    {
      words: 'email: engineer-2@example.com',
      other: 'phone: 12125550100',
      problem: 'engineers.engineer-2.phone is 12125550100.',
      remedy: 'Write a phone number in quotes, such as "+1 212 555 0100".',
    },
    {
      words: ', name: Engineer 2',
      other: '',
      problem: 'engineers.engineer-2.name is missing.',
      remedy: TEXT,
      at: '{ id: engineer-2',
    },
    {
      words: '  - { id: engagement,',
      other: '  - { id: growth, name: G }\n  - { id: engagement,',
      problem: 'areas.growth.id: "growth" is there twice.',
      remedy: 'Keep one of the two, or write another.',
    },
    {
      words: 'id: daily-growth',
      other: 'id: aggregate-growth',
      problem: 'pipelines.aggregate-growth.id: "aggregate-growth" is there twice.',
      remedy: 'Keep one of the two, or write another.',
    },
    {
      words: 'area: growth',
      other: 'area: grwth',
      problem: 'pipelines.aggregate-growth.area: "grwth" is not the id of an area.',
      remedy: 'Did you mean growth?',
    },
    {
      words: 'area: growth',
      other: 'area: revenue',
      problem: 'pipelines.aggregate-growth.area: "revenue" is not the id of an area.',
      remedy: 'Write one of: profit, growth, engagement.',
    },
    {
      words: '    audience: experiments\n',
      other: '',
      problem: 'pipelines.unit-level-profit.audience is missing.',
      remedy: TEXT,
      at: '- id: unit-level-profit',
    },
    {
      words: 'audience: experiments',
      other: 'audience: experiments\n    tier: high',
      problem: 'pipelines.unit-level-profit.tier is "high".',
      remedy: 'Write one of: critical, normal.',
      at: '    primary: engineer-1',
    },
    {
      words: 'primary: engineer-3',
      other: 'primary: Engineer 9',
      problem: 'pipelines.aggregate-growth.primary: "Engineer 9" is not the id of an engineer.',
      remedy: 'Did you mean engineer-1?',
    },
    {
      words: 'secondary: engineer-4',
      other: 'secondary: engineer-3',
      problem: 'pipelines.aggregate-growth.secondary: "engineer-3" is the owner already.',
      remedy: 'Name somebody else as second owner.',
    },
    {
      words: 'runbook: aggregate-growth',
      other: 'runbook: ../../etc/passwd',
      problem: 'pipelines.aggregate-growth.runbook is "../../etc/passwd".',
      remedy: RUNBOOK,
    },
    {
      words: 'runbook: aggregate-growth',
      other: 'runbook: aggregate-growth.md',
      problem: 'pipelines.aggregate-growth.runbook is "aggregate-growth.md".',
      remedy: RUNBOOK,
    },
    {
      words: 'runbook: aggregate-growth',
      other: 'aliases: [report, Report]',
      problem: 'pipelines.aggregate-growth.aliases: "Report" is there twice.',
      remedy: 'Keep one of the two, or write another.',
    },
    {
      words: 'runbook: aggregate-growth',
      other: 'aliases: [daily-growth]',
      problem: 'pipelines.aggregate-growth.aliases: "daily-growth" is the id of another pipeline.',
      remedy: 'Choose another alias.',
    },
    {
      words: 'first_shift: 2026-11-02',
      other: 'first_shift: 2026-11-04',
      problem: 'rotation.first_shift: 2026-11-04 is a Wednesday, and the handoff is on Monday.',
      remedy: 'Write 2026-11-02 or 2026-11-09, or change handoff.day.',
    },
    {
      words: 'first_shift: 2026-11-02',
      other: 'first_shift: 2026-11-31',
      problem: 'rotation.first_shift is "2026-11-31".',
      remedy: DATE,
    },
    {
      words: 'first_shift: 2026-11-02',
      other: 'first_shift: 02.11.2026',
      problem: 'rotation.first_shift is "02.11.2026".',
      remedy: DATE,
    },
    {
      words: 'day: monday',
      other: 'day: mondy',
      problem: 'rotation.handoff.day is "mondy".',
      remedy: 'Write one of: monday, tuesday, wednesday, thursday, friday, saturday, sunday.',
    },
    {
      words: '"09:00"',
      other: '"24:00"',
      problem: 'rotation.handoff.time is "24:00".',
      remedy: 'Write a time from "00:00" to "23:59" in quotes.',
    },
    {
      words: '"09:00"',
      other: '9',
      problem: 'rotation.handoff.time is 9.',
      remedy: 'Write a time from "00:00" to "23:59" in quotes.',
    },
    {
      words: 'order: [engineer-1, engineer-2, engineer-3, engineer-4]',
      other: 'order: [engineer-1]',
      problem: 'rotation.order is a list of 1.',
      remedy: 'Write the ids of at least two engineers, in the order they take turns.',
    },
    {
      words: 'order: [engineer-1, engineer-2,',
      other: 'order: [engineer-1, engineer-1,',
      problem: 'rotation.order: "engineer-1" is there twice.',
      remedy: 'Keep one of the two, or write another.',
    },
    {
      words: 'backup_offset: 1',
      other: 'backup_offset: 4',
      problem: 'rotation.backup_offset: 4 turns after the primary comes the primary again, in an order of 4.',
      remedy: 'Write a number from 1 to 3.',
    },
    {
      words: 'backup_offset: 1',
      other: 'backup_offset: 0',
      problem: 'rotation.backup_offset is 0.',
      remedy: 'Write how many turns after the primary the backup is, such as 1.',
    },
    {
      words: 'after_minutes: [5, 5, 10]',
      other: 'after_minutes: [5, 0.5]',
      problem: 'escalation.after_minutes is 0.5.',
      remedy: 'Write minutes from 1 to 1440.',
    },
    {
      words: 'final: engineer-1',
      other: 'final: nobody',
      problem: 'escalation.final: "nobody" is not the id of an engineer.',
      remedy: 'Write one of: engineer-1, engineer-2, engineer-3, engineer-4.',
    },
    {
      words: 'notes_at: "16:00"',
      other: 'notes_at: "08:59"',
      problem: 'handoffs.notes_at is "08:59".',
      remedy: 'Write a time of the working day in quotes, from "09:00" to "16:59".',
    },
    {
      words: 'notes_at: "16:00"',
      other: 'notes_at: "17:00"',
      problem: 'handoffs.notes_at is "17:00".',
      remedy: 'Write a time of the working day in quotes, from "09:00" to "16:59".',
    },
    {
      words: 'notes_at: "16:00"',
      other: 'notes_at: "9:30"',
      problem: 'handoffs.notes_at is "9:30".',
      remedy: 'Write a time of the working day in quotes, from "09:00" to "16:59".',
    },
    {
      words: 'notes_at: "16:00"',
      other: 'notes_at: "16:60"',
      problem: 'handoffs.notes_at is "16:60".',
      remedy: 'Write a time of the working day in quotes, from "09:00" to "16:59".',
    },
    {
      words: 'notes_at: "16:00"',
      other: 'notes_at: 16',
      problem: 'handoffs.notes_at is 16.',
      remedy: 'Write a time of the working day in quotes, from "09:00" to "16:59".',
    },
    {
      words: 'nudge_after_hours: 2',
      other: 'nudge_after_hours: 0',
      problem: 'handoffs.nudge_after_hours is 0.',
      remedy: 'Write working hours from 1 to 40.',
    },
    {
      words: 'nudge_after_hours: 2',
      other: 'nudge_after_hours: 41',
      problem: 'handoffs.nudge_after_hours is 41.',
      remedy: 'Write working hours from 1 to 40.',
    },
    {
      words: 'nudge_after_hours: 2',
      other: 'nudge_after_hours: 2.5',
      problem: 'handoffs.nudge_after_hours is 2.5.',
      remedy: 'Write working hours from 1 to 40.',
    },
    {
      words: 'tell_after_hours: 4',
      other: 'tell_after_hours: "4"',
      problem: 'handoffs.tell_after_hours is "4".',
      remedy: 'Write working hours from 1 to 40.',
    },
    {
      words: 'tell_after_hours: 4',
      other: 'tell_after_hours: 2',
      problem: 'handoffs.tell_after_hours: 2 is not more than the 2 of nudge_after_hours.',
      remedy: 'Write more hours under tell_after_hours than under nudge_after_hours.',
    },
    {
      words: 'nudge_after_hours: 2, tell_after_hours: 4',
      other: 'nudge_after_hours: 5',
      problem: 'handoffs.nudge_after_hours: 5 is not less than the 4 of tell_after_hours.',
      remedy: 'Write more hours under tell_after_hours than under nudge_after_hours.',
    },
    {
      words: 'nudge_after_hours: 2, tell_after_hours: 4',
      other: 'tell_after_hours: 1',
      problem: 'handoffs.tell_after_hours: 1 is not more than the 2 of nudge_after_hours.',
      remedy: 'Write more hours under tell_after_hours than under nudge_after_hours.',
    },
    {
      words: 'notes_at: "16:00"',
      other: 'note_at: "16:00"',
      problem: 'handoffs.note_at is not a known key.',
      remedy: 'Did you mean notes_at?',
    },
  ])('$problem $remedy', ({ words, other, problem, remedy, at = words }) => {
    expect(problemsIn(bent([words, other]))).toEqual([
      { severity: 'error', file: 'team.yml', line: lineOf(at), problem, remedy },
    ]);
  });
});

describe('text that is no team file', () => {
  it.each([
    { what: 'nothing', text: '', line: 1, problem: 'The file is empty.' },
    { what: 'a list', text: '- a', line: 1, problem: 'The file is a list of 1.' },
    { what: 'a tab', text: 'team:\n\tid: x', line: 2, problem: 'A tab is used to indent.' },
    { what: 'an open list', text: 'team:\n  leads: [a\nx: 1', line: 3, problem: /Flow sequence/ },
    { what: 'two documents', text: 'team: 1\n---\nteam: 2', line: 2, problem: 'A second document begins here.' },
    { what: 'an unknown tag', text: 'a: 1\nteam: !!js/function x', line: 2, problem: /Unresolved tag/ },
    { what: 'an alias', text: 'a: &a [x]\nb: [*a, *a]', line: 2, problem: 'Aliases are not read here.' },
    { what: 'an alias of nothing', text: 'a: *b', line: 1, problem: 'Aliases are not read here.' },
    {
      what: 'great depth in brackets',
      text: '['.repeat(100_000),
      line: 1,
      problem: 'The values are nested too deeply.',
    },
    { what: 'great depth in lists', text: '- '.repeat(100_000), line: 1, problem: 'The values are nested too deeply.' },
    {
      what: 'a flood of keys',
      text: Array.from({ length: 30_000 }, (_, n) => `k${n}: 1`).join('\n'),
      line: 8572,
      problem: 'The file holds too many values.',
    },
  ])('is refused at its line: $what', ({ text, line, problem }) => {
    const [first] = problemsIn(text);
    expect(first).toMatchObject({
      line,
      problem: typeof problem === 'string' ? problem : expect.stringMatching(problem),
    });
    expect(first?.remedy).toMatch(/^[A-Z].*\.$/);
  });

  it('with a key twice is refused, and the rest is checked all the same', () => {
    const problems = problemsIn(
      bent(['  approval: peer', '  name: Twice\n  approval: peer'], ['day: monday', 'day: x']),
    );
    expect(problems.map(({ problem }) => problem)).toEqual([
      'This key is there twice.',
      'rotation.handoff.day is "x".',
    ]);
  });
});

describe('a file with many problems', () => {
  it('tells all of them at once, in the order of their lines', () => {
    const problems = problemsIn(
      bent(
        ['timezone: America/New_York', 'timezone: Mars'],
        ['primary: engineer-3', 'primary: engineer-33'],
        ['{ id: engineer-4, name: Engineer 4,', '{ id: engineer-4, nam: Engineer 4,'],
        ['backup_offset: 1', 'backup_offset: 8'],
        ['first_shift: 2026-11-02', 'first_shift: 2026-11-03'],
      ),
    );
    expect(problems.map(({ problem }) => problem.split(/[ :]/)[0])).toEqual([
      'team.timezone',
      'engineers.engineer-4.name',
      'engineers.engineer-4.nam',
      'pipelines.aggregate-growth.primary',
      'rotation.first_shift',
      'rotation.backup_offset',
    ]);
  });

  it.each([
    { list: 'engineers', most: 100, entry: (n: number) => `  - { id: e-${n}, name: E }` },
    {
      list: 'pipelines',
      most: 200,
      entry: (n: number) =>
        `  - { id: p-${n}, name: P, area: growth, audience: a, primary: engineer-1, secondary: engineer-2 }`,
    },
  ])('may have $most $list and no more', ({ list, most, entry }) => {
    const shippedCount = list === 'engineers' ? 4 : 5;
    const withMore = (count: number): string =>
      bent([
        `\n${list}:\n`,
        `\n${list}:\n${Array.from({ length: count - shippedCount }, (_, n) => entry(n)).join('\n')}\n`,
      ]);
    expect(problemsIn(withMore(most))).toEqual([]);
    expect(problemsIn(withMore(most + 1))).toMatchObject([
      { line: lineOf(`\n${list}:`) + 1, problem: `${list} is a list of ${most + 1}.` },
    ]);
  });
});

describe('a path without a team file', () => {
  it.each([
    { what: 'nothing', make: () => undefined, problem: 'There is no such file.' },
    { what: 'a folder', make: (path: string) => mkdirSync(path), problem: 'This is not a file.' },
    {
      what: 'more than 256 KiB',
      make: (path: string) => writeFileSync(path, '#'.repeat(262_145)),
      problem: 'The file is larger than 256 KiB.',
    },
    {
      what: 'other bytes than UTF-8',
      make: (path: string) => writeFileSync(path, Buffer.from([0x61, 0xff])),
      problem: 'The file is not UTF-8 text.',
    },
  ])('is a problem with a remedy: $what', async ({ make, problem }) => {
    const path = join(aFolder(), 'team.yml');
    make(path);
    const result = await readTeamFile(path);
    expect(result).toMatchObject({ ok: false, refusal: [{ file: path, line: 1, problem }] });
  });

  (process.platform === 'win32' ? it.skip : it)('is a problem with a remedy: no right to read', async () => {
    const path = join(aFolder(), 'team.yml');
    writeFileSync(path, shipped);
    chmodSync(path, 0);
    chmodSync(join(path, '..'), 0o755);
    expect(await withoutRights(() => readTeamFile(path))).toMatchObject({
      ok: false,
      refusal: [{ problem: 'The file cannot be read (EACCES).', remedy: 'Give this user the right to read it.' }],
    });
  });

  it('with a byte order mark and Windows line ends is read like any other', async () => {
    const path = join(aFolder(), 'team.yml');
    writeFileSync(path, `\ufeff${shipped.replaceAll('\n', '\r\n')}`);
    expect(planIn(await readTeamFile(path))).toEqual(aPlan());
  });
});
