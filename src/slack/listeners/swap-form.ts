import { randomUUID } from 'node:crypto';
import type { ModalView } from '@slack/types';
import type { EngineerId, SwapId } from '../../domain/ids';
import { planSwap, type SwapChoice } from '../../usecases/swap-plan';
import type { SwapDraft } from '../../usecases/swaps';
import type { Form } from '../actions';
import { readSwapForm, seenOf, swapForm } from '../views/swap-form';
import type { Stage } from '../views/words';

type SwapForm = Extract<Form, { kind: 'swap' }>;
type Values = Parameters<typeof readSwapForm>[0];

/** The form as it opens: the next week of whoever it is for, or the one it was opened for, and the best proposal. */
export const firstSwapForm = (form: SwapForm, requester: EngineerId, by: EngineerId, stage: Stage): ModalView =>
  drawn(form, { requester, ...(form.part ?? {}) }, by, stage).view;

/** The form after something in it was chosen. */
export const nextSwapForm = (form: SwapForm, values: Values, by: EngineerId, stage: Stage): ModalView =>
  drawn(form, readSwapForm(values, form.requester ?? by), by, stage).view;

/** What a submitted form asks for; without a draft the form is shown again, since it is not what was seen, or cannot be. */
export function submittedSwap(
  form: SwapForm,
  values: Values,
  by: EngineerId,
  stage: Stage,
): { readonly view: ModalView; readonly draft: SwapDraft | null } {
  const { view, plan } = drawn(form, readSwapForm(values, form.requester ?? by), by, stage);
  const isAsShown = plan.draft !== null && plan.refusal === null && seenOf(plan) === form.seen;
  return { view, draft: isAsShown ? plan.draft : null };
}

function drawn(form: SwapForm, choice: SwapChoice, by: EngineerId, stage: Stage) {
  const plan = planSwap(stage.team, choice, randomUUID() as SwapId, by, stage.now);
  return { plan, view: swapForm(plan, form, by, stage) };
}
