import type { App } from '@slack/bolt';
import type { Json } from '../../src/sandbox/protocol';
import { aWorkspaceWithBot, stopAll, until } from './world';

afterEach(stopAll);

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = {
  type: 'modal' as const,
  callback_id: 'swap',
  title: plain('Swap'),
  submit: plain('Ask'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'day',
      label: plain('Which day'),
      element: { type: 'datepicker' as const, action_id: 'date', initial_date: '2026-12-21' },
    },
    {
      type: 'input' as const,
      block_id: 'why',
      label: plain('Why'),
      element: { type: 'plain_text_input' as const, action_id: 'text', max_length: 10 },
    },
    {
      type: 'actions' as const,
      block_id: 'more',
      elements: [{ type: 'button' as const, action_id: 'deeper', text: plain('More') }],
    },
  ],
};
const state = (text: string) => ({ why: { text: { value: text } } });

/** Opens the modal on /oncall, and answers a submit with what the reason asks for. */
function opens(kept: Json[] = []) {
  return (app: App) => {
    app.command('/oncall', async ({ ack, client, command }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: modal });
    });
    app.action('deeper', async ({ ack, client, body }) => {
      await ack();
      if (body.type !== 'block_actions') return;
      const result = await client.views.push({ trigger_id: body.trigger_id, view: modal }).catch((error) => error.data);
      kept.push({ ...body, result });
    });
    app.view('swap', async ({ ack, body }) => {
      kept.push(body as unknown as Json);
      const why = body.view.state.values['why']?.['text']?.value;
      if (why === 'wrong') return ack({ response_action: 'errors', errors: { why: 'Not that.' } });
      if (why === 'strange') return ack({ response_action: 'errors', errors: { text: 'An action_id.' } });
      if (why === 'another') return ack({ response_action: 'update', view: { ...modal, title: plain('Another') } });
      if (why === 'clear') return ack({ response_action: 'clear' });
      return ack();
    });
    app.view({ callback_id: 'swap', type: 'view_closed' }, async ({ ack, body }) => {
      await ack();
      kept.push(body as unknown as Json);
    });
  };
}

async function anOpenModal(kept: Json[] = []) {
  const world = await aWorkspaceWithBot(opens(kept));
  const { sandbox, me, say } = world;
  await say('/oncall');
  const modals = () => sandbox.state(me).modals;
  const id = (await until(() => modals()[0])).id;
  const submit = (why: string) => sandbox.act({ kind: 'submit', as: me, view: id, state: state(why) });
  return { ...world, modals, id, submit };
}

it('opens by a trigger, for the person whose trigger it was', async () => {
  const { modals, sandbox, other } = await anOpenModal();
  expect(modals()).toMatchObject([
    { type: 'modal', view: { callback_id: 'swap', title: { text: 'Swap' } }, errors: {} },
  ]);
  expect(sandbox.state(other).modals).toEqual([]);
});

it('submits what is filled in and what was there from the start, and closes', async () => {
  const kept: Json[] = [];
  const { submit, modals, me } = await anOpenModal(kept);
  expect(await submit('holiday')).toEqual({ ok: true });
  expect(modals()).toEqual([]);
  expect(kept).toMatchObject([
    {
      type: 'view_submission',
      user: { id: me },
      view: {
        state: {
          values: {
            day: { date: { type: 'datepicker', selected_date: '2026-12-21' } },
            why: { text: { type: 'plain_text_input', value: 'holiday' } },
          },
        },
      },
    },
  ]);
  expect(kept[0]).not.toHaveProperty('channel');
});

it('shows the errors of an answer beside their inputs, and forgets them at the next submit', async () => {
  const { submit, modals } = await anOpenModal();
  expect(await submit('wrong')).toEqual({ ok: true });
  expect(modals()).toMatchObject([{ errors: { why: 'Not that.' } }]);
  await submit('another');
  expect(modals()).toMatchObject([{ errors: {}, view: { title: { text: 'Another' } } }]);
  await submit('clear');
  expect(modals()).toEqual([]);
});

it('checks required and overlong inputs itself', async () => {
  const kept: Json[] = [];
  const { submit, modals } = await anOpenModal(kept);
  await submit('');
  expect(modals()).toMatchObject([{ errors: { why: 'Please complete this required field.' } }]);
  await submit('far too long a reason');
  expect(modals()).toMatchObject([{ errors: { why: 'Must be at most 10 characters.' } }]);
  expect(kept).toEqual([]);
});

it('stays open with an error if the answer names anything but an input block', async () => {
  const { submit, modals } = await anOpenModal();
  const trouble = { ok: false, error: 'We had some trouble connecting. Try again?' };
  expect(await submit('strange')).toEqual(trouble);
  expect(modals()).toHaveLength(1);
});

it('stacks three at most', async () => {
  const kept: Json[] = [];
  const { modals, sandbox, me } = await anOpenModal(kept);
  for (let pushed = 1; pushed <= 3; pushed += 1) {
    const view = modals().at(-1)?.id ?? '';
    await sandbox.act({
      ...{ kind: 'use', as: me, place: { view }, block: 'more', action: 'deeper', value: {}, state: state('so far') },
    });
    await until(() => kept.length === pushed);
  }
  expect(modals()).toHaveLength(3);
  expect(kept[0]).toMatchObject({
    container: { type: 'view', view_id: modals()[0]?.id },
    view: { state: { values: { why: { text: { value: 'so far' } } } } },
  });
  expect(kept[0]).not.toHaveProperty('response_url');
  expect(kept[2]).toMatchObject({ result: { error: 'push_limit_reached' } });
});

it('tells the app when it is closed', async () => {
  const kept: Json[] = [];
  const { id, sandbox, me, modals } = await anOpenModal(kept);
  expect(await sandbox.act({ kind: 'close', as: me, view: id })).toEqual({ ok: true });
  expect(modals()).toEqual([]);
  expect(kept).toMatchObject([{ type: 'view_closed', is_cleared: false, view: { id } }]);
});

it('takes a trigger once, for three seconds', async () => {
  const triggers: string[] = [];
  const { say, age, slack } = await aWorkspaceWithBot((app) => {
    app.command('/oncall', async ({ ack, command }) => {
      await ack();
      triggers.push(command.trigger_id);
    });
  });
  await say('/oncall');
  await say('/oncall');
  const [first = '', second = ''] = triggers;
  const open = (trigger_id: string) =>
    slack.views.open({ trigger_id, view: modal }).then(
      () => 'opened',
      (error) => error.data.error,
    );
  expect(await open('made up')).toBe('invalid_trigger_id');
  age(3_000);
  expect(await open(first)).toBe('opened');
  expect(await open(first)).toBe('exchanged_trigger_id');
  age(1);
  expect(await open(second)).toBe('expired_trigger_id');
});

it('updates by hash, so that two writers do not overwrite each other', async () => {
  const { slack, id, modals } = await anOpenModal();
  const hash = String(modals()[0]?.view['hash']);
  await slack.views.update({ view_id: id, hash, view: { ...modal, title: plain('Newer') } });
  expect(modals()).toMatchObject([{ id, view: { title: { text: 'Newer' } } }]);
  const late = slack.views.update({ view_id: id, hash, view: modal });
  await expect(late).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
  const lost = slack.views.update({ view_id: 'V0', view: modal });
  await expect(lost).rejects.toMatchObject({ data: { error: 'not_found' } });
});

it('shows Home when it is opened', async () => {
  const { sandbox, me, other } = await aWorkspaceWithBot((app) => {
    app.event('app_home_opened', async ({ client, event }) => {
      const view = { type: 'home' as const, blocks: [{ type: 'header' as const, text: plain(String(event.tab)) }] };
      await client.views.publish({ user_id: event.user ?? '', view });
    });
  });
  expect(await sandbox.act({ kind: 'home', as: me })).toEqual({ ok: true });
  const home = await until(() => sandbox.state(me).home);
  expect(home).toMatchObject({ type: 'home', view: { blocks: [{ text: { text: 'home' } }] } });
  expect(sandbox.state(other).home).toBeNull();
});
