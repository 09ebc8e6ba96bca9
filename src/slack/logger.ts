import { LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

/** Bolt's and the SDK's log, in Baton's: what they warn of; their chatter only where debugging is asked for. */
export function boltLogger(logger: Logger): BoltLogger {
  const own = logger.child({ from: 'slack-sdk' });
  const join = (parts: readonly unknown[]): string => parts.map(String).join(' ');
  return {
    debug: (...parts) => own.trace(join(parts)),
    info: (...parts) => own.debug(join(parts)),
    warn: (...parts) => own.warn(join(parts)),
    error: (...parts) => own.error(join(parts)),
    setLevel: () => undefined,
    setName: () => undefined,
    getLevel: () => LogLevel.INFO,
  };
}

type BoltLogger = {
  debug(...parts: unknown[]): void;
  info(...parts: unknown[]): void;
  warn(...parts: unknown[]): void;
  error(...parts: unknown[]): void;
  setLevel(level: LogLevel): void;
  setName(name: string): void;
  getLevel(): LogLevel;
};
