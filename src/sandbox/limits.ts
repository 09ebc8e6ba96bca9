import type { z } from 'zod';
import { blocksOf, viewOf } from './block-kit';
import type { Json } from './protocol';

/** Why Slack would refuse a payload: its error code, and its own kind of explanation with a pointer to each place. */
export type Breach = { readonly error: string; readonly messages: readonly string[] };

/** Slack does not document this bound; it was met in practice between 13,200 and 13,300 characters. */
const textOfAllBlocks = 13_200;
const textOfUpdate = 4_000;
/** Characters chat.postMessage keeps of `text`; the rest is cut without an error. */
export const textKept = 40_000;
const bytesOfView = 250 * 1024;

/** The first of Slack's limits that a message breaches, if any. `update` has a bound of its own on the length of text. */
export function breachOfMessage(
  message: { readonly text?: string | undefined; readonly blocks?: readonly Json[] | undefined },
  how: 'post' | 'update' = 'post',
): Breach | undefined {
  const blocks = message.blocks ?? [];
  if (how === 'update' && (message.text ?? '').length > textOfUpdate) return { error: 'msg_too_long', messages: [] };
  const messages = [
    ...problems(blocksOf.message.safeParse(blocks), '/blocks'),
    ...repeatedIds(blocks, '/blocks'),
    ...(blocks.filter((block) => block['type'] === 'table').length > 1
      ? [explain('only one table is allowed in a message', '/blocks')]
      : []),
    ...(textsOf(blocks.filter((block) => block['type'] === 'markdown')) > 12_000
      ? [explain('markdown blocks are longer than 12000 characters in all', '/blocks')]
      : []),
  ];
  if (messages.length > 0) return { error: 'invalid_blocks', messages };
  if (textsOf(blocks) > textOfAllBlocks) return { error: 'msg_blocks_too_long', messages: [] };
  return undefined;
}

/** The first of Slack's limits that a view breaches, if any. */
export function breachOfView(view: Json): Breach | undefined {
  if (Buffer.byteLength(JSON.stringify(view)) > bytesOfView) return { error: 'view_too_large', messages: [] };
  const type = view['type'];
  if (type !== 'modal' && type !== 'home') {
    return { error: 'invalid_arguments', messages: [explain(`unsupported type: ${String(type)}`, '/view/type')] };
  }
  const blocks = Array.isArray(view['blocks']) ? (view['blocks'] as readonly Json[]) : [];
  const asks = type === 'modal' && blocks.some((block) => block?.['type'] === 'input');
  const messages = [
    ...problems(viewOf[type].safeParse(view), '/view'),
    ...repeatedIds(blocks, '/view/blocks'),
    ...(asks && view['submit'] === undefined
      ? [explain('submit is required when an input is in blocks', '/view')]
      : []),
  ];
  return messages.length > 0 ? { error: 'invalid_arguments', messages } : undefined;
}

function explain(problem: string, pointer: string): string {
  return `[ERROR] ${problem} [json-pointer:${pointer}]`;
}

function problems(parsed: z.ZodSafeParseResult<unknown>, root: string): string[] {
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => {
    const pointer = [root, ...issue.path.map(String)].join('/');
    const unsupported = issue.code === 'invalid_union' && issue.path.at(-1) === 'type';
    return explain(unsupported ? 'unsupported type' : issue.message, pointer);
  });
}

function repeatedIds(blocks: readonly Json[], root: string): string[] {
  const repeated = (ids: readonly unknown[]) =>
    ids.filter((id, index) => typeof id === 'string' && ids.indexOf(id) !== index);
  return [
    ...repeated(blocks.map((block) => block?.['block_id'])).map((id) =>
      explain(`block_id "${String(id)}" already exists`, root),
    ),
    ...blocks.flatMap((block, index) =>
      repeated(elementsOf(block ?? {}).map((element) => element['action_id'])).map((id) =>
        explain(`action_id "${String(id)}" already exists`, `${root}/${index}/elements`),
      ),
    ),
  ];
}

/** The interactive elements of a block: those of actions, the accessory of a section, the element of an input. */
export function elementsOf(block: Json): readonly Json[] {
  const held = block['type'] === 'actions' ? block['elements'] : [block['accessory'] ?? block['element']];
  return (Array.isArray(held) ? held : []).filter((each) => typeof each === 'object' && each !== null);
}

/** Characters of everything called `text` in a value, at any depth. */
function textsOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + textsOf(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + (key === 'text' && typeof each === 'string' ? each.length : textsOf(each)),
    0,
  );
}
