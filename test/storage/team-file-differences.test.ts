import type { SlackUserId } from '../../src/domain/ids';
import type { Team } from '../../src/domain/team';
import { differences } from '../../src/storage/team-file-differences';
import type { TeamPlan } from '../../src/usecases/decision';
import {
  anArea,
  anEngineer,
  anOverride,
  aPipeline,
  aPlan,
  aRotation,
  aTeam,
  aTimeOff,
  byId,
  engineerId,
} from '../fixtures';

const plan = aPlan();
const order = [engineerId(2), engineerId(1)] as const;
const later = aRotation({
  number: 2,
  firstHandoff: { date: '2026-11-30', time: '09:00' },
  startIndex: 2,
  from: new Date('2026-11-30T14:00:00Z'),
});

describe('a file that says what is stored', () => {
  it.each<{ what: string; team: Team }>([
    { what: 'on the first day', team: aTeam() },
    {
      what: 'after trades and time off',
      team: aTeam({ version: 9, overrides: [anOverride()], timeOff: [aTimeOff()] }),
    },
    {
      what: 'after people were found in Slack by e-mail',
      team: aTeam({
        engineers: new Map(plan.engineers).set(engineerId(2), anEngineer(2, { slack: 'U2' as SlackUserId })),
      }),
    },
    {
      what: 'after somebody muted a reminder',
      team: aTeam({
        engineers: new Map(plan.engineers).set(engineerId(2), anEngineer(2, { muted: ['handoff-ahead'] })),
      }),
    },
    { what: 'after a later version that comes to the same', team: aTeam({ rotation: [aRotation(), later] }) },
    {
      what: 'after somebody not in it left',
      team: aTeam({ engineers: new Map(plan.engineers).set(engineerId(5), anEngineer(5, { leftAt: new Date(0) })) }),
    },
  ])('does not differ $what', ({ team }) => {
    expect(differences(team, plan)).toEqual([]);
  });
});

describe('a file that says something else', () => {
  it.each<{ words: string[]; plan?: Partial<TeamPlan>; team?: Partial<Team> }>([
    { words: ['name changed'], plan: { name: 'Data' } },
    { words: ['holidays changed'], plan: { calendar: { country: 'DE', region: null, except: [], extra: [] } } },
    {
      words: ['handoffs changed'],
      plan: { handoffs: { notesAt: '16:00', nudgeAfterHours: 2, tellAfterHours: 5 } },
    },
    {
      words: ['user_group changed', 'escalation changed'],
      plan: { userGroup: null, escalation: { afterMinutes: [5], final: null } },
    },
    {
      words: ['engineers: engineer-5 added'],
      plan: { engineers: new Map(plan.engineers).set(engineerId(5), anEngineer(5)) },
    },
    {
      words: ['engineers: engineer-1 changed'],
      plan: { engineers: new Map(plan.engineers).set(engineerId(1), anEngineer(1)) },
    },
    {
      words: ['engineers: engineer-2 changed'],
      plan: { engineers: new Map(plan.engineers).set(engineerId(2), anEngineer(2, { slack: 'U2' as SlackUserId })) },
    },
    {
      words: ['engineers: engineer-4 added'],
      team: { engineers: new Map(plan.engineers).set(engineerId(4), anEngineer(4, { leftAt: new Date(0) })) },
    },
    {
      words: ['areas: growth changed', 'areas: engagement removed'],
      plan: { areas: byId([anArea('profit', 'Profit'), anArea('growth', 'Growing')]) },
    },
    {
      words: ['pipelines: aggregate-growth changed'],
      plan: {
        pipelines: new Map(plan.pipelines).set('aggregate-growth' as never, aPipeline('aggregate-growth', 3, 1)),
      },
    },
    { words: ['rotation: order changed'], plan: { rotation: [aRotation({ order })] } },
    { words: ['rotation: order changed'], team: { rotation: [aRotation(), { ...later, order }] } },
    {
      words: ['rotation: handoff changed'],
      plan: { rotation: [aRotation({ firstHandoff: { date: '2026-11-02', time: '10:00' } })] },
    },
    { words: ['rotation: backup_offset changed'], plan: { rotation: [aRotation({ backupOffset: 2 })] } },
    {
      words: ['rotation: first_shift changed'],
      plan: { rotation: [aRotation({ firstHandoff: { date: '2026-11-09', time: '09:00' } })] },
    },
  ])('differs in $words', ({ words, plan: bentPlan, team }) => {
    expect(differences(aTeam(team), aPlan(bentPlan))).toEqual(words);
  });
});
