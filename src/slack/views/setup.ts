import type { KnownBlock } from '@slack/types';
import type { SetupAnswer } from '../../usecases/setup';
import { comingWords, plainMoment } from '../../usecases/wording';
import { deedButton, formButton } from '../actions';
import { buttons, context, join, listing, type Message, mrkdwn, section } from './blocks';
import type { Scene } from './words';

const MOST = { pieces: 12, characters: 1000 };

/** What is there, what is missing, and what will be told first; a lead begins from here. */
export function setupView(answer: SetupAnswer, scene: Scene): Message {
  const { begunAt, linkedLeads, unlinked, channel, group, coming, isLead } = answer;
  const { team, now, reader } = scene;
  const names = (people: readonly { readonly name: string }[]) =>
    listing(
      people.map(({ name }) => name),
      ', ',
      MOST,
      (left) => `and ${left} more`,
    );
  const steps = [
    linkedLeads.length > 0
      ? mrkdwn`:white_check_mark: A lead is linked: ${names(linkedLeads)}.`
      : mrkdwn`:warning: No lead is linked to Slack. Type \`/oncall setup\` and the code that stands in Baton’s log.`,
    channel.id
      ? mrkdwn`:white_check_mark: The channel *${channel.name}* is found.`
      : mrkdwn`:warning: The channel *${channel.name}* is not found. Make it, or type \`/invite @Baton\` in it if it is private.`,
    ...(unlinked.length > 0
      ? [
          mrkdwn`:information_source: Not linked, so named and never mentioned: ${names(unlinked)}. Give them an e-mail or a slack id in the team file, and start Baton again.`,
        ]
      : []),
    ...(group ? [groupLine(group, begunAt !== null)] : []),
  ];
  const ready = linkedLeads.length > 0 && channel.id !== null;
  const state = begunAt
    ? mrkdwn`*Baton is set up*, and tells people since ${plainMoment(begunAt, team.timezone, now)}.`
    : ready
      ? mrkdwn`*Baton is ready.* It tells nobody anything until a lead presses *Begin*; what was due before is never told.`
      : mrkdwn`*Baton is not set up yet.* It answers, and tells nobody anything by itself.`;
  const first = coming.map(
    (notice) => mrkdwn`• ${plainMoment(notice.dueAt, team.timezone, now)}: ${comingWords(team, notice.notice)}`,
  );
  const blocks: KnownBlock[] = [section(state), section(join(steps, '\n'))];
  if (first.length > 0)
    blocks.push(
      section(
        join([mrkdwn`*What comes ${begunAt ? 'next' : 'first'}* (\`/oncall health\` lists more)`, ...first], '\n'),
      ),
    );
  const alone = reader.kind === 'asker';
  if (alone && isLead)
    blocks.push(
      ...buttons(
        ready && !begunAt ? deedButton('begin', 'Begin', { kind: 'begin' }, 'primary') : null,
        ...groupButtons(group),
      ),
    );
  else if (ready && !begunAt) blocks.push(context(mrkdwn`A lead can begin: ${names(linkedLeads)}.`));
  return { text: state.mrkdwn, blocks };
}

function groupLine({ handle, consent }: NonNullable<SetupAnswer['group']>, begun: boolean) {
  if (!consent)
    return mrkdwn`:information_source: *@${handle}* is left alone until a lead agrees; ${begun ? 'Baton asks one in their working hours' : 'Baton asks one once it has begun'}.`;
  return consent.agreed
    ? mrkdwn`:white_check_mark: *@${handle}* is kept equal to who is on call.`
    : mrkdwn`:information_source: *@${handle}* is left alone, as a lead decided.`;
}

function groupButtons(group: SetupAnswer['group']) {
  if (!group?.consent) return [];
  const { group: id, agreed } = group.consent;
  return [
    agreed
      ? deedButton('leave-group', `Leave @${group.handle} alone`, { kind: 'answer-group', group: id, agreed: false })
      : formButton('group', `Keep @${group.handle} up to date`, { kind: 'group', group: id }),
  ];
}
