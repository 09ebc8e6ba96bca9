import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Json } from '../src/sandbox/protocol';
import { aFolder, settingsIn, start, tidyUp } from './running';
import { aBaton, stopAll } from './slack/baton';

afterEach(async () => {
  await tidyUp();
  await stopAll();
});

const ADDRESS = /local workspace: (http:\S+)/;

describe('npm start', () => {
  it('without tokens runs the local workspace, and stops in order when told to', async () => {
    const baton = start(aFolder());
    const state = (await (await fetch(`${await baton.says(ADDRESS)}/workspace/state`)).json()) as Json;
    expect(state).toMatchObject({ connections: 2, commands: [{ command: '/oncall' }, { command: '/runbook' }] });
    baton.stop();
    expect(await baton.exit).toBe(0);
    expect(baton.said()).toContain('stopping');
  });

  it('stores the team once: a second start changes nothing and says nothing of it', async () => {
    const folder = aFolder();
    const first = start(folder);
    await first.says(ADDRESS);
    expect(first.said()).toContain('stored the team of the team file');
    expect(first.said()).toContain('linked engineers to Slack');
    first.stop();
    await first.exit;
    const second = start(folder);
    await second.says(ADDRESS);
    expect(second.said()).not.toMatch(/stored the team|linked engineers|differs/);
  });

  it('says in one line how a file that changed later differs, and uses the stored team', async () => {
    const folder = aFolder();
    const first = start(folder);
    await first.says(ADDRESS);
    first.stop();
    await first.exit;
    const file = join(folder, 'team.yml');
    const text = readFileSync(settingsIn(folder)['TEAM_FILE'] ?? '', 'utf8');
    writeFileSync(file, text.replace('name: Data Engineering', 'name: Others'));
    const second = start(folder, { TEAM_FILE: file });
    await second.says(ADDRESS);
    expect(
      second.said().match(/differs from the stored team \(name changed\)\. The stored team is used\./g),
    ).toHaveLength(1);
    second.stop();
    await second.exit;
    writeFileSync(file, 'team: [');
    const third = start(folder, { TEAM_FILE: file });
    await third.says(ADDRESS);
    expect(third.said()).toContain('The stored team is used.');
  });

  it('links who the file gives a Slack id later, though the stored team is used', async () => {
    const { sandbox } = await aBaton();
    const { botToken, appToken, apiUrl } = sandbox;
    const slack = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl };
    const folder = aFolder();
    const file = join(folder, 'team.yml');
    const text = readFileSync(settingsIn(folder)['TEAM_FILE'] ?? '', 'utf8');
    writeFileSync(file, text.replace(', email: engineer-3@example.com', ''));
    const first = start(folder, { ...slack, TEAM_FILE: file });
    expect(await first.says(/"linked":\[([^\]]*)\]/)).not.toContain('engineer-3');
    first.stop();
    await first.exit;
    writeFileSync(file, text.replace('email: engineer-3@example.com', 'slack: U0THREE'));
    const second = start(folder, { ...slack, TEAM_FILE: file });
    expect(await second.says(/"linked":\[([^\]]*)\]/)).toBe('"engineer-3"');
  });

  it('starts over, one at a time, and not with a team file that is broken by then', async () => {
    const folder = aFolder();
    const file = join(folder, 'team.yml');
    const text = readFileSync(settingsIn(folder)['TEAM_FILE'] ?? '', 'utf8');
    writeFileSync(file, text);
    const baton = start(folder, { TEAM_FILE: file });
    const address = await baton.says(ADDRESS);
    const startOver = async (): Promise<unknown> => {
      const body = JSON.stringify({ kind: 'start-over' });
      return (await fetch(`${address}/workspace/act`, { method: 'POST', body })).json();
    };
    expect(await Promise.all([startOver(), startOver(), startOver()])).toEqual([
      { ok: true },
      { ok: true },
      { ok: true },
    ]);
    expect(baton.said().match(/stored the team of the team file/g)).toHaveLength(4);
    writeFileSync(file, 'team: [');
    expect(await startOver()).toMatchObject({ ok: false, error: expect.stringContaining('team.yml:1') });
    const state = (await (await fetch(`${address}/workspace/state`)).json()) as {
      me: { id: string };
      conversations: Json[];
    };
    const say = { kind: 'say', as: state.me.id, channel: state.conversations[0]?.['id'], text: '/oncall' };
    const answer = await fetch(`${address}/workspace/act`, { method: 'POST', body: JSON.stringify(say) });
    expect(await answer.json()).toEqual({ ok: true });
  });

  it('stops at once when it is told twice, and before it is connected', async () => {
    const baton = start(aFolder(), {
      ...{ SLACK_BOT_TOKEN: 'xoxb-1-a', SLACK_APP_TOKEN: 'xapp-1-a', SLACK_API_URL: 'http://127.0.0.1:9/api/' },
    });
    await baton.says(/Slack cannot be reached at http:\/\/127\.0\.0\.1:9\/api\/; asking again in 1 s/);
    baton.stop();
    expect(await baton.exit).toBe(0);
  });

  it('connects to Slack over Socket Mode with both tokens, and writes no token anywhere', async () => {
    const { sandbox } = await aBaton();
    const { botToken, appToken, apiUrl } = sandbox;
    const baton = start(aFolder(), {
      ...{ SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl, LOG_LEVEL: 'trace' },
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
    });
    await baton.says(/connected to Slack/);
    expect(baton.said()).toContain('Socket Mode is used, as there is an app token; the signing secret is not');
    for (const secret of [botToken, appToken, '0123456789abcdef']) expect(baton.said()).not.toContain(secret);
    baton.stop();
    expect(await baton.exit).toBe(0);
  });
});

describe('a start that cannot be says why and what to do, without a stack trace', () => {
  it.each([
    { settings: { SLACK_BOT_TOKEN: 'xoxb-1-a' }, says: 'SLACK_APP_TOKEN is missing while SLACK_BOT_TOKEN is set' },
    { settings: { HOST: '0.0.0.0' }, says: 'HOST is not this machine alone' },
    { settings: { NODE_ENV: 'production' }, says: 'NODE_ENV=production does not run the local workspace' },
    { settings: { DATABASE_URL: 'file:/etc/passwd/baton.db' }, says: '/etc/passwd/baton.db' },
    { settings: { TEAM_FILE: 'nowhere.yml' }, says: 'nowhere.yml:1: error: There is no such file.' },
  ])('$says', async ({ settings, says }) => {
    const baton = start(aFolder(), settings as Record<string, string>);
    expect(await baton.exit).toBe(1);
    expect(baton.said()).toContain(says);
    expect(baton.said()).not.toMatch(/\n\s+at /);
  });

  it('lists every problem of a team file with its line, and stores nothing', async () => {
    const folder = aFolder();
    const file = join(folder, 'team.yml');
    const text = readFileSync(settingsIn(folder)['TEAM_FILE'] ?? '', 'utf8');
    writeFileSync(
      file,
      text.replace('day: monday', 'day: mondy').replace('primary: engineer-3', 'primary: engineer-9'),
    );
    const wrong = start(folder, { TEAM_FILE: file });
    expect(await wrong.exit).toBe(1);
    expect(wrong.said()).toMatch(/team\.yml:\d+: error: rotation\.handoff\.day is "mondy"\./);
    expect(wrong.said()).toMatch(/team\.yml:\d+: error: .*engineer-9/);
    const right = start(folder);
    await right.says(/stored the team of the team file/);
  });

  it('refuses the database of the other mode', async () => {
    const folder = aFolder();
    const local = start(folder);
    await local.says(ADDRESS);
    local.stop();
    await local.exit;
    const slack = start(folder, { SLACK_BOT_TOKEN: 'xoxb-1-a', SLACK_APP_TOKEN: 'xapp-1-a' });
    expect(await slack.exit).toBe(1);
    expect(slack.said()).toContain('belongs to the local workspace');
  });

  it('says that a port is taken, and how to take another', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    const baton = start(aFolder(), { PORT: String(port) });
    expect(await baton.exit).toBe(1);
    expect(baton.said()).toContain(`Port ${port} is in use. Set PORT to another; PORT=0 takes one that is free.`);
    server.close();
  });
});

describe('baton', () => {
  it.each([
    { words: ['help'], settings: { NODE_ENV: 'production', SLACK_BOT_TOKEN: 'half', PORT: 'http' }, exit: 0 },
    { words: ['lint', '--file'], settings: { NODE_ENV: 'production', SLACK_WEBHOOK_URL: 'x' }, exit: 0 },
    { words: ['now'], settings: { DATABASE_URL: 'postgres://x' }, exit: 1 },
  ])('$words needs only the settings it reads', async ({ words, settings, exit }) => {
    const command = start(aFolder(), settings as Record<string, string>, words);
    expect(await command.exit).toBe(exit);
    if (exit === 1) expect(command.said()).toContain('DATABASE_URL is malformed');
  });

  it('answers from the team file, and from the database once there is one', async () => {
    const folder = aFolder();
    const words = ['schedule', '--from', '2026-11-23', '--to', '2026-11-23', '--json', '--at', '2026-11-23T15:00:00Z'];
    const fromFile = start(folder, {}, words);
    expect(await fromFile.exit).toBe(0);
    expect(fromFile.said()).toContain('From the team file');
    const bot = start(folder);
    await bot.says(ADDRESS);
    const fromDatabase = start(folder, {}, words);
    expect(await fromDatabase.exit).toBe(0);
    expect(fromDatabase.said()).toContain('From the database data/baton.db.');
    expect(fromDatabase.answered()).toBe(fromFile.answered());
    expect(JSON.parse(fromFile.answered()).shifts).toHaveLength(2);
  });
});
