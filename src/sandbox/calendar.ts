import type { ClockTo, Outcome } from './protocol';
import type { Workspace } from './workspace';

const day = 24 * 60 * 60_000;
const done: Outcome = { ok: true };
const failed = (error: string): Outcome => ({ ok: false, error });
const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Moves the calendar clock, through everything that happens on the way; the workspace goes on meanwhile. */
export async function moveClock(workspace: Workspace, to: ClockTo): Promise<Outcome> {
  const { clock } = workspace.options;
  if (workspace.moving) return failed('The clock is moving already.');
  showMoving(workspace, to);
  try {
    const now = clock.now();
    const instant = to === 'next-day' ? new Date(now.getTime() + day) : await clock.nextHandoff();
    if (instant <= now) return failed('The clock only moves forward.');
    await clock.moveTo(instant);
    return done;
  } catch (error) {
    return failed(`The clock could not be moved: ${wordsOf(error)}`);
  } finally {
    showMoving(workspace, null);
  }
}

/** Begins again: first whatever the workspace is used for, then the workspace. */
export async function startOver(workspace: Workspace): Promise<Outcome> {
  if (workspace.moving) return failed('Wait until the clock has arrived.');
  try {
    await workspace.options.startOver?.();
    workspace.forget();
    await workspace.options.startedOver?.();
    return done;
  } catch (error) {
    return failed(wordsOf(error));
  }
}

function showMoving(workspace: Workspace, to: ClockTo | null): void {
  workspace.moving = to;
  workspace.changed('passing');
}
