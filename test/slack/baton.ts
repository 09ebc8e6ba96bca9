import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openLocalWorkspace } from '../../src/local-workspace';
import type { Json, Message, PageState } from '../../src/sandbox/protocol';
import { connect } from '../../src/slack/connection';
import type { Desk } from '../../src/slack/listeners/desk';
import { linkPeople } from '../../src/slack/people';
import { openDatabase } from '../../src/storage/database';
import { openRunBooks } from '../../src/storage/runbook-files';
import { openStore } from '../../src/storage/store';
import type { TeamPlan } from '../../src/usecases/decision';
import { aPlan } from '../fixtures';

const running: (() => Promise<unknown>)[] = [];

/** Stops every Baton a test started. For afterEach. */
export async function stopAll(): Promise<void> {
  for (const stop of running.splice(0).reverse()) await stop();
}

/** Baton as it runs: a database, the shipped run books and the real connection, in a local workspace at a fixed time. */
export async function aBaton({
  plan = aPlan(),
  at = '2026-11-24T15:00:00Z',
  link = true,
}: {
  plan?: TeamPlan;
  at?: string;
  link?: boolean;
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'baton-'));
  const runbooks = join(folder, 'runbooks');
  cpSync(join(__dirname, '../../runbooks'), runbooks, { recursive: true });
  let now = new Date(at);
  const database = await openDatabase({ url: `file:${join(folder, 'baton.db')}`, mode: 'local', now });
  const store = openStore(database);
  await store.found(plan, { kind: 'baton' }, now);
  const logged: Record<string, unknown>[] = [];
  const desk: Desk = {
    store,
    teamId: plan.id,
    runBooks: openRunBooks(runbooks).current,
    now: () => now,
    logger: pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) }),
    onBreach: (breaches) => {
      throw new Error(`Slack would refuse this: ${JSON.stringify(breaches)}`);
    },
  };
  const moveTo = (instant: Date): void => {
    now = instant;
  };
  const clock = { now: () => now, moveTo, reset: () => undefined };
  const { access: sandbox, close } = await openLocalWorkspace(
    { host: '127.0.0.1', port: 0 },
    desk,
    clock,
    async () => undefined,
  );
  const { client, stop } = await connect(sandbox, desk);
  if (link) await linkPeople(client, desk);
  running.push(async () => {
    await stop();
    await close();
    await database.close();
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
    newest,
    /** Types a command in the team's channel; gives the message that answers it. */
    ask: async (text: string, as = 'Stakeholder'): Promise<Message> => {
      const before = seen(as).length;
      const outcome = await sandbox.act({ kind: 'say', as: person(as), channel, text });
      if (!outcome.ok) throw new Error(outcome.error);
      return until(() => (seen(as).length > before ? newest(as) : undefined));
    },
    /** Presses the button with this label on a message; waits until something changed for the person. */
    press: async (label: string, on: Message, as = 'Stakeholder'): Promise<Message> => {
      const { block, action, value } = buttonOf(on, label);
      const before = JSON.stringify(seen(as));
      const place = { channel: on.channel, ts: on.ts };
      const outcome = await sandbox.act({
        kind: 'use',
        as: person(as),
        place,
        block,
        action,
        value: { value },
        state: {},
      });
      if (!outcome.ok) throw new Error(outcome.error);
      return until(() => (JSON.stringify(seen(as)) !== before ? newest(as) : undefined));
    },
  };
}

/** Everything a message says, as one text: blocks in order, or the text where there are none. */
export function wordsOf(message: Message): string {
  return message.blocks.length === 0 ? message.text : message.blocks.flatMap(textsIn).join('\n');
}

/** The labels of every button on a message. */
export const labelsOf = (message: Message): string[] => buttonsIn(message).map(({ label }) => label);

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

function buttonOf(message: Message, label: string): Button {
  const found = buttonsIn(message).find((button) => button.label === label);
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
