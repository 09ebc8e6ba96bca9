import type { HomeView, KnownBlock } from '@slack/types';
import { breachOfMessage, breachOfView } from '../../src/sandbox/limits';
import type { Json } from '../../src/sandbox/protocol';
import { guardMessage, guardView, type OnBreach } from '../../src/slack/guard';
import type { Message } from '../../src/slack/views/blocks';

type Breaches = Parameters<OnBreach>[0];

const x = (length: number): string => 'x'.repeat(length);
const times = <T>(count: number, make: (place: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const section = (text: string): KnownBlock => ({ type: 'section', text: mrkdwn(text) });
const button = (more: object = {}) => ({ type: 'button' as const, action_id: 'ask:a', text: plain('Go'), ...more });
const actions = (...elements: ReturnType<typeof button>[]): KnownBlock => ({ type: 'actions', elements });
const rich = (...elements: object[]) =>
  ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }) as KnownBlock;
const run = (text: string) => ({ type: 'text', text });
const cell = (text: string) => ({ type: 'raw_text' as const, text });
const table = (rows: number, columns: number, text = 'x'): KnownBlock => ({
  type: 'table',
  rows: times(rows, () => times(columns, () => cell(text))),
});

/** What is sent in the place of a message, and what was reported. */
function guarded(message: Partial<Message>): { readonly sent: Message; readonly told: Breaches } {
  const told: Breaches[] = [];
  const sent = guardMessage({ text: 'Hi.', blocks: [], ...message }, (breaches) => told.push(breaches));
  return { sent, told: told.flat() };
}

/** Whether the independent check takes it, as a post and as an update. */
const refusalOf = ({ text, blocks }: Message) =>
  breachOfMessage({ text, blocks: blocks as unknown as Json[] }, 'update');

/** What a string may be in a request. */
const hasHalves = (value: unknown): boolean => /\\ud[89a-f]/.test(JSON.stringify(value));

describe('what Slack takes passes as it is', () => {
  it.each<[string, Partial<Message>]>([
    ['a text of 4,000 characters', { text: x(4000) }],
    ['fifty blocks', { blocks: times(50, () => ({ type: 'divider' })) }],
    ['a paragraph of 3,000', { blocks: [section(x(3000))] }],
    ['12,000 characters in all', { blocks: times(4, () => section(x(3000))) }],
    ['a table of a hundred rows of twenty', { blocks: [table(100, 20)] }],
    ['25 buttons', { blocks: [actions(...times(25, (place) => button({ action_id: `ask:${place}` })))] }],
    ['a mention of one person, and a date', { blocks: [section('<@U12345678> <!date^1796047200^{time}|09:00>')] }],
    ['an escaped broadcast', { text: '&lt;!channel&gt;', blocks: [section('&lt;!channel&gt;')] }],
    ['a broadcast where nothing is markup', { blocks: [{ type: 'header', text: plain('<!channel>') }] }],
    ['a broadcast as rich text that is only text', { blocks: [rich(run('<!channel> @here'))] }],
    ['emoji', { text: '👩‍👩‍👧‍👦', blocks: [section('👩‍👩‍👧‍👦')] }],
  ])('%s', (_, message) => {
    const { sent, told } = guarded(message);
    expect(told).toEqual([]);
    expect(sent).toEqual({ text: 'Hi.', blocks: [], ...message });
    expect(refusalOf(sent)).toBeUndefined();
  });
});

describe('what Slack would refuse is told, and sent so that Slack takes it', () => {
  it.each<[string, Partial<Message>, { readonly where: string; readonly what: string }]>([
    ['no text', { text: '' }, { where: 'message.text', what: 'an empty text' }],
    ['too long a text', { text: x(4001) }, { where: 'message.text', what: '4001 characters, 4000 at most' }],
    [
      '51 blocks',
      { blocks: times(51, () => section('x')) },
      { where: 'message.blocks', what: '51 members, 50 at most' },
    ],
    ['an empty paragraph', { blocks: [section('')] }, { where: 'section.text', what: 'an empty text' }],
    [
      'too long a paragraph',
      { blocks: [section(x(3001))] },
      { where: 'section.text', what: '3001 characters, 3000 at most' },
    ],
    [
      'eleven fields',
      { blocks: [{ type: 'section', fields: times(11, () => mrkdwn('x')) }] },
      { where: 'section.fields', what: '11 members, 10 at most' },
    ],
    [
      'too long a field',
      { blocks: [{ type: 'section', fields: [mrkdwn(x(2001))] }] },
      { where: 'section.fields', what: '2001 characters, 2000 at most' },
    ],
    [
      'too long a title',
      { blocks: [{ type: 'header', text: plain(x(151)) }] },
      { where: 'header.text', what: '151 characters, 150 at most' },
    ],
    [
      'eleven grey texts',
      { blocks: [{ type: 'context', elements: times(11, () => mrkdwn('x')) }] },
      { where: 'context.elements', what: '11 members, 10 at most' },
    ],
    [
      'too long a grey text',
      { blocks: [{ type: 'context', elements: [mrkdwn(x(3001))] }] },
      { where: 'context.elements', what: '3001 characters, 3000 at most' },
    ],
    [
      'a grey line of nothing',
      { blocks: [{ type: 'context', elements: [] }] },
      { where: 'context.elements', what: 'nothing in it' },
    ],
    [
      '26 buttons',
      { blocks: [actions(...times(26, (place) => button({ action_id: `ask:${place}` })))] },
      { where: 'actions.elements', what: '26 members, 25 at most' },
    ],
    ['a row of no buttons', { blocks: [actions()] }, { where: 'actions.elements', what: 'nothing in it' }],
    [
      'a button without words',
      { blocks: [actions(button({ text: plain('') }))] },
      { where: 'button.text', what: 'an empty text' },
    ],
    [
      'too many words on a button',
      { blocks: [actions(button({ text: plain(x(76)) }))] },
      { where: 'button.text', what: '76 characters, 75 at most' },
    ],
    [
      'a button that carries too much',
      { blocks: [actions(button({ value: x(2001) }))] },
      { where: 'button.value', what: '2001 characters, 2000 at most' },
    ],
    [
      'too long an id',
      { blocks: [actions(button({ action_id: x(256) }))] },
      { where: 'button.action_id', what: '256 characters, 255 at most' },
    ],
    ['101 rows', { blocks: [table(101, 1)] }, { where: 'table.rows', what: '101 members, 100 at most' }],
    ['21 columns', { blocks: [table(1, 21)] }, { where: 'table_row.cells', what: '21 members, 20 at most' }],
    ['a table of nothing', { blocks: [table(0, 0)] }, { where: 'table.rows', what: 'nothing in it' }],
    ['an empty cell', { blocks: [table(1, 1, '')] }, { where: 'raw_text.text', what: 'an empty text' }],
    ['two tables', { blocks: [table(1, 1), table(1, 1)] }, { where: 'message.blocks', what: '2 tables, 1 at most' }],
    ['an empty piece of rich text', { blocks: [rich(run(''))] }, { where: 'text.text', what: 'an empty text' }],
    [
      'too long a piece of rich text',
      { blocks: [rich(run(x(3001)))] },
      { where: 'text.text', what: '3001 characters, 3000 at most' },
    ],
    [
      'too much in all',
      { blocks: times(5, () => section(x(2500))) },
      { where: 'blocks.text', what: '12500 characters of text, 12000 at most' },
    ],
    ['half a character', { text: 'a\uD83Db' }, { where: 'message.text', what: 'a character that is none' }],
    ['NUL', { blocks: [section('a\u0000b')] }, { where: 'section.text', what: 'a character that is none' }],
    ['a broadcast in the text', { text: 'x <!here|here>' }, { where: 'message.text', what: 'a mention of everybody' }],
    ...['channel', 'here', 'everyone'].map(
      (whom): [string, Partial<Message>, { readonly where: string; readonly what: string }] => [
        `a mention of ${whom}`,
        { blocks: [section(`x <!${whom}>`)] },
        { where: 'section.text', what: 'a mention of everybody' },
      ],
    ),
    [
      'a broadcast in rich text',
      { blocks: [rich({ type: 'broadcast', range: 'channel' })] },
      { where: 'rich_text.broadcast', what: 'a mention of everybody' },
    ],
  ])('%s', (_, message, breach) => {
    const { sent, told } = guarded(message);
    expect(told).toEqual([breach]);
    expect(refusalOf(sent)).toBeUndefined();
    expect(JSON.stringify(sent)).not.toMatch(/<!(channel|here|everyone)|"broadcast"|""/);
    expect(hasHalves(sent)).toBe(false);
    // What is sent instead is beyond reproach.
    expect(guarded(sent)).toEqual({ sent, told: [] });
  });

  it('all that is wrong, at once', () => {
    const { told } = guarded({ text: '', blocks: [section(''), section(x(3001)), actions()] });
    expect(told.map(({ where }) => where).sort()).toEqual([
      ...['actions.elements', 'message.text', 'section.text', 'section.text'],
    ]);
  });
});

describe('what is left out', () => {
  it('is never the buttons, where only a text before them is too long', () => {
    const { sent } = guarded({ blocks: [rich(...times(5, () => run(x(2900)))), section('x'), actions(button())] });
    expect(sent.blocks.map(({ type }) => type)).toEqual(['section', 'actions']);
  });

  it('is no half of a mention, a date or an escaped character', () => {
    for (const unit of ['<@U12345678>', '<!date^1796047200^{time}|09:00>', '&amp;'])
      for (let before = 2960; before <= 3000; before += 1) {
        const [block] = guarded({ blocks: [section(`${x(before)}${unit}${x(100)}`)] }).sent.blocks;
        const text = block?.type === 'section' ? (block.text?.text ?? '') : '';
        expect(text.length).toBeLessThanOrEqual(3000);
        expect(text.replaceAll(unit, '')).toMatch(/^x+…$/);
      }
  });

  it.each([
    { kind: 'markup', of: (text: string) => section(text), most: 3000 },
    { kind: 'plain text', of: (text: string): KnownBlock => ({ type: 'header', text: plain(text) }), most: 150 },
    { kind: 'rich text', of: (text: string) => rich(run(text)), most: 3000 },
  ])('is no half of a character in $kind', ({ of, most }) => {
    for (const before of [0, 1]) {
      const { sent } = guarded({ blocks: [of(`${x(before)}${'🔥'.repeat(most)}`)] });
      expect(JSON.stringify(sent)).toContain('🔥…');
      expect(hasHalves(sent)).toBe(false);
    }
  });

  it('leaves room for what a broadcast becomes', () => {
    const { sent } = guarded({ text: `${x(3990)}<!channel>`, blocks: [section(`${x(2990)}<!channel>`)] });
    expect(refusalOf(sent)).toBeUndefined();
    expect(sent.text.length).toBeLessThanOrEqual(4000);
  });
});

it('changes nothing of what it is given', () => {
  const message: Message = {
    text: '<!here>',
    blocks: [section('<!channel>'), actions(), table(101, 21, ''), rich({ type: 'broadcast', range: 'here' })],
  };
  const before = structuredClone(message);
  guarded(message);
  expect(message).toEqual(before);
});

describe('Home', () => {
  const home = (blocks: HomeView['blocks']) => {
    const told: Breaches[] = [];
    const sent = guardView({ type: 'home', blocks }, (breaches) => told.push(breaches));
    return { told: told.flat(), sent, refusal: breachOfView(sent as unknown as Json) };
  };

  it('passes as it is where Slack takes it', () => {
    const blocks = times(100, () => section('x'));
    expect(home(blocks)).toEqual({ told: [], sent: { type: 'home', blocks }, refusal: undefined });
  });

  it.each<[string, HomeView['blocks'], string]>([
    ['101 blocks', times(101, () => section('x')), 'home.blocks'],
    ['more than a view may have', times(100, () => section('語'.repeat(2900))), 'blocks.text'],
    ['too long a title', [{ type: 'header', text: plain(x(200)) }], 'header.text'],
    ['a broadcast', [section('<!channel>')], 'section.text'],
    ['a row of no buttons beside others', [section('x'), actions()], 'actions.elements'],
  ])('%s is told, and sent so that Slack takes it', (_, blocks, where) => {
    const { told, refusal } = home(blocks);
    expect(told).toMatchObject([{ where }]);
    expect(refusal).toBeUndefined();
  });
});
