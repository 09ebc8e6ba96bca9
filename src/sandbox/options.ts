import type { SlackManifest } from './manifest';
import type { Memory } from './memory';
import type { Moment, Person } from './protocol';

/** What a local workspace is made of. */
export type SandboxOptions = {
  /** The parsed manifest.yml: its commands, scopes, features and settings are honoured. */
  readonly manifest: SlackManifest;
  readonly people: readonly Pick<Person, 'name' | 'email' | 'timezone' | 'title'>[];
  /** The page opens at the first, which is also the only one the bot is a member of at the start. */
  readonly channels: readonly { readonly name: string; readonly topic?: string }[];
  /** The members are e-mails. Default: none. */
  readonly userGroups?: readonly {
    readonly handle: string;
    readonly name: string;
    readonly members: readonly string[];
  }[];
  /** The `person` of a moment is an e-mail here. */
  readonly moments: readonly Moment[];
  readonly teamTimezone: string;
  /** The calendar clock. It is only ever moved forward; while it moves, the workspace is used as ever. */
  readonly clock: { now(): Date; nextHandoff(): Promise<Date>; moveTo(instant: Date): void | Promise<void> };
  /** Where messages, views and what became of channels and groups are kept over a restart. Default: nowhere. */
  readonly memory?: Memory;
  /** Monotonic milliseconds, by which triggers and response URLs age. Default: performance.now. */
  readonly elapsed?: () => number;
  /** Called by *Start over* before the workspace forgets its messages; where it fails, nothing is forgotten. */
  readonly startOver?: () => Promise<void>;
  /** Called once they are forgotten. */
  readonly startedOver?: () => Promise<void>;
  /** Default: everything the manifest asks for, optional scopes included. */
  readonly grantedScopes?: readonly string[];
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: one that is free. */
  readonly port?: number;
  /** The picture at `/calendar.svg`, as it is now. Default: there is none. */
  readonly calendar?: () => Promise<string>;
  /** Where index.html, its styles and its compiled scripts are. Default: the folder `page` beside this file. */
  readonly pageDirectory?: string;
};
