import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { deliver, perform, type Wire } from './acts';
import { type Asked, type Call, Door, type Reply } from './door';
import type { Fault } from './faults';
import { anyObject, parseJson } from './json';
import type { SandboxOptions } from './options';
import { stateOf } from './page-state';
import type { Act, Json, Outcome, PageState, Person } from './protocol';
import { SocketMode } from './socket-mode';
import { type ChannelChange, type Settings, Workspace } from './workspace';

export type { SandboxOptions } from './options';

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
  /** Does to a channel, by id or name, what people do to channels. */
  change(channel: string, how: ChannelChange): void;
  /** Deactivates the account of a person, by id or e-mail, or activates it again. */
  changePerson(person: string, how: { readonly deleted: boolean }): void;
  /** Decides what the workspace's admins decide. */
  settle(settings: Partial<Settings>): void;
  /** The newest calls the app made, oldest first. */
  readonly calls: readonly Call[];
  /** Sends an event, `times` times under one event_id. */
  deliver(event: Json, times?: number): Promise<void>;
  close(): Promise<void>;
};

const largestBody = 1024 * 1024;
const largestAct = 256 * 1024;
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
    workspace.changed('passing');
  });
  const { bot, bot_optional } = workspace.manifest.oauth_config.scopes;
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

  const door = new Door({
    workspace,
    url,
    granted: new Set(options.grantedScopes ?? [...bot, ...bot_optional]),
    openConnection: () => `${url.replace('http', 'ws')}/socket?ticket=${socket.ticket()}`,
  });
  const wire: Wire = {
    ...{ workspace, url },
    note: (method, args, error) => door.note(method, args, error),
    send: (type, payload, retry) => socket.send(type, payload, retry),
  };

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
      if (api) return pass(await door.call(api, await asked(request)), response);
      if (responseId) return pass(await door.respond(responseId, await asked(request)), response);
      if (pathname === '/workspace/act') return act(request, response);
    } else if (request.method === 'GET') {
      if (pathname === '/workspace/state') {
        const person = workspace.person(new URLSearchParams(query).get('as') ?? workspace.people[0]?.id ?? '');
        if (person) return reply(response, 200, stateOf(workspace, person.id));
      } else if (pathname === '/workspace/events') return streamChanges(workspace, response);
      else if (pathname === '/calendar.svg' && options.calendar)
        return send(response, contentTypes['.svg'], await options.calendar());
      else return sendFile(options.pageDirectory ?? join(__dirname, 'page'), pathname, response);
    }
    reply(response, 404, { ok: false, error: 'There is nothing here.' });
  }

  async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parsed = actBody.safeParse(parseJson(await read(request, largestAct)));
    if (parsed.success) return reply(response, 200, await performed(parsed.data));
    const [issue] = parsed.error.issues;
    reply(response, 400, {
      ok: false,
      error: `This is nothing a reader can do: ${issue?.path.join('.')} ${issue?.message}.`,
    });
  }

  /** Does what a reader does; what came of it is remembered before they are told. */
  async function performed(what: Act): Promise<Outcome> {
    const outcome = await perform(wire, what);
    workspace.flush();
    return outcome;
  }

  return {
    url,
    apiUrl: `${url}/api/`,
    botToken: door.botToken,
    appToken: door.appToken,
    people: workspace.people,
    calls: door.calls,
    act: performed,
    state: (who) => stateOf(workspace, who),
    disconnect: (reason) => socket.disconnect(reason),
    fail: (method, how, times) => door.fail(method, how, times),
    change: (channel, how) => workspace.change(channel, how),
    changePerson: (person, how) => workspace.changePerson(person, how),
    settle: (settings) => workspace.settle(settings),
    deliver: (event, times) => deliver(wire, event, times),
    close: async () => {
      socket.close();
      workspace.flush();
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

async function asked(request: IncomingMessage): Promise<Asked> {
  const { authorization, 'content-type': contentType } = request.headers;
  return { authorization, contentType, body: await read(request, largestBody) };
}

/** Gives the app what it is told, if anything. */
function pass(told: Reply, response: ServerResponse): void {
  if (told.kind === 'broken') response.destroy();
  else if (told.kind === 'answered') reply(response, told.status, told.body, told.headers);
}

function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
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
  send(response, type, content);
}

const send = (response: ServerResponse, type: string | undefined, content: Buffer | string): void => {
  response.writeHead(200, { 'content-type': type, ...pageHeaders }).end(content);
};
