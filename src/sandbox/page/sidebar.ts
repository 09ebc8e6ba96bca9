import type { ClockTo, Conversation, Group } from '../protocol.js';
import type { App } from './app.js';
import { showKeys } from './dialogs.js';
import { byId, type Child, el, icon, reconcile } from './dom.js';
import { decode } from './mrkdwn.js';
import { dateOf, timeOf, zoneName } from './time.js';

/** The left side: the workspace, its conversations, and Baton's Home. */
export function drawSidebar(app: App): void {
  const { state, open } = app;
  const signature = JSON.stringify([state.conversations, state.groups, open, state.me.id]);
  reconcile(byId('sidebar'), [{ key: 'sidebar', signature, build: () => sidebar(app) }]);
}

function sidebar({ state, open }: App): HTMLElement {
  const link = (place: string, mark: Child, name: string, unread: number, data: Readonly<Record<string, string>>) => {
    const current = open === place ? 'page' : undefined;
    const href = `#as=${state.me.id}&in=${place}`;
    const classes = unread > 0 ? 'place place-unread' : 'place';
    const count = unread > 0 && el('span', { class: 'unread', 'aria-label': `${unread} unread` }, String(unread));
    const props = { class: classes, href, 'aria-current': current, 'data-key': place, ...data };
    return el('li', {}, el('a', props, mark, el('span', { class: 'place-name' }, name), count));
  };
  const conversation = (one: Conversation) =>
    link(one.id, one.kind === 'channel' ? icon('hash') : icon('baton'), one.name, one.unread, {
      'data-conversation': one.id,
    });
  const nameOf = (id: string) => state.people.find((person) => person.id === id)?.name ?? id;
  const userGroup = ({ handle, members }: Group) => {
    const words = [el('b', {}, `@${handle}`), el('span', {}, members.map(nameOf).join(', '))];
    return el('li', { class: 'user-group', 'data-group': handle }, words);
  };
  const group = (title: string, places: readonly HTMLElement[]) => [el('h2', {}, title), el('ul', {}, places)];
  const of = (kind: Conversation['kind']) => state.conversations.filter((one) => one.kind === kind).map(conversation);
  return el(
    'div',
    { class: 'sidebar-inside' },
    el('p', { class: 'brand' }, icon('baton'), el('span', {}, el('b', {}, 'Baton'), ' · local workspace')),
    group('Channels', of('channel')),
    group('Direct messages', of('direct')),
    group('Apps', [link('home', icon('home'), 'Baton Home', 0, { 'data-home': '' })]),
    state.groups.length > 0 && group('User groups', state.groups.map(userGroup)),
    el(
      'a',
      { class: 'side-keys side-calendar', href: 'calendar.svg', target: '_blank' },
      'The coming year as a calendar ↗',
    ),
    el('p', { class: 'side-note' }, 'A stand-in for Slack. Nothing here leaves this computer.'),
    el('button', { type: 'button', class: 'side-keys', onclick: showKeys }, 'Keyboard ', el('kbd', {}, '?')),
  );
}

/** The bar on top: who is acting, what day the workspace believes it is, and whether that day is on the move. */
export function drawBar({ state, moving }: App): void {
  const select = document.querySelector<HTMLSelectElement>('select[name=as]');
  const people = state.people.filter((person) => !person.isBot);
  if (select) {
    const signature = JSON.stringify(people.map(({ id, name }) => [id, name]));
    if (select.dataset['drawn'] !== signature) {
      select.replaceChildren(...people.map((person) => el('option', { value: person.id }, person.name)));
      select.dataset['drawn'] = signature;
    }
    select.value = state.me.id;
  }
  byId('title').textContent = `${state.me.title} · ${zoneName(state.me.timezone)}`;
  byId('zone').textContent = zoneName(state.teamTimezone);
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-clock], #start-over'))
    drawTimeButton(button, moving);
}

/** Nothing moves the clock while it moves; the button that moves it says so, and has the focus again afterwards. */
function drawTimeButton(button: HTMLButtonElement, moving: ClockTo | null): void {
  const words = button.dataset['words'] ?? button.textContent ?? '';
  const isBusy = moving !== null && button.dataset['clock'] === moving;
  const hadFocus = document.activeElement === button || button.hasAttribute('data-held');
  button.dataset['words'] = words;
  button.disabled = moving !== null;
  button.toggleAttribute('data-busy', isBusy);
  button.textContent = isBusy ? 'Moving…' : words;
  if (moving === null && hadFocus && document.activeElement === document.body) button.focus();
  button.toggleAttribute('data-held', moving !== null && hadFocus);
}

/** Shows the calendar clock, which runs on from where the server said it stood. */
export function drawClock(at: number, zone: string): void {
  const clock = byId('clock');
  const [date, year] = [dateOf(at, zone).slice(0, -5), dateOf(at, zone).slice(-5)];
  const words = [date, el('span', {}, year), `, ${timeOf(at, zone)}`];
  if (clock.textContent === el('p', {}, words).textContent) return;
  clock.replaceChildren(...words);
  clock.setAttribute('datetime', new Date(at).toISOString());
}

/** The head of the main pane: what is open and what it is about. */
export function drawHead(app: App, openTry: () => void): void {
  const { state, open } = app;
  const conversation = state.conversations.find((one) => one.id === open);
  const build = () => {
    const mark = open === 'home' ? icon('home') : icon(conversation?.kind === 'channel' ? 'hash' : 'baton');
    const name = open === 'home' ? 'Baton Home' : (conversation?.name ?? '');
    const about =
      open === 'home' ? `What ${state.me.name} sees when opening Baton.` : topic(conversation, state.me.name);
    return el(
      'div',
      { class: 'head-inside' },
      el(
        'div',
        { class: 'head-words' },
        el('h1', {}, mark, name),
        about && el('p', { class: 'topic', title: about }, about),
      ),
      el('button', { type: 'button', class: 'button', 'data-key': 'try', 'data-try': true, onclick: openTry }, 'Try'),
    );
  };
  reconcile(byId('head'), [{ key: 'head', signature: JSON.stringify([open, conversation, state.me]), build }]);
  const name = conversation?.kind === 'channel' ? `#${conversation.name}` : (conversation?.name ?? 'Home');
  document.title = `${name} · Baton local workspace`;
}

const topic = (conversation: Conversation | undefined, me: string) =>
  decode(conversation?.topic ?? '') ||
  (conversation?.kind === 'direct' ? `Only ${me} and ${conversation.name} see this.` : '');

/** Says when Baton or the workspace itself is not there. */
export function drawBanner({ state, wire }: App): void {
  const stopped = 'The local workspace stopped. Start it again with npm start.';
  const deaf = 'Baton is not connected. Commands and buttons get no answer until it is back.';
  const words = wire === 'lost' ? stopped : state.connections === 0 ? deaf : '';
  const banner = byId('banner');
  banner.hidden = words === '';
  if (banner.textContent !== words) banner.textContent = words;
}
