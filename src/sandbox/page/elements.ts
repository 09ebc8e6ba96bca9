import type { Json, Place } from '../protocol.js';
import { askAsSlack } from './dialogs.js';
import { type Child, el, freshId, icon, list, num, obj, str } from './dom.js';
import { link, plain, type Reader, textObject } from './mrkdwn.js';
import { undrawable } from './rich.js';

/** What a reader did with an element, as block_actions carries it. */
export type Used = {
  readonly place: Place;
  readonly block: string;
  readonly action: string;
  readonly value: Json;
  readonly state: Json;
};

/** What blocks are drawn on: a message, a modal or Home. */
export type Surface = {
  readonly reader: Reader;
  readonly place: Place;
  readonly errors?: Readonly<Record<string, string>>;
  readonly use: (used: Used) => Promise<void>;
};

/** Where one element stands, and what names and describes it to a screen reader. */
export type Slot = {
  readonly surface: Surface;
  readonly block: string;
  /** Whether using it tells the app at once; in an input block it waits for the submit. */
  readonly tells: boolean;
  readonly labels?: Readonly<Record<string, string | boolean | undefined>>;
};

type Entry = { readonly block: string; readonly action: string; readonly read: () => Json };
const entries = new WeakMap<Element, Entry>();

/** `state.values` of everything filled in under `root`. */
export function gather(root: Element | null): Json {
  const values: Record<string, Record<string, Json>> = {};
  for (const node of root?.querySelectorAll('[data-entry]') ?? []) {
    const entry = entries.get(node);
    if (!entry) continue;
    values[entry.block] = { ...values[entry.block], [entry.action]: entry.read() };
  }
  return values;
}

/** Draws an interactive element or an image. */
export function element(json: Json, slot: Slot): HTMLElement {
  switch (str(json, 'type')) {
    case 'button':
      return button(json, slot);
    case 'overflow':
      return overflow(json, slot);
    case 'static_select':
      return choose(json, slot, optionsOf(json), obj(json, 'initial_option'), 'selected_option');
    case 'users_select': {
      const initial = people(slot).find((person) => person.value === str(json, 'initial_user'));
      return choose(json, slot, people(slot), initial, 'selected_user');
    }
    case 'multi_users_select': {
      const initial = people(slot).filter((person) => strings(json['initial_users']).includes(person.value));
      return ticks(json, slot, people(slot), initial, 'selected_users');
    }
    case 'radio_buttons': {
      const initial = obj(json, 'initial_option');
      return ticks(json, slot, list(json, 'options'), initial ? [initial] : [], 'selected_option');
    }
    case 'checkboxes':
      return ticks(json, slot, list(json, 'options'), list(json, 'initial_options'), 'selected_options');
    case 'datepicker':
      return datepicker(json, slot);
    case 'plain_text_input':
      return textInput(json, slot);
    case 'image':
      return image(json);
    default:
      return undrawable('an element', str(json, 'type'));
  }
}

/** An image of this server; from elsewhere its description, since the page reaches no other host. */
export function image(json: Json): HTMLElement {
  const url = str(json, 'image_url') ?? '';
  const alt = str(json, 'alt_text') ?? '';
  const own = URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin;
  if (own) return el('img', { src: url, alt });
  return el('span', { class: 'image-elsewhere' }, link(url, `Image: ${alt}`));
}

const strings = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
const label = (json: Json | undefined) => plain(str(obj(json, 'text'), 'text') ?? '');
const actionOf = (json: Json) => str(json, 'action_id') ?? '';
const keyOf = (json: Json, slot: Slot) => `${slot.block}/${actionOf(json)}`;

function people({ surface }: Slot): { text: Json; value: string }[] {
  const humans = surface.reader.people.filter((person) => !person.isBot);
  return humans.map((person) => ({ text: { type: 'plain_text', text: person.name }, value: person.id }));
}

/** Asks first where the element says so, then tells the app. False if the reader decided against it. */
async function tell(node: HTMLElement, json: Json, slot: Slot, value: Json): Promise<boolean> {
  if (node.getAttribute('aria-busy')) return false;
  const confirm = obj(json, 'confirm');
  if (confirm && !(await askAsSlack(confirm, slot.surface.reader))) return false;
  node.setAttribute('aria-busy', 'true');
  const state = gather(node.closest('[data-surface]'));
  const { place, use } = slot.surface;
  await use({ place, block: slot.block, action: actionOf(json), value, state });
  node.removeAttribute('aria-busy');
  return true;
}

function enter<N extends HTMLElement>(node: N, json: Json, slot: Slot, read: () => Json): N {
  node.dataset['entry'] = '';
  entries.set(node, { block: slot.block, action: actionOf(json), read });
  return node;
}

function button(json: Json, slot: Slot): HTMLElement {
  const look = str(json, 'style') ?? 'default';
  const props = {
    class: `button button-${look}`,
    'data-action': actionOf(json),
    'data-key': keyOf(json, slot),
    'aria-label': str(json, 'accessibility_label'),
  };
  const told = { type: 'button', text: json['text'], value: json['value'] };
  const url = str(json, 'url') ?? '';
  if (/^(https?|mailto):/i.test(url)) {
    const away = el('a', { ...props, href: url, target: '_blank', rel: 'noopener noreferrer' }, label(json));
    away.addEventListener('click', () => void tell(away, { ...json, confirm: undefined }, slot, told));
    return away;
  }
  const node = el('button', { type: 'button', ...props }, label(json));
  node.addEventListener('click', () => void tell(node, json, slot, told));
  return node;
}

function overflow(json: Json, slot: Slot): HTMLElement {
  const id = freshId('menu');
  const opener = el(
    'button',
    {
      type: 'button',
      class: 'button overflow',
      'aria-label': 'More',
      'data-action': actionOf(json),
      'data-key': keyOf(json, slot),
    },
    icon('more'),
  );
  const menu = el('div', { class: 'menu', id, popover: 'auto' });
  opener.popoverTargetElement = menu;
  for (const option of list(json, 'options')) {
    const pick = () => {
      menu.hidePopover();
      const url = str(option, 'url') ?? '';
      if (/^(https?|mailto):/i.test(url)) open(url, '_blank', 'noopener');
      void tell(opener, json, slot, { type: 'overflow', selected_option: option });
    };
    menu.append(el('button', { type: 'button', onclick: pick }, label(option)));
  }
  menu.addEventListener('toggle', () => {
    const { bottom, right } = opener.getBoundingClientRect();
    menu.style.top = `${Math.min(bottom + 4, innerHeight - menu.offsetHeight - 8)}px`;
    menu.style.left = `${Math.max(8, right - menu.offsetWidth)}px`;
  });
  return el('span', { class: 'overflow-box' }, opener, menu);
}

function optionsOf(json: Json): readonly Json[] {
  return [...list(json, 'options'), ...list(json, 'option_groups').flatMap((group) => list(group, 'options'))];
}

/** A native select; option values are places in `options`, so that equal values cannot be mixed up. */
function choose(
  json: Json,
  slot: Slot,
  options: readonly Json[],
  initial: Json | undefined,
  key: 'selected_option' | 'selected_user',
): HTMLElement {
  const placeholder = plain(str(obj(json, 'placeholder'), 'text') ?? 'Choose');
  // A native option has one line; Slack shows the description below.
  const words = (option: Json) => [label(option), plain(str(obj(option, 'description'), 'text') ?? '')];
  const drawn = (option: Json) =>
    el('option', { value: options.indexOf(option) }, words(option).filter(Boolean).join(' · '));
  const groups = list(json, 'option_groups').map((group) =>
    el('optgroup', { label: plain(str(obj(group, 'label'), 'text') ?? '') }, list(group, 'options').map(drawn)),
  );
  const props = {
    'data-action': actionOf(json),
    name: keyOf(json, slot),
    'aria-label': slot.labels ? undefined : placeholder,
  };
  const inside = [el('option', { value: '' }, placeholder), groups.length ? groups : options.map(drawn)];
  const node = el('select', { class: 'select', ...props, ...slot.labels }, inside);
  const start = options.findIndex((option) => str(option, 'value') === str(initial, 'value'));
  node.value = start < 0 ? '' : String(start);
  let last = node.value;
  const read = () => {
    const option = node.value === '' ? undefined : options[Number(node.value)];
    return { type: str(json, 'type'), [key]: (key === 'selected_user' ? str(option, 'value') : option) ?? null };
  };
  const changed = async () => {
    if (!slot.tells || node.value === '') return;
    if (await tell(node, json, slot, read())) last = node.value;
    else node.value = last;
  };
  node.addEventListener('change', () => void changed());
  return enter(node, json, slot, read);
}

/** Radio buttons or check boxes; people are picked with check boxes too. */
function ticks(
  json: Json,
  slot: Slot,
  options: readonly Json[],
  initial: readonly Json[],
  key: 'selected_option' | 'selected_options' | 'selected_users',
): HTMLElement {
  const one = key === 'selected_option';
  const chosen = initial.map((option) => str(option, 'value'));
  const inputs = options.map((option, index) =>
    el('input', {
      type: one ? 'radio' : 'checkbox',
      name: keyOf(json, slot),
      value: index,
      checked: chosen.includes(str(option, 'value')),
    }),
  );
  const rows = options.map((option, index): Child => {
    const { reader } = slot.surface;
    const more = obj(option, 'description') && el('small', {}, textObject(obj(option, 'description'), reader));
    return el('label', { class: 'tick' }, inputs[index], el('span', {}, textObject(obj(option, 'text'), reader), more));
  });
  const role = one ? 'radiogroup' : 'group';
  const { id, 'aria-describedby': describedby, 'aria-labelledby': labelledby } = slot.labels ?? {};
  const names = { id, 'aria-describedby': describedby, 'aria-labelledby': labelledby, 'data-action': actionOf(json) };
  const box = el('div', { class: key === 'selected_users' ? 'ticks ticks-people' : 'ticks', role, ...names }, rows);
  const read = () => {
    const picked = options.filter((_, index) => inputs[index]?.checked);
    const value = key === 'selected_users' ? picked.map((option) => str(option, 'value')) : picked;
    return { type: str(json, 'type'), [key]: one ? (picked[0] ?? null) : value };
  };
  const most = num(json, 'max_selected_items') ?? options.length;
  box.addEventListener('change', () => {
    const full = !one && inputs.filter((input) => input.checked).length >= most;
    for (const input of inputs) input.disabled = full && !input.checked;
    if (slot.tells) void tell(box, json, slot, read());
  });
  return enter(box, json, slot, read);
}

function datepicker(json: Json, slot: Slot): HTMLElement {
  const props = {
    'data-action': actionOf(json),
    name: keyOf(json, slot),
    'aria-label': slot.labels ? undefined : 'Date',
  };
  const node = el('input', { type: 'date', class: 'text', ...props, ...slot.labels });
  node.value = str(json, 'initial_date') ?? '';
  const read = () => ({ type: 'datepicker', selected_date: node.value || null });
  node.addEventListener('change', () => void (slot.tells && node.value && tell(node, json, slot, read())));
  return enter(node, json, slot, read);
}

function textInput(json: Json, slot: Slot): HTMLElement {
  const props = {
    class: 'text',
    'data-action': actionOf(json),
    name: keyOf(json, slot),
    maxlength: num(json, 'max_length') ?? 3000,
    placeholder: plain(str(obj(json, 'placeholder'), 'text') ?? ''),
    autocomplete: 'off',
    ...slot.labels,
  };
  const node =
    json['multiline'] === true ? el('textarea', { ...props, rows: 4 }) : el('input', { ...props, type: 'text' });
  node.value = str(json, 'initial_value') ?? '';
  const read = () => ({ type: 'plain_text_input', value: node.value || null });
  node.addEventListener('keydown', (event) => {
    if (!slot.tells || (event as KeyboardEvent).key !== 'Enter' || node instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    void tell(node, json, slot, read());
  });
  return enter(node, json, slot, read);
}
