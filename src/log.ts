import { type Logger, pino } from 'pino';

/** Slack's tokens, wherever they would be written. */
const SECRETS = /\bx(?:ox[a-z]|app)-[\w-]+/g;

/** The log, one JSON line each on stdout, or readable lines in a terminal; nothing in it holds a token. */
export function openLog(level: string): Logger {
  const target = process.stdout.isTTY ? readable() : process.stdout;
  return pino({ level, base: null }, { write: (line: string) => void target.write(line.replace(SECRETS, 'x…')) });
}

function readable(): { write(line: string): unknown } {
  // Loaded only for a terminal.
  const pretty = require('pino-pretty') as typeof import('pino-pretty');
  return pretty({ colorize: true, translateTime: 'HH:MM:ss', singleLine: true, ignore: 'pid,hostname', sync: true });
}
