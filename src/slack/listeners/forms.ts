import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { App, ViewSubmitAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { NoteId, SlackUserId } from '../../domain/ids';
import { onCallAt } from '../../domain/schedule';
import { engineerOf, linkedLeads } from '../../domain/team';
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
import { askerOf, attempt, type Desk, doFor } from './desk';

/** Where a form is opened from, and how its opener is told that it cannot be. */
type Opening = {
  readonly desk: Desk;
  readonly client: WebClient;
  /** Lives three seconds, so opening comes first. */
  readonly trigger: string;
  readonly tell: (message: Guarded<Message>) => Promise<unknown>;
};

/** Opens a form for a person, or tells them why not. */
export async function openForm({ desk, client, trigger, tell }: Opening, form: Form, user: string): Promise<unknown> {
  const stage = { team: await desk.store.team(desk.teamId), now: desk.now() };
  const { team, now } = stage;
  const { engineer } = askerOf(team, user);
  const refuse = (refusal: Parameters<typeof refusalView>[0]) =>
    tell(guardMessage(refusalView(refusal, stage), desk.onBreach));
  if (!engineer) return refuse({ kind: 'not-on-team' });
  if (form.kind === 'notes') {
    const card = handoffState(team, form.handoff, now);
    if (!card) return refuse({ kind: 'no-such-handoff' });
    if (card.state === 'over') return refuse({ kind: 'week-over', end: card.handoff.shift.end });
    const view = notesForm(card, draftsOf(team, form.handoff, engineer), engineer, stage);
    return client.views.open({ trigger_id: trigger, view: guardView(view, desk.onBreach) });
  }
  if (!engineerOf(team, engineer).lead) return refuse({ kind: 'only-leads', leads: linkedLeads(team) });
  const loading = groupForm(form, { kind: 'loading' }, team);
  const opened = await client.views.open({ trigger_id: trigger, view: guardView(loading, desk.onBreach) });
  const known = groupForm(form, await readGroup(desk, client, form), team);
  return client.views.update({ view_id: opened.view?.id ?? '', view: guardView(known, desk.onBreach) });
}

/** Answers every form that is submitted. What was typed stays where it is until it is saved. */
export function listenForForms(app: App, desk: Desk): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: /.*/ }, async ({ ack, body, view, client }) => {
    const user = body.user.id;
    const form = readForm(view.private_metadata);
    const show = (message: Guarded<Message>, heading: string) =>
      ack({ response_action: 'update', view: guardView(savedView(message, heading), desk.onBreach) });
    const refuse = (message: Guarded<Message>) =>
      form?.kind === 'notes'
        ? ack({ response_action: 'errors', errors: { [ASKED_TOPICS[0] ?? '']: plainly(message.text) } })
        : show(message, 'Not done');
    await attempt(desk, { form: view.callback_id, user }, refuse, async () => {
      if (!form) return show(guardMessage(outdatedView(), desk.onBreach), 'Not done');
      if (form.kind === 'notes') {
        const drafts = ASKED_TOPICS.map((topic) => ({
          id: randomUUID() as NoteId,
          topic,
          text: view.state.values[topic]?.[NOTE_INPUT]?.value ?? '',
        }));
        const done = await doFor(desk, { kind: 'write-notes', handoff: form.handoff, drafts }, user);
        return done.ok ? show(done.message, 'Handoff notes') : refuse(done.message);
      }
      const team = await desk.store.team(desk.teamId);
      const change = await readGroup(desk, client, form);
      const isAsShown = change.kind === 'known' && change.seen === form.seen;
      // Agreed is only what was seen.
      if (!isAsShown)
        return ack({ response_action: 'update', view: guardView(groupForm(form, change, team), desk.onBreach) });
      const done = await doFor(desk, { kind: 'answer-group', group: form.group, agreed: true }, user);
      return show(done.message, done.ok ? 'On-call user group' : 'Not done');
    });
  });
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
