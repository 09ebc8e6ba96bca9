import { createHash, randomUUID } from 'node:crypto';
import type { Json } from './protocol';

/** The same id for the same thing at every start, so that what a database remembers of Slack stays true. */
export function stableId(letter: string, of: string): string {
  return letter + createHash('sha256').update(`${letter} ${of}`).digest('hex').slice(0, 10).toUpperCase();
}

/** Fills in the block and action ids that were left out, as Slack does. */
export function withIds(blocks: readonly Json[]): readonly Json[] {
  const element = (each: Json) => (each['type'] === 'image' ? each : { action_id: randomUUID(), ...each });
  return blocks.map((block) => ({
    block_id: randomUUID().slice(0, 8),
    ...block,
    ...(block['type'] === 'actions' && { elements: (block['elements'] as readonly Json[]).map(element) }),
    ...(block['type'] === 'input' && { element: element(block['element'] as Json) }),
    ...(block['accessory'] !== undefined && { accessory: element(block['accessory'] as Json) }),
  }));
}
