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
  it('only the listeners send, and each way out is known', () => {
    expect(linesWith(/\b(ack|respond|say)\([^)]|\bviews\.|\bchat\.|\bfetch\(/)).toEqual([
      'connection.ts: return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });',
      "listeners/clicks.ts: const tell = (message: Message) => respond({ ...placed('ask', false), ...message });",
      'listeners/clicks.ts: return respond({ ...placed(verb, alone), ...answerFor(desk, team, question, user, reader) });',
      "listeners/commands.ts: const tell = (message: Message) => ack({ response_type: 'ephemeral', ...message });",
      'listeners/home.ts: client.views.publish({ user_id: event.user, view: guardHome(view, desk.onBreach) });',
    ]);
  });

  it('the listeners hand no view on without the guard', () => {
    const listeners = files.filter((file) => !file.startsWith('views/'));
    const drawn = linesWith(/\b\w+View\(/, listeners);
    expect(drawn.length).toBeGreaterThan(4);
    // Home is drawn into `show`, whose one line publishes through the guard.
    expect(drawn.filter((line) => !/guardMessage\(\w+View\(|await show\(homeView\(/.test(line))).toEqual([]);
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
