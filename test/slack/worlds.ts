import type { RootContent } from 'mdast';
import type { AreaId, EngineerId, NoteId, OverrideId, SlackUserId, TimeOffId } from '../../src/domain/ids';
import type { RunBook, RunBooks } from '../../src/domain/runbook';
import { parseRunBook } from '../../src/domain/runbook-parse';
import { NOTE_TOPICS, type Note, type Team } from '../../src/domain/team';
import type { HealthFacts } from '../../src/usecases/health';
import type { StoredNotice } from '../../src/usecases/outbox';
import {
  aNote,
  anArea,
  anEngineer,
  anOverride,
  aPipeline,
  aRotation,
  aTeam,
  aTimeOff,
  byId,
  engineerId,
} from '../fixtures';

const DAY_MS = 86_400_000;
export const times = <T>(count: number, make: (place: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** A team with its run books, and words to ask it with. */
export type World = {
  readonly team: Team;
  readonly books: RunBooks;
  readonly now: Date;
  readonly words: readonly string[];
};

export const NOW = new Date('2026-11-24T15:00:00Z');
export const LINKED = 'U0ENGINEER1' as SlackUserId;
export const STRANGER = 'U0STRANGER' as SlackUserId;

/** A Baton that is not well: something of every kind is the matter. */
export const HEALTH: HealthFacts = (() => {
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
export function thePlan(): World {
  const linked = aTeam().engineers.get(engineerId(1));
  const team = aTeam();
  return {
    team: { ...team, engineers: new Map(team.engineers).set(engineerId(1), { ...linked, slack: LINKED } as never) },
    books: runBooksOf(BOOKS),
    now: NOW,
    words: ['engineer', 'engineer 2', 'growth', 'profit', 'experiments', 'enagement', 'latency', 'data', 'zebra'],
  };
}

/** Before the rotation of any world begins. */
const BEGUN_AT = new Date('2026-10-20T12:00:00Z');

/** Thirty notes for each handoff around {@link NOW}, some on many lines, some as long as a note may be. */
const thirtyNotes = (text: string, by: (number: number) => EngineerId): readonly Note[] =>
  [2, 3, 4].flatMap((turn) =>
    times(30, (n) =>
      aNote({
        id: `note-${turn}-${n}` as NoteId,
        handoff: { version: 1, turn },
        topic: NOTE_TOPICS[n % NOTE_TOPICS.length] ?? 'other',
        text: [`${text} ${n}`, `${text}\r\n\n• ${text}`, `${text}\n`.repeat(1500).slice(0, 1500)][n % 3] ?? text,
        engineer: by(n),
      }),
    ),
  );

/** The most a team file may hold: 100 engineers, 200 pipelines, every week changed, everybody away for one. */
export function aHugeTeam(longest: number): World {
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
    begunAt: BEGUN_AT,
    notes: thirtyNotes(called('Look at'), someone),
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
export function aHostileTeam(nasty: string, before: string): World {
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
      begunAt: BEGUN_AT,
      userGroup: text,
      channels: { team: text, swaps: text, pages: text },
      notes: thirtyNotes(text, (number) => engineerId((number % 4) + 1)),
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

/** The Slack users of a team. */
export const linkedIn = (team: Team): readonly string[] =>
  [...team.engineers.values()].flatMap(({ slack }) => slack ?? []);
