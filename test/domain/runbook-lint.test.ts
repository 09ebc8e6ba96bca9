import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PipelineId } from '../../src/domain/ids';
import { describeProblem, type Problem } from '../../src/domain/problem';
import { type RunBook, runbookTemplate } from '../../src/domain/runbook';
import { lintRunBooks } from '../../src/domain/runbook-lint';
import { parseRunBook } from '../../src/domain/runbook-parse';
import { anEngineer, aPipeline, aTeam, byId, engineerId } from '../fixtures';

const TODAY = '2026-11-30';

/** A run book about aggregate growth in which nothing is wrong, with one part replaced. */
function aBook(
  bent: { name?: string; front?: string; scenario?: string; contacts?: string; more?: string } = {},
): RunBook {
  const name = bent.name ?? 'aggregate-growth';
  const text = `---
${bent.front ?? 'pipeline: aggregate-growth\nreviewed: 2026-11-02'}
---
# Aggregate growth
## Pipeline Description
Monthly reports.
## Critical Metrics
- Freshness
## Potential Failure Scenarios
### Late
${bent.scenario ?? '- Look at [the logs](https://logs.example)'}
## Monitoring Tools
- Logs
## Escalation Contacts
${bent.contacts ?? '- Engineer 3 (Primary)\n- Engineer 4 (Backup)'}
${bent.more ?? ''}`;
  const parsed = parseRunBook(`runbooks/${name}.md`, text);
  if (!parsed.ok) throw new Error(parsed.refusal.map(describeProblem).join('\n'));
  return parsed.value;
}

/** The plan's team with aggregate growth alone. */
const growth = (runbook: string | null = 'aggregate-growth') =>
  aTeam({ pipelines: byId([aPipeline('aggregate-growth', 3, 4, { runbook })]) });

function lint(books: readonly RunBook[], team = growth(), problems: readonly Problem[] = []): readonly string[] {
  const named = new Map(books.map((book) => [book.name, book]));
  const broken = new Map(problems.map((problem) => [path.parse(problem.file).name, problem]));
  const runBooks = { directory: 'runbooks', books: named, problems, broken };
  return lintRunBooks(team, runBooks, TODAY).map(describeProblem);
}

it('a complete run book has no problems', () => {
  expect(lint([aBook()])).toEqual([]);
});

it('the run books of the plan have no errors: they were never reviewed, and tell no steps yet', () => {
  const folder = path.join(__dirname, '../../runbooks');
  const books = readdirSync(folder).map((file) => {
    const parsed = parseRunBook(`runbooks/${file}`, readFileSync(path.join(folder, file), 'utf8'));
    if (!parsed.ok) throw new Error(file);
    return parsed.value;
  });
  const found = lint(books, aTeam());
  expect(found.filter((problem) => problem.includes('error'))).toEqual([]);
  expect(found.filter((problem) => problem.includes('never reviewed'))).toHaveLength(3);
  expect(found.filter((problem) => problem.includes('has no step and no link'))).toHaveLength(10);
  expect(found).toHaveLength(13);
});

it('the template has no errors', () => {
  const parsed = parseRunBook('runbooks/aggregate-growth.md', runbookTemplate('aggregate-growth', 'Aggregate growth'));
  expect(parsed.ok && lint([parsed.value])).toEqual([expect.stringContaining('warning: It was never reviewed.')]);
});

describe('reviews', () => {
  const book = (reviewed: string) => aBook({ front: `pipeline: aggregate-growth\n${reviewed}` });
  it.each([
    { when: 'on this day', reviewed: 'reviewed: 2026-11-30', found: [] },
    { when: '180 days ago', reviewed: 'reviewed: 2026-06-03', found: [] },
    {
      when: '181 days ago',
      reviewed: 'reviewed: 2026-06-02',
      found: [
        'runbooks/aggregate-growth.md:3: warning: It was last reviewed on 2026-06-02, more than 180 days ago. Read it through, and write "reviewed: 2026-11-30" in the front matter.',
      ],
    },
    {
      when: 'tomorrow',
      reviewed: 'reviewed: 2026-12-01',
      found: [expect.stringMatching(/:3: warning: It was reviewed on 2026-12-01, which is still ahead\./)],
    },
    { when: 'never', reviewed: '', found: [expect.stringMatching(/:1: warning: It was never reviewed\./)] },
  ])('$when', ({ reviewed, found }) => {
    expect(lint([book(reviewed)])).toEqual(found);
  });
});

describe('pipelines', () => {
  it.each([
    { id: 'agregate-growth', remedy: 'Write aggregate-growth.' },
    { id: 'marketing', remedy: 'Write one of aggregate-growth.' },
    { id: '__proto__', remedy: 'Write one of aggregate-growth.' },
  ])('$id is unknown: $remedy', ({ id, remedy }) => {
    expect(lint([aBook({ front: `pipeline: ${id}\nreviewed: 2026-11-02` })], growth(null))).toEqual([
      `runbooks/aggregate-growth.md:2: error: There is no pipeline ${id}. ${remedy}`,
    ]);
  });

  it('a pipeline may not name a run book that is not there', () => {
    expect(lint([], growth('../secrets'))).toEqual([
      'runbooks/../secrets.md:1: error: The pipeline aggregate-growth names this run book, and it is not there. Write it, or take `runbook` away from the pipeline.',
    ]);
  });

  it('a run book whose file is broken is told once, as broken', () => {
    const broken: Problem = {
      severity: 'error',
      file: 'runbooks/aggregate-growth.md',
      line: 1,
      problem: 'Broken.',
      remedy: 'Mend it.',
    };
    expect(lint([], growth(), [broken])).toEqual(['runbooks/aggregate-growth.md:1: error: Broken. Mend it.']);
  });

  it('a pipeline that names no run book, or another, is a warning', () => {
    expect(lint([aBook()], growth(null))).toEqual([
      'runbooks/aggregate-growth.md:2: warning: The pipeline aggregate-growth does not name this run book. Write "runbook: aggregate-growth" at the pipeline.',
    ]);
    expect(lint([aBook()], growth('other'))).toEqual([
      expect.stringMatching(/warning: The pipeline aggregate-growth names the run book other, not this one\./),
      expect.stringMatching(/^runbooks\/other\.md:1: error: /),
    ]);
  });

  it.each([
    { named: 'a', kept: 'a', other: 'b' },
    { named: 'b', kept: 'b', other: 'a' },
  ])('of two run books for one pipeline the one it names, $kept, is kept', ({ named, kept, other }) => {
    expect(lint([aBook({ name: 'a' }), aBook({ name: 'b' })], growth(named))).toEqual([
      `runbooks/${other}.md:2: error: ${kept}.md is about aggregate-growth too. Keep one of them; a pipeline has one run book.`,
    ]);
  });

  it('of two run books for a pipeline that names neither, the first is kept', () => {
    expect(lint([aBook({ name: 'a' }), aBook({ name: 'b' })], growth(null))).toEqual([
      expect.stringMatching(/^runbooks\/a\.md:2: warning: /),
      expect.stringMatching(/^runbooks\/b\.md:2: error: a\.md is about/),
    ]);
  });
});

describe('sections', () => {
  it('each missing section is an error', () => {
    const parsed = parseRunBook('a.md', '---\npipeline: aggregate-growth\nreviewed: 2026-11-02\n---\n# Growth\n');
    if (!parsed.ok) throw new Error('refused');
    expect(lint([parsed.value], growth('a')).map((line) => line.split(': ')[2])).toEqual([
      'The section "Pipeline Description" is missing. Add "## Pipeline Description".',
      'The section "Critical Metrics" is missing. Add "## Critical Metrics".',
      'The section "Potential Failure Scenarios" is missing. Add "## Potential Failure Scenarios".',
      'The section "Monitoring Tools" is missing. Add "## Monitoring Tools".',
      'The section "Escalation Contacts" is missing. Add "## Escalation Contacts".',
    ]);
  });

  it('a misspelt heading is named in the remedy, and its text is not shown', () => {
    const text = '---\npipeline: aggregate-growth\nreviewed: 2026-11-02\n---\n# Growth\n## Critcal Metrics\n';
    const parsed = parseRunBook('a.md', text);
    expect(parsed.ok && lint([parsed.value], growth('a'))).toEqual(
      expect.arrayContaining([
        'a.md:6: error: The section "Critical Metrics" is missing. Write it instead of "Critcal Metrics".',
        'a.md:6: warning: "Critcal Metrics" is none of the five sections and is not shown. Move its text into one of them.',
      ]),
    );
  });

  it('an empty section is a warning', () => {
    expect(lint([aBook({ contacts: '' })])).toEqual([
      expect.stringContaining('warning: "Escalation Contacts" is empty.'),
    ]);
  });

  it('a section of scenarios without any is a warning', () => {
    const text =
      '---\npipeline: aggregate-growth\nreviewed: 2026-11-02\n---\n# Growth\n## Potential Failure Scenarios\nMany.\n';
    const parsed = parseRunBook('a.md', text);
    expect(parsed.ok && lint([parsed.value], growth('a'))).toContainEqual(
      expect.stringContaining('a.md:6: warning: "Potential Failure Scenarios" names no scenario.'),
    );
  });
});

describe('scenarios', () => {
  it.each([
    { says: 'a link', scenario: 'See <https://logs.example>.' },
    { says: 'a step', scenario: '1. Restart it' },
    { says: 'a command', scenario: 'Run `restart`.' },
    { says: 'a labelled part', scenario: '**Fix**: restart it' },
  ])('$says is enough', ({ scenario }) => {
    expect(lint([aBook({ scenario })])).toEqual([]);
  });

  it.each([
    { says: 'a sentence', scenario: 'Data is late.' },
    { says: 'nothing', scenario: '' },
    { says: 'a quote', scenario: '> Data is late.' },
  ])('$says is a warning', ({ scenario }) => {
    expect(lint([aBook({ scenario })])).toEqual([
      'runbooks/aggregate-growth.md:11: warning: The scenario "Late" has no step and no link. Add what to check and what to do.',
    ]);
  });

  it('a name that is there twice is a warning', () => {
    expect(lint([aBook({ scenario: '- a\n### late\n- b' })])).toEqual([
      expect.stringContaining(':13: warning: The scenario "late" is there twice; the first is on line 11.'),
    ]);
  });
});

describe('contacts', () => {
  it.each([
    { contacts: 'Engineer 3 (Primary), Engineer 4 (Backup).' },
    { contacts: '1. Engineer 3\n2. Engineer 4' },
    { contacts: 'Ask ENGINEER 3 or engineer 4.' },
    { contacts: 'Engineer 3 and Engineer 4 (Backup)' },
    { contacts: '- Primary: Engineer 3\n- Backup: Engineer 4\n- Escalation: Engineer 1' },
    { contacts: '- Engineer 3 (Owner)\n- Engineer 4 (Second owner)\n- Engineer 1 (Lead)' },
    { contacts: 'The call list is shown here.' },
    { contacts: 'Somebody else (Primary)' },
  ])('%j agree with ownership', ({ contacts }) => {
    expect(lint([aBook({ contacts })])).toEqual([]);
  });

  it.each([
    {
      contacts: '- Engineer 4 (Primary)\n- Engineer 3 (Backup)',
      told: [
        'The contacts name Engineer 4 as primary; the primary owner of aggregate-growth is Engineer 3.',
        'The contacts name Engineer 3 as backup; the secondary owner of aggregate-growth is Engineer 4.',
      ],
    },
    {
      contacts: '- Engineer 3 (Primary)\n- Engineer 1 (Backup)',
      told: [
        'The contacts name Engineer 1 as backup; the secondary owner of aggregate-growth is Engineer 4.',
        'The contacts leave out Engineer 4, the secondary owner of aggregate-growth.',
      ],
    },
    {
      contacts: 'Engineer 3, Engineer 4, Engineer 2',
      told: ['The contacts name Engineer 2, who does not own aggregate-growth.'],
    },
    { contacts: 'Engineer 3', told: ['The contacts leave out Engineer 4, the secondary owner of aggregate-growth.'] },
  ])('$contacts contradict it', ({ contacts, told }) => {
    const remedy = 'Write Engineer 3 (Primary) and Engineer 4 (Backup), or no names: the call list is shown there.';
    expect(lint([aBook({ contacts })])).toEqual(
      told.map((problem) => `runbooks/aggregate-growth.md:15: error: ${problem} ${remedy}`),
    );
  });

  it('somebody is not found in a longer name', () => {
    const engineers = byId([1, 2, 3, 4, 31].map((number) => anEngineer(number)));
    const pipelines = byId([aPipeline('aggregate-growth', 31, 4)]);
    const contacts = '- Engineer 31 (Primary)\n- Engineer 4 (Backup)';
    expect(lint([aBook({ contacts })], aTeam({ engineers, pipelines }))).toEqual([]);
  });

  it('of a pipeline that changed hands are an error', () => {
    const pipeline = aPipeline('aggregate-growth', 3, 4, { primaryOwner: engineerId(2) });
    const team = aTeam({ pipelines: new Map([['aggregate-growth' as PipelineId, pipeline]]) });
    expect(lint([aBook()], team)).toHaveLength(2);
  });
});
