// The least of Slack that an app over Socket Mode needs, and a load that keeps so many requests in flight.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { quantile } from './figures.mjs';

const PERSON = { user_id: 'U0BENCH01', user_name: 'reader', team_id: 'T0BENCH01', team_domain: 'bench' };

/** A person types `/oncall`. */
export const ONCALL = envelope('slash_commands', {
  ...{ ...PERSON, token: 'unused', channel_id: 'C0BENCH01', channel_name: 'data-oncall', api_app_id: 'A0BENCH01' },
  ...{ command: '/oncall', text: '', is_enterprise_install: 'false', trigger_id: '1.2.3' },
  response_url: 'http://127.0.0.1:9/unused',
});

/** A person opens the Messages tab: it goes past every listener, and there is nothing to do. */
export const PASSING = envelope('events_api', {
  ...{ type: 'event_callback', token: 'unused', team_id: PERSON.team_id, api_app_id: 'A0BENCH01' },
  event: { type: 'app_home_opened', user: PERSON.user_id, channel: 'D0BENCH01', tab: 'messages', event_ts: '1.2' },
});

/** All of an envelope but its id, which comes first. */
function envelope(type, payload) {
  return `${JSON.stringify({ type, payload, accepts_response_payload: true }).slice(1)}`;
}

/** Starts a Slack of one app on loopback. */
export async function startSlack() {
  const connections = [];
  const waiting = new Map();
  let sent = 0;
  let onConnection = () => undefined;

  const methods = {
    'auth.test': {
      ok: true,
      bot_id: 'B0BENCH01',
      user_id: 'U0BENCH00',
      team_id: PERSON.team_id,
      team: 'bench',
      user: 'bot',
    },
    'users.lookupByEmail': { ok: false, error: 'users_not_found' },
  };
  const server = createServer((request, response) => {
    request.resume();
    const method = request.url.slice('/api/'.length);
    const url = `ws://127.0.0.1:${server.address().port}/`;
    const answer = method === 'apps.connections.open' ? { ok: true, url } : methods[method];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer ?? { ok: false, error: 'unknown_method' }));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (connection) => {
    connections.push(connection);
    connection.on('close', () => connections.splice(connections.indexOf(connection), 1));
    connection.on('error', () => connection.terminate());
    connection.on('message', (frame) => {
      // Reading all of an answer would make the load slower for who answers in full.
      const id = /"envelope_id":"(\d+)"/.exec(frame.toString('latin1', 0, 100))?.[1];
      const answered = waiting.get(id);
      waiting.delete(id);
      answered?.(frame);
    });
    connection.send(JSON.stringify({ type: 'hello', num_connections: connections.length, connection_info: {} }));
    onConnection();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  /** Sends over each connection in turn; `answered` gets the frame. */
  const send = (body, answered) => {
    sent += 1;
    waiting.set(String(sent), answered);
    connections[sent % connections.length].send(`{"envelope_id":"${sent}",${body}`);
  };

  return {
    apiUrl: `http://127.0.0.1:${server.address().port}/api/`,
    /** Waits for so many connections. */
    async connected(count) {
      while (connections.length < count)
        await new Promise((resolve) => {
          onConnection = resolve;
        });
    },
    /** Sends one request; gives the answer as text. */
    ask: (body) => new Promise((resolve) => send(body, (frame) => resolve(frame.toString()))),
    /** Sends `total` requests, `inFlight` at a time; gives requests per second and the 99th percentile in milliseconds. */
    load: (body, total, inFlight) =>
      new Promise((resolve) => {
        const times = [];
        let left = total;
        const startedAt = performance.now();
        const next = () => {
          if (left === 0) return;
          left -= 1;
          const sentAt = performance.now();
          send(body, () => {
            times.push(performance.now() - sentAt);
            if (times.length < total) return next();
            const seconds = (performance.now() - startedAt) / 1000;
            resolve({ perSecond: total / seconds, p99: quantile(times, 0.99) });
          });
        };
        for (let each = 0; each < inFlight; each += 1) next();
      }),
    async close() {
      for (const connection of connections) connection.terminate();
      sockets.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
