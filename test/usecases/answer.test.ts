import type { TimeOffId } from '../../src/domain/ids';
import type { RunBooks } from '../../src/domain/runbook';
import { parseRunBook } from '../../src/domain/runbook-parse';
import { describePerson } from '../../src/usecases/on-call';
import { who } from '../../src/usecases/ownership';
import { findRunbook } from '../../src/usecases/runbooks';
import { aTeam, aTimeOff, engineerId } from '../fixtures';

const now = new Date('2026-11-24T15:00:00Z');
const asker = { engineer: null };

const bookAbout = (name: string, pipeline: string) => {
  const parsed = parseRunBook(
    `runbooks/${name}.md`,
    `---\npipeline: ${pipeline}\n---\n\n# ${name}\n\n## Pipeline Description\n\nIt is not here.\n`,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
};

const runBooksOf = (...books: ReturnType<typeof bookAbout>[]): RunBooks => ({
  directory: 'runbooks',
  books: new Map(books.map((book) => [book.name, book])),
  problems: [],
  broken: new Map(),
});

describe('short words stand for nothing but themselves', () => {
  it.each(['no', 'do', 'hi'])('“%s” is no pipeline', (words) => {
    expect(who(aTeam(), { words, asker }, now)).toMatchObject({ kind: 'nothing-found' });
  });

  it.each(['no', 'hi', '..%2f'])('“%s” is no run book, though one has a word that begins so', (words) => {
    const runBooks = runBooksOf(bookAbout('aggregate-growth', 'aggregate-growth'));
    expect(findRunbook(aTeam(), runBooks, { words }, now)).toMatchObject({ kind: 'nothing-found' });
  });
});

describe('a turn', () => {
  it('is one, whatever its backup does meanwhile', () => {
    const days = (first: string, last: string) => ({
      start: new Date(`${first}T05:00Z`),
      end: new Date(`${last}T05:00Z`),
    });
    const recordedAt = new Date('2026-11-20T12:00Z');
    const team = aTeam({
      timeOff: [
        aTimeOff({ engineer: engineerId(1), span: days('2026-11-25', '2026-11-26'), recordedAt }),
        aTimeOff({
          id: 'two' as TimeOffId,
          engineer: engineerId(1),
          span: days('2026-11-27', '2026-11-28'),
          recordedAt,
        }),
      ],
    });
    const { turns } = describePerson(team, { engineer: engineerId(4), self: false }, now);
    expect(turns[0]).toMatchObject({ start: new Date('2026-11-23T14:00Z'), end: new Date('2026-11-30T14:00Z') });
    expect(turns).toHaveLength(4);
  });

  it('ends where somebody stands in, and goes on when they are back', () => {
    const span = { start: new Date('2026-11-25T05:00Z'), end: new Date('2026-11-26T05:00Z') };
    const timeOff = [aTimeOff({ engineer: engineerId(4), span, recordedAt: new Date('2026-11-20T12:00Z') })];
    const { turns } = describePerson(aTeam({ timeOff }), { engineer: engineerId(4), self: false }, now);
    expect(turns.slice(0, 2)).toMatchObject([{ end: span.start }, { start: span.end }]);
  });
});

describe('a run book', () => {
  it('is never shown for a pipeline it is not about', () => {
    const runBooks = runBooksOf(bookAbout('aggregate-growth', 'daily-growth'));
    expect(findRunbook(aTeam(), runBooks, { words: 'aggregate growth' }, now)).toMatchObject({
      kind: 'no-runbook',
      contacts: [{ pipeline: { id: 'aggregate-growth' } }],
      broken: { problem: 'It is about the pipeline daily-growth, not aggregate-growth.', line: 2 },
    });
    expect(findRunbook(aTeam(), runBooks, { words: 'daily growth' }, now)).toMatchObject({
      kind: 'runbook',
      contact: { pipeline: { id: 'daily-growth' } },
    });
  });
});
