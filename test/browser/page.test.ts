import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { aFolder, start, tidyUp } from '../running';
import { hasBrowser, launch } from './browser';

/** A folder for the pictures, for somebody to look at; none are kept unless it is set. */
const PICTURES = process.env['PICTURES'];

if (!hasBrowser) process.stderr.write('Skipped the browser test: no Chrome is installed here.\n');
const described = hasBrowser ? describe : describe.skip;

described('the local workspace in a browser', () => {
  let browser: Browser;
  let address: string;
  /** What no page may do: break, or ask anybody but its own server. */
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await launch();
    address = await start(aFolder()).says(/local workspace: (http:\S+)/);
  }, 60_000);

  afterEach(() => expect(errors).toEqual([]));

  afterAll(async () => {
    await browser?.close();
    await tidyUp();
  });

  async function open(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    // Less than a test has, so that the step that waited in vain is named.
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(address)) errors.push(`a request to ${request.url()}`);
    });
    await page.goto(address);
    await page.locator('body[data-ready]').waitFor();
    return page;
  }

  const type = async (page: Page, text: string): Promise<void> => {
    await page.locator('textarea[name=message]').fill(text);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
  };

  const picture = async (page: Page, name: string): Promise<void> => {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  };

  it.each([
    { width: 1280, colours: 'light' as const },
    { width: 1280, colours: 'dark' as const },
    { width: 375, colours: 'light' as const },
  ])('answers /oncall and /runbook growth, and opens a section: $width, $colours', async ({ width, colours }) => {
    const page = await open(width, colours);
    const articles = page.locator('article[data-ephemeral]');
    const before = await articles.count();

    await type(page, '/oncall');
    await articles.nth(before).waitFor();
    expect(await articles.nth(before).innerText()).toMatch(/Engineer \d is on call until .*Backup: Engineer \d/s);

    await type(page, '/runbook growth');
    await articles.nth(before + 1).waitFor();
    const card = articles.nth(before + 1);
    expect(await card.innerText()).toContain('Aggregate Growth Reported to Investors');
    expect(await card.innerText()).toContain('Daily growth needed for experiments matches too');
    await picture(page, `card-${width}-${colours}`);

    await card.getByRole('button', { name: 'Critical Metrics' }).click();
    await card.getByText('Reconciliation with historical data').waitFor();
    expect(await articles.count()).toBe(before + 2);
    await picture(page, `section-${width}-${colours}`);

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.close();
  });

  it('shows six moments on the first visit, and what is not built yet says so', async () => {
    const page = await open(1280, 'light');
    await page.locator('[data-try]').first().click();
    const moments = page.locator('[data-moment]');
    expect(await moments.count()).toBe(6);
    expect(await page.locator('[data-moment]:disabled').count()).toBe(1);
    await page.close();
  });

  it('moves the clock to the next handoff, and the next engineer is on call', async () => {
    const page = await open(1280, 'light');
    const newest = page.locator('article[data-ephemeral]').last();
    await type(page, '/oncall');
    await newest.getByText('is on call until').waitFor();
    const next = /Next: (Engineer \d)/.exec(await newest.innerText())?.[1];
    await page.locator('[data-clock="next-handoff"]').click();
    await page.locator('[data-clock="next-handoff"]:enabled').waitFor();
    await type(page, '/oncall');
    await page
      .getByText(new RegExp(`${next} is on call until`))
      .last()
      .waitFor();
    await page.close();
  });

  it.each([
    { width: 1280, colours: 'light' as const },
    { width: 375, colours: 'dark' as const },
  ])(
    'hands a week over: notes, acceptance, topic: $width, $colours',
    async ({ width, colours }) => {
      const page = await open(width, colours);
      const act = (name: string) => page.locator('select[name=as]').selectOption({ label: name });
      await page.locator('[data-clock="next-handoff"]').click();
      await page.locator('[data-clock="next-handoff"]:enabled').waitFor();
      const post = page.locator('article').filter({ hasText: 'takes over on call from' }).last();
      await post.waitFor();
      const [, incoming = '', outgoing = ''] =
        /(Engineer \d) takes over on call from (Engineer \d)/.exec(await post.innerText()) ?? [];

      await act(outgoing);
      await post.getByRole('button', { name: 'Add a note' }).click();
      const form = page.getByRole('dialog');
      await form.locator('textarea').first().fill(`Load 7 fails, seen at ${width}`);
      await picture(page, `notes-${width}-${colours}`);
      await form.getByRole('button', { name: 'Save' }).click();
      await form.getByText('Your note stands in the handoff').waitFor();
      await form.getByRole('button', { name: 'Close' }).last().click();
      await post.getByText(`Load 7 fails, seen at ${width}`).waitFor();

      await act(incoming);
      await post.getByRole('button', { name: 'I have it' }).click();
      await post.getByText(`${incoming} has it: accepted`).waitFor();
      expect(await post.getByRole('button', { name: 'I have it' }).count()).toBe(0);
      await picture(page, `handoff-${width}-${colours}`);
      expect(await page.locator('header').allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringContaining(`On call: ${incoming} (backup:`)]),
      );
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.close();
    },
    30_000,
  );

  it.each([
    { width: 1280, colours: 'light' as const, give: 2, back: 2 },
    { width: 390, colours: 'dark' as const, give: 3, back: 2 },
  ])(
    'swaps a week: asked, accepted, told, undone: $width, $colours',
    async ({ width, colours, give, back }) => {
      const page = await open(width, colours);
      const act = (name: string) => page.locator('select[name=as]').selectOption({ label: name });
      const goTo = async (name: string): Promise<void> => {
        const me = await page.locator('select[name=as]').inputValue();
        const link = page.locator(`[data-conversation][href*="as=${me}"]`).filter({ hasText: name }).first();
        await page.evaluate(`location.hash = ${JSON.stringify(await link.getAttribute('href'))}`);
      };
      await act('Engineer 1');
      await goTo('data-oncall');
      await type(page, '/oncall swap');
      const form = page.getByRole('dialog');
      await form.getByText('What it changes').waitFor();
      await picture(page, `swap-form-${width}-${colours}`);
      const weeks = form.getByLabel('Which week');
      const week = await weeks.locator('option').nth(give).innerText();
      await weeks.selectOption(week);
      // Baton draws the form anew: what it changes is about this week then.
      await form.getByText(`${week}: on call Engineer 1 →`).waitFor();
      const whose = form.getByLabel('For whose week');
      const chosen = await whose.locator('option').nth(back).innerText();
      const taker = /Engineer \d/.exec(chosen)?.[0] ?? '';
      await whose.selectOption({ index: back });
      await form.getByText(`${week}: on call Engineer 1 → ${taker}`).waitFor();
      await picture(page, `swap-chosen-${width}-${colours}`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await form.getByRole('button', { name: 'Ask' }).click();
      await form.getByText('can answer').waitFor();
      await form.getByRole('button', { name: 'Close' }).last().click();

      // Requests come in working hours.
      await page.locator('[data-clock="next-day"]').click();
      await page.locator('[data-clock="next-day"]:enabled').waitFor();
      await act(taker);
      await goTo('Baton');
      const card = page.locator('article').filter({ hasText: 'asks for a trade' }).last();
      const accept = card.getByRole('button', { name: 'Accept' });
      for (let days = 0; days < 4 && (await accept.count()) === 0; days += 1) {
        await page.locator('[data-clock="next-day"]').click();
        await page.locator('[data-clock="next-day"]:enabled').waitFor();
      }
      await accept.waitFor();
      await picture(page, `swap-card-${width}-${colours}`);
      await accept.click();
      await goTo('data-oncall');
      const outcome = page
        .locator('article')
        .filter({ hasText: /(is|was) agreed/ })
        .last();
      await outcome.getByRole('button', { name: 'Undo' }).waitFor();
      await picture(page, `swap-outcome-${width}-${colours}`);
      await type(page, '/oncall schedule 26');
      await page
        .getByText(/swapped with Engineer \d/)
        .last()
        .waitFor();
      await picture(page, `swap-schedule-${width}-${colours}`);
      await type(page, '/oncall swaps');
      await page.locator('article').last().getByText('Recent').waitFor();
      await picture(page, `swaps-${width}-${colours}`);
      await outcome.getByRole('button', { name: 'Undo' }).click();
      await outcome.getByText('No longer so').waitFor();
      await picture(page, `swap-undone-${width}-${colours}`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.close();
    },
    60_000,
  );

  it.each([
    { width: 1280, colours: 'light' as const },
    { width: 390, colours: 'dark' as const },
  ])('shows fairness, time off, and the coming year as a calendar: $width, $colours', async ({ width, colours }) => {
    const page = await open(width, colours);
    await page.locator('select[name=as]').selectOption({ label: 'Engineer 4' });
    await type(page, '/oncall fairness');
    await page.locator('article').last().getByText('Equal share').first().waitFor();
    await picture(page, `fairness-${width}-${colours}`);
    await type(page, '/oncall holidays');
    await page.locator('article').last().getByText('Christmas Day').first().waitFor();
    await type(page, '/oncall away next tuesday to next wednesday a dentist');
    await page.locator('article').last().getByText('You are away').first().waitFor();
    await picture(page, `away-${width}-${colours}`);
    await page.locator('article').last().getByRole('button', { name: 'Undo' }).click();
    await page.getByText('not away any more').last().waitFor();
    await page.goto(`${address}/calendar.svg`);
    expect(await page.locator('svg g title').count()).toBeGreaterThan(360);
    expect(await page.locator('svg').innerHTML()).toContain('Christmas Day');
    await picture(page, `calendar-${width}-${colours}`);
    await page.close();
  });

  it('shares an answer with the channel for another person to see', async () => {
    const page = await open(1280, 'light');
    await page.locator('select[name=as]').selectOption({ label: 'Stakeholder' });
    await type(page, '/oncall owners');
    await page.getByText('Who owns what').last().waitFor();
    await page.locator('[data-action="share:answer"]').last().click();
    await page.getByText('Shared by').last().waitFor();
    await page.locator('select[name=as]').selectOption({ label: 'Engineer 2' });
    await page.getByText('Shared by').last().waitFor();
    expect(await page.locator('article').last().innerText()).toContain('Aggregate engagement reported to investors');
    await page.close();
  });

  it('keeps what is typed while the view of whoever was chosen is on its way', async () => {
    const page = await open(1280, 'light');
    await page.route('**/workspace/state?as=*', async (route) => {
      await pause(400);
      await route.continue();
    });
    const arrives = page.waitForResponse(/state\?as=/);
    await page.locator('select[name=as]').selectOption({ label: 'Engineer 2' });
    await page.locator('textarea[name=message]').fill('/oncall me');
    await arrives;
    await page.waitForTimeout(100);
    expect(await page.locator('textarea[name=message]').inputValue()).toBe('/oncall me');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.close();
  });

  it('opens Home', async () => {
    const page = await open(1280, 'dark');
    await page.locator('[data-home]').first().click();
    await page.getByText('What you can ask').waitFor();
    await picture(page, 'home-1280-dark');
    await page.close();
  });
});
