import { distance } from 'fastest-levenshtein';
import type { Nodes, RootContent } from 'mdast';
import { addDays, type LocalDate } from './interval';
import type { Problem } from './problem';
import { plainText, type RunBook, type RunBooks, type Scenario, SECTIONS } from './runbook';
import { contactProblems } from './runbook-contacts';
import type { Pipeline, Team } from './team';

type Finding = Omit<Problem, 'file'>;

/** Days after which a run book should be read through again. */
const REVIEWED_WITHIN_DAYS = 180;

/** Everything wrong with the run books of a team on a day, by file and line. Errors must be corrected; warnings need not. */
export function lintRunBooks(
  team: Pick<Team, 'pipelines' | 'engineers'>,
  runBooks: RunBooks,
  today: LocalDate,
): readonly Problem[] {
  const books = [...runBooks.books.values()];
  const problems = [...runBooks.problems, ...missingFiles(team, runBooks)];
  for (const book of books) {
    const findings = [
      ...pipelineProblems(team, book, books),
      ...sectionProblems(book),
      ...contactProblems(team, book),
      ...reviewProblems(book, today),
      ...book.scenarios.flatMap((scenario) => scenarioProblems(book, scenario)),
    ];
    problems.push(...findings.map((finding) => ({ ...finding, file: book.file })));
  }
  return problems.sort((one, other) => compare(one.file, other.file) || one.line - other.line);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const error = (line: number, problem: string, remedy: string): Finding => ({
  severity: 'error',
  line,
  problem,
  remedy,
});
const warning = (line: number, problem: string, remedy: string): Finding => ({
  ...error(line, problem, remedy),
  severity: 'warning',
});

function missingFiles({ pipelines }: Pick<Team, 'pipelines'>, runBooks: RunBooks): readonly Problem[] {
  return [...pipelines.values()].flatMap(({ id, runbook }) => {
    if (runbook === null || runBooks.books.has(runbook) || runBooks.broken.has(runbook)) return [];
    const remedy = 'Write it, or take `runbook` away from the pipeline.';
    const file = `${runBooks.directory}/${runbook}.md`;
    return [{ ...error(1, `The pipeline ${id} names this run book, and it is not there.`, remedy), file }];
  });
}

function pipelineProblems(
  { pipelines }: Pick<Team, 'pipelines'>,
  book: RunBook,
  books: readonly RunBook[],
): readonly Finding[] {
  const line = book.lines.pipeline;
  const pipeline = [...pipelines.values()].find(({ id }) => id === book.pipeline);
  if (!pipeline)
    return [error(line, `There is no pipeline ${book.pipeline}.`, nearestPipeline(book.pipeline, pipelines))];
  const about = books.filter((other) => other.pipeline === book.pipeline);
  const claimed = [...pipelines.values()].find(({ id, runbook }) => runbook === book.name && id !== book.pipeline);
  if (claimed)
    return [
      error(
        line,
        `The pipeline ${claimed.id} names this run book, which is about ${book.pipeline}.`,
        `Write "pipeline: ${claimed.id}", or take the run book away from that pipeline.`,
      ),
    ];
  const kept = about.find(({ name }) => name === pipeline.runbook) ?? about[0] ?? book;
  if (kept !== book)
    return [
      error(line, `${kept.name}.md is about ${book.pipeline} too.`, 'Keep one of them; a pipeline has one run book.'),
    ];
  return pipeline.runbook === book.name ? [] : [notNamed(line, pipeline, book)];
}

const notNamed = (line: number, { id, runbook }: Pipeline, { name }: RunBook): Finding =>
  runbook === null
    ? warning(line, `The pipeline ${id} does not name this run book.`, `Write "runbook: ${name}" at the pipeline.`)
    : warning(
        line,
        `The pipeline ${id} names the run book ${runbook}, not this one.`,
        `Name ${name} there, or rename this file.`,
      );

function nearestPipeline(id: string, pipelines: Team['pipelines']): string {
  const known = [...pipelines.keys()];
  const [near] = known.map((key) => ({ key, far: distance(key, id.slice(0, 100)) })).sort((a, b) => a.far - b.far);
  return near && near.far <= Math.max(2, id.length / 3) ? `Write ${near.key}.` : `Write one of ${known.join(', ')}.`;
}

function sectionProblems(book: RunBook): readonly Finding[] {
  const missing = SECTIONS.filter(({ id }) => !book.sections.has(id)).map(({ title }) => {
    const near = book.otherHeadings.find(
      ({ text }) => distance(text.toLowerCase(), title.toLowerCase()) <= title.length / 4,
    );
    return near
      ? error(near.line, `The section "${title}" is missing.`, `Write it instead of "${near.text}".`)
      : error(book.lines.title, `The section "${title}" is missing.`, `Add "## ${title}".`);
  });
  const others = book.otherHeadings.map(({ text, line }) =>
    warning(line, `"${text}" is none of the five sections and is not shown.`, 'Move its text into one of them.'),
  );
  const empty = SECTIONS.flatMap(({ id, title }) => {
    const section = book.sections.get(id);
    if (!section) return [];
    if (id === 'scenarios' && book.scenarios.length === 0)
      return [
        warning(section.line, `"${title}" names no scenario.`, 'Give each a heading, such as "### Data latency".'),
      ];
    const isEmpty = id !== 'scenarios' && plainText(section.body).trim() === '';
    return isEmpty ? [warning(section.line, `"${title}" is empty.`, 'Write what belongs there.')] : [];
  });
  return [...missing, ...others, ...empty];
}

function reviewProblems({ reviewed, lines }: RunBook, today: LocalDate): readonly Finding[] {
  const remedy = `Read it through, and write "reviewed: ${today}" in the front matter.`;
  if (reviewed === null) return [warning(lines.reviewed, 'It was never reviewed.', remedy)];
  if (reviewed > today)
    return [warning(lines.reviewed, `It was reviewed on ${reviewed}, which is still ahead.`, remedy)];
  if (addDays(reviewed, REVIEWED_WITHIN_DAYS) >= today) return [];
  return [
    warning(lines.reviewed, `It was last reviewed on ${reviewed}, more than ${REVIEWED_WITHIN_DAYS} days ago.`, remedy),
  ];
}

function scenarioProblems(book: RunBook, { name, line, body }: Scenario): readonly Finding[] {
  const first = book.scenarios.find((other) => other.name.toLowerCase() === name.toLowerCase());
  const twice =
    first && first.line < line
      ? [
          warning(
            line,
            `The scenario "${name}" is there twice; the first is on line ${first.line}.`,
            'Give each a name of its own.',
          ),
        ]
      : [];
  return body.some(helps)
    ? twice
    : [...twice, warning(line, `The scenario "${name}" has no step and no link.`, 'Add what to check and what to do.')];
}

const HELPFUL: readonly Nodes['type'][] = ['list', 'code', 'inlineCode', 'link', 'image', 'table', 'heading'];

/** Whether it tells what to do and not only what is wrong: a list, command, link, or labelled part such as "**Fix**:". */
function helps(node: RootContent): boolean {
  if (HELPFUL.includes(node.type)) return true;
  if (node.type === 'paragraph' && node.children[0]?.type === 'strong') return true;
  return 'children' in node && node.children.some(helps);
}
