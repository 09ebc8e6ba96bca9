import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { TeamId } from '../domain/ids';
import type { NewNotice } from '../usecases/notice';
import { type Claim, type Outbox, type Settlement, SHOWS_AFTER_MS } from '../usecases/outbox';
import type { Database } from './database';
import { after, held, isAhead, LEASE_MS, waitEnds } from './leases';
import { claimOf, noticeOf, rowOf } from './notice-rows';
import type { NoticeRow, Tables } from './tables';

type Rows = Transaction<Tables>;

/** Milliseconds that a message may take: the time-out of a request, and some. */
const MESSAGE_MS = 15_000;

/** Milliseconds between two messages to one person or channel. Source: docs.slack.dev, rate limits of chat.postMessage. */
const SPACING_MS = 1000;

const WAITING = ['due', 'unknown', 'blocked'] as const;

/** The notices in a database. Several processes may share one file. */
export function openOutbox({ read, write }: Database): Outbox {
  return {
    add: (team, notices, now) =>
      write(async (rows) => {
        await addNotices(rows, team, notices, now);
      }),

    claim: (team, now) =>
      write(async (rows) => {
        await releaseStale(rows, team, now);
        const { ready } = await lookAt(rows, team, now);
        if (!ready) return null;
        const taken = {
          state: 'claimed' as const,
          claim: randomUUID(),
          claimed_at: now.toISOString(),
          claimed_before: ready.state as (typeof WAITING)[number],
          attempts: ready.attempts + 1,
          attempted_at: now.toISOString(),
          // Else who waits ten minutes from then would wait for what the clock was set back as well.
          ...(ready.unknown_since && isAhead(ready.unknown_since, now) && { unknown_since: now.toISOString() }),
        };
        await rows.updateTable('notices').set(taken).where('team_id', '=', team).where('key', '=', ready.key).execute();
        return claimOf({ ...ready, ...taken });
      }),

    async isHeld({ team, key, claim }, now) {
      const row = await read((rows) =>
        rows
          .selectFrom('notices')
          .select(['state', 'claim', 'claimed_at'])
          .where('team_id', '=', team)
          .where('key', '=', key)
          .executeTakeFirst(),
      );
      if (row?.state !== 'claimed' || row.claim !== claim || row.claimed_at === null) return false;
      return row.claimed_at > after(now, MESSAGE_MS - LEASE_MS);
    },

    settle: (claim, outcome, now) =>
      write(async (rows) => {
        const { numUpdatedRows } = await rows
          .updateTable('notices')
          .set(settled(claim, outcome, now))
          .where('team_id', '=', claim.team)
          .where('key', '=', claim.key)
          .where('claim', '=', claim.claim)
          // A message that was made was made, whatever others took its sender for meanwhile.
          .where('state', 'in', outcome.kind === 'sent' ? ['claimed', 'unknown'] : ['claimed'])
          .executeTakeFirst();
        if (outcome.kind === 'blocked' && numUpdatedRows === 1n) await addNotices(rows, claim.team, outcome.tell, now);
      }),

    nextAt: (team, now) => read(async (rows) => (await lookAt(rows, team, now)).nextAt),

    async find(team, keys) {
      if (keys.length === 0) return [];
      const found = await read((rows) =>
        rows.selectFrom('notices').selectAll().where('team_id', '=', team).where('key', 'in', keys).execute(),
      );
      return found.map(noticeOf);
    },

    async sentSince(team, instant) {
      const found = await read((rows) =>
        rows
          .selectFrom('notices')
          .selectAll()
          .where('team_id', '=', team)
          .where('state', '=', 'sent')
          .where('sent_at', '>=', instant.toISOString())
          .execute(),
      );
      return found.map(noticeOf);
    },

    async list(team, limit) {
      const found = await read(async (rows) => {
        const waiting = await rows
          .selectFrom('notices')
          .selectAll()
          .where('team_id', '=', team)
          .where('state', 'in', [...WAITING, 'claimed'])
          .orderBy('due_at')
          .orderBy('key')
          .limit(limit)
          .execute();
        const done = await rows
          .selectFrom('notices')
          .selectAll()
          .where('team_id', '=', team)
          .where('state', 'not in', [...WAITING, 'claimed'])
          .orderBy('due_at', 'desc')
          .orderBy('key')
          .limit(Math.max(0, limit - waiting.length))
          .execute();
        return [...waiting, ...done];
      });
      return found.map(noticeOf);
    },
  };
}

/** Stores notices as {@link Outbox.add} says, within the transaction that causes them; gives how many changed anything. */
export async function addNotices(rows: Rows, team: TeamId, notices: readonly NewNotice[], now: Date): Promise<number> {
  let added = 0;
  for (const notice of notices) {
    const { numInsertedOrUpdatedRows } = await rows
      .insertInto('notices')
      .values(rowOf(team, randomUUID(), notice, now))
      .onConflict((conflict) => {
        const known = conflict.columns(['team_id', 'key']);
        if (notice.untold) return known.doNothing();
        return known
          .doUpdateSet({ state: 'due', reason: null })
          .where('notices.state', '=', 'dropped')
          .where('notices.cause', '=', 'time');
      })
      .executeTakeFirstOrThrow();
    added += Number(numInsertedOrUpdatedRows);
  }
  return added;
}

/** What was claimed too long ago, or ahead of now since the clock was set back, may have been told or not. */
async function releaseStale(rows: Rows, team: TeamId, now: Date): Promise<void> {
  const { from, to } = held(now);
  await rows
    .updateTable('notices')
    .set({
      state: 'unknown',
      unknown_since: now.toISOString(),
      retry_at: after(now, SHOWS_AFTER_MS),
      waiting_since: now.toISOString(),
      reason: 'Its sender ended before it was known whether it was told',
    })
    .where('team_id', '=', team)
    .where('state', '=', 'claimed')
    .where((row) => row.or([row('claimed_at', '<', from), row('claimed_at', '>', to)]))
    .execute();
}

/** The first notice that may be worked on now; and when that is, or will be, so for the first. */
async function lookAt(
  rows: Rows,
  team: TeamId,
  now: Date,
): Promise<{ readonly ready: NoticeRow | undefined; readonly nextAt: Date | null }> {
  const open = await rows
    .selectFrom('notices')
    .selectAll()
    .where('team_id', '=', team)
    .where('state', 'in', [...WAITING, 'claimed'])
    .orderBy('due_at')
    .orderBy('key')
    .execute();
  const spoken = await rows
    .selectFrom('notices')
    .select(['key', 'destination', 'attempted_at'])
    .where('team_id', '=', team)
    .where('attempted_at', '>', after(now, -SPACING_MS))
    .where('attempted_at', '<=', now.toISOString())
    .execute();
  const times = open.map((row) => {
    const others = spoken.filter(({ key, destination }) => destination === row.destination && key !== row.key);
    const free = others.map(({ attempted_at }) => after(new Date(attempted_at ?? now), SPACING_MS));
    return { row, at: latest([workableAt(row, now), ...free]) };
  });
  const ready = times.find(({ row, at }) => row.state !== 'claimed' && at <= now.toISOString())?.row;
  const [next] = times.map(({ at }) => at).sort();
  return { ready, nextAt: next === undefined ? null : new Date(next) };
}

/** When a notice may be worked on, whatever else its addressee is told; for one that is claimed, when its claim ends. */
function workableAt(row: NoticeRow, now: Date): string {
  if (row.state !== 'claimed') return latest([row.due_at, waitEnds(row, now) ?? row.due_at]);
  const claimedAt = row.claimed_at ?? now.toISOString();
  return isAhead(claimedAt, now) ? now.toISOString() : after(new Date(claimedAt), LEASE_MS + 1);
}

const latest = (instants: readonly string[]): string => instants.reduce((one, other) => (other > one ? other : one));

/** What the row becomes. */
function settled({ unknownSince }: Claim, outcome: Settlement, now: Date): Partial<NoticeRow> {
  const wait = (at: Date) => ({ retry_at: at.toISOString(), waiting_since: now.toISOString() });
  switch (outcome.kind) {
    case 'sent': {
      const { channel, ts } = outcome.message;
      return {
        ...{ state: 'sent', channel, ts, sent_at: now.toISOString(), reason: null },
        ...(outcome.mayRepeat && { may_repeat: 1 }),
      };
    }
    case 'again':
      return {
        ...{ state: 'due', ...wait(outcome.at), reason: outcome.reason, unknown_since: null },
        // Once it may repeat, it always may.
        ...(outcome.mayRepeat && { may_repeat: 1 }),
      };
    case 'unknown':
      return {
        ...{ state: 'unknown', ...wait(outcome.lookAt), reason: outcome.reason },
        unknown_since: ((!outcome.isNew && unknownSince) || now).toISOString(),
      };
    case 'blocked':
      return {
        ...{ state: 'blocked', ...wait(outcome.retryAt), reason: outcome.reason, unknown_since: null },
        ...(outcome.mayRepeat && { may_repeat: 1 }),
      };
    case 'dropped':
    case 'skipped':
      return { state: outcome.kind, reason: outcome.reason };
  }
}
