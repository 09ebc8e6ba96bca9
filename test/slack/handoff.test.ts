import type { Message } from '../../src/sandbox/protocol';
import { anEngineer, aPlan, byId } from '../fixtures';
import { aBaton, labelsOf, stopAll, until, wordsOf } from './baton';

afterEach(stopAll);

/** Week 5 begins on Monday, 30 November at 09:00 in New York: engineer 1, a lead, takes over from engineer 4. */
const FRIDAY_16 = '2026-11-27T21:00:00Z';
const MONDAY_9 = '2026-11-30T14:00:00Z';
/** Engineer 2 takes over from engineer 1. */
const NEXT_MONDAY_9 = '2026-12-07T14:00:00Z';

const last = (messages: readonly Message[]): Message => {
  const message = messages.at(-1);
  if (!message) throw new Error('there is no message');
  return message;
};
type Baton = Awaited<ReturnType<typeof aBaton>>;
const postsOf = (baton: Baton): readonly Message[] => baton.seen().filter(({ text }) => / on call/.test(text));
const mentionsIn = (message: Message): string[] => wordsOf(message).match(/<@\w+>/g) ?? [];
const statesOf = async (baton: Baton): Promise<Record<string, string>> =>
  Object.fromEntries((await baton.outbox.list((await baton.team()).id, 100)).map(({ key, state }) => [key, state]));

describe('a week is handed over', () => {
  it('asked for on Friday, posted on Monday, accepted, and kept true', async () => {
    const baton = await aBaton({ begun: true });
    await baton.at(FRIDAY_16);
    const asked = last(baton.told('Engineer 4'));
    expect(wordsOf(asked)).toContain('What must they know?');
    expect(wordsOf(asked)).toContain('Outages or delays');
    expect(wordsOf(last(baton.told('Engineer 1')))).toContain('You take over on call from *Engineer 4*');

    const form = await baton.open('Write notes', asked, 'Engineer 4');
    expect(JSON.stringify(form.view)).toContain('For *Engineer 1*');
    const saved = await baton.submit(
      { 'active-issues': 'Load 7 fails\n<!channel> look', 'pending-actions': '' },
      'Engineer 4',
    );
    expect(JSON.stringify(saved?.view)).toContain('Your note stands in the handoff of Mon 30 Nov 09:00.');

    await baton.at(MONDAY_9);
    const [post] = postsOf(baton);
    if (!post) throw new Error('nothing was posted');
    expect(post.text.slice(0, 80)).toBe(
      'Engineer 1 takes over on call from Engineer 4: press “I have it”. Until Mon 7 De',
    );
    const one = `<@${baton.person('Engineer 1')}>`;
    expect(wordsOf(post).split('\n').slice(0, 3)).toEqual([
      `${one} takes over on call from *Engineer 4*.`,
      'Backup: *Engineer 2*.',
      expect.stringMatching(/^Until <!date.*Mon 7 Dec 09:00 New York time>\.$/),
    ]);
    expect(wordsOf(post)).toContain('• _Active issues_ (Engineer 4) – Load 7 fails\n\u2003&lt;!channel&gt; look');
    expect(wordsOf(post)).toContain('Next: Mon 7 Dec Engineer 2 · Mon 14 Dec Engineer 3 · Mon 21 Dec Engineer 4');
    expect(mentionsIn(post)).toEqual([one]);
    expect(labelsOf(post)).toEqual(['I have it', 'Add a note', 'Schedule', 'Swap']);

    const answer = await baton.press('I have it', post, 'Engineer 1');
    expect(wordsOf(answer)).toContain('You have it: on call until Mon 7 Dec 09:00.');
    const accepted = await until(() => postsOf(baton).find((each) => wordsOf(each).includes('has it')));
    expect(accepted.ts).toBe(post.ts);
    expect(wordsOf(accepted)).toContain('*Engineer 1* has it: accepted Mon 30 Nov 09:00.');
    expect(labelsOf(accepted)).toEqual(['Add a note', 'Schedule', 'Swap']);
    expect(postsOf(baton)).toHaveLength(1);

    await baton.at(NEXT_MONDAY_9);
    await baton.tick();
    expect(postsOf(baton)).toHaveLength(2);
    expect(labelsOf(postsOf(baton)[0] as Message)).toEqual([]);
  });

  it('says so and asks nothing where the primary stays the same', async () => {
    const baton = await aBaton({ begun: true });
    const span = { start: new Date(MONDAY_9), end: new Date(NEXT_MONDAY_9) };
    const recordedAt = baton.desk.now();
    await baton.store.decide((await baton.team()).id, { kind: 'baton' }, recordedAt, () => ({
      ok: true,
      value: {
        answer: null,
        changes: [
          {
            kind: 'override-added',
            override: {
              ...{ id: 'override' as never, swap: 'swap-1' as never, duty: 'primary', span },
              ...{ engineer: 'engineer-4' as never },
              ...{ replaces: 'engineer-1' as never, kind: 'trade', recordedAt, voidedAt: null },
            },
          },
        ],
        notices: [],
      },
    }));
    await baton.at(FRIDAY_16);
    expect(baton.told('Engineer 4')).toEqual([]);
    await baton.at(MONDAY_9);
    const [post] = postsOf(baton);
    expect(post && wordsOf(post)).toContain('*Engineer 4* stays on call – swapped with Engineer 1, agreed Tue 24 Nov.');
    expect(post && labelsOf(post)).toEqual(['Add a note', 'Schedule', 'Swap']);
    expect(post && mentionsIn(post)).toEqual([]);
    await baton.at('2026-11-30T19:00:00Z');
    expect(baton.told('Engineer 4')).toEqual([]);
  });

  it('shows who leads critical support on a holiday, and when the rest goes on', async () => {
    const plan = aPlan();
    const [first, ...others] = [...plan.pipelines.values()];
    const pipelines = byId([{ ...first, tier: 'normal' } as NonNullable<typeof first>, ...others]);
    const calendar = { ...plan.calendar, extra: [{ date: '2026-12-02', name: 'Company day' }] };
    const baton = await aBaton({ plan: { ...plan, pipelines, calendar }, begun: true });
    await baton.at(MONDAY_9);
    const said = wordsOf(last(postsOf(baton)));
    expect(said).toContain('*Wednesday 2 December 2026* is a holiday of *Engineer 1* (Company day)');
    expect(said).toContain('*Engineer 4* leads critical support of ');
    expect(said).toContain('• Unit-level profit needed for experiments: again from Thu 3 Dec 09:00');
  });
});

describe('acceptance', () => {
  const posted = async (): Promise<{ baton: Baton; post: Message }> => {
    const baton = await aBaton({ at: '2026-12-01T15:00:00Z', begun: true });
    await baton.at(NEXT_MONDAY_9);
    return { baton, post: last(postsOf(baton)) };
  };

  it('is for who takes over: others are told who may', async () => {
    const { baton, post } = await posted();
    expect(wordsOf(await baton.press('I have it', post, 'Engineer 3'))).toContain(
      'Only *Engineer 2* can accept this handoff, or a lead for them. The lead is Engineer 1.',
    );
    expect(wordsOf(await baton.press('I have it', post, 'Stakeholder'))).toContain('Only people of Data Engineering');
    expect((await baton.team()).acceptances).toEqual([]);
  });

  it('can be said by a lead who means it, and the record and the one it is said for know', async () => {
    const { baton, post } = await posted();
    const question = await baton.press('I have it', post, 'Engineer 1');
    expect(wordsOf(question)).toContain('*Engineer 2*’s to accept');
    expect((await baton.team()).acceptances).toEqual([]);
    await baton.press('Accept for Engineer 2', question, 'Engineer 1');
    const mirrored = await until(() => postsOf(baton).find((each) => wordsOf(each).includes('accepted for them')));
    expect(wordsOf(mirrored)).toContain('*Engineer 2* has it: *Engineer 1* accepted for them');
    const told = await until(() => baton.told('Engineer 2').find(({ text }) => text.includes('accepted the handoff')));
    expect(told.text).toContain('Engineer 1 accepted the handoff for you');
    const [audit] = await baton.store.audit((await baton.team()).id, 1);
    expect(audit).toMatchObject({ kind: 'handoff-accepted', by: { kind: 'engineer', id: 'engineer-1' } });
  });

  it('is possible from the last working day on, not before', async () => {
    const baton = await aBaton({ begun: true });
    expect(labelsOf(await baton.ask('/oncall handoff', 'Engineer 1'))).not.toContain('I have it');
    await baton.at('2026-11-27T05:00:00Z');
    const card = await baton.ask('/oncall handoff', 'Engineer 1');
    expect(wordsOf(await baton.press('I have it', card, 'Engineer 1'))).toContain('You have it');
    await baton.at(MONDAY_9);
    expect(wordsOf(last(postsOf(baton)))).toContain('has it: accepted Fri 27 Nov 00:00');
    await baton.at('2026-11-30T19:00:00Z');
    expect(Object.keys(await statesOf(baton)).filter((key) => /nudge|unaccepted/.test(key))).toEqual([]);
  });

  it('is asked for after two working hours, then of the backup and in the channel', async () => {
    const { baton, post } = await posted();
    await baton.at('2026-12-07T15:59:00Z');
    expect(baton.told('Engineer 2')).toHaveLength(0);
    await baton.at('2026-12-07T16:00:00Z');
    const nudge = last(baton.told('Engineer 2'));
    expect(nudge.text.slice(0, 80)).toContain('Press “I have it”: you have been on call since');
    expect(labelsOf(nudge)).toEqual(['I have it', 'Mute these']);
    await baton.at('2026-12-07T18:00:00Z');
    const warning = last(baton.seen());
    expect(warning.text).toContain('has not accepted the handoff');
    expect(mentionsIn(warning)).toEqual([`<@${baton.person('Engineer 2')}>`]);
    const asked = last(baton.told('Engineer 3'));
    expect(asked.text).toContain('You are backup: ask Engineer 2');
    await baton.press('I have it', nudge, 'Engineer 2');
    const mended = await until(() => baton.seen().find(({ ts, text }) => ts === warning.ts && text.includes('has it')));
    expect(labelsOf(mended)).toEqual([]);
    expect(wordsOf(mended)).toContain('had not accepted the handoff of Mon 7 Dec 09:00 within 4 working hours.');
    // Whoever was asked or reminded reads the end of it too, and cannot press what is over.
    const ended = (as: string, ts: string) =>
      until(() => baton.told(as).find((each) => each.ts === ts && each.text.includes('has it')));
    const reminded = await ended('Engineer 2', nudge.ts);
    expect(wordsOf(reminded)).toContain('*Engineer 2* has it: accepted Mon 7 Dec 13:00.');
    expect(wordsOf(await ended('Engineer 3', asked.ts))).not.toContain('be ready to step in');
    expect(baton.told('Engineer 2').flatMap(labelsOf)).not.toContain('I have it');
    await until(() =>
      wordsOf(postsOf(baton).find(({ ts }) => ts === post.ts) as Message).includes('has it') ? true : undefined,
    );
  });

  it('of twenty clicks at once is one, and the others are told', async () => {
    const { baton, post } = await posted();
    await Promise.all(Array.from({ length: 20 }, () => baton.press('I have it', post, 'Engineer 2')));
    expect((await baton.team()).acceptances).toHaveLength(1);
    const answers = await until(() => {
      const found = baton.seen('Engineer 2').filter(({ ephemeral }) => ephemeral);
      return found.length >= 20 ? found : undefined;
    });
    expect(answers.filter((each) => wordsOf(each).includes('You have it'))).toHaveLength(1);
    expect(answers.filter((each) => wordsOf(each).includes('Nothing changed'))).toHaveLength(19);
  });
});

describe('notes', () => {
  it('of one line come by command, are taken back with one click, and need the team', async () => {
    const baton = await aBaton({ begun: true });
    const saved = await baton.ask('/oncall note The load of *growth* is slow', 'Engineer 3');
    expect(wordsOf(saved)).toContain('Your note stands in the handoff of Mon 30 Nov 09:00.');
    expect(wordsOf(await baton.ask('/oncall handoff'))).toContain('_Note_ (Engineer 3) – The load of *growth* is slow');
    expect(wordsOf(await baton.press('Take it back', saved, 'Engineer 3'))).toContain('Taken back');
    expect(wordsOf(await baton.ask('/oncall handoff'))).not.toContain('slow');
    expect(wordsOf(await baton.ask('/oncall note hello', 'Stakeholder'))).toContain('Only people of Data Engineering');
    expect(wordsOf(await baton.ask(`/oncall note ${'x'.repeat(1600)}`, 'Engineer 3'))).toContain(
      'That note has 1600 characters, and 1500 are the most',
    );
  });

  it('keep their links, quotes and lines', async () => {
    const baton = await aBaton({ begun: true });
    await baton.ask('/oncall note "Load 7" is late: https://status.example/7?a=1&b=2.\nAsk about it', 'Engineer 3');
    expect((await baton.team()).notes[0]?.text).toBe(
      '"Load 7" is late: https://status.example/7?a=1&b=2.\nAsk about it',
    );
    expect(wordsOf(await baton.ask('/oncall handoff'))).toContain(
      '"Load 7" is late: <https://status.example/7?a=1&amp;b=2>.\n\u2003Ask about it',
    );
  });

  it('of one line can be taken back later too, from the handoff', async () => {
    const baton = await aBaton({ begun: true });
    await baton.ask('/oncall note Load 7 is late', 'Engineer 3');
    expect(labelsOf(await baton.ask('/oncall handoff', 'Engineer 2'))).not.toContain('Take back “Load 7 is late”');
    const card = await baton.ask('/oncall handoff', 'Engineer 3');
    await baton.press('Take back “Load 7 is late”', card, 'Engineer 3');
    expect((await baton.team()).notes).toEqual([]);
  });

  it('without text open a form with what was written before, and an emptied field takes it back', async () => {
    const baton = await aBaton({ begun: true });
    const type = (text: string) =>
      baton.sandbox.act({ kind: 'say', as: baton.person('Engineer 3'), channel: baton.channel, text });
    await type('/oncall note');
    await until(() => baton.state('Engineer 3').modals.at(-1));
    await baton.submit({ delays: 'Late until noon' }, 'Engineer 3');
    expect((await baton.team()).notes).toMatchObject([{ topic: 'delays', text: 'Late until noon' }]);
    await baton.sandbox.act({
      kind: 'close',
      as: baton.person('Engineer 3'),
      view: baton.state('Engineer 3').modals[0]?.id ?? '',
    });
    await type('/oncall note');
    const again = await until(() => baton.state('Engineer 3').modals.at(-1));
    expect(JSON.stringify(again.view)).toContain('"initial_value":"Late until noon"');
    await baton.submit({ delays: '' }, 'Engineer 3');
    expect((await baton.team()).notes).toEqual([]);
  });

  it('added after the acceptance are told to who took over, and stand in the post', async () => {
    const baton = await aBaton({ begun: true });
    await baton.at(MONDAY_9);
    await baton.press('I have it', last(postsOf(baton)), 'Engineer 1');
    const accepted = await until(() => postsOf(baton).find((each) => wordsOf(each).includes('has it')));
    await baton.open('Add a note', accepted, 'Engineer 4');
    await baton.submit({ 'pending-actions': 'Rerun load 7' }, 'Engineer 4');
    const told = await until(() =>
      baton.told('Engineer 1').find(({ text }) => text.includes('Read a new handoff note')),
    );
    expect(wordsOf(told)).toContain('Rerun load 7');
    await until(() => (wordsOf(last(postsOf(baton))).includes('Rerun load 7') ? true : undefined));
    expect(baton.told('Engineer 4').filter(({ text }) => text.includes('note'))).toHaveLength(0);
  });

  it('are kept where they were typed when they cannot be saved', async () => {
    const baton = await aBaton({ begun: true });
    await baton.at(MONDAY_9);
    await baton.open('Add a note', last(postsOf(baton)), 'Engineer 4');
    await baton.at(NEXT_MONDAY_9);
    const refused = await baton.submit({ delays: 'Too late' }, 'Engineer 4');
    expect(JSON.stringify(refused?.errors)).toContain('That week was over on Mon 7 Dec 09:00');
  });
});

describe('reminders', () => {
  it('are muted with one click, heard again with another, and the handoff comes all the same', async () => {
    const baton = await aBaton({ begun: true });
    await baton.at(FRIDAY_16);
    const answer = await baton.press('Mute these', last(baton.told('Engineer 4')), 'Engineer 4');
    expect(wordsOf(answer)).toContain('You get no more of this: a request for handoff notes.');
    expect((await baton.team()).engineers.get('engineer-4' as never)?.muted).toEqual(['notes-wanted']);
    expect(await statesOf(baton)).not.toHaveProperty('notes:v1.5:engineer-1');
    await baton.press('Undo', answer, 'Engineer 4');
    expect((await baton.team()).engineers.get('engineer-4' as never)?.muted).toEqual([]);
    await baton.press(
      'Mute these',
      last(baton.told('Engineer 4').filter((each) => labelsOf(each).includes('Mute these'))),
      'Engineer 4',
    );
    const me = await baton.ask('/oncall me', 'Engineer 4');
    expect(wordsOf(me)).toContain('Muted: a request for handoff notes.');
    await baton.press('Ask me for notes again', me, 'Engineer 4');
    expect((await baton.team()).engineers.get('engineer-4' as never)?.muted).toEqual([]);
  });

  it('that come late wait for working hours, and lapse when their time is over', async () => {
    const baton = await aBaton({ begun: true });
    await baton.at('2026-11-27T23:30:00Z');
    expect(baton.told('Engineer 4')).toEqual([]);
    expect(await statesOf(baton)).toMatchObject({ 'notes:v1.4:engineer-4': 'due' });
    await baton.at(MONDAY_9);
    expect(baton.told('Engineer 4')).toEqual([]);
    expect(await statesOf(baton)).toMatchObject({ 'notes:v1.4:engineer-4': 'skipped', 'handoff:v1.4': 'sent' });
  });
});

describe('people who are not linked', () => {
  it('are named and not mentioned, and the handoff is posted', async () => {
    const engineers = byId([
      anEngineer(1, { email: null }),
      anEngineer(2, { lead: true }),
      anEngineer(3),
      anEngineer(4),
    ]);
    const baton = await aBaton({ plan: aPlan({ engineers }), begun: true });
    await baton.at(MONDAY_9);
    expect(wordsOf(last(postsOf(baton)))).toContain('*Engineer 1* takes over on call from *Engineer 4*.');
    expect(mentionsIn(last(postsOf(baton)))).toEqual([]);
    await baton.at('2026-11-30T16:00:00Z');
    expect(await statesOf(baton)).toMatchObject({ 'nudge:v1.4:engineer-1': 'blocked' });
  });
});
