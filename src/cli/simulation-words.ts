import type { Conflict } from '../domain/conflicts';
import type { EngineerId } from '../domain/ids';
import { isLocalDate } from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';
import { shiftNamed } from '../domain/rotation';
import { engineerOf, type ShiftRef, type Team } from '../domain/team';
import type { Suggestion } from '../domain/trades';
import { overOf } from '../usecases/balance';
import type { Simulation, SimulationAsk } from '../usecases/simulation';
import type { TimeOffRefusal } from '../usecases/time-off';
import { fullDay, nameOf, plainDay, shorten } from '../usecases/wording';
import type { Refusal } from './options';
import { columns, scheduleWords, type View } from './words';

/** Who is away when, as `engineer-3 2026-12-21..2027-01-02` says: an id or a name, and one day or two. */
export function readAway(team: Team, text: string): Result<SimulationAsk['away'][number], Refusal> {
  const wrong = (why: string) =>
    refuse({
      text: `--away “${shorten(text, 60)}”: ${why} Write it like --away "engineer-3 2026-12-21..2027-01-02".`,
      exit: 1,
    } as const);
  const [, who = '', from = '', to = from] = /^(.+?) (\S+?)(?:\.\.(\S+))?$/.exec(text) ?? [];
  if (!isLocalDate(from) || !isLocalDate(to)) return wrong('it does not end with a day, or two with .. between.');
  const all = [...team.engineers.values()].filter(({ leftAt }) => !leftAt);
  const found = all.find(({ id, name }) => id === who || name.toLowerCase() === who.toLowerCase());
  return found
    ? succeed({ engineer: found.id, from, to })
    : wrong(`nobody is called that; there are ${all.map(({ id }) => id).join(', ')}.`);
}

/** Why time off cannot be simulated. */
export function awayRefusalWords(team: Team, refusal: TimeOffRefusal): string {
  switch (refusal.kind) {
    case 'no-days':
      return `--away: ${fullDay(refusal.from)} to ${fullDay(refusal.to)} is over, or ends before it begins. Give days to come.`;
    case 'too-long':
      return `--away: at most ${refusal.most} days at once. Give fewer.`;
    case 'has-left':
      return `--away: ${engineerOf(team, refusal.engineer).name} left the team. Name somebody who is on it.`;
    default:
      return '--away: these days cannot be recorded. Give others.';
  }
}

/** How a plan would go: its schedule, what conflicts, its gaps, and how the turns are spread, as planned and as suggested. */
export function simulationWords(view: View, simulation: Simulation): string {
  const { team } = view;
  const { from, to, stretches, conflicts, gaps, planned, suggested, span } = simulation;
  const schedule = scheduleWords(view, { kind: 'days', from, to, stretches, gaps, begins: span.start });
  const part = (title: string, lines: readonly string[], none: string): string[] => [
    '',
    title,
    ...(lines.length > 0 ? lines : [none]).map((line) => `  ${line}`),
  ];
  return [
    schedule,
    ...part(
      'Conflicts, each with what Baton would suggest eight weeks before',
      columns(conflicts.map(({ conflict, mend }) => [...conflictCells(view, conflict), mendWords(view, mend)])),
      'none',
    ),
    ...part('Balance, as planned → with what is suggested', columns(balanceRows(team, planned, suggested)), 'none'),
    ...part(
      'Holidays on call, as planned → with what is suggested',
      columns(holidayRows(team, planned, suggested)),
      'none',
    ),
    '',
    'Nothing was changed.',
  ].join('\n');
}

function conflictCells({ team, now }: View, { engineer, duty, span, kind, holidays }: Conflict): string[] {
  const what =
    kind === 'time-off'
      ? 'away'
      : holidays.map(({ name, date }) => `${name} (${plainDay(new Date(`${date}T12:00Z`), 'UTC', now)})`).join(', ');
  const duties = duty === 'primary' ? 'on call' : 'backup';
  return [plainDay(span.start, team.timezone, now), nameOf(team, engineer), duties, what];
}

function mendWords({ team, now }: View, mend: Suggestion | null): string {
  if (!mend) return 'kept';
  const day = (ref: ShiftRef): string => {
    const shift = shiftNamed(team, ref);
    return shift ? plainDay(shift.start, team.timezone, now) : '?';
  };
  const [, ...others] = mend.legs;
  if (others.length === 0) return `${nameOf(team, mend.taker)} takes it`;
  return `trade with ${others.map(({ from, shift }) => `${nameOf(team, from)} (${day(shift)})`).join(' and ')}`;
}

const change = (before: number, after: number): string => (before === after ? `${before}` : `${before} → ${after}`);

function balanceRows(team: Team, { balances }: Simulation['planned'], suggested: Simulation['planned']): string[][] {
  const then = new Map(suggested.balances.map((each) => [each.engineer, each]));
  const rows = balances.map((one) => {
    const other = then.get(one.engineer) ?? one;
    const over = Math.round(overOf(one) * 10) / 10;
    return [
      nameOf(team, one.engineer),
      change(one.weeks, other.weeks),
      over > 0 ? `+${over}` : `${over}`,
      change(one.backupWeeks, other.backupWeeks),
      change(one.weekendDays, other.weekendDays),
      change(one.holidayDays, other.holidayDays),
      change(one.holidayWeeks, other.holidayWeeks),
    ];
  });
  return [['', 'Weeks', 'Over an equal share', 'Backup weeks', 'Weekend days', 'Holidays', 'Weeks with them'], ...rows];
}

function holidayRows(team: Team, planned: Simulation['planned'], suggested: Simulation['planned']): string[][] {
  const people: EngineerId[] = [...team.engineers.keys()].filter((id) => !engineerOf(team, id).leftAt);
  const names = [...new Set([...planned.holidays.keys(), ...suggested.holidays.keys()])];
  if (names.length === 0) return [];
  const count = ({ holidays }: Simulation['planned'], name: string, id: EngineerId): number =>
    holidays.get(name)?.get(id) ?? 0;
  return [
    ['', ...people.map((id) => nameOf(team, id))],
    ...names.map((name) => [name, ...people.map((id) => change(count(planned, name, id), count(suggested, name, id)))]),
  ];
}
