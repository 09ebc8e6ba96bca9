import { DAY, isBefore, MINUTE } from '../domain/interval';
import type { Team } from '../domain/team';
import type { NewNotice } from './notice';
import { comingNotices } from './notices';
import type { Heartbeat, StoredMirror, StoredNotice } from './outbox';

/** What is known of the running Baton besides the team. */
export type HealthFacts = {
  readonly version: string;
  /** Where the database is, as its user would write it. */
  readonly database: string;
  /** The newest first. */
  readonly processes: readonly Heartbeat[];
  readonly notices: readonly StoredNotice[];
  readonly mirrors: readonly StoredMirror[];
};

/** Something that keeps Baton from doing its work. */
export type Trouble =
  | { readonly kind: 'not-running' }
  | { readonly kind: 'not-ticking'; readonly since: Date }
  | { readonly kind: 'not-connected' }
  | { readonly kind: 'not-begun' }
  | { readonly kind: 'blocked' | 'unknown' | 'overdue' | 'skipped'; readonly notice: StoredNotice }
  | { readonly kind: 'mirror-refused'; readonly mirror: StoredMirror };

export type HealthAnswer = {
  readonly kind: 'health';
  readonly facts: HealthFacts;
  /** Those that are alive. */
  readonly processes: readonly Heartbeat[];
  readonly troubles: readonly Trouble[];
  /** What was sent, dropped or skipped, newest first. */
  readonly told: readonly StoredNotice[];
  /** What waits: blocked, unknown or due. */
  readonly waiting: readonly StoredNotice[];
  /** What comes next of itself. */
  readonly coming: readonly NewNotice[];
};

/** Milliseconds without a tick, and after which what is due should have been told. */
const TICKS_EXPECTED = 2 * MINUTE;
const OVERDUE = 5 * MINUTE;

/** Milliseconds for which it matters that something was not told. */
const SKIPPED_SHOWN = 7 * DAY;

/** Whether something keeps people from being told now; other troubles are shown, and no more. */
export const isGrave = ({ kind }: Trouble): boolean => kind !== 'mirror-refused' && kind !== 'skipped';

/** How Baton is, and what is the matter if anything is. */
export function health(team: Team, facts: HealthFacts, now: Date): HealthAnswer {
  const isDone = ({ state }: StoredNotice) => ['sent', 'dropped', 'skipped'].includes(state);
  const processes = facts.processes.filter((process) => isAlive(process, now));
  const waiting = facts.notices.filter((notice) => !isDone(notice));
  return {
    kind: 'health',
    facts,
    processes,
    troubles: [
      ...troublesOfProcesses(facts.processes, now),
      ...(team.begunAt ? [] : [{ kind: 'not-begun' as const }]),
      ...waiting.flatMap((notice): Trouble[] => {
        if (notice.state === 'blocked' || notice.state === 'unknown') return [{ kind: notice.state, notice }];
        return isBefore(notice.dueAt, ago(OVERDUE, now)) && !notice.reason ? [{ kind: 'overdue', notice }] : [];
      }),
      ...facts.notices.flatMap((notice): Trouble[] =>
        notice.state === 'skipped' && isBefore(ago(SKIPPED_SHOWN, now), notice.dueAt)
          ? [{ kind: 'skipped', notice }]
          : [],
      ),
      ...facts.mirrors.flatMap((mirror): Trouble[] =>
        mirror.refusal && isWanted(team, mirror, now) ? [{ kind: 'mirror-refused', mirror }] : [],
      ),
    ],
    told: facts.notices.filter(isDone),
    waiting,
    coming: comingNotices(team, now),
  };
}

/** Whether a mirror is still kept: not a group that is left alone, nor a message of weeks ago. */
function isWanted({ userGroup, groupConsent }: Team, { mirror, refusal }: StoredMirror, now: Date): boolean {
  if (mirror === 'group') return userGroup !== null && groupConsent?.agreed !== false;
  return mirror === 'topic' || (refusal !== null && isBefore(ago(14 * DAY, now), refusal.since));
}

function troublesOfProcesses(processes: readonly Heartbeat[], now: Date): readonly Trouble[] {
  const [newest] = processes;
  if (!newest) return [{ kind: 'not-running' }];
  const alive = processes.filter((process) => isAlive(process, now));
  if (alive.length === 0) return [{ kind: 'not-ticking', since: newest.tickedAt }];
  return alive.some(({ connected }) => connected) ? [] : [{ kind: 'not-connected' }];
}

const isAlive = ({ tickedAt }: Heartbeat, now: Date): boolean => isBefore(ago(TICKS_EXPECTED, now), tickedAt);

const ago = (milliseconds: number, now: Date): Date => new Date(now.getTime() - milliseconds);
