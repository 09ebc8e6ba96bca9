import { join } from 'node:path';
import type { App } from '@slack/bolt';
import type { Browser, Page } from 'playwright-core';
import type { Json } from '../../src/sandbox/protocol';
import type { SandboxOptions } from '../../src/sandbox/server';
import { hasBrowser, launch, pageDirectory } from '../browser/browser';
import { aWorkspaceWithBot, stopAll, until } from './world';

/** A folder for the pictures, for somebody to look at; none are kept unless it is set. */
const PICTURES = process.env['PICTURES'];

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });
const modal = {
  type: 'modal' as const,
  callback_id: 'cover',
  title: plain('Ask for cover'),
  submit: plain('Ask'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'days',
      label: plain('Which days'),
      hint: plain('One day a line.'),
      element: {
        ...{ type: 'plain_text_input' as const, action_id: 'text', multiline: true },
        initial_value: 'Dec 21\nDec 22',
      },
    },
    {
      type: 'input' as const,
      block_id: 'why',
      optional: true,
      label: plain('Why'),
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
    {
      type: 'input' as const,
      block_id: 'who',
      label: plain('Whom to ask'),
      element: {
        ...{ type: 'static_select' as const, action_id: 'pick' },
        options: [option('Engineer 12', 'e12'), option('Anybody', 'any')],
      },
    },
    {
      type: 'actions' as const,
      block_id: 'more',
      elements: [
        {
          ...{ type: 'button' as const, action_id: 'withdraw', text: plain('Withdraw'), style: 'danger' as const },
          confirm: {
            title: plain('Withdraw?'),
            text: plain('Nobody is asked.'),
            confirm: plain('Yes'),
            deny: plain('No'),
          },
        },
      ],
    },
  ],
};
const thanks = {
  type: 'modal' as const,
  callback_id: 'thanks',
  title: plain('Asked'),
  submit: plain('Fine'),
  blocks: [{ type: 'section' as const, text: plain('Engineer 12 was asked.') }],
};

/** Opens the modal on /oncall; answers a submit by what it says, and keeps what came. */
const asks = (kept: Json[]) => (app: App) => {
  app.command('/oncall', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: modal });
  });
  app.view('cover', async ({ ack, view }) => {
    kept.push(view.state.values);
    const days = view.state.values['days']?.['text']?.value ?? '';
    if (days === 'yesterday') await ack({ response_action: 'errors', errors: { days: 'Yesterday is over.' } });
    else await ack({ response_action: 'update', view: thanks });
  });
  app.view('thanks', ({ ack }) => ack({ response_action: 'clear' }));
  app.action('withdraw', async ({ ack, body }) => {
    await ack();
    kept.push({ withdrawn: body.user.id });
  });
};

const described = hasBrowser ? describe : describe.skip;

described('the page in a browser', () => {
  let browser: Browser;
  const errors: string[] = [];
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterEach(stopAll);
  afterEach(() => expect(errors).toEqual([]));
  afterAll(async () => browser?.close());

  async function aPage(
    listen: (app: App) => void = () => {},
    change: Partial<SandboxOptions> = {},
    colorScheme: 'light' | 'dark' = 'light',
  ) {
    const world = await aWorkspaceWithBot(listen, { pageDirectory, ...change });
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(world.sandbox.url);
    await page.locator('body[data-ready]').waitFor();
    return { ...world, page };
  }

  const type = async (page: Page, text: string): Promise<void> => {
    await page.locator('textarea[name=message]').fill(text);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
  };
  const said = (page: Page, text: string) => page.locator('article').getByText(text);
  const picture = async (page: Page, name: string): Promise<void> => {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  };

  it('fills in a modal, shows what is wrong beside each field, and follows what the app answers', async () => {
    const kept: Json[] = [];
    const { page, sandbox, me } = await aPage(asks(kept));
    await type(page, '/oncall');
    const dialog = page.locator('dialog[open]');
    const days = dialog.getByLabel('Which days');
    expect(await days.inputValue()).toBe('Dec 21\nDec 22');
    expect(await dialog.innerText()).toMatch(/One day a line\.[\s\S]*Why \(optional\)/);

    await dialog.locator('[data-submit]').click();
    await dialog.getByText('Please complete this required field.').waitFor();
    expect(await dialog.locator('.field-error').count()).toBe(1);
    expect(await dialog.getByLabel('Whom to ask').evaluate((field) => field.matches('[aria-invalid]:focus'))).toBe(
      true,
    );
    await picture(page, 'modal-required');

    await dialog.getByLabel('Whom to ask').selectOption({ label: 'Anybody' });
    await days.fill('yesterday');
    await dialog.locator('[data-submit]').click();
    await dialog.getByText('Yesterday is over.').waitFor();
    expect(await dialog.locator('.field-error').count()).toBe(1);
    expect(await days.inputValue()).toBe('yesterday');

    await days.fill('Dec 24');
    await days.press('Enter');
    await days.pressSequentially('Dec 25');
    await dialog.locator('[data-submit]').click();
    await dialog.getByText('Engineer 12 was asked.').waitFor();
    expect(kept.at(-1)).toMatchObject({
      days: { text: { value: 'Dec 24\nDec 25' } },
      why: { text: { value: null } },
      who: { pick: { selected_option: { value: 'any' } } },
    });
    await dialog.locator('[data-submit]').click();
    await dialog.waitFor({ state: 'detached' });
    expect(sandbox.state(me).modals).toEqual([]);
    await page.close();
  });

  it('asks before a button that wants to be confirmed, and keeps what was typed', async () => {
    const kept: Json[] = [];
    const { page, me } = await aPage(asks(kept));
    await type(page, '/oncall');
    const form = page.locator('dialog.dialog-modal[open]');
    await form.getByLabel('Why').fill('a wedding');
    const withdraw = form.getByRole('button', { name: 'Withdraw' });
    await withdraw.click();
    const question = page.locator('dialog.dialog-ask');
    expect(await question.innerText()).toMatch(/Withdraw\?[\s\S]*Nobody is asked\./);
    await question.locator('[data-answer=deny]').click();
    await withdraw.click();
    await question.locator('[data-answer=confirm]').click();
    await until(() => kept.length > 0);
    expect(kept).toEqual([{ withdrawn: me }]);
    expect(await form.getByLabel('Why').inputValue()).toBe('a wedding');
    await page.close();
  });

  it.each(['light', 'dark'] as const)(
    'shows who is in a user group, names it in messages, and decodes topics: %s',
    async (colours) => {
      const { page, slack, sandbox, channel, me, other } = await aPage(undefined, {}, colours);
      const group = page.locator('[data-group=data-oncall]');
      expect(await group.innerText()).toMatch(/@data-oncall\s+Engineer 1$/);
      const usergroup = sandbox.state(me).groups[0]?.id ?? '';
      await slack.usergroups.users.update({ usergroup, users: `${me},${other}` });
      await group.getByText('Engineer 1, Engineer 12').waitFor();
      await slack.chat.postMessage({ channel, text: `<!subteam^${usergroup}> & <!subteam^${usergroup}|@old-name>` });
      await said(page, '@data-oncall & @data-oncall').waitFor();
      await slack.conversations.setTopic({ channel, topic: 'On call: "A" <b> & C' });
      await page.locator('.topic').getByText('On call: "A" <b> & C', { exact: true }).waitFor();
      await picture(page, `group-${colours}`);
      await page.close();
    },
  );

  it('shows that the clock is moving, and what happens on the way, in its order', async () => {
    let now = new Date('2026-11-23T15:00:00Z');
    const go: (() => void)[] = [];
    const moveTo = async (instant: Date) => {
      for (const next of [new Date('2026-11-24T09:00:00Z'), instant]) {
        await new Promise<void>((step) => go.push(step));
        now = next;
      }
    };
    const clock = { now: () => now, moveTo, nextHandoff: async () => new Date('2026-11-30T14:00:00Z') };
    const { page, slack, channel } = await aPage(undefined, { clock });
    const post = (text: string) => slack.chat.postMessage({ channel, text });
    await post('on Monday');
    const button = page.locator('[data-clock=next-handoff]');
    await button.click();
    await page.getByRole('button', { name: 'Moving…' }).waitFor();
    for (const each of ['[data-clock=next-day]', '[data-clock=next-handoff]', '#start-over'])
      expect(await page.locator(each).isDisabled()).toBe(true);
    (await until(() => go.shift()))();
    await until(() => now.getUTCDate() === 24);
    await post('on Tuesday');
    await said(page, 'on Tuesday').waitFor();
    expect(await button.isDisabled()).toBe(true);
    await picture(page, 'moving');
    (await until(() => go.shift()))();
    await page.getByRole('button', { name: 'Next handoff' }).waitFor();
    expect([await button.isDisabled(), await page.locator('#start-over').isDisabled()]).toEqual([false, false]);
    expect(await page.locator('[data-clock=next-handoff]:focus').count()).toBe(1);
    await post('on Monday after');
    await said(page, 'on Monday after').waitFor();
    const shown = await page.locator('#messages').innerText();
    expect(shown).toMatch(/23rd[\s\S]*on Monday\n[\s\S]*24th[\s\S]*on Tuesday\n[\s\S]*Today[\s\S]*on Monday after/);
    await page.close();
  });

  it('says in the conversation why the clock could not be moved', async () => {
    const clock = {
      now: () => new Date('2026-11-23T15:00:00Z'),
      nextHandoff: async () => new Date('2026-11-30T14:00:00Z'),
      moveTo: async () => Promise.reject(new Error('the database is locked')),
    };
    const { page } = await aPage(undefined, { clock });
    await page.locator('[data-clock=next-day]').click();
    await said(page, 'The clock could not be moved: the database is locked').waitFor();
    expect(await page.locator('[data-clock=next-day]').isDisabled()).toBe(false);
    await page.close();
  });
});
