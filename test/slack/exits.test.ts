import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { aBaton, labelsOf, stopAll, until, wordsOf } from './baton';

const SLACK = join(__dirname, '../../src/slack');
const files = readdirSync(SLACK, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => file.endsWith('.ts'));

const linesWith = (pattern: RegExp, among = files): string[] =>
  among.flatMap((file) =>
    readFileSync(join(SLACK, file), 'utf8')
      .split('\n')
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );

describe('one guard sees every exit', () => {
  // What has passed the guard has a type of its own, which each of these lines needs; a cast would show here.
  it('each way out is known, and takes what has passed the guard', () => {
    const senders = files.filter((file) => !file.startsWith('views/'));
    const ways = linesWith(/\b(ack|respond)\([^)]|\bviews\.|\bchat\.|\bfetch\(|\bas Guarded\b/, senders);
    expect(ways.map((line) => line.replace(/: return /, ': '))).toEqual([
      'connection.ts: fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });',
      'delivery.ts: const posted = await client.chat.postMessage({',
      'guard.ts: { text: fitted.text, blocks } as Guarded<Message>;',
      'guard.ts: { ...fitted, blocks } as Guarded<View>;',
      'mirrors.ts: await client.chat.update({ channel, ts, ...message });',
      'listeners/clicks.ts: respond({ ...ALONE, replace_original: inPlace && alone, ...message });',
      "listeners/clicks.ts: if (click.verb === 'share') return respond({ ...ALONE, response_type: 'in_channel', ...message });",
      "listeners/commands.ts: ? respond({ response_type: 'ephemeral', ...message })",
      "listeners/commands.ts: : ack({ response_type: 'ephemeral', ...message });",
      'listeners/forms.ts: opening.client.views.open({ trigger_id: opening.trigger, view: guardView(view, desk.onBreach) });',
      "listeners/forms.ts: opening.client.views.update({ view_id: opened.view?.id ?? '', view: guardView(known, desk.onBreach) });",
      "listeners/forms.ts: const replace = (shown: ModalView) => ack({ response_action: 'update', view: guardView(shown, desk.onBreach) });",
      "listeners/forms.ts: ? ack({ response_action: 'errors', errors: { [errorsAt]: plainly(message.text) } })",
      'listeners/forms.ts: await client.views.update({ view_id: view.id, view: guardView(shown, desk.onBreach) });',
      'listeners/home.ts: const show = (view: HomeView) => client.views.publish({ user_id: user, view: guardView(view, desk.onBreach) });',
    ]);
  });

  it('nothing but the views writes blocks', () => {
    const others = files.filter((file) => !file.startsWith('views/') && file !== 'guard.ts' && file !== 'actions.ts');
    expect(linesWith(/\b(text|blocks): [`'"[]|type: '(section|actions|context|header)'/, others)).toEqual([]);
  });
});

describe('what the listeners send passes', () => {
  afterEach(stopAll);

  // Here a breach throws, and is answered as something that broke.
  const passes = (said: string): void => {
    expect(said).not.toContain('That broke');
    expect(said).not.toContain('earlier version');
  };

  it('every command, and every button on its answer', async () => {
    const baton = await aBaton();
    const commands = [
      ...['', 'growth', 'who Profit', 'schedule', 'schedule 52', 'owners', 'me', 'why 2026-12-24', 'help', 'nonsense'],
      ...['why gibberish', 'schedule 999', 'x'.repeat(300), '"', '<!channel>', '@Engineer 2', 'Engineer 3'],
    ];
    const asked = [
      ...commands.map((words) => `/oncall ${words}`),
      ...['', 'help', 'growth', 'daily', 'investors', 'delivery failures', 'latency'].map(
        (words) => `/runbook ${words}`,
      ),
    ];
    for (const text of asked) {
      const answer = await baton.ask(text.trim(), 'Engineer 4');
      passes(wordsOf(answer));
      for (const label of labelsOf(answer)) {
        // Asked anew each time, since a button may put another answer in the place of this one.
        const fresh = await baton.ask(text.trim(), 'Engineer 4');
        passes(wordsOf(await baton.press(label, fresh, 'Engineer 4')));
      }
    }
    expect(baton.logged.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  it('Home, for who is on the team and who is not', async () => {
    const baton = await aBaton();
    for (const name of ['Engineer 4', 'Stakeholder']) {
      await baton.sandbox.act({ kind: 'home', as: baton.person(name) });
      passes(JSON.stringify((await until(() => baton.state(name).home ?? undefined)).view));
    }
    expect(baton.logged.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
});
