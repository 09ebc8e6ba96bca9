import type { Command } from '../protocol.js';
import type { App } from './app.js';
import { byId, el, icon } from './dom.js';
import { avatar } from './messages.js';
import { type Option, Suggestions } from './suggest.js';

/** Lines remembered for the Up arrow. */
const remembered = 50;

const drafts = new Map<string, string>();
const sent: string[] = [];
let recalled = 0;
let place = '';
let app: App | undefined;
let suggestions: Suggestions | undefined;

const field = () => byId('composer').querySelector<HTMLTextAreaElement>('textarea') ?? el('textarea');

/** Wires the composer once. */
export function startComposer(): void {
  const input = field();
  suggestions = new Suggestions(input, byId('completion'));
  byId('composer').querySelector('.send')?.append(icon('send'));
  input.addEventListener('input', typed);
  input.addEventListener('click', suggest);
  input.addEventListener('blur', () => suggestions?.hide());
  input.addEventListener('keydown', keyed);
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
}

/** Shows the draft of the open conversation, and what waits for an answer. */
export function drawComposer(now: App): void {
  app = now;
  const conversation = now.state.conversations.find((one) => one.id === now.open);
  const here = `${now.author} ${now.open}`;
  byId('write').hidden = conversation?.kind !== 'channel';
  byId('read-only').hidden = conversation?.kind !== 'direct';
  const input = field();
  if (here !== place && conversation) {
    place = here;
    input.value = drafts.get(here) ?? '';
    grow();
    suggestions?.hide();
  }
  const name = conversation?.kind === 'channel' ? `#${conversation.name}` : (conversation?.name ?? '');
  input.placeholder = `Message ${name}`;
  input.setAttribute('aria-label', `Message ${name}`);
  const pending = byId('pending');
  const words = now.waiting.length > 0 ? `Baton is answering ${now.waiting.join(', ')}` : '';
  if (pending.textContent !== words) pending.textContent = words;
  showUsage();
}

/** Puts the cursor into the composer. */
export function focusComposer(): void {
  if (!byId('write').hidden) field().focus();
}

/** Forgets drafts and sent lines. */
export function forgetDrafts(): void {
  drafts.clear();
  sent.length = 0;
  setText('');
}

function typed(): void {
  recalled = 0;
  drafts.set(place, field().value);
  grow();
  suggest();
  showUsage();
}

function setText(text: string): void {
  const input = field();
  input.value = text;
  input.setSelectionRange(text.length, text.length);
  drafts.set(place, text);
  grow();
  showUsage();
}

function grow(): void {
  const input = field();
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight}px`;
  byId('composer')
    .querySelector<HTMLButtonElement>('.send')
    ?.toggleAttribute('disabled', input.value.trim() === '');
}

function keyed(event: KeyboardEvent): void {
  const input = field();
  if (suggestions?.key(event)) event.preventDefault();
  else if (event.isComposing) return;
  else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    void submit();
  } else if (event.key === 'ArrowUp' && (input.value === '' || recalled > 0) && recalled < sent.length) {
    event.preventDefault();
    recalled += 1;
    setText(sent.at(-recalled) ?? '');
  } else if (event.key === 'ArrowDown' && recalled > 0) {
    event.preventDefault();
    recalled -= 1;
    setText(recalled > 0 ? (sent.at(-recalled) ?? '') : '');
  }
}

async function submit(): Promise<void> {
  const text = field().value.trim();
  if (text === '' || !app) return;
  if (sent.at(-1) !== text) sent.push(text);
  if (sent.length > remembered) sent.shift();
  recalled = 0;
  setText('');
  suggestions?.hide();
  await app.say(text);
}

/** Commands at the start of a line that is nothing else, people after an @. */
function suggest(): void {
  const input = field();
  const before = input.value.slice(0, input.selectionStart);
  const at = /(?:^|\s)@([\p{L}\p{N} ]{0,30})$/u.exec(before);
  if (/^\/\S*$/.test(input.value)) {
    const options = commandOptions(input.value);
    // A command that is complete is sent by Enter, not completed.
    suggestions?.show(options, options.some((option) => option.name === input.value) ? -1 : 0);
  } else if (at) suggestions?.show(peopleOptions(at[1] ?? '', before, input.value.slice(before.length)));
  else suggestions?.hide();
}

function commandOptions(start: string): Option[] {
  const fits = (one: Command) => one.command.startsWith(start.toLowerCase());
  return (app?.state.commands ?? []).filter(fits).map((one) => ({
    name: one.command,
    detail: [one.hint, one.description].filter(Boolean).join(' · '),
    take: () => {
      setText(`${one.command} `);
      suggestions?.hide();
    },
  }));
}

function peopleOptions(start: string, before: string, after: string): Option[] {
  const fits = (name: string) => name.toLowerCase().startsWith(start.toLowerCase()) && name !== start.trimEnd();
  const people = (app?.state.people ?? []).filter((person) => fits(person.name)).slice(0, 8);
  return people.map((person) => ({
    name: person.name,
    detail: person.title,
    mark: avatar(person, person.id),
    take: () => {
      const head = `${before.slice(0, before.length - start.length)}${person.name} `;
      setText(head + after);
      field().setSelectionRange(head.length, head.length);
      suggestions?.hide();
    },
  }));
}

/** Below the composer: how the command being typed is used. */
function showUsage(): void {
  const name = /^\/\S+/.exec(field().value)?.[0];
  const command = app?.state.commands.find((one) => one.command === name);
  const usage = byId('usage');
  if (command) usage.replaceChildren(el('b', {}, `${command.command} ${command.hint}`), ` ${command.description}`);
  else
    usage.replaceChildren(
      el('kbd', {}, '/'),
      ' commands  ',
      el('kbd', {}, '@'),
      ' people  ',
      el('kbd', {}, '?'),
      ' keys',
    );
}
