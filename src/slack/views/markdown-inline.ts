import type { RichTextLink, RichTextText } from '@slack/types';
import type { ListItem, PhrasingContent, RootContent } from 'mdast';
import { plainText } from '../../domain/runbook';

/** A piece of a line: text or a link, in one style. */
export type Run = RichTextText | RichTextLink;
type Style = NonNullable<Run['style']>;

/** Characters of one text element, and of a link's address. */
const LONGEST_TEXT = 3000;
const LONGEST_URL = 3000;

const PIECE = new RegExp(`[^]{1,${LONGEST_TEXT}}(?![\\uDC00-\\uDFFF])|[^]{1,${LONGEST_TEXT}}`, 'g');

const LINKED = ['http:', 'https:', 'mailto:'];

/** Control characters but tabs and new lines, and halves of characters. */
const UNFIT = /[^\P{Cc}\t\n]|\p{Cs}/gu;

/** Text in pieces that Slack takes, never in the middle of a character. */
export function pieces(text: string): readonly string[] {
  return text.replace(UNFIT, '\uFFFD').match(PIECE) ?? [];
}

/** What stands in a paragraph, in Slack's styles; breaks are new lines. */
export function inline(nodes: readonly PhrasingContent[], style: Style = {}): Run[] {
  return joined(nodes.flatMap((node) => runsOf(node, style)));
}

function runsOf(node: PhrasingContent, style: Style): readonly Run[] {
  switch (node.type) {
    case 'text':
      return texts(node.value.replaceAll('\n', ' '), style);
    case 'inlineCode':
      return texts(node.value, { ...style, code: true });
    case 'strong':
      return node.children.flatMap((child) => runsOf(child, { ...style, bold: true }));
    case 'emphasis':
      return node.children.flatMap((child) => runsOf(child, { ...style, italic: true }));
    case 'delete':
      return node.children.flatMap((child) => runsOf(child, { ...style, strike: true }));
    case 'break':
      return texts('\n', style);
    case 'link':
      return link(plainText(node.children), node.url, style);
    case 'image':
      return link(node.alt ?? '', node.url, style);
    default:
      return texts(plainText([node]), style);
  }
}

function texts(text: string, style: Style): readonly Run[] {
  return pieces(text).map((piece) => ({ type: 'text', text: piece, ...styled(style) }));
}

const styled = (style: Style): { readonly style?: Style } => (Object.keys(style).length > 0 ? { style } : {});

/** A link where Slack opens such an address, else its label with the address as text. */
function link(label: string, address: string, style: Style): readonly Run[] {
  const url = linkable(address);
  if (url === undefined) return texts(label === '' || label === address ? address : `${label} (${address})`, style);
  return pieces(label || address).map((text) => ({ type: 'link', url, text, ...styled(style) }));
}

function linkable(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { href, protocol } = new URL(address);
  return LINKED.includes(protocol) && href.length <= LONGEST_URL ? href : undefined;
}

/** Blocks as lines of one paragraph, for quotes and list items, which hold nothing else. */
export function flat(nodes: readonly RootContent[]): Run[] {
  const lines = nodes.map(lineRuns).filter((runs) => runs.length > 0);
  return joined(lines.flatMap((runs, place) => (place > 0 ? [{ type: 'text', text: '\n' }, ...runs] : runs)));
}

function lineRuns(node: RootContent): readonly Run[] {
  switch (node.type) {
    case 'paragraph':
      return inline(node.children);
    case 'heading':
      return inline(node.children, { bold: true });
    case 'blockquote':
      return flat(node.children);
    case 'list':
      return flatList(node.children, node.ordered ? (node.start ?? 1) : null);
    case 'code':
      return texts(node.value, { code: true });
    case 'footnoteDefinition':
      return [...texts(`[${node.identifier}] `, {}), ...flat(node.children)];
    case 'table':
    case 'html':
    case 'thematicBreak':
    case 'definition':
    case 'yaml':
      return texts(plainText([node]), {});
    default:
      return inline([node as PhrasingContent]);
  }
}

function flatList(items: readonly ListItem[], first: number | null): readonly Run[] {
  return items.flatMap((item, place) => {
    const mark = first === null ? '• ' : `${first + place}. `;
    const box = typeof item.checked === 'boolean' ? (item.checked ? '☑ ' : '☐ ') : '';
    return [...texts(`${place > 0 ? '\n' : ''}${mark}${box}`, {}), ...flat(item.children)];
  });
}

/** Neighbours that look the same become one run. */
export function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last?.type === 'text' && run.type === 'text' && looksLike(last, run) && together(last, run) <= LONGEST_TEXT)
      result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(run);
  }
  return result;
}

const looksLike = (one: Run, other: Run): boolean =>
  JSON.stringify(one.style ?? {}) === JSON.stringify(other.style ?? {});
const together = (one: RichTextText, other: RichTextText): number => one.text.length + other.text.length;
