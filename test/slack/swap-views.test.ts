import type { ModalView } from '@slack/types';
import type { EngineerId, SwapId, TimeOffId } from '../../src/domain/ids';
import type { Interval } from '../../src/domain/interval';
import { expiresAt, spanOf } from '../../src/domain/swap';
import { engineerOf, type Leg, type Swap, type SwapState, type Team } from '../../src/domain/team';
import { answerView } from '../../src/slack/views/answer';
import type { Message } from '../../src/slack/views/blocks';
import { doneView, refusalView } from '../../src/slack/views/deed';
import { noticeView } from '../../src/slack/views/notice';
import type { AnySwapRefusal } from '../../src/slack/views/swap-deed';
import { awayForm, outForm, readSwapForm, swapForm } from '../../src/slack/views/swap-form';
import { impactWords } from '../../src/slack/views/swap-words';
import { coverAbsence } from '../../src/usecases/covers';
import type { Notice } from '../../src/usecases/notice';
import { listSwaps } from '../../src/usecases/swap-list';
import { planSwap } from '../../src/usecases/swap-plan';
import { anEngineer, anOverride, aTeam, aTimeOff, byId, engineerId } from '../fixtures';
import { applied } from '../usecases/applied';
import { messageFaults, NASTY, viewFaults } from './faults-of';
import { aHostileTeam, aHugeTeam, LINKED, NOW, times } from './worlds';

const [ONE, TWO, THREE] = [1, 2, 3].map(engineerId) as [EngineerId, EngineerId, EngineerId];
const leg = (turn: number, from: EngineerId, to: EngineerId | null, more: Partial<Leg> = {}): Leg => ({
  ...{ duty: 'primary', shift: { version: 1, turn }, days: null, from, to },
  ...more,
});

const STATES: readonly SwapState[] = [
  { kind: 'open', yes: [], no: [] },
  { kind: 'open', yes: [TWO], no: [] },
  { kind: 'awaiting-lead', since: NOW },
  { kind: 'agreed', at: NOW, approvedBy: null, undo: [] },
  { kind: 'agreed', at: NOW, approvedBy: 'silence', undo: [ONE] },
  { kind: 'agreed', at: NOW, approvedBy: THREE, undo: [ONE, TWO] },
  ...(['declined', 'withdrawn', 'refused', 'undone'] as const).map((kind) => ({ kind, at: NOW, by: TWO })),
  ...(['left', 'rotation'] as const).map((because) => ({ kind: 'void' as const, at: NOW, because })),
];

/** Every shape a request can have. */
const SHAPES: readonly Pick<Swap, 'kind' | 'legs' | 'isOpen' | 'wants'>[] = [
  { kind: 'trade', legs: [leg(4, ONE, TWO), leg(5, TWO, ONE)], isOpen: false, wants: [] },
  { kind: 'trade', legs: [leg(4, ONE, TWO), leg(5, TWO, THREE), leg(6, THREE, ONE)], isOpen: false, wants: [] },
  { kind: 'trade', legs: [leg(4, ONE, null)], isOpen: true, wants: times(40, (n) => ({ version: 1, turn: 5 + n })) },
  { kind: 'cover', legs: [leg(4, ONE, THREE)], isOpen: false, wants: [] },
  { kind: 'cover', legs: [leg(4, ONE, THREE, { duty: 'backup' })], isOpen: false, wants: [] },
  {
    kind: 'cover',
    legs: [leg(4, ONE, null, { days: { from: '2026-12-01', to: '2026-12-03' } })],
    isOpen: true,
    wants: [],
  },
  { kind: 'cover', legs: [leg(4, ONE, THREE, { shift: { version: 9, turn: 1 } })], isOpen: false, wants: [] },
];

/** The team with a swap of every shape in every state. */
function withSwaps(team: Team, reason: string): Team {
  const swaps = SHAPES.flatMap((shape, place) =>
    STATES.map(
      (state, number): Swap => ({
        ...shape,
        ...{ id: `swap-${place}-${number}` as SwapId, requester: ONE, askedBy: number % 2 === 0 ? ONE : THREE },
        ...{ absence: null, answers: number % 2 === 0 ? [] : [{ of: TWO, by: ONE }] },
        ...{ reason: reason.slice(0, 500), askedAt: new Date(NOW.getTime() - 3_600_000), state },
      }),
    ),
  );
  return { ...team, swaps: byId(swaps) };
}

const READERS = [null, ONE, TWO, THREE] as const;

function noticesOf(team: Team): readonly Notice[] {
  return [...team.swaps.keys()].flatMap((swap): Notice[] => [
    ...READERS.map((to) => ({ kind: 'swap-request' as const, swap, to })),
    ...READERS.flatMap((to) =>
      (['agreed', 'undone', 'void'] as const).map((outcome) => ({ kind: 'swap-outcome' as const, swap, outcome, to })),
    ),
    ...[ONE, TWO].flatMap((to): Notice[] => [
      { kind: 'swap-reminder', swap, days: 3, to },
      { kind: 'swap-reminder', swap, days: 1, to },
      { kind: 'swap-silent', swap, to },
      { kind: 'swap-approval', swap, to },
      { kind: 'swap-closed', swap, to },
      { kind: 'swap-undo', swap, to },
      { kind: 'cover-edge', swap, leg: 0, edge: 'begins', to },
      { kind: 'cover-edge', swap, leg: 0, edge: 'ends', to },
    ]),
  ]);
}

/** Only who has to answer is called, and only in the channel. */
function mayRing(team: Team, notice: Notice): readonly string[] {
  if (notice.kind !== 'swap-request' || notice.to !== null) return [];
  return [ONE, TWO, THREE].flatMap((id) => engineerOf(team, id).slack ?? []);
}

function refusalsOf(team: Team): readonly AnySwapRefusal[] {
  const [swap] = [...team.swaps.values()];
  if (!swap) throw new Error('there is no swap');
  const own = leg(4, ONE, TWO);
  return [
    ...(['no-such-shift', 'not-on-team', 'no-such-swap', 'changes-nothing', 'own-request', 'nobody-next'] as const).map(
      (kind) => ({ kind }),
    ),
    ...(['has-begun', 'is-over', 'in-effect'] as const).map((kind) => ({ kind, at: NOW })),
    ...(['to-themselves', 'has-left'] as const).map((kind) => ({ kind, engineer: TWO })),
    { kind: 'not-theirs', engineer: ONE, holder: TWO, leg: own },
    { kind: 'would-be-away', engineer: TWO, away: { start: NOW, end: NOW } },
    ...(['not-your-duty', 'not-requester', 'only-other-leads'] as const).map((kind) => ({ kind, requester: ONE })),
    ...[...team.swaps.values()].flatMap((each): AnySwapRefusal[] => [
      ...(['asked-already', 'no-wanted-week', 'said-yes-already', 'closed'] as const).map((kind) => ({
        kind,
        swap: each,
      })),
      ...(each.legs.every((one) => spanOf(team, one)) ? [seenFirst(each)] : []),
      { kind: 'answer-for', swap: each, engineer: TWO, yes: true },
      { kind: 'which-week', swap: each, weeks: times(20, (n) => ({ version: 1, turn: 5 + n })) },
      { kind: 'changed-later', by: each },
    ]),
    { kind: 'reason-too-long', length: 501 },
    { kind: 'not-asked', asked: [] },
    { kind: 'not-asked', asked: [...team.engineers.keys()] },
    { kind: 'not-party', parties: [ONE, TWO] },
    { kind: 'undo-said-already', waits: [TWO] },
    { kind: 'no-days', from: '2026-12-02', to: '2026-12-01' },
    { kind: 'too-long', most: 31 },
    { kind: 'only-leads-name', taker: TWO },
    { kind: 'not-your-time', engineer: TWO },
    { kind: 'off-already', days: { from: '2026-12-21', to: '2027-01-02' } },
    { kind: 'no-time-off' },
    { kind: 'no-weeks-wanted' },
    { kind: 'nothing-to-cover', engineer: TWO },
  ];
}

/** What anybody may take, as it would be with engineer 2. */
const seenFirst = (swap: Swap): AnySwapRefusal => {
  const [first, ...rest] = swap.legs;
  return {
    kind: 'see-first',
    swap: { ...swap, legs: [{ ...first, to: TWO }, ...rest.map((one) => ({ ...one, to: one.to ?? TWO }))] },
  };
};

const stageOf = (team: Team) => ({ team, now: NOW });

function messagesOf(team: Team): readonly (readonly [about: object, message: Message, mayRing: readonly string[]])[] {
  const stage = stageOf(team);
  const scene = { ...stage, reader: { kind: 'asker' as const, slack: LINKED }, question: { kind: 'swaps' as const } };
  return [
    ...noticesOf(team).flatMap((notice) => {
      const message = noticeView(
        { notice, dueAt: NOW, mayRepeat: true },
        { ...stage, toldAt: NOW, about: [], refused: [] },
      );
      return message ? [[notice, message, mayRing(team, notice)] as const] : [];
    }),
    ...refusalsOf(team).map((refusal) => [refusal, refusalView(refusal, stage), []] as const),
    ...[...team.swaps.values()].flatMap((swap) =>
      (
        ['ask-swap', 'accept-swap', 'decline-swap', 'withdraw-swap', 'undo-swap', 'ask-next', 'judge-swap'] as const
      ).map((deed) => [{ deed, swap: swap.id }, doneView({ kind: 'swap', deed, swap }, stage), []] as const),
    ),
    ...[null, ...team.swaps.values()].flatMap((swap) =>
      [true, false].map((self) => {
        const about = { absent: ONE, timeOff: 'out-1' as TimeOffId, unneeded: swap ? null : TWO, self };
        return [
          { covered: swap },
          doneView({ kind: 'covered', ...about, swap, standIns: swap === null }, stage),
          [],
        ] as const;
      }),
    ),
    ...(['time-off-kept', 'time-off-ended'] as const).flatMap((kind) =>
      [ONE, TWO].map((by) => {
        const timeOff = aTimeOff({ engineer: ONE, reason: team.name });
        const earlier = times(20, () => ({ from: '2026-12-21', to: '2026-12-22' }));
        const duties = times(30, (n) => ({
          duty: n % 2 ? ('backup' as const) : ('primary' as const),
          shift: { version: 1, turn: 4 + n },
          isShort: n % 3 === 0,
        }));
        const kept = { kind, engineer: ONE, timeOff, days: { from: '2026-12-21', to: '2027-01-02' }, duties, earlier };
        return [{ kind, by }, doneView(kept, stage, by), []] as const;
      }),
    ),
    ...[ONE, null].map((by) => [{ list: by }, answerView(listSwaps(team, by, NOW), scene), []] as const),
  ];
}

/** The form in every state it can be in: each kind, each person asked, some days, for oneself and by a lead. */
function formsOf(team: Team): readonly ModalView[] {
  const free = { ...team, swaps: new Map() };
  const choices = [
    { requester: ONE },
    { requester: ONE, kind: 'cover' as const },
    { requester: ONE, kind: 'cover' as const, whom: 'anyone' as const, from: '2026-12-01', to: '2026-12-02' },
    { requester: ONE, kind: 'trade' as const, whom: 'anyone' as const, wants: [{ version: 1, turn: 5 }] },
    { requester: ONE, kind: 'cover' as const, whom: { person: THREE } },
    { requester: TWO },
    { requester: engineerId(4) },
  ];
  return [free, team].flatMap((of) => [
    ...choices.map((choice) => {
      const plan = planSwap(of, choice, 'new' as SwapId, ONE, NOW);
      return swapForm(plan, { kind: 'swap', requester: choice.requester, part: null }, ONE, stageOf(of));
    }),
    outForm(stageOf(of)),
    awayForm(stageOf(of)),
  ]);
}

function faultsIn(team: Team): readonly string[] {
  return [
    ...messagesOf(team).flatMap(([about, message, ring]) =>
      messageFaults(message, ring).map((fault) => `${JSON.stringify(about).slice(0, 120)}: ${fault}`),
    ),
    ...formsOf(team).flatMap((view) => viewFaults(view, [])),
  ];
}

const linked = (team: Team): Team => ({
  ...team,
  engineers: byId([...team.engineers.values()].map((each, n) => ({ ...each, slack: `U0SOMEBODY${n}` as never }))),
});

describe('everything said of swaps is what Slack takes, and rings nobody but who must answer', () => {
  it('for the team of the plan', () => {
    const team = withSwaps(linked(aTeam()), 'A wedding <!channel>');
    expect(noticesOf(team).length).toBeGreaterThan(1000);
    expect(faultsIn(team)).toEqual([]);
  });

  it.each([60, 150])('for 100 engineers with names of %i characters', (longest) => {
    const { team } = aHugeTeam(longest);
    const names = new Map(team.engineers);
    expect(faultsIn(withSwaps({ ...team, engineers: names, overrides: [], timeOff: [] }, 'x'.repeat(500)))).toEqual([]);
  });

  it.each(NASTY)('where people write %s', (_, text) => {
    expect(faultsIn(withSwaps(linked(aHostileTeam(text, 'Same ').team), text))).toEqual([]);
  });
});

describe('a form for a swap', () => {
  it('has what was chosen in it, and forgets what was chosen for another week or kind', () => {
    const input = (value: string) => ({ 'swap-input': { selected_option: { value } } });
    const state = {
      ...{ shift: input('primary 1.4'), kind: input('cover'), reason: { 'swap-input': { value: 'A wedding' } } },
      ...{ 'whom:cover:primary 1.4': input('person engineer-3'), 'whom:trade:primary 1.4': input('weeks 1.5') },
      ...{ 'from:cover:primary 1.4': { 'swap-input': { selected_date: '2026-12-01' } } },
    };
    expect(readSwapForm(state, ONE)).toMatchObject({
      ...{ requester: ONE, duty: 'primary', shift: { version: 1, turn: 4 }, kind: 'cover', from: '2026-12-01' },
      ...{ whom: { person: 'engineer-3' }, reason: 'A wedding', to: undefined },
    });
    expect(readSwapForm({ ...state, kind: input('trade') }, ONE)).toMatchObject({
      kind: 'trade',
      whom: { weeks: [{ version: 1, turn: 5 }] },
      from: undefined,
    });
    expect(readSwapForm({ shift: input('nonsense'), kind: input('theft') }, ONE)).toMatchObject({
      shift: undefined,
      kind: undefined,
    });
  });

  it('is a request until its earliest part begins', () => {
    const team = withSwaps(aTeam({ engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n))) }), '');
    const [swap] = [...team.swaps.values()];
    expect(swap && expiresAt(team, swap)).toEqual(new Date('2026-11-30T14:00:00Z'));
  });
});

it('who is covered for hears who covers, though that was passed on since; who passed it on hears nothing of it', () => {
  const days = { from: '2026-12-02', to: '2026-12-03' };
  const swap: Swap = {
    ...{ id: 's' as SwapId, kind: 'cover', requester: ONE, askedBy: ONE, legs: [leg(4, ONE, TWO, { days })] },
    ...{ isOpen: false, wants: [], reason: null, absence: null, answers: [], askedAt: NOW },
    state: { kind: 'agreed', at: NOW, approvedBy: null, undo: [] },
  };
  const span = spanOf(aTeam(), swap.legs[0]) as Interval;
  const first = anOverride({ id: 'a' as never, swap: swap.id, span, engineer: TWO, replaces: ONE, kind: 'cover' });
  const second = anOverride({ id: 'b' as never, span, engineer: THREE, replaces: TWO, kind: 'cover' });
  const said = (team: Team, edge: 'begins' | 'ends', to: EngineerId) => {
    const notice = { kind: 'cover-edge' as const, swap: swap.id, leg: 0, edge, to };
    const stage = { team, now: span.start, toldAt: span.start, about: [], refused: [] };
    return noticeView({ notice, dueAt: span.start, mayRepeat: false }, stage)?.text;
  };
  const covered = aTeam({ swaps: byId([swap]), overrides: [first] });
  expect(said(covered, 'begins', ONE)).toMatch(/^\*Engineer 2\* is on call for you/);
  expect(said(covered, 'begins', TWO)).toMatch(/^You are on call for \*Engineer 1\*/);
  const passedOn = { ...covered, overrides: [first, second] };
  expect(said(passedOn, 'begins', ONE)).toMatch(/^\*Engineer 3\* is on call for you/);
  expect(said(passedOn, 'ends', ONE)).toMatch(/^The cover of \*Engineer 3\* for you ended/);
  expect(said(passedOn, 'begins', TWO)).toBeUndefined();
});

it('an outcome names who takes part as people would, and a line for each time somebody else takes over', () => {
  const of = aTeam();
  const ask = { id: 's' as SwapId, absent: ONE, from: '2026-12-02', to: '2026-12-03', by: TWO, taker: null };
  const made = coverAbsence(of, ask, NOW);
  if (!made.ok) throw new Error(made.refusal.kind);
  const team = applied(of, made.value.changes);
  const outcome = (of: Team): string => {
    const notice = { kind: 'swap-outcome' as const, swap: 's' as SwapId, outcome: 'agreed' as const, to: null };
    const stage = { team: of, now: NOW, toldAt: NOW, about: [], refused: [] };
    return JSON.stringify(noticeView({ notice, dueAt: NOW, mayRepeat: false }, stage)?.blocks);
  };
  expect(outcome(team).match(/from \w{3} \d+ \w{3} \d\d:\d\d/g)).toEqual([
    'from Mon 30 Nov 09:00',
    'from Wed 2 Dec 09:00',
    'from Fri 4 Dec 09:00',
  ]);
  const answer = doneView({ kind: 'covered', ...made.value.answer }, { team, now: NOW }, TWO);
  expect(JSON.stringify(answer.blocks)).toContain('undo-swap');
  const [shape] = SHAPES.filter(({ legs }) => legs.length === 3);
  const swap = { ...(team.swaps.get('s' as SwapId) as Swap), ...shape, absence: null };
  expect(outcome({ ...team, swaps: byId([swap]) })).toContain('*Engineer 1*, *Engineer 2* and *Engineer 3*');
});

it('says by which clock its times are where people live by several, once, above the buttons', () => {
  const days = { from: '2026-12-02', to: '2026-12-03' };
  const swap: Swap = {
    ...{ id: 's' as SwapId, kind: 'cover', requester: ONE, askedBy: ONE, legs: [leg(4, ONE, TWO, { days })] },
    ...{ isOpen: false, wants: [], reason: null, absence: null, answers: [], askedAt: NOW },
    state: { kind: 'open', yes: [], no: [] },
  };
  const told = (more: Partial<Team>, notice: Notice = { kind: 'swap-request', swap: swap.id, to: TWO }) => {
    const team = aTeam({ swaps: byId([swap]), ...more });
    const stage = { team, now: NOW, toldAt: NOW, about: [], refused: [] };
    return noticeView({ notice, dueAt: NOW, mayRepeat: false }, stage)?.blocks ?? [];
  };
  const clocks = (blocks: readonly unknown[]) => blocks.map((block) => JSON.stringify(block).includes('Times are'));
  expect(clocks(told({}))).not.toContain(true);
  const abroad = [1, 2, 3, 4].map((n) => anEngineer(n, n === 3 ? { timezone: 'Europe/London' as never } : {}));
  const blocks = told({ engineers: byId(abroad) });
  expect(clocks(blocks)).toEqual(blocks.map((_, place) => place === blocks.length - 2));
  expect(JSON.stringify(blocks)).toContain('Times are New York time.');
  // Of several rows of buttons, above the first.
  const reminder = told({ engineers: byId(abroad) }, { kind: 'swap-reminder', swap: swap.id, days: 3, to: TWO });
  expect(reminder.slice(-3).map(({ type }) => type)).toEqual(['context', 'actions', 'actions']);
  expect(clocks(reminder).filter(Boolean)).toHaveLength(1);
  // What people write is by whatever clock they mean, and a moment that names its clock needs no line.
  const whole = { ...swap, legs: [leg(4, ONE, TWO)] as const, reason: 'Dentist at 14:30' };
  expect(clocks(told({ engineers: byId(abroad), swaps: byId([whole]) }))).not.toContain(true);
  const theirs = { kind: 'handoff-ahead' as const, handoff: { version: 1, turn: 6 }, to: THREE };
  const ahead = told({ engineers: byId(abroad) }, theirs);
  expect(JSON.stringify(ahead)).toContain('(Mon 14 Dec 09:00 New York time)');
  expect(clocks(ahead)).not.toContain(true);
  const refused = refusalView(
    { kind: 'too-early', from: NOW },
    { team: aTeam({ engineers: byId(abroad) }), now: NOW },
  ).blocks;
  expect(clocks(refused)).toEqual([false, true]);
  const left = byId(abroad.map((each) => ({ ...each, leftAt: each.timezone ? NOW : null })));
  expect(clocks(told({ engineers: left }))).not.toContain(true);
});

it('a list of everything that is asked for keeps its last row of buttons, wherever people live', () => {
  const leads = [1, 2, 3, 4].map((n) =>
    anEngineer(n, {
      slack: `U0ENGINEER${n}` as never,
      lead: n === 2,
      ...(n === 3 && { timezone: 'Europe/London' as never }),
    }),
  );
  const open: SwapState = { kind: 'open', yes: [], no: [] };
  const agreed: SwapState = { kind: 'agreed', at: NOW, approvedBy: null, undo: [] };
  const lists: readonly (readonly [EngineerId, EngineerId, SwapState])[] = [
    ...[
      [ONE, TWO, open] as const,
      [TWO, ONE, open] as const,
      [ONE, THREE, { kind: 'awaiting-lead', since: NOW }] as const,
    ],
    ...[[ONE, THREE, open] as const, [ONE, TWO, agreed] as const],
  ];
  const days = { from: '2026-12-02', to: '2026-12-03' };
  const swaps = lists.flatMap(([from, to, state], list) =>
    times(
      6,
      (n): Swap => ({
        ...{
          id: `s-${list}-${n}` as SwapId,
          kind: 'cover',
          requester: from,
          askedBy: from,
          legs: [leg(4, from, to, { days })],
        },
        ...{ isOpen: false, wants: [], reason: null, absence: null, answers: [], askedAt: NOW, state },
      }),
    ),
  );
  const team = aTeam({ engineers: byId(leads), swaps: byId(swaps) });
  const reader = { kind: 'asker' as const, slack: 'U0ENGINEER2' as never };
  const scene = { team, now: NOW, reader, question: { kind: 'swaps' as const } };
  const { blocks } = answerView(listSwaps(team, TWO, NOW), scene);
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(blocks.length).toBeGreaterThan(40);
  expect(blocks.at(-1)?.type).toBe('actions');
});

it('what a cover of some days changes is shown with who has them now', () => {
  const team = aTeam();
  const legs = [leg(4, ONE, THREE, { days: { from: '2026-12-02', to: '2026-12-03' } })] as const;
  expect(impactWords({ kind: 'cover', legs }, { team, now: NOW }).mrkdwn).toContain(
    [
      '*Mon 30 Nov – Mon 7 Dec*: ',
      '• from Mon 30 Nov 09:00 on call Engineer 1; backup Engineer 2',
      '• from Wed 2 Dec 09:00 on call Engineer 1 → *Engineer 3*; backup Engineer 2',
      '• from Fri 4 Dec 09:00 on call Engineer 1; backup Engineer 2',
    ].join('\n'),
  );
});

it('who comes too late reads who took it', () => {
  const swap: Swap = {
    ...{ id: 's' as SwapId, kind: 'cover', requester: ONE, askedBy: ONE, legs: [leg(4, ONE, THREE)], isOpen: false },
    ...{ wants: [], reason: null, absence: null, answers: [], askedAt: NOW },
    state: { kind: 'agreed', at: NOW, approvedBy: null, undo: [] },
  };
  const stage = { team: aTeam({ swaps: byId([swap]) }), now: NOW };
  expect(refusalView({ kind: 'closed', swap }, stage).text).toContain('Nothing changed: *Engineer 3* took it.');
  const withdrawn: Swap = { ...swap, state: { kind: 'withdrawn', at: NOW, by: ONE } };
  expect(refusalView({ kind: 'closed', swap: withdrawn }, stage).text).toContain('that request is over');
});
