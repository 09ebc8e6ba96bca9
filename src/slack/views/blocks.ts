import type { Button, ContextBlock, HeaderBlock, KnownBlock, SectionBlock, TableBlock } from '@slack/types';

/** What leaves for Slack: blocks, and the text of notifications and screen readers. */
export type Message = { readonly text: string; readonly blocks: KnownBlock[] };

/** Text in Slack's markup, with every part that came from people or files escaped. */
export type Mrkdwn = { readonly mrkdwn: string };

/** Escapes what Slack would read as markup of links, mentions and broadcasts. Every text from people or files passes here. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

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

/** A paragraph. */
export const section = (text: Mrkdwn): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: text.mrkdwn },
});

/** A small grey line. */
export const context = (text: Mrkdwn): ContextBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: text.mrkdwn }],
});

/** A title; plain text. */
export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text, emoji: true },
});

/** A row of buttons, or nothing where there is none. */
export const buttons = (...elements: readonly (Button | null)[]): KnownBlock[] => {
  const present = elements.filter((element) => element !== null);
  return present.length === 0 ? [] : [{ type: 'actions', elements: present }];
};

/** A table of plain texts; the first row is its head. At most 100 rows of 20 columns. */
export const table = (rows: readonly (readonly string[])[]): TableBlock => ({
  type: 'table',
  column_settings: (rows[0] ?? []).map(() => ({ is_wrapped: true })),
  rows: rows.map((row) => row.map((text) => ({ type: 'raw_text' as const, text: text === '' ? ' ' : text }))),
});
