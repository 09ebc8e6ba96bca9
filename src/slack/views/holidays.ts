import type { KnownBlock } from '@slack/types';
import type { HolidaysAnswer } from '../../usecases/holidays';
import { fullDay, nameOf } from '../../usecases/wording';
import { context, type Message, type Mrkdwn, mrkdwn, rowsThatFit, section, table } from './blocks';
import { brief, type Scene } from './words';

/** The holidays of somebody in a year, and who is on call on each. */
export function holidaysView(answer: HolidaysAnswer, scene: Scene): Message {
  const { engineer, self, days, year } = answer;
  const { team, reader } = scene;
  const whose = self && reader.kind === 'asker' ? mrkdwn`Your` : mrkdwn`*${brief(engineer.name)}*’s`;
  const when = year ?? 'the year to come';
  const title =
    days.length > 0
      ? mrkdwn`${whose} holidays in ${when}: ${days.length}.`
      : isKnown(answer)
        ? mrkdwn`${whose} calendar has no holiday in ${when}.`
        : mrkdwn`${whose} holidays in ${when} are not known.`;
  const rows = days.map(({ date, name, primary }) => [
    fullDay(date),
    name,
    primary ? `${nameOf(team, primary)}${primary === engineer.id ? ' (their own)' : ''}` : '–',
  ]);
  const blocks: KnownBlock[] = [section(title)];
  if (rows.length > 0) blocks.push(table([['Day', 'Holiday', 'On call'], ...rowsThatFit(rows)]));
  blocks.push(context(mrkdwn`${sourceWords(answer)} A holiday changes no duty: others lead critical support on it.`));
  return { text: title.mrkdwn, blocks };
}

/** Whether the public holidays of that time are known, where there are any. */
const isKnown = ({ known, place, year, years: { first, last } }: HolidaysAnswer): boolean =>
  known && (place === null || year === null || (first <= year && year <= last));

/** Whose days these are, and what is not known. */
function sourceWords(answer: HolidaysAnswer): Mrkdwn {
  const { place, known, years } = answer;
  if (!place) return mrkdwn`The team’s own days. The team file names no country.`;
  const where = `${place.country}${place.region ? `, ${place.region}` : ''}`;
  if (!known)
    return mrkdwn`The public holidays of ${where} are being worked out; ask again in a moment. These are the team’s own days.`;
  if (!isKnown(answer))
    return mrkdwn`The public holidays of ${where} are known from ${years.first} to ${years.last}; the team’s own days are there as well.`;
  return mrkdwn`Public holidays of ${where}, and the team’s own days.`;
}
