import type { View } from '../protocol.js';
import type { App } from './app.js';
import { drawBlocks } from './blocks.js';
import { type Child, el, freshId, icon, list, obj, reconcile, str } from './dom.js';
import { gather } from './elements.js';
import { plain } from './mrkdwn.js';

const dialogs = new Map<string, HTMLDialogElement>();
/** What went wrong with a view as a whole. */
const failed = new Map<string, string>();
let top = '';

/** Shows the topmost modal; those below keep what was typed into them. */
export function drawModals(app: App): void {
  const { modals } = app.state;
  top = modals.at(-1)?.id ?? '';
  for (const [id, dialog] of dialogs) {
    if (id !== top && dialog.open) dialog.close();
    if (modals.some((view) => view.id === id)) continue;
    dialog.remove();
    for (const each of [dialogs, failed]) each.delete(id);
  }
  for (const view of modals) drawModal(view, app);
  const dialog = dialogs.get(top);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  const first = dialog.querySelector<HTMLElement>('.dialog-body :is(input, textarea, select):not(:disabled)');
  first?.focus();
}

/** Says in the modal that what the reader did failed. */
export function failModal(view: string, words: string, app: App): void {
  failed.set(view, words);
  drawModals(app);
}

function drawModal(view: View, app: App): void {
  const known = dialogs.get(view.id);
  const dialog = known ?? el('dialog', { class: 'dialog dialog-modal', 'data-view': view.id });
  if (!known) {
    dialogs.set(view.id, dialog);
    document.body.append(dialog);
    const leave = () => void app.act({ kind: 'close', as: app.state.me.id, view: view.id });
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      leave();
    });
    dialog.addEventListener('close', () => top === view.id && leave());
  }
  const shown = ['title', 'submit', 'close', 'blocks'].map((key) => view.view[key]);
  const signature = JSON.stringify([shown, view.errors, failed.get(view.id), app.state.people, app.state.me.id]);
  const before = dialog.dataset['errors'] ?? '{}';
  reconcile(dialog, [{ key: 'form', signature, build: () => form(view, dialog, app) }]);
  dialog.dataset['errors'] = JSON.stringify(view.errors);
  if (before === dialog.dataset['errors'] || Object.keys(view.errors).length === 0) return;
  const wrong = dialog.querySelector<HTMLElement>('[aria-invalid]') ?? dialog.querySelector('.block:has(.field-error)');
  (wrong?.matches('input, select, textarea') ? wrong : wrong?.querySelector<HTMLElement>('input'))?.focus();
}

function form(view: View, dialog: HTMLDialogElement, app: App): HTMLElement {
  const words = (key: string) => plain(str(obj(view.view, key), 'text') ?? '');
  const id = freshId('modal');
  dialog.setAttribute('aria-labelledby', id);
  const leave = () => void app.act({ kind: 'close', as: app.state.me.id, view: view.id });
  const surface = { reader: app.state, place: { view: view.id }, errors: view.errors, use: app.use };
  const failure = failed.get(view.id);
  const closer = el(
    'button',
    { type: 'button', class: 'button', 'data-key': 'close', onclick: leave },
    words('close') || 'Close',
  );
  const submit = words('submit');
  const sender: Child =
    submit !== '' &&
    el('button', { type: 'submit', class: 'button button-primary', 'data-key': 'submit', 'data-submit': true }, submit);
  const node = el(
    'form',
    { 'data-surface': true, novalidate: true, tabindex: -1 },
    el(
      'header',
      {},
      el('h2', { id }, icon('baton'), words('title')),
      el(
        'button',
        { type: 'button', class: 'quiet cross', 'data-key': 'cross', 'aria-label': 'Close', onclick: leave },
        icon('close'),
      ),
    ),
    el('div', { class: 'dialog-body' }, [
      failure !== undefined && el('p', { class: 'undrawable', role: 'alert' }, failure),
      drawBlocks(list(view.view, 'blocks'), surface),
    ]),
    el('footer', {}, closer, sender),
  );
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(view, node, dialog, app);
  });
  return node;
}

async function send(view: View, node: HTMLElement, dialog: HTMLDialogElement, app: App): Promise<void> {
  if (dialog.getAttribute('aria-busy')) return;
  const state = gather(node);
  failed.delete(view.id);
  dialog.setAttribute('aria-busy', 'true');
  dialog.dataset['errors'] = '';
  const outcome = await app.act({ kind: 'submit', as: app.state.me.id, view: view.id, state });
  dialog.removeAttribute('aria-busy');
  if (!outcome.ok) failModal(view.id, outcome.error, app);
}
