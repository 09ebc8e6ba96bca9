import type { EngineerId } from '../../domain/ids';
import { type Impact, impactOf, type Warning } from '../../domain/impact';
import { contains, type Interval, MINUTE } from '../../domain/interval';
import { shiftNamed } from '../../domain/rotation';
import { type Stretch, stretchesOf } from '../../domain/schedule';
import { awaitedOf, isPending, spanOf } from '../../domain/swap';
import { DUTIES, type Leg, type Part, type ShiftRef, type Swap, type Team } from '../../domain/team';
import { couldTake } from '../../usecases/swap-notices';
import { isForSame } from '../../usecases/swaps';
import { fullDay, nameOf, plainDay, plainMoment } from '../../usecases/wording';
import { join, listing, type Mrkdwn, mrkdwn, together } from './blocks';
import { called, named, type Stage } from './words';

export const MOST = { pieces: 12, characters: 2000 };
export const more = (left: number): string => `and ${left} more`;

/** The days of a span: `Mon 30 Nov – Mon 7 Dec`. */
export const spanWords = ({ start, end }: Interval, { team, now }: Stage): string =>
  `${plainDay(start, team.timezone, now)} – ${plainDay(end, team.timezone, now)}`;

export const DUTY_WORDS = { primary: 'on call', backup: 'backup' } as const;

/** A part of the rotation: `on call, Mon 30 Nov – Mon 7 Dec`. */
export function partWords(part: Part, stage: Stage): string {
  const span = spanOf(stage.team, part);
  if (!span) return `${DUTY_WORDS[part.duty]}, in a week that the rotation no longer has`;
  if (!part.days) return `${DUTY_WORDS[part.duty]}, ${spanWords(span, stage)}`;
  const { team, now } = stage;
  const [from, to] = [span.start, span.end].map((instant) => plainMoment(instant, team.timezone, now));
  return `${DUTY_WORDS[part.duty]}, ${from} – ${to}`;
}

const legLine = (leg: Leg, stage: Stage): Mrkdwn =>
  leg.to
    ? mrkdwn`• *${nameOf(stage.team, leg.to)}* takes ${partWords(leg, stage)}, from *${nameOf(stage.team, leg.from)}*`
    : mrkdwn`• Somebody takes ${partWords(leg, stage)}, from *${nameOf(stage.team, leg.from)}*`;

/** The week of a shift and who holds the duty then: `Mon 7 Dec (Engineer 2)`. */
export function wantedWords(shift: ShiftRef, { duty }: Pick<Part, 'duty'>, stage: Stage): string {
  const found = shiftNamed(stage.team, shift);
  if (!found) return 'a week that is no more';
  const [first] = stretchesOf(stage.team, found);
  const holder = duty === 'primary' ? first?.primary.engineer : first?.backup?.engineer;
  return `${plainDay(found.start, stage.team.timezone, stage.now)}${holder ? ` (${nameOf(stage.team, holder)})` : ''}`;
}

/** What a swap is about: who asks, and what would pass to whom. */
export function swapHead(swap: Swap, stage: Stage): Mrkdwn {
  const { team } = stage;
  const { requester, askedBy, kind, legs, isOpen, wants } = swap;
  const who =
    askedBy === requester
      ? mrkdwn`*${nameOf(team, requester)}*`
      : mrkdwn`*${nameOf(team, askedBy)}*, for *${nameOf(team, requester)}*,`;
  const [own] = legs;
  const asks = isPending(team, swap, stage.now) ? 'asks' : 'asked';
  if (isOpen && kind === 'cover')
    return mrkdwn`${who} ${asks} who takes ${join(
      legs.map((leg) => partWords(leg, stage)),
      ' and ',
    )}.`;
  if (isOpen) {
    const weeks = listing(
      wants.map((shift) => wantedWords(shift, own, stage)),
      ' · ',
      MOST,
      more,
    );
    return mrkdwn`${who} would give ${partWords(own, stage)}, and take one of these weeks for it: ${weeks}`;
  }
  const what = kind === 'cover' ? 'a cover' : legs.length > 2 ? 'a trade among three' : 'a trade';
  return mrkdwn`${who} ${asks} for ${what}:\n${join(
    legs.map((leg) => legLine(leg, stage)),
    '\n',
  )}`;
}

/** How a swap stands, in one line. `mentions`: those who have to answer are called. */
export function swapStatus(swap: Swap, stage: Stage, mentions = false): Mrkdwn {
  const { team, now } = stage;
  const { state } = swap;
  const at = (instant: Date) => plainMoment(instant, team.timezone, now);
  const who = (id: EngineerId) => (mentions ? called(team, id) : named(team, id));
  switch (state.kind) {
    case 'open': {
      if (!isPending(team, swap, now)) return mrkdwn`Expired: nobody agreed in time.`;
      const said = (ids: readonly EngineerId[]) =>
        listing(
          ids.map((id) => nameOf(team, id)),
          ', ',
          MOST,
          more,
        );
      const yes = state.yes.length > 0 ? mrkdwn` Yes: ${said(state.yes)}.` : '';
      const no = state.no.length > 0 ? mrkdwn` Cannot: ${said(state.no)}.` : '';
      const waits = swap.isOpen
        ? couldTake(team, swap, now).length > 0
          ? mrkdwn`Anybody who can may take it.`
          : mrkdwn`Nobody is left who could take it.`
        : mrkdwn`Waits for ${together(awaitedOf(swap).map(who))}.`;
      return mrkdwn`${waits}${yes}${no}${answeredFor(swap, stage)}`;
    }
    case 'awaiting-lead':
      return isPending(team, swap, now)
        ? mrkdwn`Everybody said yes. A lead has to approve it; after two working days without an answer it counts.`
        : mrkdwn`Expired: no lead decided in time.`;
    case 'agreed': {
      const { approvedBy, undo } = state;
      const how =
        approvedBy === 'silence'
          ? mrkdwn`, as no lead answered in two working days`
          : approvedBy
            ? mrkdwn`, approved by ${named(team, approvedBy)}`
            : '';
      const wanted = undo.length > 0 ? mrkdwn` ${together(undo.map((id) => named(team, id)))} would undo it.` : '';
      return mrkdwn`:white_check_mark: Agreed ${at(state.at)}${how}.${answeredFor(swap, stage)}${wanted}`;
    }
    case 'void':
      return state.because === 'left'
        ? mrkdwn`Void since ${at(state.at)}: somebody in it left the team. Ask again if it is still needed.`
        : mrkdwn`Void since ${at(state.at)}: somebody else holds a part of it by now. Ask again if it is still needed.`;
    case 'declined':
    case 'withdrawn':
    case 'refused':
    case 'undone': {
      if (state.kind === 'withdrawn' && isAskedAnew(team, swap))
        return mrkdwn`Nothing to do any more: ${named(team, state.by)} asked somebody else, ${at(state.at)}.`;
      const verb = { declined: 'Declined', withdrawn: 'Taken back', refused: 'Refused', undone: 'Undone' }[state.kind];
      return mrkdwn`${verb} by ${named(team, state.by)}, ${at(state.at)}.${answeredFor(swap, stage)}`;
    }
  }
}

/** Whether a request was taken back to ask somebody else in its place. */
const isAskedAnew = (team: Team, swap: Swap): boolean =>
  'at' in swap.state &&
  [...team.swaps.values()].some(
    (other) =>
      other.askedAt.getTime() === (swap.state as { readonly at: Date }).at.getTime() && isForSame(team, other, swap),
  );

/** What a lead said for somebody. */
const answeredFor = ({ answers }: Swap, { team }: Stage): Mrkdwn =>
  join(
    answers.map(({ of, by }) => mrkdwn` ${named(team, by)} answered for ${named(team, of)}.`),
    '',
  );

/** What a swap that names everybody in it would change, in as many lines as there is room for. */
export const impactWords = (swap: Pick<Swap, 'kind' | 'legs'>, stage: Stage): Mrkdwn =>
  listing(impactLines(impactOf(stage.team, swap, stage.now), stage), '\n', MOST, more);

/** Pipelines that are named of those that others would lead. */
const MOST_NAMED = { pieces: 3, characters: 200 };

/** What a swap would change, week by week, and what is worth knowing before a yes. */
export function impactLines({ weeks, warnings, favours, loads, support }: Impact, stage: Stage): Mrkdwn[] {
  const { team } = stage;
  return [
    ...weeks.map(
      ({ shift, before, after }) => mrkdwn`*${spanWords(shift, stage)}*: ${changeWords(before, after, stage)}`,
    ),
    ...support.map(({ date, before, after, pipelines }) => {
      const leads = (id: EngineerId | null) => (id ? nameOf(team, id) : 'whoever is on call');
      const of = listing(
        pipelines.map((id) => team.pipelines.get(id)?.name ?? id),
        ', ',
        MOST_NAMED,
        (left) => `and ${left} more`,
      );
      return mrkdwn`${fullDay(date)}, who leads critical support of ${of}: ${leads(before)} → *${leads(after)}*`;
    }),
    ...warnings.map((warning) => mrkdwn`:warning: ${warningWords(warning, stage)}`),
    ...loads.map(
      ({ engineer, before, after }) =>
        mrkdwn`${nameOf(team, engineer)} would be on call in ${after} of 24 weeks instead of ${before}.`,
    ),
    ...favours.map(
      ({ from, to, days }) =>
        mrkdwn`${nameOf(team, from)} would owe ${nameOf(team, to)} ${days} ${days === 1 ? 'day' : 'days'} for it.`,
    ),
  ];
}

/** Whether words that are exact to the minute tell the begin of a stretch from its end. */
export const isLongEnough = ({ start, end }: Interval): boolean => end.getTime() - start.getTime() >= MINUTE;

/** Who is on call and who is backup before and after; where that is not the same through a shift, a line for each part. */
function changeWords(before: readonly Stretch[], after: readonly Stretch[], stage: Stage): Mrkdwn {
  const at = (stretches: readonly Stretch[], instant: Date) => stretches.find((stretch) => contains(stretch, instant));
  const ids = ({ primary, backup }: Stretch) => ({ primary: primary.engineer, backup: backup?.engineer ?? null });
  const starts = [...new Set([...before, ...after].filter(isLongEnough).map(({ start }) => start.getTime()))].sort(
    (one, other) => one - other,
  );
  const parts = starts
    .flatMap((start) => {
      const [one, other] = [at(before, new Date(start)), at(after, new Date(start))];
      return one && other ? [{ start, was: ids(one), is: ids(other) }] : [];
    })
    .filter(({ was, is }, place, all) => {
      const last = all[place - 1];
      return DUTIES.some((duty) => was[duty] !== last?.was[duty] || is[duty] !== last?.is[duty]);
    });
  return listing(
    parts.map(({ start, was, is }) => {
      const from =
        parts.length > 1 ? mrkdwn`\n• from ${plainMoment(new Date(start), stage.team.timezone, stage.now)} ` : '';
      const [primary, backup] = DUTIES.map((duty) => fromTo(was[duty], is[duty], stage));
      return mrkdwn`${from}on call ${primary ?? ''}; backup ${backup ?? ''}`;
    }),
    '',
    MOST,
    more,
  );
}

/** Who is on call and who is backup in a shift; where somebody else takes over within it, a line for each. */
export function heldWords(stretches: readonly Stretch[], { team, now }: Stage): Mrkdwn {
  const handed = stretches.filter(isHandedOn);
  return listing(
    handed.map(({ start, primary, backup }) => {
      const from = handed.length > 1 ? mrkdwn`\n• from ${plainMoment(start, team.timezone, now)} ` : '';
      const second = backup ? nameOf(team, backup.engineer) : 'nobody';
      return mrkdwn`${from}on call *${nameOf(team, primary.engineer)}*, backup ${second}`;
    }),
    '',
    MOST,
    more,
  );
}

/** Whether somebody else is on call or backup from here on, and not only for another reason. */
function isHandedOn(stretch: Stretch, place: number, all: readonly Stretch[]): boolean {
  const before = all.slice(0, place).findLast(isLongEnough);
  const isSame = DUTIES.every((duty) => before?.[duty]?.engineer === stretch[duty]?.engineer);
  return isLongEnough(stretch) && !(before && isSame);
}

function fromTo(before: EngineerId | null, after: EngineerId | null, { team }: Stage): Mrkdwn {
  const name = (id: EngineerId | null) => (id ? nameOf(team, id) : 'nobody');
  return before === after ? mrkdwn`${name(after)}` : mrkdwn`${name(before)} → *${name(after)}*`;
}

function warningWords(warning: Warning, { team, now }: Stage): string {
  const day = (instant: Date) => plainDay(instant, team.timezone, now);
  const moment = (instant: Date) => plainMoment(instant, team.timezone, now);
  switch (warning.kind) {
    case 'two-in-row':
      return `${nameOf(team, warning.engineer)} would be on call two weeks running, from ${day(warning.first)}.`;
    case 'holiday':
      return `${fullDay(warning.date)} is a holiday of ${nameOf(team, warning.engineer)} (${warning.name}).`;
    case 'away':
      return `${nameOf(team, warning.engineer)} is away from ${moment(warning.away.start)} to ${moment(warning.away.end)}.`;
    case 'nobody':
      return `Nobody would be left ${warning.duty === 'primary' ? 'to be on call' : 'as backup'} from ${moment(warning.span.start)}.`;
  }
}
