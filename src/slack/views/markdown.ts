import type {
  RichTextBlock,
  RichTextList,
  RichTextPreformatted,
  RichTextQuote,
  RichTextSection,
  TableBlock,
} from '@slack/types';
import type { List, RootContent, Table } from 'mdast';
import { plainText } from '../../domain/runbook';
import { flat, inline, joined, pieces, type Run } from './markdown-inline';
import { shortenBlocks } from './markdown-limit';

type MarkdownBlock = RichTextBlock | TableBlock;

type Rich = RichTextSection | RichTextList | RichTextQuote | RichTextPreformatted;

/** Characters shown of one text; a message holds about 12,000 and has more to say than this. */
const LONGEST_SHOWN = 9000;
const MOST_ROWS = 100;
const MOST_COLUMNS = 20;
const DEEPEST_INDENT = 8;

/**
 * Markdown as Slack's blocks, within Slack's limits. All text in it is data: nothing is escaped, nobody is mentioned.
 * What does not fit is left out, and a last line says how much more is in `file`.
 */
export function markdownBlocks(nodes: readonly RootContent[], file: string, limit = LONGEST_SHOWN): MarkdownBlock[] {
  // Slack takes one table in a message; the others become text.
  const table = nodes.findIndex((node) => node.type === 'table' && fitsTable(node));
  const blocks: MarkdownBlock[] = [];
  let between: RootContent[] = [];
  const close = (): void => {
    const elements = richElements(between);
    if (elements.length > 0) blocks.push({ type: 'rich_text', elements });
    between = [];
  };
  for (const [place, node] of nodes.entries()) {
    if (place === table && node.type === 'table') {
      close();
      blocks.push(tableBlock(node));
    } else between.push(node);
  }
  close();
  return shortenBlocks(blocks, file, limit);
}

function richElements(nodes: readonly RootContent[]): Rich[] {
  const elements: Rich[] = [];
  let runs: Run[] = [];
  let afterHeading = false;
  const close = (): void => {
    if (runs.length > 0) elements.push({ type: 'rich_text_section', elements: joined(runs) });
    runs = [];
  };
  for (const node of nodes) {
    const block = blockElements(node, 0);
    if (block) {
      close();
      elements.push(...block);
    } else {
      const said = node.type === 'heading' ? inline(node.children, { bold: true }) : flat([node]);
      if (said.length > 0 && runs.length > 0) runs.push({ type: 'text', text: afterHeading ? '\n' : '\n\n' });
      runs.push(...said);
    }
    afterHeading = node.type === 'heading';
  }
  close();
  return elements;
}

/** The elements of what stands on its own in rich text; undefined for what is part of a section. */
function blockElements(node: RootContent, indent: number): readonly Rich[] | undefined {
  switch (node.type) {
    case 'list':
      return listElements(node, indent);
    case 'code':
      return preformatted(node.value);
    case 'table':
      return preformatted(tableText(node));
    case 'blockquote': {
      const elements = flat(node.children);
      return elements.length > 0 ? [{ type: 'rich_text_quote', elements }] : [];
    }
    default:
      return undefined;
  }
}

function preformatted(text: string): readonly Rich[] {
  const elements = pieces(text).map((piece) => ({ type: 'text' as const, text: piece }));
  return elements.length > 0 ? [{ type: 'rich_text_preformatted', elements }] : [];
}

/** A list takes no lists: what stands inside an item ends the list, and the items after it go on counting. */
function listElements(list: List, indent: number): readonly Rich[] {
  const elements: Rich[] = [];
  const first = list.ordered ? (list.start ?? 1) : 1;
  let items: RichTextSection[] = [];
  let listed = 0;
  const close = (): void => {
    if (items.length === 0) return;
    const offset = Math.max(0, first - 1 + listed - items.length);
    const shape: RichTextList & { offset?: number } = {
      type: 'rich_text_list',
      style: list.ordered ? 'ordered' : 'bullet',
      ...(indent > 0 && { indent: Math.min(indent, DEEPEST_INDENT) }),
      ...(list.ordered && offset > 0 && { offset }),
      elements: items,
    };
    elements.push(shape);
    items = [];
  };
  for (const item of list.children) {
    const lead: Run[] = typeof item.checked === 'boolean' ? [{ type: 'text', text: item.checked ? '☑ ' : '☐ ' }] : [];
    const nested = item.children.findIndex((child) => blockElements(child, indent + 1) !== undefined);
    const own = nested < 0 ? item.children : item.children.slice(0, nested);
    lead.push(...flat(own));
    if (lead.length > 0) {
      items.push({ type: 'rich_text_section', elements: joined(lead) });
      listed += 1;
    }
    if (nested < 0) continue;
    close();
    for (const child of item.children.slice(nested)) {
      const runs = flat([child]);
      const section: Rich[] = runs.length > 0 ? [{ type: 'rich_text_section', elements: runs }] : [];
      elements.push(...(blockElements(child, indent + 1) ?? section));
    }
  }
  close();
  return elements;
}

const columnsOf = (table: Table): number => table.children[0]?.children.length ?? 0;

const fitsTable = (table: Table): boolean =>
  table.children.length <= MOST_ROWS && columnsOf(table) >= 1 && columnsOf(table) <= MOST_COLUMNS;

function tableBlock(table: Table): TableBlock {
  const columns = Array.from({ length: columnsOf(table) }, (_, column) => column);
  return {
    type: 'table',
    column_settings: columns.map((column) => ({ align: table.align?.[column] ?? 'left', is_wrapped: true })),
    rows: table.children.map((row) => columns.map((column) => tableCell(inline(row.children[column]?.children ?? [])))),
  };
}

function tableCell(runs: readonly Run[]): TableBlock['rows'][number][number] {
  const [only] = runs;
  // An empty cell is refused by Slack.
  if (!only) return { type: 'raw_text', text: '–' };
  if (runs.length === 1 && only.type === 'text' && !only.style) return { type: 'raw_text', text: only.text };
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [...runs] }] };
}

/** Columns wider than this are not aligned, so that one long cell does not widen every row. */
const WIDEST_ALIGNED = 30;

function tableText(table: Table): string {
  const rows = table.children.map(({ children }) =>
    children.map(({ children: cell }) => plainText(cell).replaceAll('\n', ' ')),
  );
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(WIDEST_ALIGNED, Math.max(...rows.map((row) => row[column]?.length ?? 0))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join(' | ')
        .trimEnd(),
    )
    .join('\n');
}
