import type { Json } from '../protocol.js';

/** What an element can hold; empty values are skipped. */
export type Child = Node | string | undefined | null | false | readonly Child[];

type Prop = string | number | boolean | undefined | ((event: Event) => void);

/** Builds an element: functions are listeners (`onclick`), `true` an empty attribute, `false` and `undefined` none. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Readonly<Record<string, Prop>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : String(value));
  }
  return fill(node, children);
}

function fill<N extends Element>(node: N, children: readonly Child[]): N {
  for (const child of children) {
    if (child === undefined || child === null || child === false) continue;
    if (typeof child === 'string' || child instanceof Node) node.append(child);
    else fill(node, child);
  }
  return node;
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (!node) throw new Error(`The page has no #${id}`);
  return node;
}

const shapes = {
  baton: ['M5.2 18.8 18.8 5.2', 'M8.7 12.5l2.8 2.8', 'M12.5 8.7l2.8 2.8'],
  hash: ['M9 4 7 20', 'M17 4l-2 16', 'M4 9h17', 'M3 15h17'],
  eye: [
    'M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12z',
    'M12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z',
  ],
  home: ['M4 11.5 12 4.5l8 7V20h-5.5v-5h-5v5H4z'],
  close: ['M6 6l12 12', 'M18 6 6 18'],
  send: ['M5 12h13', 'M12.5 6l6 6-6 6'],
  more: ['M6 12h.01', 'M12 12h.01', 'M18 12h.01'],
} as const;

/** A drawn mark; decoration only, the words beside it carry the meaning. */
export function icon(name: keyof typeof shapes): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const attributes = { viewBox: '0 0 24 24', class: `icon icon-${name}`, 'aria-hidden': 'true', focusable: 'false' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of shapes[name]) {
    const path = document.createElementNS(svg.namespaceURI, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** One piece of a list that is redrawn only when its signature changes. */
export type Item = { readonly key: string; readonly signature: string; readonly build: () => HTMLElement };

type Drawn = { readonly signature: string; readonly node: HTMLElement };
const boxes = new WeakMap<Element, Map<string, Drawn>>();

/** Makes `box` hold the items in order, reusing what did not change and keeping focus and typed values in what did. */
export function reconcile(box: Element, items: readonly Item[]): void {
  const before = boxes.get(box) ?? new Map<string, Drawn>();
  const after = new Map<string, Drawn>();
  for (const { key, signature, build } of items) {
    const old = before.get(key);
    if (old?.signature === signature) {
      after.set(key, old);
      continue;
    }
    const node = build();
    after.set(key, { signature, node });
    if (old) carry(old.node, node);
  }
  for (const [key, old] of before) if (after.get(key)?.node !== old.node) old.node.remove();
  [...after.values()].forEach(({ node }, index) => {
    if (box.children[index] !== node) box.insertBefore(node, box.children[index] ?? null);
  });
  boxes.set(box, after);
}

/** Replaces `old` by `fresh` where it stands, with the focus and what was typed into fields of the same name. */
function carry(old: HTMLElement, fresh: HTMLElement): void {
  const active = document.activeElement;
  const focused = active && old.contains(active) ? active : null;
  for (const field of fields(old)) {
    const twin = fields(fresh).find((other) => sameField(field, other));
    if (!twin) continue;
    if (field instanceof HTMLInputElement && twin instanceof HTMLInputElement && isTick(field))
      twin.checked = field.checked;
    else if (!(twin instanceof HTMLSelectElement) || [...twin.options].some((o) => o.value === field.value))
      twin.value = field.value;
  }
  old.replaceWith(fresh);
  if (!focused) return;
  const key = keyOf(focused);
  const target = key ? [...fresh.querySelectorAll<HTMLElement>('*')].find((node) => keyOf(node) === key) : undefined;
  (target ?? fresh).focus({ preventScroll: true });
  if (isText(focused) && isText(target)) target.setSelectionRange(focused.selectionStart, focused.selectionEnd);
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const fields = (box: Element) => [...box.querySelectorAll<Field>('input[name], select[name], textarea[name]')];
const isTick = (field: Field) => field.type === 'radio' || field.type === 'checkbox';
const sameField = (a: Field, b: Field) => a.name === b.name && (!isTick(a) || a.value === b.value);
const isText = (node?: Element | null): node is HTMLInputElement | HTMLTextAreaElement =>
  node instanceof HTMLTextAreaElement || (node instanceof HTMLInputElement && node.type === 'text');

function keyOf(node: Element): string {
  const name = node.getAttribute('data-key') ?? node.getAttribute('name') ?? node.id;
  const value = node instanceof HTMLInputElement && isTick(node) ? node.value : '';
  return name && `${name} ${value}`;
}

/** A field of Slack's JSON as text, or nothing. */
export const str = (json: Json | undefined, key: string): string | undefined =>
  typeof json?.[key] === 'string' ? json[key] : undefined;

/** A field of Slack's JSON as a number, or nothing. */
export const num = (json: Json | undefined, key: string): number | undefined =>
  typeof json?.[key] === 'number' ? json[key] : undefined;

/** A field of Slack's JSON as an object, or nothing. */
export const obj = (json: Json | undefined, key: string): Json | undefined =>
  isJson(json?.[key]) ? json[key] : undefined;

/** A field of Slack's JSON as a list of objects; empty if it is none. */
export function list(json: Json | undefined, key: string): readonly Json[] {
  const value = json?.[key];
  return Array.isArray(value) ? value.filter(isJson) : [];
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

let ids = 0;
/** An id no other element of the page has. */
export const freshId = (stem: string): string => `${stem}-${++ids}`;
