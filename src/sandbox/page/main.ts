import type { Act, ClockTo, Moment, Outcome, PageState } from '../protocol.js';
import type { App, Note } from './app.js';
import { drawComposer, focusComposer, forgetDrafts, startComposer } from './composer.js';
import { ask, showKeys } from './dialogs.js';
import { byId, el } from './dom.js';
import type { Used } from './elements.js';
import { drawHome, drawMessages, openMoments, toEnd } from './messages.js';
import { drawModals, failModal } from './modal.js';
import { drawBanner, drawBar, drawClock, drawHead, drawSidebar } from './sidebar.js';
import { openSwitcher } from './switcher.js';
import { fetchState, listen, send, type Wire } from './wire.js';

/** How often the clock on the page moves, in milliseconds. */
const tickMs = 5000;
/** How long Baton may take to send a Home before the page says it has none, in milliseconds. */
const homeMs = 3000;

let state: PageState | undefined;
let wire: Wire = 'opening';
let notes: readonly Note[] = [];
let waiting: readonly { readonly place: string; readonly text: string }[] = [];
/** Whose Home was asked for since it was last opened, and whether Baton had the time to send it. */
let home: { readonly person: string; overdue: boolean } | undefined;
/** The workspace's clock less this computer's, in milliseconds. */
let ahead = 0;
/** Where the reader has sent the clock, until it is known how that ended. */
let clockSent: ClockTo | null = null;
/** What the page last said it had read, so that one arrival is told once. */
let readUpTo = '';

const hash = () => new URLSearchParams(location.hash.slice(1));
const wantedPerson = () => hash().get('as') ?? undefined;

function open(): string {
  const wanted = hash().get('in');
  const known = wanted === 'home' || state?.conversations.some((one) => one.id === wanted);
  return wanted && known ? wanted : (state?.conversations[0]?.id ?? 'home');
}

function goTo(person: string, place: string): void {
  const next = `#as=${person}&in=${place}`;
  if (location.hash !== next) location.hash = next;
}

let fetching = false;
let again = false;

/** Fetches and draws; changes that arrive meanwhile are one more fetch, and an answer for somebody else is dropped. */
async function refresh(): Promise<void> {
  again = true;
  if (fetching) return;
  fetching = true;
  while (again) {
    again = false;
    const person = wantedPerson();
    const fresh = await fetchState(person);
    if (!fresh || person !== wantedPerson()) continue;
    state = fresh;
    ahead = Date.parse(fresh.now) - Date.now();
    if (person !== fresh.me.id) history.replaceState(null, '', `#as=${fresh.me.id}&in=${open()}`);
    draw();
  }
  fetching = false;
}

async function act(what: Act): Promise<Outcome> {
  const outcome = await send(what);
  await refresh();
  return outcome;
}

function draw(): void {
  if (!state) return;
  const app = asApp(state);
  const atHome = app.open === 'home';
  drawSidebar(app);
  drawBar(app);
  tick();
  drawHead(app, () => openMoments(app));
  drawBanner(app);
  byId('messages').hidden = atHome;
  byId('home').hidden = !atHome;
  document.body.dataset['ready'] = '';
  drawComposer(app);
  if (atHome) drawHome(app);
  else drawMessages(app);
  drawModals(app);
  askForHome(app);
  tellRead(app);
}

function asApp(now: PageState): App {
  const place = open();
  const here = waiting.filter((one) => one.place === place).map((one) => one.text);
  const homeLate = home?.overdue === true || now.connections === 0;
  const actAs = (person: string) => goTo(person, open());
  const go = (where: string) => goTo(now.me.id, where);
  const moving = clockSent ?? now.moving;
  const seen = { state: now, author: wantedPerson() ?? now.me.id, open: place, wire, notes, waiting: here };
  return { ...seen, moving, homeLate, go, actAs, say, use, act, tryMoment };
}

/** Opening Home tells Baton, once each time and person. */
function askForHome({ open: place, state: { me } }: App): void {
  if (place !== 'home') home = undefined;
  if (place !== 'home' || home?.person === me.id) return;
  const asked = { person: me.id, overdue: false };
  home = asked;
  setTimeout(() => {
    asked.overdue = true;
    draw();
  }, homeMs);
  void act({ kind: 'home', as: me.id }).then((outcome) => !outcome.ok && note('home', outcome.error));
}

/** What is on the screen has been read. */
function tellRead({ open: place, state: { me, conversations, messages } }: App): void {
  const unread = conversations.find((one) => one.id === place)?.unread ?? 0;
  const last = `${me.id} ${place} ${messages[place]?.at(-1)?.ts}`;
  if (unread === 0 || document.hidden || last === readUpTo) return;
  readUpTo = last;
  void send({ kind: 'read', as: me.id, channel: place });
}

function note(place: string, text: string): void {
  if (!state) return;
  const key = `note-${notes.length}-${Date.now()}`;
  notes = [...notes, { key, as: state.me.id, place, at: Date.now() + ahead, text }];
  draw();
}

/** Speaks as whoever was chosen last. */
async function say(text: string, as = wantedPerson() ?? state?.me.id, channel = open()): Promise<void> {
  if (!as || !state) return;
  const entry = { place: channel, text };
  if (text.startsWith('/')) waiting = [...waiting, entry];
  draw();
  toEnd();
  const outcome = await act({ kind: 'say', as, channel, text });
  waiting = waiting.filter((one) => one !== entry);
  if (!outcome.ok) note(channel, outcome.error);
  draw();
  toEnd();
}

async function use(used: Used): Promise<void> {
  if (!state) return;
  const outcome = await act({ kind: 'use', as: state.me.id, ...used });
  if (outcome.ok) return;
  if ('channel' in used.place) note(used.place.channel, outcome.error);
  else if (used.place.view === state.home?.id) note('home', outcome.error);
  else failModal(used.place.view, outcome.error, asApp(state));
}

function tryMoment({ command, person }: Moment): void {
  if (!state || !command) return;
  const as = person ?? state.me.id;
  const here = state.conversations.find((one) => one.id === open() && one.kind === 'channel');
  const channel = here?.id ?? state.conversations[0]?.id ?? '';
  goTo(as, channel);
  void say(command, as, channel);
  focusComposer();
}

async function startOver(): Promise<void> {
  const text = 'Messages, answers and everything Baton was told are forgotten. The plan is loaded again.';
  const sure = await ask({
    title: 'Start over',
    text: el('p', {}, text),
    confirm: 'Start over',
    deny: 'Keep it',
    danger: true,
  });
  if (!sure || !state) return;
  notes = [];
  forgetDrafts();
  home = undefined;
  const outcome = await act({ kind: 'start-over' });
  goTo(state.me.id, state.conversations[0]?.id ?? 'home');
  if (!outcome.ok) note(open(), outcome.error);
}

function tick(): void {
  if (state) drawClock(Date.now() + ahead, state.teamTimezone);
}

function drawer(isOpen: boolean): void {
  document.body.toggleAttribute('data-drawer', isOpen);
  byId('menu').setAttribute('aria-expanded', String(isOpen));
  if (isOpen) byId('sidebar').querySelector<HTMLElement>('[aria-current]')?.focus();
  else if (byId('sidebar').contains(document.activeElement)) byId('menu').focus();
}

function keyed(event: KeyboardEvent): void {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  const writing = target.matches('input, textarea, select') || document.querySelector('dialog[open]');
  if (event.key === 'Escape') drawer(false);
  if (!state || event.altKey) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    if (!document.querySelector('dialog[open]')) openSwitcher(asApp(state));
  } else if (writing || event.ctrlKey || event.metaKey) return;
  // The key itself lands in the composer, where it opens the commands.
  else if (event.key === '/') focusComposer();
  else if (event.key === '?') showKeys();
}

async function moveClock(button: HTMLElement): Promise<void> {
  if (clockSent) return;
  clockSent = button.dataset['clock'] === 'next-handoff' ? 'next-handoff' : 'next-day';
  draw();
  const outcome = await act({ kind: 'clock', to: clockSent });
  clockSent = null;
  draw();
  if (!outcome.ok) note(open(), outcome.error);
  else byId('announce').textContent = `It is now ${byId('clock').textContent}`;
}

function start(): void {
  startComposer();
  addEventListener('hashchange', () => {
    drawer(false);
    // Another conversation is here already; another person is not.
    if (wantedPerson() === state?.me.id) return draw();
    // What is typed from now on is theirs.
    if (state) drawComposer(asApp(state));
    void refresh();
  });
  addEventListener('keydown', keyed);
  // Some browsers scroll with keys only what can hold the focus.
  byId('scroll').tabIndex = 0;
  document.addEventListener('visibilitychange', () => draw());
  byId('menu').addEventListener('click', () => drawer(!document.body.hasAttribute('data-drawer')));
  byId('shade').addEventListener('click', () => drawer(false));
  byId('newer').addEventListener('click', toEnd);
  byId('start-over').addEventListener('click', () => void startOver());
  for (const button of document.querySelectorAll<HTMLElement>('[data-clock]'))
    button.addEventListener('click', () => void moveClock(button));
  const people = document.querySelector<HTMLSelectElement>('select[name=as]');
  people?.addEventListener('change', () => goTo(people.value, open()));
  setInterval(tick, tickMs);
  listen(
    () => void refresh(),
    (now) => {
      wire = now;
      if (now === 'open') void refresh();
      else draw();
    },
  );
  void refresh();
}

start();
