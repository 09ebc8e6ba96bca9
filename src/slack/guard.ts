import type { HomeView, ModalView } from '@slack/types';
import { shorten } from '../usecases/wording';
import { cut, type Message, textLength } from './views/blocks';

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
  'modal.title': 24,
  'modal.submit': 24,
  'modal.close': 24,
  'input.label': 2000,
  'input.hint': 2000,
  'plain_text_input.placeholder': 150,
};

/** Most characters of what may be empty. */
const LONGEST_OR_NONE: Readonly<Record<string, number>> = {
  'plain_text_input.initial_value': 3000,
  'modal.private_metadata': 3000,
  'home.private_metadata': 3000,
};

/** Most members of a list, by what holds it. */
const MOST: Readonly<Record<string, number>> = {
  'message.blocks': 50,
  'home.blocks': 100,
  'modal.blocks': 100,
  'section.fields': 10,
  'context.elements': 10,
  'actions.elements': 25,
  'table.rows': 100,
  'table_row.cells': 20,
};

const LONGEST_ID = 255;

/** Characters of all text in the blocks of a message; Slack refuses somewhat more (bolt-js issue 2509). */
const LONGEST_MESSAGE = 12_000;

/** Characters of all text in a view, which may have 250 KB: three bytes for each, and room for what is around them. */
const LONGEST_VIEW = 60_000;

declare const guarded: unique symbol;

/** What has passed the guard, which alone makes it: whatever sends takes nothing else. */
export type Guarded<Sent> = Sent & { readonly [guarded]: true };

/** A message as Slack will take it. Every message passes here; nothing can be left out or mention a channel by accident. */
export function guardMessage(message: Message, onBreach: OnBreach): Guarded<Message> {
  const breaches: Breach[] = [];
  const fitted = conform(message, 'message', '', breaches) as Message;
  const blocks = withinTotal(withOneTable(fitted.blocks, breaches), LONGEST_MESSAGE, breaches);
  if (breaches.length > 0) onBreach(breaches);
  return { text: fitted.text, blocks } as Guarded<Message>;
}

/** The Home tab, or a modal, as Slack will take it. */
export function guardView<View extends HomeView | ModalView>(view: View, onBreach: OnBreach): Guarded<View> {
  const breaches: Breach[] = [];
  const fitted = conform(view, view.type, '', breaches) as View;
  const blocks = withinTotal(fitted.blocks, LONGEST_VIEW, breaches);
  if (breaches.length > 0) onBreach(breaches);
  return { ...fitted, blocks } as Guarded<View>;
}

/** Walks what is to be sent; `holder` is the nearest thing with a type, and `key` where in it the value stands. */
function conform(value: unknown, holder: string, key: string, breaches: Breach[]): unknown {
  if (typeof value === 'string') return fitText(value, `${holder}.${key}`, holder === 'message', breaches);
  if (Array.isArray(value)) return fitList(value, holder, key, breaches);
  if (typeof value !== 'object' || value === null) return value;
  const type = 'type' in value && typeof value.type === 'string' ? value.type : holder;
  if (type === 'broadcast') return withoutBroadcast(breaches);
  const isText = type === 'plain_text' || type === 'mrkdwn';
  // Nearly everything is as it should be: a copy is made only of what has to change.
  let fitted = value as Record<string, unknown>;
  for (const [name, inner] of Object.entries(value)) {
    const isMarkedText = isText && name === 'text' && typeof inner === 'string';
    const conformed = isMarkedText
      ? fitText(inner, `${holder}.${key}`, type === 'mrkdwn', breaches)
      : conform(inner, type, name, breaches);
    if (conformed === inner) continue;
    if (fitted === value) fitted = { ...fitted };
    fitted[name] = conformed;
  }
  return fitted;
}

/** Lists that Slack takes only with something in them; the block around an empty one is left out. */
const NEVER_EMPTY = ['actions.elements', 'context.elements', 'table.rows'];

function fitList(list: readonly unknown[], holder: string, key: string, breaches: Breach[]): unknown {
  const where = `${holder}.${key}`;
  const most = MOST[where] ?? Number.POSITIVE_INFINITY;
  const hollow = key === 'blocks' && list.some((block) => isHollow(block, breaches));
  const standing = hollow ? list.filter((block) => !isHollow(block, [])) : list;
  if (standing.length > most) breaches.push({ where, what: `${standing.length} members, ${most} at most` });
  const kept = standing.length > most ? standing.slice(0, most) : standing;
  let fitted = kept;
  for (const [place, member] of kept.entries()) {
    const isRow = Array.isArray(member);
    const conformed = isRow ? conform(member, 'table_row', 'cells', breaches) : conform(member, holder, key, breaches);
    if (conformed === member) continue;
    if (fitted === kept) fitted = [...kept];
    (fitted as unknown[])[place] = conformed;
  }
  return fitted;
}

function isHollow(block: unknown, breaches: Breach[]): boolean {
  const { type } = block as { readonly type: string };
  for (const [key, part] of Object.entries(block as object)) {
    if (!Array.isArray(part) || part.length > 0 || !NEVER_EMPTY.includes(`${type}.${key}`)) continue;
    breaches.push({ where: `${type}.${key}`, what: 'nothing in it' });
    return true;
  }
  return false;
}

/** Mentions of everybody; Baton never means one. */
const BROADCAST = /<(?=!(?:channel|here|everyone))/g;

function withoutBroadcast(breaches: Breach[]): unknown {
  breaches.push({ where: 'rich_text.broadcast', what: 'a mention of everybody' });
  return { type: 'text', text: 'everybody' };
}

/** Halves of characters, and what no text has: Slack may refuse the whole request for one. */
const UNFIT = /\p{Cs}|\0/u;
const UNFIT_ALL = new RegExp(UNFIT, 'gu');

function fitText(text: string, where: string, isMarkup: boolean, breaches: Breach[]): string {
  const longest =
    LONGEST[where] ?? LONGEST_OR_NONE[where] ?? (where.endsWith('_id') ? LONGEST_ID : Number.POSITIVE_INFINITY);
  if (text === '' && where in LONGEST) {
    breaches.push({ where, what: 'an empty text' });
    return ' ';
  }
  let fitted = UNFIT.test(text) ? text.replaceAll(UNFIT_ALL, '\uFFFD') : text;
  if (fitted !== text) breaches.push({ where, what: 'a character that is none' });
  if (isMarkup && fitted.search(BROADCAST) >= 0) {
    breaches.push({ where, what: 'a mention of everybody' });
    fitted = fitted.replace(BROADCAST, '&lt;');
  }
  if (fitted.length <= longest) return fitted;
  breaches.push({ where, what: `${fitted.length} characters, ${longest} at most` });
  return isMarkup ? cut({ mrkdwn: fitted }, longest).mrkdwn : shorten(fitted, longest);
}

function withOneTable<Block extends { readonly type: string }>(blocks: readonly Block[], breaches: Breach[]): Block[] {
  const first = blocks.findIndex(({ type }) => type === 'table');
  const kept = blocks.filter(({ type }, place) => type !== 'table' || place === first);
  const tables = blocks.length - kept.length + 1;
  if (tables > 1) breaches.push({ where: 'message.blocks', what: `${tables} tables, 1 at most` });
  return kept;
}

/** The blocks without those that there is no room for. */
function withinTotal<Block>(blocks: readonly Block[], most: number, breaches: Breach[]): Block[] {
  let left = most;
  const kept = blocks.filter((block) => {
    const length = textLength(block);
    if (length > left) return false;
    left -= length;
    return true;
  });
  if (kept.length < blocks.length)
    breaches.push({ where: 'blocks.text', what: `${textLength(blocks)} characters of text, ${most} at most` });
  return kept;
}
