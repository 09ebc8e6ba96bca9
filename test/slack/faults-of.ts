import type { HomeView, ModalView } from '@slack/types';
import { breachOfMessage, breachOfView } from '../../src/sandbox/limits';
import type { Json } from '../../src/sandbox/protocol';
import { readClick } from '../../src/slack/actions';
import { guardMessage, guardView } from '../../src/slack/guard';
import type { Message } from '../../src/slack/views/blocks';

type Part = { readonly type?: unknown; readonly [key: string]: unknown };

const known = new WeakMap<object, readonly Part[]>();

/** Every object within what is sent. */
function partsOf(sent: object): readonly Part[] {
  const parts = known.get(sent);
  if (parts) return parts;
  const found: Part[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) found.push(value as Part);
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(sent);
  known.set(sent, found);
  return found;
}

const stringsOf = (value: object): readonly string[] =>
  partsOf(value).flatMap((part) => Object.values(part).filter((each) => typeof each === 'string'));

/** Dates in the reader's own zone; what falls back for them has no markup. */
const DATES = /<!date\^\d+\^\{date_long_pretty\} at \{time\}\|[^<>|]*>/g;
const MENTIONS = /<@([UW][A-Z0-9]+)>/g;
/** An address that shows itself. */
const ADDRESSES = /<https?:\/\/[^<>|\s]+>/g;
const ENTITIES = /&(?:amp|lt|gt);/g;

/** What is wrong with the texts of something that Slack would show, as sentences. */
function faultsOf(value: object, mayRing: readonly string[]): readonly string[] {
  const parts = partsOf(value);
  const markups = parts.filter(({ type }) => type === 'mrkdwn');
  const rings = parts.filter(({ type }) => ['user', 'usergroup', 'broadcast', 'channel'].includes(String(type)));
  return [
    ...markups.filter(({ verbatim }) => verbatim !== true).map(({ text }) => `Slack would look for links in: ${text}`),
    ...markups
      .flatMap(({ text }) => [...String(text).matchAll(MENTIONS)].map(([, id = '']) => id))
      .filter((id) => !mayRing.includes(id))
      .map((id) => `${id} is mentioned`),
    ...markups
      .filter(({ text }) =>
        /[<>&]/.test(
          String(text).replace(DATES, '').replace(MENTIONS, '').replace(ADDRESSES, '').replace(ENTITIES, ''),
        ),
      )
      .map(({ text }) => `live markup: ${text}`),
    ...rings.map(({ type }) => `a live ${type} in rich text`),
    ...stringsOf(value)
      .filter((text) => /\p{Cs}|\0/u.test(text))
      .map((text) => `half a character, or none, in: ${text}`),
  ];
}

function buttonFaultsOf(value: object): readonly string[] {
  return partsOf(value)
    .filter(({ type }) => type === 'button')
    .flatMap(({ action_id: id, value: carried }) => {
      const click = readClick(String(id), String(carried));
      const asked = click && ('question' in click ? click.question : 'deed' in click ? click.deed : click.form);
      const same = JSON.stringify(asked) === carried;
      return [
        ...(same ? [] : [`the button ${id} carries ${carried}, which is read as ${JSON.stringify(asked)}`]),
        ...(String(carried).length > 2000 ? [`the button ${id} carries ${String(carried).length} characters`] : []),
      ];
    });
}

const LONGEST_TEXT = 4000;

/** What is wrong with a message. */
export function messageFaults(message: Message, mayRing: readonly string[]): readonly string[] {
  const told: string[] = [];
  const sent = guardMessage(message, (breaches) => told.push(`the guard says ${JSON.stringify(breaches)}`));
  const refused = breachOfMessage({ text: message.text, blocks: message.blocks as unknown as Json[] }, 'update');
  const { text } = message;
  return [
    ...told,
    ...(JSON.stringify(sent) === JSON.stringify(message) ? [] : ['the guard changed it']),
    ...(refused ? [`Slack refuses: ${JSON.stringify(refused)}`] : []),
    ...(/\p{L}/u.test(text.slice(0, 80)) ? [] : [`the text says nothing at once: ${text}`]),
    ...(text.length > LONGEST_TEXT ? [`the text has ${text.length} characters`] : []),
    ...(/[<>&]/.test(text.replace(ENTITIES, '')) ? [`live markup in the text: ${text}`] : []),
    ...faultsOf(message, mayRing),
    ...buttonFaultsOf(message),
  ];
}

/** What is wrong with Home or a modal. */
export function viewFaults(view: HomeView | ModalView, mayRing: readonly string[]): readonly string[] {
  const told: string[] = [];
  const sent = guardView(view, (breaches) => told.push(`the guard says ${JSON.stringify(breaches)}`));
  const refused = breachOfView(view as unknown as Json);
  return [
    ...told,
    ...(JSON.stringify(sent) === JSON.stringify(view) ? [] : ['the guard changed it']),
    ...(refused ? [`Slack refuses: ${JSON.stringify(refused)}`] : []),
    ...faultsOf(view, mayRing),
    ...buttonFaultsOf(view),
  ];
}

/** What people and files could write to break or to fool what is sent. */
export const NASTY: readonly (readonly [name: string, text: string])[] = [
  ['a mention of the channel', '<!channel>'],
  ['a mention of whoever is here', '<!here|here>'],
  ['a mention of everyone', '<!everyone>'],
  ['a mention of a person', '<@U12345678>'],
  ['a mention of a user group', '<!subteam^S12345678|@team>'],
  ['a link with words', '<https://evil.example|click>'],
  ['a bare address', 'https://evil.example'],
  ['names that Slack could look up', '@channel @here #general'],
  ['entities', '&lt;!channel&gt; &amp;lt;'],
  ['bold', '*bold* _it_ ~no~'],
  ['backticks', '``` ` ```'],
  ['150 emoji', '🔥'.repeat(150)],
  ['families of emoji', '👩‍👩‍👧‍👦'.repeat(13)],
  ['right to left', 'שלום עולם مرحبا'],
  ['a turn around', '\u202Eevil\u202C \u2066x'],
  ['halves of characters', '\uD83D x \uDD25'],
  ['a half at the cut', `${'x'.repeat(149)}\uD83D`],
  ['NUL and bells', 'a\u0000b\u0007'],
  ['new lines', 'one\ntwo\r\n\n• three\u2028four'],
  ['almost nothing', ' '],
  ['what cannot be seen', '\u200B\u200D\uFEFF'],
  ['150 ampersands', '&'.repeat(150)],
  ['150 brackets', '<'.repeat(150)],
  ['one long word', 'x'.repeat(150)],
  ['quotes and backslashes', '"\\'.repeat(75)],
  ['a date', '<!date^1^{date}|x>'],
  ["a program's markup", '$team `{{x}}` %s __proto__'],
];
