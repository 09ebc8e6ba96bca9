import type { EngineerId, PipelineId, SlackUserId } from '../domain/ids';
import type { LocalDate } from '../domain/interval';
import type { SectionId } from '../domain/runbook';

/** What somebody wants to know. Plain data, so that a button can carry it and ask it anew. */
export type Question =
  | { readonly kind: 'now' }
  /** `nearest` is the command the words look like, for when nothing is called so. */
  | { readonly kind: 'who'; readonly words: string; readonly nearest?: string }
  | { readonly kind: 'person'; readonly user: SlackUserId }
  | { readonly kind: 'schedule'; readonly weeks: number }
  | { readonly kind: 'owners' }
  | { readonly kind: 'me' }
  | { readonly kind: 'why'; readonly date: LocalDate }
  | { readonly kind: 'handoff' }
  | { readonly kind: 'health' }
  | { readonly kind: 'swaps' }
  | { readonly kind: 'time-off' }
  | { readonly kind: 'fairness'; readonly months: number }
  /** Of whoever asks where `user` is null; of the year to come where `year` is. */
  | { readonly kind: 'holidays'; readonly user: SlackUserId | null; readonly year: number | null }
  | { readonly kind: 'setup' }
  | { readonly kind: 'runbooks' }
  | { readonly kind: 'runbook'; readonly words: string }
  | { readonly kind: 'pipeline-runbook'; readonly pipeline: PipelineId; readonly open?: SectionId | number };

/** Who asks: an engineer of the team, or anybody else in the workspace. */
export type Asker = { readonly slack: SlackUserId; readonly engineer: EngineerId | null };

/** Weeks that `schedule` shows unless told, and at most. */
export const SCHEDULE_WEEKS = { usual: 8, most: 52 } as const;
