import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { deliver, perform, type Wire } from './acts';
import type { Answer } from './answers';
import { anyObject, parseJson } from './json';
import type { SandboxOptions } from './options';
import { stateOf } from './page-state';
import type { Act, Json, Outcome, PageState, Person } from './protocol';
import { useResponseUrl } from './responses';
import { SocketMode } from './socket-mode';
import { callMethod, type Setting } from './web-api';
import { Workspace } from './workspace';

export type { SandboxOptions } from './options';

/** One call the app made: a method of the Web API, `response_url`, or `ack` for an acknowledgement with a payload. */
type Call = {
  readonly method: string;
  /** By the monotonic clock, in milliseconds. */
  readonly at: number;
  readonly args: Json;
  readonly ok: boolean;
  readonly error?: string;
};

/** A fault for tests: what a method answers instead, or that its answer is late or lost. */
type Fault = {
  readonly status?: number;
  readonly error?: string;
  readonly retryAfterSeconds?: number;
  /** The call takes effect, and the connection breaks before its answer. */
  readonly dropAnswer?: boolean;
  readonly delayMs?: number;
};

/** A running local workspace. */
export type Sandbox = {
  /** The page. */
  readonly url: string;
  /** What SLACK_API_URL is set to. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly people: readonly Person[];
  /** Does what the page does through POST /workspace/act. */
  act(act: Act): Promise<Outcome>;
  /** What GET /workspace/state gives to this person. */
  state(as: string): PageState;
  /** A planned disconnect of one Socket Mode connection, picked at random. */
  disconnect(reason: 'refresh_requested' | 'warning'): void;
  /** Makes the next calls of a method fail. */
  fail(method: string, how: Fault, times?: number): void;
  /** The newest calls the app made, oldest first. */
  readonly calls: readonly Call[];
  /** Sends an event, `times` times under one event_id. */
  deliver(event: Json, times?: number): Promise<void>;
  close(): Promise<void>;
};

const largestBody = 1024 * 1024;
const largestAct = 256 * 1024;
const callsKept = 2_000;
/** Milliseconds in which changes are gathered into one event for the page. */
const gatherMs = 20;
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const pageHeaders = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const place = z.union([z.strictObject({ channel: z.string(), ts: z.string() }), z.strictObject({ view: z.string() })]);
const as = z.string();
const actBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('say'), as, channel: z.string(), text: z.string() }),
  z.strictObject({
    ...{ kind: z.literal('use'), as, place, block: z.string(), action: z.string(), value: anyObject, state: anyObject },
  }),
  z.strictObject({ kind: z.literal('submit'), as, view: z.string(), state: anyObject }),
  z.strictObject({ kind: z.literal('close'), as, view: z.string() }),
  z.strictObject({ kind: z.literal('home'), as }),
  z.strictObject({ kind: z.literal('read'), as, channel: z.string() }),
  z.strictObject({ kind: z.literal('clock'), to: z.enum(['next-handoff', 'next-day']) }),
  z.strictObject({ kind: z.literal('start-over') }),
]);

/** Starts a local workspace: a strict stand-in for Slack on loopback, with a page to use it. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const workspace = new Workspace(options);
  const socket = new SocketMode(workspace.appId, (count) => {
    workspace.connections = count;
    workspace.changed();
  });
  const { bot, bot_optional } = workspace.manifest.oauth_config.scopes;
  const tokens = {
    bot: `xoxb-local-${randomBytes(12).toString('hex')}`,
    app: `xapp-local-${randomBytes(12).toString('hex')}`,
  };
  const calls: Call[] = [];
  const faults: { readonly method: string; readonly how: Fault; left: number }[] = [];
  const host = options.host ?? '127.0.0.1';

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (error instanceof TooLarge) return reply(response, 413, { ok: false, error: error.message });
      process.emitWarning(error instanceof Error ? error : String(error));
      return reply(response, 500, { ok: false, error: 'internal_error' });
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(options.port ?? 0, host, listening);
  });
  // Everything that listens on all interfaces listens on loopback too.
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  const shownHost = reachable.includes(':') ? `[${reachable}]` : reachable;
  const url = `http://${shownHost}:${(server.address() as AddressInfo).port}`;

  const setting: Setting = {
    workspace,
    url,
    granted: new Set(options.grantedScopes ?? [...bot, ...bot_optional]),
    openConnection: () => `${url.replace('http', 'ws')}/socket?ticket=${socket.ticket()}`,
  };
  const note = (method: string, args: Json, error?: string) => {
    calls.push({
      method,
      at: workspace.elapsed(),
      args,
      ok: error === undefined,
      ...(error !== undefined && { error }),
    });
    if (calls.length > callsKept) calls.shift();
  };
  const wire: Wire = { workspace, url, note, send: (type, payload, retry) => socket.send(type, payload, retry) };

  server.on('upgrade', (request, connection, head) => {
    if (!isLocal(request, host) || !request.url?.startsWith('/socket?')) connection.destroy();
    else socket.upgrade(request, connection, head);
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLocal(request, host))
      return reply(response, 403, { ok: false, error: 'This address is for this machine only.' });
    const [pathname = '/', query] = (request.url ?? '/').split('?');
    const api = /^\/api\/([\w.]+)$/.exec(pathname)?.[1];
    const responseId = /^\/response\/([\w-]+)$/.exec(pathname)?.[1];
    if (request.method === 'POST') {
      if (api) return callApi(api, request, response);
      if (responseId) return respond(responseId, request, response);
      if (pathname === '/workspace/act') return act(request, response);
    } else if (request.method === 'GET') {
      if (pathname === '/workspace/state') {
        const person = workspace.person(new URLSearchParams(query).get('as') ?? workspace.people[0]?.id ?? '');
        if (person) return reply(response, 200, stateOf(workspace, person.id));
      } else if (pathname === '/workspace/events') return streamChanges(workspace, response);
      else return sendFile(options.pageDirectory ?? join(__dirname, 'page'), pathname, response);
    }
    reply(response, 404, { ok: false, error: 'There is nothing here.' });
  }

  async function callApi(method: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request, largestBody);
    const typed = request.headers['content-type'] ?? '';
    const parsed = typed.startsWith('application/json')
      ? parseJson(body)
      : Object.fromEntries(new URLSearchParams(body));
    const { token, ...args } = anyObject.catch({}).parse(parsed);
    const given = request.headers.authorization?.replace(/^Bearer /, '') ?? token;
    const kind = given === tokens.bot ? 'bot' : given === tokens.app ? 'app' : given ? 'wrong' : 'none';
    const answer = await under(method, response, () => callMethod(setting, method, args, kind));
    note(method, args, answer?.ok === false ? String(answer['error']) : undefined);
    if (answer)
      reply(response, 200, answer, kind === 'bot' ? { 'x-oauth-scopes': [...setting.granted].join(',') } : {});
  }

  async function respond(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const args = anyObject.catch({}).parse(parseJson(await read(request, largestBody)));
    const answer = await under('response_url', response, () => useResponseUrl(workspace, id, args));
    note('response_url', args, answer?.ok === false ? String(answer['error']) : undefined);
    if (answer) reply(response, answer.ok ? 200 : 404, answer);
  }

  /** Carries a call out under the fault a test asked for, if any; undefined once the fault has answered itself. */
  async function under(method: string, response: ServerResponse, call: () => Answer): Promise<Answer | undefined> {
    const fault = faults.find((each) => each.method === method && each.left > 0);
    if (!fault) return call();
    fault.left -= 1;
    const { status, error, retryAfterSeconds, dropAnswer, delayMs } = fault.how;
    if (delayMs !== undefined) await sleep(delayMs, undefined, { ref: false });
    if (dropAnswer) {
      call();
      response.destroy();
    } else if (retryAfterSeconds !== undefined) {
      reply(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(retryAfterSeconds) });
    } else if (status !== undefined) reply(response, status, { ok: false, error: error ?? 'internal_error' });
    else return error === undefined ? call() : { ok: false, error };
    return undefined;
  }

  async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parsed = actBody.safeParse(parseJson(await read(request, largestAct)));
    if (parsed.success) return reply(response, 200, await perform(wire, parsed.data));
    const [issue] = parsed.error.issues;
    reply(response, 400, {
      ok: false,
      error: `This is nothing a reader can do: ${issue?.path.join('.')} ${issue?.message}.`,
    });
  }

  return {
    url,
    apiUrl: `${url}/api/`,
    botToken: tokens.bot,
    appToken: tokens.app,
    people: workspace.people,
    calls,
    act: (what) => perform(wire, what),
    state: (who) => stateOf(workspace, who),
    disconnect: (reason) => socket.disconnect(reason),
    fail: (method, how, times = 1) => void faults.push({ method, how, left: times }),
    deliver: (event, times) => deliver(wire, event, times),
    close: async () => {
      socket.close();
      await new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      });
    },
  };
}

class TooLarge extends Error {}

/** Whether a request was meant for this machine: a foreign page, or a name that was pointed at loopback, is refused. */
function isLocal(request: IncomingMessage, own: string): boolean {
  const { host = '', origin } = request.headers;
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  if (!['127.0.0.1', 'localhost', '::1', own].includes(name)) return false;
  return origin === undefined || origin === `http://${host}`;
}

async function read(request: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > most) throw new TooLarge(`A request may have ${most / 1024} KiB.`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}

function streamChanges(workspace: Workspace, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('event: change\ndata: {}\n\n');
  let timer: NodeJS.Timeout | undefined;
  const stop = workspace.onChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      response.write('event: change\ndata: {}\n\n');
    }, gatherMs).unref();
  });
  response.on('close', () => {
    clearTimeout(timer);
    stop();
  });
}

async function sendFile(folder: string, pathname: string, response: ServerResponse): Promise<void> {
  const root = resolve(folder);
  const path = pathname === '/' ? 'index.html' : pathname.slice(1);
  const file = resolve(root, path);
  const type = contentTypes[extname(file)];
  const content = type && file.startsWith(root + sep) ? await readFile(file).catch(() => undefined) : undefined;
  if (!type || !content) return reply(response, 404, { ok: false, error: 'There is nothing here.' });
  response.writeHead(200, { 'content-type': type, ...pageHeaders }).end(content);
}
