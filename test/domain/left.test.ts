import { callList } from '../../src/domain/call-list';
import { gapsBetween } from '../../src/domain/gaps';
import { onCallAt } from '../../src/domain/schedule';
import type { Pipeline } from '../../src/domain/team';
import { anEngineer, aTeam, byId, engineerId } from '../fixtures';

const LEFT = new Date('2026-11-04T12:00Z');
const BEFORE = new Date('2026-11-04T11:59Z');
const team = aTeam({
  engineers: byId([anEngineer(1, { leftAt: LEFT }), anEngineer(2, { leftAt: LEFT }), anEngineer(3), anEngineer(4)]),
});
const profit = [...team.pipelines.values()].find(({ id }) => id === 'aggregate-profit') as Pipeline;

describe('somebody who left the team', () => {
  it('holds their duty until they leave, and from then on somebody stands in', () => {
    expect(onCallAt(team, BEFORE)).toMatchObject({
      primary: { engineer: engineerId(1) },
      backup: { engineer: engineerId(2) },
    });
    expect(onCallAt(team, LEFT)).toMatchObject({
      primary: { engineer: engineerId(3), reason: { kind: 'repair', replaces: engineerId(1) } },
      backup: { engineer: engineerId(4) },
    });
  });

  it('is on no call list any more', () => {
    const called = (at: Date) => callList(team, profit, at).map(({ engineer }) => engineer);
    expect(called(BEFORE)).toEqual([1, 2, 3, 4].map(engineerId));
    expect(called(LEFT)).toEqual([3, 4].map(engineerId));
  });

  it('leaves a gap where both owners of a pipeline have left', () => {
    const end = new Date('2026-11-09T14:00Z');
    const gaps = gapsBetween(team, { start: BEFORE, end });
    expect(gaps).toEqual(
      ['unit-level-profit', 'aggregate-profit'].map((pipeline) => ({ kind: 'ownership', pipeline, start: LEFT, end })),
    );
  });
});
