import { z } from 'zod';

/** Any JSON object. */
export const anyObject = z.record(z.string(), z.unknown());

/** Reads JSON, or nothing where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
