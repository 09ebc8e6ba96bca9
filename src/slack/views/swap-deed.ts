import type { Button } from '@slack/types';
import type { EngineerId } from '../../domain/ids';
import { isBefore } from '../../domain/interval';
import { awaitedOf, isPending } from '../../domain/swap';
import { LONGEST_REASON, linkedLeads, type Swap, type Team } from '../../domain/team';
import { nextWorkingTime } from '../../domain/working-hours';
import type { ConflictRefusal } from '../../usecases/conflicts';
import type { CoverRefusal } from '../../usecases/covers';
import type { Done } from '../../usecases/deed';
import { waitsForWorkingHours } from '../../usecases/notices';
import type { TimeOffRefusal } from '../../usecases/time-off';
import { fullDay, nameOf, plainMoment } from '../../usecases/wording';
import { deedButton, questionButton } from '../actions';
import { buttons, listing, type Message, type Mrkdwn, mrkdwn, section, together } from './blocks';
import { swapButtons, undoButton } from './swap';
import { impactWords, MOST, more, partWords, swapStatus, wantedWords } from './swap-words';
import { daysWords } from './time-off';
import { named, type Stage } from './words';

/** Everything that can keep a swap or a cover from being. */
export type AnySwapRefusal = CoverRefusal | TimeOffRefusal | ConflictRefusal | { readonly kind: 'nobody-next' };

/** Why something is not done with a swap, and what to do instead. */
export function swapRefusalWords(refusal: AnySwapRefusal, stage: Stage): Mrkdwn {
  const { team, now } = stage;
  const moment = (instant: Date): string => plainMoment(instant, team.timezone, now);
  const names = (ids: readonly EngineerId[]): Mrkdwn => {
    const said = ids.map((id) => named(team, id));
    return said.length > MOST.pieces ? listing(said, ', ', MOST, more) : together(said);
  };
  switch (refusal.kind) {
    case 'not-on-team':
      return mrkdwn`Only people of ${team.name} can do that, and you are not linked to one of them. If you are one, ask a lead to put your e-mail or Slack id in the team file.`;
    case 'no-such-swap':
      return mrkdwn`That swap is not known. \`/oncall swaps\` lists those that are.`;
    case 'no-such-shift':
      return mrkdwn`The rotation has no such week, or none of those days is in it. Choose another.`;
    case 'has-begun':
      return mrkdwn`That week began ${moment(refusal.at)}. Somebody can still take the days that are left: choose *Somebody takes mine* and the days.`;
    case 'is-over':
      return mrkdwn`That was over ${moment(refusal.at)}.`;
    case 'not-theirs':
      return mrkdwn`${names([refusal.engineer])} does not hold ${partWords(refusal.leg, stage)}${refusal.holder ? mrkdwn`: ${names([refusal.holder])} does` : ''}. Ask for a week that is theirs.`;
    case 'to-themselves':
    case 'changes-nothing':
      return mrkdwn`That would change nothing. Choose another week or person.`;
    case 'has-left':
      return mrkdwn`${names([refusal.engineer])} is no longer on the team. Ask somebody else.`;
    case 'would-be-away':
      return mrkdwn`${names([refusal.engineer])} is away from ${moment(refusal.away.start)} to ${moment(refusal.away.end)}. Choose somebody who is there.`;
    case 'not-your-duty':
      return mrkdwn`Only ${names([refusal.requester])} or a lead can ask for that. ${leadsWords(stage)}`;
    case 'asked-already':
      return mrkdwn`That is asked for already: ${partWords(refusal.swap.legs[0], stage)}. Take that request back first; \`/oncall swaps\` shows it.`;
    case 'reason-too-long':
      return mrkdwn`The reason has ${refusal.length} characters, and ${LONGEST_REASON} are the most. Shorten it.`;
    case 'own-request':
      return mrkdwn`That is your own request. Others answer it; you can take it back.`;
    case 'not-asked':
      return refusal.asked.length > 0
        ? mrkdwn`Only ${names(refusal.asked)} can answer that, or a lead for them.`
        : mrkdwn`Nobody is asked any more.`;
    case 'answer-for':
      return mrkdwn`That is ${names([refusal.engineer])}’s to answer. As a lead you can answer for them: the record says that you did, and they are told.`;
    case 'which-week':
      return mrkdwn`Which of your weeks do you give for it?`;
    case 'see-first':
      return mrkdwn`This is what it changes:`;
    case 'no-wanted-week':
      return mrkdwn`You hold none of the weeks that ${names([refusal.swap.requester])} would take. You could ask them for another trade: \`/oncall swap\`.`;
    case 'said-yes-already':
      return mrkdwn`You said yes already. ${swapStatus(refusal.swap, stage)}`;
    case 'closed':
      return refusal.swap.state.kind === 'awaiting-lead' && isPending(team, refusal.swap, now)
        ? mrkdwn`Nothing changed. ${swapStatus(refusal.swap, stage)}`
        : mrkdwn`Nothing changed: ${overWords(refusal.swap, stage)}. ${swapStatus(refusal.swap, stage)}`;
    case 'not-requester':
      return mrkdwn`Only ${names([refusal.requester])} or a lead can take that back. ${leadsWords(stage)}`;
    case 'only-other-leads':
      return mrkdwn`Only a lead who does not ask for it can decide on that. ${leadsWords(stage, refusal.requester)}`;
    case 'not-party':
      return mrkdwn`Only ${names(refusal.parties)} or a lead can undo that.`;
    case 'in-effect':
      return mrkdwn`It began ${moment(refusal.at)}, so it cannot be undone. Ask for a swap back: \`/oncall swap\`.`;
    case 'changed-later':
      return mrkdwn`A later ${refusal.by.kind} stands on it: ${partWords(refusal.by.legs[0], stage)}, of ${names([refusal.by.requester])}. Undo that first.`;
    case 'undo-said-already':
      return mrkdwn`You said that you would undo it. It waits for ${names(refusal.waits)}.`;
    case 'no-conflict':
      return mrkdwn`That is decided already, or no longer so. \`/oncall me\` shows your duties.`;
    case 'no-weeks-wanted':
      return mrkdwn`Choose the weeks you would take for it.`;
    case 'nothing-to-cover':
      return mrkdwn`${names([refusal.engineer])} is not on call in that time, so there is nothing to take. They say themselves that they are away, or a lead does: \`/oncall away\`.`;
    case 'nobody-next':
      return mrkdwn`Nobody is left who could and was not asked. Take the request back and ask anyone: \`/oncall swap\`.`;
    case 'not-your-time':
      return mrkdwn`Only ${names([refusal.engineer])} or a lead can say when they are away. ${leadsWords(stage)}`;
    case 'off-already':
      return mrkdwn`That is recorded already: ${daysWords(refusal.days)}. \`/oncall away list\` shows it.`;
    case 'no-time-off':
      return mrkdwn`That time off is over, or was taken back. \`/oncall away list\` shows what is left.`;
    case 'no-days':
      return mrkdwn`${fullDay(refusal.from)} to ${fullDay(refusal.to)} is over, or runs backwards. Name the first day, then the last.`;
    case 'too-long':
      return mrkdwn`That is longer than ${refusal.most} days. Name fewer days, and the rest after them.`;
    case 'only-leads-name':
      return mrkdwn`Only a lead names somebody else. Without \`by\` you take it yourself. ${leadsWords(stage)}`;
  }
}

function leadsWords({ team }: Stage, but?: string): Mrkdwn {
  const leads = linkedLeads(team).filter(({ id }) => id !== but);
  return leads.length === 0
    ? mrkdwn`No lead is linked to Slack.`
    : mrkdwn`${leads.length === 1 ? 'The lead is' : 'Leads are'} ${listing(
        leads.map(({ name }) => name),
        ', ',
        MOST,
        more,
      )}.`;
}

/** What a refusal offers: the weeks to choose from, or to answer for somebody. */
function offers(refusal: AnySwapRefusal, stage: Stage): readonly Button[] {
  if (refusal.kind === 'which-week')
    return refusal.weeks.slice(0, 10).map((gives, place) =>
      deedButton(`gives-${place}`, wantedWords(gives, refusal.swap.legs[0], stage), {
        ...{ kind: 'accept-swap', swap: refusal.swap.id, gives, answersFor: null, seen: false },
      }),
    );
  if (refusal.kind === 'see-first') {
    const [, back] = refusal.swap.legs;
    const gives = refusal.swap.kind === 'trade' && back ? back.shift : null;
    const deed = { kind: 'accept-swap' as const, swap: refusal.swap.id, gives, answersFor: null, seen: true };
    return [deedButton('accept-seen', 'Yes, I take it', deed, 'primary')];
  }
  if (refusal.kind !== 'answer-for') return [];
  const { swap, engineer, yes } = refusal;
  const name = nameOf(stage.team, engineer);
  return [
    yes
      ? deedButton(
          'accept-for',
          `Accept for ${name}`,
          { kind: 'accept-swap', swap: swap.id, gives: null, answersFor: engineer, seen: true },
          'primary',
        )
      : deedButton('decline-for', `Decline for ${name}`, { kind: 'decline-swap', swap: swap.id, answersFor: engineer }),
  ];
}

/** The refusal as a message. */
export function swapRefusalView(refusal: AnySwapRefusal, stage: Stage): Message {
  const words = swapRefusalWords(refusal, stage);
  return {
    text: words.mrkdwn,
    blocks: [
      section(refusal.kind === 'see-first' ? mrkdwn`${words}\n${impactWords(refusal.swap, stage)}` : words),
      ...buttons(...offers(refusal, stage)),
    ],
  };
}

/** What came of something done with a swap. */
export function swapDoneView({ deed, swap }: Extract<Done, { kind: 'swap' }>, stage: Stage): Message {
  const { team } = stage;
  const { requester, state } = swap;
  const part = partWords(swap.legs[0], stage);
  const waits = awaitedOf(swap).map((id) => mrkdwn`*${nameOf(team, id)}*`);
  const words = (): Mrkdwn => {
    if (state.kind === 'agreed' && deed === 'undo-swap')
      return mrkdwn`You would undo it: ${part}. Whoever is in it is asked as well, and it counts until they agree.`;
    if (state.kind === 'agreed') return mrkdwn`Agreed: ${part}. The channel hears of it, and every answer follows.`;
    if (state.kind === 'awaiting-lead') return mrkdwn`Everybody said yes: ${part}. Now a lead has to approve it.`;
    if (state.kind === 'undone')
      return swap.absence
        ? mrkdwn`Undone: ${part}. *${nameOf(team, requester)}* no longer counts as away.`
        : mrkdwn`Undone: ${part} is *${nameOf(team, requester)}*’s again.`;
    if (deed === 'accept-swap') return mrkdwn`You said yes. ${swapStatus(swap, stage)}`;
    if (deed === 'decline-swap')
      return state.kind === 'declined'
        ? mrkdwn`Declined. *${nameOf(team, requester)}* is told.`
        : mrkdwn`You are not asked about it any more.`;
    if (state.kind === 'withdrawn') return mrkdwn`Taken back: ${part}.`;
    if (state.kind === 'refused') return mrkdwn`Refused. *${nameOf(team, requester)}* is told.`;
    return swap.isOpen
      ? mrkdwn`Asked: whoever can may take it. It is ${part}.`
      : mrkdwn`Asked: ${together(waits)} can answer. It is ${part}.${heardWords(swap, stage)}`;
  };
  const said = words();
  return {
    text: said.mrkdwn,
    blocks: [
      section(said),
      ...(state.kind === 'agreed' && deed !== 'undo-swap' ? swapButtons(swap, requester, stage) : []),
      ...buttons(questionButton('ask', 'swaps', 'All swaps', { kind: 'swaps' })),
    ],
  };
}

/** What became of a request, where somebody comes too late. */
function overWords({ state, requester, legs }: Swap, { team }: Stage): Mrkdwn {
  const takers = [...new Set(legs.flatMap(({ to }) => (to && to !== requester ? [to] : [])))];
  return state.kind === 'agreed' && takers.length > 0
    ? mrkdwn`${together(takers.map((id) => named(team, id)))} took it`
    : mrkdwn`that request is over`;
}

/** When whoever is asked hears of it, where that is not at once: they are asked in their working hours. */
function heardWords(swap: Swap, { team, now }: Stage): Mrkdwn {
  const asked = awaitedOf(swap);
  const [only] = asked;
  const notice = only && asked.length === 1 && { kind: 'swap-request' as const, swap: swap.id, to: only };
  const asIf: Team = { ...team, swaps: new Map(team.swaps).set(swap.id, swap) };
  const at = notice && waitsForWorkingHours(asIf, notice, now) && nextWorkingTime(team, only, now);
  if (!at || !isBefore(now, at)) return mrkdwn``;
  return mrkdwn` They are asked ${plainMoment(at, team.timezone, now)}, when they work again.`;
}

/** What came of an absence. */
export function coveredView(
  { absent, timeOff, swap, standIns, unneeded, self }: Extract<Done, { kind: 'covered' }>,
  stage: Stage,
): Message {
  const { team } = stage;
  const name = mrkdwn`*${nameOf(team, absent)}*`;
  const span = team.timeOff.find(({ id }) => id === timeOff)?.span;
  const moment = (instant: Date): string => plainMoment(instant, team.timezone, stage.now);
  const from = span && isBefore(stage.now, span.start) ? ` from ${moment(span.start)}` : '';
  const when = span ? `${from} until ${moment(span.end)}` : '';
  const counts = self ? mrkdwn`You count as away${when}` : mrkdwn`${name} counts as away${when}`;
  const words = swap
    ? swap.state.kind === 'agreed'
      ? mrkdwn`You cover for ${name}: ${partWords(swap.legs[0], stage)}. The channel hears of it.`
      : mrkdwn`${counts}, and others stand in until somebody says yes. ${swapStatus(swap, stage)}`
    : standIns
      ? mrkdwn`${counts}, and others stand in as backup.`
      : mrkdwn`${counts}, and ${self ? 'have' : 'has'} no duty in that time, so nobody has to take anything.`;
  const spared = unneeded
    ? mrkdwn` As ${self ? 'you are' : mrkdwn`${name} is`} not on call then, there is nothing for *${nameOf(team, unneeded)}* to take.`
    : mrkdwn``;
  return {
    text: words.mrkdwn,
    blocks: [
      section(mrkdwn`${words}${spared}`),
      ...buttons(
        questionButton('ask', 'now', 'Who is on call', { kind: 'now' }),
        swap?.state.kind === 'agreed' ? undoButton(swap) : null,
        swap ? null : deedButton('undo', 'Undo', { kind: 'cancel-time-off', timeOff, undo: true }),
      ),
    ],
  };
}
