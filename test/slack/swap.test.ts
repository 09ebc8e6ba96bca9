import type { Message, View } from '../../src/sandbox/protocol';
import { aPlan } from '../fixtures';
import { aBaton, labelsOf, stopAll, until, wordsIn, wordsOf } from './baton';

afterEach(stopAll);

type Baton = Awaited<ReturnType<typeof aBaton>>;

/** Tuesday of week 4, in which engineer 4 is on call; then come engineers 1, 2 and 3. */
const TUESDAY = '2026-11-24T15:00:00Z';

const modalOf = (baton: Baton, as: string): Promise<View> => until(() => baton.state(as).modals.at(-1));

/** Somebody types the command and has the form before them. */
async function opened(baton: Baton, as: string, text = '/oncall swap'): Promise<View> {
  await baton.sandbox.act({ kind: 'say', as: baton.person(as), channel: baton.channel, text });
  return modalOf(baton, as);
}

const card = (baton: Baton, as: string, text: string): Promise<Message> =>
  until(() => baton.told(as).find((each) => each.text.includes(text)));
const inChannel = (baton: Baton, text: string): Promise<Message> =>
  until(() => baton.seen().find((each) => !each.ephemeral && each.text.includes(text)));

/** Engineer 1 asks engineer 3 for a trade: the week of 30 November for that of 14 December. */
async function asked(baton: Baton): Promise<Message> {
  await opened(baton, 'Engineer 1');
  await baton.choose('whom', 'Engineer 3: Mon 14 Dec', 'Engineer 1');
  await baton.send('Engineer 1');
  return card(baton, 'Engineer 3', 'Accept or decline');
}

describe('a trade', () => {
  it('is asked for with its impact, accepted, told once, and every answer follows; then it is undone', async () => {
    const baton = await aBaton({ begun: true, at: TUESDAY });
    const form = await opened(baton, 'Engineer 1');
    expect(wordsIn(form)).toContain('My week for yours');
    const shown = await baton.choose('whom', 'Engineer 3: Mon 14 Dec', 'Engineer 1');
    expect(wordsIn(shown)).toContain('*Mon 30 Nov – Mon 7 Dec*: on call Engineer 1 → *Engineer 3*; backup Engineer 2');
    expect(wordsIn(shown)).toContain('*Mon 14 Dec – Mon 21 Dec*: on call Engineer 3 → *Engineer 1*; backup Engineer 4');
    expect(wordsIn(await baton.send('Engineer 1'))).toContain('Asked: *Engineer 3* can answer.');

    const request = await card(baton, 'Engineer 3', 'Accept or decline: Engineer 1 asks you for a trade');
    expect(labelsOf(request)).toEqual(['Accept', 'Decline']);
    expect(wordsOf(request)).toContain('• *Engineer 3* takes on call, Mon 30 Nov – Mon 7 Dec, from *Engineer 1*');
    const own = await card(baton, 'Engineer 1', 'You asked for a trade');
    expect(labelsOf(own)).toEqual(['Withdraw']);
    expect(baton.seen().filter(({ ephemeral, subtype }) => !ephemeral && !subtype)).toEqual([]);

    await baton.press('Accept', request, 'Engineer 3');
    const outcome = await inChannel(baton, 'Agreed: the trade of Engineer 1');
    expect(wordsOf(outcome)).toContain('*Mon 30 Nov – Mon 7 Dec*: on call *Engineer 3*, backup Engineer 2');
    await card(baton, 'Engineer 1', 'Your duties changed');
    const schedule = wordsOf(await baton.ask('/oncall why 2026-12-02'));
    expect(schedule).toContain('Engineer 3');
    expect(schedule).toContain('swapped with Engineer 1');
    expect((await baton.team()).overrides).toHaveLength(2);

    await baton.press('Undo', await inChannel(baton, 'Agreed: the trade'), 'Engineer 1');
    await until(() => baton.seen('Engineer 1').find((each) => wordsOf(each).startsWith('Undone: on call')));
    await inChannel(baton, 'Undone: the trade of Engineer 1');
    expect(wordsOf(await baton.ask('/oncall why 2026-12-02'))).not.toContain('swapped');
    expect(
      wordsOf(
        await until(() =>
          baton.seen().find(({ ts, blocks }) => ts === outcome.ts && JSON.stringify(blocks).includes('No longer so')),
        ),
      ),
    ).toContain('Undone by *Engineer 1*');
  });

  it('can be answered only by who is asked, or a lead who means it; the requester takes it back', async () => {
    const baton = await aBaton({ begun: true, at: TUESDAY });
    await opened(baton, 'Engineer 2');
    await baton.send('Engineer 2');
    const own = await card(baton, 'Engineer 2', 'You asked for a trade');
    const [swap] = [...(await baton.team()).swaps.values()];
    const taker = (await baton.team()).engineers.get(swap?.legs[0].to as never)?.name ?? '';
    await card(baton, taker, 'Accept or decline');
    expect(labelsOf(await baton.ask('/oncall swaps', taker))).toContain('Accept');
    expect(labelsOf(await baton.ask('/oncall swaps', 'Engineer 4'))).not.toContain('Accept');
    const list = await baton.ask('/oncall swaps', 'Engineer 4');
    expect(wordsOf(list)).toContain('*Open*');
    expect(wordsOf(await baton.ask('/oncall swaps', 'Stakeholder'))).toContain('*Open*');
    const answer = await baton.press('Withdraw', own, 'Engineer 2');
    expect(wordsOf(answer)).toContain('Taken back');
    expect([...(await baton.team()).swaps.values()].map(({ state }) => state.kind)).toEqual(['withdrawn']);
  });

  it('that a lead asked for in somebody’s name can be taken back by them; a lead can undo what others agreed on', async () => {
    const baton = await aBaton({ begun: true, at: TUESDAY });
    await baton.ask('/oncall cover @Engineer 2 Dec 9 to Dec 10 by @Engineer 3', 'Engineer 1');
    await card(baton, 'Engineer 3', 'Accept or decline');
    const list = await baton.ask('/oncall swaps', 'Engineer 1');
    expect(labelsOf(list)).toEqual(expect.arrayContaining(['Accept', 'Withdraw']));
    expect(labelsOf(await baton.ask('/oncall swaps', 'Engineer 4'))).not.toContain('Withdraw');
    expect(wordsOf(await baton.press('Withdraw', list, 'Engineer 1'))).toContain('Taken back');

    await opened(baton, 'Engineer 2');
    await baton.choose('whom', 'Engineer 3: Mon 14 Dec', 'Engineer 2');
    await baton.send('Engineer 2');
    const request = await card(baton, 'Engineer 3', 'Accept or decline: Engineer 2 asks you for a trade');
    await baton.press('Accept', request, 'Engineer 3');
    expect(labelsOf(await baton.ask('/oncall swaps', 'Engineer 1'))).toContain('Undo');
    expect(labelsOf(await baton.ask('/oncall swaps', 'Engineer 4'))).not.toContain('Undo');
  });

  it('of a day is of the duty that is theirs then', async () => {
    const baton = await aBaton({ begun: true, at: TUESDAY });
    const form = await opened(baton, 'Engineer 3', '/oncall swap Dec 8');
    expect(wordsIn(form)).not.toContain('not theirs');
    expect(JSON.stringify(form.view)).toMatch(/"initial_option":\{"text":\{[^}]*Mon 7 Dec – Mon 14 Dec \(backup\)/);
  });

  it('asked for at the weekend says when the other is asked', async () => {
    const baton = await aBaton({ begun: true, at: '2026-11-28T15:00:00Z' });
    await opened(baton, 'Engineer 2');
    await baton.choose('whom', 'Engineer 3: Mon 14 Dec', 'Engineer 2');
    expect(wordsIn(await baton.send('Engineer 2'))).toContain('They are asked Mon 30 Nov 09:00, when they work again.');
    await card(baton, 'Engineer 2', 'You asked for a trade');
    expect(baton.told('Engineer 3').filter(({ text }) => text.includes('Accept or decline'))).toEqual([]);
    const list = await baton.ask('/oncall swaps', 'Engineer 3');
    expect(wordsOf(list)).toContain('on call Engineer 2 → *Engineer 3*');
  });

  it('whose asked said nothing for three working days goes to the next, who is named with what it would change', async () => {
    const baton = await aBaton({ begun: true, at: TUESDAY });
    await asked(baton);
    await baton.at('2026-11-27T16:00:00Z');
    const silent = await card(baton, 'Engineer 1', 'said nothing for three working days');
    expect(wordsOf(silent)).toMatch(/The next would be \*Engineer [24]\*:\n/);
    const [label = ''] = labelsOf(silent);
    expect(label).toMatch(/^Ask Engineer [24]$/);
    await baton.press(label, silent, 'Engineer 1');
    expect([...(await baton.team()).swaps.values()].map(({ state }) => state.kind)).toEqual(['withdrawn', 'open']);
  });

  it('of fifty clicks at once is one, and the others are told', async () => {
    const baton = await aBaton({ begun: true, at: TUESDAY });
    const request = await asked(baton);
    await Promise.all(Array.from({ length: 50 }, () => baton.press('Accept', request, 'Engineer 3')));
    expect((await baton.team()).overrides).toHaveLength(2);
    await inChannel(baton, 'Agreed: the trade');
    await baton.tick();
    expect(baton.seen().filter(({ text }) => text.includes('Agreed: the trade'))).toHaveLength(1);
  });
});

describe('a cover that anybody may take', () => {
  it('is a card in the channel; the first yes gets it, and the others read so', async () => {
    const baton = await aBaton({ begun: true, at: TUESDAY });
    await opened(baton, 'Engineer 1');
    await baton.choose('kind', 'Somebody takes mine', 'Engineer 1');
    await baton.choose('whom', 'Anyone who can', 'Engineer 1');
    await baton.send('Engineer 1');
    const post = await inChannel(baton, 'Who can help? Engineer 1 asks for a cover');
    expect(labelsOf(post)).toEqual(['Accept', 'I cannot', 'Withdraw']);
    expect(JSON.stringify(post.blocks)).not.toContain('<@');
    expect(wordsOf(await baton.press('Accept', post, 'Stakeholder'))).toContain('Only people of Data Engineering');
    expect(wordsOf(await baton.press('Accept', post, 'Engineer 1'))).toContain('your own request');
    const looks = await Promise.all(['Engineer 2', 'Engineer 4'].map((name) => baton.press('Accept', post, name)));
    expect((await baton.team()).overrides).toEqual([]);
    expect(looks.map(wordsOf)).toEqual([2, 4].map((n) => expect.stringContaining(`would owe Engineer ${n} 7 days`)));
    await Promise.all(
      ['Engineer 2', 'Engineer 4'].map((name, place) => baton.press('Yes, I take it', looks[place] as Message, name)),
    );
    const { overrides, swaps } = await baton.team();
    expect(overrides).toHaveLength(1);
    expect([...swaps.values()].map(({ state }) => state.kind)).toEqual(['agreed']);
    const me = wordsOf(await baton.ask('/oncall me', 'Engineer 1'));
    expect(me).toMatch(/You owe \*Engineer [24]\* 7 days/);
  });
});

describe('a lead', () => {
  it('approves where the team wants that', async () => {
    const baton = await aBaton({ begun: true, at: TUESDAY, plan: aPlan({ approval: 'lead' }) });
    await opened(baton, 'Engineer 2');
    await baton.send('Engineer 2');
    const [swap] = [...(await baton.team()).swaps.values()];
    const taker = (await baton.team()).engineers.get(swap?.legs[0].to as never)?.name ?? '';
    await baton.press('Accept', await card(baton, taker, 'Accept or decline'), taker);
    expect((await baton.team()).overrides).toEqual([]);
    const question = await card(baton, 'Engineer 1', 'Approve or refuse');
    await baton.press('Approve', question, 'Engineer 1');
    expect((await baton.team()).overrides).toHaveLength(2);
    await inChannel(baton, 'Agreed: the trade of Engineer 2');
  });
});

describe('time off', () => {
  const answered = (baton: Baton, as: string, words: string): Promise<Message> =>
    until(() => baton.seen(as).find((each) => each.ephemeral && wordsOf(each).includes(words)));
  const typed = (baton: Baton, text: string, as: string) =>
    baton.sandbox.act({ kind: 'say', as: baton.person(as), channel: baton.channel, text });

  it('is read back with its weekdays, shows what falls into it, leads to a swap, and is taken back', async () => {
    const baton = await aBaton({ begun: true, at: TUESDAY });
    await typed(baton, '/oncall away Dec 21 to Jan 2 skiing', 'Engineer 4');
    const kept = await answered(
      baton,
      'Engineer 4',
      'You are away: Monday 21 December 2026 to Saturday 2 January 2027.',
    );
    expect(wordsOf(kept)).toContain('• on call, Mon 21 Dec – Mon 28 Dec');
    // Nine hours of the week before are backup: said, but nothing to swap for.
    expect(wordsOf(kept)).toContain('• backup, Mon 14 Dec – Mon 21 Dec, some hours of it');
    expect(labelsOf(kept)).toEqual(['Find a swap', 'Undo']);
    const form = await baton.open('Find a swap', kept, 'Engineer 4');
    expect(wordsIn(form)).toContain('Mon 21 Dec – Mon 28 Dec');
    expect(wordsOf(await baton.ask('/oncall away list', 'Engineer 2'))).not.toContain('skiing');
    expect(wordsOf(await baton.ask('/oncall away list', 'Engineer 4'))).toContain('skiing');
    await baton.press('Undo', kept, 'Engineer 4');
    await answered(baton, 'Engineer 4', 'You are not away any more');
    expect((await baton.team()).timeOff.every(({ cancelledAt }) => cancelledAt)).toBe(true);

    await typed(baton, '/oncall away Feb 1', 'Engineer 4');
    await answered(baton, 'Engineer 4', 'You are away: Monday 1 February 2027');
    await typed(baton, '/oncall away cancel', 'Engineer 4');
    await answered(baton, 'Engineer 4', 'not away any more: Monday 1 February 2027');
    await typed(baton, '/oncall away cancel', 'Engineer 4');
    await answered(baton, 'Engineer 4', 'Nobody is going to be away.');
  });

  it('says what it cannot read, and whom it is not for', async () => {
    const baton = await aBaton({ begun: true, at: TUESDAY });
    await typed(baton, '/oncall away whenever', 'Engineer 4');
    await answered(baton, 'Engineer 4', '“whenever” is not a day');
    await typed(baton, '/oncall away tomorrow', 'Stakeholder');
    await answered(baton, 'Stakeholder', 'Only people of Data Engineering');
  });
});

describe('somebody is ill now', () => {
  it('who says so takes it at once, and the absent count as away', async () => {
    const baton = await aBaton({ begun: true, at: TUESDAY });
    const answer = await baton
      .ask(`/oncall cover @Engineer 4 2026-11-24 to 2026-11-26`, 'Engineer 2')
      .catch(() => undefined);
    expect(answer && wordsOf(answer)).toContain('Engineer 4');
    await until(() => baton.seen('Engineer 2').find((each) => wordsOf(each).includes('You cover for *Engineer 4*')));
    const told = await inChannel(baton, 'Agreed: the cover of Engineer 4');
    expect(wordsOf(told)).toContain('The cover of *Engineer 4* by *Engineer 2* is agreed.');
    expect(wordsOf(await baton.ask('/oncall'))).toContain('Engineer 2');
    expect((await baton.team()).timeOff).toHaveLength(1);
  });
});
