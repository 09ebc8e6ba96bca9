import { parseArgs } from 'node:util';
import { isLocalDate, type LocalDate } from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';
import { LONGEST_QUESTION, nearestWord } from '../domain/search';
import { SIMULATED_WEEKS } from '../usecases/simulation';
import { shorten } from '../usecases/wording';

/** What one call of the command asks for. */
export type Request = {
  readonly command: CommandName | 'help' | 'version';
  readonly words: string;
  readonly json: boolean;
  /** Whether the team file is forced, and which; a null path is the configured file. */
  readonly file: ForcedFile | null;
  readonly at: Date | null;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  /** Weeks of a simulation; null unless told. */
  readonly weeks: number | null;
  /** Time off of a simulation, as it was written. */
  readonly away: readonly string[];
  readonly svg: boolean;
};

export type ForcedFile = { readonly path: string | null };

/** Why there is no answer: a sentence for what is wrong, one for what to do, and the exit code. */
export type Refusal = { readonly text: string; readonly exit: 1 | 2 };

type Command = { readonly usage: string; readonly help: string; readonly words: 'none' | 'some' | 'needed' };
type CommandName = 'now' | 'schedule' | 'who' | 'owners' | 'runbook' | 'simulate' | 'health' | 'lint';

const COMMANDS: Readonly<Record<CommandName, Command>> = {
  now: { usage: 'now', help: 'Who is on call, until when, and who is next', words: 'none' },
  schedule: { usage: 'schedule', help: 'The next 8 weeks, or the days that --from and --to name', words: 'none' },
  who: { usage: 'who <words>', help: 'Who owns it and whom to call, or what a person does', words: 'needed' },
  owners: { usage: 'owners', help: 'Every pipeline with its owner and second owner', words: 'none' },
  runbook: { usage: 'runbook [words]', help: 'A run book, or the list of all', words: 'some' },
  simulate: { usage: 'simulate', help: 'A year of the plan, and how fair it is', words: 'none' },
  health: { usage: 'health', help: 'Whether Baton works, and what it told', words: 'none' },
  lint: { usage: 'lint', help: 'What is wrong in the team file and the run books', words: 'none' },
};

const OPTIONS = {
  json: { type: 'boolean' },
  file: { type: 'string' },
  at: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  weeks: { type: 'string' },
  away: { type: 'string' },
  svg: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;
type OptionName = keyof typeof OPTIONS;
type Given = ReadonlyMap<OptionName, string>;

const EXAMPLE_DAY = '2026-11-23';
const EXAMPLES = {
  ...{ from: EXAMPLE_DAY, to: EXAMPLE_DAY, at: '2026-11-23T09:00:00-05:00', weeks: '52' },
  away: '"engineer-3 2026-12-21..2027-01-02"',
} as const;

/** Everything the command knows, as `baton help` prints it. */
export const HELP = [
  'baton answers from the configured database, else from the team file.',
  '',
  ...Object.values(COMMANDS).map(({ usage, help }) => `  ${`baton ${usage}`.padEnd(23)}${help}`),
  '',
  '  --json                 Print the answer as JSON',
  `  --at <instant>         Answer for then, such as ${EXAMPLES.at}`,
  '  --from, --to <date>    The days of a schedule in the team’s zone',
  `  --weeks <count>        Of a simulation, at most ${SIMULATED_WEEKS.most}; ${SIMULATED_WEEKS.usual} unless told`,
  '  --away <who days>      Time off in a simulation, such as',
  `                         ${EXAMPLES.away}`,
  '  --svg                  Print a simulation as a calendar picture',
  '  --file [path]          Answer from the team file, whatever the database says',
  '  --version              Print the version',
  '',
  'Exit code 0: answered. 1: no answer, errors found, or not well.',
  '2: no such command.',
].join('\n');

/** What the arguments after `baton` ask for. */
export function readArguments(args: readonly string[]): Result<Request, Refusal> {
  const { tokens } = parseArgs({
    args: withFileValue(args),
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = tokens.filter((token) => token.kind === 'option');
  const wrong = options.map(misuse).find((refusal) => refusal !== null);
  if (wrong) return refuse(wrong);
  const given: Given = new Map(options.map(({ name, value }) => [name as OptionName, value ?? '']));
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const [first = '', ...rest] = positionals;
  if (given.has('help') || first.toLowerCase() === 'help') return succeed(request('help', '', given));
  if (given.has('version')) return succeed(request('version', '', given));
  if (first === '') return refuse({ text: 'No command was given. `baton help` lists them.', exit: 2 });
  const command = first.toLowerCase();
  if (!isCommand(command)) return refuse(noCommand(positionals.join(' ')));
  const words = oneLine(rest.join(' '));
  const refusal = misplaced(command, words, given) ?? unreadable(given);
  if (refusal) return refuse(refusal);
  const away = options.flatMap(({ name, value }) => (name === 'away' && value ? [oneLine(value)] : []));
  return succeed({ ...request(command, words, given), away });
}

function request(command: Request['command'], words: string, given: Given): Request {
  const [file, at] = [given.get('file'), given.get('at')];
  return {
    command,
    words,
    json: given.has('json'),
    file: file === undefined ? null : { path: file || null },
    at: at === undefined ? null : new Date(at),
    from: given.get('from') ?? null,
    to: given.get('to') ?? null,
    weeks: given.has('weeks') ? Number(given.get('weeks')) : null,
    away: [],
    svg: given.has('svg'),
  };
}

const isCommand = (word: string): word is CommandName => Object.hasOwn(COMMANDS, word);

/** `parseArgs` has no optional values: a bare `--file` becomes an empty one. */
function withFileValue(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  const isBare = (place: number) => args[place] === '--file' && (end < 0 || place < end);
  return args.flatMap((word, place) => {
    if (isBare(place - 1) && isPath(word)) return [];
    if (!isBare(place)) return [word];
    const next = args[place + 1];
    return [next !== undefined && isPath(next) ? `--file=${next}` : '--file='];
  });
}

/** Whether the word after a bare `--file` is its path; other paths are written `--file=…`. */
const isPath = (word: string): boolean => !word.startsWith('-') && /[\\/]|\.ya?ml$/i.test(word);

type OptionToken = { readonly name: string; readonly rawName: string; readonly value?: string | undefined };

function misuse({ name, rawName, value }: OptionToken): Refusal | null {
  if (!Object.hasOwn(OPTIONS, name)) {
    const nearest = nearestWord(name, Object.keys(OPTIONS));
    const remedy = nearest ? `Did you mean --${nearest}?` : '`baton help` lists them.';
    return { text: `${shown(rawName)} is not an option. ${remedy}`, exit: 2 };
  }
  if (OPTIONS[name as OptionName].type === 'boolean')
    return value === undefined ? null : { text: `${rawName} takes no value. Write it alone.`, exit: 2 };
  if (name === 'file' || (value && !value.startsWith('-'))) return null;
  return { text: `${rawName} needs a value. ${howToWrite(name as keyof typeof EXAMPLES)}`, exit: 2 };
}

const howToWrite = (name: keyof typeof EXAMPLES): string => `Write it like --${name} ${EXAMPLES[name]}.`;

/** Words of `/oncall` that are about whoever asks, or change something. */
const IN_SLACK = ['me', 'why', 'handoff', 'note', 'setup'];

function noCommand(words: string): Refusal {
  const [first = ''] = words.toLowerCase().split(' ');
  if (IN_SLACK.includes(first))
    return {
      text: `\`${first}\` is asked in Slack: \`/oncall ${first}\`. \`baton help\` lists what is asked here.`,
      exit: 2,
    };
  const nearest = nearestWord(first, [...Object.keys(COMMANDS), 'help']);
  const asked = nearest ?? `who ${shown(words)}`;
  const remedy = `Did you mean \`baton ${asked}\`? \`baton help\` lists the commands.`;
  return { text: `There is no command \`${shown(first)}\`. ${remedy}`, exit: 2 };
}

/** Words and options that do not belong to the command, or words that it needs and has not. */
function misplaced(command: CommandName, words: string, given: Given): Refusal | null {
  const taken = COMMANDS[command].words;
  if (taken === 'none' && words !== '')
    return { text: `\`baton ${command}\` takes no words, but was given “${shown(words)}”. Leave them out.`, exit: 2 };
  if (taken === 'needed' && words === '')
    return { text: `\`baton ${command}\` needs words. Name a pipeline, an area, an audience or a person.`, exit: 2 };
  if (words.length > LONGEST_QUESTION)
    return { text: `Those are ${words.length} characters. Ask with at most ${LONGEST_QUESTION}.`, exit: 1 };
  const about = command === 'health' && (['file', 'at'] as const).find((name) => given.has(name));
  if (about)
    return { text: `\`baton health\` is about what runs now, so it takes no --${about}. Leave it out.`, exit: 2 };
  const simulated = command !== 'simulate' && (['weeks', 'away', 'svg'] as const).find((name) => given.has(name));
  if (simulated) return { text: `--${simulated} belongs to \`baton simulate\`. Leave it out.`, exit: 2 };
  if (given.has('svg') && given.has('json'))
    return { text: '--svg and --json are two ways to print it. Choose one.', exit: 2 };
  if (command === 'schedule') return null;
  const stray = (['from', 'to'] as const).find((name) => given.has(name));
  return stray ? { text: `--${stray} belongs to \`baton schedule\`. Use --at for an instant.`, exit: 2 } : null;
}

function unreadable(given: Given): Refusal | null {
  for (const name of ['from', 'to'] as const) {
    const value = given.get(name);
    if (value === undefined || (isLocalDate(value) && isNear(value))) continue;
    const wrong = isLocalDate(value) ? 'is not within 1970 to 2999' : 'is no day';
    return { text: `--${name} ${shown(value)} ${wrong}. ${howToWrite(name)}`, exit: 1 };
  }
  const weeks = given.get('weeks');
  if (weeks !== undefined && !(/^\d{1,4}$/.test(weeks) && Number(weeks) >= 1 && Number(weeks) <= SIMULATED_WEEKS.most))
    return {
      text: `--weeks ${shown(weeks)} is no count from 1 to ${SIMULATED_WEEKS.most}. ${howToWrite('weeks')}`,
      exit: 1,
    };
  const at = given.get('at');
  if (at === undefined || isInstant(at)) return null;
  const lacks = isLocalDate(at.slice(0, 10)) && !/([zZ]|[+-]\d{2}:?\d{2})$/.test(at.slice(10));
  const wrong = lacks ? 'has no zone, so it is no instant' : 'is no instant';
  return {
    text: `--at ${shown(at)} ${wrong}. Write it like --at ${EXAMPLES.at} or ${EXAMPLE_DAY}T14:00:00Z.`,
    exit: 1,
  };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Whether the text is a day, a time and a zone that exist. */
const isInstant = (text: string): boolean =>
  INSTANT.test(text) && isLocalDate(text.slice(0, 10)) && isNear(text) && !Number.isNaN(Date.parse(text));

/** Years that clocks and calendars are sure about; the arithmetic of days needs four digits. */
const isNear = (date: string): boolean => date >= '1970-01-02' && date < '3000';

/** Words without line ends, odd spaces and control characters. */
const oneLine = (words: string): string => words.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();

/** Words as they are repeated to the person. */
const shown = (words: string): string => shorten(oneLine(words), 60);
