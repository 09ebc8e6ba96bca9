import { UTCDateMini } from '@date-fns/utc';
import { format } from 'date-fns/format';
import { daysIn, holidaysAmong } from '../domain/days';
import type { EngineerId } from '../domain/ids';
import { addDays, type LocalDate, overlap, weekdayOf } from '../domain/interval';
import { onCallAt, type Stretch } from '../domain/schedule';
import { engineerOf, type Team } from '../domain/team';
import type { Simulation } from './simulation';
import { fullDay, nameOf, shorten } from './wording';

/** Sizes in pixels: a day, the room around, between and above months, and above all. */
const DAY = { width: 54, height: 30 } as const;
const MONTH = { width: 7 * DAY.width + 36, height: 6 * DAY.height + 76 } as const;
const COLUMNS = 3;
const MARGIN = 36;
const TOP = 92;
const WIDTH = COLUMNS * MONTH.width + 2 * MARGIN - 36;

/** Colours of people, which dark text is read on; whoever is beyond them begins anew, and has their initials. */
const COLOURS = [
  ...['#7cc4ef', '#f0b45a', '#5fc9a3', '#efe06b', '#d3a6d1', '#ef9080'],
  ...['#a5b8ff', '#c6dc88', '#97dde1', '#e2c3a0', '#c2c2ca', '#f8bccf'],
] as const;

/** What one day shows. */
type Day = {
  readonly date: LocalDate;
  /** Undefined before the rotation begins. */
  readonly stretch: Stretch | undefined;
  /** The holiday of whoever is on call. */
  readonly holiday: string | undefined;
  readonly isGap: boolean;
  /** Whether somebody else is on call than the day before. */
  readonly begins: boolean;
};

/** How people are drawn. */
type Look = { readonly colour: string; readonly initials: string };

/** A calendar of a simulation as it is planned, to be put on a wall: an SVG document with a colour and initials for each engineer. */
export function calendarPicture({ planned, span, from, to, gaps }: Simulation): string {
  const { team, balances } = planned;
  const days = daysOf(team, span, gaps);
  const looks = looksOf(
    team,
    [...team.engineers.keys()].filter((id) => days.some((day) => isOn(day, id))),
  );
  const months = [...new Set(days.map(({ date }) => date.slice(0, 7)))];
  const bottom = TOP + Math.ceil(months.length / COLUMNS) * MONTH.height;
  const weeks = new Map(balances.map((each) => [each.engineer, each.weeks]));
  const legend = [...looks].map(([id, look]) => ({
    look,
    text: `${nameOf(team, id)}, ${counted(weeks.get(id) ?? 0)}`,
  }));
  const perRow = 4;
  const height = bottom + Math.ceil(legend.length / perRow) * 30 + 76;
  const title = `On call: ${team.name}`;
  const when = `${fullDay(from)} to ${fullDay(to)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${text(`${title}, ${when}`)}">`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="50">${text(title)}</text>`,
    `<text class="quiet" x="${MARGIN}" y="74">${text(when)}</text>`,
    ...months.flatMap((month, place) => monthOf(team, month, days, looks, place)),
    ...legend.map(({ look, text: words }, place) => {
      const x = MARGIN + (place % perRow) * ((WIDTH - 2 * MARGIN) / perRow);
      const y = bottom + 18 + Math.floor(place / perRow) * 30;
      return `<rect x="${x}" y="${y - 15}" width="36" height="20" rx="4" fill="${look.colour}"/><text class="who" x="${x + 18}" y="${y}" text-anchor="middle">${text(look.initials)}</text><text class="word" x="${x + 44}" y="${y}">${text(shorten(words, 36))}</text>`;
    }),
    `<text class="quiet" x="${MARGIN}" y="${height - 46}">A day is the colour of whoever is on call at noon, the bar below it of the backup; initials stand where it passes on.</text>`,
    `<text class="quiet" x="${MARGIN}" y="${height - 24}">● a holiday of whoever is on call · ↔ swapped, or somebody stands in · red outline: nobody can be reached</text>`,
    '</svg>',
  ].join('\n');
}

const counted = (weeks: number): string => `${weeks} ${weeks === 1 ? 'week' : 'weeks'}`;

const isOn = ({ stretch }: Day, id: EngineerId): boolean =>
  stretch?.primary.engineer === id || stretch?.backup?.engineer === id;

function daysOf(team: Team, span: Simulation['span'], gaps: Simulation['gaps']): readonly Day[] {
  let before: EngineerId | undefined;
  return daysIn(team, span).map((day) => {
    const stretch = onCallAt(team, day.noon);
    const engineer = stretch?.primary.engineer;
    const moment = { start: day.noon, end: new Date(day.noon.getTime() + 1) };
    const begins = engineer !== before;
    before = engineer;
    return {
      ...{ date: day.date, stretch, begins },
      holiday: engineer && holidaysAmong(team, engineer, [day])[0]?.name,
      isGap: gaps.some((gap) => gap.kind === 'duty' && overlap(gap, moment)),
    };
  });
}

/** A colour and initials for each, no initials twice. */
function looksOf(team: Team, people: readonly EngineerId[]): ReadonlyMap<EngineerId, Look> {
  const taken = new Set<string>();
  return new Map(
    people.map((id, place) => {
      const own = engineerOf(team, id)
        .name.split(/\s+/)
        .map((word) => (/^\d+$/.test(word) ? word : [...word][0]?.toUpperCase()))
        .join('')
        .slice(0, 3);
      const initials = taken.has(own) ? `${own.slice(0, 2)}${place + 1}` : own;
      taken.add(initials);
      return [id, { colour: COLOURS[place % COLOURS.length] ?? COLOURS[0], initials }];
    }),
  );
}

const MONDAY_FIRST = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

function monthOf(
  team: Team,
  month: string,
  days: readonly Day[],
  looks: ReadonlyMap<EngineerId, Look>,
  place: number,
): readonly string[] {
  const [left, top] = [MARGIN + (place % COLUMNS) * MONTH.width, TOP + Math.floor(place / COLUMNS) * MONTH.height];
  const known = new Map(days.map((day) => [day.date, day]));
  const first: LocalDate = `${month}-01`;
  const indent = MONDAY_FIRST.indexOf(weekdayOf(first) as (typeof MONDAY_FIRST)[number]);
  const all: LocalDate[] = [];
  for (let date = first; date.startsWith(month); date = addDays(date, 1)) all.push(date);
  return [
    `<text class="month" x="${left}" y="${top + 24}">${format(new UTCDateMini(first), 'MMMM yyyy')}</text>`,
    ...MONDAY_FIRST.map(
      (day, column) =>
        `<text class="quiet" x="${left + column * DAY.width + 4}" y="${top + 46}">${day.slice(0, 2).replace(/^./, (letter) => letter.toUpperCase())}</text>`,
    ),
    ...all.map((date, index) => {
      const x = left + ((indent + index) % 7) * DAY.width;
      const y = top + 54 + Math.floor((indent + index) / 7) * DAY.height;
      const day = known.get(date);
      return day
        ? cellOf(team, day, looks, { x, y })
        : `<text class="quiet" x="${x + 4}" y="${y + 15}">${index + 1}</text>`;
    }),
  ];
}

function cellOf(
  team: Team,
  { date, stretch, holiday, isGap, begins }: Day,
  looks: ReadonlyMap<EngineerId, Look>,
  { x, y }: { readonly x: number; readonly y: number },
): string {
  const number = Number(date.slice(8));
  if (!stretch) return `<text class="quiet" x="${x + 4}" y="${y + 15}">${number}</text>`;
  const [primary, backup] = [looks.get(stretch.primary.engineer), stretch.backup && looks.get(stretch.backup.engineer)];
  const mark = `${holiday ? '●' : ''}${stretch.primary.reason.kind === 'rotation' ? '' : '↔'}`;
  const said = [
    `${fullDay(date)}: ${isGap ? 'nobody can be reached' : nameOf(team, stretch.primary.engineer)}`,
    `backup ${stretch.backup ? nameOf(team, stretch.backup.engineer) : 'nobody'}`,
    ...(holiday ? [holiday] : []),
  ].join(', ');
  const [width, height] = [DAY.width - 2, DAY.height - 2];
  return [
    `<g><title>${text(said)}</title>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3" fill="${primary?.colour}"${isGap ? ' class="gap"' : ''}/>`,
    backup
      ? `<rect x="${x + 3}" y="${y + height - 6}" width="${width - 6}" height="4" fill="${backup.colour}" class="bar"/>`
      : '',
    `<text class="${holiday ? 'day holiday' : 'day'}" x="${x + 4}" y="${y + 15}">${number}${begins && mark ? `<tspan class="mark">${mark}</tspan>` : ''}</text>`,
    begins
      ? `<text class="who" x="${x + width - 3}" y="${y + 15}" text-anchor="end">${text(primary?.initials ?? '')}</text>`
      : '',
    mark && !begins ? `<text class="who" x="${x + width - 3}" y="${y + 15}" text-anchor="end">${mark}</text>` : '',
    '</g>',
  ].join('');
}

const STYLE = [
  'svg:root{max-width:100%;height:auto}',
  'text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:#1d1c1d}',
  '.paper{fill:#fff}.title{font-size:28px;font-weight:700}.month{font-size:17px;font-weight:700}',
  '.quiet{font-size:13px;fill:#616061}.word{font-size:14px}',
  '.day{font-size:13px;fill:#1d1c1d}.holiday{font-weight:700}.mark{font-size:9px}.who{font-size:11px;font-weight:700;fill:#1d1c1d}',
  '.bar{stroke:#fff;stroke-width:1}.gap{stroke:#c01343;stroke-width:3}',
  '@media(prefers-color-scheme:dark){.paper{fill:#1a1d21}.title,.month,.word{fill:#e8e8e8}.quiet{fill:#b5b6b9}.bar{stroke:#1a1d21}}',
].join('');

/** Text as XML has it. */
const text = (words: string): string =>
  words.replace(/[^\P{Cc}\n\t]/gu, '').replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
