import { withIds } from './ids';
import type { Post } from './records';

/** Posts, read marks and the newest ts, as they outlive a restart. */
export type KeptPosts = {
  readonly posts: readonly Post[];
  /** The ts of the last message seen, by reader and conversation. */
  readonly read: Readonly<Record<string, string>>;
  readonly lastTs: number;
};

/** The messages of a workspace, and how far each reader has read them. */
export class Posts {
  private readonly now: () => Date;
  private readonly changed: () => void;
  private readonly read = new Map<string, string>();
  private all: Post[] = [];
  private lastTs = 0;

  constructor(now: () => Date, changed: () => void) {
    this.now = now;
    this.changed = changed;
  }

  /** Adds a message, at the calendar clock's time or just after the one before it. */
  add(message: Omit<Post, 'ts'>): Post {
    this.lastTs = Math.max(this.now().getTime() * 1000, this.lastTs + 1);
    const micros = String(this.lastTs % 1_000_000).padStart(6, '0');
    const posted = { ...message, blocks: withIds(message.blocks), ts: `${Math.floor(this.lastTs / 1e6)}.${micros}` };
    this.all.push(posted);
    this.changed();
    return posted;
  }

  /** The messages of a conversation that `reader` sees, oldest first; without a reader, those everybody there sees. */
  in(channel: string, reader?: string): readonly Post[] {
    return this.all.filter((post) => post.channel === channel && (post.seenBy === undefined || post.seenBy === reader));
  }

  /** Puts another text and other blocks in a message's place, or takes it away. Undefined if it is not there any more. */
  rewrite(post: Post, by: Pick<Post, 'text' | 'blocks'> | 'gone'): Post | undefined {
    const index = this.all.findIndex((each) => each.channel === post.channel && each.ts === post.ts);
    const old = this.all[index];
    if (!old) return undefined;
    const next = by === 'gone' ? old : { ...old, text: by.text, blocks: withIds(by.blocks), edited: true };
    this.all = by === 'gone' ? this.all.toSpliced(index, 1) : this.all.with(index, next);
    this.changed();
    return next;
  }

  /** Remembers that a reader has seen a conversation to its end. */
  markRead(channel: string, reader: string): void {
    const last = this.in(channel, reader).at(-1);
    if (!last || this.read.get(`${reader} ${channel}`) === last.ts) return;
    this.read.set(`${reader} ${channel}`, last.ts);
    this.changed();
  }

  /** How many messages of others a reader has not seen. */
  unread(channel: string, reader: string): number {
    const seen = this.read.get(`${reader} ${channel}`) ?? '';
    return this.in(channel, reader).filter((post) => post.ts > seen && post.user !== reader).length;
  }

  /** What outlives a restart: of the messages only the newest. */
  kept(most: number): KeptPosts {
    return { posts: this.all.slice(-most), read: Object.fromEntries(this.read), lastTs: this.lastTs };
  }

  /** Takes the place of everything by what was kept. */
  restore({ posts, read, lastTs }: KeptPosts): void {
    this.all = [...posts];
    this.lastTs = lastTs;
    this.read.clear();
    for (const [key, ts] of Object.entries(read)) this.read.set(key, ts);
  }
}
