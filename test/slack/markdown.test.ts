import fc from 'fast-check';
import type { RootContent } from 'mdast';
import { parseRunBook } from '../../src/domain/runbook-parse';
import { blocksOf } from '../../src/sandbox/block-kit';
import { guardMessage } from '../../src/slack/guard';
import { markdownBlocks } from '../../src/slack/views/markdown';

/** What stands under a heading of a run book, as it is rendered. */
function nodesOf(markdown: string): readonly RootContent[] {
  const parsed = parseRunBook('a.md', `---\npipeline: a\n---\n# A\n## Monitoring Tools\n\n${markdown}\n`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value.sections.get('monitoring')?.body ?? [];
}

const blocks = (markdown: string, limit?: number) => markdownBlocks(nodesOf(markdown), 'a.md', limit);

/** The elements of the only block. */
function elements(markdown: string): unknown {
  const [only, ...others] = blocks(markdown);
  expect(others).toEqual([]);
  return only?.type === 'rich_text' ? only.elements : undefined;
}

const section = (...runs: object[]) => ({ type: 'rich_text_section', elements: runs });
const text = (said: string, style?: object) => ({ type: 'text', text: said, ...(style && { style }) });
const link = (url: string, said: string, style?: object) => ({
  type: 'link',
  url,
  text: said,
  ...(style && { style }),
});
const pre = (said: string) => ({ type: 'rich_text_preformatted', elements: [text(said)] });
const quote = (...runs: object[]) => ({ type: 'rich_text_quote', elements: runs });
const bullets = (items: object[][], more: object = {}) => ({
  type: 'rich_text_list',
  style: 'bullet',
  elements: items.map((item) => section(...item)),
  ...more,
});
const numbers = (items: object[][], more: object = {}) => bullets(items, { style: 'ordered', ...more });

describe('Markdown in Slack', () => {
  it.each([
    { shows: 'a paragraph, its lines joined', markdown: 'One\ntwo', as: [section(text('One two'))] },
    { shows: 'paragraphs with a blank line between', markdown: 'One\n\nTwo', as: [section(text('One\n\nTwo'))] },
    { shows: 'a hard break', markdown: 'One  \nTwo\\\nThree', as: [section(text('One\nTwo\nThree'))] },
    {
      shows: 'a heading as a bold line',
      markdown: 'One\n\n#### Two\n\nThree',
      as: [section(text('One\n\n'), text('Two', { bold: true }), text('\nThree'))],
    },
    {
      shows: 'styles within styles',
      markdown: '**a *b* `c`** ~~d~~',
      as: [
        section(
          text('a ', { bold: true }),
          text('b', { bold: true, italic: true }),
          text(' ', { bold: true }),
          text('c', { bold: true, code: true }),
          text(' '),
          text('d', { strike: true }),
        ),
      ],
    },
    {
      shows: 'links to the web and to mail',
      markdown: '[**Logs**](https://logs.example/a) <a@b.example> https://c.example/d',
      as: [
        section(
          link('https://logs.example/a', 'Logs'),
          text(' '),
          link('mailto:a@b.example', 'a@b.example'),
          text(' '),
          link('https://c.example/d', 'https://c.example/d'),
        ),
      ],
    },
    {
      shows: 'other addresses as text',
      markdown: '[a](javascript:alert(1)) [b](../c.md) [d](file:///etc) [](e) [f](http://)',
      as: [section(text('a (javascript:alert(1)) b (../c.md) d (file:///etc) e f (http://)'))],
    },
    {
      shows: 'an address with odd characters as Slack takes it',
      markdown: '[a](<https://b.example/ö |x>)',
      as: [section(link('https://b.example/%C3%B6%20|x', 'a'))],
    },
    {
      shows: 'a link without words by its address',
      markdown: '[](https://a.example/b)',
      as: [section(link('https://a.example/b', 'https://a.example/b'))],
    },
    {
      shows: 'an image as a link',
      markdown: '![Graph](https://g.example/h.png)',
      as: [section(link('https://g.example/h.png', 'Graph'))],
    },
    { shows: 'code', markdown: '```sh\na  b\n\nc\n```', as: [pre('a  b\n\nc')] },
    { shows: 'no empty code', markdown: 'a\n\n```\n```', as: [section(text('a'))] },
    {
      shows: 'HTML as it is written',
      markdown: '<details>\nx\n</details>\n\na <b>c</b>',
      as: [section(text('<details>\nx\n</details>\n\na <b>c</b>'))],
    },
    { shows: 'a rule as a blank line', markdown: 'a\n\n---\n\nb', as: [section(text('a\n\nb'))] },
    { shows: 'a quote', markdown: '> a\n>\n> - b\n> - c\n>\n> > d', as: [quote(text('a\n• b\n• c\nd'))] },
    { shows: 'footnotes', markdown: 'a[^1]\n\n[^1]: b', as: [section(text('a[1]\n\n[1] b'))] },
    {
      shows: 'mentions, entities and marks of Slack as the text they are',
      markdown: 'Tell <!channel> <@U1> &lt;!here&gt; \\*a\\* :fire: &amp;amp; <#C1>',
      as: [section(text('Tell <!channel> <@U1> <!here> *a* :fire: &amp; <#C1>'))],
    },
  ])('shows $shows', ({ markdown, as }) => {
    expect(elements(markdown)).toEqual(as);
  });

  it('shows nothing of nothing', () => {
    expect(markdownBlocks([], 'a.md')).toEqual([]);
    expect(blocks('---\n\n[a]: b')).toEqual([]);
  });
});

describe('lists', () => {
  it.each([
    {
      of: 'bullets',
      markdown: '- a\n- **b** c',
      as: [bullets([[text('a')], [text('b', { bold: true }), text(' c')]])],
    },
    { of: 'numbers', markdown: '1. a\n2. b', as: [numbers([[text('a')], [text('b')]])] },
    {
      of: 'numbers from another start',
      markdown: '4. a\n5. b',
      as: [numbers([[text('a')], [text('b')]], { offset: 3 })],
    },
    { of: 'things to do', markdown: '- [ ] a\n- [x] b', as: [bullets([[text('☐ a')], [text('☑ b')]])] },
    {
      of: 'lists, numbers going on after them',
      markdown: '1. a\n   - b\n     1. c\n2. d\n3. e',
      as: [
        numbers([[text('a')]]),
        bullets([[text('b')]], { indent: 1 }),
        numbers([[text('c')]], { indent: 2 }),
        numbers([[text('d')], [text('e')]], { offset: 1 }),
      ],
    },
    { of: 'paragraphs', markdown: '- a\n\n  b\n- c', as: [bullets([[text('a\nb')], [text('c')]])] },
    {
      of: 'code and quotes, which stand between items',
      markdown: '1. a\n   ```\n   b\n   ```\n   c\n2. d\n   > e',
      as: [
        numbers([[text('a')]]),
        pre('b'),
        section(text('c')),
        numbers([[text('d')]], { offset: 1 }),
        quote(text('e')),
      ],
    },
    { of: 'nothing', markdown: '-\n- a\n-', as: [bullets([[text('a')]])] },
    { of: 'a list at once', markdown: '- - a', as: [bullets([[text('a')]], { indent: 1 })] },
  ])('of $of', ({ markdown, as }) => {
    expect(elements(markdown)).toEqual(as);
  });

  it('deeper than Slack can indent stay at its deepest', () => {
    const deep = Array.from({ length: 11 }, (_, level) => `${'  '.repeat(level)}- ${level}`).join('\n');
    const [only] = blocks(deep);
    const indents = only?.type === 'rich_text' ? only.elements.map((list) => ('indent' in list ? list.indent : 0)) : [];
    expect(indents).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8]);
  });
});

describe('tables', () => {
  const small = '| Job | Runs |\n|:-:|--:|\n| **load** | 06:00 |\n| | x | y |';
  it('become a table', () => {
    expect(blocks(`Before\n\n${small}\n\nAfter`)).toEqual([
      { type: 'rich_text', elements: [section(text('Before'))] },
      {
        type: 'table',
        column_settings: [
          { align: 'center', is_wrapped: true },
          { align: 'right', is_wrapped: true },
        ],
        rows: [
          [
            { type: 'raw_text', text: 'Job' },
            { type: 'raw_text', text: 'Runs' },
          ],
          [
            { type: 'rich_text', elements: [section(text('load', { bold: true }))] },
            { type: 'raw_text', text: '06:00' },
          ],
          [
            { type: 'raw_text', text: '–' },
            { type: 'raw_text', text: 'x' },
          ],
        ],
      },
      { type: 'rich_text', elements: [section(text('After'))] },
    ]);
  });

  it.each([
    {
      which: 'a second one',
      markdown: `${small}\n\n| a | bcd |\n|-|-|\n| ef | g |`,
      tables: 1,
      shown: 'a  | bcd\nef | g',
    },
    {
      which: 'one of 21 columns',
      markdown: `${'|a'.repeat(21)}|\n${'|-'.repeat(21)}|\n`,
      tables: 0,
      shown: Array(21).fill('a').join(' | '),
    },
    {
      which: 'one of 101 rows',
      markdown: `|a|\n|-|\n${'|b|\n'.repeat(100)}`,
      tables: 0,
      shown: `a\n${'b\n'.repeat(100)}`.trimEnd(),
    },
    { which: 'one in a list', markdown: '- x\n\n  | a |\n  |---|\n  | b |', tables: 0, shown: 'a\nb' },
  ])('$which becomes aligned text', ({ markdown, tables, shown }) => {
    const found = blocks(markdown);
    expect(found.filter(({ type }) => type === 'table')).toHaveLength(tables);
    expect(found).toContainEqual({ type: 'rich_text', elements: expect.arrayContaining([pre(shown)]) });
  });
});

describe('more than a message holds', () => {
  const note = (said: string) => ({
    type: 'rich_text',
    elements: [section(text(said, { italic: true }))],
  });

  it('ends at a word, and says how much more is in which file', () => {
    expect(blocks('one two three four', 11)).toEqual([
      { type: 'rich_text', elements: [section(text('one two'))] },
      note('… 11 more characters are in a.md.'),
    ]);
  });

  it('ends within a list', () => {
    expect(blocks('- one\n- two\n- three', 7)).toEqual([
      { type: 'rich_text', elements: [bullets([[text('one')], [text('two')]])] },
      note('… 5 more characters are in a.md.'),
    ]);
  });

  it('leaves out a table or a link whole', () => {
    expect(blocks('| one |\n|-|\n| two |', 5)).toEqual([note('… 6 more characters are in a.md.')]);
    expect(blocks('see [this](https://a.example/)', 10)).toEqual([
      { type: 'rich_text', elements: [section(text('see '))] },
      note('… 22 more characters are in a.md.'),
    ]);
  });

  it('ends within a word that is longer than that, never within a character', () => {
    expect(blocks('😀'.repeat(60), 101)).toEqual([
      { type: 'rich_text', elements: [section(text('😀'.repeat(50)))] },
      note('… 20 more characters are in a.md.'),
    ]);
  });

  it('is said with separators where it is much', () => {
    expect(blocks('a '.repeat(15_000)).at(-1)).toEqual(note('… 20,999 more characters are in a.md.'));
  });

  it('a long text is in pieces of 3000, never within a character', () => {
    const [only] = blocks(`a${'😀'.repeat(3000)}`);
    const runs = only?.type === 'rich_text' ? (only.elements[0]?.elements as { text: string }[]) : [];
    expect(runs.map((run) => run.text.length)).toEqual([2999, 3000, 2]);
    expect(runs.every((run) => !/^[\uDC00-\uDFFF]/.test(run.text))).toBe(true);
  });
});

const pieces = fc.constantFrom(
  ...[
    '#### A\n',
    '> ',
    '- ',
    '  ',
    '1. ',
    '9. ',
    '- [x] ',
    '\n',
    '\n\n',
    '```\n',
    '|a|b|\n|-|-|\n',
    '|a|\n',
    '|',
    '**',
    '*',
    '_',
    '~~',
  ],
  ...[
    '[a](https://b.c)',
    '![a](b)',
    '[](x)',
    '[^1]',
    '[^1]: ',
    '<b>',
    '`',
    'a',
    'word ',
    '---\n',
    '<!channel>',
    '&amp;',
    '\\\n',
    '😀',
  ],
);

describe('any Markdown at all', () => {
  const markdown = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 120 });

  it('becomes blocks that Slack takes', () => {
    fc.assert(
      fc.property(markdown, fc.oneof(fc.constant(9000), fc.nat(200)), (parts, limit) => {
        const parsed = parseRunBook('a.md', `---\npipeline: a\n---\n# A\n## Monitoring Tools\n\n${parts.join('')}`);
        if (!parsed.ok) return;
        const body = [...parsed.value.sections.values()].flatMap((one) => one.body);
        const made = markdownBlocks(body, 'a.md', limit);
        expect(blocksOf.message.safeParse(made).error).toBeUndefined();
        guardMessage({ text: 'A', blocks: made }, (breaches) => expect(breaches).toEqual([]));
        expect(JSON.stringify(made)).not.toMatch(/"elements":\[\]|"text":""/);
        expect(made.filter(({ type }) => type === 'table').length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
