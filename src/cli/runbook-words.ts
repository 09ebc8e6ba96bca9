import type { Nodes, RootContent } from 'mdast';
import { describeProblem } from '../domain/problem';
import { plainText, runbookTemplate, SECTIONS } from '../domain/runbook';
import type { Pipeline } from '../domain/team';
import type { NoRunbookAnswer, RunbookAnswer, RunbooksAnswer, WhichRunbookAnswer } from '../usecases/runbooks';
import { nameOf, pipelineHolidayWords } from '../usecases/wording';
import { callListLines, columns, contactWords, type View } from './words';

/** Characters in a line of prose; code keeps its own lines. */
const WIDTH = 79;

/** A run book, or the scenario of it that was meant, with whom to call now in place of the contacts in its file. */
export function runbookWords(view: View, answer: RunbookAnswer, words: string): string {
  const { book, contact, open, exactly, others } = answer;
  const scenario = open !== null && typeof open !== 'string' ? open : null;
  const notes = [
    ...(scenario ? [`The whole run book: \`baton runbook ${contact.pipeline.id}\`.`] : []),
    ...others.map((other) => `${other.name} matches too and has no run book. ${ownedBy(view, other)}`),
    book.reviewed ? `Reviewed on ${book.reviewed}.` : 'Not reviewed yet.',
  ];
  return [
    ...(exactly ? [] : [`Nothing is called “${words}”. This is nearest.`]),
    book.title,
    ...(scenario ? [part(scenario.name, prose(scenario.body))] : bookParts(answer)),
    part('Whom to call now', [
      ownedBy(view, contact.pipeline),
      ...callListLines(view, contact.callList),
      ...contact.holidays.map((holiday) => pipelineHolidayWords(view, holiday)),
    ]),
    notes.flatMap((note) => wrapped(note, WIDTH)).join('\n'),
  ].join('\n\n');
}

function bookParts({ book }: RunbookAnswer): string[] {
  return SECTIONS.flatMap(({ id, title }) => {
    const section = id === 'contacts' ? undefined : book.sections.get(id);
    if (!section) return [];
    const scenarios = id === 'scenarios' ? book.scenarios : [];
    const lines = scenarios.flatMap(({ name, body }) => [`* ${name}`, ...indented(prose(body)), '']);
    return [part(title, [...prose(section.body), ...lines])];
  });
}

const part = (title: string, lines: readonly string[]): string => [title, ...indented(lines)].join('\n').trimEnd();

const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));

/** Text as lines; long ones are broken, except where there is code to copy. */
const prose = (nodes: readonly RootContent[]): string[] =>
  nodes.flatMap((node) => {
    const lines = plainText([node]).split('\n');
    return holdsCode(node) ? lines : lines.flatMap((line) => wrapped(line, WIDTH - 4));
  });

const holdsCode = (node: Nodes): boolean =>
  node.type === 'code' || ('children' in node && node.children.some(holdsCode));

/** A line broken between words; what follows stands below its text, not below its list mark. */
function wrapped(line: string, width: number): string[] {
  const [mark = ''] = /^\s*(?:(?:[-*>]|\d+\.) )*/.exec(line) ?? [];
  const below = ' '.repeat(mark.length);
  const lines = [mark];
  for (const word of line.slice(mark.length).split(' ')) {
    const last = lines.at(-1) ?? '';
    const isBegun = last !== mark && last !== below;
    if (isBegun && last.length + 1 + word.length > width) lines.push(`${below}${word}`);
    else lines[lines.length - 1] = isBegun ? `${last} ${word}` : `${last}${word}`;
  }
  return lines;
}

const ownedBy = ({ team }: View, { primaryOwner, secondaryOwner }: Pipeline): string =>
  `Questions: ${nameOf(team, primaryOwner)}, ${nameOf(team, secondaryOwner)}.`;

/** Every pipeline with its run book, and how many have one. */
export function runbooksWords({ pipelines }: RunbooksAnswer): string {
  const having = pipelines.filter(({ book }) => book);
  return [
    ...columns([
      ['Pipeline', 'Run book', 'Reviewed'],
      ...pipelines.map(({ pipeline, book }) => [
        pipeline.name,
        book?.name ?? 'none',
        book ? (book.reviewed ?? 'never') : '',
      ]),
    ]),
    '',
    `${having.length} of ${pipelines.length} pipelines have a run book.`,
  ].join('\n');
}

/** The run books and scenarios that could be meant. */
export const whichRunbookWords = (view: View, { words, choices, without }: WhichRunbookAnswer): string =>
  [
    `Several match “${words}”:`,
    '',
    ...columns([['Title', 'Pipeline'], ...choices.map(({ pipeline, title }) => [title, pipeline.id])]),
    '',
    ...without.flatMap((other) => wrapped(`${other.name} has no run book. ${ownedBy(view, other)}`, WIDTH)),
    'Use more words to open one, such as a word of its pipeline.',
  ].join('\n');

/** Pipelines without a run book: whom to call all the same, and how to write one. */
export function noRunbookWords(view: View, { contacts, broken }: NoRunbookAnswer): string {
  if (broken)
    return [
      `The run book of ${contacts[0].pipeline.name} cannot be shown: its file is broken.`,
      describeProblem(broken),
      ...contacts.map((contact) => contactWords(view, contact)),
    ].join('\n\n');
  const { id, name, runbook } = contacts[0].pipeline;
  return [
    ...contacts.map((contact) => `${contact.pipeline.name} has no run book yet.\n\n${contactWords(view, contact)}`),
    `To write it, save this as ${runbook ?? id}.md in the run book folder and fill it in:`,
    runbookTemplate(id, name),
  ]
    .join('\n\n')
    .trimEnd();
}
