import { randomUUID } from 'node:crypto';
import type { TeamId } from '../domain/ids';
import type { Mirrors, StoredMirror } from '../usecases/outbox';
import type { Database } from './database';
import { held, waitEnds } from './leases';
import { addNotices } from './outbox';
import type { MirrorRow } from './tables';

/** What each mirror shows, in a database. */
export function openMirrors({ read, write }: Database): Mirrors {
  return {
    async claim(team, mirror, fingerprint, now) {
      // Nearly always it shows what it should, and nothing is written.
      const found = await read((rows) =>
        rows
          .selectFrom('mirrors')
          .selectAll()
          .where('team_id', '=', team)
          .where('mirror', '=', mirror)
          .executeTakeFirst(),
      );
      if (found && !mayWrite(found, fingerprint, now)) return null;
      return write(async (rows) => {
        await rows
          .insertInto('mirrors')
          .values(blank(team, mirror))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        const row = await rows
          .selectFrom('mirrors')
          .selectAll()
          .where('team_id', '=', team)
          .where('mirror', '=', mirror)
          .executeTakeFirstOrThrow();
        if (!mayWrite(row, fingerprint, now)) return null;
        const claim = randomUUID();
        await rows
          .updateTable('mirrors')
          // Whatever it waited for was about what it should have shown before.
          .set({ ...{ claim, claimed_at: now.toISOString(), wanted: fingerprint }, ...NO_WAIT })
          .where('team_id', '=', team)
          .where('mirror', '=', mirror)
          .execute();
        return { ...mirrorOf(row), claim, wanted: fingerprint };
      });
    },

    written: (claim, text, now) =>
      write(async (rows) => {
        await rows
          .updateTable('mirrors')
          .set({
            ...{ fingerprint: claim.wanted, text, written_at: now.toISOString(), claim: null, claimed_at: null },
            ...{ refusal: null, refused_since: null, ...NO_WAIT },
          })
          .where('team_id', '=', claim.team)
          .where('mirror', '=', claim.mirror)
          .where('claim', '=', claim.claim)
          .execute();
      }),

    failed: (claim, { retryAt, reason, tell }, now) =>
      write(async (rows) => {
        const since = reason !== null && claim.refusal?.reason === reason ? claim.refusal.since : now;
        const { numUpdatedRows } = await rows
          .updateTable('mirrors')
          .set({
            ...{ claim: null, claimed_at: null, retry_at: retryAt.toISOString(), waiting_since: now.toISOString() },
            ...(reason !== null && { refusal: reason, refused_since: since.toISOString() }),
          })
          .where('team_id', '=', claim.team)
          .where('mirror', '=', claim.mirror)
          .where('claim', '=', claim.claim)
          .executeTakeFirst();
        if (numUpdatedRows === 1n) await addNotices(rows, claim.team, tell, now);
      }),

    async list(team) {
      const found = await read((rows) =>
        rows.selectFrom('mirrors').selectAll().where('team_id', '=', team).orderBy('mirror').execute(),
      );
      return found.map(mirrorOf);
    },
  };
}

/** Whether the mirror shows something else, nobody else writes it, and it is not waiting to be tried with this again. */
function mayWrite(row: MirrorRow, fingerprint: string, now: Date): boolean {
  // After a write of something else whose end nobody knows, it may show that.
  if (row.fingerprint === fingerprint && row.wanted === fingerprint) return false;
  const { from, to } = held(now);
  if (row.claimed_at !== null && row.claimed_at >= from && row.claimed_at <= to) return false;
  const until = waitEnds(row, now);
  return until === null || until <= now.toISOString() || row.wanted !== fingerprint;
}

const NO_WAIT = { retry_at: null, waiting_since: null } as const;

const blank = (team: TeamId, mirror: string): MirrorRow => ({
  team_id: team,
  mirror,
  fingerprint: null,
  text: null,
  written_at: null,
  claim: null,
  claimed_at: null,
  wanted: null,
  retry_at: null,
  waiting_since: null,
  refusal: null,
  refused_since: null,
});

function mirrorOf(row: MirrorRow): StoredMirror {
  return {
    team: row.team_id as TeamId,
    mirror: row.mirror,
    fingerprint: row.fingerprint,
    text: row.text,
    writtenAt: row.written_at === null ? null : new Date(row.written_at),
    refusal:
      row.refusal !== null && row.refused_since !== null
        ? { reason: row.refusal, since: new Date(row.refused_since) }
        : null,
  };
}
