import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { Problem } from '../../src/domain/problem';
import { plainText, type RunBook, runbookTemplate, SECTIONS } from '../../src/domain/runbook';
import { parseRunBook } from '../../src/domain/runbook-parse';
import { LARGEST_RUNBOOK } from '../../src/domain/runbook-source';

const FILE = 'runbooks/aggregate-growth.md';
const front = '---\npipeline: aggregate-growth\n---\n';

function parsed(text: string): RunBook {
  const result = parseRunBook(FILE, text);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

function refused(text: string): readonly Problem[] {
  const result = parseRunBook(FILE, text);
  return result.ok ? [] : result.refusal;
}

const scenariosOf = (book: RunBook) => book.scenarios.map(({ name, body }) => [name, plainText(body)]);

describe('the run books of the plan', () => {
  it.each([
    {
      name: 'aggregate-profit',
      title: 'Aggregate Profit Reported to Investors',
      description: 'Processes and aggregates unit-level profit data for monthly investor reports.',
      metrics: ['Data freshness', 'Accuracy of profit calculations', 'Timely delivery'],
      scenarios: [
        ['Data Load Issues', 'Missing data from upstream systems.'],
        ['Schema Changes', 'Upstream source schema mismatch.'],
        ['Performance Bottlenecks', 'Slow aggregations due to increased data volume.'],
        ['Delivery Failures', 'Reports not sent to the designated system or email.'],
      ],
      monitoring: ['Data pipeline logs', 'Data quality checks', 'SLA monitoring'],
      contacts: ['Engineer 2 (Primary)', 'Engineer 1 (Backup)'],
    },
    {
      name: 'aggregate-growth',
      title: 'Aggregate Growth Reported to Investors',
      description: 'Aggregates daily growth data into monthly reports for investors.',
      metrics: ['Timely delivery', 'Accurate growth trends', 'Reconciliation with historical data'],
      scenarios: [
        ['Data Inconsistencies', 'Mismatched growth trends.'],
        ['ETL Failures', 'Job failures during transformations.'],
        ['Data Latency', 'Delays in receiving upstream data.'],
      ],
      monitoring: ['Alerts for job failures', 'Data reconciliation scripts', 'SLA dashboards'],
      contacts: ['Engineer 3 (Primary)', 'Engineer 4 (Backup)'],
    },
    {
      name: 'aggregate-engagement',
      title: 'Aggregate Engagement Reported to Investors',
      description: 'Compiles user engagement metrics into monthly aggregate reports.',
      metrics: ['Accurate engagement rates', 'Timely data delivery', 'SLA compliance'],
      scenarios: [
        ['Data Quality Issues', 'Inaccurate user activity metrics.'],
        ['Pipeline Breaks', 'Errors in processing raw engagement data.'],
        ['Delivery Failures', 'Missed deadlines for monthly reports.'],
      ],
      monitoring: ['Pipeline monitoring', 'Anomaly detection', 'SLA tracking'],
      contacts: ['Engineer 1 (Primary)', 'Engineer 4 (Backup)'],
    },
  ])(
    '$name holds every section and scenario, and nothing else',
    ({ name, title, description, scenarios, ...lists }) => {
      const file = path.join(__dirname, '../../runbooks', `${name}.md`);
      const result = parseRunBook(file, readFileSync(file, 'utf8'));
      if (!result.ok) throw new Error(JSON.stringify(result.refusal));
      const book = result.value;
      const bodyOf = (id: (typeof SECTIONS)[number]['id']) => plainText(book.sections.get(id)?.body ?? []);
      expect(book).toMatchObject({ name, title, pipeline: name, reviewed: null, otherHeadings: [] });
      expect([...book.sections.keys()]).toEqual(SECTIONS.map(({ id }) => id));
      expect(bodyOf('description')).toBe(description);
      expect(bodyOf('scenarios')).toBe('');
      expect(scenariosOf(book)).toEqual(scenarios);
      for (const id of ['metrics', 'monitoring', 'contacts'] as const)
        expect(bodyOf(id)).toBe(lists[id].map((item) => `- ${item}`).join('\n'));
    },
  );
});

describe('front matter', () => {
  it.each([
    { says: 'a plain day', yaml: 'reviewed: 2026-11-02', reviewed: '2026-11-02' },
    { says: 'a day in quotes', yaml: 'reviewed: "2026-11-02"', reviewed: '2026-11-02' },
    { says: 'no day yet', yaml: 'reviewed:', reviewed: null },
    { says: 'a comment', yaml: '# nothing', reviewed: null },
  ])('$says is read', ({ yaml, reviewed }) => {
    expect(parsed(`---\npipeline: aggregate-growth\n${yaml}\n---\n# Growth\n`).reviewed).toBe(reviewed);
  });

  it.each([
    { what: 'Windows line ends', text: `${front}# Growth\n`.replaceAll('\n', '\r\n') },
    { what: 'a byte order mark', text: `\uFEFF${front}# Growth\n` },
    { what: 'a closing line of dots', text: '---\npipeline: aggregate-growth\n...\n# Growth\n' },
    { what: 'nothing after the title', text: `${front}# Growth` },
  ])('a file with $what is read', ({ text }) => {
    expect(parsed(text).title).toBe('Growth');
  });

  it.each([
    { what: 'nothing', text: '', line: 1, problem: 'The file is empty.' },
    { what: 'blank lines', text: '\n \n', line: 1, problem: 'The file is empty.' },
    { what: 'no front matter', text: '# Growth\n', line: 1, problem: 'The file has no front matter.' },
    {
      what: 'front matter without end',
      text: '---\npipeline: x\n# A\n',
      line: 1,
      problem: 'The front matter does not end.',
    },
    { what: 'empty front matter', text: '---\n---\n# A\n', line: 2, problem: 'The front matter names no pipeline.' },
    {
      what: 'no pipeline',
      text: '---\nreviewed: 2026-11-02\n---\n# A\n',
      line: 1,
      problem: 'The front matter names no pipeline.',
    },
    {
      what: 'a blank pipeline',
      text: '---\npipeline:\n---\n# A\n',
      line: 2,
      problem: 'The front matter names no pipeline.',
    },
    {
      what: 'two pipelines',
      text: '---\npipeline: [a, b]\n---\n# A\n',
      line: 2,
      problem: '"pipeline" is not one plain text.',
    },
    { what: 'an alias', text: '---\npipeline: *a\n---\n# A\n', line: 2, problem: '"pipeline" is not one plain text.' },
    {
      what: 'a day that does not exist',
      text: '---\npipeline: a\nreviewed: 2026-02-30\n---\n# A\n',
      line: 3,
      problem: '"2026-02-30" is not a day that exists.',
    },
    {
      what: 'a word for a day',
      text: '---\npipeline: a\nreviewed: soon\n---\n# A\n',
      line: 3,
      problem: '"soon" is not a day that exists.',
    },
    {
      what: 'a key twice',
      text: '---\npipeline: a\npipeline: b\n---\n# A\n',
      line: 3,
      problem: /not readable: Map keys must be unique/,
    },
    { what: 'broken YAML', text: '---\npipeline: "a\n---\n# A\n', line: 3, problem: /not readable/ },
    { what: 'a tag', text: '---\npipeline: !secret a\n---\n# A\n', line: 2, problem: /not readable: Unresolved tag/ },
    {
      what: '__proto__',
      text: '---\npipeline: a\n__proto__: b\n---\n# A\n',
      line: 3,
      problem: 'The front matter has no "__proto__".',
    },
    { what: 'no title', text: `${front}Words only.\n`, line: 1, problem: 'The run book has no title.' },
    { what: 'a section first', text: `${front}## Monitoring tools\n`, line: 1, problem: 'The run book has no title.' },
    {
      what: 'a section twice',
      text: `${front}# A\n## Critical Metrics\n## Critical metric\n`,
      line: 6,
      problem: 'The section "Critical Metrics" is there twice; the first is on line 5.',
    },
  ])('a file with $what is refused, with line and remedy', ({ text, line, problem }) => {
    const [first] = refused(text);
    const words = typeof problem === 'string' ? problem : expect.stringMatching(problem);
    expect(first).toEqual({
      severity: 'error',
      file: FILE,
      line,
      problem: words,
      remedy: expect.stringMatching(/\.$/),
    });
  });

  it('an unknown key is told with the known one it is nearest to', () => {
    expect(refused('---\npipelin: a\nreviewd: 2026-11-02\nowner: b\n---\n# A\n').map(({ remedy }) => remedy)).toEqual([
      'Write "pipeline".',
      'Write "reviewed".',
      'Remove it; only "pipeline" and "reviewed" are read.',
      expect.stringContaining('Write "pipeline: "'),
    ]);
  });
});

describe('sections', () => {
  it.each([
    '## Critical Metrics',
    '# critical metrics',
    '### CRITICAL METRIC',
    '## Critical Metrics:',
    '## **Critical** metrics',
    'Critical Metrics\n---',
  ])('%j is the section of that name', (heading) => {
    const book = parsed(`${front}# Growth\n\n${heading}\n\n- Freshness\n`);
    expect(plainText(book.sections.get('metrics')?.body ?? [])).toBe('- Freshness');
  });

  it('a section keeps its own sub-headings, and ends where another heading of its level begins', () => {
    const book = parsed(
      `${front}# Growth\n## Critical Metrics\nA\n### Details\nB\n#### More\nC\n## History\nD\n## Monitoring Tools\nE\n`,
    );
    expect(plainText(book.sections.get('metrics')?.body ?? [])).toBe('A\nDetails\nB\nMore\nC');
    expect(plainText(book.sections.get('monitoring')?.body ?? [])).toBe('E');
    expect(book.otherHeadings).toEqual([{ text: 'History', line: 11 }]);
  });

  it('a run book with sections missing is still a run book', () => {
    expect([...parsed(`${front}# Growth\n## Monitoring Tools\nLogs\n`).sections.keys()]).toEqual(['monitoring']);
  });

  it('a link by name leads where the file says, wherever it says so', () => {
    const book = parsed(
      `${front}# Growth\n## Monitoring Tools\n[Logs][l], ![Graph][g]\n## Critical Metrics\n[l]: https://logs.example\n[g]: https://graph.example\n`,
    );
    expect(book.sections.get('monitoring')?.body).toEqual([
      {
        type: 'paragraph',
        children: [
          { type: 'link', url: 'https://logs.example', children: [{ type: 'text', value: 'Logs' }] },
          { type: 'text', value: ', ' },
          { type: 'image', url: 'https://graph.example', alt: 'Graph' },
        ],
      },
    ]);
  });
});

describe('scenarios', () => {
  const scenarios = (text: string) =>
    scenariosOf(parsed(`${front}# Growth\n## Potential Failure Scenarios\n${text}\n`));

  it.each([
    {
      how: 'headings',
      text: '### Late\nData is late.\n### Wrong\nData is wrong.',
      found: [
        ['Late', 'Data is late.'],
        ['Wrong', 'Data is wrong.'],
      ],
    },
    { how: 'deeper headings', text: '#### Late\nData is late.', found: [['Late', 'Data is late.']] },
    {
      how: 'bold list items',
      text: '- **Late**: Data is late.\n- **Wrong:** Data is wrong.',
      found: [
        ['Late', 'Data is late.'],
        ['Wrong', 'Data is wrong.'],
      ],
    },
    {
      how: 'numbered bold items with more below',
      text: '1. **Late**: Data is late.\n   - Restart it',
      found: [['Late', 'Data is late.\n- Restart it']],
    },
    { how: 'a bold item with nothing after it', text: '- **Late**:', found: [['Late', '']] },
    {
      how: 'headings with a bold list before them',
      text: '- **Note**: read all.\n\n### Late\nData is late.',
      found: [['Late', 'Data is late.']],
    },
  ])('are found in $how', ({ text, found }) => {
    expect(scenarios(text)).toEqual(found);
  });

  it.each([
    {
      how: 'sub-headings',
      text: '### Late\nData is late.\n#### Check\nLogs\n#### Fix\nRestart\n#### Who is affected\nInvestors',
    },
    {
      how: 'headings of the same level',
      text: '### Late\nData is late.\n### Check\nLogs\n### Fix\nRestart\n### Who is affected\nInvestors',
    },
    {
      how: 'the only other headings',
      text: '- **Late**: Data is late.\n\n  #### Check\n  Logs\n\n  #### Fix\n  Restart\n\n  #### Who is affected\n  Investors',
    },
  ])('keep Check, Fix and Who is affected in their text as $how', ({ text }) => {
    expect(scenarios(text)).toEqual([['Late', 'Data is late.\nCheck\nLogs\nFix\nRestart\nWho is affected\nInvestors']]);
  });

  it('bold labels stay in the text', () => {
    const text = '### Late\n**Check**: the logs\n\n- **Fix**: restart it';
    expect(scenarios(text)).toEqual([['Late', 'Check: the logs\n- Fix: restart it']]);
  });

  it('plain items and text before the first scenario stay in the section', () => {
    const book = parsed(
      `${front}# A\n## Potential Failure Scenarios\nAny of these:\n\n- **Late**: Data is late.\n- plain\n`,
    );
    expect(scenariosOf(book)).toEqual([['Late', 'Data is late.']]);
    expect(plainText(book.sections.get('scenarios')?.body ?? [])).toBe('Any of these:\n- plain');
  });
});

describe('plain text', () => {
  it.each([
    { of: 'paragraphs', markdown: 'One\ntwo.\n\nThree.', text: 'One two.\nThree.' },
    { of: 'hard breaks', markdown: 'One  \ntwo', text: 'One\ntwo' },
    { of: 'nested lists', markdown: '- a\n  1. b\n  2. c\n- [x] d', text: '- a\n  1. b\n  2. c\n- [x] d' },
    {
      of: 'links',
      markdown: '[Logs](https://l.example) <https://x.example>',
      text: 'Logs (https://l.example) https://x.example',
    },
    { of: 'code', markdown: 'Run `a`\n\n```\nb\n  c\n```', text: 'Run a\nb\n  c' },
    { of: 'quotes', markdown: '> a\n> b\n>\n> c', text: '> a b\n> c' },
    { of: 'tables', markdown: '| a | b |\n|---|---|\n| c | |', text: 'a | b\nc | ' },
    { of: 'styles', markdown: '**a** *b* ~~c~~ <b>d</b>', text: 'a b c <b>d</b>' },
    { of: 'rules', markdown: 'a\n\n---\n\nb', text: 'a\nb' },
    { of: 'footnotes', markdown: 'a[^1]\n\n[^1]: b', text: 'a[1]\n[1] b' },
  ])('of $of', ({ markdown, text }) => {
    const body = parsed(`${front}# A\n## Monitoring Tools\n\n${markdown}\n`).sections.get('monitoring')?.body ?? [];
    expect(plainText(body)).toBe(text);
  });
});

describe('too much of anything', () => {
  const filled = (piece: string) =>
    `${front}# A\n## Critical Metrics\n\n${piece.repeat(LARGEST_RUNBOOK)}`.slice(0, LARGEST_RUNBOOK);
  const staircase = Array.from({ length: 300 }, (_, level) => `${'  '.repeat(level)}- a`).join('\n');
  const reason = {
    size: 'The file is larger than 64 KiB.',
    lines: 'The file has more than 2000 lines.',
    marks: 'The file has more than 4000 of the characters * _ ~ [ ].',
    depth: 'The text is nested too deeply here.',
    word: 'A word here holds too many addresses.',
    front: 'The front matter holds too much.',
  };
  it.each([
    { bomb: 'a large file', text: filled('a').padEnd(LARGEST_RUNBOOK + 1), because: reason.size },
    { bomb: 'quotes', text: filled('>'), because: reason.depth },
    { bomb: 'quotes with spaces', text: filled('> '), because: reason.depth },
    { bomb: 'bullets', text: filled('- * + '), because: reason.depth },
    { bomb: 'numbers', text: filled('1. '), because: reason.depth },
    { bomb: 'lists in quotes', text: filled('- > '), because: reason.depth },
    { bomb: 'footnotes', text: `${front}# A\n${'[^a]: '.repeat(1000)}`, because: reason.depth },
    { bomb: 'a staircase of lists', text: `${front}# A\n${staircase.slice(0, 40_000)}`, because: reason.depth },
    { bomb: 'a short staircase of lists', text: `${front}# A\n${staircase.slice(0, 1800)}`, because: reason.depth },
    { bomb: 'emphasis in emphasis', text: `${front}# A\n${'*a **b '.repeat(40)}${'** *'.repeat(40)}`, because: null },
    { bomb: 'opening brackets', text: filled('['), because: reason.marks },
    { bomb: 'closing brackets', text: filled(']'), because: reason.marks },
    { bomb: 'stars', text: filled('a*'), because: reason.marks },
    { bomb: 'links', text: filled('[]('), because: reason.marks },
    { bomb: 'as many stars as there may be', text: `${front}# A\n${'a*'.repeat(3900)}`, because: null },
    { bomb: 'backticks', text: filled('`a '), because: null },
    {
      bomb: 'backticks of every length',
      text: `${front}# A\n${Array.from({ length: 350 }, (_, n) => '`'.repeat(n)).join(' ')}`,
      because: null,
    },
    { bomb: 'lazy lines in a quote', text: `${front}# A\n${'>'.repeat(12)}${'a\n'.repeat(1900)}`, because: null },
    { bomb: 'underlined headings', text: `${front}# A\n${'a\n=\n'.repeat(900)}`, because: null },
    { bomb: 'many lines', text: filled('a\n'), because: reason.lines },
    { bomb: 'tags', text: filled('<a '), because: null },
    { bomb: 'pipes', text: filled('|'), because: null },
    { bomb: 'addresses', text: filled('http://a.b '), because: null },
    { bomb: 'addresses in one word', text: filled('_www.'), because: reason.word },
    { bomb: 'a rule of stars', text: `${front}# A\n${'* '.repeat(30)}\n`, because: null },
    { bomb: 'long front matter', text: `---\npipeline: ${'a'.repeat(3000)}\n---\n# A\n`, because: reason.front },
    { bomb: 'deep front matter', text: `---\npipeline: ${'['.repeat(1900)}\n---\n# A\n`, because: reason.front },
    { bomb: 'deep front matter in blocks', text: `---\n${'- '.repeat(900)}\n---\n# A\n`, because: reason.front },
    { bomb: 'front matter that never ends', text: '---\n'.padEnd(60_000, 'a: b\n'), because: reason.lines },
  ])('$bomb: answered at once', ({ text, because }) => {
    const problems = refused(text);
    if (because === null)
      expect(problems.filter(({ problem }) => !problem.startsWith('The text is nested'))).toEqual([]);
    else expect(problems).toEqual([expect.objectContaining({ problem: because })]);
  });

  it('twelve levels are not too deep', () => {
    const list = Array.from({ length: 12 }, (_, level) => `${'  '.repeat(level)}- ${level}`).join('\n');
    expect(parsed(`${front}# A\n## Critical Metrics\n${list}\n`).sections.has('metrics')).toBe(true);
  });
});

const markdownish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '# A\n',
        '## Potential failure scenario\n',
        '### Late\n',
        '- **Late**: x\n',
        '> ',
        '- ',
        '  ',
        '1. ',
        '\n',
        '\n\n',
        '```\n',
        '|a|b|\n|-|-|\n',
        '|',
        '**',
        '*',
        '_',
        '~~',
        '[a](b)',
        '![a](b)',
        '[a]',
        '[a]: b\n',
        '[^1]',
        '[^1]: ',
        '<b>',
        '`',
        'a',
        'word ',
        '---\n',
        '<!channel>',
        '&amp;',
        'https://a.b',
        '\\\n',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 80 },
  )
  .map((pieces) => pieces.join(''));

describe('any text at all', () => {
  it('is a run book or problems that point into it, never an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          markdownish.map((text) => `${front}# T\n${text}`),
          markdownish,
        ),
        (text) => {
          const result = parseRunBook(FILE, text);
          if (result.ok) return result.value.title !== '' && result.value.scenarios.every(({ name }) => name !== '');
          const last = text.split(/\r\n?|\n/).length;
          return result.refusal.length > 0 && result.refusal.every(({ line }) => line >= 1 && line <= last + 1);
        },
      ),
    );
  });

  it('between the words of a scenario is never lost', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 8 }), (pairs) => {
        const wanted = pairs.map(([name, said]) => [`Failure ${name}`, said]);
        const headings = wanted.map(([name, said]) => `### ${name}\n\n${said}\n`).join('\n');
        const items = wanted.map(([name, said]) => `- **${name}**: ${said}`).join('\n');
        for (const text of [headings, items])
          expect(scenariosOf(parsed(`${front}# A\n## Potential Failure Scenarios\n\n${text}\n`))).toEqual(wanted);
      }),
    );
  });
});

it('the template is a run book with all five sections', () => {
  const book = parsed(runbookTemplate('aggregate-growth', 'Aggregate growth'));
  expect(book).toMatchObject({ pipeline: 'aggregate-growth', title: 'Aggregate growth', otherHeadings: [] });
  expect([...book.sections.keys()]).toEqual(SECTIONS.map(({ id }) => id));
  expect(book.scenarios).toHaveLength(1);
});
