import type { Message } from '../../src/sandbox/protocol';
import { aPlan } from '../fixtures';
import { aBaton, labelsOf, stopAll, until, wordsIn, wordsOf } from './baton';

afterEach(stopAll);

const christmas = {
  country: null,
  region: null,
  except: [],
  extra: [
    { date: '2026-12-25', name: 'Christmas Day' },
    { date: '2026-12-28', name: 'Bridge day' },
  ],
};

it('duties on holidays and time off are one question, which a swap, an answer or a delay takes away', async () => {
  const baton = await aBaton({
    begun: true,
    at: '2026-11-24T15:00:00Z',
    plan: aPlan({ calendar: christmas, userGroup: null }),
  });
  const asked = (): Promise<Message> =>
    until(() => baton.told('Engineer 4').find(({ text }) => text.startsWith('Swap or keep?')));
  const first = await asked();
  expect(wordsOf(first)).toContain('• on call, Mon 21 Dec – Mon 28 Dec: Friday 25 December 2026 (Christmas Day)');
  expect(wordsOf(first)).toContain('Everybody who could take it has that holiday too');
  expect(labelsOf(first)).toEqual(['Find a swap', 'I’ll keep it', 'Ask me later']);

  // What arises later the same day stands in the same message.
  await baton.sandbox.act({
    kind: 'say',
    as: baton.person('Engineer 4'),
    channel: baton.channel,
    text: '/oncall away Jan 18 to Jan 19',
  });
  const both = await until(() =>
    baton
      .told('Engineer 4')
      .find(({ ts, blocks }) => ts === first.ts && JSON.stringify(blocks).includes('you are away in it')),
  );
  await baton.tick();
  expect(baton.told('Engineer 4').filter(({ text }) => text.startsWith('Swap or keep?'))).toHaveLength(1);
  expect(labelsOf(both).filter((label) => label === 'Find a swap')).toHaveLength(2);

  const current = (): Message => baton.told('Engineer 4').find(({ ts }) => ts === first.ts) ?? first;
  const form = await baton.open('Find a swap', current(), 'Engineer 4');
  expect(wordsIn(form)).toContain('Mon 21 Dec – Mon 28 Dec');
  await baton.sandbox.act({ kind: 'close', as: baton.person('Engineer 4'), view: form.id });
  await baton.press('I’ll keep it', current(), 'Engineer 4');
  const left = await until(() =>
    baton
      .told('Engineer 4')
      .find(({ ts, blocks }) => ts === first.ts && !JSON.stringify(blocks).includes('Christmas Day')),
  );
  expect(wordsOf(left)).toContain('you are away in it');
  await baton.press('I’ll keep it', current(), 'Engineer 4');
  await until(() => baton.told('Engineer 4').find(({ ts, text }) => ts === first.ts && text.includes('is decided')));
  expect((await baton.team()).conflictAnswers.map(({ answer }) => answer)).toEqual(['kept', 'kept']);
});
