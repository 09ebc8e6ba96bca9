import { pino } from 'pino';
import { connect, SlackRefused } from '../../src/slack/connection';
import type { Store } from '../../src/usecases/decision';
import { aBaton, stopAll, until, wordsOf } from './baton';

afterEach(stopAll);

describe('the connection', () => {
  it('has two sockets, so that a planned disconnect loses no command', async () => {
    const baton = await aBaton();
    expect(baton.state().connections).toBe(2);
    const answers: string[] = [];
    for (let command = 0; command < 12; command += 1) {
      if (command === 3) baton.sandbox.disconnect('refresh_requested');
      answers.push(wordsOf(await baton.ask('/oncall')));
    }
    expect(answers).toHaveLength(12);
    for (const said of answers) expect(said).toContain('is on call until');
  });

  it('drops an event that Slack repeats', async () => {
    const baton = await aBaton();
    const user = baton.person('Engineer 1');
    await baton.sandbox.deliver({ type: 'app_home_opened', user, channel: 'D1', tab: 'home', event_ts: '1.1' }, 4);
    await until(() => baton.state('Engineer 1').home ?? undefined);
    await baton.ask('/oncall');
    expect(baton.sandbox.calls.filter(({ method }) => method === 'views.publish')).toHaveLength(1);
  });

  it('answers somebody whose request broke with an id that is in the log', async () => {
    const baton = await aBaton();
    const broken = {
      ...baton.desk,
      runBooks: () => {
        throw new Error('the disk is on fire');
      },
    };
    Object.assign(baton.desk, broken);
    const said = wordsOf(await baton.ask('/runbook growth'));
    const id = /That broke \((\w{8})\)/.exec(said)?.[1];
    expect(baton.logged).toContainEqual(expect.objectContaining({ id, msg: 'a request broke', command: '/runbook' }));
    expect(said).not.toContain('fire');
  });

  it('answers a button it does not know by saying what to do', async () => {
    const baton = await aBaton();
    const values = [
      '{"kind":"drop-everything"}',
      'not json',
      '{"kind":"schedule","weeks":99999}',
      '{"kind":"who","words":null}',
    ];
    const old = await baton.ask('/oncall');
    const [button] = old.blocks.flatMap((block) =>
      block['type'] === 'actions' ? (block['elements'] as object[]) : [],
    );
    for (const value of values) {
      // The message in the workspace now carries what an earlier version wrote.
      Object.assign(button ?? {}, { value });
      const answer = await baton.press('Schedule', old);
      expect(wordsOf(answer)).toContain('This button is from an earlier version of Baton');
    }
  });

  it('says which token Slack refused, without showing it', async () => {
    const baton = await aBaton();
    const { apiUrl, botToken, appToken } = baton.sandbox;
    const desk = { ...baton.desk, logger: pino({ level: 'silent' }) };
    const wrongBot = connect({ apiUrl, botToken: 'xoxb-wrong', appToken }, desk);
    await expect(wrongBot).rejects.toThrow('Slack refused SLACK_BOT_TOKEN (invalid_auth)');
    await expect(wrongBot).rejects.toBeInstanceOf(SlackRefused);
    const wrongApp = connect({ apiUrl, botToken, appToken: 'xapp-wrong' }, desk);
    await expect(wrongApp).rejects.toThrow('Slack refused SLACK_APP_TOKEN (invalid_auth)');
    await expect(wrongApp).rejects.not.toThrow('xapp-wrong');
  });

  it('waits for a Slack that cannot be reached at start', async () => {
    const baton = await aBaton();
    baton.sandbox.fail('auth.test', { status: 500 }, 1);
    const connection = await connect(baton.sandbox, { ...baton.desk, logger: pino({ level: 'silent' }) });
    expect(baton.state().connections).toBe(4);
    await connection.stop();
    await until(() => baton.state().connections === 2 || undefined);
  });

  it('lets an answer under way end before it stops', async () => {
    const baton = await aBaton();
    let begun = false;
    const slow: Store = {
      ...baton.store,
      team: async (id) => {
        begun = true;
        await new Promise((later) => setTimeout(later, 300));
        return baton.store.team(id);
      },
    };
    Object.assign(baton.desk, { store: slow });
    const answer = baton.ask('/oncall');
    await until(() => begun || undefined);
    await stopAll();
    expect(wordsOf(await answer)).toContain('is on call until');
  });
});
