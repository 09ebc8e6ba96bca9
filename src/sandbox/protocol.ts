/** What the local workspace's page and its server say to each other: one state per reader, and what a reader can do. */

/** Slack's JSON is passed through as it came; the page narrows what it draws. */
export type Json = Readonly<Record<string, unknown>>;

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** IANA zone. */
  readonly timezone: string;
  /** One line under the name, such as "Engineer" or "Stakeholder, not on the team". */
  readonly title: string;
  readonly isBot: boolean;
};

/** A user group; its members are people's ids. */
export type Group = { readonly id: string; readonly handle: string; readonly members: readonly string[] };

export type Conversation = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'direct';
  /** With Slack's three entities. */
  readonly topic: string;
  /** Messages that arrived since this reader last had the conversation open. */
  readonly unread: number;
};

export type Message = {
  readonly ts: string;
  readonly channel: string;
  /** A person's id, or the bot's. */
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly threadTs?: string;
  readonly edited: boolean;
  /** Seen by this reader alone ("Only visible to you"). */
  readonly ephemeral: boolean;
  /** What Slack itself writes when somebody does something to the channel. */
  readonly subtype?: 'channel_topic';
};

export type View = {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly view: Json;
  /** Errors of the last submit, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
};

export type Command = { readonly command: string; readonly hint: string; readonly description: string };

/** A button of the first visit: one of the moments Baton is for. It runs `command` as `person` in `channel`, or says why it cannot yet. */
export type Moment = {
  readonly label: string;
  readonly command?: string;
  readonly person?: string;
  readonly later?: string;
};

export type PageState = {
  readonly me: Person;
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly conversations: readonly Conversation[];
  /** The messages this reader sees, by conversation, oldest first. */
  readonly messages: Readonly<Record<string, readonly Message[]>>;
  readonly home: View | null;
  /** The modals open for this reader, topmost last. */
  readonly modals: readonly View[];
  readonly commands: readonly Command[];
  readonly moments: readonly Moment[];
  /** Where the calendar clock is on its way to, if it is. */
  readonly moving: ClockTo | null;
  /** The calendar clock, an ISO instant. */
  readonly now: string;
  readonly teamTimezone: string;
  readonly connections: number;
};

/** How far the calendar clock can be moved at once. */
export type ClockTo = 'next-handoff' | 'next-day';

/** Where an element that was used stands. */
export type Place = { readonly channel: string; readonly ts: string } | { readonly view: string };

/** What a reader does. `as` is a person's id. */
export type Act =
  | {
      readonly kind: 'say';
      readonly as: string;
      readonly channel: string;
      /** A command if it begins with one, else a message. */
      readonly text: string;
    }
  | {
      readonly kind: 'use';
      readonly as: string;
      readonly place: Place;
      readonly block: string;
      readonly action: string;
      /** The element's new value, as block_actions carries it. */
      readonly value: Json;
      /** state.values of the view, so far. */
      readonly state: Json;
    }
  | { readonly kind: 'submit'; readonly as: string; readonly view: string; readonly state: Json }
  | { readonly kind: 'close'; readonly as: string; readonly view: string }
  | { readonly kind: 'home'; readonly as: string }
  | { readonly kind: 'read'; readonly as: string; readonly channel: string }
  | { readonly kind: 'clock'; readonly to: ClockTo }
  | { readonly kind: 'start-over' };

/** What came of it: `error` is what Slack itself would say to the reader ("/oncall failed because the app did not respond"). */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly error: string };

// GET  /                     the page
// GET  /workspace/state?as=U…   PageState
// GET  /workspace/events        server-sent events; one `change` event whenever any state changed
// POST /workspace/act           Act in, Outcome out (JSON)
// POST /api/<method>         Slack's Web API;  GET /socket (upgrade)   Socket Mode;  POST /response/<id>   response URLs
