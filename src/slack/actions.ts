import type { Button } from '@slack/types';
import { z } from 'zod';
import { isLocalDate } from '../domain/interval';
import { SECTIONS, type SectionId } from '../domain/runbook';
import { type Question, SCHEDULE_WEEKS } from '../usecases/question';
import { plain } from './views/blocks';

/** What a button does with the question it carries: answers below, answers in its place, or answers for the channel. */
const VERBS = ['ask', 'open', 'share'] as const;
export type Verb = (typeof VERBS)[number];

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
  z.strictObject({ kind: z.literal('runbooks') }),
  z.strictObject({ kind: z.literal('runbook'), words }),
  z.strictObject({
    kind: z.literal('pipeline-runbook'),
    pipeline: id,
    open: z.union([z.enum(SECTION_IDS), z.int().min(0)]).optional(),
  }),
]);

/** Characters on a button. */
const LONGEST_LABEL = 75;

/** A button that carries a question. `place` tells buttons of one row apart. */
export function questionButton(
  verb: Verb,
  place: string,
  text: string,
  asks: Question,
  style?: 'primary' | 'danger',
): Button {
  return {
    type: 'button',
    action_id: `${verb}:${place}`,
    text: { type: 'plain_text', text: plain(text, LONGEST_LABEL), emoji: true },
    value: JSON.stringify(asks),
    ...(style && { style }),
  };
}

/** What a click asks for, or undefined where the button is not one of Baton's. */
export function readClick(
  actionId: string,
  value: string,
): { readonly verb: Verb; readonly question: Question } | undefined {
  const verb = VERBS.find((candidate) => actionId.startsWith(`${candidate}:`));
  const parsed = verb && question.safeParse(jsonOf(value));
  // Ids are looked up, never believed: one that no longer exists is answered as such.
  return verb && parsed?.success ? { verb, question: parsed.data as Question } : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
