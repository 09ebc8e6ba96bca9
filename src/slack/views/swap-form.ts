import { createHash } from 'node:crypto';
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { EngineerId } from '../../domain/ids';
import { isLocalDate, localDateOf } from '../../domain/interval';
import { type Duty, LONGEST_REASON, type ShiftRef, type Team } from '../../domain/team';
import type { Suggestion } from '../../domain/trades';
import { type Held, type SwapChoice, type SwapPlan, signOf } from '../../usecases/swap-plan';
import { nameOf, plainDay } from '../../usecases/wording';
import type { Form } from '../actions';
import { context, listing, mrkdwn, plain, section } from './blocks';
import { swapRefusalWords } from './swap-deed';
import { impactLines, MOST, more, spanWords, wantedWords } from './swap-words';
import { type Stage, withClock } from './words';

/** Slack shows so many characters of an option, and so many options of a menu. */
const LONGEST_OPTION = 75;
const MOST_OPTIONS = 100;
const MOST_BOXES = 10;

const text = (words: string, most: number) => ({ type: 'plain_text' as const, text: plain(words, most), emoji: true });

const option = (words: string, value: string, description?: string): PlainTextOption => ({
  text: text(words, LONGEST_OPTION),
  value,
  ...(description && { description: text(description, LONGEST_OPTION) }),
});

const refText = ({ version, turn }: ShiftRef): string => `${version}.${turn}`;

function refFrom(words: string): ShiftRef | undefined {
  const [, version, turn] = /^(\d+)\.(\d+)$/.exec(words) ?? [];
  return version && turn ? { version: Number(version), turn: Number(turn) } : undefined;
}

/** The ids under which what was chosen is found; that of a menu whose options depend on another choice carries it. */
const BLOCKS = ['shift', 'kind', 'from', 'to', 'whom', 'wants', 'reason'] as const;
type SwapBlock = (typeof BLOCKS)[number];

/** Every input of the form has this action. */
export const SWAP_INPUT = 'swap-input';

/** Tells a swap that was shown from another. */
export const seenOf = (plan: SwapPlan): string =>
  createHash('sha256').update(signOf(plan)).digest('base64url').slice(0, 20);

/** The form that asks for a swap, with what comes of the choice so far. */
export function swapForm(
  plan: SwapPlan,
  form: Extract<Form, { kind: 'swap' }>,
  by: EngineerId,
  stage: Stage,
): ModalView {
  const { requester, chosen, draft, refusal, impact } = plan;
  const { team } = stage;
  const carried: Form = {
    ...{ kind: 'swap', requester, part: chosen && { duty: chosen.duty, shift: chosen.shift } },
    ...(draft && { seen: seenOf(plan) }),
  };
  const whose = requester === by ? 'You have' : mrkdwn`*${nameOf(team, requester)}* has`;
  const view = {
    ...{ type: 'modal' as const, callback_id: 'swap', private_metadata: JSON.stringify({ ...form, ...carried }) },
    ...{ title: text('Swap', 24), close: text('Cancel', 24) },
  };
  if (!chosen) return { ...view, blocks: [section(mrkdwn`${whose} no duty in the year ahead that could be swapped.`)] };
  const intro =
    requester === by
      ? []
      : [context(mrkdwn`For *${nameOf(team, requester)}*; the record says that you asked for them.`)];
  const said = [
    ...(impact
      ? [section(mrkdwn`*What it changes*`), section(listing(impactLines(impact, stage), '\n', MOST, more))]
      : []),
    ...(refusal ? [section(mrkdwn`:no_entry: ${swapRefusalWords(refusal, stage)}`)] : []),
    ...(draft && !impact && !refusal ? [context(mrkdwn`What it changes is shown to whoever would take it.`)] : []),
  ];
  return {
    ...view,
    // Slack wants one wherever there is an input; what cannot be asked is shown again with the reason.
    submit: text('Ask', 24),
    blocks: [
      ...intro,
      ...(plan.isOther
        ? [context(mrkdwn`:warning: The week that was asked for is not theirs or is over; this is the next that is.`)]
        : []),
      ...inputsOf(plan, stage),
      ...withClock(said, team),
    ],
  };
}

function inputsOf(plan: SwapPlan, stage: Stage): (InputBlock | KnownBlock)[] {
  const { own, chosen, kind, days, suggestions, whom, tradable } = plan;
  if (!chosen) return [];
  const ownOptions = own.slice(0, MOST_OPTIONS).map((held) => option(heldWords(held, stage), heldValue(held)));
  const begun = stage.now >= chosen.span.start || !chosen.isWhole;
  const kinds = [option('My week for yours', 'trade'), option('Somebody takes mine', 'cover')];
  const whomOptions = [
    option('Anyone who can', 'anyone'),
    ...suggestions
      .slice(0, MOST_OPTIONS - 2)
      .map((each) =>
        option(suggestionWords(each, plan, stage), whomValue(kind, each), reasonsOf(each, stage.team, plan)),
      ),
  ];
  const whomNow = whomValueOf(whom);
  const chosenWhom = whomOptions.find(({ value }) => value === whomNow) ?? whomOptions[0];
  const place = `${kind}:${heldValue(chosen)}`;
  const wants = tradable
    .slice(0, MOST_BOXES)
    .map((held) => option(wantedWords(held.shift, held, stage), refText(held.shift)));
  return [
    input('shift', 'Which week', menu(ownOptions, heldValue(chosen))),
    ...(begun
      ? [context(mrkdwn`This week has begun or is shared, so it cannot be traded whole: somebody can take days of it.`)]
      : [
          input('kind', 'How', {
            type: 'radio_buttons',
            action_id: SWAP_INPUT,
            options: kinds,
            initial_option: kinds[kind === 'trade' ? 0 : 1] as PlainTextOption,
          }),
        ]),
    ...(kind === 'cover'
      ? [
          input('from', begun ? 'From' : 'From (empty: the whole week)', date(days?.from), place, true),
          input('to', 'To, this day included', date(days?.to), place, true),
        ]
      : []),
    input('whom', kind === 'trade' ? 'For whose week' : 'Who', menu(whomOptions, chosenWhom?.value), place),
    ...(kind === 'trade' && whom === 'anyone' && wants.length > 0
      ? [
          input(
            'wants',
            'Weeks I would take for it',
            { type: 'checkboxes', action_id: SWAP_INPUT, options: wants },
            place,
          ),
        ]
      : []),
    {
      ...{ type: 'input', block_id: 'reason', optional: true, label: text('Reason', 50) },
      element: { type: 'plain_text_input', action_id: SWAP_INPUT, max_length: LONGEST_REASON },
    },
  ];
}

type Element = InputBlock['element'];

const input = (block: SwapBlock, label: string, element: Element, place?: string, optional = false): InputBlock => ({
  type: 'input',
  block_id: place ? `${block}:${place}` : block,
  dispatch_action: true,
  label: text(label, 100),
  element,
  ...(optional && { optional }),
});

const menu = (options: readonly PlainTextOption[], chosen: string | undefined): Element => {
  const initial = options.find(({ value }) => value === chosen);
  return {
    ...{ type: 'static_select', action_id: SWAP_INPUT, options: [...options] },
    ...(initial && { initial_option: initial }),
  };
};

const date = (initial: string | undefined): Element => ({
  type: 'datepicker',
  action_id: SWAP_INPUT,
  ...(initial && { initial_date: initial }),
});

const heldWords = ({ duty, span, isWhole }: Held, stage: Stage): string =>
  `${spanWords(span, stage)}${duty === 'backup' ? ' (backup)' : ''}${isWhole ? '' : ', some days'}`;

const heldValue = ({ duty, shift }: Pick<Held, 'duty' | 'shift'>): string => `${duty} ${refText(shift)}`;

const whomValue = (kind: SwapPlan['kind'], { legs, taker }: Suggestion): string =>
  kind === 'cover'
    ? `person ${taker}`
    : `weeks ${legs
        .slice(1)
        .map(({ shift }) => refText(shift))
        .join(' ')}`;

function whomValueOf(whom: SwapPlan['whom']): string {
  if (whom === 'anyone') return 'anyone';
  return 'person' in whom ? `person ${whom.person}` : `weeks ${whom.weeks.map(refText).join(' ')}`;
}

function suggestionWords({ legs, taker }: Suggestion, { kind, others }: SwapPlan, stage: Stage): string {
  const { team, now } = stage;
  if (kind === 'cover') return nameOf(team, taker);
  return legs
    .slice(1)
    .map(({ shift, from }) => {
      const held = others.find((each) => refText(each.shift) === refText(shift));
      return `${nameOf(team, from)}: ${held ? plainDay(held.span.start, team.timezone, now) : '?'}`;
    })
    .join(', then ');
}

/** Why a suggestion stands where it does. */
function reasonsOf(
  { legs, runs, holidays, turns, load, owes }: Suggestion,
  team: Team,
  { requester }: SwapPlan,
): string {
  const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;
  return [
    runs > 0 ? 'two weeks running' : null,
    legs.length > 2 ? 'a trade among three' : null,
    holidays > 0 ? `${holidays} ${holidays === 1 ? 'holiday' : 'holidays'} in it` : null,
    turns > 0 ? `had ${turns === 1 ? 'one' : turns} like it before` : null,
    owes > 0 ? `owes ${nameOf(team, requester)} ${days(owes)}` : null,
    owes < 0 ? `is owed ${days(-owes)}` : null,
    `on call ${load.weeks} of 24 weeks`,
  ]
    .filter((reason) => reason !== null)
    .join(', ');
}

type State = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What was chosen in the form, as Slack sends it; what makes no sense is as if it was not chosen. */
export function readSwapForm(state: State, requester: EngineerId): SwapChoice {
  const at = (key: string) => state[key]?.[SWAP_INPUT] as Record<string, unknown> | undefined;
  const valueAt = (key: string): string =>
    String((at(key)?.['selected_option'] as { value?: unknown } | null | undefined)?.value ?? '');
  // What was chosen for another week, or the other kind, does not hold for this.
  const place = `${valueAt('kind') || 'cover'}:${valueAt('shift')}`;
  const found = (block: SwapBlock) => at(`${block}:${place}`) ?? at(block);
  const value = (block: SwapBlock): string => valueAt(`${block}:${place}`) || valueAt(block);
  const day = (block: SwapBlock): string | undefined => {
    const picked = String(found(block)?.['selected_date'] ?? '');
    return isLocalDate(picked) ? picked : undefined;
  };
  const [duty, shift = ''] = value('shift').split(' ');
  const kind = value('kind');
  const wants = found('wants')?.['selected_options'];
  return {
    requester,
    duty: duty === 'primary' || duty === 'backup' ? (duty as Duty) : undefined,
    shift: refFrom(shift),
    kind: kind === 'trade' || kind === 'cover' ? kind : undefined,
    from: day('from'),
    to: day('to'),
    whom: whomFrom(value('whom')),
    wants: Array.isArray(wants) ? wants.flatMap((each: { value?: unknown }) => refFrom(String(each.value)) ?? []) : [],
    reason: String(found('reason')?.['value'] ?? ''),
  };
}

function whomFrom(words: string): SwapChoice['whom'] {
  const [verb, ...rest] = words.split(' ');
  if (verb === 'anyone') return 'anyone';
  if (verb === 'person') return { person: rest.join(' ') as EngineerId };
  const weeks = rest.flatMap((each) => refFrom(each) ?? []);
  return verb === 'weeks' && weeks.length > 0 ? { weeks } : undefined;
}

/** A day of a form that is not drawn anew. */
const picker = (block: string, label: string, initial: string): InputBlock => ({
  ...{ type: 'input', block_id: block, label: text(label, 50) },
  element: { type: 'datepicker', action_id: SWAP_INPUT, initial_date: initial },
});

/** The form with which somebody says when they will be away. */
export function awayForm({ team, now }: Stage): ModalView {
  const today = localDateOf(now, team.timezone);
  return {
    ...{ type: 'modal', callback_id: 'away', private_metadata: JSON.stringify({ kind: 'away' } satisfies Form) },
    ...{ title: text('Time off', 24), submit: text('Save', 24), close: text('Cancel', 24) },
    blocks: [
      picker('from', 'From', today),
      picker('to', 'To, this day included', today),
      {
        ...{ type: 'input', block_id: 'reason', optional: true, label: text('Reason, for you and the leads', 50) },
        element: { type: 'plain_text_input', action_id: SWAP_INPUT, max_length: LONGEST_REASON },
      },
      context(mrkdwn`Others stand in for the duties in that time, and you are shown which, to swap them.`),
    ],
  };
}

/** The form with which somebody says that they are out. */
export function outForm({ team, now }: Stage): ModalView {
  const today = localDateOf(now, team.timezone);
  return {
    ...{ type: 'modal', callback_id: 'out', private_metadata: JSON.stringify({ kind: 'out' } satisfies Form) },
    ...{ title: text('I’m out', 24), submit: text('Tell the team', 24), close: text('Cancel', 24) },
    blocks: [
      section(
        mrkdwn`You count as away, your backup stands in at once, and the team is asked who takes the days you are on call. Nobody is told why.`,
      ),
      picker('from', 'From', today),
      picker('to', 'To, this day included', today),
    ],
  };
}
