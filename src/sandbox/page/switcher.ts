import type { App } from './app.js';
import { openDialog } from './dialogs.js';
import { type Child, el, icon } from './dom.js';
import { avatar } from './messages.js';
import { type Option, Suggestions } from './suggest.js';

/** Goes to a conversation or acts as somebody else, by typing part of a name. */
export function openSwitcher(app: App): void {
  openDialog('Go to', 'dialog-switch', (close) => {
    const input = el('input', {
      type: 'text',
      class: 'text',
      role: 'combobox',
      autofocus: true,
      autocomplete: 'off',
      placeholder: 'A channel, Home or a person',
      'aria-label': 'Go to a conversation, or act as a person',
      'aria-controls': 'switcher',
      'aria-expanded': 'true',
    });
    const box = el('div', { id: 'switcher', role: 'listbox', class: 'options', 'aria-label': 'Places and people' });
    const suggestions = new Suggestions(input, box);
    const all = everywhere(app, close);
    const find = () => {
      const wanted = input.value.trim().replace(/^[#@]/, '').toLowerCase();
      suggestions.show(all.filter((option) => option.name.toLowerCase().includes(wanted)));
    };
    input.addEventListener('input', find);
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' && event.key !== 'Tab' && suggestions.key(event)) event.preventDefault();
    });
    find();
    return [input, box];
  });
}

function everywhere({ state, go, actAs }: App, close: () => void): Option[] {
  const option = (name: string, detail: string, mark: Child, then: () => void): Option => ({
    name,
    detail,
    mark,
    take: () => {
      close();
      then();
    },
  });
  return [
    ...state.conversations.map(({ id, name, kind }) =>
      kind === 'channel'
        ? option(name, 'Channel', icon('hash'), () => go(id))
        : option(name, 'Direct messages', icon('baton'), () => go(id)),
    ),
    option('Baton Home', 'App', icon('home'), () => go('home')),
    ...state.people
      .filter((person) => !person.isBot)
      .map((person) =>
        option(person.name, `Act as · ${person.title}`, avatar(person, person.id), () => actAs(person.id)),
      ),
  ];
}
