import type { EngineerId, NoteId, UserGroupId } from '../domain/ids';
import { type Result, succeed } from '../domain/result';
import type { Acceptance, Engineer, GroupConsent, Note, Reminder, ShiftRef, Team } from '../domain/team';
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

/** What somebody wants done. Plain data, so that a button can carry it. */
export type Deed =
  | { readonly kind: 'accept-handoff'; readonly handoff: ShiftRef; readonly forAnother: boolean }
  /** Null is the next handoff. */
  | { readonly kind: 'write-notes'; readonly handoff: ShiftRef | null; readonly drafts: readonly NoteDraft[] }
  | { readonly kind: 'remove-note'; readonly note: NoteId }
  | { readonly kind: 'mute'; readonly reminder: Reminder; readonly muted: boolean }
  | { readonly kind: 'begin' }
  | { readonly kind: 'claim-lead'; readonly code: string; readonly engineer: EngineerId | null }
  | { readonly kind: 'answer-group'; readonly group: UserGroupId; readonly agreed: boolean };

/** What was done. */
export type Done =
  | { readonly kind: 'accepted'; readonly acceptance: Acceptance }
  | ({ readonly kind: 'notes-saved' } & NotesSaved)
  | { readonly kind: 'note-removed'; readonly note: Note }
  | { readonly kind: 'muted'; readonly reminder: Reminder; readonly muted: boolean }
  | { readonly kind: 'begun' }
  | { readonly kind: 'lead-linked'; readonly engineer: Engineer }
  | { readonly kind: 'group-answered'; readonly consent: GroupConsent };

/** Why something may not be done, with what is needed to explain it. */
export type DeedRefusal = HandoffRefusal | SetupRefusal;

/** Decides on any deed. `isCode` tells whether a code is the one in the log. */
export function perform(
  team: Team,
  deed: Deed,
  { slack, engineer: by }: Asker,
  isCode: (code: string) => boolean,
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
    case 'answer-group':
      return done(answerGroup(team, { ...deed, by }, now), (consent) => ({ kind: 'group-answered', consent }));
  }
}

function done<T, R>(result: Result<Decision<T>, R>, tell: (answer: T) => Done): Result<Decision<Done>, R> {
  return result.ok ? succeed({ ...result.value, answer: tell(result.value.answer) }) : result;
}
