import type { Button } from '@slack/types';
import { z } from 'zod';
import type { EngineerId, UserGroupId } from '../domain/ids';
import { isLocalDate } from '../domain/interval';
import { SECTIONS, type SectionId } from '../domain/runbook';
import { DUTIES, type Part, REMINDERS, type ShiftRef } from '../domain/team';
import { FAIRNESS_MONTHS } from '../usecases/balance';
import type { Deed } from '../usecases/deed';
import { type Question, SCHEDULE_WEEKS } from '../usecases/question';
import { plain } from './views/blocks';

/** What a button does with the question it carries: answers below, answers in its place, or answers for the channel. */
const ASKING = ['ask', 'open', 'share'] as const;
export type Asking = (typeof ASKING)[number];

/** A modal that a button opens. */
export type Form =
  | { readonly kind: 'notes'; readonly handoff: ShiftRef }
  /** `seen` tells the members that were shown from others. */
  | { readonly kind: 'group'; readonly group: UserGroupId; readonly seen?: string }
  /**
   * `requester` is whose duty it is about, null whoever opens it; without `duty` it is whichever they have in the shift; `seen`
   * is the swap that was shown last.
   */
  | {
      readonly kind: 'swap';
      readonly requester: EngineerId | null;
      readonly part: (Pick<Part, 'shift'> & Partial<Pick<Part, 'duty'>>) | null;
      readonly seen?: string;
    }
  /** Somebody says that they are out. */
  | { readonly kind: 'out' }
  /** Somebody says when they will be away. */
  | { readonly kind: 'away' };

/** What a click asks for: an answer, a deed, or a form. */
export type Click =
  | { readonly verb: Asking; readonly question: Question }
  | { readonly verb: 'do'; readonly deed: Deed }
  | { readonly verb: 'form'; readonly form: Form };

const id = z.string().min(1).max(60);
const words = z.string().max(300);
const SECTION_IDS = SECTIONS.map((section) => section.id) as [SectionId, ...SectionId[]];

const question = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('now') }),
  z.strictObject({ kind: z.literal('who'), words, nearest: id.optional() }),
  z.strictObject({ kind: z.literal('person'), user: z.string().regex(/^[UW][A-Z0-9]{1,59}$/) }),
  z.strictObject({ kind: z.literal('schedule'), weeks: z.int().min(1).max(SCHEDULE_WEEKS.most) }),
  z.strictObject({ kind: z.literal('owners') }),
  z.strictObject({ kind: z.literal('me') }),
  z.strictObject({ kind: z.literal('why'), date: z.string().refine(isLocalDate) }),
  z.strictObject({ kind: z.literal('handoff') }),
  z.strictObject({ kind: z.literal('health') }),
  z.strictObject({ kind: z.literal('setup') }),
  z.strictObject({ kind: z.literal('swaps') }),
  z.strictObject({ kind: z.literal('time-off') }),
  z.strictObject({ kind: z.literal('fairness'), months: z.int().min(1).max(FAIRNESS_MONTHS.most) }),
  z.strictObject({
    kind: z.literal('holidays'),
    user: z
      .string()
      .regex(/^[UW][A-Z0-9]{1,59}$/)
      .nullable(),
    year: z.int().min(2000).max(2099).nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('runbooks') }),
  z.strictObject({ kind: z.literal('runbook'), words }),
  z.strictObject({
    kind: z.literal('pipeline-runbook'),
    pipeline: id,
    open: z.union([z.enum(SECTION_IDS), z.int().min(0)]).optional(),
  }),
]);

const handoff = z.strictObject({ version: z.int().min(1), turn: z.int().min(0) });

const deed = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept-handoff'), handoff, forAnother: z.boolean() }),
  z.strictObject({ kind: z.literal('remove-note'), note: id }),
  z.strictObject({ kind: z.literal('mute'), reminder: z.enum(REMINDERS), muted: z.boolean() }),
  z.strictObject({ kind: z.literal('begin') }),
  z.strictObject({ kind: z.literal('claim-lead'), code: id, engineer: id.nullable() }),
  z.strictObject({ kind: z.literal('answer-group'), group: id, agreed: z.boolean() }),
  z.strictObject({
    ...{ kind: z.literal('accept-swap'), swap: id, gives: handoff.nullable(), answersFor: id.nullable() },
    seen: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('decline-swap'), swap: id, answersFor: id.nullable() }),
  z.strictObject({ kind: z.enum(['withdraw-swap', 'undo-swap']), swap: id }),
  z.strictObject({ kind: z.literal('ask-next'), swap: id, next: id.nullable().default(null) }),
  z.strictObject({ kind: z.literal('cancel-time-off'), timeOff: id, undo: z.boolean().default(false) }),
  z.strictObject({
    ...{ kind: z.literal('answer-conflict'), key: z.string().max(200), answer: z.enum(['kept', 'later']) },
  }),
  z.strictObject({ kind: z.literal('judge-swap'), swap: id, approves: z.boolean() }),
]);

const form = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('notes'), handoff }),
  z.strictObject({ kind: z.literal('group'), group: id, seen: id.optional() }),
  z.strictObject({
    kind: z.literal('swap'),
    requester: id.nullable(),
    part: z.strictObject({ duty: z.enum(DUTIES).optional(), shift: handoff }).nullable(),
    seen: id.optional(),
  }),
  z.strictObject({ kind: z.literal('out') }),
  z.strictObject({ kind: z.literal('away') }),
]);

/** Characters on a button. */
const LONGEST_LABEL = 75;

type Style = 'primary' | 'danger';

/** A button that carries a question. `place` tells buttons of one row apart. */
export const questionButton = (verb: Asking, place: string, text: string, asks: Question, style?: Style): Button =>
  button(verb, place, text, asks, style);

/** A button that does something. */
export const deedButton = (place: string, text: string, does: Deed, style?: Style): Button =>
  button('do', place, text, does, style);

/** A button that opens a form. */
export const formButton = (place: string, text: string, opens: Form, style?: Style): Button =>
  button('form', place, text, opens, style);

function button(verb: Click['verb'], place: string, text: string, carried: object, style: Style | undefined): Button {
  return {
    type: 'button',
    action_id: `${verb}:${place}`,
    text: { type: 'plain_text', text: plain(text, LONGEST_LABEL), emoji: true },
    value: JSON.stringify(carried),
    ...(style && { style }),
  };
}

/** What a click asks for, or undefined where the button is not one of Baton's. Ids are looked up, never believed. */
export function readClick(actionId: string, value: string): Click | undefined {
  const [verb] = actionId.split(':', 1);
  const asking = ASKING.find((candidate) => candidate === verb);
  if (asking) {
    const parsed = question.safeParse(jsonOf(value));
    return parsed.success ? { verb: asking, question: parsed.data as Question } : undefined;
  }
  if (verb === 'do') {
    const parsed = deed.safeParse(jsonOf(value));
    return parsed.success ? { verb, deed: parsed.data as Deed } : undefined;
  }
  return verb === 'form' ? withForm(readForm(value)) : undefined;
}

const withForm = (opens: Form | undefined): Click | undefined => opens && { verb: 'form', form: opens };

/** The form that a modal carries in its private metadata. */
export function readForm(text: string): Form | undefined {
  const parsed = form.safeParse(jsonOf(text));
  return parsed.success ? (parsed.data as Form) : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
