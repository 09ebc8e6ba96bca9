import type { KnownBlock } from '@slack/types';
import {
  type Balance,
  type FairnessAnswer,
  HOLIDAYS_OUT_OF_BALANCE,
  holidaysOver,
  OUT_OF_BALANCE,
  overOf,
} from '../../usecases/balance';
import { fullDay, nameOf } from '../../usecases/wording';
import { formButton } from '../actions';
import {
  buttons,
  context,
  header,
  listing,
  type Message,
  type Mrkdwn,
  mrkdwn,
  rowsThatFit,
  section,
  table,
} from './blocks';
import { MOST, more, spanWords } from './swap-words';
import type { Scene } from './words';

/** Signs of a bar: its whole length is the most weeks anybody has. */
const BAR = 12;

/** How the turns are spread, what is out of balance, and what would mend it. */
export function fairnessView({ months, from, to, balances, mend, holidays }: FairnessAnswer, scene: Scene): Message {
  const { team, reader } = scene;
  const most = Math.max(1, ...balances.map(({ weeks }) => weeks));
  const rows = balances.map((each) => [
    nameOf(team, each.engineer),
    `${'█'.repeat(Math.round((each.weeks / most) * BAR)).padEnd(BAR, '░')} ${each.weeks}`,
    `${round(each.share)}`,
    `${each.planned}`,
    `${each.backupWeeks}`,
    `${each.weekendDays}`,
    `${each.holidayDays}`,
    `${each.holidayWeeks}`,
    favourWords(each),
  ]);
  const head = [
    '',
    'Weeks on call',
    'Equal share',
    'Of them ahead',
    'Backup weeks',
    'Weekend days',
    'Holidays',
    'Weeks with them',
    'Favours',
  ];
  const out = outOfBalance(balances, scene);
  const text =
    out.length === 0 ? 'Weeks and holidays on call are in balance.' : 'Some are on call more than an equal share.';
  const blocks: KnownBlock[] = [
    header('Fairness'),
    section(out.length === 0 ? mrkdwn`Weeks and holidays on call are in balance.` : listing(out, '\n', MOST, more)),
    table([head, ...rowsThatFit(rows)]),
  ];
  if (mend) {
    blocks.push(
      section(
        mrkdwn`It would help most if *${nameOf(team, mend.to)}* took ${spanWords(mend.span, scene)} from *${nameOf(team, mend.from)}*${mend.back ? `, and gave ${spanWords(mend.back, scene)} for it` : ''}.`,
      ),
    );
    if (reader.kind === 'asker')
      blocks.push(
        ...buttons(formButton('swap', 'Find a swap', { kind: 'swap', requester: mend.from, part: mend.part })),
      );
  }
  const turns = holidays.map(
    ({ name, last, next }) =>
      mrkdwn`• ${name}: ${last ? `last ${nameOf(team, last.engineer)}, ${fullDay(last.date)}; ` : ''}next *${nameOf(team, next.engineer)}*, ${fullDay(next.date)}`,
  );
  if (turns.length > 0)
    blocks.push(section(mrkdwn`*Holidays*\n${listing(turns, '\n', { pieces: 25, characters: 2500 }, more)}`));
  blocks.push(
    context(
      mrkdwn`${fullDay(from)} to ${fullDay(to)}, past and planned; ${months === 1 ? 'a month' : `${months} months`} back and ahead as far as there is a rotation. A week is whose most of it is; favours are days owed to them, or by them.`,
    ),
  );
  return { text, blocks };
}

const round = (weeks: number): number => Math.round(weeks * 10) / 10;

function favourWords({ favours }: Balance): string {
  if (favours === 0) return '–';
  return favours > 0 ? `is owed ${favours}` : `owes ${-favours}`;
}

function outOfBalance(balances: readonly Balance[], { team }: Scene): Mrkdwn[] {
  const words = (each: Balance, over: number, unit: string): Mrkdwn => {
    const by = round(Math.abs(over));
    return mrkdwn`*${nameOf(team, each.engineer)}* is on call ${by} ${by === 1 ? unit : `${unit}s`} ${over > 0 ? 'more' : 'less'} than an equal share.`;
  };
  return balances.flatMap((each) => {
    const holidays = holidaysOver(each, balances);
    return [
      ...(Math.abs(overOf(each)) >= OUT_OF_BALANCE ? [words(each, overOf(each), 'week')] : []),
      ...(Math.abs(holidays) >= HOLIDAYS_OUT_OF_BALANCE ? [words(each, holidays, 'holiday')] : []),
    ];
  });
}
