import type { FoundGap, Team } from '../../domain/team';
import { closedGaps, isPartOfAnother, isToldTo, openGaps, tellingsOf } from '../../usecases/gaps';
import type { Notice } from '../../usecases/notice';
import type { StoredNotice } from '../../usecases/outbox';
import { SCHEDULE_WEEKS } from '../../usecases/question';
import { gapWords, nameOf } from '../../usecases/wording';
import { formButton, questionButton } from '../actions';
import { buttons, context, join, listing, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import { MOST, more } from './swap-words';
import type { Stage } from './words';

/** Gaps as lines, what begins first first. */
const linesOf = (gaps: readonly FoundGap[], stage: Stage, mark: string): Mrkdwn =>
  listing(
    [...gaps]
      .sort((one, other) => one.start.getTime() - other.start.getTime())
      .map((gap) => mrkdwn`${{ mrkdwn: mark }} ${gapWords(stage, gap)}.`),
    '\n',
    MOST,
    more,
  );

const CLOSED = mrkdwn`:white_check_mark: Closed, somebody can be reached again.`;

/** Whoever could close it: by name. */
const closersWords = (team: Team, gaps: readonly FoundGap[]): Mrkdwn =>
  join(
    [...new Set(gaps.flatMap(({ askedOf }) => askedOf))].map((id) => mrkdwn`*${nameOf(team, id)}*`),
    ', ',
  );

/** Gaps found ahead, for one who can close them or for the channel. Kept true until they are over. */
export function gapsCard({ found, to, day }: Extract<Notice, { kind: 'gaps' }>, stage: Stage): Message | null {
  const { team, now } = stage;
  const all = team.gaps.filter(({ foundAt }) => foundAt.toISOString() === found);
  const mine = all.filter((gap) => isToldTo(gap, to, day));
  const open = openGaps(team, found, now).filter((gap) => mine.includes(gap));
  const [first] = open;
  if (!first) {
    if (mine.length === 0) return null;
    if (mine.every((gap) => isPartOfAnother(team, gap))) {
      const text = mrkdwn`This became part of a larger gap, which is told of by itself.`;
      return { text: text.mrkdwn, blocks: [section(text)] };
    }
    const [closed, over] = [mine.filter(({ closedAt }) => closedAt), mine.filter(({ closedAt }) => !closedAt)];
    const text = over.length > 0 ? mrkdwn`Over by now.` : CLOSED;
    return {
      text: text.mrkdwn,
      blocks: [
        ...(closed.length > 0 ? [section(mrkdwn`${CLOSED} No longer so:\n${linesOf(closed, stage, '•')}`)] : []),
        ...(over.length > 0 ? [section(mrkdwn`Over by now:\n${linesOf(over, stage, '•')}`)] : []),
      ],
    };
  }
  const isDuty = open.some(({ kind }) => kind === 'duty');
  const remedy = to
    ? mrkdwn`You can close it: ${isDuty ? 'who is back for some of these days closes it for them; `/oncall away list` shows your time off' : 'one of the owners changes their time off (`/oncall away list`), or a lead writes another owner into the team file'}.`
    : mrkdwn`These can close it, and know of it: ${closersWords(team, open)}.`;
  return {
    text: mrkdwn`${to ? 'Close a gap: ' : ''}${gapWords(stage, first)}.`.mrkdwn,
    blocks: [
      section(linesOf(open, stage, ':warning:')),
      section(remedy),
      ...(open.some(({ kind }) => kind === 'ownership')
        ? [context(mrkdwn`Where both owners are away, whoever is on call leads critical support.`)]
        : []),
      ...buttons(
        to ? formButton('away', 'Time off', { kind: 'away' }) : null,
        questionButton('ask', 'schedule', 'Schedule', { kind: 'schedule', weeks: SCHEDULE_WEEKS.usual }),
      ),
    ],
  };
}

/** Gaps are closed, to who was told of them; null where they were not. */
export function gapsClosedCard(
  { closed, to }: Extract<Notice, { kind: 'gaps-closed' }>,
  stage: Stage & { readonly about: readonly StoredNotice[] },
): Message | null {
  const sent = new Set(stage.about.filter(({ state }) => state === 'sent').map(({ key }) => key));
  const gaps = closedGaps(stage.team, closed, to).filter((gap) => tellingsOf([gap], to).some((key) => sent.has(key)));
  const [first] = gaps;
  if (!first) return null;
  return {
    text: mrkdwn`No longer so: ${gapWords(stage, first)}.`.mrkdwn,
    blocks: [
      section(mrkdwn`${CLOSED} No longer so:\n${linesOf(gaps, stage, '•')}`),
      ...buttons(questionButton('ask', 'schedule', 'Schedule', { kind: 'schedule', weeks: SCHEDULE_WEEKS.usual })),
    ],
  };
}
