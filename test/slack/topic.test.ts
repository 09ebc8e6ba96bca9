import fc from 'fast-check';
import type { TimeOffId } from '../../src/domain/ids';
import { addDays, type LocalDate } from '../../src/domain/interval';
import type { Team } from '../../src/domain/team';
import { topicOf, withTopic } from '../../src/slack/topic';
import { anEngineer, anOverride, aRotation, aTeam, aTimeOff, byId, engineerId } from '../fixtures';

const NOW = new Date('2026-11-24T15:00:00Z');
const OWN = 'On call: Engineer 4 (backup: Engineer 1) until Mon 30 Nov';
const NEXT = 'On call: Engineer 1 (backup: Engineer 2) until Mon 7 Dec';

/** The plan's team where engineers 4 and 1, who are on call and backup now, are called so. */
function called(primary: string, backup = 'Engineer 1'): Team {
  const names = [backup, 'Engineer 2', 'Engineer 3', primary];
  return aTeam({ engineers: byId(names.map((name, at) => anEngineer(at + 1, { name }))) });
}

/** Engineer 4 is on call for engineer 1 as well, the week after. */
const TAKEN = anOverride({
  span: { start: new Date('2026-11-30T14:00:00Z'), end: new Date('2026-12-07T14:00:00Z') },
  engineer: engineerId(4),
});

/** Names that could be taken for a part of what stands around them. */
const NAMES = [
  'Engineer 4',
  'Ann <ann@example.com>',
  'Tom & Co',
  'A > B',
  '&lt;!channel&gt;',
  'Ann (left)',
  'Ann (on (site))',
  'Ann until Tuesday',
  'Ann) until Tom (backup: B',
  'Ann (no backup) until Tom',
  ') ',
  '(',
  '$& $1 $team',
  '.*',
  'On call: Ann',
  'Ann, 2026',
  '李 🔥',
  'x'.repeat(150),
] as const;

describe('what Baton says in a topic', () => {
  it.each<{ readonly where: string; readonly team: Team; readonly at?: string; readonly says: string }>([
    { where: 'two people are on duty', team: aTeam(), says: OWN },
    {
      where: 'nobody is left to be backup',
      team: aTeam({
        timeOff: [1, 2, 3].map((n) =>
          aTimeOff({ engineer: engineerId(n), span: { start: NOW, end: new Date('2026-11-30T14:00:00Z') } }),
        ),
      }),
      at: '2026-11-25T15:00:00Z',
      says: 'On call: Engineer 4 (no backup) until Mon 30 Nov',
    },
    {
      where: 'the turn ends in another year',
      ...{ team: aTeam(), at: '2026-12-30T15:00:00Z' },
      says: 'On call: Engineer 1 (backup: Engineer 2) until Mon 4 Jan',
    },
    {
      where: 'everybody is away',
      team: aTeam({
        timeOff: [1, 2, 3, 4].map((n) =>
          aTimeOff({
            ...{ id: `time-off-${n}` as TimeOffId, engineer: engineerId(n) },
            span: { start: new Date('2026-11-20'), end: new Date('2026-11-29') },
          }),
        ),
      }),
      says: 'On call: nobody (no backup) until Mon 30 Nov',
    },
    {
      where: 'the primary goes on and the backup does not',
      team: aTeam({ overrides: [TAKEN] }),
      says: 'On call: Engineer 4 (backup: Engineer 1 until Mon 30 Nov) until Mon 7 Dec',
    },
    {
      where: 'somebody has left',
      team: aTeam({
        engineers: byId([1, 2, 3, 4].map((n) => anEngineer(n, n === 1 ? { leftAt: new Date('2026-12-25') } : {}))),
      }),
      says: 'On call: Engineer 4 (backup: Engineer 1 (left)) until Mon 30 Nov',
    },
    {
      where: 'a name has lines and turns around',
      team: called('Ann\n\u202EExample'),
      says: 'On call: Ann Example (backup: Engineer 1) until Mon 30 Nov',
    },
  ])('where $where', ({ team, at, says }) => {
    expect(topicOf(team, at ? new Date(at) : NOW)).toBe(says);
  });

  it.each(NAMES)('has room beside it whoever is called “%s”', (name) => {
    expect(topicOf(called(name, name), NOW).length).toBeLessThan(180);
  });

  it('is nothing before the first shift', () => {
    expect(() => topicOf(aTeam(), new Date('2026-10-01T00:00:00Z'))).toThrow('nobody is on call yet');
  });
});

describe('Baton’s part of a topic', () => {
  const afternoons = 'Ask us anything. · Office hours on Tuesdays (remote)';

  it.each<{ readonly sentence: string; readonly topic: string; readonly before?: string; readonly becomes: string }>([
    { sentence: 'is all there is where there was nothing', topic: '', becomes: OWN },
    {
      sentence: 'is known where it says until when the backup stays',
      topic: `${afternoons} · ${topicOf(aTeam({ overrides: [TAKEN] }), NOW)} · x`,
      becomes: `${afternoons} · ${OWN} · x`,
    },
    { sentence: 'is all there is where there was only room', topic: '  \n', becomes: OWN },
    { sentence: 'stands at the end of what others wrote', topic: afternoons, becomes: `${afternoons} · ${OWN}` },
    { sentence: 'stays where it is true already', topic: `A · ${OWN} · B`, becomes: `A · ${OWN} · B` },
    {
      sentence: 'takes the place of what it said before, at the beginning',
      ...{ topic: `${NEXT} · ${afternoons}`, before: NEXT, becomes: `${OWN} · ${afternoons}` },
    },
    {
      sentence: 'takes the place of what it said before, in the middle',
      ...{ topic: `Hello  (${NEXT}) \n bye`, before: NEXT, becomes: `Hello  (${OWN}) \n bye` },
    },
    {
      sentence: 'is found again where it is not known what it said before',
      ...{ topic: `A · ${NEXT} · B`, becomes: `A · ${OWN} · B` },
    },
    {
      sentence: 'is found again where somebody edited it',
      topic: 'A · On call: Engineer 1, mostly (backup: E2) until Mon 7 Dec · B',
      ...{ before: NEXT, becomes: `A · ${OWN} · B` },
    },
    {
      sentence: 'is found again where somebody took its day out',
      ...{ topic: 'A · On call: Engineer 1 (backup: Engineer 2 (left)) · B (C)', before: NEXT },
      becomes: `A · ${OWN} · B (C)`,
    },
    {
      sentence: 'is found again with the year that it had',
      ...{ topic: 'On call: Engineer 1 (no backup) until Mon 4 Jan 2027 · B', becomes: `${OWN} · B` },
    },
    {
      sentence: 'leaves what stands behind it, whatever that has in common with it',
      topic: `${NEXT} · freeze (all) until Mon 14 Dec`,
      becomes: `${OWN} · freeze (all) until Mon 14 Dec`,
    },
    {
      sentence: 'leaves what others say of being on call',
      topic: 'On call: see the schedule · Ask us',
      becomes: `On call: see the schedule · Ask us · ${OWN}`,
    },
    {
      sentence: 'is written again where somebody took it out',
      ...{ topic: 'Ask us', before: NEXT, becomes: `Ask us · ${OWN}` },
    },
    {
      sentence: 'takes one place where it stands twice',
      ...{ topic: `${NEXT} · ${NEXT}`, before: NEXT, becomes: `${OWN} · ${NEXT}` },
    },
  ])('$sentence', ({ topic, before = '', becomes }) => {
    expect(withTopic(topic, OWN, before)).toBe(becomes);
  });

  it.each(NAMES)('is found again whoever is called “%s”', (name) => {
    for (const team of [called(name), called('Engineer 4', name), called(name, name)]) {
      const own = topicOf(team, NOW);
      for (const before of [own, '', NEXT]) {
        expect(withTopic(`A · ${own} · B (C)`, OWN, before)).toBe(`A · ${OWN} · B (C)`);
        expect(withTopic(own, OWN, before)).toBe(OWN);
      }
      expect(withTopic(`A · ${OWN} · B`, own, OWN)).toBe(`A · ${own} · B`);
    }
  });
});

describe('a topic has 250 characters', () => {
  const x = (length: number): string => 'x'.repeat(length);
  const room = 250 - OWN.length - ' · '.length;

  it.each<{ readonly sentence: string; readonly topic: string; readonly fits: boolean }>([
    { sentence: 'it takes what fits to the last', topic: x(room), fits: true },
    { sentence: 'it does not take one more', topic: x(room + 1), fits: false },
    {
      sentence: 'it takes what stands in the place of as much',
      topic: `${NEXT} · ${x(room)}`,
      fits: true,
    },
    {
      sentence: 'it does not take more than that',
      topic: `${x(250 - NEXT.length)}${NEXT}`,
      fits: false,
    },
    { sentence: 'a full one has no room', topic: x(250), fits: false },
  ])('$sentence', ({ topic, fits }) => {
    const made = withTopic(topic, OWN, NEXT);
    expect(made !== null).toBe(fits);
    if (made !== null) expect(made.length).toBeLessThanOrEqual(250);
  });
});

describe('whatever stands around it', () => {
  const around = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('On call:'));
  const weeks = fc.integer({ min: 0, max: 60 });
  const ownOf = (week: number): string => {
    const { firstHandoff } = aRotation();
    return topicOf(aTeam(), new Date(`${addDays(firstHandoff.date as LocalDate, week * 7)}T15:00:00Z`));
  };

  it('stays from one person to the next and back', () => {
    fc.assert(
      fc.property(around, around, weeks, weeks, fc.boolean(), (ahead, behind, one, other, isKnown) => {
        const [first, second] = [ownOf(one), ownOf(other)];
        const topic = `${ahead}${first}${behind}`;
        const passed = withTopic(topic, second, isKnown ? first : '');
        expect(passed).toBe(`${ahead}${second}${behind}`);
        expect(withTopic(passed ?? '', first, isKnown ? second : '')).toBe(topic);
      }),
    );
  });

  it('stays where it is written for the first time, and it is written only once', () => {
    fc.assert(
      fc.property(around, weeks, (topic, week) => {
        const own = ownOf(week);
        const made = withTopic(topic, own, '') ?? '';
        expect(made).toBe(topic.trim() === '' ? own : `${topic.trim()} · ${own}`);
        expect(withTopic(made, own, '')).toBe(made);
        expect(withTopic(made, own, own)).toBe(made);
      }),
    );
  });
});
