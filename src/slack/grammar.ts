import type { SlackUserId } from '../domain/ids';
import { type LocalDate, localDateOf, type Zone } from '../domain/interval';
import { LONGEST_QUESTION, nearestWord } from '../domain/search';
import { FAIRNESS_MONTHS } from '../usecases/balance';
import { type Question, SCHEDULE_WEEKS } from '../usecases/question';
import { type DateRefusal, readDate, readDays } from './dates';

export type CommandName = '/oncall' | '/runbook';

/** What the words after a command mean: a question, something to be done, or something to say plainly about them. */
export type Reading =
  | { readonly kind: 'question'; readonly question: Question }
  | { readonly kind: 'help' }
  /** A note for the next handoff; without words, a form for it. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'claim-lead'; readonly code: string }
  /** Days somebody is away, and why; without words, a form for it. Null is whoever types. */
  | { readonly kind: 'away'; readonly user: SlackUserId | null; readonly words: string }
  /** The form for a swap: of whoever types, or somebody else; with the week of a day. */
  | { readonly kind: 'swap'; readonly requester: SlackUserId | null; readonly date: LocalDate | null }
  | {
      readonly kind: 'cover';
      readonly absent: SlackUserId;
      readonly from: LocalDate;
      readonly to: LocalDate;
      readonly taker: SlackUserId | null;
    }
  | Unclear;

export type Unclear =
  | DateRefusal
  | { readonly kind: 'no-weeks'; readonly words: string }
  | { readonly kind: 'no-cover' | 'no-months' | 'no-person'; readonly words: string }
  | { readonly kind: 'no-swap'; readonly words: string }
  | { readonly kind: 'too-long'; readonly length: number }
  | { readonly kind: 'no-words'; readonly words: string };

type Form = {
  readonly usage: string;
  readonly help: string;
  readonly read: (words: string, at: Moment) => Reading;
};
type Moment = {
  readonly now: Date;
  readonly zone: Zone;
  /** What somebody is called whom a note mentions; without it, as Slack names them. */
  readonly nameOf?: (user: SlackUserId) => string | undefined;
};

const ask = (question: Question): Reading => ({ kind: 'question', question });

/** Every word `/oncall` knows, and the help it prints. What is not built is not here. */
const ONCALL: Readonly<Record<string, Form>> = {
  who: {
    usage: 'who <words>',
    help: 'Who owns it and whom to call: a pipeline, area, audience or person',
    read: (words) => who(words.replace(/^owns\s+(?=\S)/i, '')),
  },
  schedule: {
    usage: 'schedule [weeks]',
    help: 'The weeks ahead, with the reason for every change',
    read: (words) => schedule(words),
  },
  owners: {
    usage: 'owners',
    help: 'Every pipeline with its owner and second owner',
    read: () => ask({ kind: 'owners' }),
  },
  me: { usage: 'me', help: 'My turns, and what I own', read: () => ask({ kind: 'me' }) },
  why: { usage: 'why <date>', help: 'Why somebody is on call that day', read: (words, at) => why(words, at) },
  handoff: {
    usage: 'handoff',
    help: 'The handoff of this week, and a look at the next',
    read: () => ask({ kind: 'handoff' }),
  },
  note: {
    usage: 'note [text]',
    help: 'What the next person on call must know; without text, a form',
    read: (text) => ({ kind: 'note', text }),
  },
  swap: {
    usage: 'swap [date]',
    help: 'Ask for a swap: my week for yours, or somebody takes mine; leads: `swap for @person`',
    read: swap,
  },
  swaps: {
    usage: 'swaps',
    help: 'What is asked for, what I am asked, and the last ones',
    read: () => ask({ kind: 'swaps' }),
  },
  away: {
    usage: 'away [dates] [reason]',
    help: 'I cannot be reached then; `away list`, `away cancel`, and for leads `away for @person <dates>`',
    read: away,
  },
  fairness: {
    usage: 'fairness [months]',
    help: 'How the weeks, weekends and holidays are spread, and what would mend it',
    read: fairness,
  },
  holidays: {
    usage: 'holidays [@person] [year]',
    help: 'The holidays of a year, and who is on call on them',
    read: holidays,
  },
  cover: {
    usage: 'cover @absent <from> to <to> [by @taker]',
    help: 'Somebody is out: I take their days on call, or, for leads, somebody else does',
    read: cover,
  },
  health: {
    usage: 'health',
    help: 'Whether Baton works: what it told, what is due or stuck, and why',
    read: () => ask({ kind: 'health' }),
  },
  setup: { usage: 'setup', help: 'What is still missing before Baton tells anybody anything', read: setup },
  help: { usage: 'help', help: 'This list', read: () => ({ kind: 'help' }) },
};

/** The days of `away` are read in the zone of whoever is away, which the listener knows. */
function away(words: string): Reading {
  if (words === '' || /^add$/i.test(words)) return { kind: 'away', user: null, words: '' };
  if (/^(list|all)$/i.test(words)) return ask({ kind: 'time-off' });
  const [, user, rest = words] = new RegExp(`^for ${USER}\\s*(.*)$`, 'is').exec(words) ?? [];
  return { kind: 'away', user: (user as SlackUserId | undefined) ?? null, words: rest };
}

const USER = String.raw`<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>`;

function swap(words: string, { now, zone }: Moment): Reading {
  if (words === '') return { kind: 'swap', requester: null, date: null };
  const [, user, rest = words] = new RegExp(`^for ${USER}\\s*(.*)$`, 'i').exec(words) ?? [];
  const requester = (user as SlackUserId | undefined) ?? null;
  if (/^for(\s|$)/i.test(words) && !requester) return { kind: 'no-swap', words };
  if (rest === '') return { kind: 'swap', requester, date: null };
  const date = readDate(rest, now, zone);
  return date.ok ? { kind: 'swap', requester, date: date.value } : date.refusal;
}

function holidays(words: string): Reading {
  const [found = '', year] = /(?:^|\s)(?:in |of )?(20\d\d)(?=\s|$)/i.exec(words) ?? [];
  const [all, user] = new RegExp(`^(?:${USER}|me|mine)?$`, 'i').exec(words.replace(found, '').trim()) ?? [];
  if (all === undefined) return { kind: 'no-person', words };
  return ask({ kind: 'holidays', user: (user as SlackUserId | undefined) ?? null, year: year ? Number(year) : null });
}

function cover(words: string, { now, zone }: Moment): Reading {
  const form = new RegExp(`^${USER}\\s+(.+?)(?:\\s+(?:to|until|-)\\s+(.+?))?(?:\\s+by\\s+${USER})?$`, 'i');
  const [, absent, first, last, taker] = form.exec(words) ?? [];
  if (!absent || !first) return { kind: 'no-cover', words };
  const days = readDays(last === undefined ? first : `${first} to ${last}`, now, zone);
  if (!days.ok) return days.refusal;
  const { from, to, rest } = days.value;
  if (rest !== '') return { kind: 'no-cover', words };
  return {
    ...{ kind: 'cover', absent: absent as SlackUserId, from, to },
    taker: (taker as SlackUserId | undefined) ?? null,
  };
}

/** What people type for the question that needs no words. */
const NOW = ['now', 'next', 'on call', 'oncall', 'who', 'who is on call', "who's on call", 'who is next'];

/** The lines of help for a command: what to type, and what it gives. */
export function helpFor(command: CommandName): readonly { readonly usage: string; readonly help: string }[] {
  if (command === '/runbook')
    return [
      { usage: '', help: 'All run books, and which pipelines have none' },
      { usage: '<words>', help: 'By pipeline, area, audience, scenario or any words; spelling is forgiven' },
    ];
  return [
    { usage: '', help: 'Who is on call, until when, and who is next' },
    { usage: '<words>', help: 'The same as who: a pipeline, area, audience or person' },
    ...Object.values(ONCALL),
  ];
}

/** Reads the words after a command, as Slack sends them. */
export function read(command: CommandName, text: string, at: Moment): Reading {
  const note = command === '/oncall' ? /^\s*note(?:\s+(.*))?$/is.exec(text) : null;
  // A note may be long, and keeps its lines.
  if (note) return { kind: 'note', text: written(note[1] ?? '', at) };
  const words =
    /^\s*(swap|cover|holidays|away)\s/i.test(text) && command === '/oncall' ? withPeople(text) : clean(text);
  if (words.length > LONGEST_QUESTION) return { kind: 'too-long', length: words.length };
  if (words === '' && text.trim() !== '') return { kind: 'no-words', words: text.trim() };
  return command === '/runbook' ? runbook(words) : oncall(words, at);
}

function oncall(words: string, at: Moment): Reading {
  if (words === '') return ask({ kind: 'now' });
  if (NOW.includes(words.toLowerCase().replace(/\?$/, ''))) return ask({ kind: 'now' });
  const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(words) ?? [];
  const form = Object.hasOwn(ONCALL, first.toLowerCase()) ? ONCALL[first.toLowerCase()] : undefined;
  return form ? form.read(rest, at) : who(words);
}

function runbook(words: string): Reading {
  if (words === '') return ask({ kind: 'runbooks' });
  return words.toLowerCase() === 'help' ? { kind: 'help' } : ask({ kind: 'runbook', words });
}

function who(words: string): Reading {
  const mention = /^<@([UW][A-Z0-9]+)>\??$/.exec(words);
  if (mention) return ask({ kind: 'person', user: mention[1] as SlackUserId });
  const nearest = nearestWord(words.toLowerCase().split(' ')[0] ?? '', Object.keys(ONCALL));
  return ask({ kind: 'who', words, ...(nearest && { nearest }) });
}

function schedule(words: string): Reading {
  if (words === '') return ask({ kind: 'schedule', weeks: SCHEDULE_WEEKS.usual });
  const weeks = /^(\d{1,3})(\s+weeks?)?$/i.exec(words)?.[1];
  if (!weeks || Number(weeks) < 1 || Number(weeks) > SCHEDULE_WEEKS.most) return { kind: 'no-weeks', words };
  return ask({ kind: 'schedule', weeks: Number(weeks) });
}

function fairness(words: string): Reading {
  if (words === '') return ask({ kind: 'fairness', months: FAIRNESS_MONTHS.usual });
  const months = Number(/^(\d{1,3})(\s+months?)?$/i.exec(words)?.[1] ?? 0);
  return months >= 1 && months <= FAIRNESS_MONTHS.most
    ? ask({ kind: 'fairness', months })
    : { kind: 'no-months', words };
}

function setup(words: string): Reading {
  const code = /^\S{1,40}$/.exec(words)?.[0];
  return code ? { kind: 'claim-lead', code } : ask({ kind: 'setup' });
}

function why(words: string, { now, zone }: Moment): Reading {
  if (words === '') return ask({ kind: 'why', date: localDateOf(now, zone) });
  const date = readDate(words, now, zone);
  return date.ok ? ask({ kind: 'why', date: date.value }) : date.refusal;
}

/** The words cleaned, with every person in them still to be looked up. */
const withPeople = (text: string): string => {
  const people: string[] = [];
  const cleaned = clean(
    text.replace(new RegExp(USER, 'g'), (person) => {
      people.push(person);
      return ` @@${people.length - 1} `;
    }),
  );
  return cleaned.replace(/@@(\d+)/g, (all, place: string) => people[Number(place)] ?? all);
};

/** A note as it was written: links stay whole, people are named, quotes stand. */
const written = (text: string, { nameOf }: Moment): string =>
  unescaped(
    text.replace(MARKUP, (_, sign: string, target: string, label: string | undefined) => {
      if (sign === '@') return `@${nameOf?.(target as SlackUserId) ?? label ?? target}`;
      if (sign !== '') return `${sign === '#' ? '#' : '@'}${(label || target).replace(/^[#@]/, '')}`;
      const isSame = !label || target.replace(/^(mailto:|https?:\/\/)/, '') === label.replace(/^https?:\/\//, '');
      return isSame ? target.replace(/^mailto:/, '') : `${label} (${target})`;
    }),
  )
    .replace(INVISIBLE, '')
    .replace(/[^\S\n]+/g, ' ')
    .trim();

/** Text as it was before Slack escaped it. */
export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The words without what keyboards and Slack put in: markup, entities, curly quotes, odd spaces, control characters, quotes around it all. */
function clean(text: string): string {
  return unescaped(text.replace(MARKUP, unwrapped))
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .replace(/[‐-―]/g, '-')
    .replace(INVISIBLE, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim();
}

/** Spaces without width, and marks of writing direction; not the joiners that emoji and some scripts need. */
const INVISIBLE = /[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

/** What Slack makes of mentions, channels, groups, addresses and links: `<@U1|name>`, `<#C1|name>`, `<mailto:a@b.c|a@b.c>`. */
const MARKUP = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g;

/** A person alone stays a mention, to be looked up; everything else becomes the words people see. */
function unwrapped(
  all: string,
  sign: string,
  target: string,
  label: string | undefined,
  at: number,
  text: string,
): string {
  const isAlone =
    text
      .slice(0, at)
      .replace(/^who\s/i, '')
      .trim() === '' && /^\s*\??\s*$/.test(text.slice(at + all.length));
  if (sign === '@' && isAlone) return `<@${target}>`;
  return label || target.replace(/^(mailto:|https?:\/\/)/, '');
}
