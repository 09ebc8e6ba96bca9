import { callList } from '../../src/domain/call-list';
import type { PipelineId } from '../../src/domain/ids';
import { onCallAt } from '../../src/domain/schedule';
import type { Engineer, Pipeline, Team } from '../../src/domain/team';
import { anEngineer, anOverride, aRotation, aTeam, aTimeOff, byId, engineerId } from '../fixtures';

/** Tuesday of the plan's first week: engineer 1 is on call, engineer 2 is backup. */
const TUESDAY = new Date('2026-11-03T12:00-05:00');

const pipelineOf = (team: Team, id: string): Pipeline => team.pipelines.get(id as PipelineId) as Pipeline;

/** A call list as people would read it, a line for each person. */
function inLines(team: Team, pipeline: string, instant = TUESDAY): readonly string[] {
  return callList(team, pipelineOf(team, pipeline), instant).map(({ engineer, roles, availability, leads }) => {
    const until = availability.kind === 'away' ? `, away until ${availability.until.toISOString()}` : '';
    const holiday = availability.kind === 'holiday' ? `, ${availability.name}` : '';
    return `${leads ? 'leads: ' : ''}${engineer.slice('engineer-'.length)}: ${roles.join(', ')}${until}${holiday}`;
  });
}

const days = (first: string, last: string) => ({
  start: new Date(`${first}T00:00-05:00`),
  end: new Date(`${last}T00:00-05:00`),
});

describe('a call list', () => {
  it.each([
    {
      pipeline: 'aggregate-growth',
      lines: ['1: primary, final', '2: backup', '3: primary-owner', '4: secondary-owner'],
      because: 'duties come before owners',
    },
    {
      pipeline: 'unit-level-profit',
      lines: ['1: primary, primary-owner, final', '2: backup, secondary-owner', '3: rotation', '4: rotation'],
      because: 'each person stands on it once, with every reason',
    },
    {
      pipeline: 'aggregate-engagement',
      lines: ['1: primary, primary-owner, final', '2: backup', '4: secondary-owner', '3: rotation'],
      because: 'owners come before the rest of the rotation',
    },
  ])('of $pipeline: $because', ({ pipeline, lines }) => {
    expect(inLines(aTeam(), pipeline)).toEqual(lines);
  });

  it('ends with who is called at last, also from outside the order', () => {
    const engineers = byId([1, 2, 3, 4, 9].map((number) => anEngineer(number)));
    const team = aTeam({ engineers, escalation: { afterMinutes: [5], final: engineerId(9) } });
    expect(inLines(team, 'unit-level-profit').at(-1)).toBe('9: final');
  });

  it('has nobody at its end where nobody is named', () => {
    const team = aTeam({ escalation: { afterMinutes: [5], final: null } });
    expect(inLines(team, 'aggregate-growth')[0]).toBe('1: primary');
  });

  it('has people on time off last, with until when', () => {
    const timeOff = [
      aTimeOff({ engineer: engineerId(3), span: days('2026-11-02', '2026-11-04') }),
      aTimeOff({ engineer: engineerId(3), span: days('2026-11-04', '2026-11-06') }),
    ];
    expect(inLines(aTeam({ timeOff }), 'aggregate-growth')).toEqual([
      '1: primary, final',
      '2: backup',
      '4: secondary-owner',
      '3: primary-owner, away until 2026-11-06T05:00:00.000Z',
    ]);
  });

  it('follows a repair, and says who is away', () => {
    const timeOff = [aTimeOff({ engineer: engineerId(1), span: days('2026-11-02', '2026-11-05') })];
    expect(inLines(aTeam({ timeOff }), 'aggregate-growth')).toEqual([
      '2: primary',
      '3: backup, primary-owner',
      '4: secondary-owner',
      '1: rotation, final, away until 2026-11-05T05:00:00.000Z',
    ]);
  });

  it('before the first shift has the owners first, and the rotation that will begin', () => {
    const replaced = aRotation({
      number: 2,
      order: [engineerId(3), engineerId(2)],
      from: new Date('2026-11-02T14:00Z'),
    });
    const before = new Date('2026-10-28T12:00Z');
    expect(inLines(aTeam(), 'daily-growth', before)).toEqual([
      '4: primary-owner',
      '3: secondary-owner',
      '1: rotation, final',
      '2: rotation',
    ]);
    expect(inLines(aTeam({ rotation: [aRotation(), replaced] }), 'daily-growth', before)).toEqual([
      '4: primary-owner',
      '3: secondary-owner',
      '2: rotation',
      '1: final',
    ]);
  });
});

describe('on a holiday of the primary', () => {
  const calendar = { country: null, region: null, except: [], extra: [{ date: '2026-11-03', name: 'Company day' }] };
  /** At noon in New York it is the 4th in Tokyo: no holiday there any more. */
  const inTokyo = (...numbers: readonly number[]): ReadonlyMap<Engineer['id'], Engineer> =>
    byId(
      [1, 2, 3, 4].map((number) => anEngineer(number, { timezone: numbers.includes(number) ? 'Asia/Tokyo' : null })),
    );
  const away = (number: number) => aTimeOff({ engineer: engineerId(number), span: days('2026-11-03', '2026-11-04') });
  const covers = (number: number, replaced: number) =>
    anOverride({
      engineer: engineerId(number),
      replaces: engineerId(replaced),
      span: days('2026-11-02', '2026-11-08'),
    });

  it.each<{ because: string; team?: Partial<Team>; pipeline: string; leader: number | undefined }>([
    {
      pipeline: 'aggregate-growth',
      leader: 4,
      because: 'it is everybody’s holiday, and the second owner is the first',
    },
    {
      pipeline: 'aggregate-growth',
      team: { engineers: inTokyo(2, 3) },
      leader: 2,
      because: 'the second owner has the holiday as well, the backup has not',
    },
    {
      pipeline: 'aggregate-growth',
      team: { engineers: inTokyo(3) },
      leader: 3,
      because: 'only the owner has no holiday',
    },
    {
      pipeline: 'aggregate-growth',
      team: { timeOff: [away(4)] },
      leader: 2,
      because: 'the second owner is away, and the backup is next',
    },
    {
      pipeline: 'aggregate-growth',
      team: { timeOff: [away(4)], engineers: inTokyo(3) },
      leader: 3,
      because: 'who has no holiday comes before who has',
    },
    {
      pipeline: 'aggregate-growth',
      team: { timeOff: [away(2), away(3), away(4)] },
      leader: 1,
      because: 'everybody else is away, so the primary leads',
    },
    {
      pipeline: 'aggregate-profit',
      leader: 2,
      because: 'the second owner is the primary, and the backup is next',
    },
    {
      pipeline: 'aggregate-growth',
      team: { overrides: [covers(1, 4)] },
      leader: 2,
      because: 'the second owner has swapped this week away',
    },
    {
      pipeline: 'aggregate-growth',
      team: { overrides: [{ ...covers(1, 4), voidedAt: new Date('2026-10-25T12:00Z') }] },
      leader: 4,
      because: 'what was given away and taken back does not count',
    },
    {
      pipeline: 'aggregate-growth',
      team: { overrides: [{ ...covers(1, 4), recordedAt: new Date('2026-11-04T12:00Z') }] },
      leader: 4,
      because: 'what is given away afterwards does not count',
    },
    {
      pipeline: 'aggregate-growth',
      team: { overrides: [{ ...covers(1, 4), voidedAt: new Date('2026-11-04T12:00Z') }] },
      leader: 2,
      because: 'what is taken back afterwards still counts then',
    },
    {
      pipeline: 'aggregate-growth',
      team: { overrides: [{ ...covers(1, 4), span: days('2026-11-16', '2026-11-18') }] },
      leader: 4,
      because: 'another shift was given away',
    },
    {
      pipeline: 'aggregate-growth',
      team: { overrides: [{ ...covers(3, 4), duty: 'backup', span: days('2026-11-06', '2026-11-07') }] },
      leader: 4,
      because: 'a day of backup that was covered is no week given away',
    },
    {
      pipeline: 'aggregate-growth',
      team: { engineers: inTokyo(1) },
      leader: undefined,
      because: 'the primary has no holiday where they are',
    },
    {
      pipeline: 'aggregate-growth',
      team: { timeOff: [away(1), away(2), away(3), away(4)] },
      leader: undefined,
      because: 'everybody is away, so nobody leads',
    },
  ])('$leader leads $pipeline: $because', ({ team = {}, pipeline, leader }) => {
    const world = aTeam({ calendar, ...team });
    const rungs = callList(world, pipelineOf(world, pipeline), TUESDAY);
    const leaders = rungs.filter(({ leads }) => leads).map(({ engineer }) => engineer);
    expect(leaders).toEqual(leader === undefined ? [] : [engineerId(leader)]);
    if (leader !== undefined) expect(rungs[0]?.engineer).toBe(engineerId(leader));
  });

  it('the leader goes to the front, the rest keep their order, and the duty stays', () => {
    const team = aTeam({ calendar });
    expect(inLines(team, 'aggregate-growth')).toEqual([
      'leads: 4: secondary-owner, Company day',
      '1: primary, final, Company day',
      '2: backup, Company day',
      '3: primary-owner, Company day',
    ]);
    expect(onCallAt(team, TUESDAY)?.primary.engineer).toBe('engineer-1');
  });

  it.each([
    { at: '2026-11-03T00:00-05:00', leads: true },
    { at: '2026-11-03T23:59-05:00', leads: true },
    { at: '2026-11-04T00:00-05:00', leads: false },
    { at: '2026-11-02T23:59-05:00', leads: false },
  ])('is the day their own clock shows: at $at somebody leads: $leads', ({ at, leads }) => {
    const team = aTeam({ calendar });
    expect(callList(team, pipelineOf(team, 'aggregate-growth'), new Date(at)).some((rung) => rung.leads)).toBe(leads);
  });
});
