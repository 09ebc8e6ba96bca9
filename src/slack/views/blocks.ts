import type {
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  SectionBlock,
  TableBlock,
} from '@slack/types';
import { shorten } from '../../usecases/wording';

/** What leaves for Slack: blocks, and the text of notifications and screen readers. */
export type Message = { readonly text: string; readonly blocks: KnownBlock[] };

/** Characters of the text for notifications and screen readers. */
export const LONGEST_NOTICE = 1000;

/** Text in Slack's markup, with every part that came from people or files escaped. */
export type Mrkdwn = { readonly mrkdwn: string };

/** What a line of text has no place for: control characters, halves of characters, marks that turn around what follows. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

/** Text from people or files as one line that can be shown. */
export const line = (text: string): string => text.replace(UNFIT, ' ');

/** Escapes what Slack would read as markup of links, mentions and broadcasts. Every text from people or files passes here. */
const escaped = (text: string): string =>
  line(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack's markup as a template: what is put in is escaped, unless it is markup already. */
export function mrkdwn(parts: TemplateStringsArray, ...values: readonly (string | number | Mrkdwn)[]): Mrkdwn {
  return { mrkdwn: String.raw({ raw: parts }, ...values.map(asMrkdwn)) };
}

const asMrkdwn = (value: string | number | Mrkdwn): string =>
  typeof value === 'object' ? value.mrkdwn : escaped(String(value));

/** Several pieces of markup as one. */
export const join = (pieces: readonly (string | Mrkdwn)[], between: string): Mrkdwn => ({
  mrkdwn: pieces.map(asMrkdwn).join(between),
});

/** Several pieces as words say them: `A, B and C`. */
export function together(pieces: readonly (string | Mrkdwn)[]): Mrkdwn {
  const [last = '', ...others] = pieces.toReversed();
  return others.length === 0 ? mrkdwn`${last}` : mrkdwn`${join(others.reverse(), ', ')} and ${last}`;
}

/** What is not cut in two: a mention, link or date, an escaped character, a character. */
const UNIT = /<[^<>]*>|&(?:amp|lt|gt);|./gsu;

/** Markup cut to so many characters, with a mark where something is left out. */
export function cut(text: Mrkdwn, most: number): Mrkdwn {
  if (text.mrkdwn.length <= most) return text;
  let kept = '';
  for (const [unit] of text.mrkdwn.matchAll(UNIT)) {
    if (kept.length + unit.length >= most) break;
    kept += unit;
  }
  return { mrkdwn: `${kept}…` };
}

/** The first members that have room in so many characters, one at least. */
export function firstThatFit<T>(members: readonly T[], most: number, lengthOf: (member: T) => number): readonly T[] {
  let length = 0;
  const end = members.findIndex((member, place) => {
    length += lengthOf(member);
    return place > 0 && length > most;
  });
  return end < 0 ? members : members.slice(0, end);
}

/** As many pieces as there is room for, and what `more` says of the others. */
export function listing(
  pieces: readonly (string | Mrkdwn)[],
  between: string,
  most: { readonly pieces: number; readonly characters: number },
  more: (left: number) => string,
): Mrkdwn {
  const first = pieces.slice(0, most.pieces).map((piece) => cut(mrkdwn`${piece}`, most.characters));
  const shown = firstThatFit(first, most.characters, ({ mrkdwn: text }) => text.length + between.length);
  const left = pieces.length - shown.length;
  return join(left > 0 ? [...shown, more(left)] : shown, between);
}

/** Characters of a paragraph or a small grey line. */
const LONGEST_TEXT = 3000;

/** Verbatim: Slack turns nothing that people wrote, such as an address or `@channel`, into a link or a mention. */
const markup = (text: Mrkdwn): MrkdwnElement => ({
  type: 'mrkdwn',
  text: cut(text, LONGEST_TEXT).mrkdwn,
  verbatim: true,
});

/** A paragraph. */
export const section = (text: Mrkdwn): SectionBlock => ({ type: 'section', text: markup(text) });

/** A small grey line. */
export const context = (text: Mrkdwn): ContextBlock => ({
  type: 'context',
  elements: [markup(text)],
});

const VISIBLE = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;

/** Text of a title or a button, where nothing is markup; a dash where there is nothing to see. */
export function plain(text: string, most: number): string {
  const shown = shorten(line(text).trim(), most);
  return VISIBLE.test(shown) ? shown : '–';
}

/** A title; plain text. */
export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: plain(text, 150), emoji: true },
});

/** A row of buttons, or nothing where there is none. */
export const buttons = (...elements: readonly (Button | null)[]): KnownBlock[] => {
  const present = elements.filter((element) => element !== null);
  return present.length === 0 ? [] : [{ type: 'actions', elements: present }];
};

/** Rows and characters of a table beside its head. Slack takes one row more, and about 12,000 characters in a message. */
const MOST_ROWS = 99;
const MOST_IN_TABLE = 9000;
const LONGEST_CELL = 1000;

/** The first rows that a table has room for. */
export const rowsThatFit = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  firstThatFit(rows.slice(0, MOST_ROWS), MOST_IN_TABLE, (row) =>
    row.reduce((sum, cell) => sum + Math.min(cell.length, LONGEST_CELL), 0),
  );

/** A table of plain texts; the first row is its head. At most 100 rows of 20 columns. */
export const table = (rows: readonly (readonly string[])[]): TableBlock => ({
  type: 'table',
  column_settings: (rows[0] ?? []).map(() => ({ is_wrapped: true })),
  rows: rows.map((row) => row.map((text) => ({ type: 'raw_text' as const, text: cellText(text) }))),
});

const cellText = (text: string): string => shorten(line(text), LONGEST_CELL) || ' ';

/** Characters of all text in the blocks of a message. */
const MOST_IN_MESSAGE = 11_500;

/** The blocks of a message; where there is more text than a message holds, its longest paragraphs are cut. */
export function fitting(blocks: readonly KnownBlock[]): KnownBlock[] {
  let fitted = [...blocks];
  for (let longest = LONGEST_TEXT; textLength(fitted) > MOST_IN_MESSAGE && longest > 50; longest *= 0.8)
    fitted = blocks.map((block) => withShortParagraphs(block, Math.floor(longest)));
  return fitted;
}

function withShortParagraphs(block: KnownBlock, longest: number): KnownBlock {
  if (block.type !== 'section' || block.text?.type !== 'mrkdwn') return block;
  return { ...block, text: { ...block.text, text: cut({ mrkdwn: block.text.text }, longest).mrkdwn } };
}

/** Characters of everything called `text` in a value, at any depth. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, member) => sum + textLength(member), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : textLength(inner)),
    0,
  );
}
