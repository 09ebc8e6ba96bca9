import type { KnownBlock } from '@slack/types';
import type { HealthAnswer } from '../../usecases/health';
import type { NewNotice } from '../../usecases/notices';
import type { StoredNotice } from '../../usecases/outbox';
import { noticeWords, placeOf, plainMoment, shorten, troubleWords } from '../../usecases/wording';
import { context, join, listing, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import type { Stage } from './words';

const MOST = { pieces: 8, characters: 2000 };

/** How Baton is: what is the matter, what was told, what waits and what comes. */
export function healthView({ facts, troubles, told, waiting, coming }: HealthAnswer, stage: Stage): Message {
  const { team, now } = stage;
  const needs = troubles.length === 1 ? '1 thing needs a look' : `${troubles.length} things need a look`;
  const text = troubles.length === 0 ? 'Baton is well.' : `${needs}.`;
  const matters =
    troubles.length === 0
      ? mrkdwn`:white_check_mark: *Baton is well.*`
      : list(troubles.map((trouble) => mrkdwn`:warning: ${troubleWords(stage, trouble)}`));
  const blocks: KnownBlock[] = [section(matters)];
  const add = (title: string, lines: readonly Mrkdwn[]): void => {
    if (lines.length > 0) blocks.push(section(join([mrkdwn`*${title}*`, list(lines)], '\n')));
  };
  add(
    'Waiting',
    waiting.map((notice) => mrkdwn`• ${lineOf(notice, stage)}`),
  );
  add(
    'Next',
    coming.slice(0, MOST.pieces).map((notice) => mrkdwn`• ${dueOf(notice, stage)}`),
  );
  add(
    'Told',
    told.map((notice) => mrkdwn`• ${lineOf(notice, stage)}`),
  );
  const processes = facts.processes.map(
    ({ version, tickedAt, connected }) =>
      `version ${version}, ${connected ? 'connected' : 'not connected'}, last tick ${plainMoment(tickedAt, team.timezone, now)}`,
  );
  blocks.push(
    context(
      mrkdwn`${processes.length > 0 ? shorten(processes.slice(0, 3).join('; '), 400) : 'Not running'}. Database ${facts.database}. Times are ${placeOf(team.timezone)}.`,
    ),
  );
  return { text, blocks };
}

const list = (lines: readonly Mrkdwn[]): Mrkdwn => listing(lines, '\n', MOST, (left) => `and ${left} more`);

const dueOf = ({ notice, dueAt }: NewNotice, { team, now }: Stage): Mrkdwn =>
  mrkdwn`${plainMoment(dueAt, team.timezone, now)}: ${noticeWords(team, notice)}`;

function lineOf(stored: StoredNotice, stage: Stage): Mrkdwn {
  const { state, sentAt, reason } = stored;
  const at = sentAt ? ` ${plainMoment(sentAt, stage.team.timezone, stage.now)}` : '';
  return mrkdwn`${dueOf(stored, stage)} – ${state}${at}${reason && state !== 'sent' ? `. ${reason}` : ''}`;
}
