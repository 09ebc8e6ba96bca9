import type { RichTextBlock, RichTextElement, TableBlock } from '@slack/types';

type Block = RichTextBlock | TableBlock;
type Element = RichTextBlock['elements'][number];

/** The blocks as far as `limit` characters reach; a last line says how much is left out, and names the file. */
export function shortenBlocks(blocks: readonly Block[], file: string, limit: number): Block[] {
  const all = blocks.reduce((sum, block) => sum + lengthOf(block), 0);
  if (all <= limit) return [...blocks];
  const kept: Block[] = [];
  let left = limit;
  for (const block of blocks) {
    const shortened = lengthOf(block) <= left ? block : shortenBlock(block, left);
    if (!shortened) break;
    kept.push(shortened);
    left -= lengthOf(shortened);
    if (shortened !== block) break;
  }
  const omitted = all - kept.reduce((sum, block) => sum + lengthOf(block), 0);
  const more = `… ${omitted.toLocaleString('en')} more characters are in ${file}.`;
  const note: Element = {
    type: 'rich_text_section',
    elements: [{ type: 'text', text: more, style: { italic: true } }],
  };
  return [...kept, { type: 'rich_text', elements: [note] }];
}

const COUNTED = ['text', 'url'];

/** Characters of all text in it, and of the addresses of links: Slack may count both. */
function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, member) => sum + lengthOf(member), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (COUNTED.includes(key) && typeof inner === 'string' ? inner.length : lengthOf(inner)),
    0,
  );
}

/** The beginning of a block. A table is not cut: half of one says something else. */
function shortenBlock(block: Block, limit: number): Block | undefined {
  if (block.type === 'table') return undefined;
  const elements = taking(block.elements, limit, (element, left): Element | undefined => {
    if (element.type === 'rich_text_list') {
      const items = taking(element.elements, left, (item, rest) => withRuns(item, rest));
      return items.length > 0 ? { ...element, elements: items } : undefined;
    }
    return withRuns(element, left);
  });
  return elements.length > 0 ? { ...block, elements } : undefined;
}

function withRuns<T extends { elements: RichTextElement[] }>(holder: T, limit: number): T | undefined {
  const elements = taking(holder.elements, limit, (run, left) => {
    // Half of a link's words lead nowhere.
    if (run.type !== 'text') return undefined;
    const end = wordEnd(run.text, left);
    return end > 0 ? { ...run, text: run.text.slice(0, end) } : undefined;
  });
  return elements.length > 0 ? { ...holder, elements } : undefined;
}

/** Characters after which a word may be cut. */
const LONG_WORD = 100;

/** Where the last whole word within `limit` characters ends; of a very long word, the last whole character. */
function wordEnd(text: string, limit: number): number {
  const word = /\s/.test(text.charAt(limit)) ? limit : text.slice(0, limit).search(/\s\S*$/);
  if (word > 0 || limit < LONG_WORD) return Math.max(word, 0);
  return /[\uDC00-\uDFFF]/.test(text.charAt(limit)) ? limit - 1 : limit;
}

/** Members from the first on while they fit; of the one that does not, what `shorten` leaves of it. */
function taking<T>(members: readonly T[], limit: number, shorten: (member: T, left: number) => T | undefined): T[] {
  const taken: T[] = [];
  let left = limit;
  for (const member of members) {
    const length = lengthOf(member);
    if (length > left) {
      const shortened = left > 0 ? shorten(member, left) : undefined;
      return shortened === undefined ? taken : [...taken, shortened];
    }
    taken.push(member);
    left -= length;
  }
  return taken;
}
