import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { App, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { NoteId, SlackUserId } from '../../domain/ids';
import { onCallAt } from '../../domain/schedule';
import { engineerOf, linkedLeads } from '../../domain/team';
import type { Deed } from '../../usecases/deed';
import { ASKED_TOPICS, draftsOf, handoffState } from '../../usecases/handoffs';
import { type Form, readForm } from '../actions';
import { unescaped } from '../grammar';
import { type Guarded, guardMessage, guardView } from '../guard';
import { groupMembers } from '../mirrors';
import { troubleOf } from '../trouble';
import type { Message } from '../views/blocks';
import { refusalView } from '../views/deed';
import { type GroupChange, groupForm, NOTE_INPUT, notesForm, savedView } from '../views/forms';
import { outdatedView } from '../views/help';
import { awayForm, outForm, SWAP_INPUT } from '../views/swap-form';
import { askerOf, attempt, type Desk, doFor } from './desk';
import { drawHome } from './home';
import { firstSwapForm, nextSwapForm, submittedSwap } from './swap-form';

/** Where a form is opened from, and how its opener is told that it cannot be. */
type Opening = {
  readonly desk: Desk;
  readonly client: WebClient;
  /** Lives three seconds, so opening comes first. */
  readonly trigger: string;
  readonly tell: (message: Guarded<Message>) => Promise<unknown>;
};

/** Opens a form for a person, or tells them why not. */
export async function openForm(opening: Opening, form: Form, user: string): Promise<unknown> {
  const { desk, tell } = opening;
  const stage = { team: await desk.store.team(desk.teamId), now: desk.now() };
  const { engineer } = askerOf(stage.team, user);
  const refuse = (refusal: Parameters<typeof refusalView>[0]) =>
    tell(guardMessage(refusalView(refusal, stage), desk.onBreach));
  if (!engineer) return refuse({ kind: 'not-on-team' });
  const show = (view: ModalView) =>
    opening.client.views.open({ trigger_id: opening.trigger, view: guardView(view, desk.onBreach) });
  switch (form.kind) {
    case 'notes': {
      const card = handoffState(stage.team, form.handoff, stage.now);
      if (!card) return refuse({ kind: 'no-such-handoff' });
      if (card.state === 'over') return refuse({ kind: 'week-over', end: card.handoff.shift.end });
      return show(notesForm(card, draftsOf(stage.team, form.handoff, engineer), engineer, stage));
    }
    case 'group': {
      const { team } = stage;
      if (!engineerOf(team, engineer).lead) return refuse({ kind: 'only-leads', leads: linkedLeads(team) });
      const opened = await show(groupForm(form, { kind: 'loading' }, team));
      const known = groupForm(form, await readGroup(desk, opening.client, form), team);
      return opening.client.views.update({ view_id: opened.view?.id ?? '', view: guardView(known, desk.onBreach) });
    }
    case 'swap': {
      const requester = form.requester ?? engineer;
      if (requester !== engineer && !engineerOf(stage.team, engineer).lead)
        return refuse({ kind: 'not-your-duty', requester });
      return show(firstSwapForm(form, requester, engineer, stage));
    }
    case 'out':
      return show(outForm(stage));
    case 'away':
      return show(awayForm(stage));
  }
}

/** Answers every form that is submitted. What was typed stays where it is until it is saved. */
export function listenForForms(app: App, desk: Desk): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: /.*/ }, async ({ ack, body, view, client }) => {
    const user = body.user.id;
    const form = readForm(view.private_metadata);
    const replace = (shown: ModalView) => ack({ response_action: 'update', view: guardView(shown, desk.onBreach) });
    const show = (message: Guarded<Message>, heading: string) => replace(savedView(message, heading));
    const errorsAt = form && ERRORS_AT[form.kind];
    const refuse = (message: Guarded<Message>) =>
      errorsAt
        ? ack({ response_action: 'errors', errors: { [errorsAt]: plainly(message.text) } })
        : show(message, 'Not done');
    const done = async (deed: Deed, heading: string) => {
      const result = await doFor(desk, deed, user);
      if (!result.ok) return refuse(result.message);
      await show(result.message, heading);
      // Some forms are opened from Home, which stays in sight behind them.
      return drawHome(desk, client, user, { form: view.callback_id, user });
    };
    await attempt(desk, { form: view.callback_id, user }, refuse, async () => {
      switch (form?.kind) {
        case undefined:
          return show(guardMessage(outdatedView(), desk.onBreach), 'Not done');
        case 'notes': {
          const drafts = ASKED_TOPICS.map((topic) => ({
            id: randomUUID() as NoteId,
            topic,
            text: view.state.values[topic]?.[NOTE_INPUT]?.value ?? '',
          }));
          return done({ kind: 'write-notes', handoff: form.handoff, drafts }, 'Handoff notes');
        }
        case 'group': {
          const team = await desk.store.team(desk.teamId);
          const change = await readGroup(desk, client, form);
          const isAsShown = change.kind === 'known' && change.seen === form.seen;
          // Agreed is only what was seen.
          if (!isAsShown) return replace(groupForm(form, change, team));
          return done({ kind: 'answer-group', group: form.group, agreed: true }, 'On-call user group');
        }
        case 'swap': {
          const stage = { team: await desk.store.team(desk.teamId), now: desk.now() };
          const { engineer } = askerOf(stage.team, user);
          const asked = engineer ? submittedSwap(form, view.state.values, engineer, stage) : null;
          if (!asked) return refuse(guardMessage(refusalView({ kind: 'not-on-team' }, stage), desk.onBreach));
          return asked.draft ? done({ kind: 'ask-swap', draft: asked.draft }, 'Swap') : replace(asked.view);
        }
        case 'away': {
          const at = (block: string) => view.state.values[block]?.[SWAP_INPUT];
          const [from, to] = [at('from')?.selected_date ?? '', at('to')?.selected_date ?? ''];
          const reason = at('reason')?.value ?? null;
          return done({ kind: 'add-time-off', engineer: null, from, to, reason }, 'Time off');
        }
        case 'out': {
          const team = await desk.store.team(desk.teamId);
          const { engineer } = askerOf(team, user);
          const day = (block: string) => view.state.values[block]?.[SWAP_INPUT]?.selected_date ?? '';
          if (!engineer)
            return refuse(guardMessage(refusalView({ kind: 'not-on-team' }, { team, now: desk.now() }), desk.onBreach));
          return done({ kind: 'cover', absent: engineer, from: day('from'), to: day('to'), taker: null }, 'I’m out');
        }
      }
    });
  });
}

/** The input under which a form shows what is wrong; the others show it in their place. */
const ERRORS_AT: Readonly<Partial<Record<Form['kind'], string>>> = {
  notes: ASKED_TOPICS[0] ?? '',
  out: 'to',
  away: 'to',
};

/** Draws the form of a swap anew when something in it is chosen. */
export async function refreshSwap(desk: Desk, client: WebClient, view: ViewOutput, user: string): Promise<void> {
  const form = readForm(view.private_metadata);
  const stage = { team: await desk.store.team(desk.teamId), now: desk.now() };
  const { engineer } = askerOf(stage.team, user);
  if (form?.kind !== 'swap' || !engineer) return;
  const shown = nextSwapForm(form, view.state.values, engineer, stage);
  await client.views.update({ view_id: view.id, view: guardView(shown, desk.onBreach) });
}

/** A message where nothing is markup. */
const plainly = (text: string): string => unescaped(text.replace(/[*_`]/g, ''));

/** Milliseconds for which a submitted form may wait for Slack; it must be answered within three seconds. */
const PATIENCE_MS = 2000;

async function readGroup(desk: Desk, client: WebClient, form: Extract<Form, { kind: 'group' }>): Promise<GroupChange> {
  const team = await desk.store.team(desk.teamId);
  const current = onCallAt(team, desk.now());
  if (!current) return { kind: 'unreadable', reason: 'Nobody is on call yet. Come back after the first handoff.' };
  const { linked, unlinked } = groupMembers(team, current);
  try {
    const answered = await Promise.race([
      client.usergroups.users.list({ usergroup: form.group }),
      pause(PATIENCE_MS, undefined, { ref: false }),
    ]);
    if (!answered) return { kind: 'unreadable', reason: 'Slack took too long. Try again.' };
    const removed = (answered.users ?? []).filter((id) => !linked.includes(id as SlackUserId)) as SlackUserId[];
    const seen = createHash('sha256')
      .update([...removed].sort().join())
      .digest('base64url')
      .slice(0, 20);
    const changed = form.seen !== undefined && form.seen !== seen;
    return { kind: 'known', removed, members: linked, unlinked, seen, changed };
  } catch (error) {
    return { kind: 'unreadable', reason: troubleOf(error).reason };
  }
}
