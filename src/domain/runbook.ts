import type { ListItem, PhrasingContent, RootContent } from 'mdast';
import type { LocalDate } from './interval';
import type { Problem } from './problem';

/** The five sections of a run book, in the order they are read. */
export const SECTIONS = [
  { id: 'description', title: 'Pipeline Description' },
  { id: 'metrics', title: 'Critical Metrics' },
  { id: 'scenarios', title: 'Potential Failure Scenarios' },
  { id: 'monitoring', title: 'Monitoring Tools' },
  { id: 'contacts', title: 'Escalation Contacts' },
] as const;
export type SectionId = (typeof SECTIONS)[number]['id'];

/** One Markdown file about one pipeline. */
export type RunBook = {
  /** The file's name without its ending. */
  readonly name: string;
  /** The file as problems name it. */
  readonly file: string;
  readonly title: string;
  /** The pipeline's id, as the front matter has it. */
  readonly pipeline: string;
  readonly reviewed: LocalDate | null;
  /** What stands under each heading; an absent section is not in the map. The scenarios' own text is in `scenarios`. */
  readonly sections: ReadonlyMap<SectionId, Section>;
  readonly scenarios: readonly Scenario[];
  /** Headings that are none of the five sections; what stands under them is not shown. */
  readonly otherHeadings: readonly { readonly text: string; readonly line: number }[];
  /** Where its title and front matter stand, to point at; an absent `reviewed` is where the front matter begins. */
  readonly lines: { readonly title: number; readonly pipeline: number; readonly reviewed: number };
};

export type Section = { readonly line: number; readonly body: readonly RootContent[] };

/** A named failure: what it looks like, and what to do where the team wrote it. */
export type Scenario = {
  readonly name: string;
  readonly line: number;
  readonly body: readonly RootContent[];
};

/** The run books that are there, by name; where a file broke, the last good version stands and `problems` says so. */
export type RunBooks = {
  /** The folder, as problems name it. */
  readonly directory: string;
  readonly books: ReadonlyMap<string, RunBook>;
  /** Of files that are broken now, and of the folder. */
  readonly problems: readonly Problem[];
  /** What is wrong first in each broken file, by the name of its run book. */
  readonly broken: ReadonlyMap<string, Problem>;
};

/** Markdown as a terminal shows it: a line per paragraph, list items with their marks, links with their addresses. */
export function plainText(nodes: readonly RootContent[]): string {
  return nodes.flatMap(linesOf).join('\n');
}

function linesOf(node: RootContent): readonly string[] {
  switch (node.type) {
    case 'list':
      return node.children.flatMap((item, place) =>
        itemLines(item, node.ordered ? `${(node.start ?? 1) + place}. ` : '- '),
      );
    case 'blockquote':
      return node.children.flatMap(linesOf).map((line) => `> ${line}`);
    case 'table':
      return node.children.map((row) => row.children.map((cell) => words(cell.children)).join(' | '));
    case 'footnoteDefinition':
      return [`[${node.identifier}] ${plainText(node.children)}`];
    case 'thematicBreak':
    case 'definition':
    case 'yaml':
      return [];
    case 'code':
    case 'html':
      return node.value.split('\n');
    case 'paragraph':
    case 'heading':
      return words(node.children).split('\n');
    default:
      return words([node as PhrasingContent]).split('\n');
  }
}

function itemLines(item: ListItem, mark: string): readonly string[] {
  const box = typeof item.checked === 'boolean' ? `[${item.checked ? 'x' : ' '}] ` : '';
  const [first = '', ...rest] = item.children.flatMap(linesOf);
  return [`${mark}${box}${first}`, ...rest.map((line) => `${' '.repeat(mark.length)}${line}`)];
}

function words(nodes: readonly PhrasingContent[]): string {
  return nodes.map(word).join('');
}

function word(node: PhrasingContent): string {
  switch (node.type) {
    case 'text':
      return node.value.replaceAll('\n', ' ');
    case 'inlineCode':
    case 'html':
      return node.value;
    case 'break':
      return '\n';
    case 'image':
      return node.alt || node.url;
    case 'link': {
      const label = words(node.children);
      return label === '' || node.url.endsWith(label) ? node.url : `${label} (${node.url})`;
    }
    case 'footnoteReference':
      return `[${node.identifier}]`;
    case 'imageReference':
      return node.alt ?? '';
    default:
      return words(node.children);
  }
}

/** A run book to fill in, for a pipeline that has none. It has no errors as it stands. */
export function runbookTemplate(pipelineId: string, title: string): string {
  return `---
pipeline: ${pipelineId}
# Once somebody has read it through: the day, as in reviewed: 2026-11-30
---

# ${title}

## Pipeline Description

What it makes, from what, for whom, and by when.

## Critical Metrics

- What must be right, fresh or on time

## Potential Failure Scenarios

### A failure, by the name people use for it

What it looks like.

**Check**: where to look first, with a link.

**Fix**:

1. The first step
2. The second step

**Who is affected**: who must be told.

## Monitoring Tools

- A dashboard, log or alert, with a link

## Escalation Contacts

The owners and the call list are shown here as they are now.
`;
}
