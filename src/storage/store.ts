import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { EngineerId, SlackUserId, TeamId } from '../domain/ids';
import { succeed } from '../domain/result';
import type { Team } from '../domain/team';
import type { Actor, AuditEntry, Change, History, Store } from '../usecases/decision';
import { apply } from './changes';
import type { Database } from './database';
import { fromJson, toJson } from './json';
import { addNotices } from './outbox';
import type { Tables } from './tables';
import { loadTeam } from './team';

type Rows = Transaction<Tables>;

/**
 * The teams in a database. Several stores, also of several processes, may share one file. `onDecided` is called after each
 * decision that stored something.
 */
export function openStore({ sqlite, read, write }: Database, onDecided: () => void = () => undefined): Store & History {
  const snapshots = new Map<TeamId, Team>();

  // A question costs one look at one row (about 2 µs) instead of a load. `pragma data_version` is no cheaper and misses
  // what another store does on the same connection. During a write of this process it may show the version to come:
  // the load that follows then waits for that write's end.
  const versionOf = sqlite.prepare<[TeamId], number>('select version from teams where id = ?').pluck();

  const keep = (team: Team): Team => {
    const held = snapshots.get(team.id);
    if (held?.version === team.version) return held;
    // Two loads may end in the other order than they began.
    if (!held || held.version < team.version) snapshots.set(team.id, team);
    return team;
  };

  const newest = async (rows: Rows, id: TeamId): Promise<Team> => {
    const stored = await rows.selectFrom('teams').select('version').where('id', '=', id).executeTakeFirst();
    const held = snapshots.get(id);
    if (held && held.version === stored?.version) return held;
    return stored ? load(rows, id) : noSuch(id);
  };

  return {
    async teams() {
      const rows = await read((rows) => rows.selectFrom('teams').select('id').orderBy('id').execute());
      return rows.map(({ id }) => id as TeamId);
    },

    async team(id) {
      const held = snapshots.get(id);
      if (held && held.version === versionOf.get(id)) return held;
      return keep(await read((rows) => newest(rows, id)));
    },

    async found(plan, by, now) {
      const { team, founded } = await write(async (rows) => {
        const stored = await loadTeam(rows, plan.id);
        if (stored) return { team: stored, founded: false };
        await save(rows, plan.id, [{ kind: 'team-founded', plan }], 1, by, now);
        return { team: await load(rows, plan.id), founded: true };
      });
      const kept = keep(team);
      if (founded) onDecided();
      return { team: kept, founded };
    },

    async decide(id, by, now, decide) {
      const { result, team, stored } = await write(async (rows) => {
        const before = await newest(rows, id);
        const decided = decide(before);
        if (!decided.ok) return { result: decided, team: before, stored: false };
        const { answer, changes, notices } = decided.value;
        const added = await addNotices(rows, id, notices, now);
        const stored = changes.length + added > 0;
        if (changes.length === 0) return { result: succeed(answer), team: before, stored };
        await advance(rows, before);
        await save(rows, id, changes, before.version + 1, by, now);
        return { result: succeed(answer), team: await load(rows, id), stored };
      });
      keep(team);
      if (stored) onDecided();
      return result;
    },

    async audit(id, limit) {
      const rows = await read((rows) =>
        rows
          .selectFrom('audit')
          .selectAll()
          .where('team_id', '=', id)
          .orderBy('version', 'desc')
          .orderBy('position', 'desc')
          .limit(limit)
          .execute(),
      );
      return rows.map(
        (row): AuditEntry => ({
          version: row.version,
          at: new Date(row.at),
          by: actorOf(row.by_kind, row.by_id),
          kind: row.kind,
          change: fromJson(z.unknown(), row.change),
        }),
      );
    },
  };
}

const load = async (rows: Rows, id: TeamId): Promise<Team> => (await loadTeam(rows, id)) ?? noSuch(id);

function noSuch(id: TeamId): never {
  throw new Error(`no team ${id} is stored`);
}

// The guard. On SQLite the write lock makes it hold at once, so a miss is a bug and undoes everything.
async function advance(rows: Rows, { id, version }: Team): Promise<void> {
  const { numUpdatedRows } = await rows
    .updateTable('teams')
    .set({ version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`team ${id} is no longer at version ${version}`);
}

async function save(
  rows: Rows,
  team: TeamId,
  changes: readonly Change[],
  version: number,
  by: Actor,
  now: Date,
): Promise<void> {
  for (const [position, change] of changes.entries()) {
    await apply(rows, team, change);
    await rows
      .insertInto('audit')
      .values({
        team_id: team,
        version,
        position,
        at: now.toISOString(),
        by_kind: by.kind,
        by_id: idOf(by),
        kind: change.kind,
        change: toJson(change),
      })
      .execute();
  }
}

function idOf(actor: Actor): string | null {
  switch (actor.kind) {
    case 'engineer':
      return actor.id;
    case 'visitor':
      return actor.slack;
    case 'baton':
    case 'operator':
      return null;
  }
}

function actorOf(kind: Actor['kind'], id: string | null): Actor {
  switch (kind) {
    case 'engineer':
      return { kind, id: id as EngineerId };
    case 'visitor':
      return { kind, slack: id as SlackUserId };
    case 'baton':
    case 'operator':
      return { kind };
  }
}
