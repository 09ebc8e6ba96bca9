import type { Rung } from '../domain/call-list';
import type { Stretch } from '../domain/schedule';
import type { Pipeline, Team } from '../domain/team';
import type { HealthAnswer } from '../usecases/health';
import type { DaysAnswer, NowAnswer, PersonAnswer } from '../usecases/on-call';
import type { StoredNotice } from '../usecases/outbox';
import type { Contact, OwnersAnswer, WhoAnswer } from '../usecases/ownership';
import {
  because,
  comingWords,
  fullDay,
  gapWords,
  handoffOf,
  hindrance,
  localClock,
  mirrorLines,
  nameOf,
  noticeWords,
  pipelineHolidayWords,
  placeOf,
  plainDay,
  plainMoment,
  processLines,
  roleWords,
  troubleWords,
} from '../usecases/wording';

/** What an answer is written for: the team, and from when it is seen. */
export type View = { readonly team: Team; readonly now: Date };

/** Who is on call, until when, who follows, and what is unusual about it. */
export function nowWords(view: View, { current, next, backupUntil, holiday }: NowAnswer): string {
  const { team, now } = view;
  const at = next && plainMoment(next.at, team.timezone, now);
  const follows = next && nameOf(team, next.to.primary.engineer);
  const handoffs = `Handoffs are ${handoffOf(view)}.`;
  if (!current)
    return [follows ? `Nobody is on call yet. ${follows} begins on ${at}.` : 'Nobody is on call.', handoffs].join('\n');
  const { primary, backup, shift, gaps } = current;
  const stays = backupUntil ? `, until ${plainMoment(backupUntil, team.timezone, now)}` : '';
  const notes = reasonsOf(view, current).map((why) => `${why}.`);
  if (gaps.includes('primary')) notes.push('Nobody in the rotation can be reached now: everybody is on time off.');
  else if (gaps.includes('backup')) notes.push('Nobody is left to be backup.');
  if (holiday)
    notes.push(`Today is a holiday (${holiday}): ask with \`who\` and a pipeline for who leads its support.`);
  return [
    ...columns([
      ['On call', `${nameOf(team, primary.engineer)}${at ? `, until ${at}` : ''}`],
      ['Backup', `${backup ? nameOf(team, backup.engineer) : 'nobody'}${stays}`],
      ...(follows ? [['Next', follows]] : []),
    ]),
    '',
    ...notes,
    `Week ${shift.week.number} of ${shift.week.of}. ${handoffs}`,
  ].join('\n');
}

/** The shifts of some days as rows; below a row why it is not as the order has it. */
export function scheduleWords(view: View, { from, to, stretches, gaps, begins }: DaysAnswer): string {
  const { team, now } = view;
  const moment = (instant: Date) => plainMoment(instant, team.timezone, now);
  const days = from === to ? fullDay(from) : `${fullDay(from)} to ${fullDay(to)}`;
  const last = stretches.at(-1);
  if (!last) return `${days}\nNobody is on call: the rotation begins on ${moment(begins)}, ${placeOf(team.timezone)}.`;
  const [head = '', ...lines] = columns([
    ['From', 'On call', 'Backup', 'Week'],
    ...stretches.map((stretch) => scheduleRow(view, stretch)),
  ]);
  const rows = stretches.flatMap((stretch, place) => [
    lines[place] ?? '',
    ...reasonsOf(view, stretch).map((why) => `  ${why}`),
  ]);
  return [
    days,
    '',
    head,
    ...rows,
    '',
    ...gaps.map((gap) => `${gapWords(view, gap)}.`),
    `The last row ends on ${moment(last.end)}. Times are ${placeOf(team.timezone)}.`,
  ].join('\n');
}

function scheduleRow({ team, now }: View, { start, shift, primary, backup, gaps }: Stretch): string[] {
  const name = nameOf(team, primary.engineer);
  return [
    plainMoment(start, team.timezone, now),
    gaps.includes('primary') ? `${name} (away)` : name,
    backup ? nameOf(team, backup.engineer) : 'nobody',
    `${shift.week.number} of ${shift.week.of}`,
  ];
}

const reasonsOf = (view: View, { primary, backup }: Stretch): string[] =>
  [primary, backup].flatMap((held) => {
    const why = held && because(view, held);
    return held && why ? [`${nameOf(view.team, held.engineer)} ${why}`] : [];
  });

/** The pipelines that were meant: whom to ask, and whom to call. */
export function pipelinesWords(view: View, { words, exactly, contacts }: WhoAnswer): string {
  const nearest = exactly ? [] : [`Nothing is called “${words}”. This is nearest.`, ''];
  return [...nearest, contacts.map((contact) => contactWords(view, contact)).join('\n\n')].join('\n');
}

/** A pipeline with its two lines and its call list. */
export function contactWords(view: View, { pipeline, callList, holidays }: Contact): string {
  const { team } = view;
  const owners = [pipeline.primaryOwner, pipeline.secondaryOwner].map((id) => nameOf(team, id));
  const [first, second] = callList.map(({ engineer }) => nameOf(team, engineer));
  const call = second ? `call ${first}, then ${second}` : `call ${first ?? 'nobody'}`;
  return [
    pipeline.name,
    `${areaOf(team, pipeline)}, for ${pipeline.audience}`,
    '',
    ...columns([
      ['Questions', owners.join(', ')],
      ['Broken now', call],
    ]),
    '',
    'Whom to call, in order, with the time where they are:',
    ...callListLines(view, callList),
    ...holidays.map((holiday) => pipelineHolidayWords(view, holiday)),
  ].join('\n');
}

/** Whom to call, numbered, with their clock, the reason they stand there, and what keeps them away. */
export function callListLines(view: View, rungs: readonly Rung[]): string[] {
  const { team, now } = view;
  return columns(
    rungs.map((rung, place) => {
      const roles = roleWords(rung.roles);
      const why = rung.leads ? `leads critical support today, ${roles}` : roles;
      const kept = hindrance(team, rung.availability, now);
      return [
        `${place + 1}.`,
        nameOf(team, rung.engineer),
        localClock(team, rung.engineer, now),
        kept ? `${why}; ${kept}` : why,
      ];
    }),
  );
}

const areaOf = (team: Team, { area }: Pipeline): string => team.areas.get(area)?.name ?? area;

/** The people who were meant: duty, turns ahead, pipelines. */
export const engineersWords = (view: View, people: readonly PersonAnswer[]): string =>
  people.map((person) => engineerWords(view, person)).join('\n\n');

function engineerWords({ team, now }: View, { engineer, duty, awayUntil, turns, owns, seconds }: PersonAnswer): string {
  const day = (instant: Date) => plainDay(instant, team.timezone, now);
  const state = duty === 'primary' ? 'is on call now' : duty === 'backup' ? 'is backup now' : 'is not on duty now';
  const away = awayUntil ? `, and away until ${plainMoment(awayUntil, team.timezone, now)}` : '';
  return [
    `${engineer.name} ${state}${away}.`,
    '',
    ...listed(
      'On call',
      turns.map(({ start, end }) => `${day(start)} to ${day(end)}`),
      'nothing in the next 12 weeks',
    ),
    ...listed(
      'Owner of',
      owns.map(({ name }) => name),
      'nothing',
    ),
    ...listed(
      'Second owner of',
      seconds.map(({ name }) => name),
      'nothing',
    ),
    '',
    `Days are ${placeOf(team.timezone)}.`,
  ].join('\n');
}

/** A label with one line per thing; the labels of a person line up. */
const listed = (label: string, things: readonly string[], none: string): string[] =>
  (things.length > 0 ? things : [none]).map((thing, place) => `${(place === 0 ? label : '').padEnd(17)}${thing}`);

/** Every pipeline with its owners, as a table. */
export const ownersWords = (team: Team, { pipelines }: OwnersAnswer): string =>
  columns([
    ['Area', 'Pipeline', 'Owner', 'Second owner'],
    ...pipelines.map((pipeline) => [
      areaOf(team, pipeline),
      pipeline.name,
      nameOf(team, pipeline.primaryOwner),
      nameOf(team, pipeline.secondaryOwner),
    ]),
  ]).join('\n');

/** Rows as lines whose cells line up, two spaces apart. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((widest, row) => {
    return row.map((cell, place) => Math.max(cell.length, widest[place] ?? 0));
  }, []);
  return rows.map((row) =>
    row
      .map((cell, place) => cell.padEnd(widths[place] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Rows that are shown of what waits, comes and was told. */
const MOST_NOTICES = 12;

/** How Baton is: what is the matter, what waits, what comes, and what was told. */
export function healthWords(view: View, { facts, processes, troubles, told, waiting, coming }: HealthAnswer): string {
  const { team, now } = view;
  const moment = (instant: Date) => plainMoment(instant, team.timezone, now);
  const stored = (each: StoredNotice) => [
    moment(each.dueAt),
    noticeWords(team, each.notice),
    [
      [each.state, ...(each.sentAt ? [moment(each.sentAt)] : [])].join(', '),
      ...(each.reason ? [each.reason] : []),
    ].join(': '),
  ];
  const part = (title: string, rows: readonly string[][]): string[] =>
    rows.length === 0
      ? []
      : [
          ...['', title, ...columns(rows.slice(0, MOST_NOTICES)).map((line) => `  ${line}`)],
          ...(rows.length > MOST_NOTICES ? [`  and ${rows.length - MOST_NOTICES} more`] : []),
        ];
  return [
    ...(troubles.length === 0 ? ['Baton is well.'] : troubles.map((trouble) => troubleWords(view, trouble))),
    ...part('Waiting', waiting.map(stored)),
    ...part(
      'Next',
      coming.map(({ notice, dueAt }) => [moment(dueAt), comingWords(team, notice)]),
    ),
    ...part('Told', told.map(stored)),
    '',
    ...processLines(view, processes),
    ...mirrorLines(view, facts.mirrors),
    `Database ${facts.database}. Times are ${placeOf(team.timezone)}.`,
  ].join('\n');
}
