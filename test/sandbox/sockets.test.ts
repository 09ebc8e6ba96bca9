import { WebSocket } from 'ws';
import { aWorkspace, aWorkspaceWithBot, stopAll, until } from './world';

afterEach(stopAll);

type Frame = {
  type: string;
  envelope_id: string;
  payload: { event_id: string };
  retry_attempt: number;
  retry_reason: string;
};

const modal = {
  type: 'modal' as const,
  callback_id: 'silent',
  title: { type: 'plain_text' as const, text: 'Silent' },
  blocks: [{ type: 'divider' as const }],
};

it('gives each payload to one of two receivers, and loses none through a planned disconnect', async () => {
  const served: string[] = [];
  const { say, sandbox, me } = await aWorkspaceWithBot(
    (app) => {
      app.command('/oncall', async ({ ack, command }) => {
        served.push(command.text);
        await ack();
      });
    },
    {},
    2,
  );
  expect(sandbox.state(me).connections).toBe(2);
  const outcomes = [];
  for (let n = 1; n <= 12; n += 1) {
    outcomes.push(await say(`/oncall ${n}`));
    if (n === 4) sandbox.disconnect('refresh_requested');
  }
  expect(outcomes).toEqual(Array.from({ length: 12 }, () => ({ ok: true })));
  expect(served).toEqual(Array.from({ length: 12 }, (_, index) => String(index + 1)));
  expect(sandbox.state(me).connections).toBe(1);
});

it('repeats an event under one event_id', async () => {
  const ids: string[] = [];
  const { sandbox, me } = await aWorkspaceWithBot((app) => {
    app.event('app_home_opened', async ({ body }) => void ids.push(body.event_id));
  });
  await sandbox.deliver({ type: 'app_home_opened', user: me, tab: 'home' }, 3);
  await until(() => ids.length === 3);
  expect(new Set(ids).size).toBe(1);
});

it('waits three seconds for an acknowledgement: then the reader is told, and an event is sent once more', async () => {
  const silent = await aWorkspaceWithBot((app) => {
    app.command('/oncall', async () => {});
    app.command('/raw', async ({ ack, client, command }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: modal });
    });
    app.view('silent', async () => {});
  });
  await silent.say('/raw');
  const [view] = await until(() => {
    const { modals } = silent.sandbox.state(silent.me);
    return modals.length > 0 && modals;
  });

  const { sandbox } = await aWorkspace();
  const socket = new WebSocket(await anAddress(sandbox));
  const frames: Frame[] = [];
  socket.on('message', (data) => {
    const frame: Frame = JSON.parse(data.toString());
    if (frame.type === 'events_api' && frames.push(frame) === 2) {
      socket.send(JSON.stringify({ envelope_id: frame.envelope_id }));
    }
  });
  await new Promise((opened) => socket.once('open', opened));

  const [command, submit] = await Promise.all([
    silent.say('/oncall'),
    silent.sandbox.act({ kind: 'submit', as: silent.me, view: view?.id ?? '', state: {} }),
    sandbox.deliver({ type: 'app_home_opened', user: 'U1', tab: 'home' }),
  ]);
  expect(command).toEqual({ ok: false, error: '/oncall failed because the app did not respond' });
  expect(submit).toEqual({ ok: false, error: 'We had some trouble connecting. Try again?' });
  expect(silent.sandbox.state(silent.me).modals).toHaveLength(1);
  const tries = frames.map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason]);
  expect(tries).toEqual([
    [0, ''],
    [1, 'timeout'],
  ]);
  expect(frames[0]?.payload.event_id).toBe(frames[1]?.payload.event_id);
});

it('opens a connection once per address, and sends the eleventh away', async () => {
  const { sandbox } = await aWorkspace();
  const address = await anAddress(sandbox);
  const hellos = [await firstMessage(address)];
  await expect(firstMessage(address)).rejects.toThrow('401');
  while (hellos.length < 11) hellos.push(await firstMessage(await anAddress(sandbox)));
  expect(hellos[9]).toMatchObject({
    type: 'hello',
    num_connections: 10,
    connection_info: { app_id: expect.any(String) },
  });
  expect(hellos[10]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
});

async function anAddress({ apiUrl, appToken }: { apiUrl: string; appToken: string }): Promise<string> {
  const headers = { authorization: `Bearer ${appToken}` };
  const answer = await fetch(`${apiUrl}apps.connections.open`, { method: 'POST', headers });
  return ((await answer.json()) as { url: string }).url;
}

function firstMessage(address: string): Promise<unknown> {
  const socket = new WebSocket(address);
  return new Promise((received, failed) => {
    socket.once('message', (frame) => received(JSON.parse(frame.toString())));
    socket.once('error', failed);
  });
}
