import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { parse } from 'yaml';
import type { Act, Message, PageState } from '../src/sandbox/protocol';
import { startSandbox } from '../src/sandbox/server';
import { openDatabase } from '../src/storage/database';
import { openStore } from '../src/storage/store';
import { openStoredTeam } from '../src/stored-team';
import { begin, rememberChannel } from '../src/usecases/setup';
import { anEngineer, aPlan, aRotation, byId } from './fixtures';
import { aFolder, settingsIn, start, tidyUp } from './running';

afterEach(tidyUp);

const DAY = 86_400_000;

async function post(address: string, act: Act): Promise<void> {
  const body = JSON.stringify(act);
  const response = await fetch(`${address}/workspace/act`, { method: 'POST', body });
  const outcome = (await response.json()) as { ok: boolean; error?: string };
  if (!outcome.ok) throw new Error(outcome.error);
}

const stateOf = async (address: string, as = ''): Promise<PageState> =>
  (await (await fetch(`${address}/workspace/state${as && `?as=${as}`}`)).json()) as PageState;

/** Everything Baton told anybody, by its mark. */
async function toldIn(address: string): Promise<readonly Message[]> {
  const { people } = await stateOf(address);
  const seen = new Map<string, Message>();
  for (const { id, isBot } of people) {
    if (isBot) continue;
    for (const messages of Object.values((await stateOf(address, id)).messages))
      for (const message of messages) if (!message.ephemeral) seen.set(`${message.channel} ${message.ts}`, message);
  }
  return [...seen.values()];
}

describe('the local workspace killed while the clock moves, and started again', () => {
  it('has lost nothing, repeated nothing, and stands where its clock was', async () => {
    const folder = aFolder();
    for (const milliseconds of [5, 120, 400, 900]) {
      const baton = start(folder);
      const address = await baton.says(/local workspace: (http:\S+)/);
      const moving = post(address, { kind: 'clock', to: 'next-handoff' }).catch(() => undefined);
      await new Promise((later) => setTimeout(later, milliseconds));
      baton.kill();
      await Promise.all([baton.exit, moving]);
    }
    const baton = start(folder);
    const address = await baton.says(/local workspace: (http:\S+)/);
    const before = (await stateOf(address)).now;
    for (const to of ['next-handoff', 'next-day', 'next-day'] as const) await post(address, { kind: 'clock', to });
    expect(Date.parse(before)).toBeLessThan(Date.parse((await stateOf(address)).now));
    const told = await toldIn(address);
    // A question that is asked anew says so in each older message.
    const isMoved = ({ text }: Message): boolean => text.startsWith('Asked anew');
    const texts = told
      .filter((message) => !message.subtype && !isMoved(message))
      .map(({ channel, text }) => `${channel} ${text}`);
    expect(texts.filter((text) => text.includes('takes over on call')).length).toBeGreaterThan(0);
    expect(texts.filter((text, place) => texts.indexOf(text) !== place)).toEqual([]);
    // The terminal reads the clock of the workspace, and sees one process alive and nothing that was not told.
    const health = start(folder, {}, ['health', '--json']);
    expect(await health.exit).toBe(0);
    const { processes, troubles } = JSON.parse(health.answered());
    expect(processes).toMatchObject([{ connected: true }]);
    expect(troubles).toEqual([]);
  }, 60_000);

  it('is one process’s: a second is refused while the first runs, and not afterwards', async () => {
    const folder = aFolder();
    const first = start(folder);
    await first.says(/local workspace: (http:\S+)/);
    const second = start(folder);
    expect(await second.exit).toBe(1);
    expect(second.said()).toContain('already, as process');
    first.kill();
    await first.exit;
    const third = start(folder);
    await third.says(/local workspace: (http:\S+)/);
    third.stop();
    expect(await third.exit).toBe(0);
  }, 60_000);
});

describe('two processes on one database', () => {
  it('post a handoff once', async () => {
    const folder = aFolder();
    const slack = await startSandbox({
      manifest: parse(readFileSync(join(__dirname, '../manifest.yml'), 'utf8')),
      people: [1, 2, 3, 4].map((number) => ({
        ...{ name: `Engineer ${number}`, email: `engineer-${number}@example.com` },
        ...{ timezone: 'America/New_York', title: 'Data engineer' },
      })),
      channels: [{ name: 'data-oncall' }],
      moments: [],
      teamTimezone: 'America/New_York',
      clock: { now: () => new Date(), nextHandoff: async () => new Date(), moveTo: () => undefined },
    });
    const databaseUrl = settingsIn(folder)['DATABASE_URL'] ?? '';
    await aBegunTeam(
      databaseUrl,
      slack.people.map(({ id }) => id),
      slack.state(slack.people[0]?.id ?? '').conversations[0]?.id ?? '',
    );
    const settings = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl };
    const processes = [start(folder, settings), start(folder, settings)];
    for (const each of processes) await each.says(/connected to Slack/);
    const posts = () =>
      slack.calls.filter(
        ({ method, args }) => method === 'chat.postMessage' && `${args['text']}`.includes('takes over'),
      );
    for (let tries = 0; posts().length === 0 && tries < 500; tries += 1)
      await new Promise((later) => setTimeout(later, 10));
    await new Promise((later) => setTimeout(later, 1500));
    for (const each of processes) each.stop();
    expect(await Promise.all(processes.map(({ exit }) => exit))).toEqual([0, 0]);
    expect(posts()).toHaveLength(1);
    await slack.close();
  }, 60_000);

  /** A team that began a week ago, whose newest handoff was while nothing ran. */
  async function aBegunTeam(databaseUrl: string, people: readonly string[], channel: string): Promise<void> {
    const then = new Date(Date.now() - 8 * DAY);
    const engineers = byId(
      [1, 2, 3, 4].map((number) => anEngineer(number, { slack: people[number - 1] as never, lead: number === 1 })),
    );
    const first = new Date(Date.now() - 7 * DAY - 3_600_000).toISOString();
    const rotation = aRotation({
      timezone: 'UTC',
      firstHandoff: { date: first.slice(0, 10), time: first.slice(11, 16) },
    });
    const plan = aPlan({ engineers, rotation: [rotation], userGroup: null });
    const database = await openDatabase({ url: databaseUrl, mode: 'slack', now: then });
    await openStore(database).found(plan, { kind: 'baton' }, then);
    await database.close();
    const team = await openStoredTeam({ databaseUrl, teamFile: '' }, 'slack', then, pino({ level: 'silent' }));
    const by = { kind: 'baton' as const };
    await team.store.decide(plan.id, by, then, (now) =>
      rememberChannel(now, { name: 'data-oncall', channel: channel as never }),
    );
    await team.store.decide(plan.id, by, then, (now) => begin(now, 'baton', then));
    await team.close();
  }
});
