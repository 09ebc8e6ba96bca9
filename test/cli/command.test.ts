import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TeamId } from '../../src/domain/ids';
import type { Override } from '../../src/domain/team';
import type { HealthFacts } from '../../src/usecases/health';
import type { StoredNotice } from '../../src/usecases/outbox';
import { anOverride, aTeam, aTimeOff, engineerId } from '../fixtures';
import { baton } from './world';

const folders: string[] = [];
afterAll(() => folders.map((folder) => rmSync(folder, { recursive: true })));

/** A copy of the run books, with some of its files written anew. */
function runBooksWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'baton-cli-'));
  folders.push(folder);
  cpSync('runbooks', folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

describe('now', () => {
  it('says who is on call, until when, and who follows', async () => {
    expect(await baton(['now'])).toEqual({
      exit: 0,
      out: [
        'On call  Engineer 1, until Mon 9 Nov 09:00',
        'Backup   Engineer 2',
        'Next     Engineer 2',
        '',
        'Week 1 of 4. Handoffs are Mondays at 09:00, New York time.',
        '',
      ].join('\n'),
      err: 'From the team file data/team.yml.\n',
    });
  });

  it.each([
    { at: '2026-11-02T08:59:59-05:00', primary: null, until: null, because: 'the first shift has not begun' },
    { at: '2026-11-02T09:00:00-05:00', primary: 'engineer-1', until: '2026-11-09T14:00:00.000Z', because: 'it begins' },
    {
      at: '2027-03-08T14:00:00Z',
      primary: 'engineer-3',
      until: '2027-03-15T13:00:00.000Z',
      because: 'clocks go forward',
    },
    { at: '2027-03-15T08:59:00-04:00', primary: 'engineer-3', until: '2027-03-15T13:00:00.000Z', because: 'it lasts' },
    { at: '2027-03-15T13:00:00Z', primary: 'engineer-4', until: '2027-03-22T13:00:00.000Z', because: 'still at 09:00' },
    { at: '2027-11-08T13:59:59.999Z', primary: 'engineer-1', until: '2027-11-08T14:00:00.000Z', because: 'and back' },
  ])('--at $at is $primary: $because', async ({ at, primary, until }) => {
    const { exit, out } = await baton(['now', '--json', '--at', at]);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ at: new Date(at).toISOString(), primary, until });
  });

  it('names who begins before the first shift, in words and as JSON', async () => {
    const at = ['--at', '2026-10-01T00:00:00Z'];
    const words = 'Nobody is on call yet. Engineer 1 begins on Mon 2 Nov 09:00.\n';
    expect((await baton(['now', ...at])).out).toBe(`${words}Handoffs are Mondays at 09:00, New York time.\n`);
    expect(JSON.parse((await baton(['now', '--json', ...at])).out)).toEqual({
      team: 'data-engineering',
      at: '2026-10-01T00:00:00.000Z',
      backupUntil: null,
      primary: null,
      backup: null,
      until: null,
      next: { engineer: 'engineer-1', at: '2026-11-02T14:00:00.000Z' },
      reason: null,
    });
  });

  it('says why it is somebody else', async () => {
    const { out } = await baton(['now'], { team: aTeam({ overrides: [anOverride()] }) });
    expect(out).toContain('Engineer 3 covers for Engineer 1, agreed Tue 20 Oct.\n');
  });
});

describe('schedule', () => {
  const november = ['schedule', '--from', '2026-11-01', '--to', '2026-11-30'];

  it('prints the shifts of November 2026 as JSON, exactly', async () => {
    const { exit, out, err } = await baton([...november, '--json']);
    expect({ exit, err }).toEqual({ exit: 0, err: 'From the team file data/team.yml.\n' });
    const rows = [
      ['2026-11-02', '2026-11-09', 1, 'engineer-1', 'engineer-2'],
      ['2026-11-09', '2026-11-16', 2, 'engineer-2', 'engineer-3'],
      ['2026-11-16', '2026-11-23', 3, 'engineer-3', 'engineer-4'],
      ['2026-11-23', '2026-11-30', 4, 'engineer-4', 'engineer-1'],
      ['2026-11-30', '2026-12-07', 1, 'engineer-1', 'engineer-2'],
    ] as const;
    expect(out).toBe(
      `${JSON.stringify(
        {
          team: 'data-engineering',
          timezone: 'America/New_York',
          shifts: rows.map(([start, end, week, primary, backup]) => ({
            ...{ start: `${start}T14:00:00.000Z`, end: `${end}T14:00:00.000Z` },
            ...{ week, primary, backup, reason: 'rotation' },
          })),
        },
        null,
        2,
      )}\n`,
    );
  });

  it('prints the next eight weeks as a table', async () => {
    const { out } = await baton(['schedule']);
    expect(out.split('\n').slice(0, 5)).toEqual([
      'Monday 2 November 2026 to Sunday 27 December 2026',
      '',
      'From              On call     Backup      Week',
      'Mon 2 Nov 09:00   Engineer 1  Engineer 2  1 of 4',
      'Mon 9 Nov 09:00   Engineer 2  Engineer 3  2 of 4',
    ]);
    expect(out).toMatch(/Mon 21 Dec 09:00 .*\n\nThe last row ends on Mon 28 Dec 09:00. Times are New York time.\n$/);
  });

  it('shows a shift that a day only touches whole', async () => {
    const { out } = await baton(['schedule', '--json', '--from', '2026-11-09', '--to', '2026-11-09']);
    const { shifts } = JSON.parse(out);
    expect(shifts).toMatchObject([{ start: '2026-11-02T14:00:00.000Z' }, { end: '2026-11-16T14:00:00.000Z' }]);
  });

  it('ends on the day of --to, in the zone of the team', async () => {
    const { out } = await baton(['schedule', '--json', '--from', '2026-11-03', '--to', '2026-11-08']);
    expect(JSON.parse(out).shifts).toHaveLength(1);
  });

  it('gives each change within a shift a row, and below it the reason', async () => {
    const cover: Override = anOverride({
      span: { start: new Date('2026-11-04T14:00:00Z'), end: new Date('2026-11-05T14:00:00Z') },
    });
    const team = aTeam({ overrides: [cover] });
    const { out } = await baton(['schedule', '--to', '2026-11-07'], { team });
    expect(out.split('\n').slice(3, 7)).toEqual([
      'Mon 2 Nov 09:00  Engineer 1  Engineer 2  1 of 4',
      'Wed 4 Nov 09:00  Engineer 3  Engineer 2  1 of 4',
      '  Engineer 3 covers for Engineer 1, agreed Tue 20 Oct',
      'Thu 5 Nov 09:00  Engineer 1  Engineer 2  1 of 4',
    ]);
    const reasons = JSON.parse((await baton(['schedule', '--json', '--to', '2026-11-07'], { team })).out).shifts;
    expect(reasons.map(({ reason }: { reason: string }) => reason)).toEqual(['rotation', 'cover', 'rotation']);
  });

  it('has no backup, and says so, where nobody is left', async () => {
    const team = aTeam({ timeOff: [2, 3, 4].map((number) => aTimeOff({ engineer: engineerId(number) })) });
    const days = ['schedule', '--from', '2026-11-03', '--to', '2026-11-03'];
    const { out } = await baton(days, { team });
    expect(out).toMatch(/Tue 3 Nov 00:00 +Engineer 1 +nobody/);
    expect(out).toContain('Nobody is backup from Tue 3 Nov 00:00 to Wed 4 Nov 00:00.\n');
    const { shifts } = JSON.parse((await baton([...days, '--json'], { team })).out);
    expect(shifts).toContainEqual(expect.objectContaining({ primary: 'engineer-1', backup: null }));
  });

  it('is empty before the rotation begins, and says when that is', async () => {
    const days = ['schedule', '--from', '2026-01-01', '--to', '2026-01-02'];
    expect(JSON.parse((await baton([...days, '--json'])).out).shifts).toEqual([]);
    const { exit, out } = await baton(days);
    expect({ exit, out }).toEqual({
      exit: 0,
      out: expect.stringContaining('begins on Mon 2 Nov 09:00, New York time.'),
    });
  });

  it.each([
    { args: ['--from', '2026-02-30'], says: '--from 2026-02-30 is no day. Write it like --from 2026-11-23.' },
    { args: ['--to', 'tomorrow'], says: '--to tomorrow is no day. Write it like --to 2026-11-23.' },
    { args: ['--from', ''], exit: 2, says: '--from needs a value. Write it like --from 2026-11-23.' },
    { args: ['--from', '--to', '2026-11-23'], exit: 2, says: '--from needs a value. Write it like --from 2026-11-23.' },
    { args: ['--from', '0001-01-01'], says: '--from 0001-01-01 is not within 1970 to 2999.' },
    { args: ['--from', '2026-12-01', '--to', '2026-11-01'], says: '--to 2026-11-01 is before --from 2026-12-01.' },
    { args: ['--to', '2026-11-01'], says: '--to 2026-11-01 is before today (2026-11-02).' },
    { args: ['--to', '2999-12-31'], says: '2026-11-02 to 2999-12-31 is more than ten years. Ask for fewer days.' },
    { args: ['4'], exit: 2, says: '`baton schedule` takes no words, but was given “4”. Leave them out.' },
  ])('refuses $args', async ({ args, exit = 1, says }) => {
    const said = await baton(['schedule', ...args]);
    expect(said).toMatchObject({ exit, out: '' });
    expect(said.err).toContain(says);
  });
});

describe('--at', () => {
  it.each([
    { at: '2026-11-23', says: 'has no zone, so it is no instant. Write it like --at 2026-11-23T09:00:00-05:00' },
    { at: '2026-11-23T09:00', says: 'has no zone' },
    { at: '2026-02-30T09:00:00Z', says: 'is no instant' },
    { at: '2026-11-23T25:00:00Z', says: 'is no instant' },
    { at: '0000-01-01T00:00:00Z', says: 'is no instant' },
    { at: 'noon', says: 'is no instant' },
    { at: '\u001b[31m💥', says: '--at [31m💥 is no instant' },
  ])('refuses $at', async ({ at, says }) => {
    const said = await baton(['now', '--at', at]);
    expect(said).toMatchObject({ exit: 1, out: '' });
    expect(said.err).toContain(says);
  });
});

describe('who', () => {
  it('answers in two lines and a call list', async () => {
    expect((await baton(['who', 'daily', 'growth'])).out).toBe(
      [
        'Daily growth needed for experiments',
        'Growth, for experiments',
        '',
        'Questions   Engineer 4, Engineer 3',
        'Broken now  call Engineer 1, then Engineer 2',
        '',
        'Whom to call, in order, with the time where they are:',
        '1.  Engineer 1  10:00  on call, final escalation',
        '2.  Engineer 2  10:00  backup',
        '3.  Engineer 4  10:00  owner',
        '4.  Engineer 3  10:00  second owner',
        '',
      ].join('\n'),
    );
  });

  it('gives each pipeline with its call list as JSON', async () => {
    const team = aTeam({ timeOff: [aTimeOff()] });
    const { out } = await baton(['who', 'aggregate-growth', '--json', '--at', '2026-11-03T12:00:00Z'], { team });
    const person = (number: number, ...roles: string[]) => ({
      ...{ engineer: `engineer-${number}`, roles, availability: 'reachable', leads: false },
    });
    expect(JSON.parse(out).pipelines).toEqual([
      {
        ...{ id: 'aggregate-growth', name: 'Aggregate growth reported to investors', area: 'growth' },
        ...{ audience: 'investors', tier: 'critical', primaryOwner: 'engineer-3', secondaryOwner: 'engineer-4' },
        runbook: 'aggregate-growth',
        callList: [
          person(1, 'primary', 'final'),
          person(3, 'backup', 'primary-owner'),
          person(4, 'secondary-owner'),
          { ...person(2, 'rotation'), availability: 'away', until: '2026-11-05T05:00:00.000Z' },
        ],
        holidays: [],
      },
    ]);
  });

  it('describes a person, and says which people several could be', async () => {
    expect((await baton(['who', 'Engineer 2'])).out).toMatch(
      /^Engineer 2 is backup now\.\n\nOn call +Mon 9 Nov to Mon 16 Nov\n/,
    );
    const { engineers } = JSON.parse((await baton(['who', 'engineer', '--json'])).out);
    expect(engineers.map(({ id }: { id: string }) => id)).toEqual([1, 2, 3, 4].map(engineerId));
  });

  it('forgives spelling and says so', async () => {
    expect((await baton(['who', 'growht'])).out).toMatch(/^Nothing is called “growht”. This is nearest.\n/);
  });

  it.each([
    { words: '🚀', says: 'Nothing is called “🚀”.' },
    { words: 'payroll', says: 'Nothing is called “payroll”. Name a pipeline, an area, an audience or a person;' },
    { words: 'x'.repeat(201), says: 'Those are 201 characters. Ask with at most 200.' },
    { words: `${'🚀'.repeat(60)}`, says: `${'🚀'.repeat(29)}…` },
    { words: '   ', exit: 2, says: '`baton who` needs words.' },
  ])('answers $words with what to do', async ({ words, exit = 1, says }) => {
    const said = await baton(['who', words, '--json']);
    expect(said).toMatchObject({ exit, out: '' });
    expect(said.err).toContain(says);
  });
});

describe('owners', () => {
  it('lines up every pipeline with its owners in 80 columns', async () => {
    const lines = (await baton(['owners'])).out.trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[5]).toBe('Engagement  Aggregate engagement reported to investors  Engineer 1  Engineer 4');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('lists them as JSON', async () => {
    expect(JSON.parse((await baton(['owners', '--json'])).out).pipelines).toHaveLength(5);
  });
});

describe('runbook', () => {
  it('lists what there is', async () => {
    const { out } = await baton(['runbook']);
    expect(out).toContain('Daily growth needed for experiments         none\n');
    expect(out).toContain('3 of 5 pipelines have a run book.\n');
  });

  it('reads a book out, with the live call list instead of the contacts in the file', async () => {
    const { out } = await baton(['runbook', 'growth']);
    expect(out).toContain('Aggregate Growth Reported to Investors\n\nPipeline Description\n  Aggregates daily growth');
    expect(out).toContain('  * Data Latency\n    Delays in receiving upstream data.\n');
    expect(out).toContain('Whom to call now\n  Questions: Engineer 3, Engineer 4.\n  1.  Engineer 1  10:00  on call');
    expect(out).toContain('Daily growth needed for experiments matches too and has no run book.');
    expect(out).not.toContain('Escalation Contacts');
  });

  it('opens the scenario that is meant', async () => {
    const { out } = await baton(['runbook', 'profit', 'schema']);
    expect(out).toMatch(/^Aggregate Profit Reported to Investors\n\nSchema Changes\n {2}\S/);
    expect(out).toContain('The whole run book: `baton runbook aggregate-profit`.');
    expect(out).not.toContain('Monitoring Tools');
  });

  it('forgives spelling and says so', async () => {
    const { exit, out } = await baton(['runbook', 'enagement']);
    expect(exit).toBe(0);
    expect(out).toMatch(/^Nothing is called “enagement”. This is nearest.\n\nAggregate Engagement/);
  });

  it('lists several that match', async () => {
    const { out } = await baton(['runbook', 'delivery', 'failures']);
    expect(out).toMatch(/^Several match “delivery failures”:\n\nTitle +Pipeline\n/);
    expect(out).toContain('Delivery Failures  aggregate-profit\n');
  });

  it('gives whom to call and a template where there is none', async () => {
    const { exit, out } = await baton(['runbook', 'daily growth']);
    expect(exit).toBe(0);
    expect(out).toContain('Broken now  call Engineer 1');
    expect(out).toContain('save this as daily-growth.md');
    expect(out).toContain('---\npipeline: daily-growth\n');
  });

  it.each(['../../etc/passwd', '/etc/passwd', 'nope', '🚀'])('finds nothing for %s', async (words) => {
    const said = await baton(['runbook', words]);
    expect(said).toMatchObject({ exit: 1, out: '' });
    expect(said.err).toContain(`Nothing is called “${words}”. Try aggregate-profit, aggregate-growth,`);
  });

  it('breaks long lines between words, and never those of code', async () => {
    const prose = 'Every word of this sentence is said again and again. '.repeat(5).trim();
    const command = `psql --command "${'select 1; '.repeat(20)}"`;
    const book = readFileSync('runbooks/aggregate-growth.md', 'utf8');
    const folder = runBooksWith({
      'aggregate-growth.md': book.replace('## Critical', `1. ${prose}\n\n\`\`\`\n${command}\n\`\`\`\n\n## Critical`),
    });
    const lines = (await baton(['runbook', 'growth'], { runBooks: folder })).out.split('\n');
    expect(lines).toContain(`  ${command}`);
    expect(lines.filter((line) => line.length > 80)).toEqual([`  ${command}`]);
    expect(lines).toContainEqual(expect.stringMatching(/^ {5}\w.*again/));
  });

  it('says which files are broken and left out', async () => {
    const folder = runBooksWith({ 'aggregate-growth.md': 'nothing\n' });
    const { err } = await baton(['runbook', 'growth'], { runBooks: folder });
    expect(err).toContain(`${folder}/aggregate-growth.md cannot be used and is left out. \`baton lint\` says why.\n`);
  });

  it('sends no control characters of a file to the terminal', async () => {
    const book = readFileSync('runbooks/aggregate-growth.md', 'utf8').replace('Mismatched', 'Mis\u001b[31mmatched');
    const { out } = await baton(['runbook', 'growth'], { runBooks: runBooksWith({ 'aggregate-growth.md': book }) });
    expect(out).not.toContain('\u001b');
  });
});

describe('lint', () => {
  it('exits 0 on warnings and counts them', async () => {
    const { exit, out, err } = await baton(['lint']);
    expect(exit).toBe(0);
    expect(out).toMatch(/\n0 errors, \d+ warnings\.\n$/);
    expect(err).toBe('Checked the team file data/team.yml and the run books in runbooks.\n');
  });

  it('exits 1 on errors: file, line, what is wrong, what to do', async () => {
    const folder = runBooksWith({ 'aggregate-growth.md': '---\npipeline: growth\n---\n\nNo title.\n' });
    const { exit, out } = await baton(['lint'], { runBooks: folder });
    expect(exit).toBe(1);
    expect(out).toMatch(/aggregate-growth\.md:\d+: error: /);
    expect(out).toMatch(/\n1 error, \d+ warnings\.\n$/);
    const json = JSON.parse((await baton(['lint', '--json'], { runBooks: folder })).out);
    expect(json).toContainEqual({
      ...{ severity: 'error', file: path.join(folder, 'aggregate-growth.md'), line: expect.any(Number) },
      ...{ problem: expect.any(String), remedy: expect.any(String) },
    });
  });

  it('warns of a name under `except` that is no holiday', async () => {
    const folder = runBooksWith({});
    const teamFile = path.join(folder, 'team.yml');
    const except = 'except: [columbus day, Colombus Day, Boxing Week]';
    writeFileSync(
      teamFile,
      readFileSync('data/team.yml', 'utf8').replace('{ country: US }', `{ country: US, ${except} }`),
    );
    const { exit, out } = await baton(['lint'], { teamFile });
    expect(exit).toBe(0);
    const said = out.split('\n').filter((line) => line.includes('except'));
    expect(said).toEqual([
      expect.stringMatching(
        /:\d+: warning: holidays\.except: "Colombus Day" is no public .* Did you mean Columbus Day\?$/,
      ),
      expect.stringMatching(/"Boxing Week" is no public .* Write one of: Columbus Day, Labor Day\.$/),
    ]);
  });

  it('exits 1 on a team file that is not there', async () => {
    expect(await baton(['lint', '--file', 'nope.yml'])).toMatchObject({ exit: 1 });
  });
});

describe('the words', () => {
  it.each([
    { args: [], says: 'No command was given. `baton help` lists them.' },
    { args: ['shedule'], says: 'There is no command `shedule`. Did you mean `baton schedule`?' },
    { args: ['payroll', 'today'], says: 'Did you mean `baton who payroll today`? `baton help` lists the commands.' },
    { args: ['constructor'], says: 'There is no command `constructor`.' },
    { args: ['now', '--jsno'], says: '--jsno is not an option. Did you mean --json?' },
    { args: ['now', '--__proto__'], says: '--__proto__ is not an option.' },
    { args: ['now', '-x'], says: '-x is not an option. `baton help` lists them.' },
    { args: ['now', '--json=yes'], says: '--json takes no value. Write it alone.' },
    { args: ['now', '--at'], says: '--at needs a value. Write it like --at 2026-11-23T09:00:00-05:00.' },
    { args: ['now', '--to', '2026-11-23'], says: '--to belongs to `baton schedule`.' },
    { args: ['now', 'growth'], says: '`baton now` takes no words, but was given “growth”.' },
  ])('$args are no command', async ({ args, says }) => {
    const said = await baton(args);
    expect(said).toMatchObject({ exit: 2, out: '' });
    expect(said.err).toContain(says);
  });

  it.each([['help'], ['--help'], ['-h'], ['schedule', '--help']])('%s prints the help', async (...args) => {
    const { exit, out, err } = await baton(args);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('baton schedule ');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('prints the version', async () => {
    expect(await baton(['--version'])).toEqual({ exit: 0, out: '0.1.0\n', err: '' });
  });

  it.each([
    { args: ['now', '--file', 'data/team.yml'] },
    { args: ['now', '--file=data/team.yml'] },
    { args: ['--file', 'now'] },
    { args: ['now', '--file'] },
    { args: ['who', '--file', 'growth'] },
    { args: ['who', '--file', '--', 'growth'] },
  ])('$args reads the team file', async ({ args }) => {
    expect(await baton(args)).toMatchObject({ exit: 0, err: 'From the team file data/team.yml.\n' });
  });

  it('says everything that is wrong in a team file, and nothing else', async () => {
    const said = await baton(['now', '--file', 'nope.yml']);
    expect(said).toMatchObject({ exit: 1, out: '' });
    expect(said.err).toMatch(/^nope\.yml:1: error: There is no such file\. .*\n$/);
  });
});

describe('health', () => {
  const now = '2026-11-30T14:10:00Z';
  const life = {
    ...{ process: 'one', version: '1.0.0', startedAt: new Date('2026-11-24T15:00:00Z'), connected: true },
    tickedAt: new Date('2026-11-30T14:09:30Z'),
  };
  const handoff: StoredNotice = {
    ...{ team: 'data-engineering' as TeamId, key: 'handoff:v1.4', id: 'one', cause: 'time', attempts: 1 },
    ...{ notice: { kind: 'handoff', handoff: { version: 1, turn: 4 } }, until: new Date('2026-12-07T14:00:00Z') },
    ...{ dueAt: new Date('2026-11-30T14:00:00Z'), attemptedAt: new Date('2026-11-30T14:00:05Z'), mayRepeat: false },
    ...{ state: 'sent', message: { channel: 'C1', ts: '1.2' }, sentAt: new Date('2026-11-30T14:00:06Z'), reason: null },
  };
  const facts: HealthFacts = {
    ...{ version: '1.0.0', database: 'data/baton.db', processes: [life], notices: [handoff], mirrors: [] },
  };
  const team = aTeam({ begunAt: new Date('2026-11-01T00:00:00Z') });

  it('says what was told and what comes, and exits with 0 where Baton is well', async () => {
    const { exit, out } = await baton(['health'], { team, now, health: facts });
    expect(exit).toBe(0);
    expect(out).toContain('Baton is well.');
    expect(out).toMatch(/Mon 30 Nov 09:00 +the handoff post +sent, Mon 30 Nov 09:00/);
    expect(out).toMatch(/Mon 30 Nov 11:00 +a reminder to accept the handoff to Engineer 1/);
    expect(out).toContain('Version 1.0.0, connected');
  });

  const refusal = { reason: 'User groups need a paid plan of Slack. (paid_teams_only)', since: new Date(now) };
  const mirror = { team: team.id, mirror: 'group', fingerprint: null, text: null, writtenAt: null, refusal };
  const blocked: StoredNotice = {
    ...handoff,
    state: 'blocked',
    sentAt: null,
    message: null,
    reason: 'The channel is archived.',
  };

  it.each<{ what: string; change: Partial<HealthFacts>; begun?: boolean; says: string; exits: number; kind: string }>([
    { what: 'nothing ever ran', change: { processes: [] }, says: 'Baton has never run', exits: 1, kind: 'not-running' },
    {
      ...{ what: 'no tick came', change: { processes: [{ ...life, tickedAt: new Date('2026-11-30T13:00:00Z') }] } },
      ...{ says: 'has not looked at the time since Mon 30 Nov 08:00', exits: 1, kind: 'not-ticking' },
    },
    {
      ...{ what: 'Slack is out of reach', change: { processes: [{ ...life, connected: false }] } },
      ...{ says: 'Baton is not connected to Slack', exits: 1, kind: 'not-connected' },
    },
    {
      what: 'a post is blocked',
      change: { notices: [blocked] },
      says: 'Cannot be sent: the handoff post. The channel is archived.',
      exits: 1,
      kind: 'blocked',
    },
    {
      what: 'a reminder was skipped',
      change: { notices: [{ ...blocked, state: 'skipped', reason: 'Its time was over before it could be told' }] },
      says: 'Not told: the handoff post, due Mon 30 Nov 09:00. Its time was over',
      exits: 0,
      kind: 'skipped',
    },
    { what: 'it has not begun', change: {}, begun: false, says: '/oncall setup', exits: 1, kind: 'not-begun' },
    {
      what: 'only the group is refused',
      change: { mirrors: [mirror] },
      says: 'The user group is not kept up to date.',
      exits: 0,
      kind: 'mirror-refused',
    },
  ])('$what: exits with $exits', async ({ change, begun = true, says, exits, kind }) => {
    const world = { team: begun ? team : aTeam(), now, health: { ...facts, ...change } };
    const { exit, out } = await baton(['health'], world);
    expect({ exit, says: out.includes(says) }).toEqual({ exit: exits, says: true });
    const json = JSON.parse((await baton(['health', '--json'], world)).out);
    expect(json.troubles).toMatchObject([{ kind }]);
  });

  it.each([
    { words: ['health', '--file', 'team.yml'], says: 'it takes no --file' },
    { words: ['health', '--at', '2026-11-23T14:00:00Z'], says: 'it takes no --at' },
    { words: ['handoff'], says: 'asked in Slack: `/oncall handoff`' },
  ])('is about what runs now: $words', async ({ words, says }) => {
    const { exit, err } = await baton(words);
    expect(exit).toBe(2);
    expect(err).toContain(says);
  });

  it('leaves out processes that are no more', async () => {
    const dead = { ...life, process: 'two', tickedAt: new Date('2026-11-30T13:00:00Z') };
    const { out } = await baton(['health'], { team, now, health: { ...facts, processes: [life, dead] } });
    expect(out.match(/Version 1/g)).toHaveLength(1);
  });

  it('without a database says so', async () => {
    expect(await baton(['health'], { team, now })).toMatchObject({
      exit: 1,
      err: expect.stringContaining('There is no database.'),
    });
  });
});
