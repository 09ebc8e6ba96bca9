import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answers';
import { type Fault, Faults } from './faults';
import { anyObject, parseJson } from './json';
import type { Setting } from './methods/method';
import type { Json } from './protocol';
import { useResponseUrl } from './responses';
import { callMethod, type Token } from './web-api';

/** One call the app made: a method of the Web API, `response_url`, or `ack` for an acknowledgement with a payload. */
export type Call = {
  readonly method: string;
  /** By the monotonic clock, in milliseconds. */
  readonly at: number;
  readonly args: Json;
  readonly ok: boolean;
  readonly error?: string;
};

/** What the app is told: an HTTP answer, that the connection broke, or nothing ever. */
export type Reply =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: Json;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'broken' }
  | { readonly kind: 'silent' };

/** A request as HTTP carries it. */
export type Asked = {
  readonly authorization?: string | null | undefined;
  readonly contentType?: string | null | undefined;
  readonly body: string;
};

const callsKept = 2_000;
const awhile = (milliseconds: number) => sleep(milliseconds, undefined, { ref: false });

/** Where the app's calls come in, whatever carries them: tokens, the faults of a test, and the record of calls. */
export class Door {
  readonly botToken = `xoxb-local-${randomBytes(12).toString('hex')}`;
  readonly appToken = `xapp-local-${randomBytes(12).toString('hex')}`;
  readonly calls: Call[] = [];
  private readonly setting: Setting;
  private readonly wait: (milliseconds: number) => Promise<unknown>;
  private readonly faults = new Faults();

  constructor(setting: Setting, wait: (milliseconds: number) => Promise<unknown> = awhile) {
    this.setting = setting;
    this.wait = wait;
  }

  /** Makes the next calls of a method fail. */
  fail(method: string, how: Fault, times = 1): void {
    this.faults.add(method, how, times);
  }

  /** Keeps what the app did, for tests. */
  note(method: string, args: Json, error?: string): void {
    const at = this.setting.workspace.elapsed();
    this.calls.push({ method, at, args, ok: error === undefined, ...(error !== undefined && { error }) });
    if (this.calls.length > callsKept) this.calls.shift();
  }

  /** Calls a method of the Web API as a request does. */
  async call(method: string, { authorization, contentType, body }: Asked): Promise<Reply> {
    const isJson = contentType?.startsWith('application/json');
    const parsed = isJson ? parseJson(body) : Object.fromEntries(new URLSearchParams(body));
    const { token, ...args } = anyObject.catch({}).parse(parsed);
    const kind = this.kindOf(authorization?.replace(/^Bearer /, '') ?? token);
    const headers = { 'x-oauth-scopes': [...this.setting.granted].join(',') };
    return this.carry(method, args, () => ({
      kind: 'answered',
      status: 200,
      body: this.run(method, args, kind),
      headers: kind === 'bot' ? headers : {},
    }));
  }

  /** Calls a method of the Web API, and nothing else: no request, no fault. */
  run(method: string, args: Json, token: Token): Answer {
    return callMethod(this.setting, method, args, token);
  }

  /** Writes to a response URL as a request does. */
  async respond(id: string, { body }: Asked): Promise<Reply> {
    const args = anyObject.catch({}).parse(parseJson(body));
    return this.carry('response_url', args, () => {
      const answer = useResponseUrl(this.setting.workspace, id, args);
      return { kind: 'answered', status: answer.ok ? 200 : 404, body: answer, headers: {} };
    });
  }

  private kindOf(token: unknown): Token {
    if (token === undefined || token === '') return 'none';
    return token === this.botToken ? 'bot' : token === this.appToken ? 'app' : 'wrong';
  }

  /** Carries a call out, under the fault a test asked for. Its effect is remembered before anything is answered. */
  private async carry(method: string, args: Json, effect: () => Reply): Promise<Reply> {
    const fault = this.faults.next(method);
    if (fault.hang) {
      this.note(method, args, 'hang');
      return { kind: 'silent' };
    }
    if (fault.delayMs !== undefined) await this.wait(fault.delayMs);
    const reply = (fault.dropAnswer ? undefined : refusalBy(fault)) ?? effect();
    this.setting.workspace.flush();
    const body = reply.kind === 'answered' ? reply.body : {};
    this.note(method, args, body['ok'] === false ? String(body['error']) : undefined);
    if (fault.delayAnswerMs !== undefined) await this.wait(fault.delayAnswerMs);
    return fault.dropAnswer ? { kind: 'broken' } : reply;
  }
}

/** What a fault has answered in a method's stead. */
function refusalBy({ status, error, retryAfterSeconds }: Fault): Reply | undefined {
  const answered = (code: number, words: string, headers: Record<string, string> = {}): Reply => ({
    ...{ kind: 'answered', status: code, body: { ok: false, error: words }, headers },
  });
  if (retryAfterSeconds !== undefined)
    return answered(429, 'ratelimited', { 'retry-after': String(retryAfterSeconds) });
  if (status !== undefined) return answered(status, error ?? 'internal_error');
  return error === undefined ? undefined : answered(200, error);
}
