import { z } from 'zod';

/** A value as JSON text: dates as UTC ISO text, maps as the list of their values. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part instanceof Map ? [...part.values()] : part));
}

/** The value in JSON text, as the schema has it. Throws where the text is another. */
export function fromJson<T>(schema: z.ZodType<T>, text: string): T {
  return schema.parse(JSON.parse(text));
}

/** A list of texts. */
export const Texts = z.array(z.string());

/** An instant as UTC ISO text, and back; null stays. */
export const textOf = (instant: Date | null): string | null => instant?.toISOString() ?? null;
export const instantOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
