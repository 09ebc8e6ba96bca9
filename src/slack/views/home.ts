import type { HomeView, KnownBlock } from '@slack/types';
import { stillOpen } from '../../usecases/handoffs';
import type { NowAnswer, PersonAnswer } from '../../usecases/on-call';
import type { StrangerAnswer } from '../../usecases/ownership';
import { formButton } from '../actions';
import { buttons, context, header, mrkdwn } from './blocks';
import { openBlocks } from './conflicts';
import { aloneNote, helpLines } from './help';
import { nowView, personView } from './on-call';
import { awayLines } from './time-off';
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
  // What others have to decide on is theirs; that nobody can be reached is everybody's.
  const open = stillOpen(scene.team, scene.now);
  const self = me.kind === 'person' ? me.engineer.id : null;
  const mineOpen = open.conflicts.filter(({ conflict }) => conflict.engineer === self);
  const mine =
    me.kind === 'person'
      ? [
          header('You'),
          ...still(personView(me, scene).blocks),
          ...awayLines(me.engineer.id, scene),
          ...openBlocks({ gaps: [], conflicts: mineOpen }, me.engineer.id, scene),
          ...forms,
        ]
      : [];
  return {
    type: 'home',
    blocks: [
      header(`On call: ${scene.team.name}`),
      ...still(nowView(now, scene).blocks),
      ...openBlocks({ gaps: open.gaps, conflicts: [] }, self, scene),
      ...mine,
      header('What you can ask'),
      context(mrkdwn`Type these in any conversation.`),
      helpLines('/oncall'),
      helpLines('/runbook'),
      aloneNote,
    ],
  };
}
