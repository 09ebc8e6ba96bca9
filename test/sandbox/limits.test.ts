import { breachOfMessage, breachOfView } from '../../src/sandbox/limits';
import type { Json } from '../../src/sandbox/protocol';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = (more: Json = {}) => ({ type: 'button', action_id: 'a', text: plain('Go'), ...more });
const actions = (...elements: Json[]) => ({ type: 'actions', elements });
const option = (value: string) => ({ text: plain(value), value });
const select = (more: Json = {}) => ({ type: 'static_select', action_id: 's', options: [option('1')], ...more });
const input = (element: Json, more: Json = {}) => ({ type: 'input', label: plain('Label'), element, ...more });
const richText = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
const cells = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => ({ type: 'raw_text', text: 'x' })));
const table = (rows: number, columns: number) => ({ type: 'table', rows: cells(rows, columns) });
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const x = (length: number) => 'x'.repeat(length);

it.each<[string, Json[]]>([
  ['fifty blocks', times(50, () => ({ type: 'divider' }))],
  ['a section of 3,000 characters', [section(x(3000))]],
  ['ten fields', [{ type: 'section', fields: times(10, () => mrkdwn(x(100))) }]],
  ['a header of 150 characters', [{ type: 'header', text: plain(x(150)) }]],
  ['ten context elements', [{ type: 'context', elements: times(10, () => mrkdwn('x')) }]],
  ['25 buttons', [actions(...times(25, (index) => button({ action_id: `a${index}` })))]],
  ['a hundred options', [actions(select({ options: times(100, (index) => option(String(index))) }))]],
  ['rich text', [richText('x')]],
  ['a table of 100 by 20', [table(100, 20)]],
  ['an image', [{ type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A' }]],
  ['the same action in two blocks', [actions(button()), actions(button())]],
])('lets %s pass', (_, blocks) => {
  expect(breachOfMessage({ text: 'x', blocks })).toBeUndefined();
});

it.each<[string, Json[], string]>([
  ['51 blocks', times(51, () => ({ type: 'divider' })), '/blocks'],
  ['an unknown block', [{ type: 'marquee' }], '/blocks/0/type'],
  ['an alert, which modals alone have', [{ type: 'alert', text: plain('x') }], '/blocks/0/type'],
  ['an unknown key', [{ type: 'divider', colour: 'red' }], '/blocks/0'],
  ['empty text', [section('')], '/blocks/0/text/text'],
  ['a section of 3,001 characters', [section(x(3001))], '/blocks/0/text/text'],
  ['a section of nothing', [{ type: 'section' }], '/blocks/0'],
  ['eleven fields', [{ type: 'section', fields: times(11, () => mrkdwn('x')) }], '/blocks/0/fields'],
  ['a field of 2,001 characters', [{ type: 'section', fields: [mrkdwn(x(2001))] }], '/blocks/0/fields/0/text'],
  ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }], '/blocks/0/text/type'],
  ['a header of 151 characters', [{ type: 'header', text: plain(x(151)) }], '/blocks/0/text/text'],
  ['eleven context elements', [{ type: 'context', elements: times(11, () => mrkdwn('x')) }], '/blocks/0/elements'],
  ['26 buttons', [actions(...times(26, (index) => button({ action_id: `a${index}` })))], '/blocks/0/elements'],
  ['no buttons', [actions()], '/blocks/0/elements'],
  ['an unknown element', [actions({ type: 'lever' })], '/blocks/0/elements/0/type'],
  ['a button text of 76', [actions(button({ text: plain(x(76)) }))], '/blocks/0/elements/0/text/text'],
  ['a button text in mrkdwn', [actions(button({ text: mrkdwn('x') }))], '/blocks/0/elements/0/text/type'],
  ['a button value of 2,001', [actions(button({ value: x(2001) }))], '/blocks/0/elements/0/value'],
  ['an action_id of 256', [actions(button({ action_id: x(256) }))], '/blocks/0/elements/0/action_id'],
  ['an action_id twice in a block', [actions(button(), button())], '/blocks/0/elements'],
  [
    'a block_id twice',
    [
      { type: 'divider', block_id: 'b' },
      { type: 'divider', block_id: 'b' },
    ],
    '/blocks',
  ],
  ['101 options', [actions(select({ options: times(101, (n) => option(String(n))) }))], '/blocks/0/elements/0/options'],
  ['no options', [actions(select({ options: [] }))], '/blocks/0/elements/0/options'],
  ['an option of 76', [actions(select({ options: [option(x(76))] }))], '/blocks/0/elements/0/options/0/text/text'],
  ['a beginning that is no option', [actions(select({ initial_option: option('2') }))], '/blocks/0/elements/0'],
  [
    'six overflow options',
    [actions({ type: 'overflow', options: times(6, (n) => option(String(n))) })],
    '/blocks/0/elements/0/options',
  ],
  [
    'a confirm title of 101',
    [actions(button({ confirm: { title: plain(x(101)), text: plain('x') } }))],
    '/blocks/0/elements/0/confirm/title/text',
  ],
  ['an empty run of rich text', [richText('')], '/blocks/0/elements/0/elements/0/text'],
  ['a table of 101 rows', [table(101, 1)], '/blocks/0/rows'],
  ['a table of 21 columns', [table(1, 21)], '/blocks/0/rows/0'],
  ['two tables', [table(1, 1), table(1, 1)], '/blocks'],
])('refuses %s', (_, blocks, pointer) => {
  expect(breachOfMessage({ text: 'x', blocks })).toMatchObject({
    error: 'invalid_blocks',
    messages: expect.arrayContaining([expect.stringContaining(`[json-pointer:${pointer}]`)]),
  });
});

it('refuses messages that are too long in all', () => {
  expect(breachOfMessage({ blocks: times(5, () => section(x(2640))) })).toBeUndefined();
  expect(breachOfMessage({ blocks: times(5, () => section(x(2641))) })?.error).toBe('msg_blocks_too_long');
  expect(breachOfMessage({ text: x(4001) })).toBeUndefined();
  expect(breachOfMessage({ text: x(4001) }, 'update')?.error).toBe('msg_too_long');
});

const modal = (more: Json = {}) => ({ type: 'modal', title: plain('Swap'), blocks: [section('x')], ...more });

it.each<[string, Json]>([
  ['a modal', modal()],
  [
    'a modal with an input and a submit',
    modal({ submit: plain('Ask'), blocks: [input({ type: 'plain_text_input' })] }),
  ],
  [
    'a modal of a hundred blocks with an alert',
    modal({ blocks: [{ type: 'alert', text: plain('x') }, ...times(99, () => section('x'))] }),
  ],
  ['a Home', { type: 'home', blocks: [section('x')] }],
])('lets %s pass', (_, view) => {
  expect(breachOfView(view)).toBeUndefined();
});

it.each<[string, Json, string]>([
  ['a title of 25', modal({ title: plain(x(25)) }), '/view/title/text'],
  ['a close of 25', modal({ close: plain(x(25)) }), '/view/close/text'],
  ['an input without submit', modal({ blocks: [input({ type: 'plain_text_input' })] }), '/view'],
  ['private metadata of 3,001', modal({ private_metadata: x(3001) }), '/view/private_metadata'],
  ['no blocks', modal({ blocks: [] }), '/view/blocks'],
  ['101 blocks', modal({ blocks: times(101, () => section('x')) }), '/view/blocks'],
  ['a table', modal({ blocks: [table(1, 1)] }), '/view/blocks/0/type'],
  ['a title on Home', { type: 'home', title: plain('x'), blocks: [section('x')] }, '/view'],
  ['no type', { blocks: [] }, '/view/type'],
  ['a button as an input', modal({ submit: plain('x'), blocks: [input(button())] }), '/view/blocks/0/element/type'],
  [
    'eleven radio buttons',
    modal({
      submit: plain('x'),
      blocks: [input({ type: 'radio_buttons', options: times(11, (n) => option(String(n))) })],
    }),
    '/view/blocks/0/element/options',
  ],
])('refuses a view with %s', (_, view, pointer) => {
  expect(breachOfView(view)).toMatchObject({
    error: 'invalid_arguments',
    messages: expect.arrayContaining([expect.stringContaining(`[json-pointer:${pointer}]`)]),
  });
});

it('refuses a view of more than 250 KB', () => {
  const blocks = times(100, () => section(x(2900)));
  expect(breachOfView(modal({ blocks }))?.error).toBe('view_too_large');
});
