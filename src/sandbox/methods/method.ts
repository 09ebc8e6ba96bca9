import { z } from 'zod';
import { type Answer, no, ok } from '../answers';
import { parseJson } from '../json';
import type { Json } from '../protocol';
import type { Workspace } from '../workspace';

/** What a method needs beside its arguments. `openConnection` gives the address of a new Socket Mode connection. */
export type Setting = {
  readonly workspace: Workspace;
  readonly granted: ReadonlySet<string>;
  readonly url: string;
  readonly openConnection: () => string;
};

/** Scopes a method needs: every entry, and of an entry that is a list any one. */
export type Scopes = readonly (string | readonly string[])[];

/** A method of Slack's Web API: who may call it, with what, and what it does. */
export type Method = {
  readonly token: 'bot' | 'app';
  readonly scopes: (args: Json) => Scopes;
  readonly args: z.ZodObject;
  readonly run: (setting: Setting, args: never) => Answer;
};

/** A group of methods by name. */
export type Methods = Readonly<Record<string, Method>>;

/** Defines a method; its scopes may depend on its arguments. */
export function method<A extends z.ZodRawShape>(
  scopes: Scopes | ((args: Json) => Scopes),
  args: A,
  run: (setting: Setting, args: z.output<z.ZodObject<A>>) => Answer,
  token: 'bot' | 'app' = 'bot',
): Method {
  return { token, scopes: typeof scopes === 'function' ? scopes : () => scopes, args: z.object(args), run };
}

/** An argument that is JSON; in a form it comes as text. */
export const json = <T extends z.ZodType>(of: T) =>
  z.preprocess((value) => (typeof value === 'string' ? parseJson(value) : value), of);

/** An argument that is on or off, and off if it is left out. */
export const switched = z.union([z.boolean(), z.stringbool()]).default(false);

/** The arguments of a method that answers in pages. */
export const paged = { limit: z.coerce.number().int().min(1).max(1000).default(100), cursor: z.string().optional() };

/** One page of a list, each of it as `shown`, and the cursor of the next. */
export function pageOf<T>(
  key: string,
  all: readonly T[],
  shown: (one: T) => Json,
  args: { readonly limit: number; readonly cursor?: string | undefined },
): Answer {
  const from = args.cursor ? Number(Buffer.from(args.cursor, 'base64').toString()) : 0;
  if (!Number.isInteger(from)) return no('invalid_cursor');
  const to = from + args.limit;
  const next_cursor = to < all.length ? Buffer.from(String(to)).toString('base64') : '';
  return ok({
    [key]: all.slice(from, to).map(shown),
    has_more: next_cursor !== '',
    response_metadata: { next_cursor },
  });
}
