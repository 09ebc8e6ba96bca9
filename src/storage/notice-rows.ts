import { z } from 'zod';
import type { EngineerId, NoteId, SwapId, TeamId, TimeOffId, UserGroupId } from '../domain/ids';
import { addresseeOf, type NewNotice, type Notice } from '../usecases/notice';
import type { Claim, StoredNotice } from '../usecases/outbox';
import { fromJson, toJson } from './json';
import type { NoticeRow } from './tables';

const handoff = z.strictObject({ version: z.int(), turn: z.int() });
const swap = z.string() as unknown as z.ZodType<SwapId>;
const to = z.string() as unknown as z.ZodType<EngineerId>;

const schema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('handoff'), handoff }),
  z.strictObject({ kind: z.literal('notes-wanted'), handoff, to }),
  z.strictObject({ kind: z.literal('handoff-ahead'), handoff, to }),
  z.strictObject({ kind: z.literal('handoff-nudge'), handoff, to }),
  z.strictObject({ kind: z.literal('handoff-unaccepted'), handoff, to: to.nullable() }),
  z.strictObject({ kind: z.literal('accepted-for-you'), handoff, to, by: to }),
  z.strictObject({ kind: z.literal('note-for-you'), note: z.string() as unknown as z.ZodType<NoteId>, to }),
  z.strictObject({ kind: z.literal('notice-blocked'), key: z.string(), reason: z.string(), to }),
  z.strictObject({ kind: z.literal('mirror-refused'), mirror: z.enum(['topic', 'group']), reason: z.string(), to }),
  z.strictObject({ kind: z.literal('swap-request'), swap, to: to.nullable() }),
  z.strictObject({ kind: z.literal('swap-reminder'), swap, days: z.int(), to }),
  z.strictObject({ kind: z.literal('swap-silent'), swap, to }),
  z.strictObject({ kind: z.literal('swap-approval'), swap, to }),
  z.strictObject({
    ...{ kind: z.literal('swap-outcome'), swap, to: to.nullable() },
    outcome: z.enum(['agreed', 'undone', 'void']),
  }),
  z.strictObject({ kind: z.literal('swap-closed'), swap, to }),
  z.strictObject({ kind: z.literal('conflict'), conflict: z.string(), to }),
  z.strictObject({ kind: z.literal('conflict-open'), conflict: z.string(), to }),
  z.strictObject({
    ...{ kind: z.literal('gaps'), found: z.string(), to: to.nullable() },
    day: z.string().nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('gaps-closed'), closed: z.string(), to: to.nullable() }),
  z.strictObject({ kind: z.literal('absence'), timeOff: z.string() as unknown as z.ZodType<TimeOffId>, to }),
  z.strictObject({ kind: z.literal('swap-undo'), swap, to }),
  z.strictObject({ kind: z.literal('cover-edge'), swap, leg: z.int(), edge: z.enum(['begins', 'ends']), to }),
  z.strictObject({ kind: z.literal('group-question'), group: z.string() as unknown as z.ZodType<UserGroupId>, to }),
]);

const Stored: z.ZodType<Notice> = schema;

/** A notice as JSON text that can be read again: a kind or a field that is missing above does not compile here. */
const textOf = (notice: Notice): string => toJson(notice satisfies z.output<typeof schema>);

/** Where the row's message goes, as it is compared: one message a second to each. */
const destinationOf = (notice: Notice): string =>
  addresseeOf(notice) ?? ('swap' in notice ? 'the swaps channel' : 'the channel');

/** The row of a notice nobody has worked on. */
export function rowOf(team: TeamId, id: string, notice: NewNotice, now: Date): NoticeRow {
  return {
    team_id: team,
    key: notice.key,
    id,
    notice: textOf(notice.notice),
    destination: destinationOf(notice.notice),
    cause: notice.cause,
    due_at: notice.dueAt.toISOString(),
    until: notice.until?.toISOString() ?? null,
    stored_at: now.toISOString(),
    state: notice.untold?.kind ?? 'due',
    retry_at: null,
    waiting_since: null,
    claim: null,
    claimed_at: null,
    claimed_before: null,
    attempts: 0,
    attempted_at: null,
    unknown_since: null,
    may_repeat: 0,
    channel: null,
    ts: null,
    sent_at: null,
    reason: notice.untold?.reason ?? null,
  };
}

/** A notice as its row has it. */
export function noticeOf(row: NoticeRow): StoredNotice {
  return {
    team: row.team_id as TeamId,
    key: row.key,
    id: row.id,
    notice: fromJson(Stored, row.notice),
    cause: row.cause,
    dueAt: new Date(row.due_at),
    until: instantOf(row.until),
    state: row.state,
    attempts: row.attempts,
    attemptedAt: instantOf(row.attempted_at),
    mayRepeat: row.may_repeat === 1,
    message: row.channel !== null && row.ts !== null ? { channel: row.channel, ts: row.ts } : null,
    sentAt: instantOf(row.sent_at),
    reason: row.reason,
  };
}

/** A claim as its row has it. Throws where nobody holds one. */
export function claimOf(row: NoticeRow): Claim {
  if (row.claim === null || row.claimed_before === null) throw new Error(`nobody holds the notice ${row.key}`);
  return {
    ...noticeOf(row),
    claim: row.claim,
    before: row.claimed_before,
    unknownSince: instantOf(row.unknown_since),
  };
}

const instantOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
