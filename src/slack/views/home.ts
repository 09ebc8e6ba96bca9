import type { HomeView, KnownBlock } from '@slack/types';
import type { NowAnswer, PersonAnswer } from '../../usecases/on-call';
import type { StrangerAnswer } from '../../usecases/ownership';
import { formButton } from '../actions';
import { buttons, context, header, mrkdwn } from './blocks';
import { aloneNote, helpLines } from './help';
import { nowView, personView } from './on-call';
import type { Scene } from './words';

/** The Home tab: who is on call, what it means to the reader, and what can be typed. */
export function homeView(now: NowAnswer, me: PersonAnswer | StrangerAnswer, scene: Scene): HomeView {
  // Home has no message to answer in, so on it are only buttons that open forms.
  const still = (blocks: readonly KnownBlock[]) => blocks.filter(({ type }) => type !== 'actions');
  const forms = buttons(
    formButton('swap', 'Ask for a swap', { kind: 'swap', requester: null, part: null }),
    formButton('out', 'I’m out', { kind: 'out' }),
    formButton('away', 'Time off', { kind: 'away' }),
  );
  const mine = me.kind === 'person' ? [header('You'), ...still(personView(me, scene).blocks), ...forms] : [];
  return {
    type: 'home',
    blocks: [
      header(`On call: ${scene.team.name}`),
      ...still(nowView(now, scene).blocks),
      ...mine,
      header('What you can ask'),
      context(mrkdwn`Type these in any conversation.`),
      helpLines('/oncall'),
      helpLines('/runbook'),
      aloneNote,
    ],
  };
}
