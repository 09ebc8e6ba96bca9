import type { KnownBlock } from '@slack/types';
import type { SlackUserId } from '../../domain/ids';
import { LONGEST_QUESTION } from '../../domain/search';
import { fullDay, shorten } from '../../usecases/wording';
import { type CommandName, helpFor, type Unclear } from '../grammar';
import { context, join, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import { mention } from './words';

/** What can be typed, one line each. */
export function helpView(command: CommandName): Message {
  return {
    text: `What you can ask with ${command}.`,
    blocks: [section(mrkdwn`*What you can ask with* \`${command}\``), helpLines(command), aloneNote],
  };
}

/** The lines of help, for the answer and for Home. */
export function helpLines(command: CommandName): KnownBlock {
  const lines = helpFor(command).map(({ usage, help }) => mrkdwn`\`${[command, usage].join(' ').trim()}\`  ${help}`);
  return section(join(lines, '\n'));
}

/** Who sees an answer. */
export const aloneNote: KnownBlock = context(mrkdwn`Answers are for you alone. *Share* answers again for the channel.`);

/** Words that could not be read: what is wrong, and what to type instead. */
export function unclearView(unclear: Unclear): Message {
  const text = sentence(unclear);
  return { text: text.mrkdwn, blocks: [section(text)] };
}

/** Words as they were typed, with people as `@name`. */
const typed = ({ words }: { readonly words: string }): string =>
  shorten(words.replace(/<@[UW][A-Z0-9]+\|([^<>]+)>/g, '@$1').replace(/<@[UW][A-Z0-9]+\|?>/g, '@person'), 60);

function sentence(unclear: Unclear): Mrkdwn {
  switch (unclear.kind) {
    case 'no-such-date':
      return mrkdwn`“${typed(unclear)}” is not a day. Type one such as \`2026-12-24\`, \`Dec 24\` or \`tomorrow\`.`;
    case 'several-dates':
      return mrkdwn`“${typed(unclear)}” names several days. Type one, such as \`Dec 24\`; where days are meant, the first and the last: \`Dec 24 to Dec 26\`.`;
    case 'years-wanted':
      return mrkdwn`“${typed(unclear)}” would be ${fullDay(unclear.from)} to ${fullDay(unclear.to)}. If that is meant, type the years too: \`${unclear.from} to ${unclear.to}\`.`;
    case 'hours':
      return mrkdwn`“${typed(unclear)}” names an hour, and these are whole days. Type the day alone, such as \`today\` or \`Dec 24\`.`;
    case 'no-weeks':
      return mrkdwn`“${typed(unclear)}” is not a number of weeks from 1 to 52. Type \`/oncall schedule 4\`.`;
    case 'no-person':
      return mrkdwn`“${typed(unclear)}” cannot be read. Type \`/oncall holidays @person\`, or \`/oncall holidays\` for your own; with \`2027\` for another year.`;
    case 'no-months':
      return mrkdwn`“${typed(unclear)}” is not a number of months from 1 to 36. Type \`/oncall fairness 12\`.`;
    case 'no-swap':
      return mrkdwn`“${typed(unclear)}” names nobody. Type \`/oncall swap for @person\`, or \`/oncall swap Dec 24\` for your own week.`;
    case 'no-cover':
      if (/^(?:<[^<>]*>)?$/.test(unclear.words))
        return mrkdwn`Say who is out, and when: \`/oncall cover @absent Dec 1 to Dec 4\`, with \`by @taker\` at its end where somebody else takes it.`;
      return mrkdwn`“${typed(unclear)}” cannot be read. Type \`/oncall cover @absent Dec 1 to Dec 4\`, with \`by @taker\` at its end where somebody else takes it.`;
    case 'too-long':
      return mrkdwn`That is ${unclear.length} characters; a question has at most ${LONGEST_QUESTION}. Use a pipeline's name, or a few words of it.`;
    case 'no-words':
      return mrkdwn`There are no words in “${typed(unclear)}”. Type \`/oncall help\` for what you can ask.`;
  }
}

/** Something broke: what to say to whom. */
export function brokenView(id: string): Message {
  const text = mrkdwn`That broke (${id}). Try again; if it stays, give this id to whoever runs Baton.`;
  return { text: text.mrkdwn, blocks: [section(text)] };
}

/** Somebody was named who is nobody of the team, as far as Baton knows. */
export function unknownPersonView(user: SlackUserId): Message {
  const text = mrkdwn`${mention(user)} is not linked to anybody on the team. A lead puts their e-mail or Slack id in the team file.`;
  return { text: 'That person is not linked to anybody on the team.', blocks: [section(text)] };
}

/** A button that Baton no longer understands. */
export function outdatedView(): Message {
  const text = mrkdwn`This button is from an earlier version of Baton. Type the command again.`;
  return { text: text.mrkdwn, blocks: [section(text)] };
}
