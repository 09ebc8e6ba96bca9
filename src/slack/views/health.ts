import type { KnownBlock } from '@slack/types';
import type { HealthAnswer } from '../../usecases/health';
import type { StoredNotice } from '../../usecases/outbox';
import {
  comingWords,
  mirrorLines,
  noticeWords,
  placeOf,
  plainMoment,
  processLines,
  troubleWords,
} from '../../usecases/wording';
import { context, join, listing, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import type { Stage } from './words';

const MOST = { pieces: 8, characters: 2000 };

/** How Baton is: what is the matter, what was told, what waits and what comes. */
export function healthView({ facts, processes, troubles, told, waiting, coming }: HealthAnswer, stage: Stage): Message {
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
    coming.map(
      ({ notice, dueAt }) => mrkdwn`• ${plainMoment(dueAt, team.timezone, now)}: ${comingWords(team, notice)}`,
    ),
  );
  add(
    'Told',
    told.map((notice) => mrkdwn`• ${lineOf(notice, stage)}`),
  );
  const lines = [
    ...processLines(stage, processes),
    ...mirrorLines(stage, facts.mirrors),
    `Database ${facts.database}. Times are ${placeOf(team.timezone)}.`,
  ];
  blocks.push(context(list(lines.map((each) => mrkdwn`${each}`))));
  return { text, blocks };
}

const list = (lines: readonly Mrkdwn[]): Mrkdwn => listing(lines, '\n', MOST, (left) => `and ${left} more`);

function lineOf({ notice, dueAt, state, sentAt, reason }: StoredNotice, { team, now }: Stage): Mrkdwn {
  const at = sentAt ? ` ${plainMoment(sentAt, team.timezone, now)}` : '';
  const due = plainMoment(dueAt, team.timezone, now);
  return mrkdwn`${due}: ${noticeWords(team, notice)} – ${state}${at}${reason && state !== 'sent' ? `. ${reason}` : ''}`;
}
