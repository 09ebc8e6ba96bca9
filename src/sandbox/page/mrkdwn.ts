import type { Json, PageState } from '../protocol.js';
import { type Child, el, str } from './dom.js';
import { emoji } from './emoji.js';
import { dateToken } from './time.js';

/** Who reads: names, zone and clock that turn Slack's markup into words. */
export type Reader = Pick<PageState, 'me' | 'people' | 'groups' | 'conversations' | 'now'>;

/** Slack's mrkdwn as nodes; never parsed as HTML. */
export function mrkdwn(text: string, reader: Reader): Child[] {
  const pieces = text.split(/```([\s\S]+?)```/);
  return pieces.flatMap((piece, index): Child[] => {
    if (index % 2 === 1) return [el('pre', {}, decode(piece.replace(/^\n|\n$/g, '')))];
    const around = { before: index > 0, after: index < pieces.length - 1 };
    return lines(piece.slice(around.before && piece.startsWith('\n') ? 1 : 0), reader, around.after);
  });
}

/** A text object of Slack's: mrkdwn is marked up, plain text is not. */
export function textObject(json: Json | undefined, reader: Reader): Child {
  const raw = str(json, 'text') ?? '';
  return str(json, 'type') === 'mrkdwn' ? mrkdwn(raw, reader) : el('span', { class: 'plain' }, plain(raw));
}

/** Slack's three entities back to characters; no others exist. */
export const decode = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Plain text with short codes of emoji drawn, as Slack's plain_text does. */
export const plain = (text: string): string => text.replace(/:([a-z0-9_+-]+):/g, (code, name) => emoji(name) ?? code);

/** Text for a screen reader or a title: markup left out, mentions and dates as words. */
export const spoken = (text: string, reader: Reader): string => el('p', {}, mrkdwn(text, reader)).textContent ?? '';

function lines(text: string, reader: Reader, beforePre: boolean): Child[] {
  const out: Child[] = [];
  let quote: HTMLElement | undefined;
  const all = (beforePre ? text.replace(/\n$/, '') : text).split('\n');
  if (all.length === 1 && all[0] === '') return out;
  for (const [index, line] of all.entries()) {
    const quoted = /^(?:>|&gt;) ?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append(el('br'));
      else {
        quote = el('blockquote');
        out.push(quote);
      }
      quote.append(...flat(inline(quoted[1] ?? '', reader)));
      continue;
    }
    const startsLine = index > 0 && !quote;
    quote = undefined;
    if (startsLine) out.push(el('br'));
    out.push(inline(line, reader));
  }
  return out;
}

const flat = (child: Child): (Node | string)[] =>
  Array.isArray(child) ? child.flatMap(flat) : child ? [child as Node | string] : [];

const marks = { '*': 'strong', _: 'em', '~': 's' } as const;
const isMark = (char: string): char is keyof typeof marks => char in marks;

function inline(text: string, reader: Reader): Child[] {
  const out: Child[] = [];
  let literal = '';
  const take = (node: Child) => {
    if (literal) out.push(decode(literal));
    literal = '';
    out.push(node);
  };
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    const rest = text.slice(at);
    const code = char === '`' ? /^`([^`]+)`/.exec(rest) : null;
    const token = char === '<' ? /^<([^<>]+)>/.exec(rest) : null;
    const short = char === ':' ? /^:([a-z0-9_+-]+):(?::skin-tone-\d:)?/.exec(rest) : null;
    const end = isMark(char) ? closing(text, at) : -1;
    if (code) take(el('code', {}, decode(code[1] ?? '')));
    else if (token) take(reference(token[1] ?? '', reader));
    else if (short && emoji(short[1] ?? '')) take(emoji(short[1] ?? ''));
    else if (isMark(char) && end > 0) take(el(marks[char], {}, inline(text.slice(at + 1, end), reader)));
    else {
      literal += char;
      at += 1;
      continue;
    }
    at = end > 0 ? end + 1 : at + ((code ?? token ?? short)?.[0].length ?? 1);
  }
  take(false);
  return out;
}

const word = /[\p{L}\p{N}]/u;

/** Where the mark at `start` ends, or -1 if it is literal: marks open and close at the edges of words, on one line. */
function closing(text: string, start: number): number {
  const mark = text.charAt(start);
  const before = text.charAt(start - 1);
  const first = text.charAt(start + 1);
  if (word.test(before) || before === mark || !first || /\s/.test(first) || first === mark) return -1;
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    const skip = char === '`' ? /^`[^`]+`/ : char === '<' ? /^<[^<>]+>/ : null;
    const skipped = skip?.exec(text.slice(at))?.[0].length ?? 0;
    if (skipped) at += skipped - 1;
    else if (char === mark && at > start + 1 && !/\s/.test(text.charAt(at - 1))) {
      const next = text.charAt(at + 1);
      if (!word.test(next) && next !== mark) return at;
    }
  }
  return -1;
}

/** What stands between < and >: a mention, a date, a broadcast or a link. */
function reference(token: string, reader: Reader): Child {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? undefined : decode(token.slice(bar + 1));
  if (target.startsWith('@')) return person(target.slice(1), reader, label);
  if (target.startsWith('#')) return channel(target.slice(1), reader, label);
  if (target.startsWith('!date^')) {
    const [, seconds = '', format = '', url] = target.split('^');
    return date(Number(seconds), decode(format), reader, label, url);
  }
  if (target.startsWith('!subteam^')) return group(target.slice(9), reader, label);
  if (target.startsWith('!')) return broadcast(`@${target.slice(1)}`);
  return link(decode(target), label ?? decode(target));
}

/** A mention of a person as a pill; stronger if it is the reader. */
export function person(id: string, reader: Reader, label?: string): HTMLElement {
  const name = reader.people.find((candidate) => candidate.id === id)?.name ?? label ?? id;
  return el('span', { class: id === reader.me.id ? 'mention mention-me' : 'mention' }, `@${name}`);
}

/** A channel as a link that opens it here. */
export function channel(id: string, reader: Reader, label?: string): HTMLElement {
  const known = reader.conversations.find((candidate) => candidate.id === id);
  const name = `#${known?.name ?? (label || id)}`;
  return known
    ? el('a', { class: 'mention', href: `#as=${reader.me.id}&in=${id}` }, name)
    : el('span', { class: 'mention' }, name);
}

/** A user group by its handle, which is newer than what a message calls it. */
export function group(id: string, reader: Reader, label?: string): HTMLElement {
  const known = reader.groups.find((candidate) => candidate.id === id);
  return broadcast(known ? `@${known.handle}` : (label ?? `@${id}`));
}

/** A mention that would notify many people; made hard to overlook. */
export const broadcast = (name: string): HTMLElement =>
  el('span', { class: 'mention mention-many', title: 'This mention notifies many people' }, name);

/** A date in the reader's zone; its fallback where the timestamp is none. */
export function date(seconds: number, format: string, reader: Reader, fallback?: string, url?: string): Child {
  if (!Number.isFinite(seconds)) return fallback ?? '';
  const at = seconds * 1000;
  const words = dateToken(at, format, Date.parse(reader.now), reader.me.timezone);
  const time = el('time', { datetime: new Date(at).toISOString(), title: fallback }, words);
  return url ? link(url, time) : time;
}

/** A link out, for web and mail addresses; anything else stays text. */
export function link(url: string, label: Child, more: Readonly<Record<string, string>> = {}): Child {
  if (!/^(https?|mailto):/i.test(url)) return label;
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer', ...more }, label);
}
