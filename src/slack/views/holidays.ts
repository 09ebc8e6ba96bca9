import type { KnownBlock } from '@slack/types';
import type { HolidaysAnswer } from '../../usecases/holidays';
import { fullDay, nameOf } from '../../usecases/wording';
import { context, type Message, mrkdwn, rowsThatFit, section, table } from './blocks';
import { brief, type Scene } from './words';

/** The holidays of somebody in the year to come, and who is on call on each. */
export function holidaysView({ engineer, self, place, days, known }: HolidaysAnswer, scene: Scene): Message {
  const { team, reader } = scene;
  const whose = self && reader.kind === 'asker' ? mrkdwn`Your` : mrkdwn`*${brief(engineer.name)}*’s`;
  const where = place ? `${place.country}${place.region ? `, ${place.region}` : ''}` : null;
  const title =
    days.length === 0
      ? mrkdwn`${whose} calendar has no holiday in the year to come.`
      : mrkdwn`${whose} holidays in the year to come: ${days.length}.`;
  const rows = days.map(({ date, name, primary }) => [
    fullDay(date),
    name,
    primary ? `${nameOf(team, primary)}${primary === engineer.id ? ' (their own)' : ''}` : '–',
  ]);
  const blocks: KnownBlock[] = [section(title)];
  if (rows.length > 0) blocks.push(table([['Day', 'Holiday', 'On call'], ...rowsThatFit(rows)]));
  const source = where
    ? known
      ? mrkdwn`Public holidays of ${where}, and the team’s own days.`
      : mrkdwn`The public holidays of ${where} are being worked out; ask again in a moment. These are the team’s own days.`
    : mrkdwn`The team’s own days. The team file names no country.`;
  blocks.push(context(mrkdwn`${source} A holiday changes no duty: others lead critical support on it.`));
  return { text: title.mrkdwn, blocks };
}
