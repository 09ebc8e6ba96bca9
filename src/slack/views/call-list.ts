import type { KnownBlock } from '@slack/types';
import type { Rung } from '../../domain/call-list';
import type { Contact } from '../../usecases/ownership';
import { hindrance, localClock, nameOf, pipelineHolidayWords, roleWords, shorten } from '../../usecases/wording';
import { context, listing, type Mrkdwn, mrkdwn } from './blocks';
import { brief, person, type Scene } from './words';

/** What is shown of a call list; the rest is counted. */
const MOST = { pieces: 10, characters: 2700 };

/** Whom to call, numbered, each with the reason they stand there, their clock and what keeps them away. */
export function callListLines(scene: Scene, rungs: readonly Rung[]): Mrkdwn {
  const lines = rungs.map(
    (rung, place) => mrkdwn`${place + 1}. ${person(scene, rung.engineer)} ${details(scene, rung)}`,
  );
  return listing(lines, '\n', MOST, (left) => `and ${left} more in the rotation`);
}

function details({ team, now }: Scene, rung: Rung): string {
  const why = rung.leads ? `leads critical support today, ${roleWords(rung.roles)}` : roleWords(rung.roles);
  const parts = [why, hindrance(team, rung.availability, now), `${localClock(team, rung.engineer, now)} their time`];
  return `– ${parts.filter((part) => part !== null).join(' · ')}`;
}

/** What becomes of it on holidays of the primary, of the days to come. */
export const holidayLines = (scene: Scene, { holidays }: Contact): KnownBlock[] =>
  holidays.slice(0, MOST_HOLIDAYS).map((holiday) => context(mrkdwn`${pipelineHolidayWords(scene, holiday)}`));

const MOST_HOLIDAYS = 4;

/** The two lines that answer "who": whom to ask, and whom to call when it is broken now. */
export function whoLines(scene: Scene, { pipeline, callList }: Contact): Mrkdwn {
  const { team } = scene;
  const [owner, second] = [pipeline.primaryOwner, pipeline.secondaryOwner].map((id) => nameOf(team, id));
  const questions = mrkdwn`Questions: *${owner ?? ''}*, *${second ?? ''}*`;
  const [first, next] = callList;
  if (!first) return questions;
  const then = next ? mrkdwn`, then *${nameOf(team, next.engineer)}*` : '';
  return mrkdwn`${questions}\nBroken now: call ${person(scene, first.engineer)}${then}`;
}

/** The same two lines as one, for notifications and screen readers. */
export function whoText({ team }: Pick<Scene, 'team'>, { pipeline, callList }: Contact): Mrkdwn {
  const [first] = callList;
  const call = first ? mrkdwn`: call ${brief(nameOf(team, first.engineer))} now` : '';
  const [owner, second] = [pipeline.primaryOwner, pipeline.secondaryOwner].map((id) => brief(nameOf(team, id)));
  return mrkdwn`${shorten(pipeline.name, 45)}${call}. Questions: ${owner ?? ''}, ${second ?? ''}.`;
}
