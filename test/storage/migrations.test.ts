import { join } from 'node:path';
import type { SwapId } from '../../src/domain/ids';
import { openDatabase, openForReading } from '../../src/storage/database';
import { MIGRATIONS } from '../../src/storage/migrations';
import { openStore } from '../../src/storage/store';
import { decided } from '../../src/usecases/decision';
import { aNote, anOverride, aPlan, aTeam, aTimeOff } from '../fixtures';
import { aPost, aWorld, openFile, START } from './databases';
import { aFolder } from './processes';

const TABLES = ['teams', 'engineers', 'areas', 'pipelines', 'rotation_versions', 'overrides', 'time_off', 'audit'];

/** A database as the first release wrote it: the schema of that time, with the rows of a team that was used. */
async function aFirstRelease(): Promise<string> {
  const { store, team, file: source } = await aWorld();
  await store.decide(team, { kind: 'baton' }, START, () => ({
    ok: true,
    value: decided(
      'done',
      { kind: 'override-added', override: anOverride() },
      { kind: 'time-off-added', timeOff: aTimeOff() },
    ),
  }));
  const file = join(aFolder(), 'first.db');
  const migrations = { '0001-team': MIGRATIONS['0001-team'] as (typeof MIGRATIONS)[string] };
  const { sqlite, close } = await openDatabase({ url: `file:${file}`, mode: 'local', now: START, migrations });
  sqlite.exec(`attach '${source}' as source; begin`);
  for (const table of TABLES) {
    const columns = sqlite.prepare('select name from pragma_table_info(?)').pluck().all(table).join();
    sqlite.exec(`insert into main.${table} (${columns}) select ${columns} from source.${table}`);
  }
  sqlite.exec('commit; detach source');
  await close();
  return file;
}

describe('a database of the first release', () => {
  it('comes up with what was in it, and sensible values for what was not', async () => {
    const store = openStore(await openFile(await aFirstRelease()));
    const team = await store.team(aPlan().id);
    expect(team).toEqual(aTeam({ version: 2, overrides: [anOverride({ swap: '' as SwapId })], timeOff: [aTimeOff()] }));
    expect(team).toMatchObject({
      ...{ begunAt: null, groupConsent: null, notes: [], acceptances: [], channelIds: new Map() },
      handoffs: { notesAt: '16:00', nudgeAfterHours: 2, tellAfterHours: 4 },
    });
    expect([...team.engineers.values()].map(({ muted }) => muted)).toEqual([[], [], [], []]);
    expect(await store.audit(team.id, 10)).toHaveLength(3);
  });

  it('takes what is new', async () => {
    const store = openStore(await openFile(await aFirstRelease()));
    await store.decide(aPlan().id, { kind: 'baton' }, START, () => ({
      ok: true,
      value: { answer: 0, changes: [{ kind: 'note-added', note: aNote() }], notices: [aPost('one')] },
    }));
    expect(await store.team(aPlan().id)).toMatchObject({ version: 3, notes: [aNote()] });
  });

  it('is refused for reading until this program renewed it', async () => {
    const file = await aFirstRelease();
    await expect(openForReading(`file:${file}`)).rejects.toMatchObject({ reason: 'older' });
    await openFile(file);
    const { mode, close } = await openForReading(`file:${file}`);
    expect(mode).toBe('local');
    await close();
  });

  it('is refused by that release once it was renewed', async () => {
    const file = await aFirstRelease();
    await openFile(file);
    const migrations = { '0001-team': MIGRATIONS['0001-team'] as (typeof MIGRATIONS)[string] };
    const opening = openDatabase({ url: `file:${file}`, mode: 'local', now: START, migrations });
    await expect(opening).rejects.toMatchObject({ reason: 'newer' });
  });
});
