import type { Message } from '../../src/sandbox/protocol';
import { anEngineer, aPlan, byId } from '../fixtures';
import { aBaton, labelsOf, stopAll, until, wordsOf } from './baton';

afterEach(stopAll);

const MONDAY_9 = '2026-11-30T14:00:00Z';
const ALL_BUT = (...left: string[]): string[] =>
  [
    ...['commands', 'chat:write', 'chat:write.public', 'channels:read', 'users:read.email', 'users:read'],
    ...['groups:read', 'channels:write.topic', 'groups:write.topic', 'usergroups:read', 'usergroups:write'],
    ...['channels:history', 'groups:history', 'im:history', 'im:write'],
  ].filter((scope) => !left.includes(scope));

type Baton = Awaited<ReturnType<typeof aBaton>>;
const posts = (baton: Baton): readonly Message[] =>
  baton.seen().filter(({ text }) => /on call/.test(text) && /takes over|took over|stay(?:s|ed)/.test(text));
const toLead = (baton: Baton): readonly string[] => baton.told('Engineer 1').map(wordsOf);
const stored = async (baton: Baton, key: string) => (await baton.outbox.find(baton.desk.teamId, [key]))[0];
const topicsSet = (baton: Baton): number =>
  baton.sandbox.calls.filter(({ method, ok }) => ok && method === 'conversations.setTopic').length;
const topic = (baton: Baton): string => baton.state().conversations[0]?.topic ?? '';

describe('a handoff over which Baton was down', () => {
  it('is posted once when it is back, marked late', async () => {
    const baton = await aBaton({ begun: true });
    await baton.at('2026-11-30T21:30:00Z');
    await baton.tick();
    expect(posts(baton)).toHaveLength(1);
    expect(wordsOf(posts(baton)[0] as Message)).toContain(
      'Posted late: it was due on Mon 30 Nov 09:00, New York time.',
    );
    expect((await stored(baton, 'handoff:v1.4'))?.state).toBe('sent');
  });

  it('is not said to be unaccepted at once: who takes over has as long as ever', async () => {
    const baton = await aBaton({ begun: true });
    await baton.at('2026-11-30T21:30:00Z');
    await baton.at('2026-12-01T14:59:00Z');
    expect(baton.seen().filter(({ text }) => text.includes('has not accepted'))).toEqual([]);
    expect(toLead(baton).filter((text) => text.includes('have not said that you have it'))).toEqual([]);
    await baton.at('2026-12-01T17:31:00Z');
    expect(baton.seen().filter(({ text }) => text.includes('has not accepted'))).toHaveLength(1);
  });

  it('is recorded as skipped when its week is over, and of several only the newest is posted', async () => {
    const baton = await aBaton({ begun: true });
    await baton.at('2026-12-16T15:00:00Z');
    expect(posts(baton).map(({ text }) => text)).toEqual([expect.stringContaining('Engineer 3 takes over')]);
    expect(await stored(baton, 'handoff:v1.4')).toMatchObject({
      state: 'skipped',
      reason: expect.stringContaining('week was over'),
    });
    expect(await stored(baton, 'handoff:v1.5')).toMatchObject({ state: 'skipped' });
    expect(wordsOf(await baton.ask('/oncall health'))).toContain('the handoff post – skipped. The week was over');
  });

  it('that was due before the first start is never told', async () => {
    const baton = await aBaton({ at: '2026-11-30T14:00:01Z', begun: true });
    await baton.at('2026-12-04T20:00:00Z');
    expect(posts(baton)).toEqual([]);
    expect(
      (await baton.outbox.list(baton.desk.teamId, 100)).filter(({ notice }) => notice.kind !== 'group-question'),
    ).toEqual([]);
  });
});

describe('the clock', () => {
  it('set back by an hour or a week after the post makes no second one', async () => {
    const baton = await aBaton({ begun: true });
    for (const instant of [MONDAY_9, '2026-11-30T13:00:00Z', MONDAY_9, '2026-11-23T14:00:00Z', '2026-12-01T14:00:00Z'])
      await baton.at(instant);
    expect(posts(baton)).toHaveLength(1);
  });

  it('that is changed keeps the handoff at 09:00, and one post a week', async () => {
    const baton = await aBaton({ at: '2027-03-01T20:00:00Z', begun: true });
    for (const instant of [
      '2027-03-08T13:59:00Z',
      '2027-03-08T14:00:00Z',
      '2027-03-15T12:59:00Z',
      '2027-03-15T13:00:00Z',
      '2027-03-15T14:00:00Z',
    ])
      await baton.at(instant);
    expect(posts(baton).map(({ ts }) => new Date(Number(ts) * 1000).toISOString().slice(0, 16))).toEqual([
      '2027-03-08T14:00',
      '2027-03-15T13:00',
    ]);
  });
});

describe('what Slack refuses', () => {
  it.each([
    {
      what: 'an archived channel',
      breaks: { archived: true },
      mends: { archived: false },
      says: 'The channel is archived',
    },
    {
      what: 'a channel that is gone',
      breaks: { missing: true },
      mends: { missing: false },
      says: 'Slack knows no such channel',
    },
  ])('$what is told to a lead directly, and the post comes when it is mended', async ({ breaks, mends, says }) => {
    const baton = await aBaton({ begun: true });
    baton.sandbox.change('data-oncall', breaks);
    await baton.at(MONDAY_9);
    expect(await stored(baton, 'handoff:v1.4')).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining(says),
    });
    const told = toLead(baton).find((text) => text.includes('Baton cannot send the handoff post'));
    expect(told).toContain(says);
    await baton.at('2026-11-30T14:05:00Z');
    expect(toLead(baton).filter((text) => text.includes('Baton cannot send'))).toHaveLength(1);
    baton.sandbox.change('data-oncall', mends);
    await baton.at('2026-11-30T14:11:00Z');
    expect(posts(baton)).toHaveLength(1);
    expect((await stored(baton, 'handoff:v1.4'))?.state).toBe('sent');
  });

  it('a channel without the bot, where it may not write to all, is mended by inviting it', async () => {
    const baton = await aBaton({ begun: true, scopes: ALL_BUT('chat:write.public') });
    baton.sandbox.change('data-oncall', { hasBot: false });
    await baton.at(MONDAY_9);
    expect(toLead(baton).join()).toContain('Type /invite @Baton in it.');
    baton.sandbox.change('data-oncall', { hasBot: true });
    await baton.at('2026-11-30T14:06:00Z');
    expect(posts(baton)).toHaveLength(1);
  });

  it('for a moment is asked again, and does not delay an answer meanwhile', async () => {
    const baton = await aBaton({ begun: true });
    baton.sandbox.fail('chat.postMessage', { retryAfterSeconds: 30 });
    await baton.at(MONDAY_9);
    expect(posts(baton)).toEqual([]);
    expect(await stored(baton, 'handoff:v1.4')).toMatchObject({
      state: 'due',
      reason: expect.stringContaining('rate limit'),
    });
    expect(wordsOf(await baton.ask('/oncall'))).toContain('is on call until');
    expect(wordsOf(await baton.press('Schedule', baton.newest()))).toContain('The schedule for 8 weeks');
    await baton.at('2026-11-30T14:00:31Z');
    expect(posts(baton)).toHaveLength(1);
  });
});

describe('an answer that is lost', () => {
  it('is looked for by the mark of its message, and nothing is told twice', async () => {
    const baton = await aBaton({ begun: true });
    baton.sandbox.fail('chat.postMessage', { dropAnswer: true }, 3);
    await baton.at(MONDAY_9);
    expect((await stored(baton, 'handoff:v1.4'))?.state).toBe('unknown');
    expect(wordsOf(await baton.ask('/oncall health'))).toContain('Nobody knows yet whether the handoff post arrived');
    await baton.at('2026-11-30T14:00:36Z');
    expect(await stored(baton, 'handoff:v1.4')).toMatchObject({ state: 'sent', message: { ts: posts(baton)[0]?.ts } });
    expect(posts(baton)).toHaveLength(1);
  });

  it('is told again where it did not arrive', async () => {
    const baton = await aBaton({ begun: true });
    baton.sandbox.fail('chat.postMessage', { status: 500 });
    await baton.at(MONDAY_9);
    await baton.at('2026-11-30T14:00:36Z');
    await baton.tick();
    expect(posts(baton)).toHaveLength(1);
    expect(wordsOf(posts(baton)[0] as Message)).not.toContain('Possible repeat');
  });

  it('without the history scope is told again after ten minutes, marked, and stays marked', async () => {
    const baton = await aBaton({ begun: true, scopes: ALL_BUT('channels:history') });
    baton.sandbox.fail('chat.postMessage', { dropAnswer: true });
    await baton.at(MONDAY_9);
    await baton.at('2026-11-30T14:09:00Z');
    expect(posts(baton)).toHaveLength(1);
    await baton.at('2026-11-30T14:10:30Z');
    await baton.tick();
    expect(posts(baton).map((post) => wordsOf(post).includes('Possible repeat'))).toEqual([false, true]);
  });

  it('without the history scope waits ten minutes after each attempt whose answer is lost', async () => {
    const baton = await aBaton({ begun: true, scopes: ALL_BUT('channels:history') });
    baton.sandbox.fail('chat.postMessage', { dropAnswer: true }, 20);
    await baton.at(MONDAY_9);
    for (let seconds = 30; seconds <= 1500; seconds += 30)
      await baton.at(new Date(Date.parse(MONDAY_9) + seconds * 1000).toISOString());
    const times = posts(baton).map(({ ts }) => Number(ts));
    expect(times).toHaveLength(3);
    for (const [place, time] of times.slice(1).entries())
      expect(time - (times[place] ?? 0)).toBeGreaterThanOrEqual(600);
  });
});

describe('the topic', () => {
  it('holds Baton’s part beside what was there, and is set only when that changes', async () => {
    const baton = await aBaton({ begun: true });
    expect(topic(baton)).toBe(
      'Questions to Data Engineering · On call: Engineer 4 (backup: Engineer 1) until Mon 30 Nov',
    );
    await baton.tick();
    await baton.at('2026-11-26T15:00:00Z');
    expect(topicsSet(baton)).toBe(1);
    await baton.at(MONDAY_9);
    expect(topic(baton)).toBe(
      'Questions to Data Engineering · On call: Engineer 1 (backup: Engineer 2) until Mon 7 Dec',
    );
    expect(topicsSet(baton)).toBe(2);
  });

  it('that goes A, B, A is written three times', async () => {
    const baton = await aBaton({ begun: true });
    const during = (day: string) => `2026-11-${day}T15:00:00Z`;
    const away = async (change: object): Promise<void> => {
      await baton.store.decide(baton.desk.teamId, { kind: 'baton' }, baton.desk.now(), () => ({
        ok: true,
        value: { answer: null, changes: [change as never], notices: [] },
      }));
      await baton.tick();
    };
    const span = { start: new Date(during('24')), end: new Date(during('27')) };
    const timeOff = {
      ...{ id: 'ill', engineer: 'engineer-4', span, recordedAt: baton.desk.now() },
      cancelledAt: null,
      reason: null,
    };
    await baton.at('2026-11-24T15:01:00Z');
    await away({ kind: 'time-off-added', timeOff: { ...timeOff, recordedAt: baton.desk.now() } });
    expect(topic(baton)).toContain('On call: Engineer 1 (backup: Engineer 2)');
    await baton.at('2026-11-24T15:30:00Z');
    await away({ kind: 'time-off-cancelled', timeOff: 'ill', at: baton.desk.now() });
    expect(topic(baton)).toContain('On call: Engineer 4 (backup: Engineer 1)');
    expect(topicsSet(baton)).toBe(3);
  });

  it('that may not be set is told once to a lead and shown in health, and nothing else breaks', async () => {
    const baton = await aBaton({ begun: true, scopes: ALL_BUT('channels:write.topic', 'groups:write.topic') });
    await baton.at('2026-11-24T17:00:00Z');
    await baton.at('2026-11-24T19:00:00Z');
    await baton.at(MONDAY_9);
    await baton.at('2026-11-30T15:30:00Z');
    expect(toLead(baton).filter((text) => text.includes('cannot keep the channel’s topic'))).toHaveLength(1);
    expect(wordsOf(await baton.ask('/oncall health'))).toContain('The channel’s topic is not kept up to date.');
    expect(posts(baton)).toHaveLength(1);
  });
});

describe('the user group', () => {
  const members = (baton: Baton): string[] =>
    (baton.state().groups[0]?.members ?? []).map(
      (id) => baton.sandbox.people.find((each) => each.id === id)?.name ?? id,
    );

  /** A lead is asked, looks at who would be removed, and agrees. */
  const takenOver = async (scopes?: string[]): Promise<Baton> => {
    const baton = await aBaton({ begun: true, ...(scopes && { scopes }) });
    const question = await until(() =>
      baton.told('Engineer 1').find(({ text }) => text.includes('May Baton keep @data-oncall')),
    );
    expect(members(baton)).toEqual(['Engineer 4', 'Stakeholder']);
    const form = await baton.open('Show who would be removed', question, 'Engineer 1');
    const shown = await until(() => {
      const view = JSON.stringify(baton.state('Engineer 1').modals.find(({ id }) => id === form.id)?.view);
      return view.includes('Would be removed') ? view : undefined;
    });
    expect(shown).toContain(`*Would be removed*: <@${baton.person('Stakeholder')}>`);
    await baton.submit({}, 'Engineer 1');
    return baton;
  };

  it('is taken over once a lead has seen who would be removed, and follows every change', async () => {
    const baton = await takenOver();
    await until(() => (members(baton).join() === 'Engineer 4,Engineer 1' ? true : undefined));
    await baton.at(MONDAY_9);
    expect(members(baton)).toEqual(['Engineer 1', 'Engineer 2']);
  });

  it('is left alone where a lead says so, and nobody else may say it', async () => {
    const baton = await aBaton({ begun: true });
    const question = await until(() => baton.told('Engineer 1').find(({ text }) => text.includes('May Baton keep')));
    await baton.press('Leave it alone', question, 'Engineer 1');
    await baton.at(MONDAY_9);
    expect(members(baton)).toEqual(['Engineer 4', 'Stakeholder']);
    expect((await baton.team()).groupConsent).toMatchObject({ agreed: false, by: 'engineer-1' });
    const answered = await until(() =>
      baton.told('Engineer 1').find((each) => wordsOf(each).includes('You left *@data-oncall* alone')),
    );
    expect(labelsOf(answered)).toEqual([]);
  });

  it('that somebody changed between two consents is written all the same', async () => {
    const baton = await takenOver();
    await until(() => (members(baton).join() === 'Engineer 4,Engineer 1' ? true : undefined));
    const group = baton.state().groups[0]?.id ?? '';
    const answered = async (agreed: boolean): Promise<void> => {
      const consent = { group, agreed, by: 'engineer-1', at: baton.desk.now() };
      await baton.store.decide(baton.desk.teamId, { kind: 'baton' }, baton.desk.now(), () => ({
        ok: true,
        value: { answer: null, changes: [{ kind: 'group-answered', consent: consent as never }], notices: [] },
      }));
      await baton.tick();
    };
    await answered(false);
    await baton.client.usergroups.users.update({ usergroup: group, users: baton.person('Stakeholder') });
    await baton.at('2026-11-24T15:05:00Z');
    await answered(true);
    expect(members(baton)).toEqual(['Engineer 4', 'Engineer 1']);
  });

  it('refused while it was kept is no trouble once it is left alone', async () => {
    const baton = await takenOver();
    await baton.tick();
    baton.sandbox.settle({ plan: 'free' });
    await baton.at(MONDAY_9);
    expect(wordsOf(await baton.ask('/oncall health'))).toContain('paid plan');
    const consent = { group: baton.state().groups[0]?.id, agreed: false, by: 'engineer-1', at: baton.desk.now() };
    await baton.store.decide(baton.desk.teamId, { kind: 'baton' }, baton.desk.now(), () => ({
      ok: true,
      value: { answer: null, changes: [{ kind: 'group-answered', consent: consent as never }], notices: [] },
    }));
    await baton.tick();
    expect(wordsOf(await baton.ask('/oncall health'))).toContain('*Baton is well.*');
  });

  it('that changed while the lead looked is shown again before anything is agreed', async () => {
    const baton = await aBaton({ begun: true });
    const question = await until(() => baton.told('Engineer 1').find(({ text }) => text.includes('May Baton keep')));
    const form = await baton.open('Show who would be removed', question, 'Engineer 1');
    await until(() =>
      JSON.stringify(baton.state('Engineer 1').modals).includes('Would be removed') ? form : undefined,
    );
    const { client } = baton;
    const usergroup = baton.state().groups[0]?.id ?? '';
    await client.usergroups.users.update({
      usergroup,
      users: [baton.person('Engineer 3'), baton.person('Stakeholder')].join(),
    });
    const again = await baton.submit({}, 'Engineer 1');
    expect(JSON.stringify(again?.view)).toContain('Somebody changed the group meanwhile');
    expect((await baton.team()).groupConsent).toBeNull();
  });

  it.each([
    { what: 'a free plan', settle: { plan: 'free' as const }, says: 'paid plan' },
    {
      what: 'a workspace where only administrators manage groups',
      settle: { groupsManagedBy: 'admins' as const },
      says: 'Only some people may manage user groups',
    },
  ])('refused on $what is told once to a lead and shown in health, and handoffs go on', async ({ settle, says }) => {
    const baton = await takenOver();
    await baton.tick();
    baton.sandbox.settle(settle);
    await baton.at(MONDAY_9);
    await baton.at('2026-11-30T15:30:00Z');
    expect(toLead(baton).filter((text) => text.includes('cannot keep the user group'))).toHaveLength(1);
    expect(wordsOf(await baton.ask('/oncall health'))).toContain(says);
    expect(posts(baton)).toHaveLength(1);
    baton.sandbox.settle({ plan: 'paid', groupsManagedBy: 'everyone' });
    await baton.at('2026-11-30T17:00:00Z');
    expect(members(baton)).toEqual(['Engineer 1', 'Engineer 2']);
  });

  it('is never written where the primary or the backup is not linked', async () => {
    const engineers = byId([
      anEngineer(1, { lead: true }),
      anEngineer(2, { email: null }),
      anEngineer(3),
      anEngineer(4),
    ]);
    const baton = await aBaton({ plan: aPlan({ engineers }), begun: true });
    const consent = {
      group: baton.state().groups[0]?.id as never,
      agreed: true,
      by: 'engineer-1' as never,
      at: baton.desk.now(),
    };
    await baton.store.decide(baton.desk.teamId, { kind: 'baton' }, baton.desk.now(), () => ({
      ok: true,
      value: { answer: null, changes: [{ kind: 'group-answered', consent }], notices: [] },
    }));
    await baton.tick();
    expect(members(baton)).toEqual(['Engineer 4', 'Engineer 1']);
    await baton.at(MONDAY_9);
    expect(members(baton)).toEqual(['Engineer 4', 'Engineer 1']);
    expect(wordsOf(await baton.ask('/oncall health'))).toContain(
      'Engineer 2 is not linked to Slack, so the group was left',
    );
  });
});

describe('the roster or the schedule', () => {
  it('that changes between planning and sending is told as it is then', async () => {
    const baton = await aBaton({ begun: true });
    baton.sandbox.fail('chat.postMessage', { retryAfterSeconds: 30 });
    await baton.at(MONDAY_9);
    const recordedAt = baton.desk.now();
    const span = { start: new Date('2026-11-30T14:00:00.001Z'), end: new Date('2026-12-07T14:00:00Z') };
    const override = {
      ...{ id: 'swap' as never, duty: 'primary' as const, span, engineer: 'engineer-3' as never },
      replaces: 'engineer-1' as never,
      kind: 'cover' as const,
      swap: 'swap-1' as never,
      recordedAt,
      voidedAt: null,
    };
    await baton.store.decide(baton.desk.teamId, { kind: 'baton' }, recordedAt, () => ({
      ok: true,
      value: { answer: null, changes: [{ kind: 'override-added', override }], notices: [] },
    }));
    await baton.at('2026-11-30T14:00:40Z');
    expect(wordsOf(posts(baton)[0] as Message)).toContain('*Engineer 3* is on call – covers for Engineer 1');
  });
});

describe('before it has begun', () => {
  it('Baton tells nobody anything, and says what is missing', async () => {
    const baton = await aBaton();
    await baton.at(MONDAY_9);
    expect(baton.seen()).toEqual([]);
    expect(topicsSet(baton)).toBe(0);
    const setup = await baton.ask('/oncall setup', 'Engineer 2');
    expect(wordsOf(setup)).toContain('*Baton is ready.* It tells nobody anything until a lead presses *Begin*');
    expect(labelsOf(setup)).toEqual([]);
  });

  it('shows a lead what it will tell first, begins, and announces nothing that was due before', async () => {
    const baton = await aBaton({ at: '2026-11-30T15:00:00Z' });
    const setup = await baton.ask('/oncall setup', 'Engineer 1');
    expect(wordsOf(setup)).toContain('Fri 4 Dec 16:00: a request for handoff notes to Engineer 1');
    await baton.press('Begin', setup, 'Engineer 1');
    await until(() => baton.seen('Engineer 1').find((each) => wordsOf(each).includes('Baton has begun.')));
    await baton.tick();
    expect(posts(baton)).toEqual([]);
    expect(wordsOf(await baton.ask('/oncall setup', 'Engineer 1'))).toContain('tells people since Mon 30 Nov 10:00');
    await baton.at('2026-12-07T14:00:00Z');
    expect(posts(baton)).toHaveLength(1);
  });

  it('a lead who is not linked is linked by the code in the log, and by no other', async () => {
    const baton = await aBaton({ link: false });
    expect(wordsOf(await baton.ask('/oncall setup', 'Engineer 1'))).toContain('No lead is linked to Slack');
    expect(wordsOf(await baton.ask('/oncall setup 00000000', 'Engineer 1'))).toContain('not the code in Baton’s log');
    expect(wordsOf(await baton.ask('/oncall setup c0ffee00', 'Engineer 1'))).toContain(
      'You are linked as *Engineer 1*, a lead.',
    );
    expect(wordsOf(await baton.ask('/oncall setup c0ffee00', 'Stakeholder'))).toContain('A lead is linked already');
  });

  it('keeps its channel by what it is, not by what it is called', async () => {
    const baton = await aBaton({ begun: true });
    baton.sandbox.change('data-oncall', { name: 'renamed' });
    await baton.at(MONDAY_9);
    expect(posts(baton)).toHaveLength(1);
  });
});

describe('health', () => {
  it('is well where everything is, and shows what comes and what was told', async () => {
    const baton = await aBaton({ begun: true });
    await baton.at(MONDAY_9);
    const said = wordsOf(await baton.ask('/oncall health'));
    expect(said).toContain('*Baton is well.*');
    expect(said).toContain('Mon 30 Nov 11:00: a reminder to accept the handoff to Engineer 1');
    expect(said).toContain('Mon 30 Nov 09:00: the handoff post – sent Mon 30 Nov 09:00');
    expect(said).toContain('Version 0.0.0, connected, since Tue 24 Nov 10:00, last tick Mon 30 Nov 09:00.');
  });
});
