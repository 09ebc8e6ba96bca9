import fc from 'fast-check';
import type { PipelineId } from '../../src/domain/ids';
import { findEngineers, findPipelines, normalise } from '../../src/domain/search';
import type { Pipeline, Team } from '../../src/domain/team';
import { anEngineer, aPlan, aTeam, byId } from '../fixtures';

/** The plan, where investors call the growth pipeline “growth report”. */
function aTeamWithAlias(): Team {
  const { pipelines } = aPlan();
  const growth = { ...(pipelines.get('aggregate-growth' as PipelineId) as Pipeline), aliases: ['Growth report'] };
  return aTeam({ pipelines: new Map([...pipelines, [growth.id, growth]]) });
}

const team = aTeamWithAlias();
const GROWTH = ['aggregate-growth', 'daily-growth'];
const PROFIT = ['unit-level-profit', 'aggregate-profit'];
const INVESTORS = ['aggregate-profit', 'aggregate-growth', 'aggregate-engagement'];

describe('the pipelines that words mean', () => {
  it.each([
    { words: 'growth', are: GROWTH, because: 'it is an area' },
    { words: 'Profit', are: PROFIT, because: 'it is an area' },
    { words: '  pRoFiT ', are: PROFIT, because: 'letters may be of any size' },
    { words: 'investors', are: INVESTORS, because: 'it is an audience' },
    { words: 'growth report', are: ['aggregate-growth'], because: 'it is an alias' },
    { words: 'daily growth', are: ['daily-growth'], because: 'both words are in its name' },
    { words: 'growth daily', are: ['daily-growth'], because: 'words may stand in any order' },
    { words: 'daily-growth', are: ['daily-growth'], because: 'it is an id' },
    { words: 'unit-level', are: ['unit-level-profit'], because: 'a hyphen is as good as a space' },
    { words: 'UNIT LEVEL profit!', are: ['unit-level-profit'], because: 'punctuation does not count' },
    { words: 'Aggregate growth reported to investors', are: ['aggregate-growth'], because: 'it is its name' },
    { words: 'Gröwth', are: GROWTH, because: 'accents do not count' },
    { words: 'growth 😀', are: GROWTH, because: 'emoji do not count' },
    { words: 'engage', are: ['aggregate-engagement'], because: 'a word may be begun' },
  ])('“$words” are $are: $because', ({ words, are }) => {
    const { matches, exactly } = findPipelines(team, words);
    expect({ ids: matches.map(({ id }) => id), exactly }).toEqual({ ids: are, exactly: true });
  });

  it.each([
    { words: 'enagement', are: ['aggregate-engagement'] },
    { words: 'engagment', are: ['aggregate-engagement'] },
    { words: 'growht', are: GROWTH },
    { words: 'dayly grwoth', are: ['daily-growth'] },
    { words: 'investers', are: INVESTORS },
  ])('“$words” are $are, and the spelling was forgiven', ({ words, are }) => {
    const { matches, exactly } = findPipelines(team, words);
    expect({ ids: matches.map(({ id }) => id), exactly }).toEqual({ ids: are, exactly: false });
  });

  it.each([
    { words: '' },
    { words: '   ' },
    { words: '😀😀' },
    { words: '...' },
    { words: '@' },
    { words: '"' },
    { words: '<@U1>' },
    { words: '<@U024BE7LH|spengler>' },
    { words: '<!channel>' },
    { words: '__proto__' },
    { words: 'constructor' },
    { words: 'toString' },
    { words: 'hasOwnProperty' },
    { words: 'hello' },
    { words: 'schedule' },
    { words: 'profit growth' },
    { words: '\u0000' },
    { words: '\ud800' },
  ])('“$words” are none', ({ words }) => {
    expect(findPipelines(team, words).matches).toEqual([]);
  });

  it.each([
    { what: 'names of areas', words: 'growth profit '.repeat(215) },
    { what: 'misspelt words', words: 'enagemant grwth '.repeat(190) },
    { what: 'letters', words: 'a b c d e '.repeat(300) },
    { what: 'one word', words: 'x'.repeat(3000) },
    { what: 'letters that are many', words: '\ufdfa'.repeat(3000) },
  ])('3,000 characters of $what are none', ({ words }) => {
    expect(findPipelines(team, words).matches).toEqual([]);
    expect(findEngineers(team, words).matches).toEqual([]);
  });

  it('are found among spaces, however many', () => {
    expect(findPipelines(team, `growth${' '.repeat(3000)}`).matches).toHaveLength(2);
  });

  it('are found by every name they have', () => {
    for (const pipeline of team.pipelines.values())
      for (const words of [pipeline.id, pipeline.name, pipeline.area, pipeline.audience, ...pipeline.aliases])
        expect(findPipelines(team, words).matches).toContain(pipeline);
  });

  it('follow the snapshot that is asked', () => {
    const { pipelines, areas } = team;
    const renamed = aTeam({
      pipelines,
      areas: new Map([...areas].map(([id, area]) => [id, { ...area, name: `${area.name} numbers` }])),
    });
    expect(findPipelines(team, 'growth numbers daily').matches).toEqual([]);
    expect(findPipelines(renamed, 'growth numbers daily').matches).toHaveLength(1);
  });

  it('are an answer for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 250 }),
      fc.string({ unit: 'grapheme', maxLength: 100 }),
    );
    const law = fc.property(text, (words) => {
      for (const pipeline of findPipelines(team, words).matches) expect(team.pipelines.get(pipeline.id)).toBe(pipeline);
    });
    fc.assert(law, { numRuns: 300 });
  });
});

describe('the engineers that words name', () => {
  it.each([
    { words: 'Engineer 1', are: ['engineer-1'], because: 'it is a name' },
    { words: 'engineer-2', are: ['engineer-2'], because: 'it is an id' },
    { words: 'ENGINEER-3@example.com', are: ['engineer-3'], because: 'it is an e-mail' },
    {
      words: 'engineer',
      are: ['engineer-1', 'engineer-2', 'engineer-3', 'engineer-4'],
      because: 'names begin with it',
    },
    { words: 'eng', are: [], because: 'a name begins with whole words' },
    { words: 'engineer 5', are: [], because: 'there is none' },
    { words: '', are: [], because: 'nothing was asked' },
    { words: '😀', are: [], because: 'nothing is left of it' },
    { words: '@', are: [], because: 'it is no name' },
    { words: '<@U1>', are: [], because: 'a mention is not a name' },
    { words: '__proto__', are: [], because: 'it is no name' },
  ])('“$words” are $are: $because', ({ words, are }) => {
    expect(findEngineers(team, words).matches.map(({ id }) => id)).toEqual(are);
  });

  it('are found without their accents, and by their first name', () => {
    const people = byId([anEngineer(1, { name: 'Zoë Núñez-Ortega' }), anEngineer(2, { name: 'Ann Lee' })]);
    const named = (words: string) => findEngineers(aTeam({ engineers: people }), words).matches.map(({ name }) => name);
    expect(named('zoe nunez ortega')).toEqual(['Zoë Núñez-Ortega']);
    expect(named('ZOË')).toEqual(['Zoë Núñez-Ortega']);
    expect(named('ann')).toEqual(['Ann Lee']);
  });

  it('are not those who left, nor those whose name has no letters when nothing is asked', () => {
    const left = anEngineer(1, { leftAt: new Date('2026-12-01T00:00Z') });
    const people = aTeam({ engineers: byId([left, anEngineer(2), anEngineer(3, { name: '🦊' })]) });
    expect(findEngineers(people, 'Engineer 1').matches).toEqual([]);
    expect(findEngineers(people, left.email as string).matches).toEqual([]);
    expect(findEngineers(people, '🐻').matches).toEqual([]);
    expect(findEngineers(people, 'engineer').matches.map(({ id }) => id)).toEqual(['engineer-2', 'engineer-3']);
  });
});

describe('words', () => {
  it.each([
    { words: '  Unit-level  PROFIT! ', are: 'unit level profit' },
    { words: 'Zoë Núñez', are: 'zoe nunez' },
    { words: 'ﬁrst', are: 'first' },
    { words: 'İstanbul', are: 'istanbul' },
    { words: 'Ann@Example.com', are: 'ann@example.com' },
    { words: '日本 語', are: '日本 語' },
    { words: '😀', are: '' },
  ])('“$words” are compared as “$are”', ({ words, are }) => {
    expect(normalise(words)).toBe(are);
  });
});
