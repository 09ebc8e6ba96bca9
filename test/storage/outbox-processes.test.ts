import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineerId } from '../../src/domain/ids';
import { aNotice, aPost, at, aWorld, START } from './databases';
import { aFolder, compiledStorage } from './processes';

/** A script in which `outbox`, `store`, `database` and `team` are those of the file. */
const inside = (file: string, team: string, script: string): string => `
  (async () => {
    const { openDatabase } = require('./storage/database.js');
    const url = ${JSON.stringify(`file:${file}`)};
    const START = new Date(${START.getTime()});
    const database = await openDatabase({ url, mode: 'local', now: START });
    const outbox = require('./storage/outbox.js').openOutbox(database);
    const store = require('./storage/store.js').openStore(database);
    const team = ${JSON.stringify(team)};
    ${script}
    await database.close();
  })().catch((error) => { console.error(error); process.exit(1); });`;

const DIE = `process.kill(process.pid, 'SIGKILL'); await new Promise((done) => setTimeout(done, 10_000));`;

describe('two processes on one database', () => {
  it('that claim at once never get the same notice', async () => {
    const { outbox, file, team } = await aWorld();
    const notices = Array.from({ length: 60 }, (_, place) => aNotice(`n-${place}`, `engineer-${place}` as EngineerId));
    await outbox.add(team, notices, START);
    const folder = aFolder();
    const script = (own: string, other: string): string =>
      inside(
        file,
        team,
        `
        const { existsSync, writeFileSync } = require('node:fs');
        const beside = (name) => ${JSON.stringify(folder)} + '/' + name;
        writeFileSync(beside('${own}-ready'), '');
        while (!existsSync(beside('${other}-ready'))) await new Promise((done) => setTimeout(done, 1));
        const keys = [];
        while (keys.length < 30) {
          const claim = await outbox.claim(team, START);
          if (!claim) throw new Error('nothing left after ' + keys.length);
          keys.push(claim.key);
          if (keys.length % 2) await outbox.settle(claim, { kind: 'sent', message: { channel: 'C', ts: claim.key } }, START);
        }
        writeFileSync(beside('${own}-keys'), JSON.stringify(keys));`,
      );
    const run = compiledStorage();
    const ends = await Promise.all([run(script('one', 'two')), run(script('two', 'one'))]);
    expect(ends).toMatchObject([{ code: 0 }, { code: 0 }]);
    const keys = ['one', 'two'].flatMap((name) => JSON.parse(readFileSync(join(folder, `${name}-keys`), 'utf8')));
    expect(keys.toSorted()).toEqual(notices.map(({ key }) => key).toSorted());
    const stored = await outbox.list(team, 100);
    expect(stored.filter(({ state }) => state === 'sent')).toHaveLength(30);
    expect(stored.filter(({ state }) => state === 'claimed')).toHaveLength(30);
    expect(stored.every(({ attempts }) => attempts === 1)).toBe(true);
  });
});

describe('kill -9', () => {
  it.each([
    {
      when: 'while it claims',
      script: `database.sqlite.exec("begin immediate; update notices set state = 'claimed'");`,
    },
    { when: 'before it claims', script: '' },
  ])('of a sender $when leaves the notice due', async ({ script }) => {
    const { outbox, file, team } = await aWorld();
    await outbox.add(team, [aPost('one')], START);
    expect(await compiledStorage()(inside(file, team, `${script} ${DIE}`))).toMatchObject({ signal: 'SIGKILL' });
    expect(await outbox.claim(team, at(1))).toMatchObject({ key: 'one', before: 'due', attempts: 1 });
  });

  it.each([
    { when: 'after it claimed', script: '' },
    {
      when: 'while it marks the notice as sent',
      script: `database.sqlite.exec("begin immediate; update notices set state = 'sent', sent_at = 'now'");`,
    },
  ])('of a sender $when leaves it to be looked for before it is told again', async ({ script }) => {
    const { outbox, file, team } = await aWorld();
    await outbox.add(team, [aPost('one')], START);
    const { signal } = await compiledStorage()(inside(file, team, `await outbox.claim(team, START); ${script} ${DIE}`));
    expect(signal).toBe('SIGKILL');
    expect(await outbox.find(team, ['one'])).toMatchObject([{ state: 'claimed', attempts: 1 }]);
    expect(await outbox.claim(team, at(59))).toBeNull();
    expect(await outbox.claim(team, at(61))).toBeNull();
    expect(await outbox.claim(team, at(96))).toMatchObject({ before: 'unknown', unknownSince: at(61), attempts: 2 });
  });

  it('of a process that marked the notice as sent leaves it sent', async () => {
    const { outbox, file, team } = await aWorld();
    await outbox.add(team, [aPost('one')], START);
    const mark = `await outbox.settle(await outbox.claim(team, START), { kind: 'sent', message: { channel: 'C', ts: '1' } }, START);`;
    expect(await compiledStorage()(inside(file, team, `${mark} ${DIE}`))).toMatchObject({ signal: 'SIGKILL' });
    expect(await outbox.nextAt(team, at(600))).toBeNull();
    expect(await outbox.find(team, ['one'])).toMatchObject([{ state: 'sent', message: { ts: '1' } }]);
  });

  it('of a process while it saves a decision leaves neither change nor notice', async () => {
    const { outbox, store, file, team } = await aWorld();
    const reached = join(aFolder(), 'reached');
    const notice = JSON.stringify({ ...aPost('one'), dueAt: undefined });
    // The second notice is asked for its instant after the first was inserted.
    const { signal } = await compiledStorage()(
      inside(
        file,
        team,
        `await store.decide(team, { kind: 'baton' }, START, () => ({ ok: true, value: {
          answer: 0,
          changes: [{ kind: 'team-begun', at: START }],
          notices: [{ ...${notice}, dueAt: START }, { ...${notice}, key: 'two', dueAt: { toISOString() {
            require('node:fs').writeFileSync(${JSON.stringify(reached)}, '');
            process.kill(process.pid, 'SIGKILL');
          } } }],
        } }));`,
      ),
    );
    expect(signal).toBe('SIGKILL');
    expect(existsSync(reached)).toBe(true);
    expect(await outbox.list(team, 10)).toEqual([]);
    expect(await store.team(team)).toMatchObject({ version: 1, begunAt: null });
  });
});
