import { createHash, randomUUID } from 'node:crypto';
import { type Manifest, readManifest } from './manifest';
import type { SandboxOptions } from './options';
import type { Json, Person } from './protocol';

/** A conversation as the workspace keeps it; `owner` is the person a direct one belongs to. */
export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly owner?: string;
  topic: string;
  hasBot: boolean;
};

/** A message as the workspace keeps it. `seenBy` is the one reader of an ephemeral message. */
export type Post = {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly threadTs?: string;
  readonly metadata?: Json;
  readonly seenBy?: string;
  readonly edited?: boolean;
};

/** A modal or Home as the workspace keeps it: the whole view object Slack would show, and the errors of its last submit. */
export type Shown = {
  readonly view: Json & { readonly id: string };
  readonly errors: Readonly<Record<string, string>>;
};

/** Where a response URL writes. `clicked` is the message its click was on; a command's has none. */
export type ResponseUrl = {
  readonly user: string;
  readonly channel: string;
  readonly clicked?: Post;
  readonly issuedAt: number;
  uses: number;
};

const triggerMs = 3_000;
const viewsInStack = 3;

/** The state of the local workspace, without any HTTP: people, conversations, messages, views, triggers, response URLs. */
export class Workspace {
  readonly manifest: Manifest;
  readonly teamId = 'T0BATONLOCAL';
  readonly appId = 'A0BATONLOCAL';
  readonly botId = 'B0BATONLOCAL';
  readonly bot: Person;
  readonly people: readonly Person[];
  readonly channels = new Map<string, Channel>();
  readonly responseUrls = new Map<string, ResponseUrl>();
  readonly homes = new Map<string, Shown>();
  readonly options: SandboxOptions;
  readonly elapsed: () => number;
  connections = 0;
  private readonly modals = new Map<string, Shown[]>();
  private readonly triggers = new Map<string, { readonly user: string; readonly issuedAt: number; used: boolean }>();
  private readonly read = new Map<string, string>();
  private posts: Post[] = [];
  private lastTs = 0;
  private readonly listeners = new Set<() => void>();

  constructor(options: SandboxOptions) {
    this.options = options;
    this.manifest = readManifest(options.manifest);
    this.elapsed = options.elapsed ?? (() => performance.now());
    const botName = this.manifest.features.bot_user.display_name;
    this.bot = {
      ...{ id: stableId('U', 'bot'), name: botName, email: '', timezone: options.teamTimezone, title: 'App' },
      isBot: true,
    };
    this.people = [
      ...options.people.map((person) => ({ ...person, id: stableId('U', person.email), isBot: false })),
      this.bot,
    ];
    options.channels.forEach(({ name, topic = '' }, index) => {
      // Slack installs an app into no channel; somebody invited this one to the first.
      const channel = { id: stableId('C', name), name, topic, hasBot: index === 0 };
      this.channels.set(channel.id, channel);
    });
    for (const { id } of this.people.filter((person) => !person.isBot)) {
      const direct = { id: stableId('D', id), name: botName, owner: id, topic: '', hasBot: true };
      this.channels.set(direct.id, direct);
    }
  }

  /** Calls `listener` after every change until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells every listener that something a page shows is different. */
  changed(): void {
    for (const listener of this.listeners) listener();
  }

  person(id: string): Person | undefined {
    return this.people.find((person) => person.id === id);
  }

  directOf(user: string): Channel | undefined {
    return [...this.channels.values()].find((channel) => channel.owner === user);
  }

  /** A conversation by id, by name with or without `#`, or the direct one of a person's id. */
  findChannel(reference: string): Channel | undefined {
    const name = reference.replace(/^#/, '');
    return (
      this.channels.get(reference) ??
      this.directOf(reference) ??
      [...this.channels.values()].find((channel) => !channel.owner && channel.name === name)
    );
  }

  /** Whether a person is in a conversation: everybody is in every channel, and in no direct conversation but their own. */
  isIn(channel: Channel, user: string): boolean {
    return channel.owner === undefined || channel.owner === user;
  }

  /** Adds a message, at the calendar clock's time or just after the one before it. */
  post(message: Omit<Post, 'ts'>): Post {
    this.lastTs = Math.max(this.options.clock.now().getTime() * 1000, this.lastTs + 1);
    const micros = String(this.lastTs % 1_000_000).padStart(6, '0');
    const posted = { ...message, blocks: withIds(message.blocks), ts: `${Math.floor(this.lastTs / 1e6)}.${micros}` };
    this.posts.push(posted);
    this.changed();
    return posted;
  }

  /** The messages of a conversation that `reader` sees, oldest first; without a reader, those everybody there sees. */
  messages(channel: string, reader?: string): readonly Post[] {
    return this.posts.filter(
      (post) => post.channel === channel && (post.seenBy === undefined || post.seenBy === reader),
    );
  }

  /** Puts another text and other blocks in a message's place, or takes it away. False if it is not there any more. */
  rewrite(post: Post, by: Pick<Post, 'text' | 'blocks'> | 'gone'): Post | undefined {
    const index = this.posts.findIndex((each) => each.channel === post.channel && each.ts === post.ts);
    const old = this.posts[index];
    if (!old) return undefined;
    const next = by === 'gone' ? old : { ...old, text: by.text, blocks: withIds(by.blocks), edited: true };
    this.posts = by === 'gone' ? this.posts.toSpliced(index, 1) : this.posts.with(index, next);
    this.changed();
    return next;
  }

  /** Remembers that a reader has seen a conversation to its end. */
  markRead(channel: string, reader: string): void {
    const last = this.messages(channel, reader).at(-1);
    if (!last || this.read.get(`${reader} ${channel}`) === last.ts) return;
    this.read.set(`${reader} ${channel}`, last.ts);
    this.changed();
  }

  /** How many messages of others a reader has not seen. */
  unread(channel: string, reader: string): number {
    const seen = this.read.get(`${reader} ${channel}`) ?? '';
    return this.messages(channel, reader).filter((post) => post.ts > seen && post.user !== reader).length;
  }

  /** A new trigger for something `user` did. */
  trigger(user: string): string {
    const id = randomUUID();
    this.triggers.set(id, { user, issuedAt: this.elapsed(), used: false });
    return id;
  }

  /** Uses a trigger up, and says whose it was or why Slack refuses it. */
  pull(id: string): { readonly user: string } | { readonly error: string } {
    const trigger = this.triggers.get(id);
    if (!trigger) return { error: 'invalid_trigger_id' };
    if (trigger.used) return { error: 'exchanged_trigger_id' };
    if (this.elapsed() - trigger.issuedAt > triggerMs) return { error: 'expired_trigger_id' };
    trigger.used = true;
    return { user: trigger.user };
  }

  /** The path of a new response URL. */
  responseUrl(to: Pick<ResponseUrl, 'user' | 'channel' | 'clicked'>): string {
    const id = randomUUID();
    this.responseUrls.set(id, { ...to, issuedAt: this.elapsed(), uses: 0 });
    return `/response/${id}`;
  }

  /** The modals open for a person, topmost last. */
  stack(user: string): readonly Shown[] {
    return this.modals.get(user) ?? [];
  }

  /** Replaces the modals open for a person, all at once. */
  setStack(user: string, stack: readonly Shown[]): void {
    this.modals.set(user, [...stack]);
    this.changed();
  }

  /** Lays a modal on a person's stack; undefined if three are there already. */
  push(user: string, view: Json): Shown | undefined {
    const stack = this.stack(user);
    if (stack.length >= viewsInStack) return undefined;
    const below = stack.at(-1)?.view;
    const shown = this.show(view, { root: below?.['root_view_id'], previous: below?.id });
    this.setStack(user, [...stack, shown]);
    return shown;
  }

  /** Shows another Home to a person. */
  publish(user: string, view: Json): Shown {
    const old = this.homes.get(user);
    const shown = this.show(view, { id: old?.view.id });
    this.homes.set(user, shown);
    this.changed();
    return shown;
  }

  /** Whose view it is, by id or external id. */
  findView(reference: string): { readonly user: string; readonly shown: Shown } | undefined {
    const all = [
      ...[...this.modals].flatMap(([user, stack]) => stack.map((shown) => ({ user, shown }))),
      ...[...this.homes].map(([user, shown]) => ({ user, shown })),
    ];
    return all.find(({ shown }) => shown.view.id === reference || shown.view['external_id'] === reference);
  }

  /** Puts another view in a view's place. What was filled in stays where an input keeps its ids. */
  replaceView(id: string, view: Json): Shown | undefined {
    const found = this.findView(id);
    if (!found) return undefined;
    const { root_view_id: root, previous_view_id: previous, state } = found.shown.view;
    return this.amend(found.user, id, this.show({ state, ...view }, { id, root, previous }));
  }

  /** Changes what is kept of a view, such as what was filled in or the errors of a submit. */
  amend(user: string, id: string, change: Partial<Shown>): Shown | undefined {
    const old = this.findView(id);
    if (!old || old.user !== user) return undefined;
    const next = { ...old.shown, ...change };
    if (this.homes.get(user)?.view.id === id) this.homes.set(user, next);
    this.setStack(
      user,
      this.stack(user).map((shown) => (shown.view.id === id ? next : shown)),
    );
    return next;
  }

  /** Forgets messages, views, triggers and response URLs. People, channels and the clock stay. */
  forget(): void {
    this.posts = [];
    for (const each of [this.modals, this.homes, this.triggers, this.responseUrls, this.read]) each.clear();
    this.options.channels.forEach(({ name, topic = '' }) => {
      const channel = this.findChannel(name);
      if (channel) channel.topic = topic;
    });
    this.changed();
  }

  private show(view: Json, place: { id?: unknown; root?: unknown; previous?: unknown }): Shown {
    const id = typeof place.id === 'string' ? place.id : stableId('V', randomUUID());
    return {
      view: {
        private_metadata: '',
        callback_id: '',
        external_id: '',
        state: { values: {} },
        ...(view['type'] === 'modal' && { submit: null, close: null, clear_on_close: false, notify_on_close: false }),
        ...view,
        blocks: withIds(view['blocks'] as readonly Json[]),
        id,
        team_id: this.teamId,
        app_id: this.appId,
        app_installed_team_id: this.teamId,
        bot_id: this.botId,
        hash: randomUUID(),
        root_view_id: place.root ?? id,
        previous_view_id: place.previous ?? null,
      },
      errors: {},
    };
  }
}

/** The same id for the same thing at every start, so that what a database remembers of Slack stays true. */
function stableId(letter: string, of: string): string {
  return letter + createHash('sha256').update(`${letter} ${of}`).digest('hex').slice(0, 10).toUpperCase();
}

/** Fills in the block and action ids that were left out, as Slack does. */
function withIds(blocks: readonly Json[]): readonly Json[] {
  const element = (each: Json) => (each['type'] === 'image' ? each : { action_id: randomUUID(), ...each });
  return blocks.map((block) => ({
    block_id: randomUUID().slice(0, 8),
    ...block,
    ...(block['type'] === 'actions' && { elements: (block['elements'] as readonly Json[]).map(element) }),
    ...(block['type'] === 'input' && { element: element(block['element'] as Json) }),
    ...(block['accessory'] !== undefined && { accessory: element(block['accessory'] as Json) }),
  }));
}
