import { z } from 'zod';
import type { EngineerId, SwapId, TeamId, TimeOffId } from '../domain/ids';
import { DUTIES, type Swap } from '../domain/team';
import type { Change } from '../usecases/decision';
import { fromJson, toJson } from './json';
import type { SwapRow } from './tables';

const engineer = z.string() as unknown as z.ZodType<EngineerId>;
const instant = z.iso.datetime().transform((text) => new Date(text));
const shift = z.strictObject({ version: z.int(), turn: z.int() });
const leg = z.strictObject({
  duty: z.enum(DUTIES),
  shift,
  days: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
  from: engineer,
  to: engineer.nullable(),
});

const Legs: z.ZodType<Swap['legs']> = z.tuple([leg], leg);
const Wants: z.ZodType<Swap['wants']> = z.array(shift);
const State: z.ZodType<Swap['state']> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open'), yes: z.array(engineer), no: z.array(engineer) }),
  z.strictObject({ kind: z.literal('awaiting-lead'), since: instant }),
  z.strictObject({
    kind: z.literal('agreed'),
    at: instant,
    approvedBy: z.union([z.literal('silence'), engineer]).nullable(),
    undo: z.array(engineer),
  }),
  z.strictObject({ kind: z.enum(['declined', 'withdrawn', 'refused', 'undone']), at: instant, by: engineer }),
  z.strictObject({ kind: z.literal('void'), at: instant, because: z.enum(['rotation', 'left']) }),
]);

const Answers: z.ZodType<Swap['answers']> = z.array(z.strictObject({ of: engineer, by: engineer }));

type Moved = Pick<Swap, 'legs' | 'isOpen' | 'answers' | 'state'>;

/** What of a swap's row changes with every move. */
export const movedRow = ({ legs, isOpen, answers, state }: Moved | Extract<Change, { kind: 'swap-moved' }>) => ({
  legs: toJson(legs),
  answers: toJson(answers),
  is_open: isOpen ? (1 as const) : (0 as const),
  state_kind: state.kind,
  state: toJson(state),
});

/** The row of a swap. */
export const swapRow = (team: TeamId, swap: Swap): Omit<SwapRow, 'position'> => ({
  team_id: team,
  id: swap.id,
  kind: swap.kind,
  requester: swap.requester,
  asked_by: swap.askedBy,
  wants: toJson(swap.wants),
  reason: swap.reason,
  absence: swap.absence,
  asked_at: swap.askedAt.toISOString(),
  ...movedRow(swap),
});

/** A swap as its row has it. */
export const swapOf = (row: SwapRow): Swap => ({
  id: row.id as SwapId,
  kind: row.kind,
  requester: row.requester as EngineerId,
  askedBy: row.asked_by as EngineerId,
  legs: fromJson(Legs, row.legs),
  isOpen: row.is_open === 1,
  wants: fromJson(Wants, row.wants),
  reason: row.reason,
  absence: row.absence as TimeOffId | null,
  answers: fromJson(Answers, row.answers),
  askedAt: new Date(row.asked_at),
  state: fromJson(State, row.state),
});
