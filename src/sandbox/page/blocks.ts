import type { Json } from '../protocol.js';
import { type Child, el, freshId, list, obj, str } from './dom.js';
import { element, image, type Slot, type Surface } from './elements.js';
import { plain, textObject } from './mrkdwn.js';
import { richText, table, undrawable } from './rich.js';

/** Draws Slack's blocks in order; one this workspace does not know is a red box. */
export function drawBlocks(blocks: readonly Json[], surface: Surface): HTMLElement {
  const drawn = blocks.map((json, index) => {
    const block = str(json, 'block_id') ?? String(index);
    const type = str(json, 'type') ?? '';
    return el('div', { class: `block block-${type}`, 'data-block': block }, drawBlock(json, type, block, surface));
  });
  return el('div', { class: 'blocks' }, drawn);
}

function drawBlock(json: Json, type: string, block: string, surface: Surface): Child {
  const slot: Slot = { surface, block, tells: true };
  switch (type) {
    case 'section':
      return section(json, slot);
    case 'header':
      return el('h3', {}, plain(str(obj(json, 'text'), 'text') ?? ''));
    case 'context':
      return list(json, 'elements').map((part) =>
        str(part, 'type') === 'image' ? image(part) : el('span', {}, textObject(part, surface.reader)),
      );
    case 'divider':
      return el('hr');
    case 'actions':
      return list(json, 'elements').map((part) => element(part, slot));
    case 'rich_text':
      return richText(json, surface.reader);
    case 'table':
      return table(json, surface.reader);
    case 'image': {
      const title = str(obj(json, 'title'), 'text');
      return el('figure', {}, title && el('figcaption', {}, plain(title)), image(json));
    }
    case 'input':
      return input(json, slot);
    default:
      return undrawable('a block', type);
  }
}

function section(json: Json, slot: Slot): Child {
  const { reader } = slot.surface;
  const accessory = obj(json, 'accessory');
  const fields = list(json, 'fields').map((field) => el('div', { class: 'section-field' }, textObject(field, reader)));
  const body = [
    obj(json, 'text') && el('div', { class: 'section-text' }, textObject(obj(json, 'text'), reader)),
    fields.length > 0 && el('div', { class: 'section-fields' }, fields),
  ];
  if (!accessory) return body;
  return el('div', { class: 'section-with' }, el('div', { class: 'section-body' }, body), element(accessory, slot));
}

/** A field of a modal: its name, the control, a hint, and what was wrong at the last submit. */
function input(json: Json, { surface, block }: Slot): Child {
  const control = obj(json, 'element') ?? {};
  const grouped = /^(radio_buttons|checkboxes|multi_users_select)$/.test(str(control, 'type') ?? '');
  const [id, nameId, hintId, errorId] = ['field', 'name', 'hint', 'error'].map(freshId) as [
    string,
    string,
    string,
    string,
  ];
  const hint = str(obj(json, 'hint'), 'text');
  const error = surface.errors?.[block];
  const described = [error && errorId, hint && hintId].filter(Boolean).join(' ') || undefined;
  const labels = {
    id,
    'aria-describedby': described,
    'aria-labelledby': grouped ? nameId : undefined,
    'aria-invalid': error ? 'true' : undefined,
    'aria-required': json['optional'] === true || grouped ? undefined : 'true',
  };
  const name = plain(str(obj(json, 'label'), 'text') ?? '');
  const optional = json['optional'] === true && el('span', { class: 'optional' }, ' (optional)');
  return [
    el(grouped ? 'div' : 'label', { class: 'field-name', id: nameId, for: grouped ? undefined : id }, name, optional),
    element(control, { surface, block, tells: json['dispatch_action'] === true, labels }),
    error !== undefined && el('p', { class: 'field-error', id: errorId }, error),
    hint && el('p', { class: 'field-hint', id: hintId }, plain(hint)),
  ];
}
