import { aWorkspaceWithBot, stopAll, until } from './world';

afterEach(stopAll);

const start = new Date('2026-11-23T15:00:00Z');
const hour = 3_600_000;

/** A calendar that goes hour by hour, and stops on the way until the test says go. */
function aCalendar() {
  let now = start;
  const steps: (() => void)[] = [];
  const moveTo = async (instant: Date) => {
    while (now < instant) {
      await new Promise<void>((go) => steps.push(go));
      now = new Date(Math.min(now.getTime() + hour, instant.getTime()));
    }
  };
  const nextHandoff = async () => new Date(start.getTime() + 2 * hour);
  const step = async () => (await until(() => steps.shift()))();
  return { clock: { now: () => now, moveTo, nextHandoff }, step };
}

it('moves through what happens, while the workspace goes on', async () => {
  const { clock, step } = aCalendar();
  const { sandbox, slack, channel, me, say, seen } = await aWorkspaceWithBot(undefined, { clock });
  const moving = sandbox.act({ kind: 'clock', to: 'next-handoff' });
  await until(() => sandbox.state(me).moving === 'next-handoff');
  await slack.chat.postMessage({ channel, text: 'at three' });
  await step();
  await until(() => clock.now() > start);
  await slack.chat.postMessage({ channel, text: 'at four' });
  await say('meanwhile');
  const wait = { ok: false, error: 'The clock is moving already.' };
  expect(await sandbox.act({ kind: 'clock', to: 'next-day' })).toEqual(wait);
  expect(await sandbox.act({ kind: 'start-over' })).toEqual({ ok: false, error: 'Wait until the clock has arrived.' });
  await step();
  expect(await moving).toEqual({ ok: true });
  expect(sandbox.state(me)).toMatchObject({ moving: null, now: '2026-11-23T17:00:00.000Z' });
  await slack.chat.postMessage({ channel, text: 'at five' });
  expect(seen().map(({ text, ts }) => [text, ts])).toEqual([
    ['at three', '1795446000.000000'],
    ['at four', '1795449600.000000'],
    ['meanwhile', '1795449600.000001'],
    ['at five', '1795453200.000000'],
  ]);
});

it('says why it could not be moved, and can be moved again', async () => {
  let fails = true;
  let now = start;
  const moveTo = async (instant: Date) => {
    if (fails) throw new Error('the database is locked');
    now = instant;
  };
  const clock = { now: () => now, moveTo, nextHandoff: async () => Promise.reject(new Error('there is no rotation')) };
  const { sandbox, me } = await aWorkspaceWithBot(undefined, { clock });
  const move = (to: 'next-day' | 'next-handoff') => sandbox.act({ kind: 'clock', to });
  const failed = (why: string) => ({ ok: false, error: `The clock could not be moved: ${why}` });
  expect(await move('next-day')).toEqual(failed('the database is locked'));
  expect(await move('next-handoff')).toEqual(failed('there is no rotation'));
  fails = false;
  expect(await move('next-day')).toEqual({ ok: true });
  expect(sandbox.state(me)).toMatchObject({ moving: null, now: '2026-11-24T15:00:00.000Z' });
});

it('starts over in order: what uses it, its messages, and what is said after that', async () => {
  const done: string[] = [];
  const { sandbox, slack, channel, seen } = await aWorkspaceWithBot(undefined, {
    startOver: async () => {
      if (done.push('over') > 1) throw new Error('the database is locked');
    },
    startedOver: async () => {
      await slack.chat.postMessage({ channel, text: 'hello again' });
    },
  });
  await slack.chat.postMessage({ channel, text: 'before' });
  expect(await sandbox.act({ kind: 'start-over' })).toEqual({ ok: true });
  expect(seen().map((each) => each.text)).toEqual(['hello again']);
  expect(await sandbox.act({ kind: 'start-over' })).toEqual({ ok: false, error: 'the database is locked' });
  expect(seen()).toHaveLength(1);
});
