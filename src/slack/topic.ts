import { backupUntil, nextHandover, onCallAt } from '../domain/schedule';
import type { Team } from '../domain/team';
import { nameOf, plainDay, shorten } from '../usecases/wording';
import { line } from './views/blocks';

/** Characters of a topic. Source: docs.slack.dev, conversations.setTopic. */
const LONGEST_TOPIC = 250;
const LONGEST_NAME = 60;

/** What Baton says in a topic: who is on call, and until when. Throws before the first shift. */
export function topicOf(team: Team, now: Date): string {
  const current = onCallAt(team, now);
  if (!current) throw new Error('nobody is on call yet');
  const { primary, backup, gaps } = current;
  const name = (id: typeof primary.engineer): string => shorten(line(nameOf(team, id)), LONGEST_NAME);
  const next = nextHandover(team, now);
  const ends = backupUntil(team, now);
  const stays = backup && ends ? ` until ${plainDay(ends, team.timezone, ends)}` : '';
  const second = backup ? ` (backup: ${name(backup.engineer)}${stays})` : ' (no backup)';
  // Without a year, which would come and go at New Year.
  const until = next ? ` until ${plainDay(next.at, team.timezone, next.at)}` : '';
  const first = gaps.includes('primary') ? 'nobody' : name(primary.engineer);
  return `On call: ${first}${second}${until}`;
}

const BETWEEN = ' · ';

/**
 * Baton's part of a topic, where what was written last is not known: as {@link topicOf} writes it. A name may have
 * brackets in it; where no day shows the end, they are taken to come in pairs.
 */
const OWN = (() => {
  const some = (unit: string): string => `(?:(?! · )${unit})+?`;
  const begin = String.raw`On call: ${some('.')} \(`;
  const day = String.raw`[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}(?: \d{4})?`;
  const dated = String.raw`${begin}(?:no backup|backup: ${some('.')})\) until ${day}`;
  const bare = String.raw`${begin}(?:no backup|backup: ${some(String.raw`(?:[^()]|\([^()]*\))`)})\)`;
  return new RegExp(`${dated}|${bare}`);
})();

/**
 * A topic with Baton's part in it, in the place of the one it has, else at its end; everything else stays. Null where there
 * is no room.
 */
export function withTopic(topic: string, own: string, before: string): string | null {
  const old = before !== '' && topic.includes(before) ? before : OWN.exec(topic)?.[0];
  const changed =
    old === undefined ? [topic.trim(), own].filter((part) => part !== '').join(BETWEEN) : topic.replace(old, () => own);
  return changed.length > LONGEST_TOPIC ? null : changed;
}
