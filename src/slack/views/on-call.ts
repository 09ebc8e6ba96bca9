import type { KnownBlock } from '@slack/types';
import type { EngineerId } from '../../domain/ids';
import { localDateOf } from '../../domain/interval';
import type { Stretch } from '../../domain/schedule';
import type { Reminder } from '../../domain/team';
import type { NowAnswer, PersonAnswer, ScheduleAnswer, WhyAnswer } from '../../usecases/on-call';
import { SCHEDULE_WEEKS } from '../../usecases/question';
import {
  because,
  fullDay,
  gapWords,
  handoffOf,
  nameOf,
  placeOf,
  plainDay,
  plainMoment,
  reminderWords,
} from '../../usecases/wording';
import { deedButton, questionButton } from '../actions';
import {
  buttons,
  context,
  firstThatFit,
  join,
  listing,
  type Message,
  type Mrkdwn,
  mrkdwn,
  rowsThatFit,
  section,
  table,
  textLength,
} from './blocks';
import { brief, moment, named, person, type Scene, zoned } from './words';

/** Who is on call, until when, and who follows: one line, and what explains it. */
export function nowView(answer: NowAnswer, scene: Scene): Message {
  const { current, next, backupUntil, holiday } = answer;
  if (!current) return notBegun(next, scene);
  const until = next ? mrkdwn` until ${moment(scene, next.at)}` : '';
  const backup = mrkdwn`${current.backup ? named(scene.team, current.backup.engineer) : 'nobody'}${backupUntil ? mrkdwn` until ${moment(scene, backupUntil)}` : ''}`;
  const follows = next ? mrkdwn` Next: *${nameOf(scene.team, next.to.primary.engineer)}*.` : '';
  return {
    text: onCallText(current, answer, scene),
    blocks: [
      section(mrkdwn`${person(scene, current.primary.engineer)} is on call${until}. Backup: ${backup}.${follows}`),
      ...notes(current, holiday, scene).map(context),
      ...buttons(
        questionButton('ask', 'schedule', 'Schedule', { kind: 'schedule', weeks: SCHEDULE_WEEKS.usual }),
        questionButton('ask', 'owners', 'Owners', { kind: 'owners' }),
        questionButton('ask', 'why', 'Why', { kind: 'why', date: localDateOf(scene.now, scene.team.timezone) }),
      ),
    ],
  };
}

function onCallText({ primary, backup }: Stretch, { next, backupUntil }: NowAnswer, scene: Scene): string {
  const { team, now } = scene;
  const until = next ? ` until ${zoned(next.at, scene)}` : '';
  const name = (id: EngineerId): string => brief(nameOf(team, id));
  const stays = backupUntil ? ` until ${plainDay(backupUntil, team.timezone, now)}` : '';
  const second = `${backup ? name(backup.engineer) : 'nobody'}${stays}`;
  const follows = next ? ` Next: ${name(next.to.primary.engineer)}.` : '';
  return mrkdwn`${name(primary.engineer)} is on call${until}. Backup: ${second}.${follows}`.mrkdwn;
}

function notBegun(next: NowAnswer['next'], scene: Scene): Message {
  if (!next) return { text: 'Nobody is on call.', blocks: [section(mrkdwn`Nobody is on call.`)] };
  const who = nameOf(scene.team, next.to.primary.engineer);
  const when = plainMoment(next.at, scene.team.timezone, scene.now);
  return {
    text: mrkdwn`Nobody is on call yet. ${brief(who)} begins on ${when}.`.mrkdwn,
    blocks: [
      section(
        mrkdwn`Nobody is on call yet. ${person(scene, next.to.primary.engineer)} begins on ${moment(scene, next.at)}.`,
      ),
      context(mrkdwn`Handoffs are ${handoffOf(scene)}.`),
      ...buttons(questionButton('ask', 'schedule', 'Schedule', { kind: 'schedule', weeks: SCHEDULE_WEEKS.usual })),
    ],
  };
}

function notes(current: Stretch, holiday: string | null, scene: Scene): Mrkdwn[] {
  const { number, of } = current.shift.week;
  const lines = [mrkdwn`Week ${number} of ${of}. Handoffs are ${handoffOf(scene)}.`];
  for (const held of [current.primary, current.backup]) {
    const why = held && because(scene, held);
    if (held && why) lines.push(mrkdwn`${nameOf(scene.team, held.engineer)} ${why}.`);
  }
  if (current.gaps.includes('primary'))
    lines.push(mrkdwn`:warning: Nobody in the rotation can be reached now: everybody is on time off.`);
  else if (current.gaps.includes('backup')) lines.push(mrkdwn`:warning: Nobody is left to be backup.`);
  if (holiday)
    lines.push(
      mrkdwn`Today is a holiday (${holiday}): critical support is led pipeline by pipeline. Ask \`/oncall\` with its name.`,
    );
  return lines;
}

/** Weeks as rows: when, who, backup, and why where it is not the rotation. */
export function scheduleView(answer: ScheduleAnswer, scene: Scene): Message {
  const { team, now } = scene;
  const all = answer.stretches.map((stretch) => scheduleRow(stretch, scene));
  // Most schedules are the plain rotation, and a column of nothing takes the room of the others.
  const columns = all.some((row) => row[WHY] !== '') ? COLUMNS : COLUMNS.slice(0, WHY);
  const rows = all.map((row) => row.slice(0, columns.length));
  const shown = rowsThatFit(rows);
  const left = rows.length - shown.length;
  const weeks = `${answer.weeks} ${answer.weeks === 1 ? 'week' : 'weeks'}`;
  const coming = answer.stretches[0];
  const first = coming ? ` ${brief(nameOf(team, coming.primary.engineer))} first.` : '';
  const blocks: KnownBlock[] = [
    section(mrkdwn`*The schedule for ${weeks}*`),
    table([columns, ...shown]),
    context(mrkdwn`Times are ${placeOf(team.timezone)}. Handoffs are ${handoffOf(scene)}.`),
  ];
  if (left > 0) blocks.push(context(mrkdwn`${left} more changes are not shown. Ask for fewer weeks.`));
  if (answer.begins)
    blocks.push(context(mrkdwn`The rotation begins on ${plainDay(answer.begins, team.timezone, now)}.`));
  for (const gap of answer.gaps.slice(0, MOST_GAPS)) {
    blocks.push(context(mrkdwn`:warning: ${gapWords(scene, gap)}.`));
  }
  const gapsLeft = answer.gaps.length - MOST_GAPS;
  if (gapsLeft > 0) blocks.push(context(mrkdwn`:warning: ${gapsLeft} more gaps are not shown.`));
  return { text: mrkdwn`The schedule for ${weeks}.${first}`.mrkdwn, blocks };
}

const MOST_GAPS = 5;

const COLUMNS = ['From', 'On call', 'Backup', 'Week', 'Why'];
const WHY = 4;

function scheduleRow(stretch: Stretch, { team, now }: Scene): string[] {
  const whole = stretch.start.getTime() === stretch.shift.start.getTime();
  const reasons = [stretch.primary, stretch.backup].flatMap((held) => {
    const why = held && because({ team, now }, held);
    return held && why ? [`${nameOf(team, held.engineer)} ${why}`] : [];
  });
  return [
    plainMoment(stretch.start, team.timezone, now),
    stretch.gaps.includes('primary')
      ? `${nameOf(team, stretch.primary.engineer)} (away)`
      : nameOf(team, stretch.primary.engineer),
    stretch.backup ? nameOf(team, stretch.backup.engineer) : 'nobody',
    whole ? `${stretch.shift.week.number} of ${stretch.shift.week.of}` : '',
    reasons.join('; '),
  ];
}

/** Who held each duty on a day, and the reason for each. */
export function whyView(answer: WhyAnswer, scene: Scene): Message {
  const { team, now } = scene;
  const day = fullDay(answer.date);
  const [first] = answer.stretches;
  if (!first) {
    const begins = plainMoment(answer.begins, team.timezone, now);
    const text = mrkdwn`Nobody was on call on ${day}: the rotation begins on ${begins}.`;
    return { text: text.mrkdwn, blocks: [section(text)] };
  }
  const all = answer.stretches.slice(0, MOST_PARTS).map((stretch) => {
    const from = plainMoment(stretch.start, team.timezone, now);
    const to = plainMoment(stretch.end, team.timezone, now);
    return section(join([mrkdwn`From ${from} to ${to}`, ...reasonsOf(stretch, scene)], '\n'));
  });
  const parts = firstThatFit(all, MOST_IN_PARTS, textLength);
  const left = answer.stretches.length - parts.length;
  return {
    text: mrkdwn`${day}: ${brief(nameOf(team, first.primary.engineer))} is on call.`.mrkdwn,
    blocks: [
      section(mrkdwn`*${day}*`),
      ...parts,
      ...(left > 0 ? [context(mrkdwn`${left} more changes of that day are not shown.`)] : []),
      context(mrkdwn`Times are ${placeOf(team.timezone)}. The order is ${orderOf(first, scene)}.`),
    ],
  };
}

/** Stretches of one day that are shown, and characters of their reasons. */
const MOST_PARTS = 40;
const MOST_IN_PARTS = 9000;

const orderOf = ({ shift }: Stretch, { team }: Scene): Mrkdwn =>
  listing(
    shift.version.order.map((id) => nameOf(team, id)),
    ', ',
    { pieces: 12, characters: 1500 },
    (left) => `and ${left} more`,
  );

function reasonsOf(stretch: Stretch, scene: Scene): Mrkdwn[] {
  const { primary, backup, shift, gaps } = stretch;
  const turn = `week ${shift.week.number} of ${shift.week.of} in the order is theirs`;
  const away = gaps.includes('primary') ? ', but is away, and nobody is left to stand in' : '';
  const lines = [mrkdwn`• ${person(scene, primary.engineer)} is on call: ${because(scene, primary) ?? turn}${away}.`];
  if (!backup) return [...lines, mrkdwn`• Nobody is backup: everybody else is away.`];
  const { backupOffset } = shift.version;
  // The order goes by whose turn it is, whoever took it.
  const whom =
    primary.engineer === shift.primary ? 'the primary' : `${nameOf(scene.team, shift.primary)}, whose turn it is,`;
  const after = `the backup is ${backupOffset === 1 ? 'the next' : `${backupOffset} places`} after ${whom} in the order`;
  return [...lines, mrkdwn`• ${person(scene, backup.engineer)} is backup: ${because(scene, backup) ?? after}.`];
}

/** What somebody has to do with the team: duty, turns ahead, pipelines. */
export function personView(answer: PersonAnswer, scene: Scene): Message {
  const { engineer, duty, turns, owns, seconds } = answer;
  const { team, now } = scene;
  // Whoever reads it in a channel is not the one who asked.
  const self = answer.self && scene.reader.kind === 'asker';
  const name = self ? 'You' : brief(engineer.name);
  const are = self ? 'are' : 'is';
  const state =
    duty === 'primary' ? `${are} on call now` : duty === 'backup' ? `${are} backup now` : `${are} not on duty now`;
  const until = answer.awayUntil ? `, and away until ${plainMoment(answer.awayUntil, team.timezone, now)}` : '';
  const ahead = turns.map(
    ({ start, end }) => `${plainDay(start, team.timezone, now)} to ${plainDay(end, team.timezone, now)}`,
  );
  const some = (pieces: readonly string[], between: string, none: string): Mrkdwn =>
    pieces.length === 0 ? mrkdwn`${none}` : listing(pieces, between, MOST_LISTED, (left) => `and ${left} more`);
  const list = (pipelines: PersonAnswer['owns']): Mrkdwn =>
    some(
      pipelines.map((pipeline) => pipeline.name),
      ', ',
      'none',
    );
  const turnsText = some(ahead, ' · ', 'none in the next 12 weeks');
  const who = self ? mrkdwn`*You*` : person(scene, engineer.id);
  return {
    text: mrkdwn`${name} ${state}${until}.`.mrkdwn,
    blocks: [
      section(mrkdwn`${who} ${state}${until}.`),
      section(mrkdwn`*On call*: ${turnsText}\n*Owner of*: ${list(owns)}\n*Second owner of*: ${list(seconds)}`),
      ...(self ? favourBlocks(answer, scene) : []),
      context(mrkdwn`Handoffs are ${handoffOf(scene)}.`),
      ...(self ? mutedBlocks(engineer) : []),
    ],
  };
}

/** What they owe, and are owed: days of cover that are not returned yet. */
function favourBlocks({ engineer, favours }: PersonAnswer, { team }: Scene): KnownBlock[] {
  const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;
  const lines = favours.map(({ from, to, days: count }) =>
    from === engineer.id
      ? mrkdwn`You owe *${nameOf(team, to)}* ${days(count)}`
      : mrkdwn`*${nameOf(team, from)}* owes you ${days(count)}`,
  );
  return lines.length === 0
    ? []
    : [section(mrkdwn`*Favours*: ${listing(lines, ' · ', MOST_LISTED, (left) => `and ${left} more`)}`)];
}

/** What somebody does not want to be reminded of, and how they hear it again. */
function mutedBlocks({ muted }: PersonAnswer['engineer']): KnownBlock[] {
  if (muted.length === 0) return [];
  const words = muted.map(reminderWords);
  return [
    context(mrkdwn`Muted: ${words.join('; ')}.`),
    ...buttons(
      ...muted.map((reminder) => deedButton(reminder, HEAR_AGAIN[reminder], { kind: 'mute', reminder, muted: false })),
    ),
  ];
}

const HEAR_AGAIN: Readonly<Record<Reminder, string>> = {
  'notes-wanted': 'Ask me for notes again',
  'handoff-ahead': 'Tell me ahead again',
  'handoff-nudge': 'Remind me to accept again',
  'swap-reminder': 'Remind me of swaps again',
};

/** What is shown of somebody's turns, and of their pipelines. */
const MOST_LISTED = { pieces: 20, characters: 900 };
