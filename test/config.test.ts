import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigRefused, readConfig } from '../src/config';

const BOT = 'xoxb-1-a';
const APP = 'xapp-1-a';
const SECRET = '0123456789abcdef0123456789abcdef';

describe('settings', () => {
  it('run the local workspace where there are no tokens', () => {
    expect(readConfig({})).toEqual({
      slack: null,
      signingSecretUnused: false,
      databaseUrl: 'file:data/local.db',
      teamFile: 'data/team.yml',
      runbooksDirectory: 'runbooks',
      host: '127.0.0.1',
      port: 3000,
      publicUrl: null,
      logLevel: 'info',
    });
  });

  it('run in Slack over Socket Mode with a bot token and an app token', () => {
    const config = readConfig({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP });
    expect(config.slack).toEqual({ botToken: BOT, appToken: APP, apiUrl: 'https://slack.com/api/' });
    expect(config.databaseUrl).toBe('file:data/baton.db');
  });

  it('use Socket Mode with all three, and know that the signing secret is not used', () => {
    const all = { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_SIGNING_SECRET: SECRET };
    expect(readConfig(all)).toMatchObject({ signingSecretUnused: true, slack: { botToken: BOT } });
  });

  it('come from .env below the environment', () => {
    expect(readConfig({ PORT: '4000' }, 'PORT=5000\nTEAM_FILE=ours.yml\n')).toMatchObject({
      port: 4000,
      teamFile: 'ours.yml',
    });
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it('are all listed in .env.example, which is itself valid', () => {
    const example = readFileSync(join(__dirname, '../.env.example'), 'utf8');
    expect(readConfig({}, example)).toEqual(readConfig({}));
    expect(Object.keys(parseEnv(example)).sort()).toEqual([
      'DATABASE_URL',
      'HOST',
      'LOG_LEVEL',
      'PORT',
      'PUBLIC_URL',
      'RUNBOOKS_DIR',
      'SLACK_API_URL',
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'TEAM_FILE',
    ]);
  });

  it.each([
    [{ SLACK_BOT_TOKEN: BOT }, ['SLACK_APP_TOKEN is missing while SLACK_BOT_TOKEN is set']],
    [{ SLACK_APP_TOKEN: APP }, ['SLACK_BOT_TOKEN is missing while SLACK_APP_TOKEN is set']],
    [{ SLACK_SIGNING_SECRET: SECRET }, ['SLACK_BOT_TOKEN is missing', 'SLACK_APP_TOKEN is missing']],
    [
      { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: SECRET },
      ['SLACK_APP_TOKEN is missing: signed HTTP is not built yet'],
    ],
    [{ SLACK_BOT_TOKEN: APP, SLACK_APP_TOKEN: BOT }, ['SLACK_BOT_TOKEN is malformed', 'SLACK_APP_TOKEN is malformed']],
    [{ SLACK_BOT_TOKN: BOT }, ['SLACK_BOT_TOKN is not a setting of Baton. Did you mean SLACK_BOT_TOKEN?']],
    [{ PORT: 'http', LOG_LEVEL: 'loud' }, ['PORT is malformed', 'LOG_LEVEL is malformed']],
    [{ PORT: '70000' }, ['PORT is malformed']],
    [{ DATABASE_URL: 'postgres://x' }, ['DATABASE_URL is malformed. Write a file address']],
    [{ SLACK_API_URL: 'slack.com' }, ['SLACK_API_URL is malformed']],
    [
      { NODE_ENV: 'production' },
      ['SLACK_BOT_TOKEN is missing, and NODE_ENV=production', 'SLACK_APP_TOKEN is missing, and'],
    ],
  ])('%j are refused by name and remedy', (environment, expected) => {
    for (const part of expected) expect(() => readConfig(environment)).toThrow(part);
    expect(() => readConfig(environment)).toThrow(ConfigRefused);
  });

  it('in .env are refused where Baton does not know them', () => {
    expect(() => readConfig({}, 'TEAMFILE=x\n')).toThrow('TEAMFILE is not a setting of Baton. Did you mean TEAM_FILE?');
  });

  it('never show a secret in a refusal', () => {
    const token = 'xoxp-very-secret';
    let message = '';
    try {
      readConfig({ SLACK_BOT_TOKEN: token });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain('SLACK_BOT_TOKEN is malformed');
    expect(message).not.toContain(token);
  });
});
