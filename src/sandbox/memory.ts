import { z } from 'zod';
import { anyObject } from './json';
import type { Posts } from './posts';
import type { Person } from './protocol';
import type { Channel, UserGroup } from './records';
import type { Views } from './views';

/** Where the state of a workspace is kept while nothing runs: a plain JSON value, in and out. */
export type Memory = { load(): unknown; save(state: unknown): void };

/** What is kept of a workspace, and where it goes back to. Triggers and response URLs do not outlive a restart. */
type Kept = {
  readonly posts: Posts;
  readonly views: Views;
  readonly people: readonly Person[];
  readonly allChannels: readonly Channel[];
  readonly groups: readonly UserGroup[];
  readonly deactivated: Set<string>;
};

const postsKept = 400;

const shown = z.strictObject({ view: z.looseObject({ id: z.string() }), errors: z.record(z.string(), z.string()) });
const stateOf = z.strictObject({
  /** Another number for every other shape. */
  version: z.literal(1),
  posts: z.array(
    z.strictObject({
      ts: z.string(),
      channel: z.string(),
      user: z.string(),
      text: z.string(),
      blocks: z.array(anyObject),
      threadTs: z.string().exactOptional(),
      metadata: anyObject.exactOptional(),
      seenBy: z.string().exactOptional(),
      subtype: z.literal('channel_topic').exactOptional(),
      edited: z.boolean().exactOptional(),
    }),
  ),
  read: z.record(z.string(), z.string()),
  lastTs: z.number(),
  modals: z.record(z.string(), z.array(shown)),
  homes: z.record(z.string(), shown),
  channels: z.array(
    z.strictObject({
      ...{ id: z.string(), name: z.string(), topic: z.string() },
      ...{ hasBot: z.boolean(), archived: z.boolean(), missing: z.boolean() },
    }),
  ),
  groups: z.array(z.strictObject({ id: z.string(), members: z.array(z.string()) })),
  deactivated: z.array(z.string()),
});

/** The workspace as one plain JSON value. */
export function remembered({ posts, views, allChannels, groups, deactivated }: Kept): unknown {
  return {
    version: 1,
    ...posts.kept(postsKept),
    ...views.kept(),
    channels: allChannels.map(({ id, name, topic, hasBot, archived, missing }) => ({
      ...{ id, name, topic, hasBot, archived, missing },
    })),
    groups: groups.map(({ id, members }) => ({ id, members })),
    deactivated: [...deactivated],
  };
}

/** Puts back what was remembered, as far as its channels and groups are still there; nothing if this version did not write it. */
export function recall(kept: Kept, memory: unknown): void {
  const parsed = stateOf.safeParse(memory);
  if (!parsed.success) return;
  const state = parsed.data;
  const known = new Set(kept.allChannels.map(({ id }) => id));
  kept.posts.restore({ ...state, posts: state.posts.filter(({ channel }) => known.has(channel)) });
  kept.views.restore(state);
  for (const channel of kept.allChannels)
    Object.assign(
      channel,
      state.channels.find(({ id }) => id === channel.id),
    );
  for (const group of kept.groups) {
    const members = state.groups.find(({ id }) => id === group.id)?.members ?? [];
    const present = members.filter((member) => kept.people.some(({ id }) => id === member));
    if (present.length > 0) group.members = present;
  }
  for (const id of state.deactivated) kept.deactivated.add(id);
}

/** Saves once for all the changes of a turn of the event loop, or sooner if it is told to. */
export class Keeper {
  private readonly save: () => void;
  private isBehind = false;
  private due: NodeJS.Immediate | undefined;

  constructor(save: () => void) {
    this.save = save;
  }

  /** Something changed. */
  touch(): void {
    this.isBehind = true;
    this.due ??= setImmediate(() => this.flush());
  }

  /** Saves now what has changed. A save that fails is warned of and made again with the next change. */
  flush(): void {
    clearImmediate(this.due);
    this.due = undefined;
    if (!this.isBehind) return;
    try {
      this.save();
      this.isBehind = false;
    } catch (error) {
      process.emitWarning(`The workspace was not saved: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
