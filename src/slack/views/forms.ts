import type { InputBlock, ModalView } from '@slack/types';
import type { EngineerId, SlackUserId } from '../../domain/ids';
import { LONGEST_NOTE, type Note, type NoteTopic, type Team } from '../../domain/team';
import { ASKED_TOPICS, type HandoffState } from '../../usecases/handoffs';
import { plainMoment } from '../../usecases/wording';
import type { Form } from '../actions';
import { context, listing, type Message, type Mrkdwn, mrkdwn, plain, section } from './blocks';
import { topicWords } from './handoff';
import { mention, named, type Stage } from './words';

const title = (text: string): ModalView['title'] => ({ type: 'plain_text', text: plain(text, 24) });

type AskedTopic = (typeof ASKED_TOPICS)[number];

/** What a form carries, to be read when it is submitted. */
const carried = (form: Form): string => JSON.stringify(form);

const EXAMPLES: Readonly<Record<AskedTopic, string>> = {
  'active-issues': 'What is broken or being looked at, with links',
  delays: 'What was or will be late, and who was told',
  'pending-actions': 'What somebody still has to do, and by when',
};

/** The form for notes of a handoff, with what its writer wrote before. */
export function notesForm(
  { handoff }: HandoffState,
  drafts: ReadonlyMap<NoteTopic, Pick<Note, 'text'>>,
  writer: EngineerId,
  { team, now }: Stage,
): ModalView {
  const { outgoing, incoming, shift } = handoff;
  const when = plainMoment(shift.start, team.timezone, now);
  const isOwn = writer === incoming;
  const begins =
    outgoing && outgoing !== incoming
      ? mrkdwn`${isOwn ? 'take' : 'takes'} over from ${named(team, outgoing)} on ${when}`
      : mrkdwn`${isOwn ? 'are' : 'is'} on call from ${when}`;
  const whom = isOwn ? 'you' : named(team, incoming);
  return {
    type: 'modal',
    callback_id: 'notes',
    private_metadata: carried({ kind: 'notes', handoff: handoff.ref }),
    title: title('Handoff notes'),
    submit: title('Save'),
    close: title('Cancel'),
    blocks: [
      section(mrkdwn`For ${whom}, who ${begins}. Leave empty what there is nothing to say about.`),
      ...ASKED_TOPICS.map((topic) => noteInput(topic, drafts.get(topic)?.text)),
      context(
        mrkdwn`They stand in the handoff: in its post in the channel, and in \`/oncall handoff\`. Open this form again to change them; what is emptied is taken back.`,
      ),
    ],
  };
}

/** The ids under which what was typed is found: the block is the topic. */
export const NOTE_INPUT = 'text';

/** Halves of characters, and what no text has. */
const UNFIT = /\p{Cs}|\0/gu;

const noteInput = (topic: AskedTopic, before: string | undefined): InputBlock => ({
  type: 'input',
  block_id: topic,
  optional: true,
  label: { type: 'plain_text', text: topicWords(topic) },
  element: {
    type: 'plain_text_input',
    action_id: NOTE_INPUT,
    multiline: true,
    max_length: LONGEST_NOTE,
    placeholder: { type: 'plain_text', text: EXAMPLES[topic] },
    ...(before && { initial_value: before.replace(UNFIT, '\uFFFD') }),
  },
});

/** Who is in a user group, and who would be, as far as Slack has said. */
export type GroupChange =
  | { readonly kind: 'loading' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | {
      readonly kind: 'known';
      readonly removed: readonly SlackUserId[];
      readonly members: readonly SlackUserId[];
      readonly unlinked: readonly string[];
      /** Tells these members from others. */
      readonly seen: string;
      /** Who would be removed was shown before, and has changed since. */
      readonly changed: boolean;
    };

/** The form with which a lead lets Baton keep a user group, and sees who would be removed. */
export function groupForm(form: Extract<Form, { kind: 'group' }>, change: GroupChange, team: Team): ModalView {
  const handle = team.userGroup ?? form.group;
  return {
    type: 'modal',
    callback_id: 'group',
    private_metadata: carried(change.kind === 'known' ? { ...form, seen: change.seen } : form),
    title: title('On-call user group'),
    ...(change.kind === 'known' && { submit: title('Let Baton keep it') }),
    close: title('Cancel'),
    blocks: [
      section(mrkdwn`Baton would keep *@${handle}* equal to who is on call: primary and backup, and nobody else.`),
      ...groupLines(change).map(section),
    ],
  };
}

const MOST_PEOPLE = { pieces: 100, characters: 2500 };

function groupLines(change: GroupChange): Mrkdwn[] {
  if (change.kind === 'loading') return [mrkdwn`Asking Slack who is in it…`];
  if (change.kind === 'unreadable') return [mrkdwn`:warning: Who is in it cannot be read. ${change.reason}`];
  const people = (ids: readonly SlackUserId[]): Mrkdwn =>
    listing(ids.map(mention), ', ', MOST_PEOPLE, (left) => `and ${left} more`);
  const { removed, members, unlinked, changed } = change;
  return [
    ...(changed ? [mrkdwn`:warning: Somebody changed the group meanwhile. This is how it is now.`] : []),
    removed.length > 0 ? mrkdwn`*Would be removed*: ${people(removed)}` : mrkdwn`Nobody would be removed.`,
    ...(members.length > 0 ? [mrkdwn`*Would be in it now*: ${people(members)}`] : []),
    ...(unlinked.length > 0
      ? [mrkdwn`:warning: Not linked to Slack: ${unlinked.join(', ')}. Until they are, the group is left as it is.`]
      : []),
    mrkdwn`It changes at each handoff and swap. \`/oncall setup\` is where you change your mind.`,
  ];
}

/** What a form shows once it is saved. */
export function savedView(saved: Message, heading: string): ModalView {
  return {
    type: 'modal',
    title: title(heading),
    close: title('Close'),
    blocks: saved.blocks.filter(({ type }) => type !== 'actions'),
  };
}
