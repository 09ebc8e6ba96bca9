import {
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type ParsedNode,
  Parser,
  parseDocument,
  visit,
} from 'yaml';
import type { Problem } from '../domain/problem';

/** What a YAML text says, and where each part of it stands. */
export type YamlSource = {
  readonly value: unknown;
  /** The line of the key or entry at a path, counted from 1; of what encloses it where that is missing. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  /** What is wrong without making the value unreadable, such as a key that is there twice. */
  readonly problems: readonly Problem[];
};

/** Deeper text overflows the parser's stack, which can end the process. */
const DEEPEST = 40;
/** Several times what 100 engineers and 200 pipelines need; telling keys that repeat takes quadratic time. */
const MOST_LEXEMES = 60_000;

/** Reads YAML without aliases, tags or great depth. An unreadable text has no value but the problems that say why. */
export function readYaml(text: string, file: string): YamlSource | { readonly problems: readonly Problem[] } {
  const wrong = (line: number, problem: string, remedy: string): Problem => ({
    severity: 'error',
    file,
    line,
    problem,
    remedy,
  });
  const excess = excessOf(text);
  if (excess)
    return { problems: [wrong(excess.line, excess.problem, 'Write the file as the example in the README does.')] };

  const lines = new LineCounter();
  const lineAt = (offset: number): number => lines.linePos(offset).line || 1;
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: Problem[] = [];
  let readable = true;
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    problems.push(wrong(lineAt(pos[0]), ...wordsFor(code, message)));
    if (code !== 'DUPLICATE_KEY') readable = false;
  }
  visit(document, {
    Alias(_key, { range }) {
      readable = false;
      problems.push(wrong(lineAt(range?.[0] ?? 0), 'Aliases are not read here.', 'Write the value out.'));
    },
  });
  if (!readable) return { problems };
  return { value: document.toJS(), lineOf: (path) => lineOfPath(document.contents, path, lineAt), problems };
}

function excessOf(text: string): { readonly line: number; readonly problem: string } | undefined {
  const parser = new Parser();
  let lexemes = 0;
  let line = 1;
  for (const lexeme of new Lexer().lex(text)) {
    for (const _token of parser.next(lexeme));
    lexemes += 1;
    if (lexeme === '\n' || lexeme === '\r\n') line += 1;
    if (parser.stack.length > DEEPEST) return { line, problem: 'The values are nested too deeply.' };
    if (lexemes > MOST_LEXEMES) return { line, problem: 'The file holds too many values.' };
  }
  return undefined;
}

function wordsFor(code: string, message: string): [problem: string, remedy: string] {
  switch (code) {
    case 'DUPLICATE_KEY':
      return ['This key is there twice.', 'Keep one of the two.'];
    case 'MULTIPLE_DOCS':
      return ['A second document begins here.', 'Remove the line "---" and what follows it.'];
    case 'TAB_AS_INDENT':
      return ['A tab is used to indent.', 'Indent with spaces.'];
    case 'TAG_RESOLVE_FAILED':
      return [`${sentence(message)}`, 'Remove the tag (the word that begins with "!").'];
    default:
      return [sentence(message), 'Correct the YAML here; a text with ":" or "#" needs quotes.'];
  }
}

const sentence = (message: string): string => (message.endsWith('.') ? message : `${message}.`);

function lineOfPath(root: ParsedNode | null, path: readonly PropertyKey[], lineAt: (offset: number) => number): number {
  let node: Node | null | undefined = root;
  let line = 1;
  for (const step of path) {
    if (isMap(node)) {
      // Of a key that is there twice the last one counts.
      const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === step);
      if (!pair) return line;
      line = lineOf(pair.key as Node, line, lineAt);
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = node.items[Number(step)] as Node | undefined;
      line = lineOf(node, line, lineAt);
    } else return line;
  }
  return line;
}

const lineOf = (node: Node | null | undefined, enclosing: number, lineAt: (offset: number) => number): number =>
  node?.range ? lineAt(node.range[0]) : enclosing;
