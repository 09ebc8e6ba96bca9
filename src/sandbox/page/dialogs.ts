import type { Json } from '../protocol.js';
import { type Child, el, freshId, icon, obj, str } from './dom.js';
import { plain, type Reader, textObject } from './mrkdwn.js';

type Question = {
  readonly title: string;
  readonly text: Child;
  readonly confirm: string;
  readonly deny: string;
  readonly danger?: boolean;
};

/** Opens a dialog that closes itself, and is gone when closed. `close` is handed to what it holds. */
export function openDialog(title: string, kind: string, inside: (close: () => void) => Child): HTMLDialogElement {
  const id = freshId('dialog');
  const dialog = el('dialog', { class: `dialog ${kind}`, 'aria-labelledby': id });
  const close = () => dialog.close();
  const cross = el(
    'button',
    { type: 'button', class: 'quiet cross', 'aria-label': 'Close', onclick: close },
    icon('close'),
  );
  dialog.append(el('header', {}, el('h2', { id }, title), cross), el('div', { class: 'dialog-body' }, inside(close)));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => event.target === dialog && close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks in a dialog; closing it any other way is a no. */
export function ask({ title, text, confirm, deny, danger }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = false;
    const dialog = openDialog(title, 'dialog-ask', (close) => {
      const yes = () => {
        answer = true;
        close();
      };
      const look = danger ? 'button-danger' : 'button-primary';
      return [
        el('div', { class: 'ask-text' }, text),
        el(
          'footer',
          {},
          el(
            'button',
            { type: 'button', class: 'button', onclick: close, autofocus: true, 'data-answer': 'deny' },
            deny,
          ),
          el('button', { type: 'button', class: `button ${look}`, onclick: yes, 'data-answer': 'confirm' }, confirm),
        ),
      ];
    });
    dialog.addEventListener('close', () => resolve(answer));
  });
}

/** Asks what Slack's confirm object asks. */
export function askAsSlack(json: Json, reader: Reader): Promise<boolean> {
  const words = (key: string, otherwise: string) => plain(str(obj(json, key), 'text') ?? otherwise);
  return ask({
    title: words('title', 'Are you sure?'),
    text: textObject(obj(json, 'text'), reader),
    confirm: words('confirm', 'Yes'),
    deny: words('deny', 'No'),
    danger: str(json, 'style') === 'danger',
  });
}

const keys: readonly (readonly [string, string])[] = [
  ['/', 'Write a command'],
  ['@', 'Mention somebody, while writing'],
  ['Enter', 'Send'],
  ['Shift + Enter', 'New line'],
  ['↑', 'Bring back the last line sent, in an empty composer'],
  ['Ctrl or ⌘ + K', 'Go to a conversation, or act as somebody else'],
  ['Esc', 'Close what is open'],
  ['?', 'This list'],
];

/** The list of keys. */
export function showKeys(): void {
  const row = ([key, does]: readonly [string, string]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, does)];
  openDialog('Keyboard', 'dialog-keys', () => el('dl', { class: 'keys' }, keys.map(row)));
}
