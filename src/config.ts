import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';

/** How Baton was told to run. Without tokens it is the local workspace. */
export type Config = {
  readonly slack: { readonly botToken: string; readonly appToken: string; readonly apiUrl: string } | null;
  /** All three of Slack's secrets are set; Socket Mode is used. */
  readonly signingSecretUnused: boolean;
  readonly databaseUrl: string;
  readonly teamFile: string;
  readonly runbooksDirectory: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | null;
  readonly logLevel: string;
};

/** Settings that are wrong. The message names each with its remedy. */
export class ConfigRefused extends Error {}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const url = z.url({ protocol: /^https?$/ });

/** Every setting, with what it takes; the remedy is the sentence shown when it is malformed. */
const SETTINGS = {
  SLACK_BOT_TOKEN: {
    form: z.string().regex(/^xoxb-[\w-]+$/),
    remedy: 'Copy the Bot User OAuth Token, which begins with xoxb-, from your app at api.slack.com/apps.',
  },
  SLACK_APP_TOKEN: {
    form: z.string().regex(/^xapp-[\w-]+$/),
    remedy: 'Make an app-level token with the scope connections:write at api.slack.com/apps; it begins with xapp-.',
  },
  SLACK_SIGNING_SECRET: {
    form: z.string().regex(/^[0-9a-f]{32}$/),
    remedy: 'Copy the 32 characters under Basic Information, Signing Secret, at api.slack.com/apps.',
  },
  SLACK_API_URL: { form: url, remedy: 'Write an address such as https://slack.com/api/, or leave it out.' },
  DATABASE_URL: { form: z.string().regex(/^file:./), remedy: 'Write a file address such as file:data/baton.db.' },
  TEAM_FILE: { form: z.string().min(1), remedy: 'Write the path of a team file, such as data/team.yml.' },
  RUNBOOKS_DIR: { form: z.string().min(1), remedy: 'Write the path of a folder, such as runbooks.' },
  HOST: { form: z.string().regex(/^[\w.:-]+$/), remedy: 'Write a host name or address, such as 127.0.0.1.' },
  PORT: { form: z.coerce.number().int().min(0).max(65_535), remedy: 'Write a number from 0 to 65535, such as 3000.' },
  PUBLIC_URL: { form: url, remedy: 'Write the address people reach Baton at, such as https://baton.example.com.' },
  LOG_LEVEL: { form: z.enum(LEVELS), remedy: `Write one of ${LEVELS.join(', ')}.` },
} as const satisfies Record<string, { form: z.ZodType; remedy: string }>;

/** Where the local workspace may listen: whoever reaches it can act as anybody. */
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

type Name = keyof typeof SETTINGS;
type Environment = Readonly<Record<string, string | undefined>>;

/** The settings of an environment, and of a `.env` text below it. Throws {@link ConfigRefused}, naming every setting that is wrong. */
export function readConfig(environment: Environment, dotEnv = ''): Config {
  const file = parseEnv(dotEnv);
  const all: Environment = { ...file, ...environment };
  const problems = [...unknownSettings(file, environment), ...malformed(all), ...halfSet(all), ...exposed(all)];
  if (problems.length > 0) {
    const list = problems.map((problem) => `  ${problem}`).join('\n');
    throw new ConfigRefused(`Baton cannot start with these settings:\n${list}\nAll settings are in .env.example.`);
  }
  const value = (name: Name): string | undefined => all[name] || undefined;
  const botToken = value('SLACK_BOT_TOKEN');
  const appToken = value('SLACK_APP_TOKEN');
  const slack =
    botToken && appToken ? { botToken, appToken, apiUrl: value('SLACK_API_URL') ?? 'https://slack.com/api/' } : null;
  return Object.freeze({
    slack,
    signingSecretUnused: slack !== null && value('SLACK_SIGNING_SECRET') !== undefined,
    ...placesOf(all, slack !== null),
    host: value('HOST') ?? '127.0.0.1',
    port: Number(value('PORT') ?? 3000),
    publicUrl: value('PUBLIC_URL') ?? null,
    logLevel: value('LOG_LEVEL') ?? 'info',
  });
}

/** The text of `.env` in a folder; empty where there is none. */
export function readDotEnv(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new ConfigRefused(
      `The settings in ${path} cannot be read (${(error as NodeJS.ErrnoException).code}). Make it a readable file, or remove it.`,
    );
  }
}

/** All of a `.env` is Baton's; in the environment only what looks like Slack's is. */
function unknownSettings(file: Environment, environment: Environment): string[] {
  const names = [
    ...Object.keys(file).filter((name) => name !== 'NODE_ENV'),
    ...Object.keys(environment).filter((name) => name.startsWith('SLACK_')),
  ];
  return [...new Set(names)]
    .filter((name) => !Object.hasOwn(SETTINGS, name))
    .map((name) => {
      const nearest = Object.keys(SETTINGS).reduce((best, known) =>
        distance(known, name) < distance(best, name) ? known : best,
      );
      const remedy = distance(nearest, name) <= 4 ? `Did you mean ${nearest}?` : 'Remove it.';
      return `${name} is not a setting of Baton. ${remedy}`;
    });
}

function malformed(all: Environment): string[] {
  return (Object.keys(SETTINGS) as Name[])
    .filter((name) => all[name] && !SETTINGS[name].form.safeParse(all[name]).success)
    .map((name) => `${name} is malformed. ${SETTINGS[name].remedy}`);
}

function halfSet(all: Environment): string[] {
  const [bot, app, signing] = [all['SLACK_BOT_TOKEN'], all['SLACK_APP_TOKEN'], all['SLACK_SIGNING_SECRET']];
  const missing = (name: Name, why: string): string => `${name} is missing${why}. ${SETTINGS[name].remedy}`;
  if (!bot && !app && !signing)
    return all['NODE_ENV'] === 'production'
      ? ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'].map((name) =>
          missing(name as Name, ', and NODE_ENV=production does not run the local workspace'),
        )
      : [];
  if (!bot)
    return [
      missing('SLACK_BOT_TOKEN', ` while ${app ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET'} is set`),
      ...(app ? [] : [missing('SLACK_APP_TOKEN', '')]),
    ];
  if (!app)
    return [
      missing(
        'SLACK_APP_TOKEN',
        signing ? ': signed HTTP is not built yet, Baton connects over Socket Mode' : ' while SLACK_BOT_TOKEN is set',
      ),
    ];
  return [];
}

function exposed(all: Environment): string[] {
  const host = all['HOST'];
  if (!host || LOOPBACK.includes(host) || all['SLACK_BOT_TOKEN'] || all['SLACK_APP_TOKEN']) return [];
  return ['HOST is not this machine alone, and in the local workspace anybody can act as anybody. Leave it out.'];
}

/** The settings that say what a command of `baton` reads. Throws {@link ConfigRefused} where one of them is malformed. */
export function readPlaces(
  environment: Environment,
  dotEnv = '',
): Pick<Config, 'databaseUrl' | 'teamFile' | 'runbooksDirectory'> {
  const all: Environment = { ...parseEnv(dotEnv), ...environment };
  const isSlack = Boolean(all['SLACK_BOT_TOKEN'] && all['SLACK_APP_TOKEN']);
  const names = ['DATABASE_URL', 'TEAM_FILE', 'RUNBOOKS_DIR'] as const;
  const problems = malformed(Object.fromEntries(names.map((name) => [name, all[name]])));
  if (problems.length > 0) throw new ConfigRefused(problems.join('\n'));
  return placesOf(all, isSlack);
}

const placesOf = (
  all: Environment,
  isSlack: boolean,
): Pick<Config, 'databaseUrl' | 'teamFile' | 'runbooksDirectory'> => ({
  databaseUrl: all['DATABASE_URL'] || (isSlack ? 'file:data/baton.db' : 'file:data/local.db'),
  teamFile: all['TEAM_FILE'] || 'data/team.yml',
  runbooksDirectory: all['RUNBOOKS_DIR'] || 'runbooks',
});
