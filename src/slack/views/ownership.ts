import type { KnownBlock } from '@slack/types';
import type {
  Contact,
  NothingFoundAnswer,
  OwnersAnswer,
  StrangerAnswer,
  WhichPersonAnswer,
  WhoAnswer,
} from '../../usecases/ownership';
import { nameOf, shorten } from '../../usecases/wording';
import { questionButton } from '../actions';
import { buttons, context, join, type Message, mrkdwn, section, table } from './blocks';
import { callListLines, whoLines, whoText } from './call-list';
import { mention, type Scene } from './words';

/** Pipelines whose whole call list is shown, and pipelines that are shown at all. */
const WHOLE = 3;
const MOST = 10;

/** Who owns each pipeline that was meant, and whom to call for it. */
export function whoView(answer: WhoAnswer, scene: Scene): Message {
  const shown = answer.contacts.slice(0, MOST);
  const left = answer.contacts.length - shown.length;
  const whole = answer.contacts.length <= WHOLE;
  const blocks = shown.flatMap((contact) => contactBlocks(contact, whole, scene));
  if (!answer.exactly)
    blocks.unshift(context(mrkdwn`Nothing is called “${shorten(answer.words, 60)}”. This is nearest.`));
  if (left > 0) blocks.push(context(mrkdwn`${left} more match. \`/oncall owners\` lists every pipeline.`));
  const texts = shown.map((contact) => whoText(scene, contact));
  return { text: shorten(join(texts, ' ').mrkdwn, 1000), blocks };
}

/** A pipeline with its two lines, and its call list where there is room. */
export function contactBlocks(contact: Contact, whole: boolean, scene: Scene): KnownBlock[] {
  const { pipeline, callList } = contact;
  const area = scene.team.areas.get(pipeline.area)?.name ?? pipeline.area;
  const blocks: KnownBlock[] = [
    section(mrkdwn`*${pipeline.name}*  ${area}, for ${pipeline.audience}\n${whoLines(scene, contact)}`),
  ];
  if (whole) blocks.push(section(callListLines(scene, callList)));
  if (whole && pipeline.runbook)
    blocks.push(
      ...buttons(
        questionButton('ask', `runbook-${pipeline.id}`, 'Run book', {
          kind: 'pipeline-runbook',
          pipeline: pipeline.id,
        }),
      ),
    );
  return blocks;
}

/** Every pipeline with its owners, as a table. */
export function ownersView({ pipelines }: OwnersAnswer, { team }: Scene): Message {
  const shown = pipelines.slice(0, 99);
  const left = pipelines.length - shown.length;
  const rows = shown.map((pipeline) => [
    team.areas.get(pipeline.area)?.name ?? pipeline.area,
    pipeline.name,
    nameOf(team, pipeline.primaryOwner),
    nameOf(team, pipeline.secondaryOwner),
  ]);
  const blocks: KnownBlock[] = [
    section(mrkdwn`*Who owns what*`),
    table([['Area', 'Pipeline', 'Owner', 'Second owner'], ...rows]),
    context(mrkdwn`\`/oncall <pipeline>\` says whom to call now.`),
  ];
  if (left > 0) blocks.push(context(mrkdwn`${left} more are not shown.`));
  return { text: mrkdwn`${team.name}: ${pipelines.length} pipelines and their owners.`.mrkdwn, blocks };
}

/** Several people are called so. */
export function whichPersonView({ words, engineers }: WhichPersonAnswer, _scene: Scene): Message {
  const shown = engineers.slice(0, 20);
  return {
    text: mrkdwn`Whom do you mean by ${shorten(words, 60)}?`.mrkdwn,
    blocks: [
      section(mrkdwn`Whom do you mean by “${shorten(words, 60)}”?`),
      ...buttons(
        ...shown.map(({ id, name }) => questionButton('open', id, shorten(name, 75), { kind: 'who', words: id })),
      ),
    ],
  };
}

/** Nothing is called so: the nearest command, and where to look. */
export function nothingFoundView({ words, nearest }: NothingFoundAnswer, { question }: Scene): Message {
  const asked = shorten(words, 60);
  const command = question.kind === 'who' ? '/oncall' : '/runbook';
  const remedy = nearest
    ? mrkdwn`Did you mean \`${command} ${nearest}\`?`
    : mrkdwn`Try a pipeline, an area, an audience or a person, or \`${command} help\`.`;
  return {
    text: mrkdwn`Nothing is called ${asked}.`.mrkdwn,
    blocks: [
      section(mrkdwn`Nothing is called “${asked}”. ${remedy}`),
      ...buttons(
        questionButton('open', 'owners', 'All pipelines', { kind: 'owners' }),
        questionButton('open', 'runbooks', 'All run books', { kind: 'runbooks' }),
      ),
    ],
  };
}

/** Somebody who is not on the team. */
export function strangerView({ user, self }: StrangerAnswer, { team }: Scene): Message {
  const who = self ? mrkdwn`You are` : mrkdwn`${mention(user)} is`;
  const remedy = self
    ? mrkdwn` If you should be, ask a lead to put your e-mail or your Slack id (${user}) in the team file.`
    : '';
  return {
    text: mrkdwn`${self ? 'You are' : 'They are'} not on ${team.name}.`.mrkdwn,
    blocks: [
      section(mrkdwn`${who} not on ${team.name}, so there are no turns to show.${remedy}`),
      context(mrkdwn`Anybody may ask: \`/oncall\`, \`/oncall owners\`, \`/runbook\`.`),
    ],
  };
}
