import type { Heartbeat } from '../../src/usecases/outbox';
import { at, aWorld, START } from './databases';

const beat = (process: string, seconds: number, connected = true): Heartbeat => ({
  ...{ process, version: '0.1.0', startedAt: START, tickedAt: at(seconds), connected },
});

const WEEK = 7 * 86_400;

describe('the processes', () => {
  it('are none before the first tick', async () => {
    const { heartbeats } = await aWorld();
    expect(await heartbeats.list()).toEqual([]);
  });

  it('are each there once, as they last ticked, the newest first', async () => {
    const { heartbeats } = await aWorld();
    for (const each of [beat('one', 0), beat('two', 30), beat('three', 10), beat('one', 60, false)])
      await heartbeats.beat(each);
    expect(await heartbeats.list()).toEqual([beat('one', 60, false), beat('two', 30), beat('three', 10)]);
  });

  it('are forgotten a week after their last tick', async () => {
    const { heartbeats } = await aWorld();
    await heartbeats.beat(beat('old', 0));
    await heartbeats.beat(beat('new', WEEK));
    expect((await heartbeats.list()).map(({ process }) => process)).toEqual(['new', 'old']);
    await heartbeats.beat(beat('new', WEEK + 0.001));
    expect((await heartbeats.list()).map(({ process }) => process)).toEqual(['new']);
  });
});
