import type { Answer } from './answers';
import { type Call, Door, type Reply } from './door';
import type { Fault } from './faults';
import type { SandboxOptions } from './options';
import type { Json } from './protocol';
import { Workspace } from './workspace';

/** A local workspace in this process, without HTTP, sockets or a page. */
export type Direct = {
  readonly workspace: Workspace;
  readonly botToken: string;
  /** What a WebClient's slackApiUrl is set to; only `fetch` below knows it. */
  readonly apiUrl: string;
  /** The newest calls that came through `fetch`, oldest first. */
  readonly calls: readonly Call[];
  /** Calls a method at once, past any fault. */
  call(method: string, args: Json, token: 'bot'): Answer;
  /** What a WebClient's `fetch` is set to. */
  fetch(input: string | URL, init?: RequestInit): Promise<Response>;
  /** Makes the next calls of a method through `fetch` fail. */
  fail(method: string, how: Fault, times?: number): void;
};

const url = 'http://workspace.invalid';

/** Opens a workspace for one process; `wait` is how a fault's delay passes, for those who keep the time themselves. */
export function openDirect(options: SandboxOptions, wait?: (milliseconds: number) => Promise<unknown>): Direct {
  const workspace = new Workspace(options);
  const { bot, bot_optional } = workspace.manifest.oauth_config.scopes;
  const granted = new Set(options.grantedScopes ?? [...bot, ...bot_optional]);
  const noSocket = () => {
    throw new Error('There is no Socket Mode without HTTP.');
  };
  const door = new Door({ workspace, url, granted, openConnection: noSocket }, wait);
  return {
    workspace,
    botToken: door.botToken,
    apiUrl: `${url}/api/`,
    calls: door.calls,
    call: (method, args, token) => door.run(method, args, token),
    fail: (method, how, times) => door.fail(method, how, times),
    fetch: async (input, { method, headers, body, signal } = {}) => {
      signal?.throwIfAborted();
      const { pathname } = new URL(input);
      const [api, responseId] = [/^\/api\/([\w.]+)$/, /^\/response\/([\w-]+)$/].map((of) => of.exec(pathname)?.[1]);
      const given = new Headers(headers);
      const asked = {
        authorization: given.get('authorization'),
        contentType: given.get('content-type'),
        body: typeof body === 'string' ? body : '',
      };
      if (method !== 'POST' || !(api || responseId)) return new Response(null, { status: 404 });
      return arrival(api ? door.call(api, asked) : door.respond(responseId ?? '', asked), signal);
    },
  };
}

/** A reply as fetch gives it, unless the caller gives up before it is there. What was asked for happens all the same. */
function arrival(coming: Promise<Reply>, signal?: AbortSignal | null): Promise<Response> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal?.reason);
    signal?.addEventListener('abort', giveUp, { once: true });
    const arrive = (reply: Reply) => {
      if (reply.kind === 'silent') return;
      signal?.removeEventListener('abort', giveUp);
      if (reply.kind === 'broken') reject(new TypeError('fetch failed', { cause: new Error('other side closed') }));
      else {
        const headers = { 'content-type': 'application/json', ...reply.headers };
        resolve(new Response(JSON.stringify(reply.body), { status: reply.status, headers }));
      }
    };
    coming.then(arrive, reject);
  });
}
