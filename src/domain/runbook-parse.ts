import type { Heading, List, ListItem, Nodes, Paragraph, PhrasingContent, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Problem } from './problem';
import { type Result, refuse, succeed } from './result';
import { type RunBook, type Scenario, SECTIONS, type Section, type SectionId } from './runbook';
import { definitionsIn, detach, readSource } from './runbook-source';

/** Reads one run book file. Only what cannot be shown is refused; what is merely missing is for the linter to say. */
export function parseRunBook(file: string, text: string): Result<RunBook, readonly Problem[]> {
  const source = readSource(file, text);
  if (!source.ok) return source;
  const { frontMatter, tree } = source.value;
  const outline = outlineOf(tree.children);
  const problems: Problem[] = outline.repeated.map(({ title, line, first }) => ({
    severity: 'error',
    file,
    line,
    problem: `The section "${title}" is there twice; the first is on line ${first}.`,
    remedy: 'Put both under one heading.',
  }));
  if (!outline.title) {
    const remedy = 'Write a line such as "# Aggregate growth reported to investors" below the front matter.';
    problems.push({ severity: 'error', file, line: 1, problem: 'The run book has no title.', remedy });
  }
  if (!outline.title || problems.length > 0) return refuse(problems);

  const definitions = definitionsIn(tree);
  const own = (nodes: readonly RootContent[]) => detach(nodes, definitions);
  const split = splitScenarios(outline.sections.get('scenarios')?.nodes ?? []);
  const sections = new Map<SectionId, Section>();
  for (const [id, { line, nodes }] of outline.sections)
    sections.set(id, { line, body: own(id === 'scenarios' ? split.rest : nodes) });
  return succeed({
    name: (file.split(/[\\/]/).at(-1) ?? file).replace(/\.md$/, ''),
    file,
    title: outline.title.text,
    pipeline: frontMatter.pipeline,
    reviewed: frontMatter.reviewed,
    sections,
    scenarios: split.scenarios.map((scenario) => ({ ...scenario, body: own(scenario.body) })),
    otherHeadings: outline.others,
    lines: { ...frontMatter.lines, title: outline.title.line },
  });
}

type Place = { readonly text: string; readonly line: number };
type Part = { readonly line: number; readonly depth: number; readonly nodes: RootContent[] };

type Outline = {
  readonly title: Place | undefined;
  readonly sections: ReadonlyMap<SectionId, Part>;
  readonly others: readonly Place[];
  readonly repeated: readonly { readonly title: string; readonly line: number; readonly first: number }[];
};

/** Deeper headings belong to the text of a section. */
const DEEPEST_SECTION = 3;

function outlineOf(nodes: readonly RootContent[]): Outline {
  let title: Place | undefined;
  const sections = new Map<SectionId, Part>();
  const others: Place[] = [];
  const repeated: Outline['repeated'][number][] = [];
  let open: Part | undefined;
  for (const node of nodes) {
    const text = node.type === 'heading' ? headingText(node) : '';
    if (node.type !== 'heading' || node.depth > DEEPEST_SECTION) {
      open?.nodes.push(node);
      continue;
    }
    if (text === '') continue;
    const line = lineOf(node);
    const section = SECTIONS.find((known) => alike(known.title, text));
    const first = section && sections.get(section.id);
    if (section) {
      open = { line, depth: node.depth, nodes: [] };
      if (first) repeated.push({ title: section.title, line, first: first.line });
      else sections.set(section.id, open);
    } else if (!title && sections.size === 0) {
      title = { text, line };
    } else if (open && node.depth > open.depth) {
      open.nodes.push(node);
    } else {
      others.push({ text, line });
      // Nobody reads this part; it only keeps what follows away from the section before it.
      open = { line, depth: node.depth, nodes: [] };
    }
  }
  return { title, sections, others, repeated };
}

const headingText = (heading: Heading): string => textOf(heading).replace(/\s+/g, ' ').trim();

const lineOf = (node: Nodes): number => node.position?.start.line ?? 1;

/** Whether two headings differ in nothing but case, punctuation and plurals. */
const alike = (one: string, other: string): boolean => bare(one) === bare(other);

function bare(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => word.replace(/s$/, '')).join(' ');
}

/** Parts of a scenario, never the name of one. */
const LABELS = ['Check', 'Fix', 'Who is affected'] as const;
const isLabel = (text: string): boolean => LABELS.some((label) => alike(label, text));

type Split = { readonly scenarios: readonly Scenario[]; readonly rest: readonly RootContent[] };

/** Scenarios are the highest headings in their section or, where it has none, list items such as "**Late data**: …". */
function splitScenarios(nodes: readonly RootContent[]): Split {
  const names = nodes.filter((node) => node.type === 'heading').filter((node) => !isLabel(headingText(node)));
  return names.length > 0 ? byHeadings(nodes, Math.min(...names.map(({ depth }) => depth))) : byListItems(nodes);
}

function byHeadings(nodes: readonly RootContent[], depth: number): Split {
  const rest: RootContent[] = [];
  const scenarios: (Scenario & { readonly body: RootContent[] })[] = [];
  for (const node of nodes) {
    const name = node.type === 'heading' ? headingText(node) : '';
    if (node.type === 'heading' && node.depth === depth && name !== '' && !isLabel(name))
      scenarios.push({ name, line: lineOf(node), body: [] });
    else (scenarios.at(-1)?.body ?? rest).push(node);
  }
  return { scenarios, rest };
}

function byListItems(nodes: readonly RootContent[]): Split {
  const scenarios: Scenario[] = [];
  const rest = nodes.flatMap((node): RootContent[] => {
    if (node.type !== 'list') return [node];
    const others: ListItem[] = [];
    for (const item of node.children) {
      const scenario = scenarioIn(item);
      if (scenario) scenarios.push(scenario);
      else others.push(item);
    }
    return others.length > 0 ? [{ ...node, children: others } satisfies List] : [];
  });
  return { scenarios, rest };
}

function scenarioIn(item: ListItem): Scenario | undefined {
  const [paragraph, ...below] = item.children;
  if (paragraph?.type !== 'paragraph') return undefined;
  const [bold, ...after] = paragraph.children;
  if (bold?.type !== 'strong') return undefined;
  const label = textOf(bold).replace(/\s+/g, ' ').trim();
  const said = label.endsWith(':') ? trimStart(after) : withoutColon(after);
  const name = label.replace(/\s*:$/, '');
  if (!said || name === '' || isLabel(name)) return undefined;
  const body: RootContent[] = said.length > 0 ? [{ ...paragraph, children: said } satisfies Paragraph] : [];
  return { name, line: lineOf(item), body: [...body, ...below] };
}

function withoutColon(nodes: readonly PhrasingContent[]): PhrasingContent[] | undefined {
  const [first, ...rest] = nodes;
  if (first?.type !== 'text' || !/^\s*:/.test(first.value)) return undefined;
  return trimStart([{ ...first, value: first.value.replace(/^\s*:/, '') }, ...rest]);
}

function trimStart(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const [first, ...rest] = nodes;
  if (first?.type !== 'text') return [...nodes];
  const value = first.value.trimStart();
  return value === '' ? rest : [{ ...first, value }, ...rest];
}
