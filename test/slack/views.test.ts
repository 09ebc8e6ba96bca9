import type { HomeView } from '@slack/types';
import fc from 'fast-check';
import type { PipelineId } from '../../src/domain/ids';
import type { LocalDate } from '../../src/domain/interval';
import { SECTIONS } from '../../src/domain/runbook';
import { engineerLinkedTo } from '../../src/domain/team';
import type { Unclear } from '../../src/slack/grammar';
import { answerView } from '../../src/slack/views/answer';
import type { Message } from '../../src/slack/views/blocks';
import { brokenView, helpView, outdatedView, unclearView } from '../../src/slack/views/help';
import { homeView } from '../../src/slack/views/home';
import type { Reader } from '../../src/slack/views/words';
import { type Answer, answer } from '../../src/usecases/answer';
import { whoIsOnCall } from '../../src/usecases/on-call';
import { person } from '../../src/usecases/ownership';
import type { Question } from '../../src/usecases/question';
import { engineerId } from '../fixtures';
import { messageFaults, NASTY, viewFaults } from './faults-of';
import { aHostileTeam, aHugeTeam, HEALTH, LINKED, linkedIn, STRANGER, thePlan, type World } from './worlds';

const KINDS: Readonly<Record<Answer['kind'], true>> = {
  ...{ now: true, schedule: true, why: true, person: true, who: true, 'which-person': true, stranger: true },
  ...{ handoff: true, health: true, setup: true, swaps: true, holidays: true, 'time-off': true, fairness: true },
  ...{ owners: true, 'nothing-found': true, runbook: true, 'which-runbook': true, 'no-runbook': true, runbooks: true },
};

/** Everything that can be asked of a world. */
const questionsOf = ({ words, team }: World): readonly Question[] => [
  { kind: 'now' },
  { kind: 'me' },
  { kind: 'owners' },
  { kind: 'runbooks' },
  { kind: 'handoff' },
  { kind: 'swaps' },
  { kind: 'fairness', months: 6 },
  { kind: 'fairness', months: 36 },
  { kind: 'time-off' },
  { kind: 'holidays', user: null, year: null },
  ...[2000, 2026, 2099].map((year): Question => ({ kind: 'holidays', user: null, year })),
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

/** Whom an answer may mention: to an asker alone those who are linked and whom they asked about, in a channel who shared it. */
function mayRing(world: World, { reader, question }: Rendered): readonly string[] {
  if (reader.kind === 'channel') return [reader.sharedBy];
  return [...linkedIn(world.team), ...(question.kind === 'person' ? [question.user] : [])];
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
  const homes = homesOf(world).flatMap((view) =>
    viewFaults(view, linkedIn(world.team)).map((fault) => `Home: ${fault}`),
  );
  return { kinds: [...new Set(all.map(({ kind }) => kind))].sort(), faults: [...messages, ...homes] };
}

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
      ...(['no-such-date', 'several-dates', 'hours', 'no-weeks', 'no-words'] as const).map((kind) => ({
        kind,
        words: text,
      })),
      { kind: 'years-wanted', words: text, from: '2027-01-02', to: '2027-12-21' },
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
    expect(homesOf(world, new Date('2026-10-01T00:00:00Z')).flatMap((view) => viewFaults(view, [LINKED]))).toEqual([]);
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

describe('the holidays of a year', () => {
  const said = (year: number, days: readonly (readonly [string, string])[] = [['2027-12-24', 'Christmas Day']]) => {
    const { team: bare, now } = thePlan();
    const team = { ...bare, holidays: new Map([['US', { version: '1', through: 2028, days: new Map(days) }]]) };
    const question: Question = { kind: 'holidays', user: null, year };
    const asker = { slack: LINKED, engineer: engineerId(1) };
    const found = answer(team, { runBooks: () => thePlan().books, health: HEALTH }, question, asker, now);
    return JSON.stringify(answerView(found, { team, now, reader: { kind: 'asker', slack: LINKED }, question }).blocks);
  };

  it.each([
    { year: 2027, says: 'Your holidays in 2027: 1.' },
    { year: 2028, says: 'Your calendar has no holiday in 2028.' },
    { year: 2029, says: 'Your holidays in 2029 are not known.' },
    { year: 2029, says: 'The public holidays of US are known from 2025 to 2028' },
    { year: 2024, says: 'Your holidays in 2024 are not known.' },
  ])('$says', ({ year, says }) => {
    expect(said(year)).toContain(says);
  });
});
