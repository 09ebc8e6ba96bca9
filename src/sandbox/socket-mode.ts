import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { anyObject, parseJson } from './json';
import type { Json } from './protocol';

/** What the app answered to an envelope within Slack's three seconds. */
export type Ack =
  | { readonly kind: 'acked'; readonly payload: Json }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'not-connected' };

/** The three kinds of payload that Slack wraps in envelopes. */
export type EnvelopeType = 'events_api' | 'interactive' | 'slash_commands';

/** Milliseconds an app has to acknowledge a payload. */
const ackMs = 3_000;
const pingMs = 10_000;
/** Milliseconds a connection lives on after it was told to go, if the app does not close it. */
const farewellMs = 10_000;
const mostConnections = 10;
const largestFrame = 1024 * 1024;

const ackFrame = z.object({ envelope_id: z.string(), payload: anyObject.default({}) });

/** The server side of Socket Mode: connections by one-time ticket, and each payload to one of them, picked at random. */
export class SocketMode {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: largestFrame });
  private readonly open = new Set<WebSocket>();
  private readonly tickets = new Set<string>();
  private readonly waiting = new Map<string, (ack: Ack) => void>();
  private readonly alive = new WeakSet<WebSocket>();
  private readonly pings: NodeJS.Timeout;
  private readonly appId: string;
  private readonly onConnections: (count: number) => void;

  constructor(appId: string, onConnections: (count: number) => void) {
    this.appId = appId;
    this.onConnections = onConnections;
    this.pings = setInterval(() => this.ping(), pingMs).unref();
  }

  /** A ticket that opens one connection once. */
  ticket(): string {
    const ticket = randomUUID();
    this.tickets.add(ticket);
    return ticket;
  }

  /** Takes a connection over from the HTTP server, if its ticket is good. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://local').searchParams.get('ticket') ?? '';
    if (!this.tickets.delete(ticket)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, socket, head, (connection) => this.welcome(connection));
  }

  /** Sends one payload to one connection, and waits for its answer for three seconds at most. */
  async send(type: EnvelopeType, payload: Json, retry: Json = {}): Promise<Ack> {
    const connection = this.anyOne();
    if (!connection) return { kind: 'not-connected' };
    const id = randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ kind: 'too-late' }), ackMs).unref();
      const settle = (ack: Ack) => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(ack);
      };
      this.waiting.set(id, settle);
      const accepts_response_payload = type !== 'events_api';
      connection.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload, ...retry }));
    });
  }

  /** Tells one connection, picked at random, to go. Nothing more is sent to it. */
  disconnect(reason: 'refresh_requested' | 'warning'): void {
    const connection = this.anyOne();
    if (connection) this.dismiss(connection, reason);
  }

  /** Drops every connection and gives up waiting for answers. */
  close(): void {
    clearInterval(this.pings);
    for (const connection of this.server.clients) connection.terminate();
    for (const settle of this.waiting.values()) settle({ kind: 'not-connected' });
    this.server.close();
  }

  private anyOne(): WebSocket | undefined {
    const connections = [...this.open].filter((each) => each.readyState === WebSocket.OPEN);
    return connections[Math.floor(Math.random() * connections.length)];
  }

  private welcome(connection: WebSocket): void {
    connection.on('error', () => connection.terminate());
    connection.on('pong', () => this.alive.add(connection));
    connection.on('message', (frame) => this.answer(frame.toString()));
    connection.on('close', () => this.leave(connection));
    if (this.open.size >= mostConnections) {
      this.dismiss(connection, 'too_many_websockets');
      return;
    }
    this.open.add(connection);
    this.alive.add(connection);
    connection.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.open.size,
        connection_info: { app_id: this.appId },
        debug_info: { host: 'local', approximate_connection_time: 18_060 },
      }),
    );
    this.onConnections(this.open.size);
  }

  private dismiss(connection: WebSocket, reason: string): void {
    connection.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local' } }));
    setTimeout(() => connection.terminate(), farewellMs).unref();
    this.leave(connection);
  }

  private leave(connection: WebSocket): void {
    if (this.open.delete(connection)) this.onConnections(this.open.size);
  }

  private answer(frame: string): void {
    const ack = ackFrame.safeParse(parseJson(frame));
    if (ack.success) this.waiting.get(ack.data.envelope_id)?.({ kind: 'acked', payload: ack.data.payload });
  }

  private ping(): void {
    for (const connection of this.server.clients) {
      if (!this.alive.delete(connection)) connection.terminate();
      else if (connection.readyState === WebSocket.OPEN) connection.ping();
    }
  }
}
