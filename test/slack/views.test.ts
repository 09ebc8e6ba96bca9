import type { HomeView } from '@slack/types';
import fc from 'fast-check';
import type { RootContent } from 'mdast';
import type { AreaId, EngineerId, OverrideId, PipelineId, SlackUserId, TimeOffId } from '../../src/domain/ids';
import type { LocalDate } from '../../src/domain/interval';
import { type RunBook, type RunBooks, SECTIONS } from '../../src/domain/runbook';
import { parseRunBook } from '../../src/domain/runbook-parse';
import { engineerLinkedTo, type Team } from '../../src/domain/team';
import { breachOfMessage, breachOfView } from '../../src/sandbox/limits';
import type { Json } from '../../src/sandbox/protocol';
import { readClick } from '../../src/slack/actions';
import type { Unclear } from '../../src/slack/grammar';
import { guardMessage, guardView } from '../../src/slack/guard';
import { answerView } from '../../src/slack/views/answer';
import type { Message } from '../../src/slack/views/blocks';
import { brokenView, helpView, outdatedView, unclearView } from '../../src/slack/views/help';
import { homeView } from '../../src/slack/views/home';
import type { Reader } from '../../src/slack/views/words';
import { type Answer, answer } from '../../src/usecases/answer';
import type { HealthFacts } from '../../src/usecases/health';
import { whoIsOnCall } from '../../src/usecases/on-call';
import type { StoredNotice } from '../../src/usecases/outbox';
import { person } from '../../src/usecases/ownership';
import type { Question } from '../../src/usecases/question';
import { anArea, anEngineer, anOverride, aPipeline, aRotation, aTeam, aTimeOff, byId, engineerId } from '../fixtures';

const DAY_MS = 86_400_000;
const times = <T>(count: number, make: (place: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

/** A team with its run books, and words to ask it with. */
type World = { readonly team: Team; readonly books: RunBooks; readonly now: Date; readonly words: readonly string[] };

const NOW = new Date('2026-11-24T15:00:00Z');
const LINKED = 'U0ENGINEER1' as SlackUserId;
const STRANGER = 'U0STRANGER' as SlackUserId;

/** A Baton that is not well: something of every kind is the matter. */
const HEALTH: HealthFacts = (() => {
  const handoff = { version: 1, turn: 3 };
  const stored = (state: StoredNotice['state'], key: string): StoredNotice => ({
    ...{ team: aTeam().id, key, id: key, notice: { kind: 'handoff', handoff }, cause: 'time', until: null, state },
    ...{ dueAt: NOW, attempts: 1, attemptedAt: NOW, mayRepeat: false, message: null, sentAt: NOW },
    reason: 'The channel is archived. Unarchive it, or make another of the same name. (is_archived)',
  });
  const life = { process: 'one', version: '1.0.0', startedAt: NOW, tickedAt: NOW, connected: false };
  const refusal = { reason: 'User groups need a paid plan of Slack.', since: NOW };
  const mirror = { team: aTeam().id, mirror: 'group', fingerprint: null, text: null, writtenAt: null, refusal };
  const states = ['blocked', 'unknown', 'due', 'sent', 'dropped', 'skipped'] as const;
  const notices = times(60, (place) => stored(states[place % states.length] ?? 'sent', `notice-${place}`));
  return { version: '1.0.0', database: 'data/baton.db', processes: [life], notices, mirrors: [mirror] };
})();

const KINDS: Readonly<Record<Answer['kind'], true>> = {
  ...{ now: true, schedule: true, why: true, person: true, who: true, 'which-person': true, stranger: true },
  ...{ handoff: true, health: true, setup: true },
  ...{ owners: true, 'nothing-found': true, runbook: true, 'which-runbook': true, 'no-runbook': true, runbooks: true },
};

function aBook(name: string, pipeline: string, body: string, scenarios: readonly string[]): RunBook {
  const failures = scenarios.map((scenario) => `### ${scenario}\n\n${body}\n`).join('\n');
  const text = `---\npipeline: ${pipeline}\n---\n\n# ${name}\n\n## Pipeline Description\n\n${body}\n
## Critical Metrics\n\n- ${body}\n\n## Potential Failure Scenarios\n\n${failures}\n## Monitoring Tools\n\n${body}\n`;
  const parsed = parseRunBook(`runbooks/${name}.md`, text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
}

const runBooksOf = (books: readonly RunBook[], broken: RunBooks['broken'] = new Map()): RunBooks => ({
  directory: 'runbooks',
  books: new Map(books.map((book) => [book.name, book])),
  problems: [...broken.values()],
  broken,
});

const BOOKS = ['aggregate-growth', 'aggregate-profit'].map((name) =>
  aBook(name, name, 'Look at the logs.', ['Data Latency', 'Schema Changes']),
);

/** The plan's team; engineer 1 is linked to a Slack user, the others are not. */
function thePlan(): World {
  const linked = aTeam().engineers.get(engineerId(1));
  const team = aTeam();
  return {
    team: { ...team, engineers: new Map(team.engineers).set(engineerId(1), { ...linked, slack: LINKED } as never) },
    books: runBooksOf(BOOKS),
    now: NOW,
    words: ['engineer', 'engineer 2', 'growth', 'profit', 'experiments', 'enagement', 'latency', 'data', 'zebra'],
  };
}

/** The most a team file may hold: 100 engineers, 200 pipelines, every week changed, everybody away for one. */
function aHugeTeam(longest: number): World {
  const called = (what: string): string => `${what} ${'lorem ipsum dolor '.repeat(10)}`.slice(0, longest).trim();
  const first = new Date('2026-11-02T14:00:00Z').getTime();
  const span = (from: number, days: number) => ({
    start: new Date(first + from * DAY_MS),
    end: new Date(first + (from + days) * DAY_MS),
  });
  const someone = (number: number): EngineerId => engineerId((number % 100) + 1);
  const bodies = [
    times(16, (n) => `Step ${n}: ${'look at it, '.repeat(6)}[logs](https://logs.example/${n}).`).join('\n\n'),
    `| a | b |\n|---|---|\n${times(45, (n) => `| ${n} | ${'cell '.repeat(6)} |`).join('\n')}`,
    `\`\`\`\n${`${'select 1; '.repeat(19)}\n`.repeat(9)}\`\`\``,
  ];
  const books = bodies.flatMap((body, kind) => {
    const scenarios = times(30, (n) => called(`Failure ${n}`).slice(0, 75));
    const book = aBook(`book-${kind}`, 'pipeline-0', body, scenarios);
    return times(3, (n) => {
      const name = `pipeline-${kind * 3 + n}`;
      return { ...book, name, pipeline: name, title: called(`Book ${name}`) };
    });
  });
  const team = aTeam({
    name: called('Team'),
    calendar: { country: null, region: null, except: [], extra: [{ date: '2026-11-24', name: called('Day') }] },
    engineers: byId(
      times(100, (n) =>
        anEngineer(n + 1, {
          name: called(`Engineer ${n + 1}`),
          slack: n % 2 === 0 ? (`U0ENGINEER${n + 1}` as SlackUserId) : null,
          timezone: n % 3 === 0 ? 'Pacific/Auckland' : null,
        }),
      ),
    ),
    areas: byId(times(20, (n) => anArea(`area-${n}`, called(`Area ${n}`)))),
    pipelines: byId(
      times(200, (n) =>
        aPipeline(`pipeline-${n}`, (n % 2) + 1, ((n + 1) % 100) + 1, {
          name: called(`Pipeline ${n}`),
          area: `area-${n % 20}` as AreaId,
          audience: called('audience'),
          aliases: [called(`alias ${n}`)],
        }),
      ),
    ),
    rotation: [aRotation({ order: times(100, someone) as unknown as Team['rotation'][0]['order'] })],
    overrides: times(400, (n) =>
      anOverride({
        id: `override-${n}` as OverrideId,
        duty: n % 2 === 0 ? 'primary' : 'backup',
        span:
          n < 40 ? { start: new Date(NOW.getTime() + n * 900_000), end: new Date('2026-11-30T14:00:00Z') } : span(n, 1),
        engineer: someone(n + 50),
        replaces: someone(Math.floor(n / 7) + (n % 2)),
        kind: n % 3 === 0 ? 'trade' : 'cover',
      }),
    ),
    timeOff: times(200, (n) =>
      aTimeOff({
        id: `time-off-${n}` as TimeOffId,
        engineer: someone(n),
        span: n < 100 ? span(28, 7) : span((n * 3) % 360, 5),
      }),
    ),
  });
  const words = [
    'engineer',
    'Engineer 7',
    'area 3',
    'audience',
    'pipeline',
    'pipeline-150',
    'lorem',
    'failure 3',
    'zebra',
  ];
  return { team, books: runBooksOf(books), now: NOW, words };
}

/** The plan's team where everything that people or files write is this text, behind `before`. */
function aHostileTeam(nasty: string, before: string): World {
  const text = `${before}${nasty}`;
  const { team } = thePlan();
  const nodes = (): RootContent[] => [
    {
      type: 'paragraph',
      children: [
        { type: 'text', value: nasty },
        { type: 'inlineCode', value: nasty },
      ],
    },
    { type: 'heading', depth: 4, children: [{ type: 'strong', children: [{ type: 'text', value: nasty }] }] },
    { type: 'code', value: nasty },
    { type: 'html', value: nasty },
    { type: 'blockquote', children: [{ type: 'paragraph', children: [{ type: 'text', value: nasty }] }] },
    {
      type: 'paragraph',
      children: [
        { type: 'link', url: nasty, children: [{ type: 'text', value: nasty }] },
        { type: 'image', url: `https://evil.example/${nasty}`, alt: nasty },
      ],
    },
    {
      type: 'table',
      children: times(2, () => ({
        type: 'tableRow' as const,
        children: [{ type: 'tableCell' as const, children: [{ type: 'text' as const, value: nasty }] }],
      })),
    },
  ];
  const books = BOOKS.map((book): RunBook => {
    const scenarios = book.scenarios.map(({ line, name: called }) => ({
      name: `${before && called} ${nasty}`,
      line,
      body: nodes(),
    }));
    const sections = new Map([...book.sections].map(([id, { line }]) => [id, { line, body: nodes() }]));
    return { ...book, title: text, scenarios, sections };
  });
  const problem = { severity: 'error' as const, file: `runbooks/${nasty}`, line: 3, problem: nasty, remedy: nasty };
  return {
    now: NOW,
    words: [nasty, `same ${nasty}`, 'same', 'growth', 'experiments', 'data', 'zebra'],
    books: runBooksOf(
      books,
      new Map([
        ['aggregate-growth', problem],
        ['aggregate-engagement', problem],
        [nasty, problem],
      ]),
    ),
    team: {
      ...team,
      name: text,
      calendar: { ...team.calendar, extra: [{ date: '2026-11-24', name: text }] },
      engineers: byId([...team.engineers.values()].map((each) => ({ ...each, name: text, email: nasty }))),
      areas: byId([...team.areas.values()].map((each) => ({ ...each, name: text }))),
      pipelines: byId(
        [...team.pipelines.values()].map((each) => ({ ...each, name: text, audience: text, aliases: [nasty, text] })),
      ),
      overrides: [
        anOverride({ span: { start: new Date('2026-11-23T14:00:00Z'), end: new Date('2026-11-30T14:00:00Z') } }),
      ],
      timeOff: [aTimeOff({ span: { start: new Date('2026-11-24T05:00:00Z'), end: new Date('2026-11-26T05:00:00Z') } })],
    },
  };
}

/** Everything that can be asked of a world. */
const questionsOf = ({ words, team }: World): readonly Question[] => [
  { kind: 'now' },
  { kind: 'me' },
  { kind: 'owners' },
  { kind: 'runbooks' },
  { kind: 'handoff' },
  { kind: 'health' },
  { kind: 'setup' },
  ...[1, 8, 52].map((weeks): Question => ({ kind: 'schedule', weeks })),
  ...['2026-10-01', '2026-11-24', '2026-11-30', '2026-12-02', '2027-11-24'].map(
    (date): Question => ({ kind: 'why', date: date as LocalDate }),
  ),
  ...[LINKED, STRANGER].map((user): Question => ({ kind: 'person', user })),
  { kind: 'who', words: words[0] ?? '', nearest: 'schedule' },
  { kind: 'who', words: 'shedule', nearest: 'schedule' },
  ...words.flatMap((each): Question[] => [
    { kind: 'who', words: each },
    { kind: 'runbook', words: each },
  ]),
  ...[
    [...team.pipelines.keys()].at(1),
    [...team.pipelines.keys()].at(2),
    [...team.pipelines.keys()].at(-1),
    'gone',
  ].flatMap((pipeline): Question[] =>
    [undefined, ...SECTIONS.map(({ id }) => id), 0, 1, 29, 99].map((open) => ({
      ...{ kind: 'pipeline-runbook', pipeline: pipeline as PipelineId },
      ...(open !== undefined && { open }),
    })),
  ),
];

const READERS: readonly Reader[] = [
  { kind: 'asker', slack: LINKED },
  { kind: 'asker', slack: STRANGER },
  { kind: 'channel', sharedBy: LINKED },
];

type Rendered = {
  readonly kind: Answer['kind'];
  readonly message: Message;
  readonly question: Question;
  readonly reader: Reader;
};

/** Every answer of a world, before any guard, for everybody who may read it. */
function rendered(world: World, readers: readonly Reader[]): readonly Rendered[] {
  const { team, books, now } = world;
  return readers.flatMap((reader) => {
    const slack = reader.kind === 'asker' ? reader.slack : reader.sharedBy;
    const asker = { slack, engineer: engineerLinkedTo(team, slack)?.id ?? null };
    return questionsOf(world).map((question) => {
      const found = answer(team, { runBooks: () => books, health: HEALTH }, question, asker, now);
      return { kind: found.kind, question, reader, message: answerView(found, { team, now, reader, question }) };
    });
  });
}

function homesOf({ team, now }: World, at: Date = now): readonly HomeView[] {
  return [LINKED, STRANGER].map((slack) => {
    const scene = { team, now: at, reader: { kind: 'asker', slack }, question: { kind: 'now' } } as const;
    return homeView(whoIsOnCall(team, at), person(team, { user: slack, self: true }, at), scene);
  });
}

type Part = { readonly type?: unknown; readonly [key: string]: unknown };

const known = new WeakMap<object, readonly Part[]>();

/** Every object within what is sent. */
function partsOf(sent: object): readonly Part[] {
  const parts = known.get(sent);
  if (parts) return parts;
  const found: Part[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) found.push(value as Part);
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(sent);
  known.set(sent, found);
  return found;
}

const stringsOf = (value: object): readonly string[] =>
  partsOf(value).flatMap((part) => Object.values(part).filter((each) => typeof each === 'string'));

/** Dates in the reader's own zone; what falls back for them has no markup. */
const DATES = /<!date\^\d+\^\{date_long_pretty\} at \{time\}\|[^<>|]*>/g;
const MENTIONS = /<@([UW][A-Z0-9]+)>/g;
const ENTITIES = /&(?:amp|lt|gt);/g;

/** What is wrong with the texts of something that Slack would show, as sentences. */
function faultsOf(value: object, mayRing: readonly string[]): readonly string[] {
  const parts = partsOf(value);
  const markups = parts.filter(({ type }) => type === 'mrkdwn');
  const rings = parts.filter(({ type }) => ['user', 'usergroup', 'broadcast', 'channel'].includes(String(type)));
  return [
    ...markups.filter(({ verbatim }) => verbatim !== true).map(({ text }) => `Slack would look for links in: ${text}`),
    ...markups
      .flatMap(({ text }) => [...String(text).matchAll(MENTIONS)].map(([, id = '']) => id))
      .filter((id) => !mayRing.includes(id))
      .map((id) => `${id} is mentioned`),
    ...markups
      .filter(({ text }) => /[<>&]/.test(String(text).replace(DATES, '').replace(MENTIONS, '').replace(ENTITIES, '')))
      .map(({ text }) => `live markup: ${text}`),
    ...rings.map(({ type }) => `a live ${type} in rich text`),
    ...stringsOf(value)
      .filter((text) => /\p{Cs}|\0/u.test(text))
      .map((text) => `half a character, or none, in: ${text}`),
  ];
}

function buttonFaultsOf(value: object): readonly string[] {
  return partsOf(value)
    .filter(({ type }) => type === 'button')
    .flatMap(({ action_id: id, value: carried }) => {
      const click = readClick(String(id), String(carried));
      const asked = click && ('question' in click ? click.question : 'deed' in click ? click.deed : click.form);
      const same = JSON.stringify(asked) === carried;
      return [
        ...(same ? [] : [`the button ${id} carries ${carried}, which is read as ${JSON.stringify(asked)}`]),
        ...(String(carried).length > 2000 ? [`the button ${id} carries ${String(carried).length} characters`] : []),
      ];
    });
}

const LONGEST_TEXT = 4000;

/** What is wrong with a message. */
function messageFaults(message: Message, mayRing: readonly string[]): readonly string[] {
  const told: string[] = [];
  const sent = guardMessage(message, (breaches) => told.push(`the guard says ${JSON.stringify(breaches)}`));
  const refused = breachOfMessage({ text: message.text, blocks: message.blocks as unknown as Json[] }, 'update');
  const { text } = message;
  return [
    ...told,
    ...(JSON.stringify(sent) === JSON.stringify(message) ? [] : ['the guard changed it']),
    ...(refused ? [`Slack refuses: ${JSON.stringify(refused)}`] : []),
    ...(/\p{L}/u.test(text.slice(0, 80)) ? [] : [`the text says nothing at once: ${text}`]),
    ...(text.length > LONGEST_TEXT ? [`the text has ${text.length} characters`] : []),
    ...(/[<>&]/.test(text.replace(ENTITIES, '')) ? [`live markup in the text: ${text}`] : []),
    ...faultsOf(message, mayRing),
    ...buttonFaultsOf(message),
  ];
}

/** What is wrong with Home. */
function homeFaults(view: HomeView, mayRing: readonly string[]): readonly string[] {
  const told: string[] = [];
  guardView(view, (breaches) => told.push(`the guard says ${JSON.stringify(breaches)}`));
  const refused = breachOfView(view as unknown as Json);
  return [...told, ...(refused ? [JSON.stringify(refused)] : []), ...faultsOf(view, mayRing), ...buttonFaultsOf(view)];
}

const linkedIn = ({ team }: World): readonly string[] =>
  [...team.engineers.values()].flatMap(({ slack }) => slack ?? []);

/** Whom an answer may mention: to an asker alone those who are linked and whom they asked about, in a channel who shared it. */
function mayRing(world: World, { reader, question }: Rendered): readonly string[] {
  if (reader.kind === 'channel') return [reader.sharedBy];
  return [...linkedIn(world), ...(question.kind === 'person' ? [question.user] : [])];
}

/** The kinds of answers a world gives, and everything that is wrong with any of them or a Home, with what was asked. */
function looked(
  world: World,
  readers = READERS,
): { readonly kinds: readonly string[]; readonly faults: readonly string[] } {
  const all = rendered(world, readers);
  const messages = all.flatMap((each) =>
    messageFaults(each.message, mayRing(world, each)).map(
      (fault) => `${JSON.stringify(each.question)} for ${each.reader.kind}: ${fault}`,
    ),
  );
  const homes = homesOf(world).flatMap((view) => homeFaults(view, linkedIn(world)).map((fault) => `Home: ${fault}`));
  return { kinds: [...new Set(all.map(({ kind }) => kind))].sort(), faults: [...messages, ...homes] };
}

const NASTY: readonly (readonly [name: string, text: string])[] = [
  ['a mention of the channel', '<!channel>'],
  ['a mention of whoever is here', '<!here|here>'],
  ['a mention of everyone', '<!everyone>'],
  ['a mention of a person', '<@U12345678>'],
  ['a mention of a user group', '<!subteam^S12345678|@team>'],
  ['a link with words', '<https://evil.example|click>'],
  ['a bare address', 'https://evil.example'],
  ['names that Slack could look up', '@channel @here #general'],
  ['entities', '&lt;!channel&gt; &amp;lt;'],
  ['bold', '*bold* _it_ ~no~'],
  ['backticks', '``` ` ```'],
  ['150 emoji', '🔥'.repeat(150)],
  ['families of emoji', '👩‍👩‍👧‍👦'.repeat(13)],
  ['right to left', 'שלום עולם مرحبا'],
  ['a turn around', '\u202Eevil\u202C \u2066x'],
  ['halves of characters', '\uD83D x \uDD25'],
  ['a half at the cut', `${'x'.repeat(149)}\uD83D`],
  ['NUL and bells', 'a\u0000b\u0007'],
  ['new lines', 'one\ntwo\r\n\n• three\u2028four'],
  ['almost nothing', ' '],
  ['what cannot be seen', '\u200B\u200D\uFEFF'],
  ['150 ampersands', '&'.repeat(150)],
  ['150 brackets', '<'.repeat(150)],
  ['one long word', 'x'.repeat(150)],
  ['quotes and backslashes', '"\\'.repeat(75)],
  ['a date', '<!date^1^{date}|x>'],
  ["a program's markup", '$team `{{x}}` %s __proto__'],
];

describe('every kind of answer, to everybody, is what Slack takes and rings nobody it should not', () => {
  it('for the team of the plan', () => {
    expect(looked(thePlan())).toEqual({ kinds: Object.keys(KINDS).sort(), faults: [] });
  });

  it.each([60, 150])('for 100 engineers and 200 pipelines with names of %i characters', (longest) => {
    expect(looked(aHugeTeam(longest))).toEqual({ kinds: Object.keys(KINDS).sort(), faults: [] });
  });

  it.each(NASTY)('where people and files write %s', (_, text) => {
    const { kinds, faults } = looked(aHostileTeam(text, 'Same '));
    expect(kinds).toEqual(expect.arrayContaining(['runbook', 'who', 'which-person', 'no-runbook', 'why']));
    expect(faults).toEqual([]);
    expect(looked(aHostileTeam(text, ''), READERS.slice(0, 1)).faults).toEqual([]);
  });

  it('where they write any mixture of it', () => {
    const pieces = fc.array(fc.constantFrom(...NASTY.map(([, text]) => text)), { minLength: 1, maxLength: 4 });
    const texts = fc.oneof(
      pieces.map((some) => some.join('')),
      fc.string({ unit: 'binary-ascii', minLength: 1 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(looked(aHostileTeam(text.slice(0, 150), '')).faults).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});

describe('what is said without asking', () => {
  it.each(NASTY)('to words such as %s', (_, text) => {
    const unclear: Unclear[] = [
      ...(['no-such-date', 'several-dates', 'no-weeks', 'no-words'] as const).map((kind) => ({ kind, words: text })),
      { kind: 'too-long', length: 2900 },
    ];
    expect(unclear.flatMap((each) => messageFaults(unclearView(each), []))).toEqual([]);
  });

  it('as help, about a button of old, and where something broke', () => {
    const said = [helpView('/oncall'), helpView('/runbook'), outdatedView(), brokenView('1a2b3c4d')];
    expect(said.flatMap((message) => messageFaults(message, []))).toEqual([]);
  });

  it('on Home before the first shift', () => {
    const world = thePlan();
    expect(homesOf(world, new Date('2026-10-01T00:00:00Z')).flatMap((view) => homeFaults(view, [LINKED]))).toEqual([]);
  });
});

describe('the first 80 characters, which notifications show, carry the answer', () => {
  it.each<{ readonly question: Question; readonly begins: string }>([
    {
      question: { kind: 'now' },
      begins: 'Engineer 4 is on call until Mon 30 Nov 09:00 New York time. Backup: Engineer 1.',
    },
    { question: { kind: 'me' }, begins: 'You are backup now.' },
    { question: { kind: 'person', user: STRANGER }, begins: 'They are not on Data Engineering.' },
    { question: { kind: 'schedule', weeks: 8 }, begins: 'The schedule for 8 weeks. Engineer 4 first.' },
    { question: { kind: 'owners' }, begins: '5 pipelines and their owners: Data Engineering.' },
    {
      question: { kind: 'why', date: '2026-12-24' as LocalDate },
      begins: 'Thursday 24 December 2026: Engineer 4 is on call.',
    },
    {
      question: { kind: 'who', words: 'aggregate-engagement' },
      begins: 'Aggregate engagement reported to investors: call Engineer 4 now.',
    },
    { question: { kind: 'who', words: 'engineer 3' }, begins: 'Engineer 3 is not on duty now.' },
    { question: { kind: 'who', words: 'engineer' }, begins: 'Whom do you mean by engineer?' },
    { question: { kind: 'who', words: 'zebra' }, begins: 'Nothing is called zebra.' },
    { question: { kind: 'runbooks' }, begins: '2 of 5 pipelines have a run book.' },
    {
      question: { kind: 'runbook', words: 'aggregate-growth' },
      begins: 'Run book, Aggregate growth reported to investors: call Engineer 4 now.',
    },
    {
      question: { kind: 'runbook', words: 'daily' },
      begins: 'No run book yet. Daily growth needed for experiments: call Engineer 4 now.',
    },
    { question: { kind: 'runbook', words: 'latency' }, begins: 'Which one do you mean by “latency”?' },
  ])('$begins', ({ question, begins }) => {
    const { team, books, now } = thePlan();
    const asker = { slack: LINKED, engineer: engineerId(1) };
    const reader = { kind: 'asker', slack: LINKED } as const;
    const { text } = answerView(answer(team, { runBooks: () => books, health: HEALTH }, question, asker, now), {
      team,
      now,
      reader,
      question,
    });
    expect(text.slice(0, 80)).toContain(begins.slice(0, 80));
  });
});

describe('who reads it', () => {
  const said = (question: Question, reader: Reader): string => {
    const { team, books, now } = thePlan();
    const slack = reader.kind === 'asker' ? reader.slack : reader.sharedBy;
    const asker = { slack, engineer: engineerLinkedTo(team, slack)?.id ?? null };
    return JSON.stringify(
      answerView(answer(team, { runBooks: () => books, health: HEALTH }, question, asker, now), {
        team,
        now,
        reader,
        question,
      }),
    );
  };

  it.each<{ readonly sentence: string; readonly question: Question; readonly reader: Reader; readonly says: string }>([
    {
      sentence: 'an engineer alone is “you”',
      ...{ question: { kind: 'me' }, reader: { kind: 'asker', slack: LINKED }, says: '*You* are backup now.' },
    },
    {
      sentence: 'an engineer who shares their turns goes by name',
      ...{
        question: { kind: 'me' },
        reader: { kind: 'channel', sharedBy: LINKED },
        says: '*Engineer 1* is backup now.',
      },
    },
    {
      sentence: 'a stranger alone is told what to do about it',
      ...{ question: { kind: 'me' }, reader: { kind: 'asker', slack: STRANGER }, says: 'You are not on' },
    },
    {
      sentence: 'a stranger who shares that is whom the channel reads of',
      ...{
        question: { kind: 'me' },
        reader: { kind: 'channel', sharedBy: STRANGER },
        says: `<@${STRANGER}> is not on`,
      },
    },
    {
      sentence: 'a stranger whom somebody else asked about does not ring in a channel',
      ...{ question: { kind: 'person', user: STRANGER }, reader: { kind: 'channel', sharedBy: LINKED } },
      says: 'Whoever was asked about is not on',
    },
  ])('$sentence', ({ question, reader, says }) => {
    expect(said(question, reader)).toContain(says);
  });
});

describe('what does not fit is counted', () => {
  const { team, books, now } = aHugeTeam(80);
  const shown = (question: Question): string => {
    const reader = { kind: 'asker', slack: STRANGER } as const;
    const found = answer(
      team,
      { runBooks: () => books, health: HEALTH },
      question,
      { slack: STRANGER, engineer: null },
      now,
    );
    return JSON.stringify(answerView(found, { team, now, reader, question }));
  };

  it.each<{ readonly what: string; readonly question: Question; readonly says: RegExp }>([
    { what: 'weeks', question: { kind: 'schedule', weeks: 52 }, says: /\d+ more changes are not shown/ },
    { what: 'gaps', question: { kind: 'schedule', weeks: 52 }, says: /\d+ more gaps are not shown/ },
    { what: 'pipelines and their owners', question: { kind: 'owners' }, says: /1\d\d more are not shown/ },
    { what: 'pipelines of somebody', question: { kind: 'person', user: LINKED }, says: /and \d+ more/ },
    { what: 'people of one name', question: { kind: 'who', words: 'engineer' }, says: /80 more are called so/ },
    { what: 'matches', question: { kind: 'who', words: 'audience' }, says: /\d+ more match/ },
    { what: 'people to call', question: { kind: 'who', words: 'pipeline-150' }, says: /and \d\d more in the rotation/ },
    { what: 'pipelines without a run book', question: { kind: 'runbooks' }, says: /and 1\d\d more/ },
    {
      what: 'scenarios',
      question: { kind: 'pipeline-runbook', pipeline: 'pipeline-0' as PipelineId, open: 'scenarios' },
      says: /20 more: type/,
    },
  ])('$what', ({ question, says }) => {
    expect(shown(question)).toMatch(says);
  });
});
