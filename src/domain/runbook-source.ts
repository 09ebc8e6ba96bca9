import { distance } from 'fastest-levenshtein';
import type { Definition, Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { isLocalDate, type LocalDate } from './interval';
import type { Problem } from './problem';
import { type Result, refuse, succeed } from './result';

/** Bytes a run book may have. */
export const LARGEST_RUNBOOK = 64 * 1024;
/** Lines a run book may have; the Markdown parser takes quadratic time in some of them. */
const MOST_LINES = 2000;
/** Characters that begin or end emphasis and links; the parser compares each with each. */
const MOST_MARKS = 4000;
/** Beginnings of addresses in one word; the parser reads on to the word's end from each. */
const MOST_ADDRESSES_IN_A_WORD = 20;
/** Lists and quotes inside each other on one line, and the column up to which they may be indented. */
const DEEPEST_LINE = 12;
const WIDEST_INDENT = 100;
/** Elements inside each other, counting a list and its item as two. What walks the tree calls itself this often. */
const DEEPEST_TREE = 40;
/** Characters of front matter. */
const LONGEST_FRONT_MATTER = 2000;

const FRONT_MATTER_KEYS = ['pipeline', 'reviewed'] as const;

/** What the front matter says, with the lines it stands on. */
export type FrontMatter = {
  readonly pipeline: string;
  readonly reviewed: LocalDate | null;
  readonly lines: { readonly pipeline: number; readonly reviewed: number };
};

type Wrong = { readonly line: number; readonly problem: string; readonly remedy: string };

/** A run book's two halves; lines in the tree count from the file's first. Too much of anything is refused unread. */
export function readSource(
  file: string,
  text: string,
): Result<{ readonly frontMatter: FrontMatter; readonly tree: Root }, readonly Problem[]> {
  const refused = (...wrongs: readonly Wrong[]) =>
    refuse(wrongs.map((wrong): Problem => ({ severity: 'error', file, ...wrong })));
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const excess = excessOf(source);
  if (excess) return refused(excess);
  const halves = /^---[ \t]*\n(?<front>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(source);
  if (!halves) return refused(noFrontMatter(source));
  const frontMatter = readFrontMatter(halves.groups?.['front'] ?? '');
  // Blank lines instead of the front matter keep the line numbers.
  const tree = toTree('\n'.repeat(halves[0].split('\n').length - 1) + source.slice(halves[0].length));
  const deep = depthProblem(tree);
  const wrongs = [...(frontMatter.ok ? [] : frontMatter.refusal), ...(deep ? [deep] : [])];
  return frontMatter.ok && !deep ? succeed({ frontMatter: frontMatter.value, tree }) : refused(...wrongs);
}

function excessOf(text: string): Wrong | undefined {
  const remedy = 'Shorten it, or keep the details elsewhere and link to them.';
  if (new TextEncoder().encode(text).length > LARGEST_RUNBOOK)
    return { line: 1, problem: `The file is larger than ${LARGEST_RUNBOOK / 1024} KiB.`, remedy };
  if (text.trim() === '')
    return {
      line: 1,
      problem: 'The file is empty.',
      remedy: 'Begin with the template that /runbook shows for its pipeline.',
    };
  const lines = text.split('\n');
  if (lines.length > MOST_LINES + 1)
    return { line: MOST_LINES + 1, problem: `The file has more than ${MOST_LINES} lines.`, remedy };
  const deep = lines.findIndex(isNestedTooDeeply);
  if (deep >= 0) return tooDeep(deep + 1);
  const crowded = lines.findIndex((line) => line.split(/\s/).some(holdsTooManyAddresses));
  if (crowded >= 0) return { line: crowded + 1, problem: 'A word here holds too many addresses.', remedy };
  const marks = text.match(/[*_~[\]]/g)?.length ?? 0;
  if (marks <= MOST_MARKS) return undefined;
  return { line: 1, problem: `The file has more than ${MOST_MARKS} of the characters * _ ~ [ ].`, remedy };
}

const holdsTooManyAddresses = (word: string): boolean =>
  (word.match(/www\.|:\/\//gi)?.length ?? 0) > MOST_ADDRESSES_IN_A_WORD;

const tooDeep = (line: number): Wrong => ({
  line,
  problem: 'The text is nested too deeply here.',
  remedy: 'Use fewer levels of lists, quotes or emphasis.',
});

const THEMATIC_BREAK = /^[ \t]*([-*])(?:[ \t]*\1){2,}[ \t]*$/;

function isNestedTooDeeply(line: string): boolean {
  const container = /[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^[^\]]{1,200}\]:)/y;
  let containers = 0;
  let end = 0;
  while (containers <= DEEPEST_LINE && container.test(line)) {
    containers += 1;
    end = container.lastIndex;
  }
  if (containers === 0) return false;
  const indent = line.slice(0, end).search(/[^ \t]/);
  return (containers > DEEPEST_LINE || indent > WIDEST_INDENT) && !THEMATIC_BREAK.test(line);
}

function noFrontMatter(text: string): Wrong {
  return text.startsWith('---')
    ? { line: 1, problem: 'The front matter does not end.', remedy: 'Write a line "---" after its last line.' }
    : {
        line: 1,
        problem: 'The file has no front matter.',
        remedy: 'Begin it with the lines "---", "pipeline: " and the id of the pipeline, and "---".',
      };
}

function readFrontMatter(text: string): Result<FrontMatter, readonly Wrong[]> {
  const shape = 'Write "pipeline: " and the id of the pipeline; "reviewed: " and a day is optional.';
  if (text.length > LONGEST_FRONT_MATTER || (text.match(/[[{]|[-?:][ \t]+[-?]/g)?.length ?? 0) > DEEPEST_LINE)
    return refuse([{ line: 2, problem: 'The front matter holds too much.', remedy: shape }]);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineAt = (offset: number): number => counter.linePos(offset).line + 1;
  const lineOf = (node: unknown): number => lineAt((node as Node | null)?.range?.[0] ?? 0);
  const broken = [...document.errors, ...document.warnings].map(({ message, pos }): Wrong => {
    const problem = `The front matter is not readable: ${message.replace(/\.?$/, '.')}`;
    return { line: lineAt(pos[0]), problem, remedy: 'Correct the YAML here; a text with ":" or "#" needs quotes.' };
  });
  if (broken.length > 0) return refuse(broken);
  if (!isMap(document.contents))
    return refuse([{ line: 2, problem: 'The front matter names no pipeline.', remedy: shape }]);

  const wrongs: Wrong[] = [];
  const found = new Map<string, { readonly value: string | null; readonly line: number }>();
  for (const { key, value } of document.contents.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const line = lineOf(key);
    if (!FRONT_MATTER_KEYS.some((known) => known === name)) {
      wrongs.push({ line, problem: `The front matter has no "${name.slice(0, 60)}".`, remedy: nearestKey(name) });
    } else if (value !== null && !isScalar(value)) {
      wrongs.push({ line, problem: `"${name}" is not one plain text.`, remedy: shape });
    } else {
      const written = value === null || value.value === null ? '' : String(value.source ?? value.value).trim();
      found.set(name, { value: written || null, line });
    }
  }
  const pipeline = found.get('pipeline');
  const reviewed = found.get('reviewed');
  if (!pipeline?.value && !wrongs.some(({ problem }) => problem.startsWith('"pipeline"')))
    wrongs.push({ line: pipeline?.line ?? 1, problem: 'The front matter names no pipeline.', remedy: shape });
  if (reviewed?.value && !isLocalDate(reviewed.value))
    wrongs.push({
      line: reviewed.line,
      problem: `"${reviewed.value.slice(0, 40)}" is not a day that exists.`,
      remedy: 'Write the day of the review as in 2026-11-30.',
    });
  if (wrongs.length > 0 || !pipeline?.value) return refuse(wrongs);
  const lines = { pipeline: pipeline.line, reviewed: reviewed?.line ?? 1 };
  return succeed({ pipeline: pipeline.value, reviewed: reviewed?.value ?? null, lines });
}

function nearestKey(name: string): string {
  const near = FRONT_MATTER_KEYS.find((known) => distance(known, name.slice(0, 40).toLowerCase()) <= 3);
  return near ? `Write "${near}".` : 'Remove it; only "pipeline" and "reviewed" are read.';
}

/** Markdown, with what GitHub adds to it, as a tree. */
function toTree(text: string): Root {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

const childrenOf = (node: Nodes): readonly Nodes[] => ('children' in node ? node.children : []);

function depthProblem(tree: Root): Wrong | undefined {
  let level: readonly Nodes[] = [tree];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST_TREE) return tooDeep(level[0]?.position?.start.line ?? 1);
    level = level.flatMap(childrenOf);
  }
  return undefined;
}

/** Where the links that are written by name lead, by that name; the first of several counts. */
export function definitionsIn(tree: Root): ReadonlyMap<string, Definition> {
  const definitions = new Map<string, Definition>();
  let level: readonly Nodes[] = [tree];
  while (level.length > 0) {
    for (const node of level)
      if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
    level = level.flatMap(childrenOf);
  }
  return definitions;
}

/** The same text on its own: links by name become links, and places in the file are dropped. */
export function detach(
  nodes: readonly RootContent[],
  definitions: ReadonlyMap<string, Definition>,
): readonly RootContent[] {
  return nodes.flatMap((node) => {
    if (node.type === 'definition') return [];
    const { position: _, ...rest } = resolved(node, definitions);
    if (!('children' in rest)) return [rest as RootContent];
    return [{ ...rest, children: detach(rest.children as readonly RootContent[], definitions) } as RootContent];
  });
}

function resolved(node: RootContent, definitions: ReadonlyMap<string, Definition>): RootContent {
  if (node.type !== 'linkReference' && node.type !== 'imageReference') return node;
  const url = definitions.get(node.identifier)?.url ?? '';
  return node.type === 'linkReference'
    ? { type: 'link', url, children: node.children as PhrasingContent[] }
    : { type: 'image', url, alt: node.alt ?? null };
}
