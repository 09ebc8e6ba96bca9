import type { EngineerId } from '../../src/domain/ids';
import { anEngineer, aPlan, byId, engineerId } from '../fixtures';
import { aBaton, labelsOf, stopAll, until, wordsOf } from './baton';

afterEach(stopAll);

describe('/oncall, asked over Socket Mode', () => {
  it('says who is on call, until when, the backup and who is next', async () => {
    const baton = await aBaton();
    const answer = await baton.ask('/oncall');
    expect(wordsOf(answer)).toContain(`<@${baton.person('Engineer 4')}> is on call until <!date^1796047200^`);
    expect(wordsOf(answer)).toContain('Backup: *Engineer 1*. Next: *Engineer 1*.');
    expect(wordsOf(answer)).toContain('Week 4 of 4. Handoffs are Mondays at 09:00, New York time.');
    expect(answer.text).toBe(
      'Engineer 4 is on call until Mon 30 Nov 09:00 New York time. Backup: Engineer 1. Next: Engineer 1.',
    );
    expect(answer.ephemeral).toBe(true);
  });

  it('says until when the backup stays where the primary goes on, and whose turn a backup follows from', async () => {
    const baton = await aBaton({ begun: true, at: '2026-11-24T15:00:00Z' });
    await baton.ask('/oncall cover @Engineer 1 Nov 30 to Dec 6', 'Engineer 4');
    const answer = await baton.ask('/oncall');
    expect(wordsOf(answer)).toContain('is on call until <!date^1796652000^');
    expect(wordsOf(answer)).toContain('Backup: *Engineer 1* until <!date^1796047200^');
    expect(answer.text).toContain('Backup: Engineer 1 until Mon 30 Nov.');
    expect(wordsOf(await baton.ask('/oncall why Dec 2'))).toContain(
      'is backup: the backup is the next after Engineer 1, whose turn it is, in the order.',
    );
    expect(wordsOf(await baton.ask('/oncall why Dec 9'))).toContain(
      'the backup is the next after the primary in the order',
    );
  });

  it('says who begins before the first shift', async () => {
    const baton = await aBaton({ at: '2026-10-20T12:00:00Z' });
    expect((await baton.ask('/oncall')).text).toBe('Nobody is on call yet. Engineer 1 begins on Mon 2 Nov 09:00.');
  });

  it('answers nobody but the asker until they share, and then names who shared and rings nobody else', async () => {
    const baton = await aBaton();
    const answer = await baton.ask('/oncall growth');
    expect(baton.seen('Engineer 1')).toEqual([]);
    const shared = await baton.press('Share', answer);
    expect(shared.ephemeral).toBe(false);
    expect(baton.seen('Engineer 1')).toHaveLength(1);
    const mentions = wordsOf(shared).match(/<@\w+>/g);
    expect(mentions).toEqual([`<@${baton.person('Stakeholder')}>`]);
    expect(labelsOf(shared)).not.toContain('Share');
  });

  it('answers the clicker alone on a shared card, and leaves the card as it is', async () => {
    const baton = await aBaton();
    const shared = await baton.press('Share', await baton.ask('/oncall'));
    const answer = await baton.press('Schedule', shared, 'Engineer 2');
    expect(answer.ephemeral).toBe(true);
    expect(baton.seen('Engineer 3')).toEqual([shared]);
  });

  it.each([
    { words: 'growth', names: ['Aggregate growth reported to investors', 'Daily growth needed for experiments'] },
    { words: 'who daily growth', names: ['Daily growth needed for experiments'] },
    { words: 'Profit', names: ['Unit-level profit needed for experiments', 'Aggregate profit reported to investors'] },
    {
      words: 'experiments',
      names: ['Unit-level profit needed for experiments', 'Daily growth needed for experiments'],
    },
    { words: 'enagement', names: ['Aggregate engagement reported to investors'] },
  ])('finds $words', async ({ words, names }) => {
    const baton = await aBaton();
    const said = wordsOf(await baton.ask(`/oncall ${words}`));
    for (const name of names) expect(said).toContain(`*${name}*`);
    expect(said.match(/Questions:/g)).toHaveLength(names.length);
  });

  it('says whom to ask, whom to call, and then the call list with reasons', async () => {
    const baton = await aBaton();
    const [four, one, three, two] = ['Engineer 4', 'Engineer 1', 'Engineer 3', 'Engineer 2'].map(baton.person);
    const said = wordsOf(await baton.ask('/oncall daily growth'));
    expect(said).toContain('Questions: *Engineer 4*, *Engineer 3*');
    expect(said).toContain(`Broken now: call <@${four}>, then *Engineer 1*`);
    expect(said).toContain(
      [
        `1. <@${four}> – on call, owner · 10:00 their time`,
        `2. <@${one}> – backup, final escalation · 10:00 their time`,
        `3. <@${three}> – second owner · 10:00 their time`,
        `4. <@${two}> – in the rotation · 10:00 their time`,
      ].join('\n'),
    );
  });

  it('shows the schedule as a table, and the owners as the plan has them', async () => {
    const baton = await aBaton();
    const rows = wordsOf(await baton.ask('/oncall schedule 3'));
    expect(rows).toContain('Mon 23 Nov 09:00\nEngineer 4\nEngineer 1\n4 of 4');
    expect(rows).toContain('Mon 7 Dec 09:00\nEngineer 2\nEngineer 3\n2 of 4');
    expect(rows).not.toContain('Mon 14 Dec');
    const owners = wordsOf(await baton.ask('/oncall owners'));
    expect(owners).toContain('Engagement\nAggregate engagement reported to investors\nEngineer 1\nEngineer 4');
  });

  it('explains a day with the reason for each duty', async () => {
    const baton = await aBaton();
    const said = wordsOf(await baton.ask('/oncall why 2026-12-24'));
    expect(said).toContain('Thursday 24 December 2026');
    expect(said).toContain('is on call: week 4 of 4 in the order is theirs');
  });

  it('tells an engineer their turns, and anybody else that they may ask all the same', async () => {
    const baton = await aBaton();
    expect(wordsOf(await baton.ask('/oncall me', 'Engineer 4'))).toContain('*You* are on call now.');
    expect(wordsOf(await baton.ask('/oncall me'))).toContain('You are not on Data Engineering');
    expect(wordsOf(await baton.ask(`/oncall <@${baton.person('Engineer 2')}>`))).toContain('is not on duty now');
    expect(wordsOf(await baton.ask('/oncall @Engineer 2'))).toContain('is not on duty now');
  });
});

describe('bad words get a clear answer, to the asker alone', () => {
  it.each([
    { words: 'shedule', says: 'Nothing is called “shedule”. Did you mean `/oncall schedule`?' },
    { words: 'nonsense words', says: 'Nothing is called “nonsense words”. Try a pipeline' },
    { words: '🔥🔥', says: 'Nothing is called “🔥🔥”' },
    { words: ':fire:', says: 'Nothing is called “:fire:”' },
    { words: '<!channel>', says: 'Nothing is called “&lt;!channel&gt;”' },
    { words: 'a & b <c>', says: 'Nothing is called “a &amp; b &lt;c&gt;”' },
    { words: '"', says: 'Nothing is called' },
    { words: 'x'.repeat(2900), says: 'a question has at most 200' },
    { words: 'why 2026-02-30', says: '“2026-02-30” is not a day.' },
    { words: 'schedule 999', says: 'is not a number of weeks' },
    { words: '@Stakeholder', says: 'You are not on Data Engineering' },
    { words: 'engineer 9', says: 'Nothing is called “engineer 9”' },
    { words: "'; drop table teams; --", says: 'Nothing is called' },
  ])('$words', async ({ words, says }) => {
    const baton = await aBaton();
    const before = await baton.store.audit(baton.desk.teamId, 10);
    const answer = await baton.ask(`/oncall ${words}`);
    expect(wordsOf(answer)).toContain(says);
    expect(answer.ephemeral).toBe(true);
    expect(await baton.store.audit(baton.desk.teamId, 10)).toEqual(before);
  });

  it('does not find who left the team', async () => {
    const gone = anEngineer(5, { name: 'Somebody Gone', leftAt: new Date('2026-11-01T00:00:00Z') });
    const plan = aPlan({ engineers: byId([1, 2, 3, 4].map((number) => anEngineer(number)).concat(gone)) });
    const baton = await aBaton({ plan });
    expect(wordsOf(await baton.ask('/oncall Somebody Gone'))).toContain('Nothing is called “Somebody Gone”');
  });
});

describe('people', () => {
  it('appear by name and are never mentioned while they are not linked', async () => {
    const baton = await aBaton({ link: false });
    const said = wordsOf(await baton.ask('/oncall growth'));
    expect(said).toContain('*Engineer 3*');
    expect(said).not.toContain('<@');
  });

  it('are linked by e-mail once, in the name of Baton', async () => {
    const baton = await aBaton();
    const team = await baton.store.team(baton.desk.teamId);
    expect(team.engineers.get(engineerId(3))?.slack).toBe(baton.person('Engineer 3'));
    const links = (await baton.store.audit(team.id, 10)).filter(({ kind }) => kind === 'engineer-linked');
    expect(links).toHaveLength(4);
    for (const { by } of links) expect(by).toEqual({ kind: 'baton' });
  });

  it('whom Slack does not know stay unlinked, and the log says so', async () => {
    const plan = aPlan();
    const engineers = byId(
      [...plan.engineers.values()].map((each) => (each.id === 'engineer-2' ? { ...each, email: null } : each)),
    );
    const baton = await aBaton({ plan: { ...plan, engineers } });
    const team = await baton.store.team(baton.desk.teamId);
    expect(team.engineers.get('engineer-2' as EngineerId)?.slack).toBeNull();
    expect(wordsOf(await baton.ask('/oncall engineer 2'))).toContain('*Engineer 2* is not on duty now');
  });
});

describe('Home', () => {
  it('shows who is on call, what the reader has to do with it, and what to type', async () => {
    const baton = await aBaton();
    await baton.sandbox.act({ kind: 'home', as: baton.person('Engineer 4') });
    const home = await until(() => baton.state('Engineer 4').home ?? undefined);
    const said = JSON.stringify(home.view);
    expect(said).toContain('is on call until');
    expect(said).toContain('*You* are on call now');
    expect(said).toContain('/oncall schedule [weeks]');
  });

  it('follows what its reader does with a form of it', async () => {
    const baton = await aBaton({ begun: true, at: '2026-11-24T15:00:00Z' });
    const as = baton.person('Engineer 4');
    await baton.sandbox.act({ kind: 'home', as });
    const home = await until(() => baton.state('Engineer 4').home ?? undefined);
    const blocks = home.view['blocks'] as { block_id: string; elements?: { action_id: string; value: string }[] }[];
    const row = blocks.find(({ elements }) => elements?.some(({ action_id }) => action_id === 'form:out'));
    const { value } = row?.elements?.find(({ action_id }) => action_id === 'form:out') ?? {};
    const place = { view: home.id };
    const block = row?.block_id ?? '';
    await baton.sandbox.act({ kind: 'use', as, place, block, action: 'form:out', value: { value }, state: {} });
    await until(() => baton.state('Engineer 4').modals.at(-1));
    await baton.send('Engineer 4');
    const said = () => JSON.stringify(baton.state('Engineer 4').home?.view);
    await until(() => (said().includes('stands in for Engineer 4') ? true : undefined));
    expect(said()).not.toContain('*You* are on call now');
  });
});
