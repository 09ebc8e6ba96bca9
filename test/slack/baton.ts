import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openLocalWorkspace } from '../../src/local-workspace';
import type { Act, Json, Message, PageState, View } from '../../src/sandbox/protocol';
import { connect } from '../../src/slack/connection';
import type { Desk } from '../../src/slack/listeners/desk';
import { linkPeople } from '../../src/slack/people';
import { openDatabase } from '../../src/storage/database';
import { openRunBooks } from '../../src/storage/runbook-files';
import { openStore } from '../../src/storage/store';
import { openStoredTeam } from '../../src/stored-team';
import { startTelling } from '../../src/telling';
import type { TeamPlan } from '../../src/usecases/decision';
import { begin } from '../../src/usecases/setup';
import { aPlan } from '../fixtures';

const running: (() => Promise<unknown>)[] = [];

/** Stops every Baton a test started. For afterEach. */
export async function stopAll(): Promise<void> {
  for (const stop of running.splice(0).reverse()) await stop();
}

/** Characters somebody types to say that they are a lead. */
const CODE = 'c0ffee00';

/**
 * Baton as it runs: a database, the shipped run books and the real connection, in a local workspace at a fixed time. It
 * tells nobody anything before it has begun, and then only what `tick` makes due.
 */
export async function aBaton({
  plan = aPlan(),
  at = '2026-11-24T15:00:00Z',
  link = true,
  begun = false,
  scopes,
}: {
  plan?: TeamPlan;
  at?: string;
  link?: boolean;
  begun?: boolean;
  scopes?: readonly string[];
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'baton-'));
  const runbooks = join(folder, 'runbooks');
  cpSync(join(__dirname, '../../runbooks'), runbooks, { recursive: true });
  const start = new Date(at);
  // It runs on from where it is put.
  let ahead = start.getTime() - Date.now();
  const now = (): Date => new Date(Date.now() + ahead);
  const databaseUrl = `file:${join(folder, 'baton.db')}`;
  const logged: Record<string, unknown>[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const founding = await openDatabase({ url: databaseUrl, mode: 'local', now: start });
  await openStore(founding).found(plan, { kind: 'baton' }, start);
  await founding.close();
  const places = { databaseUrl, teamFile: 'data/team.yml', runbooksDirectory: runbooks };
  const team = await openStoredTeam(places, 'local', start, logger);
  const { outbox, mirrors, heartbeats } = team;
  const store = team.store;
  const desk: Desk = {
    store,
    teamId: plan.id,
    runBooks: openRunBooks(runbooks).current,
    health: async () => ({
      version: '0.0.0',
      database: 'baton.db',
      processes: await heartbeats.list(),
      notices: await outbox.list(plan.id, 100),
      mirrors: await mirrors.list(plan.id),
    }),
    isCode: (typed) => typed === CODE,
    now,
    logger,
    onBreach: (breaches) => {
      throw new Error(`Slack would refuse this: ${JSON.stringify(breaches)}`);
    },
  };
  const moveTo = (instant: Date): void => {
    ahead = instant.getTime() - Date.now();
  };
  const clock = { now, moveTo, reset: () => undefined, ahead: 0 };
  let tick = async (): Promise<void> => undefined;
  const guest = {
    ...{ desk, outbox: () => outbox, tick: () => tick() },
    ...{ startOver: async () => undefined, startedOver: async () => undefined },
  };
  const { access: sandbox, close } = await openLocalWorkspace(
    { host: '127.0.0.1', port: 0 },
    guest,
    clock,
    undefined,
    scopes,
  );
  const connection = await connect(sandbox, desk);
  if (link) await linkPeople(connection.client, desk);
  const telling = startTelling(desk, team, connection, '0.0.0', () => performance.now());
  tick = telling.tick;
  await tick();
  if (begun) {
    await store.decide(plan.id, { kind: 'baton' }, start, (newest) => begin(newest, 'baton', start));
    await tick();
  }
  running.push(async () => {
    await telling.stop();
    await connection.stop();
    await close();
    await team.close();
    rmSync(folder, { recursive: true });
  });

  const person = (name: string): string => {
    const found = sandbox.people.find((each) => each.name === name);
    if (!found) throw new Error(`nobody is called ${name}`);
    return found.id;
  };
  const state = (as = 'Stakeholder'): PageState => sandbox.state(person(as));
  const channel = state().conversations[0]?.id ?? '';
  const seen = (as = 'Stakeholder'): readonly Message[] => state(as).messages[channel] ?? [];
  /** The messages between Baton and somebody. */
  const told = (as: string): readonly Message[] => {
    const direct = state(as).conversations.find(({ kind }) => kind === 'direct')?.id ?? '';
    return state(as).messages[direct] ?? [];
  };
  const newest = (as = 'Stakeholder'): Message => {
    const message = seen(as).at(-1);
    if (!message) throw new Error('there is no message');
    return message;
  };
  return {
    sandbox,
    desk,
    store,
    runbooks,
    logged,
    person,
    state,
    seen,
    told,
    newest,
    channel,
    outbox,
    mirrors,
    client: connection.client,
    tick: () => tick(),
    /** Moves the clock, and tells what is due then. */
    at: async (instant: string) => {
      moveTo(new Date(instant));
      await tick();
    },
    team: () => store.team(plan.id),
    /** Types a command in the team's channel; gives the message that answers it. */
    ask: async (text: string, as = 'Stakeholder'): Promise<Message> => {
      const before = seen(as).length;
      const outcome = await sandbox.act({ kind: 'say', as: person(as), channel, text });
      if (!outcome.ok) throw new Error(outcome.error);
      return until(() => (seen(as).length > before ? newest(as) : undefined));
    },
    /** Presses a button that opens a modal, of several of its name the one at a place; gives the modal. */
    open: async (label: string, on: Message, as: string, place = 0): Promise<View> => {
      const before = state(as).modals.length;
      const outcome = await sandbox.act(clickOn(label, on, person(as), place));
      if (!outcome.ok) throw new Error(outcome.error);
      return until(() => {
        const { modals } = state(as);
        return modals.length > before ? modals.at(-1) : undefined;
      });
    },
    /** Fills in the modal somebody has open, and submits it; gives the modal that stays, if any. */
    submit: async (filled: Readonly<Record<string, string>>, as: string): Promise<View | undefined> => {
      const view = state(as).modals.at(-1)?.id ?? '';
      const values = Object.entries(filled).map(([block, value]) => [block, { text: { value } }]);
      const outcome = await sandbox.act({ kind: 'submit', as: person(as), view, state: Object.fromEntries(values) });
      if (!outcome.ok) throw new Error(outcome.error);
      return state(as).modals.at(-1);
    },
    /** Chooses something in the modal somebody has open: the option of this text, or a day; gives the modal drawn anew. */
    choose: async (input: string, text: string, as: string): Promise<View> => {
      const view = state(as).modals.at(-1);
      if (!view) throw new Error(`${as} has no modal open`);
      const { block, value } = chosenIn(view, input, text);
      const act: Act = {
        ...{ kind: 'use', as: person(as), place: { view: view.id }, block, action: 'swap-input', value },
        state: { ...statesIn(view), [block]: { 'swap-input': value } },
      };
      const outcome = await sandbox.act(act);
      if (!outcome.ok) throw new Error(outcome.error);
      return until(() => {
        const newest = state(as).modals.at(-1);
        return newest && JSON.stringify(newest.view['blocks']) !== JSON.stringify(view.view['blocks'])
          ? newest
          : undefined;
      });
    },
    /** Submits the modal somebody has open as it is; gives the modal that is then open, if any. */
    send: async (as: string): Promise<View | undefined> => {
      const view = state(as).modals.at(-1);
      if (!view) throw new Error(`${as} has no modal open`);
      const outcome = await sandbox.act({ kind: 'submit', as: person(as), view: view.id, state: statesIn(view) });
      if (!outcome.ok) throw new Error(outcome.error);
      return state(as).modals.at(-1);
    },
    /** Presses the button with this label on a message; waits until something changed for the person. */
    press: async (label: string, on: Message, as = 'Stakeholder'): Promise<Message> => {
      const before = JSON.stringify([seen(as), told(as)]);
      const outcome = await sandbox.act(clickOn(label, on, person(as)));
      if (!outcome.ok) throw new Error(outcome.error);
      return until(() =>
        JSON.stringify([seen(as), told(as)]) === before
          ? undefined
          : on.channel === channel
            ? newest(as)
            : told(as).at(-1),
      );
    },
  };
}

/** Everything a message says, as one text: blocks in order, or the text where there are none. */
export function wordsOf(message: Message): string {
  return message.blocks.length === 0 ? message.text : message.blocks.flatMap(textsIn).join('\n');
}

/** The labels of every button on a message. */
export const labelsOf = (message: Message): string[] => buttonsIn(message).map(({ label }) => label);

const inputsIn = (view: View): readonly { block: string; element: Json }[] =>
  ((view.view['blocks'] ?? []) as Json[])
    .filter(({ type }) => type === 'input')
    .map((block) => ({ block: String(block['block_id']), element: block['element'] as Json }));

/** What the inputs of a modal hold before anything is chosen. */
const statesIn = (view: View): Json =>
  Object.fromEntries(
    inputsIn(view).map(({ block, element }) => [
      block,
      {
        [String(element['action_id'])]: {
          type: element['type'],
          ...(element['initial_option'] ? { selected_option: element['initial_option'] } : {}),
          ...(element['initial_date'] ? { selected_date: element['initial_date'] } : {}),
          ...(element['initial_value'] ? { value: element['initial_value'] } : {}),
        },
      },
    ]),
  );

function chosenIn(view: View, input: string, text: string): { block: string; value: Json } {
  const found = inputsIn(view).find(({ block }) => block === input || block.startsWith(`${input}:`));
  if (!found) throw new Error(`there is no input ${input}`);
  const { block, element } = found;
  const { type } = element;
  if (type === 'datepicker') return { block, value: { type, selected_date: text } };
  const options = (element['options'] ?? []) as Json[];
  const option = options.find((each) => String((each['text'] as Json)['text']).includes(text));
  if (!option) throw new Error(`${input} has no option ${text}, but ${JSON.stringify(options)}`);
  return {
    block,
    value: type === 'checkboxes' ? { type, selected_options: [option] } : { type, selected_option: option },
  };
}

/** Every word a modal shows. */
export const wordsIn = (view: View | undefined): string => {
  const words: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value))
      if (key === 'text' && typeof inner === 'string') words.push(inner);
      else walk(inner);
  };
  walk(view?.view);
  return words.join('\n');
};

function clickOn(label: string, on: Message, as: string, nth = 0): Act {
  const { block, action, value } = buttonOf(on, label, nth);
  const place = { channel: on.channel, ts: on.ts };
  return { kind: 'use', as, place, block, action, value: { value }, state: {} };
}

type Button = { label: string; block: string; action: string; value: string };

function buttonsIn(message: Message): Button[] {
  return message.blocks.flatMap((block) => {
    const elements = Array.isArray(block['elements']) ? (block['elements'] as Json[]) : [];
    return elements
      .filter(({ type }) => type === 'button')
      .map(({ text, action_id, value }) => ({
        label: String((text as Json)['text']),
        block: String(block['block_id']),
        action: String(action_id),
        value: String(value),
      }));
  });
}

function buttonOf(message: Message, label: string, place: number): Button {
  const found = buttonsIn(message).filter((button) => button.label === label)[place];
  if (!found) throw new Error(`there is no button ${label}, but ${labelsOf(message).join(', ')}`);
  return found;
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

/** Waits, 3 s at most, for something that happens after an acknowledgement. */
export async function until<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((later) => setTimeout(later, 10));
  }
  throw new Error('it did not happen within three seconds');
}
