import type { EngineerId, NoteId, SwapId, TimeOffId, UserGroupId } from '../domain/ids';
import type { LocalDate } from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';
import type {
  Acceptance,
  ConflictAnswer,
  Engineer,
  GroupConsent,
  Note,
  Reminder,
  ShiftRef,
  Swap,
  Team,
} from '../domain/team';
import { answerConflict, type ConflictRefusal, type OpenConflict } from './conflicts';
import { askNext, type Covered, type CoverRefusal, coverAbsence } from './covers';
import type { Decision } from './decision';
import {
  acceptHandoff,
  type HandoffRefusal,
  type NoteDraft,
  type NotesSaved,
  nextHandoff,
  removeNote,
  setMuted,
  writeNotes,
} from './handoffs';
import type { Asker } from './question';
import { answerGroup, begin, claimLead, type SetupRefusal } from './setup';
import { judgeSwap, undoSwap, withdrawSwap } from './swap-ends';
import { acceptSwap, declineSwap, requestSwap, type SwapDraft } from './swaps';
import { addTimeOff, cancelTimeOff, type Days, type Earlier, type TimeOffKept, type TimeOffRefusal } from './time-off';

/** What somebody wants done. Plain data, so that a button can carry it. */
export type Deed =
  | { readonly kind: 'accept-handoff'; readonly handoff: ShiftRef; readonly forAnother: boolean }
  /** Null is the next handoff. */
  | { readonly kind: 'write-notes'; readonly handoff: ShiftRef | null; readonly drafts: readonly NoteDraft[] }
  | { readonly kind: 'remove-note'; readonly note: NoteId }
  | { readonly kind: 'mute'; readonly reminder: Reminder; readonly muted: boolean }
  | { readonly kind: 'begin' }
  | { readonly kind: 'claim-lead'; readonly code: string; readonly engineer: EngineerId | null }
  | { readonly kind: 'answer-group'; readonly group: UserGroupId; readonly agreed: boolean }
  | { readonly kind: 'ask-swap'; readonly draft: SwapDraft }
  /** `gives` is the week given for it, of an open trade; `answersFor` whom a lead answers for; `seen`: what it changes was shown. */
  | {
      readonly kind: 'accept-swap';
      readonly swap: SwapId;
      readonly gives: ShiftRef | null;
      readonly answersFor: EngineerId | null;
      readonly seen: boolean;
    }
  | { readonly kind: 'decline-swap'; readonly swap: SwapId; readonly answersFor: EngineerId | null }
  | { readonly kind: 'withdraw-swap' | 'undo-swap'; readonly swap: SwapId }
  /** `next` is who was named; null: whoever is next by now. */
  | { readonly kind: 'ask-next'; readonly swap: SwapId; readonly next: EngineerId | null }
  | { readonly kind: 'judge-swap'; readonly swap: SwapId; readonly approves: boolean }
  | { readonly kind: 'answer-conflict'; readonly key: string; readonly answer: ConflictAnswer['answer'] }
  /** Of whoever does it where no engineer is named. */
  | ({ readonly kind: 'add-time-off'; readonly engineer: EngineerId | null; readonly reason: string | null } & Days)
  /** `undo` leaves what it became one with as that was. */
  | { readonly kind: 'cancel-time-off'; readonly timeOff: TimeOffId; readonly undo: boolean }
  /** Without a taker whoever says so takes it, or anybody where they say it of themselves. */
  | {
      readonly kind: 'cover';
      readonly absent: EngineerId;
      readonly from: LocalDate;
      readonly to: LocalDate;
      readonly taker: EngineerId | null;
    };

/** What was done. */
export type Done =
  | { readonly kind: 'accepted'; readonly acceptance: Acceptance }
  | ({ readonly kind: 'notes-saved' } & NotesSaved)
  | { readonly kind: 'note-removed'; readonly note: Note }
  | { readonly kind: 'muted'; readonly reminder: Reminder; readonly muted: boolean }
  | { readonly kind: 'begun' }
  | { readonly kind: 'lead-linked'; readonly engineer: Engineer }
  | { readonly kind: 'group-answered'; readonly consent: GroupConsent }
  /** A swap as it is now, and what was done with it. */
  | { readonly kind: 'swap'; readonly deed: SwapDeed; readonly swap: Swap }
  | ({ readonly kind: 'covered' } & Covered)
  | ({ readonly kind: 'conflict-answered'; readonly answer: ConflictAnswer['answer'] } & OpenConflict)
  | ({ readonly kind: 'time-off-kept' | 'time-off-ended' } & TimeOffKept & Earlier);

type SwapDeed = 'ask-swap' | 'accept-swap' | 'decline-swap' | 'withdraw-swap' | 'undo-swap' | 'ask-next' | 'judge-swap';

/** Why something may not be done, with what is needed to explain it. */
export type DeedRefusal =
  | HandoffRefusal
  | SetupRefusal
  | CoverRefusal
  | TimeOffRefusal
  | { readonly kind: 'nobody-next' }
  | ConflictRefusal;

/** What deciding needs besides the team: whether a code is the one in the log, and an id that nothing has yet. */
export type Means = { readonly isCode: (code: string) => boolean; readonly newId: () => string };

/** Decides on any deed. */
export function perform(
  team: Team,
  deed: Deed,
  { slack, engineer: by }: Asker,
  { isCode, newId }: Means,
  now: Date,
): Result<Decision<Done>, DeedRefusal> {
  switch (deed.kind) {
    case 'accept-handoff':
      return done(acceptHandoff(team, { ...deed, by }, now), (acceptance) => ({ kind: 'accepted', acceptance }));
    case 'write-notes': {
      const handoff = deed.handoff ?? nextHandoff(team, now);
      return done(writeNotes(team, { ...deed, handoff, by }, now), (saved) => ({ kind: 'notes-saved', ...saved }));
    }
    case 'remove-note':
      return done(removeNote(team, { ...deed, by }, now), (note) => ({ kind: 'note-removed', note }));
    case 'mute': {
      const { reminder, muted } = deed;
      return done(setMuted(team, { reminder, muted, by }), () => ({ kind: 'muted', reminder, muted }));
    }
    case 'begin':
      return done(begin(team, by, now), () => ({ kind: 'begun' }));
    case 'claim-lead': {
      const { code, engineer } = deed;
      const ask = { user: slack, code, engineer, isRight: isCode(code) };
      return done(claimLead(team, ask), (lead) => ({ kind: 'lead-linked', engineer: lead }));
    }
    case 'ask-swap':
      return swapped(deed.kind, requestSwap(team, deed.draft, by, now));
    case 'accept-swap':
      return swapped(deed.kind, acceptSwap(team, { ...deed, by }, now));
    case 'decline-swap':
      return swapped(deed.kind, declineSwap(team, { ...deed, by }, now));
    case 'withdraw-swap':
      return swapped(deed.kind, withdrawSwap(team, { ...deed, by }, now));
    case 'undo-swap':
      return swapped(deed.kind, undoSwap(team, { ...deed, by }, now));
    case 'judge-swap':
      return swapped(deed.kind, judgeSwap(team, { ...deed, by }, now));
    case 'ask-next':
      return swapped(deed.kind, askNext(team, { ...deed, by, id: newId() as SwapId }, now));
    case 'add-time-off': {
      const engineer = deed.engineer ?? by;
      if (!engineer) return refuse({ kind: 'not-on-team' });
      const ask = { ...deed, id: newId() as TimeOffId, engineer, by };
      return done(addTimeOff(team, ask, now), (kept) => ({ kind: 'time-off-kept', ...kept }));
    }
    case 'answer-conflict': {
      const { answer } = deed;
      return done(answerConflict(team, { ...deed, by }, now), (open) => ({
        kind: 'conflict-answered',
        answer,
        ...open,
      }));
    }
    case 'cancel-time-off':
      return done(cancelTimeOff(team, { ...deed, by, newId }, now), (kept) => ({ kind: 'time-off-ended', ...kept }));
    case 'cover': {
      const { absent, from, to, taker } = deed;
      const ask = { id: newId() as SwapId, absent, from, to, taker, by };
      return done(coverAbsence(team, ask, now), (covered) => ({ kind: 'covered', ...covered }));
    }
    case 'answer-group':
      return done(answerGroup(team, { ...deed, by }, now), (consent) => ({ kind: 'group-answered', consent }));
  }
}

const swapped = <R>(deed: SwapDeed, result: Result<Decision<Swap>, R>): Result<Decision<Done>, R> =>
  done(result, (swap) => ({ kind: 'swap', deed, swap }));

function done<T, R>(result: Result<Decision<T>, R>, tell: (answer: T) => Done): Result<Decision<Done>, R> {
  return result.ok ? succeed({ ...result.value, answer: tell(result.value.answer) }) : result;
}
