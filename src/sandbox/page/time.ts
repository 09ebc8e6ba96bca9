/** Times as a reader sees them: in a zone, with the words Slack's date tokens stand for. */

const dayMs = 86_400_000;
/** Slack leaves the year out nearer than this, in milliseconds. */
const nearMs = 183 * dayMs;

type Parts = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>>;

const formats = new Map<string, Intl.DateTimeFormat>();
function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...options });
  formats.set(key, known);
  return known;
}

const words = (at: number, zone: string, options: Intl.DateTimeFormatOptions) => formatter(zone, options).format(at);

function partsOf(at: number, zone: string): Parts {
  const numeric = 'numeric' as const;
  const options = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
  const found = formatter(zone, options).formatToParts(at);
  const get = (type: string) => Number(found.find((part) => part.type === type)?.value ?? 0);
  return {
    year: get('year'),
    month: get('month'),
    day: get('day'),
    hour: get('hour'),
    minute: get('minute'),
    second: get('second'),
  };
}

const two = (value: number) => String(value).padStart(2, '0');

/** Days from `now` to `at` on the zone's calendar: 0 is today. */
function daysApart(at: number, now: number, zone: string): number {
  const day = (when: number) => {
    const { year, month, day: date } = partsOf(when, zone);
    return Date.UTC(year, month - 1, date) / dayMs;
  };
  return day(at) - day(now);
}

const near: Readonly<Record<number, string>> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' };

/** "09:05" in the zone. */
export function timeOf(at: number, zone: string): string {
  const { hour, minute } = partsOf(at, zone);
  return `${two(hour)}:${two(minute)}`;
}

/** "Mon 2 Nov 2026" in the zone. */
export function dateOf(at: number, zone: string): string {
  const { year, day } = partsOf(at, zone);
  return `${words(at, zone, { weekday: 'short' })} ${day} ${words(at, zone, { month: 'short' })} ${year}`;
}

/** The line between two days of messages: "Today", or "Monday, November 2nd". */
export function dayLabel(at: number, now: number, zone: string): string {
  return dateToken(at, '{date_long_pretty}', now, zone);
}

/** The zone as people say it: "America/New_York" is "New York". */
export const zoneName = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** Fills Slack's date tokens, such as "{date_short_pretty} at {time}", in the reader's zone. */
export function dateToken(at: number, format: string, now: number, zone: string): string {
  return format.replace(/\{(\w+)\}/g, (whole: string, token: string, offset: number) => {
    const [, base = '', pretty] = /^(.*?)(_pretty)?$/.exec(token) ?? [];
    const word = pretty ? near[daysApart(at, now, zone)] : undefined;
    if (word) return offset === 0 ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : word;
    return plainToken(at, base, now, zone) ?? whole;
  });
}

function plainToken(at: number, token: string, now: number, zone: string): string | undefined {
  const { year, month, day, second } = partsOf(at, zone);
  const ending = Math.abs(at - now) < nearMs ? '' : `, ${year}`;
  const long = `${words(at, zone, { month: 'long' })} ${day}${ordinal(day)}${ending}`;
  switch (token) {
    case 'date_num':
      return `${year}-${two(month)}-${two(day)}`;
    case 'date':
      return long;
    case 'date_short':
      return `${words(at, zone, { month: 'short' })} ${day}${ending}`;
    case 'date_long':
    case 'day_divider':
      return `${words(at, zone, { weekday: 'long' })}, ${long}`;
    case 'time':
      return timeOf(at, zone);
    case 'time_secs':
      return `${timeOf(at, zone)}:${two(second)}`;
    default:
      return undefined;
  }
}

const ordinal = (day: number) =>
  day % 100 > 10 && day % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
