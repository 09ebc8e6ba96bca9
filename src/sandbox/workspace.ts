import { randomUUID } from 'node:crypto';
import { entities } from './entities';
import { stableId } from './ids';
import { type Manifest, readManifest } from './manifest';
import { Keeper, recall, remembered } from './memory';
import type { SandboxOptions } from './options';
import { Posts } from './posts';
import type { ClockTo, Person } from './protocol';
import type { Channel, ResponseUrl, UserGroup } from './records';
import { Views } from './views';

/** What a workspace's admins decide, as far as an app meets it. */
export type Settings = {
  /** Only a paid one lets an app change user groups. */
  readonly plan: 'free' | 'paid';
  /** With `admins`, no bot may change them. */
  readonly groupsManagedBy: 'everyone' | 'admins';
};

/** What can happen to a channel without the app. */
export type ChannelChange = {
  readonly archived?: boolean;
  readonly hasBot?: boolean;
  readonly name?: string;
  readonly missing?: boolean;
};

const triggerMs = 3_000;

/** The state of the local workspace, without any HTTP: people, conversations, messages, views, triggers, response URLs. */
export class Workspace {
  readonly manifest: Manifest;
  readonly teamId = 'T0BATONLOCAL';
  readonly appId = 'A0BATONLOCAL';
  readonly botId = 'B0BATONLOCAL';
  readonly bot: Person;
  readonly people: readonly Person[];
  readonly allChannels: readonly Channel[];
  readonly groups: readonly UserGroup[];
  readonly posts: Posts;
  readonly views: Views;
  readonly responseUrls = new Map<string, ResponseUrl>();
  /** Ids of people whose accounts were deactivated. */
  readonly deactivated = new Set<string>();
  readonly options: SandboxOptions;
  readonly elapsed: () => number;
  settings: Settings = { plan: 'paid', groupsManagedBy: 'everyone' };
  connections = 0;
  /** Where the calendar clock is on its way to, if it is. */
  moving: ClockTo | null = null;
  private readonly triggers = new Map<string, { readonly user: string; readonly issuedAt: number; used: boolean }>();
  private readonly listeners = new Set<() => void>();
  private readonly keeper: Keeper | undefined;

  constructor(options: SandboxOptions) {
    this.options = options;
    this.manifest = readManifest(options.manifest);
    this.elapsed = options.elapsed ?? (() => performance.now());
    const botName = this.manifest.features.bot_user.display_name;
    this.bot = {
      ...{ id: stableId('U', 'bot'), name: botName, email: '', timezone: options.teamTimezone, title: 'App' },
      isBot: true,
    };
    const humans = options.people.map((person) => ({ ...person, id: stableId('U', person.email), isBot: false }));
    this.people = [...humans, this.bot];
    const alive = { topic: '', hasBot: true, archived: false, missing: false };
    this.allChannels = [
      ...options.channels.map(({ name }) => ({ ...alive, id: stableId('C', name), name })),
      ...humans.map(({ id }) => ({ ...alive, id: stableId('D', id), name: botName, owner: id })),
    ];
    this.groups = (options.userGroups ?? []).map(({ handle, name }) => ({
      ...{ id: stableId('S', handle), handle, name, members: [] },
    }));
    const app = { team_id: this.teamId, app_id: this.appId, app_installed_team_id: this.teamId, bot_id: this.botId };
    this.posts = new Posts(
      () => options.clock.now(),
      () => this.changed(),
    );
    this.views = new Views(app, () => this.changed());
    this.begin();
    const { memory } = options;
    if (!memory) return;
    recall(this, memory.load());
    this.keeper = new Keeper(() => memory.save(remembered(this)));
  }

  /** Calls `listener` after every change until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells every listener that something a page shows is different, and remembers it unless it passes. */
  changed(what: 'lasting' | 'passing' = 'lasting'): void {
    if (what === 'lasting') this.keeper?.touch();
    for (const listener of this.listeners) listener();
  }

  /** Has everything that lasts remembered before this returns. */
  flush(): void {
    this.keeper?.flush();
  }

  person(id: string): Person | undefined {
    return this.people.find((person) => person.id === id);
  }

  /** The conversations there are, channels first. */
  conversations(): readonly Channel[] {
    return this.allChannels.filter(({ missing }) => !missing);
  }

  channel(id: string): Channel | undefined {
    return this.conversations().find((channel) => channel.id === id);
  }

  directOf(user: string): Channel | undefined {
    return this.conversations().find((channel) => channel.owner === user);
  }

  /** A conversation by id, by name with or without `#`, or the direct one of a person's id. */
  findChannel(reference: string): Channel | undefined {
    const name = reference.replace(/^#/, '');
    return (
      this.channel(reference) ??
      this.directOf(reference) ??
      this.conversations().find((channel) => !channel.owner && channel.name === name)
    );
  }

  /** Whether a person is in a conversation: everybody is in every channel, and in no direct conversation but their own. */
  isIn(channel: Channel, user: string): boolean {
    return channel.owner === undefined || channel.owner === user;
  }

  /** Does to a channel, by id or name, what people do to channels; also to one that was made missing before. */
  change(reference: string, how: ChannelChange): void {
    const name = reference.replace(/^#/, '');
    const channel = this.allChannels.find((each) => each.id === reference || (!each.owner && each.name === name));
    if (!channel) throw new Error(`There is no channel ${reference}.`);
    Object.assign(channel, how);
    this.changed();
  }

  /** Deactivates the account of a person, by id or e-mail, or activates it again. */
  changePerson(reference: string, { deleted }: { readonly deleted: boolean }): void {
    const person = this.people.find(({ id, email }) => id === reference || email === reference);
    if (!person) throw new Error(`There is no person ${reference}.`);
    if (deleted) this.deactivated.add(person.id);
    else this.deactivated.delete(person.id);
    this.changed();
  }

  /** Decides what admins decide. It does not outlive a restart. */
  settle(settings: Partial<Settings>): void {
    this.settings = { ...this.settings, ...settings };
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

  /** Begins again: only people, what admins decided and the clock stay. */
  forget(): void {
    this.posts.restore({ posts: [], read: {}, lastTs: 0 });
    this.views.restore({ modals: {}, homes: {} });
    for (const each of [this.triggers, this.responseUrls, this.deactivated]) each.clear();
    this.begin();
    this.changed();
  }

  /** Puts channels and groups as the options have them. */
  private begin(): void {
    this.options.channels.forEach(({ name, topic = '' }, index) => {
      const channel = this.allChannels.find(({ id }) => id === stableId('C', name));
      // Slack installs an app into no channel; somebody invited this one to the first.
      const fresh = { name, topic: entities(topic), hasBot: index === 0, archived: false, missing: false };
      if (channel) Object.assign(channel, fresh);
    });
    (this.options.userGroups ?? []).forEach(({ members }, index) => {
      const group = this.groups[index];
      if (group) group.members = members.flatMap((email) => this.people.find((each) => each.email === email)?.id ?? []);
    });
  }
}
