import type { Gap } from '../domain/gaps';
import { acceptableFrom, type Handoff, handoffInto, notesOf } from '../domain/handoff';
import type { EngineerId, NoteId } from '../domain/ids';
import { DAY, isBefore, later } from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';
import { firstShift, refOf, shiftAfter, shiftAt, shiftNamed, shiftsBetween } from '../domain/rotation';
import { type Stretch, stretchesOf } from '../domain/schedule';
import { type HolidaySupport, supportPlan } from '../domain/support-plan';
import {
  type Acceptance,
  type Engineer,
  engineerOf,
  LONGEST_NOTE,
  NOTE_TOPICS,
  type Note,
  type NoteTopic,
  type Reminder,
  type ShiftRef,
  type Team,
} from '../domain/team';
import { type OpenConflict, openConflicts } from './conflicts';
import { type Decision, decided } from './decision';
import { gapsAhead } from './gaps';
import type { NewNotice } from './notice';
import { keyOf } from './notices';

/** How a handoff stands. */
export type HandoffState = {
  readonly handoff: Handoff;
  readonly notes: readonly Note[];
  readonly state: 'ahead' | 'under-way' | 'over';
  /** Whether it can be accepted now. */
  readonly acceptable: boolean;
};

/** Everything the card of a handoff shows. */
export type HandoffCard = HandoffState & {
  readonly support: readonly HolidaySupport[];
  /** The first part of each of the shifts that follow. */
  readonly next: readonly Stretch[];
  /** What is open in the coming weeks; nothing where the shift is over. */
  readonly open: StillOpen;
};

/** What of the coming weeks somebody still has to decide on. */
export type StillOpen = { readonly conflicts: readonly OpenConflict[]; readonly gaps: readonly Gap[] };

/** What is still open, of everybody. */
export const stillOpen = (team: Team, now: Date): StillOpen => ({
  conflicts: openConflicts(team, null, now),
  gaps: gapsAhead(team, now),
});

/** Shifts that a handoff shows after its own. */
const SHIFTS_SHOWN = 3;

/** The card of a handoff as it is at `now`; undefined where the rotation no longer has it. */
export function handoffCard(team: Team, ref: ShiftRef, now: Date): HandoffCard | undefined {
  const state = handoffState(team, ref, now);
  if (!state) return undefined;
  const { shift } = state.handoff;
  const next: Stretch[] = [];
  for (let one = shiftAfter(team, shift); next.length < SHIFTS_SHOWN; one = shiftAfter(team, one))
    next.push(...stretchesOf(team, one).slice(0, 1));
  const open = state.state === 'over' ? { conflicts: [], gaps: [] } : stillOpen(team, now);
  return { ...state, support: supportPlan(team, shift), next, open };
}

/** How a handoff stands at `now`; undefined where the rotation no longer has it. */
export function handoffState(team: Team, ref: ShiftRef, now: Date): HandoffState | undefined {
  const shift = shiftNamed(team, ref);
  if (!shift) return undefined;
  const handoff = handoffInto(team, shift);
  const isOver = !isBefore(now, shift.end);
  return {
    handoff,
    notes: notesOf(team, ref),
    state: isOver ? 'over' : isBefore(now, shift.start) ? 'ahead' : 'under-way',
    acceptable: handoff.asks && !handoff.acceptance && !isOver && !isBefore(now, acceptableFrom(team, handoff)),
  };
}

export type HandoffAnswer = {
  readonly kind: 'handoff';
  /** That of the shift under way; null before the first. */
  readonly current: HandoffCard | null;
  readonly next: HandoffCard;
};

/** The handoff of the shift under way, and what is known of the next. */
export function showHandoff(team: Team, now: Date): HandoffAnswer {
  const shift = shiftAt(team, now);
  const card = (ref: ShiftRef): HandoffCard => {
    const found = handoffCard(team, ref, now);
    if (!found) throw new Error(`the rotation has no shift ${keyOf(ref)}`);
    return found;
  };
  return {
    kind: 'handoff',
    current: shift ? card(refOf(shift)) : null,
    next: card(nextHandoff(team, now)),
  };
}

/** The handoff that comes next. */
export function nextHandoff(team: Team, now: Date): ShiftRef {
  const shift = shiftAt(team, now);
  return refOf(shift ? shiftAfter(team, shift) : firstShift(team));
}

/** The handoffs that people may still read of as if it were true: of the shift under way, the one before and the next. */
export const handoffsKeptTrue = (team: Team, now: Date): readonly ShiftRef[] =>
  shiftsBetween(team, { start: new Date(now.getTime() - AROUND), end: new Date(now.getTime() + AROUND) }).map(refOf);

const AROUND = 9 * DAY;

/** Why somebody may not do something with a handoff. */
export type HandoffRefusal =
  | { readonly kind: 'no-such-handoff' }
  | { readonly kind: 'not-on-team' }
  /** Only the one who takes over, or a lead, may. */
  | { readonly kind: 'not-yours'; readonly incoming: EngineerId }
  /** A lead may, and has to say that they mean it. */
  | { readonly kind: 'for-somebody-else'; readonly handoff: ShiftRef; readonly incoming: EngineerId }
  | {
      readonly kind: 'nothing-to-accept';
      readonly incoming: EngineerId;
      readonly why: 'stays' | 'away' | 'before-baton';
    }
  | { readonly kind: 'too-early'; readonly from: Date }
  | { readonly kind: 'week-over'; readonly end: Date }
  | { readonly kind: 'accepted-already'; readonly acceptance: Acceptance }
  | { readonly kind: 'no-text' }
  | { readonly kind: 'note-too-long'; readonly text: string }
  | { readonly kind: 'note-gone' }
  | { readonly kind: 'note-of-another'; readonly engineer: EngineerId };

/** Says that `by` has the shift, or a lead that somebody else has it: only where they say so. */
export function acceptHandoff(
  team: Team,
  ask: { readonly handoff: ShiftRef; readonly by: EngineerId | null; readonly forAnother: boolean },
  now: Date,
): Result<Decision<Acceptance>, HandoffRefusal> {
  const shift = shiftNamed(team, ask.handoff);
  if (!shift) return refuse({ kind: 'no-such-handoff' });
  if (!ask.by) return refuse({ kind: 'not-on-team' });
  const handoff = handoffInto(team, shift);
  const { incoming, outgoing, passesOn, acceptance, asks, ref } = handoff;
  if (acceptance) return refuse({ kind: 'accepted-already', acceptance });
  const own = ask.by === incoming;
  if (!own && !engineerOf(team, ask.by).lead) return refuse({ kind: 'not-yours', incoming });
  if (!asks) {
    const why = passesOn ? 'before-baton' : outgoing === incoming ? 'stays' : 'away';
    return refuse({ kind: 'nothing-to-accept', incoming, why });
  }
  if (!isBefore(now, shift.end)) return refuse({ kind: 'week-over', end: shift.end });
  const from = acceptableFrom(team, handoff);
  if (isBefore(now, from)) return refuse({ kind: 'too-early', from });
  if (!own && !ask.forAnother) return refuse({ kind: 'for-somebody-else', handoff: ref, incoming });
  const accepted: Acceptance = { handoff: ref, engineer: incoming, by: ask.by, at: now };
  const told: readonly NewNotice[] = own
    ? []
    : [
        {
          key: `accepted-for:${keyOf(ref)}:${incoming}`,
          notice: { kind: 'accepted-for-you', handoff: ref, to: incoming, by: ask.by },
          cause: 'act',
          dueAt: now,
          until: shift.end,
        },
      ];
  return succeed({
    answer: accepted,
    changes: [{ kind: 'handoff-accepted', acceptance: accepted }],
    notices: told,
  });
}

/** What somebody writes: `id` becomes the note's, unless the text is one they wrote before. */
export type NoteDraft = { readonly id: NoteId; readonly topic: NoteTopic; readonly text: string };

/** The notes an engineer has written for a handoff, by topic: what their form begins with. */
export function draftsOf(team: Team, ref: ShiftRef, engineer: EngineerId): ReadonlyMap<NoteTopic, Note> {
  return new Map(
    notesOf(team, ref)
      .filter((note) => note.engineer === engineer && note.topic !== 'other')
      .map((note) => [note.topic, note]),
  );
}

export type NotesSaved = { readonly handoff: ShiftRef; readonly saved: readonly Note[]; readonly removed: number };

/**
 * Writes notes for a handoff. What is asked for by topic stands in the place of what its writer wrote of it before, and an
 * empty text takes that back; anything else is added.
 */
export function writeNotes(
  team: Team,
  ask: { readonly handoff: ShiftRef; readonly by: EngineerId | null; readonly drafts: readonly NoteDraft[] },
  now: Date,
): Result<Decision<NotesSaved>, HandoffRefusal> {
  const { by, handoff: ref } = ask;
  const shift = shiftNamed(team, ref);
  if (!shift) return refuse({ kind: 'no-such-handoff' });
  if (!by) return refuse({ kind: 'not-on-team' });
  if (!isBefore(now, shift.end)) return refuse({ kind: 'week-over', end: shift.end });
  const drafts = ask.drafts.map((draft) => ({ ...draft, text: draft.text.trim() }));
  const long = drafts.find(({ text }) => text.length > LONGEST_NOTE);
  if (long) return refuse({ kind: 'note-too-long', text: long.text });
  const before = draftsOf(team, ref, by);
  const written = drafts.filter(({ topic, text }) => text !== '' && before.get(topic)?.text !== text);
  const replaced = drafts.flatMap(({ topic, text }) => {
    const old = before.get(topic);
    return old && old.text !== text ? [old] : [];
  });
  if (written.length === 0 && replaced.length === 0 && before.size === 0) return refuse({ kind: 'no-text' });
  const saved = written.map((draft): Note => ({ ...draft, handoff: ref, engineer: by, recordedAt: now }));
  const { incoming, acceptance } = handoffInto(team, shift);
  const missed = acceptance && incoming !== by;
  return succeed({
    answer: { handoff: ref, saved, removed: replaced.length },
    changes: [
      ...replaced.map(({ id }) => ({ kind: 'note-removed' as const, note: id, at: now })),
      ...saved.map((note) => ({ kind: 'note-added' as const, note })),
    ],
    // Who accepted has read the post, and an edit of it rings nowhere.
    notices: missed ? saved.map((note) => noteForYou(note, incoming, later(now, shift.start), shift.end)) : [],
  });
}

const noteForYou = ({ id }: Note, to: EngineerId, dueAt: Date, until: Date): NewNotice => ({
  key: `note:${id}`,
  notice: { kind: 'note-for-you', note: id, to },
  cause: 'act',
  dueAt,
  until,
});

/** Takes a note back: its writer, or a lead. */
export function removeNote(
  team: Team,
  ask: { readonly note: NoteId; readonly by: EngineerId | null },
  now: Date,
): Result<Decision<Note>, HandoffRefusal> {
  const note = team.notes.find(({ id }) => id === ask.note);
  if (!note) return refuse({ kind: 'note-gone' });
  if (!ask.by) return refuse({ kind: 'not-on-team' });
  if (note.engineer !== ask.by && !engineerOf(team, ask.by).lead)
    return refuse({ kind: 'note-of-another', engineer: note.engineer });
  return succeed(decided(note, { kind: 'note-removed', note: note.id, at: now }));
}

/** Mutes a kind of reminder for whoever asks, or lets it be heard again. */
export function setMuted(
  team: Team,
  ask: { readonly reminder: Reminder; readonly muted: boolean; readonly by: EngineerId | null },
): Result<Decision<Engineer['muted']>, Extract<HandoffRefusal, { kind: 'not-on-team' }>> {
  if (!ask.by) return refuse({ kind: 'not-on-team' });
  const others = engineerOf(team, ask.by).muted.filter((reminder) => reminder !== ask.reminder);
  const muted = ask.muted ? [...others, ask.reminder] : others;
  return succeed(decided(muted, { kind: 'reminders-muted', engineer: ask.by, muted }));
}

/** The topics a form asks for, in order. */
export const ASKED_TOPICS: readonly Exclude<NoteTopic, 'other'>[] = NOTE_TOPICS.filter((topic) => topic !== 'other');
