import type { App, RespondFn, SlashCommand } from '@slack/bolt';
import type { Json } from '../../src/sandbox/protocol';
import { aWorkspaceWithBot, manifest, stopAll, until } from './world';

afterEach(stopAll);

/** Listens to both commands and keeps what came with them. */
function keeper() {
  const kept: { command: SlashCommand; respond: RespondFn }[] = [];
  const listen = (app: App) => {
    app.command(/.*/, async ({ ack, command, respond }) => {
      await ack();
      kept.push({ command, respond });
    });
  };
  return { kept, listen };
}

describe('a command', () => {
  it('is answered by its acknowledgement, for the asker alone', async () => {
    const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*hi*' } }];
    const { say, seen, me, other } = await aWorkspaceWithBot((app) => {
      app.command('/oncall', ({ ack }) => ack({ text: 'hi', blocks }));
    });
    expect(await say('/oncall')).toEqual({ ok: true });
    expect(seen(me)).toMatchObject([{ text: 'hi', ephemeral: true, blocks }]);
    expect(seen(other)).toEqual([]);
  });

  it('can be answered in the channel', async () => {
    const { say, seen, other } = await aWorkspaceWithBot((app) => {
      app.command('/oncall', ({ ack }) => ack({ text: 'hi', response_type: 'in_channel' }));
    });
    await say('/oncall');
    expect(seen(other)).toMatchObject([{ text: 'hi', ephemeral: false }]);
  });

  it('is refused if its answer is over a limit of Slack, and the call says where', async () => {
    const { say, seen, sandbox } = await aWorkspaceWithBot((app) => {
      app.command('/oncall', ({ ack }) =>
        ack({ text: 'hi', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '' } }] }),
      );
    });
    expect(await say('/oncall')).toEqual({ ok: false, error: '/oncall failed with the error "invalid_blocks"' });
    expect(seen()).toEqual([]);
    expect(sandbox.calls.at(-1)?.error).toContain('json-pointer:/blocks/0/text/text');
  });

  it('fails at once if nothing is connected', async () => {
    const { say, stop, sandbox, me } = await aWorkspaceWithBot();
    await stop();
    await until(() => sandbox.state(me).connections === 0);
    expect(await say('/oncall')).toEqual({ ok: false, error: '/oncall failed because the app is not connected' });
  });

  it('is refused if the manifest does not have it', async () => {
    const { say } = await aWorkspaceWithBot();
    expect(await say('/lunch today')).toEqual({ ok: false, error: '/lunch is not a valid command.' });
  });

  it('has ids for the people and channels it names if the manifest says should_escape, and is left as typed if not', async () => {
    const { kept, listen } = keeper();
    const { say, me, other, general } = await aWorkspaceWithBot(listen);
    const text = 'cover @Engineer 12, @engineer 1 & <b> “Dec 21” in #general (see https://example.com)';
    await say(`/oncall ${text}`);
    await say(`/raw ${text}`);
    expect(kept.map((each) => each.command.text)).toEqual([
      `cover <@${other}|engineer-12>, <@${me}|engineer-1> &amp; &lt;b&gt; “Dec 21” in <#${general}|general> ` +
        '(see <https://example.com>)',
      text,
    ]);
  });

  it('has the shape of a real one', async () => {
    const { kept, listen } = keeper();
    const { say, me, channel } = await aWorkspaceWithBot(listen);
    await say('/oncall now');
    expect(kept[0]?.command).toEqual({
      token: expect.any(String),
      team_id: expect.stringMatching(/^T/),
      team_domain: expect.any(String),
      channel_id: channel,
      channel_name: 'data-oncall',
      user_id: me,
      user_name: 'engineer-1',
      command: '/oncall',
      text: 'now',
      api_app_id: expect.stringMatching(/^A/),
      is_enterprise_install: 'false',
      response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/response\//),
      trigger_id: expect.any(String),
    });
  });

  it('cannot be typed where the app has turned messages off', async () => {
    const { say, me, direct } = await aWorkspaceWithBot();
    const refused = { ok: false, error: 'Sending messages to this app has been turned off.' };
    expect(await say('/oncall', me, direct)).toEqual(refused);
  });
});

describe('a response URL', () => {
  it('works five times', async () => {
    const { kept, listen } = keeper();
    const { say, seen } = await aWorkspaceWithBot(listen);
    await say('/oncall');
    for (const text of ['1', '2', '3', '4', '5']) await kept[0]?.respond(text);
    await expect(kept[0]?.respond('6')).rejects.toMatchObject({ statusCode: 404 });
    expect(seen().map((each) => [each.text, each.ephemeral])).toEqual(['1', '2', '3', '4', '5'].map((n) => [n, true]));
  });

  it('works for thirty minutes', async () => {
    const { kept, listen } = keeper();
    const { say, seen, age } = await aWorkspaceWithBot(listen);
    await say('/oncall');
    age(30 * 60_000);
    await kept[0]?.respond('just in time');
    age(1);
    await expect(kept[0]?.respond('too late')).rejects.toMatchObject({ statusCode: 404 });
    expect(seen()).toHaveLength(1);
  });

  it('of a command has no original to replace', async () => {
    const { kept, listen } = keeper();
    const { say, seen } = await aWorkspaceWithBot(listen);
    await say('/oncall');
    await kept[0]?.respond('first');
    await kept[0]?.respond({ text: 'second', replace_original: true });
    expect(seen().map((each) => each.text)).toEqual(['first', 'second']);
  });

  it('refuses what is over a limit', async () => {
    const { kept, listen } = keeper();
    const { say, sandbox } = await aWorkspaceWithBot(listen);
    await say('/oncall');
    const blocks = Array.from({ length: 51 }, () => ({ type: 'divider' as const }));
    await expect(kept[0]?.respond({ text: 'long', blocks })).rejects.toMatchObject({ statusCode: 404 });
    expect(sandbox.calls.at(-1)).toMatchObject({ method: 'response_url', ok: false, error: 'invalid_blocks' });
  });
});

describe('a click', () => {
  const card = {
    text: 'card',
    blocks: [
      {
        type: 'actions' as const,
        elements: [
          { type: 'button' as const, action_id: 'go', text: { type: 'plain_text' as const, text: 'Go' }, value: 'v1' },
          {
            type: 'static_select' as const,
            action_id: 'pick',
            options: [{ text: { type: 'plain_text' as const, text: 'One' }, value: '1' }],
          },
        ],
      },
    ],
  };
  const clicked =
    (kept: { body: Json; respond: RespondFn }[], answer: typeof card & Json = card) =>
    (app: App) => {
      app.command('/oncall', ({ ack }) => ack(answer));
      app.action(/.*/, async ({ ack, body, respond }) => {
        await ack();
        kept.push({ body: body as unknown as Json, respond });
      });
    };

  it('can replace and delete the message it was on, even one that a single reader sees', async () => {
    const kept: { body: Json; respond: RespondFn }[] = [];
    const { say, seen, click } = await aWorkspaceWithBot(clicked(kept));
    await say('/oncall');
    const [message] = seen();
    expect(await click(message as never, 'go')).toEqual({ ok: true });
    await kept[0]?.respond({ text: 'replaced', replace_original: true, blocks: card.blocks });
    expect(seen()).toMatchObject([{ ts: message?.ts, text: 'replaced', edited: true, ephemeral: true }]);
    await kept[0]?.respond({ delete_original: true, text: '' });
    expect(seen()).toEqual([]);
    await expect(kept[0]?.respond({ text: 'again', replace_original: true })).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('answers the clicker alone unless it says otherwise', async () => {
    const kept: { body: Json; respond: RespondFn }[] = [];
    const { say, seen, click, other } = await aWorkspaceWithBot(
      clicked(kept, { ...card, response_type: 'in_channel' }),
    );
    await say('/oncall');
    await click(seen(other)[0] as never, 'go', other);
    await kept[0]?.respond({ text: 'for you', replace_original: false });
    await kept[0]?.respond({ text: 'for all', replace_original: false, response_type: 'in_channel' });
    expect(seen().map((each) => each.text)).toEqual(['card', 'for all']);
    expect(seen(other).map((each) => each.text)).toEqual(['card', 'for you', 'for all']);
  });

  it('has the shape of a real one, and a value that the page cannot change', async () => {
    const kept: { body: Json; respond: RespondFn }[] = [];
    const { say, seen, click, me, channel } = await aWorkspaceWithBot(
      clicked(kept, { ...card, response_type: 'in_channel' }),
    );
    await say('/oncall');
    const [message] = seen();
    await click(message as never, 'go', me, { value: 'forged' });
    await click(message as never, 'pick', me, {
      selected_option: card.blocks[0]?.elements[1]?.['options' as never]?.[0],
    });
    expect(kept[0]?.body).toMatchObject({
      type: 'block_actions',
      user: { id: me, username: 'engineer-1', name: 'engineer-1' },
      container: { type: 'message', message_ts: message?.ts, channel_id: channel, is_ephemeral: false },
      channel: { id: channel, name: 'data-oncall' },
      message: { ts: message?.ts, text: 'card', blocks: [{ type: 'actions' }] },
      state: { values: { [String(message?.blocks[0]?.['block_id'])]: { pick: { selected_option: null } } } },
      trigger_id: expect.any(String),
      actions: [{ type: 'button', action_id: 'go', value: 'v1', text: { text: 'Go' }, action_ts: expect.any(String) }],
    });
    expect(kept[1]?.body['actions']).toMatchObject([{ type: 'static_select', selected_option: { value: '1' } }]);
  });

  it('finds nothing on a message of somebody else, or on one that is gone', async () => {
    const { say, seen, click, other } = await aWorkspaceWithBot(clicked([]));
    await say('/oncall');
    expect(await click(seen()[0] as never, 'go', other)).toEqual({ ok: false, error: 'This is no longer here.' });
    expect(await click(seen()[0] as never, 'no such button')).toMatchObject({ ok: false });
  });

  it('is refused where the manifest turns interactivity off', async () => {
    const off = { ...manifest, settings: { ...manifest.settings, interactivity: { is_enabled: false } } };
    const { say, seen, click } = await aWorkspaceWithBot(clicked([]), { manifest: off });
    await say('/oncall');
    expect(await click(seen()[0] as never, 'go')).toMatchObject({ ok: false });
  });
});
