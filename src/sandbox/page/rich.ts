import type { Json } from '../protocol.js';
import { type Child, el, list, num, obj, str } from './dom.js';
import { emoji } from './emoji.js';
import { broadcast, channel, date, group, link, person, plain, type Reader } from './mrkdwn.js';

/** The red box that stands for something this workspace does not draw. */
export const undrawable = (what: string, type: string | undefined): HTMLElement =>
  el('p', { class: 'undrawable', role: 'alert' }, `This workspace cannot draw ${what} of type ${type ?? 'nothing'}`);

/** The parts of a rich_text block. */
export function richText(json: Json, reader: Reader): Child[] {
  return list(json, 'elements').map((part) => {
    const inside = () => inlines(part, reader);
    switch (str(part, 'type')) {
      case 'rich_text_section':
        return el('div', { class: 'rich' }, inside());
      case 'rich_text_preformatted':
        return el('pre', {}, inside());
      case 'rich_text_quote':
        return el('blockquote', { class: 'rich' }, inside());
      case 'rich_text_list':
        return richList(part, reader);
      default:
        return undrawable('a rich text part', str(part, 'type'));
    }
  });
}

/** Bullets or numbers; `indent` is how deep the list is nested, 0 to 8. */
function richList(json: Json, reader: Reader): HTMLElement {
  const items = list(json, 'elements').map((item) => el('li', { class: 'rich' }, inlines(item, reader)));
  const level = Math.min(num(json, 'indent') ?? 0, 8);
  const props = { 'data-indent': level, 'data-quoted': num(json, 'border') === 1 };
  if (str(json, 'style') !== 'ordered') return el('ul', props, items);
  return el('ol', { ...props, start: (num(json, 'offset') ?? 0) + 1 }, items);
}

const inlines = (json: Json, reader: Reader): Child[] => list(json, 'elements').map((piece) => inline(piece, reader));

function inline(json: Json, reader: Reader): Child {
  const text = str(json, 'text');
  switch (str(json, 'type')) {
    case 'text':
      return styled(json, text ?? '');
    case 'link':
      return styled(json, link(str(json, 'url') ?? '', text || (str(json, 'url') ?? '')));
    case 'user':
      return person(str(json, 'user_id') ?? '', reader);
    case 'channel':
      return channel(str(json, 'channel_id') ?? '', reader);
    case 'usergroup':
      return group(str(json, 'usergroup_id') ?? '', reader);
    case 'broadcast':
      return broadcast(`@${str(json, 'range') ?? ''}`);
    case 'date': {
      const { timestamp, format, fallback, url } = {
        timestamp: num(json, 'timestamp') ?? Number.NaN,
        format: str(json, 'format') ?? '',
        fallback: str(json, 'fallback'),
        url: str(json, 'url'),
      };
      return styled(json, date(timestamp, format, reader, fallback, url));
    }
    case 'emoji':
      return emoji(str(json, 'name') ?? '') ?? fromUnicode(str(json, 'unicode')) ?? `:${str(json, 'name') ?? ''}:`;
    default:
      return undrawable('text', str(json, 'type'));
  }
}

/** Slack names an emoji by its code points: "1f468-200d-1f469". */
const fromUnicode = (points: string | undefined) =>
  points && /^[0-9a-f-]{1,60}$/i.test(points)
    ? String.fromCodePoint(...points.split('-').map((point) => Math.min(Number.parseInt(point, 16) || 32, 0x10ffff)))
    : undefined;

const tags = { code: 'code', strike: 's', italic: 'em', bold: 'strong' } as const;

function styled(json: Json, content: Child): Child {
  const style = obj(json, 'style');
  return Object.entries(tags).reduce<Child>((node, [key, tag]) => (style?.[key] ? el(tag, {}, node) : node), content);
}

/** A table block: the first row heads it; a wide one scrolls inside its own box. */
export function table(json: Json, reader: Reader): HTMLElement {
  const rows = Array.isArray(json['rows']) ? json['rows'] : [];
  const columns = list(json, 'column_settings');
  const cell = (content: Json, row: number, column: number) => {
    const settings = columns[column];
    const classes = [`align-${str(settings, 'align') ?? 'left'}`, settings?.['is_wrapped'] === true && 'wrapped'];
    const head = row === 0 && rows.length > 1;
    const props = { class: classes.filter(Boolean).join(' '), scope: head ? 'col' : undefined };
    return el(head ? 'th' : 'td', props, cellContent(content, reader));
  };
  const lines = rows.map((row: unknown, at) =>
    el(
      'tr',
      {},
      list({ row }, 'row').map((each, column) => cell(each, at, column)),
    ),
  );
  const [head, ...body] = lines;
  const whole = el(
    'table',
    {},
    lines.length > 1 ? [el('thead', {}, head), el('tbody', {}, body)] : el('tbody', {}, head),
  );
  return el('div', { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': 'Table, scrolls sideways' }, whole);
}

function cellContent(json: Json, reader: Reader): Child {
  switch (str(json, 'type')) {
    case 'raw_text':
      return plain(str(json, 'text') ?? '');
    case 'rich_text':
      return richText(json, reader);
    default:
      return undrawable('a table cell', str(json, 'type'));
  }
}
