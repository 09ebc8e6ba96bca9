import type { Message } from '../../src/sandbox/protocol';
import { holidaysVersion, workOutHolidays } from '../../src/storage/holiday-tables';
import { readTeamFile } from '../../src/storage/team-file';
import { holidayPlaces, holidayYears, keepHolidays } from '../../src/usecases/holidays';
import { aBaton, labelsOf, stopAll, until, wordsIn, wordsOf } from './baton';

afterEach(stopAll);

it('on 23 November the team’s Thanksgiving and Christmas are known, and one button leads to an agreed trade', async () => {
  const file = await readTeamFile('data/team.yml');
  if (!file.ok) throw new Error('the team file is wrong');
  const now = '2026-11-23T14:30:00Z';
  const baton = await aBaton({ begun: true, at: now, plan: { ...file.value, userGroup: null } });
  const team = await baton.team();
  const found = await workOutHolidays(holidayPlaces(team), holidayYears(team, new Date(now)));
  await baton.store.decide(team.id, { kind: 'baton' }, new Date(now), () => ({
    ok: true,
    value: keepHolidays(found, holidaysVersion()),
  }));
  await baton.tick();

  // Engineer 4 has both weeks: one message. New Year's is engineer 1's.
  const asks = (as: string): readonly Message[] =>
    baton.told(as).filter(({ text }) => text.startsWith('Swap or keep?'));
  const ask = await until(() => asks('Engineer 4')[0]);
  expect(wordsOf(ask)).toContain('Thursday 26 November 2026 (Thanksgiving Day)');
  expect(wordsOf(ask)).toContain('Friday 25 December 2026 (Christmas Day)');
  expect(wordsOf(ask)).toContain('You never had it, and nobody is due before you: it is your turn.');
  expect(wordsOf(ask)).toContain(
    'You and Engineer 3 never had it, but they have fewer weeks with a holiday before it (0, you 1): it would be their turn.',
  );
  expect(wordsOf(await until(() => asks('Engineer 1')[0]))).toContain('Friday 1 January 2027');
  await baton.tick();
  expect(asks('Engineer 4')).toHaveLength(1);
  expect(asks('Engineer 2')).toHaveLength(0);

  // The second button is that of Christmas.
  expect(labelsOf(ask).filter((label) => label === 'Find a swap')).toHaveLength(3);
  const form = await baton.open('Find a swap', ask, 'Engineer 4', 1);
  expect(wordsIn(form)).toContain('Mon 21 Dec – Mon 28 Dec');
  await baton.send('Engineer 4');
  const [swap] = [...(await baton.team()).swaps.values()];
  const taker = (await baton.team()).engineers.get(swap?.legs[0].to as never)?.name ?? '';
  const request = await until(() => baton.told(taker).find(({ text }) => text.startsWith('Accept or decline')));
  await baton.press('Accept', request, taker);
  await until(() => baton.seen().find(({ text }) => text.startsWith('Agreed: the trade of Engineer 4')));
  await until(() => (wordsOf(asks('Engineer 4')[0] ?? ask).includes('Christmas') ? undefined : true));

  await baton.at('2026-12-21T14:00:30Z');
  const post = await until(() => baton.seen().find(({ text }) => text.includes(`${taker} takes over on call`)));
  expect(wordsOf(post)).toContain(`*Friday 25 December 2026* is a holiday of *${taker}* (Christmas Day)`);
  expect(wordsOf(post)).toContain('leads critical support of');
  const answer = await baton.ask('/oncall growth', 'Stakeholder');
  expect(wordsOf(answer)).toMatch(/Friday 25 December 2026 is a holiday of .*: Engineer \d leads critical support\./);
  expect(wordsOf(await baton.ask('/oncall fairness', taker))).toContain('Christmas Day');
});
