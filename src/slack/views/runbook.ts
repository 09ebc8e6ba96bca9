import type { Button, KnownBlock } from '@slack/types';
import type { Problem } from '../../domain/problem';
import { plainText, type RunBook, runbookTemplate, SECTIONS, type SectionId } from '../../domain/runbook';
import type { Contact } from '../../usecases/ownership';
import type { NoRunbookAnswer, RunbookAnswer, RunbooksAnswer, WhichRunbookAnswer } from '../../usecases/runbooks';
import { nameOf, shorten } from '../../usecases/wording';
import { questionButton } from '../actions';
import { buttons, context, header, join, line, listing, type Message, type Mrkdwn, mrkdwn, section } from './blocks';
import { callListLines, holidayLines, whoLines, whoText } from './call-list';
import { markdownBlocks } from './markdown';
import { contactBlocks } from './ownership';
import type { Scene } from './words';

/** A run book at its card, a section or a scenario: what can go wrong, what to look at, and whom to call now. */
export function runbookView(answer: RunbookAnswer, scene: Scene): Message {
  const { book, contact, open } = answer;
  const { pipeline } = contact;
  const area = scene.team.areas.get(pipeline.area)?.name ?? pipeline.area;
  return {
    text: mrkdwn`Run book, ${whoText(scene, contact)}`.mrkdwn,
    blocks: [
      header(book.title),
      context(mrkdwn`${subtitle(book, pipeline.name)}${area}, for ${pipeline.audience}${reviewed(book)}`),
      ...(answer.broken ? [brokenNote(answer.broken)] : []),
      ...(answer.exactly ? [] : [context(mrkdwn`The nearest to what you typed.`)]),
      ...(open === null ? card(answer, scene) : opened(answer, open, scene)),
      ...others(answer, scene),
      ...sectionButtons(answer),
    ],
  };
}

/** The pipeline's name where the title says something else. */
const subtitle = ({ title }: RunBook, name: string): string =>
  title.toLowerCase() === name.toLowerCase() ? '' : `${name} · `;

const reviewed = ({ reviewed: date }: RunBook): string => (date ? ` · reviewed ${date}` : '');

function card({ book, contact }: RunbookAnswer, scene: Scene): KnownBlock[] {
  const blocks: KnownBlock[] = [
    section(whoLines(scene, contact)),
    section(callListLines(scene, contact.callList)),
    ...holidayLines(scene, contact),
  ];
  const summary: [string, string][] = [
    ['What can go wrong', book.scenarios.map(({ name }) => name).join(' · ')],
    ['What to look at', oneLine(book, 'monitoring')],
  ];
  const lines = summary
    .filter(([, text]) => text !== '')
    .map(([title, text]) => mrkdwn`*${title}*: ${shorten(text, 600)}`);
  if (lines.length > 0) blocks.push(section(join(lines, '\n')));
  return blocks;
}

const oneLine = (book: RunBook, id: SectionId): string =>
  plainText(book.sections.get(id)?.body ?? [])
    .split('\n')
    .map((line) => line.replace(/^- /, '').trim())
    .filter((line) => line !== '')
    .join(' · ');

function opened(
  { book, contact }: RunbookAnswer,
  open: SectionId | RunBook['scenarios'][number],
  scene: Scene,
): KnownBlock[] {
  if (typeof open === 'object') {
    const body =
      open.body.length > 0 ? markdownBlocks(open.body, fileOf(book)) : [context(mrkdwn`Nothing is written yet.`)];
    return [section(mrkdwn`*${open.name}*`), ...body, section(whoLines(scene, contact))];
  }
  const title = section(mrkdwn`*${SECTIONS.find(({ id }) => id === open)?.title ?? open}*`);
  if (open === 'contacts')
    return [
      title,
      section(whoLines(scene, contact)),
      section(callListLines(scene, contact.callList)),
      ...holidayLines(scene, contact),
    ];
  const blocks = markdownBlocks(sectionNodes(book, open), fileOf(book));
  return [title, ...(blocks.length > 0 ? blocks : [context(mrkdwn`Nothing is written yet.`)])];
}

const fileOf = ({ name }: RunBook): string => `${name}.md`;

/** A section as it stands in the file; scenarios with their names as bold lines. */
function sectionNodes(book: RunBook, id: SectionId) {
  const own = book.sections.get(id)?.body ?? [];
  if (id !== 'scenarios') return own;
  return [
    ...own,
    ...book.scenarios.flatMap(({ name, body }) => [
      { type: 'heading' as const, depth: 3 as const, children: [{ type: 'text' as const, value: name }] },
      ...body,
    ]),
  ];
}

/** Scenarios that have a button of their own. */
const MOST_SCENARIOS = 10;

function sectionButtons({ book, contact, open }: RunbookAnswer): KnownBlock[] {
  const pipeline = contact.pipeline.id;
  const toSection = ({ id, title }: (typeof SECTIONS)[number]): Button =>
    questionButton(
      'open',
      id,
      title,
      { kind: 'pipeline-runbook', pipeline, open: id },
      open === id ? 'primary' : undefined,
    );
  const toScenario = ({ name }: RunBook['scenarios'][number], place: number): Button =>
    questionButton('open', `scenario-${place}`, name, { kind: 'pipeline-runbook', pipeline, open: place });
  const overview = questionButton('open', 'card', 'Overview', { kind: 'pipeline-runbook', pipeline });
  const amongScenarios = open === 'scenarios' || (open !== null && typeof open === 'object');
  const scenarios = amongScenarios ? book.scenarios.slice(0, MOST_SCENARIOS).map(toScenario) : [];
  const left = amongScenarios ? book.scenarios.length - scenarios.length : 0;
  const rest = left > 0 ? [context(mrkdwn`${left} more: type \`/runbook\` and words of its name.`)] : [];
  return [...buttons(...scenarios), ...rest, ...buttons(...SECTIONS.map(toSection), open === null ? null : overview)];
}

/** What matched as well and has no run book, with whom to ask. */
function others({ others: pipelines }: RunbookAnswer, { team }: Scene): KnownBlock[] {
  if (pipelines.length === 0) return [];
  const lines = pipelines.map((pipeline) => {
    const owners = `${nameOf(team, pipeline.primaryOwner)}, ${nameOf(team, pipeline.secondaryOwner)}`;
    return mrkdwn`*${pipeline.name}* matches too and has no run book yet. Questions: ${owners}.`;
  });
  return [section(listing(lines, '\n', MOST_LISTED, (left) => `${left} more match and have none.`))];
}

/** What is shown of pipelines without a run book. */
const MOST_LISTED = { pieces: 30, characters: 2700 };

/** Several run books or scenarios could be meant: one button each. */
export function whichRunbookView({ words, choices, without }: WhichRunbookAnswer, scene: Scene): Message {
  const shown = choices.slice(0, 20);
  const left = choices.length - shown.length;
  const ask = mrkdwn`Which one do you mean by “${shorten(words, 60)}”?`;
  const rows = shown.map(({ pipeline, title, scenario }, place) =>
    questionButton('open', `${place}`, scenario === null ? title : `${title} – ${pipeline.name}`, {
      kind: 'pipeline-runbook',
      pipeline: pipeline.id,
      ...(scenario !== null && { open: scenario }),
    }),
  );
  return {
    text: ask.mrkdwn,
    blocks: [
      section(ask),
      ...buttons(...rows),
      ...(left > 0 ? [context(mrkdwn`${left} more match. Use more words.`)] : []),
      ...without
        .slice(0, 3)
        .map((pipeline) =>
          context(mrkdwn`${pipeline.name} has no run book. Owner: ${nameOf(scene.team, pipeline.primaryOwner)}.`),
        ),
      ...(without.length > 3 ? [context(mrkdwn`${without.length - 3} more match and have none.`)] : []),
    ],
  };
}

/** A pipeline without a run book: whom to call all the same, and how to write one. */
export function noRunbookView({ contacts, broken }: NoRunbookAnswer, scene: Scene): Message {
  const [first] = contacts;
  if (broken) return brokenRunbookView(first, broken, scene);
  const { id, name } = first.pipeline;
  const file = `${first.pipeline.runbook ?? id}.md`;
  return {
    text: mrkdwn`No run book yet. ${whoText(scene, first)}`.mrkdwn,
    blocks: [
      section(mrkdwn`*${name}* has no run book yet.`),
      ...contacts
        .slice(0, 3)
        .flatMap((contact) =>
          contactBlocks({ ...contact, pipeline: { ...contact.pipeline, runbook: null } }, true, scene),
        ),
      ...(contacts.length > 3 ? [context(mrkdwn`${contacts.length - 3} more match and have none.`)] : []),
      section(mrkdwn`To write it, save this as \`${file}\` in the run book folder and fill it in:`),
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_preformatted',
            elements: [{ type: 'text', text: shorten(runbookTemplate(id, line(name)), 2900) }],
          },
        ],
      },
    ],
  };
}

/** A run book whose file cannot be read, and no good version is known: whom to call, and what to mend. */
function brokenRunbookView(contact: Contact, broken: Problem, scene: Scene): Message {
  const { name, ...pipeline } = contact.pipeline;
  return {
    text: mrkdwn`The run book is broken. ${whoText(scene, contact)}`.mrkdwn,
    blocks: [
      section(mrkdwn`The run book of *${name}* cannot be shown: its file is broken.`),
      ...contactBlocks({ ...contact, pipeline: { ...pipeline, name, runbook: null } }, true, scene),
      context(whatIsWrong(broken)),
    ],
  };
}

/** The file's name, line, problem and remedy. */
const whatIsWrong = ({ file, line: at, problem, remedy }: Problem): Mrkdwn =>
  mrkdwn`${shorten(file.split(/[\\/]/).at(-1) ?? file, 100)}, line ${at}: ${shorten(problem, 300)} ${shorten(remedy, 300)}`;

const brokenNote = (broken: Problem): KnownBlock =>
  context(mrkdwn`:warning: The file of this run book is broken; this is the last good version. ${whatIsWrong(broken)}`);

/** Every pipeline with or without a run book, and how many have one. */
export function runbooksView({ pipelines, broken }: RunbooksAnswer, _scene: Scene): Message {
  const having = pipelines.filter(({ book }) => book);
  const without = pipelines.filter(({ book }) => !book);
  const coverage = `${having.length} of ${pipelines.length} pipelines have a run book`;
  const list = (names: readonly string[]): Mrkdwn =>
    listing(
      names.map((name) => mrkdwn`• ${name}`),
      '\n',
      MOST_LISTED,
      (left) => `and ${left} more`,
    );
  const blocks: KnownBlock[] = [section(mrkdwn`*${coverage}*`)];
  blocks.push(
    ...buttons(
      ...having.slice(0, 20).map(({ pipeline, book }) =>
        questionButton('open', pipeline.id, book?.title ?? pipeline.name, {
          kind: 'pipeline-runbook',
          pipeline: pipeline.id,
        }),
      ),
    ),
  );
  if (having.length > 20)
    blocks.push(context(mrkdwn`${having.length - 20} more: type \`/runbook\` and a word of its name.`));
  if (without.length > 0)
    blocks.push(section(mrkdwn`*Without one*\n${list(without.map(({ pipeline }) => pipeline.name))}`));
  if (broken.length > 0)
    blocks.push(
      context(
        mrkdwn`:warning: Broken files, used as they last were where they were good: ${shorten(broken.join(', '), 300)}. Run \`baton lint\`.`,
      ),
    );
  return { text: `${coverage}.`, blocks };
}
