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
import {
  buttons,
  context,
  firstThatFit,
  join,
  type Message,
  mrkdwn,
  rowsThatFit,
  section,
  table,
  textLength,
} from './blocks';
import { callListLines, holidayLines, whoLines, whoText } from './call-list';
import { mention, type Scene } from './words';

/** Pipelines whose whole call list is shown, and pipelines that are shown at all. */
const WHOLE = 3;
const MOST = 10;
const MOST_CHARACTERS = 10_500;

/** Who owns each pipeline that was meant, and whom to call for it. */
export function whoView(answer: WhoAnswer, scene: Scene): Message {
  const whole = answer.contacts.length <= WHOLE;
  const all = answer.contacts.slice(0, MOST).map((contact) => contactBlocks(contact, whole, scene));
  const shown = firstThatFit(all, MOST_CHARACTERS, textLength);
  const left = answer.contacts.length - shown.length;
  const blocks = shown.flat();
  if (!answer.exactly)
    blocks.unshift(context(mrkdwn`Nothing is called “${shorten(answer.words, 60)}”. This is nearest.`));
  if (left > 0) blocks.push(context(mrkdwn`${left} more match. \`/oncall owners\` lists every pipeline.`));
  const texts = answer.contacts.slice(0, MOST).map((contact) => whoText(scene, contact));
  return { text: join(texts, ' ').mrkdwn, blocks };
}

/** A pipeline with its two lines, and its call list where there is room. */
export function contactBlocks(contact: Contact, whole: boolean, scene: Scene): KnownBlock[] {
  const { pipeline, callList } = contact;
  const area = scene.team.areas.get(pipeline.area)?.name ?? pipeline.area;
  const blocks: KnownBlock[] = [
    section(mrkdwn`*${pipeline.name}*  ${area}, for ${pipeline.audience}\n${whoLines(scene, contact)}`),
  ];
  if (whole) blocks.push(section(callListLines(scene, callList)), ...holidayLines(scene, contact));
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
  const rows = pipelines.map((pipeline) => [
    team.areas.get(pipeline.area)?.name ?? pipeline.area,
    pipeline.name,
    nameOf(team, pipeline.primaryOwner),
    nameOf(team, pipeline.secondaryOwner),
  ]);
  const shown = rowsThatFit(rows);
  const left = rows.length - shown.length;
  const blocks: KnownBlock[] = [
    section(mrkdwn`*Who owns what*`),
    table([['Area', 'Pipeline', 'Owner', 'Second owner'], ...shown]),
    context(mrkdwn`\`/oncall &lt;pipeline&gt;\` says whom to call now.`),
  ];
  if (left > 0)
    blocks.push(
      context(mrkdwn`${left} more are not shown. \`/oncall\` and an area, an audience or a word finds them.`),
    );
  return { text: mrkdwn`${pipelines.length} pipelines and their owners: ${team.name}.`.mrkdwn, blocks };
}

/** Several people are called so. */
export function whichPersonView({ words, engineers }: WhichPersonAnswer, _scene: Scene): Message {
  const shown = engineers.slice(0, 20);
  const left = engineers.length - shown.length;
  return {
    text: mrkdwn`Whom do you mean by ${shorten(words, 60)}?`.mrkdwn,
    blocks: [
      section(mrkdwn`Whom do you mean by “${shorten(words, 60)}”?`),
      ...buttons(...shown.map(({ id, name }) => questionButton('open', id, name, { kind: 'who', words: id }))),
      ...(left > 0 ? [context(mrkdwn`${left} more are called so. Type the whole name, or the e-mail.`)] : []),
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
export function strangerView({ user, self }: StrangerAnswer, { team, reader }: Scene): Message {
  const toThem = self && reader.kind === 'asker';
  // In a channel a mention would ring, so only whoever shared it is named.
  const named = reader.kind === 'asker' || reader.sharedBy === user;
  const who = toThem ? mrkdwn`You are` : named ? mrkdwn`${mention(user)} is` : mrkdwn`Whoever was asked about is`;
  const remedy = toThem
    ? mrkdwn` If you should be, ask a lead to put your e-mail or your Slack id (${user}) in the team file, and to start Baton again.`
    : '';
  return {
    text: mrkdwn`${toThem ? 'You are' : 'They are'} not on ${team.name}.`.mrkdwn,
    blocks: [
      section(mrkdwn`${who} not on ${team.name}, so there are no turns to show.${remedy}`),
      context(mrkdwn`Anybody may ask: \`/oncall\`, \`/oncall owners\`, \`/runbook\`.`),
    ],
  };
}
