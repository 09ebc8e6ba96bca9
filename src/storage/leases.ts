/** Milliseconds after which whoever holds a claim is taken to have ended: longer than any call to Slack waits. */
export const LEASE_MS = 60_000;

/**
 * Milliseconds by which a record may lie ahead of now. Of two processes, one may look at the clock first and get the lock
 * last, up to 2 s later; what lies further ahead was recorded on a clock that was since set back.
 */
const AHEAD_MS = 10_000;

/** The instants between which a claim that was taken is still held. */
export const held = (now: Date): { readonly from: string; readonly to: string } => ({
  from: after(now, -LEASE_MS),
  to: after(now, AHEAD_MS),
});

/** Whether something was recorded on a clock that was since set back. */
export const isAhead = (recordedAt: string, now: Date): boolean => recordedAt > after(now, AHEAD_MS);

/** When a row's wait ends; null where it does not wait, or waits by a clock that was since set back. */
export const waitEnds = (
  { retry_at, waiting_since }: { readonly retry_at: string | null; readonly waiting_since: string | null },
  now: Date,
): string | null => (retry_at && waiting_since && !isAhead(waiting_since, now) ? retry_at : null);

/** An instant so many milliseconds after another, as rows keep it. */
export const after = (instant: Date, milliseconds: number): string =>
  new Date(instant.getTime() + milliseconds).toISOString();
