import type { KnownBlock } from '@slack/types';
import type { Answer } from '../../usecases/answer';
import { questionButton } from '../actions';
import { buttons, context, cut, fitting, LONGEST_NOTICE, type Message, mrkdwn } from './blocks';
import { fairnessView } from './fairness';
import { handoffView } from './handoff';
import { healthView } from './health';
import { holidaysView } from './holidays';
import { nowView, personView, scheduleView, whyView } from './on-call';
import { nothingFoundView, ownersView, strangerView, whichPersonView, whoView } from './ownership';
import { noRunbookView, runbooksView, runbookView, whichRunbookView } from './runbook';
import { setupView } from './setup';
import { swapsView } from './swaps';
import { timeOffView } from './time-off';
import { mention, moment, type Scene } from './words';

/** Any answer as a message: for the asker with Share, for a channel with who shared it. */
export function answerView(answer: Answer, scene: Scene): Message {
  const { text, blocks } = body(answer, scene);
  return { text: cut({ mrkdwn: text }, LONGEST_NOTICE).mrkdwn, blocks: fitting(closed(blocks, answer, scene)) };
}

/** Answers that ask back or turn away, which say nothing to anybody else. */
const NOT_SHARED: readonly Answer['kind'][] = ['nothing-found', 'which-person', 'which-runbook', 'stranger', 'setup'];

function closed(blocks: readonly KnownBlock[], answer: Answer, scene: Scene): readonly KnownBlock[] {
  const { reader, question, now } = scene;
  if (reader.kind === 'channel')
    return [...blocks, context(mrkdwn`Shared by ${mention(reader.sharedBy)}, ${moment(scene, now)}`)];
  if (NOT_SHARED.includes(answer.kind)) return blocks;
  const share = questionButton('share', 'answer', 'Share', question);
  const last = blocks.at(-1);
  // Share stands in the row of buttons that closes an answer, where there is one with room.
  if (last?.type === 'actions' && last.elements.length <= MOST_BESIDE_SHARE)
    return [...blocks.slice(0, -1), { ...last, elements: [...last.elements, share] }];
  return [...blocks, ...buttons(share)];
}

/** A row of more buttons would put Share on a line of its own anyway. */
const MOST_BESIDE_SHARE = 6;

function body(answer: Answer, scene: Scene): Message {
  switch (answer.kind) {
    case 'now':
      return nowView(answer, scene);
    case 'schedule':
      return scheduleView(answer, scene);
    case 'why':
      return whyView(answer, scene);
    case 'person':
      return personView(answer, scene);
    case 'who':
      return whoView(answer, scene);
    case 'which-person':
      return whichPersonView(answer, scene);
    case 'stranger':
      return strangerView(answer, scene);
    case 'owners':
      return ownersView(answer, scene);
    case 'nothing-found':
      return nothingFoundView(answer, scene);
    case 'runbook':
      return runbookView(answer, scene);
    case 'which-runbook':
      return whichRunbookView(answer, scene);
    case 'no-runbook':
      return noRunbookView(answer, scene);
    case 'runbooks':
      return runbooksView(answer, scene);
    case 'handoff':
      return handoffView(answer, scene);
    case 'health':
      return healthView(answer, scene);
    case 'holidays':
      return holidaysView(answer, scene);
    case 'fairness':
      return fairnessView(answer, scene);
    case 'time-off':
      return timeOffView(answer, scene);
    case 'swaps':
      return swapsView(answer, scene);
    case 'setup':
      return setupView(answer, scene);
  }
}
