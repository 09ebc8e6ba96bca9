import type { Json } from './protocol';

/** A conversation as the workspace keeps it; `owner` is the person a direct one belongs to. */
export type Channel = {
  readonly id: string;
  readonly owner?: string;
  name: string;
  /** With Slack's three entities, as Slack gives it to an app. */
  topic: string;
  hasBot: boolean;
  archived: boolean;
  /** As if it had been deleted. */
  missing: boolean;
};

/** A user group as the workspace keeps it; its members are people's ids. */
export type UserGroup = {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  members: readonly string[];
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
  /** What Slack itself writes when somebody does something to the channel. */
  readonly subtype?: 'channel_topic';
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
