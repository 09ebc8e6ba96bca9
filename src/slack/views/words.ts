import type { KnownBlock } from '@slack/types';
import type { EngineerId, SlackUserId } from '../../domain/ids';
import { engineerOf, type Team, zoneOf } from '../../domain/team';
import type { Question } from '../../usecases/question';
import { nameOf, placeOf, plainMoment, shorten } from '../../usecases/wording';
import { context, type Mrkdwn, mrkdwn } from './blocks';

/** For whom something is written: the asker alone, or a channel, which nobody's name may ring in. */
export type Reader =
  | { readonly kind: 'asker'; readonly slack: SlackUserId }
  | { readonly kind: 'channel'; readonly sharedBy: SlackUserId };

/** What a view needs besides the answer. */
export type Scene = { readonly team: Team; readonly now: Date; readonly reader: Reader; readonly question: Question };

/** What a view that is nobody's answer needs: the team, and from when it is seen. */
export type Stage = Pick<Scene, 'team' | 'now'>;

/** A person by name, which rings nowhere. */
export const named = (team: Team, id: EngineerId): Mrkdwn => mrkdwn`*${nameOf(team, id)}*`;

/** A person who must act: mentioned, which rings for them; by name where they are not linked. */
export function called(team: Team, id: EngineerId): Mrkdwn {
  const { slack } = engineerOf(team, id);
  return slack ? mention(slack) : named(team, id);
}

/** A person by name; where they are linked, as the link to write to them, but only for an asker who sees it alone. */
export function person({ team, reader }: Scene, id: EngineerId): Mrkdwn {
  const { name, slack } = engineerOf(team, id);
  return reader.kind === 'asker' && slack ? mention(slack) : mrkdwn`*${name}*`;
}

/** A name as it stands in the text of notifications, which show about 80 characters. */
export const brief = (name: string): string => shorten(name, 40);

/** A Slack user, mentioned. Notifies them, except in what the asker alone sees. */
export const mention = (user: SlackUserId): Mrkdwn => ({ mrkdwn: `<@${user}>` });

/** An instant in the team's zone, which it names: `Mon 30 Nov 09:00 New York time`. */
export const zoned = (instant: Date, { team, now }: Stage): string =>
  `${plainMoment(instant, team.timezone, now)} ${placeOf(team.timezone)}`;

/** A moment as `plainMoment` writes it, which people hardly do. */
const PLAIN_MOMENT = /\b[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}(?: \d{4})? \d\d:\d\d\b/;

/** Blocks with a line that says by which clock their times are, where people of the team live by several. */
export function withClock(blocks: readonly KnownBlock[], team: Team): readonly KnownBlock[] {
  if (isInOneZone(team)) return blocks;
  // What stands in angle brackets is shown by each reader's own clock.
  const said = blocks
    .map(textOf)
    .join('\n')
    .replaceAll(/<[^>]*>/g, '');
  const place = placeOf(team.timezone);
  const isNamed = said
    .split(` ${place}`)
    .slice(0, -1)
    .some((before) => /\d\d:\d\d$/.test(before));
  if (isNamed || !PLAIN_MOMENT.test(said)) return blocks;
  // Above the buttons that close a message.
  const end = blocks.findLastIndex(({ type }) => type !== 'actions') + 1;
  return blocks.toSpliced(end, 0, context(mrkdwn`Times are ${place}.`));
}

/** Whether everybody on the team reads the same clock. */
export const isInOneZone = (team: Team): boolean =>
  [...team.engineers.values()].every((each) => each.leftAt !== null || zoneOf(team, each) === team.timezone);

function textOf(block: KnownBlock): string {
  if (block.type === 'section') return block.text?.text ?? '';
  return block.type === 'context' ? block.elements.map((each) => ('text' in each ? each.text : '')).join('\n') : '';
}

/** An instant in each reader's own zone. */
export function moment(stage: Stage, instant: Date): Mrkdwn {
  const seconds = Math.floor(instant.getTime() / 1000);
  const fallback = mrkdwn`${zoned(instant, stage)}`;
  return { mrkdwn: `<!date^${seconds}^{date_long_pretty} at {time}|${fallback.mrkdwn}>` };
}
