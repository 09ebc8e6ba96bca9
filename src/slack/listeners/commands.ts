import { randomUUID } from 'node:crypto';
import type { App } from '@slack/bolt';
import type { NoteId, SlackUserId } from '../../domain/ids';
import { instantOf } from '../../domain/interval';
import { refOf, shiftAt } from '../../domain/rotation';
import { engineerLinkedTo, zoneOf } from '../../domain/team';
import type { Deed } from '../../usecases/deed';
import { nextHandoff } from '../../usecases/handoffs';
import type { Question } from '../../usecases/question';
import { listTimeOff } from '../../usecases/time-off';
import type { Form } from '../actions';
import { readDays } from '../dates';
import { type CommandName, type Reading, read, type Unclear } from '../grammar';
import { type Guarded, guardMessage } from '../guard';
import type { Message } from '../views/blocks';
import { helpView, unclearView, unknownPersonView } from '../views/help';
import type { Stage } from '../views/words';
import { answerFor, attempt, type Desk, doFor } from './desk';
import { openForm } from './forms';

/** Answers every command: from memory, in the acknowledgement itself; what changes something is acknowledged first. */
export function listenForCommands(app: App, desk: Desk): void {
  app.command(/^\//, async ({ command, ack, respond, client }) => {
    const user = command.user_id;
    const name = command.command as CommandName;
    let acknowledged = false;
    const tell = (message: Guarded<Message>) =>
      acknowledged
        ? respond({ response_type: 'ephemeral', ...message })
        : ack({ response_type: 'ephemeral', ...message });
    await attempt(desk, { command: name, user }, tell, async () => {
      const team = await desk.store.team(desk.teamId);
      const stage = { team, now: desk.now() };
      const reading = read(name, command.text ?? '', {
        now: stage.now,
        zone: team.timezone,
        nameOf: (slack) => engineerLinkedTo(team, slack)?.name,
      });
      if (reading.kind === 'question')
        return tell(await answerFor(desk, team, reading.question, user, { kind: 'asker', slack: user as SlackUserId }));
      if (reading.kind === 'help') return tell(guardMessage(helpView(name), desk.onBreach));
      if (isUnclear(reading)) return tell(guardMessage(unclearView(reading), desk.onBreach));
      await ack();
      acknowledged = true;
      const meant = meaningOf(reading, stage, user as SlackUserId);
      if (meant.kind === 'deed') return tell((await doFor(desk, meant.deed, user)).message);
      if (meant.kind === 'question')
        return tell(await answerFor(desk, team, meant.question, user, { kind: 'asker', slack: user as SlackUserId }));
      if (meant.kind === 'unclear') return tell(guardMessage(unclearView(meant.unclear), desk.onBreach));
      if (meant.kind === 'unknown') return tell(guardMessage(unknownPersonView(meant.user), desk.onBreach));
      return openForm({ desk, client, trigger: command.trigger_id, tell }, meant.form, user);
    });
  });
}

type Acting = Extract<Reading, { kind: 'note' | 'claim-lead' | 'swap' | 'cover' | 'away' }>;

const ACTING: readonly Reading['kind'][] = ['note', 'claim-lead', 'swap', 'cover', 'away'] satisfies Acting['kind'][];

const isUnclear = (reading: Acting | Unclear): reading is Unclear => !ACTING.includes(reading.kind);

/** What words ask to be done, or the form that asks for it first; or a person whom nobody knows. */
type Meaning =
  | { readonly kind: 'deed'; readonly deed: Deed }
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'question'; readonly question: Question }
  | { readonly kind: 'unclear'; readonly unclear: Unclear }
  | { readonly kind: 'unknown'; readonly user: SlackUserId };

function meaningOf(reading: Acting, { team, now }: Stage, asker: SlackUserId): Meaning {
  switch (reading.kind) {
    case 'away': {
      const person = engineerLinkedTo(team, reading.user ?? asker);
      if (reading.user && !person) return { kind: 'unknown', user: reading.user };
      if (reading.words === '') return { kind: 'form', form: { kind: 'away' } };
      if (/^cancel$/i.test(reading.words)) {
        const [only, ...others] = person ? listTimeOff(team, person.id, now).own : [];
        // Of several it is asked which.
        if (!only || others.length > 0) return { kind: 'question', question: { kind: 'time-off' } };
        return { kind: 'deed', deed: { kind: 'cancel-time-off', timeOff: only.timeOff.id, undo: false } };
      }
      const days = readDays(reading.words, now, person ? zoneOf(team, person) : team.timezone);
      if (!days.ok) return { kind: 'unclear', unclear: days.refusal };
      const { from, to, rest } = days.value;
      return { kind: 'deed', deed: { kind: 'add-time-off', engineer: person?.id ?? null, from, to, reason: rest } };
    }
    case 'claim-lead':
      return { kind: 'deed', deed: { ...reading, engineer: null } };
    case 'note': {
      const handoff = nextHandoff(team, now);
      if (reading.text === '') return { kind: 'form', form: { kind: 'notes', handoff } };
      const draft = { id: randomUUID() as NoteId, topic: 'other' as const, text: reading.text };
      return { kind: 'deed', deed: { kind: 'write-notes', handoff: null, drafts: [draft] } };
    }
    case 'swap': {
      const person = reading.requester && engineerLinkedTo(team, reading.requester);
      if (reading.requester && !person) return { kind: 'unknown', user: reading.requester };
      const shift = reading.date && shiftAt(team, instantOf(reading.date, '12:00', team.timezone));
      // Whichever duty is theirs in it.
      const part = shift ? { shift: refOf(shift) } : null;
      return { kind: 'form', form: { kind: 'swap', requester: person?.id ?? null, part } };
    }
    case 'cover': {
      const absent = engineerLinkedTo(team, reading.absent);
      const taker = reading.taker && engineerLinkedTo(team, reading.taker);
      if (!absent) return { kind: 'unknown', user: reading.absent };
      if (reading.taker && !taker) return { kind: 'unknown', user: reading.taker };
      const { from, to } = reading;
      return { kind: 'deed', deed: { kind: 'cover', absent: absent.id, from, to, taker: taker?.id ?? null } };
    }
  }
}
