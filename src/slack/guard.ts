import type { HomeView } from '@slack/types';
import { shorten } from '../usecases/wording';
import type { Message } from './views/blocks';

/** A rule of Slack that something to be sent would break: where in it, and how. */
type Breach = { readonly where: string; readonly what: string };

/** What to do with breaches: tests throw, a running Baton logs them and sends what was made to fit. */
export type OnBreach = (breaches: readonly Breach[]) => void;

/** Most characters of a text, by what holds it. Source: docs.slack.dev/reference/block-kit, and SDK types. */
const LONGEST: Readonly<Record<string, number>> = {
  'message.text': 4000,
  'header.text': 150,
  'section.text': 3000,
  'section.fields': 2000,
  'context.elements': 3000,
  'button.text': 75,
  'button.value': 2000,
  'raw_text.text': 3000,
  'text.text': 3000,
};

/** Most members of a list, by what holds it. */
const MOST: Readonly<Record<string, number>> = {
  'message.blocks': 50,
  'home.blocks': 100,
  'section.fields': 10,
  'context.elements': 10,
  'actions.elements': 25,
  'table.rows': 100,
  'table_row.cells': 20,
};

const LONGEST_ID = 255;

/** Characters of all text in the blocks of a message; Slack refuses somewhat more (bolt-js issue 2509). */
const LONGEST_IN_ALL = 12_000;

/** A message as Slack will take it. Every message passes here; nothing can be left out or mention a channel by accident. */
export function guardMessage(message: Message, onBreach: OnBreach): Message {
  const breaches: Breach[] = [];
  const fitted = conform(message, 'message', '', breaches) as Message;
  const text = fitMarkup(fitted.text, 'mrkdwn', breaches) as string;
  const whole = withinTotal(fitted.blocks, breaches);
  if (breaches.length > 0) onBreach(breaches);
  return { text, blocks: whole };
}

/** The Home tab as Slack will take it. */
export function guardHome(view: HomeView, onBreach: OnBreach): HomeView {
  const breaches: Breach[] = [];
  const fitted = conform(view, 'home', '', breaches) as HomeView;
  if (breaches.length > 0) onBreach(breaches);
  return fitted;
}

/** Walks what is to be sent; `holder` is the nearest thing with a type, and `key` where in it the value stands. */
function conform(value: unknown, holder: string, key: string, breaches: Breach[]): unknown {
  if (typeof value === 'string') return fitText(value, holder, key, breaches);
  if (Array.isArray(value)) return fitList(value, holder, key, breaches);
  if (typeof value !== 'object' || value === null) return value;
  const type = 'type' in value && typeof value.type === 'string' ? value.type : holder;
  const isText = type === 'plain_text' || type === 'mrkdwn';
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    isText && name === 'text'
      ? fitMarkup(conform(inner, holder, key, breaches), type, breaches)
      : conform(inner, type, name, breaches),
  ]);
  return Object.fromEntries(entries);
}

function fitList(list: readonly unknown[], holder: string, key: string, breaches: Breach[]): unknown {
  const where = `${holder}.${key}`;
  const most = MOST[where] ?? Number.POSITIVE_INFINITY;
  if (list.length > most) breaches.push({ where, what: `${list.length} members, ${most} at most` });
  return list
    .slice(0, most)
    .map((member) =>
      Array.isArray(member) ? conform(member, 'table_row', 'cells', breaches) : conform(member, holder, key, breaches),
    );
}

/** Mentions of everybody; Baton never means one. */
const BROADCAST = /<(?=!(?:channel|here|everyone))/g;

function fitMarkup(text: unknown, type: string, breaches: Breach[]): unknown {
  if (type !== 'mrkdwn' || typeof text !== 'string' || text.search(BROADCAST) < 0) return text;
  breaches.push({ where: 'mrkdwn.text', what: 'a mention of everybody' });
  return text.replace(BROADCAST, '&lt;');
}

function fitText(text: string, holder: string, key: string, breaches: Breach[]): string {
  const where = `${holder}.${key}`;
  const longest = LONGEST[where] ?? (key.endsWith('_id') ? LONGEST_ID : Number.POSITIVE_INFINITY);
  if (text === '' && where in LONGEST) {
    breaches.push({ where, what: 'an empty text' });
    return ' ';
  }
  if (text.length > longest) breaches.push({ where, what: `${text.length} characters, ${longest} at most` });
  return shorten(text, longest);
}

function withinTotal(blocks: Message['blocks'], breaches: Breach[]): Message['blocks'] {
  let left = LONGEST_IN_ALL;
  const kept = blocks.filter((block) => {
    left -= textLength(block);
    return left >= 0;
  });
  if (kept.length < blocks.length)
    breaches.push({
      where: 'message.blocks',
      what: `${LONGEST_IN_ALL - left} characters of text, ${LONGEST_IN_ALL} at most`,
    });
  return kept;
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, member) => sum + textLength(member), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : textLength(inner)),
    0,
  );
}
