import type { Message } from '../../src/sandbox/protocol';
import { aPlan } from '../fixtures';
import { aBaton, labelsOf, stopAll, until, wordsOf } from './baton';

afterEach(stopAll);

it('that nobody can be reached is told to those who can close it, then to the channel, and so is that it is closed', async () => {
  const baton = await aBaton({ begun: true, at: '2026-11-24T15:00:00Z', plan: aPlan({ userGroup: null }) });
  const say = (text: string, as: string) =>
    baton.sandbox.act({ kind: 'say', as: baton.person(as), channel: baton.channel, text });
  const people = [1, 2, 3, 4].map((n) => `Engineer ${n}`);
  for (const who of people) await say('/oncall away Dec 21 to Dec 23', who);
  const about = (as: string): readonly Message[] =>
    baton.told(as).filter(({ text }) => /^(Close a gap: |No longer so: )?Nobody is on duty from/.test(text));
  for (const who of people) await until(() => about(who)[0]);
  const [card] = about('Engineer 3') as [Message];
  expect(wordsOf(card)).toContain('Nobody is on duty from Mon 21 Dec 00:00 to Thu 24 Dec 00:00.');
  expect(wordsOf(card)).toContain('Both owners of Daily growth needed for experiments are away');
  expect(wordsOf(card)).not.toContain('Nobody is backup');
  expect(labelsOf(card)).toEqual(['Time off', 'Schedule']);
  const posts = () => baton.seen().filter(({ text }) => text.includes('Nobody is on duty from'));
  expect(posts()).toHaveLength(0);

  await baton.at('2026-12-07T14:00:30Z');
  const post = await until(() => posts()[0]);
  expect(wordsOf(post)).toContain('These can close it, and know of it: *Engineer 1*');
  expect(JSON.stringify(post.blocks)).not.toContain('<@');
  // The handoff of that day says it too, and so does the schedule.
  const handoff = await until(() => baton.seen().find(({ text }) => text.includes('takes over on call')));
  expect(wordsOf(handoff)).toContain('*Gaps ahead*');
  expect(wordsOf(await baton.ask('/oncall schedule 6', 'Engineer 1'))).toContain('Nobody is on duty from Mon 21 Dec');

  const list = await baton.ask('/oncall away list', 'Engineer 2');
  await baton.press('Take it back', list, 'Engineer 2');
  const closed = await until(() => baton.seen().find(({ text }) => text.startsWith('No longer so: Nobody is on duty')));
  expect(wordsOf(closed)).toContain('Closed, somebody can be reached again');
  for (const who of people) await until(() => about(who).find(({ text }) => text.startsWith('No longer so')));
  // One is on duty, and nobody is backup: that is said as well, at once, since it is less than two weeks ahead.
  await until(() => baton.told('Engineer 3').find(({ text }) => text.includes('Nobody is backup')));
  const old = (): Message | undefined => baton.told('Engineer 3').find(({ ts }) => ts === card.ts);
  await until(() => (JSON.stringify(old()?.blocks).includes('Nobody is on duty') ? undefined : old()));

  await say('/oncall away Dec 21 to Dec 23', 'Engineer 2');
  const again = await until(() =>
    about('Engineer 3').find(({ ts, text }) => ts !== card.ts && text.startsWith('Close a gap')),
  );
  await baton.at('2026-12-24T15:00:30Z');
  const over = await until(() =>
    baton
      .told('Engineer 3')
      .find(({ ts, blocks }) => ts === again.ts && !JSON.stringify(blocks).includes('You can close')),
  );
  expect(wordsOf(over)).toMatch(/^Over by now:\n• Nobody is on duty from Mon 21 Dec 00:00/);
});
