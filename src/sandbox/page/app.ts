import type { Act, ClockTo, Moment, Outcome, PageState } from '../protocol.js';
import type { Used } from './elements.js';
import type { Wire } from './wire.js';

/** A line of Slackbot's that only this page knows: what went wrong, and where. */
export type Note = {
  readonly key: string;
  readonly as: string;
  readonly place: string;
  readonly at: number;
  readonly text: string;
};

/** What is shown and what the parts of the page can ask for. */
export type App = {
  readonly state: PageState;
  /** Who writes: whoever was chosen last, though their view of the workspace may still be on its way. */
  readonly author: string;
  /** The open conversation's id, or 'home'. */
  readonly open: string;
  readonly wire: Wire;
  readonly notes: readonly Note[];
  /** Commands that wait for Baton's answer, in this conversation. */
  readonly waiting: readonly string[];
  /** Where the clock is on its way to, if it is. */
  readonly moving: ClockTo | null;
  /** Baton had the time to send this person's Home. */
  readonly homeLate: boolean;
  readonly go: (place: string) => void;
  readonly actAs: (person: string) => void;
  readonly say: (text: string) => Promise<void>;
  readonly use: (used: Used) => Promise<void>;
  readonly act: (act: Act) => Promise<Outcome>;
  readonly tryMoment: (moment: Moment) => void;
};
