import type { Message, Moment, Person } from '../protocol.js';
import type { App, Note } from './app.js';
import { drawBlocks } from './blocks.js';
import { openDialog } from './dialogs.js';
import { byId, type Child, el, type Item, icon, list, reconcile } from './dom.js';
import { mrkdwn, type Reader, spoken } from './mrkdwn.js';
import { dateOf, dayLabel, timeOf } from './time.js';

/** Messages of one person nearer than this share one name, in milliseconds. */
const togetherMs = 5 * 60_000;
/** How far from the end still counts as reading the end, in pixels. */
const nearEnd = 80;

let shownPlace = '';
let known = new Map<string, string>();

/** Draws the open conversation; stays at the end if the reader was there, else says that more came. */
export function drawMessages(app: App): void {
  const scroll = byId('scroll');
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < nearEnd;
  const messages = inThreads(app.state.messages[app.open] ?? []);
  const notes = app.notes.filter((note) => note.as === app.state.me.id && note.place === app.open);
  const items = arrange(app, messages, notes);
  const place = `${app.state.me.id} ${app.open}`;
  const moved = place !== shownPlace;
  const empty = items.length === 0;
  if (empty)
    items.push({ key: `welcome ${place}`, signature: JSON.stringify(app.state.moments), build: () => welcome(app) });
  reconcile(byId('messages'), items);
  const now = new Map(messages.map((message) => [message.ts, JSON.stringify([message.text, message.blocks])]));
  const fresh = moved ? [] : messages.filter((message) => known.get(message.ts) !== now.get(message.ts));
  shownPlace = place;
  known = now;
  if (fresh.length > 0) byId('announce').textContent = fresh.map((message) => aloud(message, app)).join('. ');
  const added = fresh.some((message) => message === messages.at(-1));
  if (empty) scroll.scrollTop = 0;
  else if (moved || atEnd) scroll.scrollTop = scroll.scrollHeight;
  byId('newer').hidden = moved || atEnd || (!added && byId('newer').hidden);
}

/** Goes to the last message. */
export function toEnd(): void {
  byId('scroll').scrollTop = byId('scroll').scrollHeight;
  byId('newer').hidden = true;
}

const atMs = (ts: string) => Number(ts) * 1000;
const nameOf = (id: string, people: readonly Person[]) => people.find((person) => person.id === id);
const aloud = (message: Message, { state }: App) =>
  `${nameOf(message.user, state.people)?.name ?? ''}: ${spoken(message.text, state)}`;

/** Replies follow the message they answer. */
function inThreads(messages: readonly Message[]): readonly Message[] {
  const top = new Set(messages.filter((message) => !isReply(message)).map((message) => message.ts));
  const orphan = (message: Message) => isReply(message) && !top.has(message.threadTs ?? '');
  const replies = (ts: string) => messages.filter((message) => isReply(message) && message.threadTs === ts);
  return messages
    .filter((message) => top.has(message.ts) || orphan(message))
    .flatMap((one) => [one, ...replies(one.ts)]);
}

const isReply = (message: Message) => message.threadTs !== undefined && message.threadTs !== message.ts;

/** What stands in the list from top to bottom; notes stand where they came. */
function arrange(app: App, messages: readonly Message[], notes: readonly Note[]): Item[] {
  const { me, people, now } = app.state;
  const zone = me.timezone;
  const today = dateOf(Date.parse(now), zone);
  const frame = JSON.stringify([me.id, zone, today, people.map(({ id, name }) => [id, name])]);
  const items: (Item & { readonly at: number })[] = [];
  let before: Message | undefined;
  for (const message of messages) {
    const at = atMs(message.ts);
    const newDay = !before || dateOf(atMs(before.ts), zone) !== dateOf(at, zone);
    if (newDay && !isReply(message)) {
      const label = dayLabel(at, Date.parse(now), zone);
      items.push({
        at,
        key: `day ${message.ts}`,
        signature: label,
        build: () => el('h2', { class: 'day' }, el('span', {}, label)),
      });
    }
    const together = before && !newDay && goesOn(before, message);
    const signature = `${frame}${together}${JSON.stringify(message)}`;
    items.push({ at, key: message.ts, signature, build: () => article(message, app, together === true) });
    before = message;
  }
  for (const note of notes) {
    const { at, key } = note;
    const index = items.findLastIndex((item) => item.at <= at) + 1;
    items.splice(index, 0, { at, key, signature: frame, build: () => noteArticle(note, app) });
  }
  return items;
}

const goesOn = (before: Message, message: Message) =>
  before.user === message.user &&
  before.subtype === message.subtype &&
  !before.ephemeral &&
  !message.ephemeral &&
  before.threadTs === message.threadTs &&
  atMs(message.ts) - atMs(before.ts) < togetherMs;

function article(message: Message, app: App, together: boolean): HTMLElement {
  const { state } = app;
  const author = nameOf(message.user, state.people);
  const at = atMs(message.ts);
  const time = timeOf(at, state.me.timezone);
  const classes = [
    'message',
    isReply(message) && 'message-reply',
    together && 'message-more',
    message.ephemeral && 'message-eph',
    message.subtype && 'message-event',
  ];
  const surface = { reader: state, place: { channel: message.channel, ts: message.ts }, use: app.use };
  const body =
    message.blocks.length > 0 ? drawBlocks(message.blocks, surface) : el('div', {}, mrkdwn(message.text, state));
  if (message.edited && !message.ephemeral) body.append(el('small', { class: 'edited' }, ' (edited)'));
  const stamp = el(
    'time',
    { datetime: new Date(at).toISOString(), title: `${dateOf(at, state.me.timezone)}, ${time}` },
    time,
  );
  const props = {
    class: classes.filter(Boolean).join(' '),
    tabindex: -1,
    'data-message': message.ts,
    'data-surface': true,
    'data-ephemeral': message.ephemeral,
    'aria-label': `${author?.name ?? message.user}, ${time}`,
  };
  return el(
    'article',
    props,
    message.ephemeral && el('p', { class: 'eye' }, icon('eye'), 'Only visible to you'),
    together ? stamp : avatar(author, message.user),
    el(
      'div',
      { class: 'message-main' },
      !together && byline(author, message.user, stamp),
      el('div', { class: 'message-body' }, body),
    ),
  );
}

const byline = (author: Person | undefined, id: string, stamp: Child) =>
  el(
    'p',
    { class: 'byline' },
    el('b', {}, author?.name ?? id),
    author?.isBot && el('span', { class: 'badge' }, 'APP'),
    stamp,
  );

/** A square with a person's initials; Baton's is its mark. */
export function avatar(author: Person | undefined, id: string): HTMLElement {
  const initials =
    (author?.name ?? id)
      .match(/\b[\p{L}\p{N}]/gu)
      ?.slice(0, 2)
      .join('')
      .toUpperCase() ?? '?';
  const tone = [...id].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 6, 0);
  const props = { class: 'avatar', 'data-tone': author?.isBot ? 'bot' : tone, 'aria-hidden': 'true' };
  return el('span', props, author?.isBot ? icon('baton') : initials);
}

function noteArticle(note: Note, { state }: App): HTMLElement {
  const time = timeOf(note.at, state.me.timezone);
  return el(
    'article',
    {
      class: 'message message-eph message-error',
      tabindex: -1,
      'data-ephemeral': true,
      'data-message': note.key,
      role: 'alert',
    },
    el('p', { class: 'eye' }, icon('eye'), 'Only visible to you'),
    el('span', { class: 'avatar', 'data-tone': 'slackbot', 'aria-hidden': 'true' }, 'S'),
    el('div', { class: 'message-main' }, [
      el('p', { class: 'byline' }, el('b', {}, 'Slackbot'), el('time', {}, time)),
      el('p', { class: 'message-body' }, note.text),
    ]),
  );
}

/** The six moments as buttons. */
function moments(app: App, done: () => void): HTMLElement {
  const one = (moment: Moment) => {
    const run = () => {
      done();
      app.tryMoment(moment);
    };
    const who = app.state.people.find((person) => person.id === moment.person)?.name;
    const below: Child = moment.command
      ? [el('code', {}, moment.command), who && el('span', {}, ` as ${who}`)]
      : el('span', {}, moment.later ?? 'Later');
    const props = {
      type: 'button',
      class: 'moment',
      'data-moment': moment.label,
      disabled: !moment.command,
      onclick: run,
    };
    const mark = moment.command !== undefined && icon('send');
    return el(
      'li',
      {},
      el('button', props, el('b', {}, moment.label), el('span', { class: 'moment-how' }, below), mark),
    );
  };
  return el('ol', { class: 'moments' }, app.state.moments.map(one));
}

function welcome(app: App): HTMLElement {
  const direct = app.state.conversations.some((one) => one.id === app.open && one.kind === 'direct');
  const about = `This is a stand-in for Slack on your computer, with Baton in it and the team's plan loaded.
    Press one of the six moments Baton is for, or type / below.`;
  const words = direct
    ? 'Baton writes here when something concerns you alone. Nothing yet. These go into the channel:'
    : about;
  return el(
    'section',
    { class: 'welcome', 'aria-label': 'Welcome' },
    el('span', { class: 'avatar', 'data-tone': 'bot', 'aria-hidden': 'true' }, icon('baton')),
    el('h2', {}, 'Who is on call, and what to do'),
    el('p', {}, words),
    moments(app, () => undefined),
  );
}

/** The moments in a dialog, for when the conversation is no longer empty. */
export function openMoments(app: App): void {
  openDialog('Six moments Baton is for', 'dialog-try', (close) => moments(app, close));
}

/** Home: what Baton published for this person, or why there is nothing yet. */
export function drawHome(app: App): void {
  const { home } = app.state;
  const reader: Reader = app.state;
  const notes = app.notes.filter((note) => note.as === reader.me.id && note.place === 'home');
  const key = `home ${reader.me.id}`;
  const day = dateOf(Date.parse(reader.now), reader.me.timezone);
  const signature = JSON.stringify([home, app.homeLate, day, notes]);
  const build = () => {
    const said = notes.slice(-1).map((note) => el('p', { class: 'undrawable', role: 'alert' }, note.text));
    if (!home)
      return el(
        'div',
        { class: 'home-empty' },
        said,
        el('p', {}, app.homeLate ? emptyHome : 'Asking Baton for your Home…'),
      );
    const surface = { reader, place: { view: home.id }, errors: home.errors, use: app.use };
    return el('div', { 'data-surface': true, tabindex: -1 }, said, drawBlocks(list(home.view, 'blocks'), surface));
  };
  reconcile(byId('home'), [{ key, signature, build }]);
}

const emptyHome = 'Baton has not published a Home for you yet. It may not be connected.';
