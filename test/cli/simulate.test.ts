import { baton } from './world';

const MONDAY = ['--at', '2026-11-23T15:00:00Z'];

describe('simulate', () => {
  it('says the schedule, each conflict with what would mend it, and how the turns are spread', async () => {
    const { exit, out } = await baton([
      'simulate',
      '--weeks',
      '8',
      ...MONDAY,
      '--away',
      'engineer-4 2026-12-21..2026-12-27',
    ]);
    expect(exit).toBe(0);
    expect(out).toMatch(/^Monday 23 November 2026 to Sunday 17 January 2027\n/);
    expect(out).toMatch(
      /Mon 21 Dec 09:00 +Engineer 1 +Engineer 2 +4 of 4\n {2}Engineer 1 stands in for Engineer 4, who is away/,
    );
    expect(out).toMatch(/ {2}Mon 23 Nov +Engineer 4 +on call +Thanksgiving Day \(Thu 26 Nov\) +kept/);
    expect(out).toMatch(/ {2}Mon 21 Dec +Engineer 4 +on call +away +trade with Engineer \d \(/);
    expect(out).toMatch(/ {2}Christmas Day +/);
    expect(out).toMatch(/Nothing was changed\.\n$/);
  });

  it('is JSON with ids and UTC instants', async () => {
    const { out } = await baton(['simulate', '--weeks', '5', '--json', ...MONDAY]);
    expect(JSON.parse(out)).toMatchObject({
      ...{ team: 'data-engineering', from: '2026-11-23', to: '2026-12-27', gaps: [] },
      conflicts: [
        { kind: 'holiday', engineer: 'engineer-4', start: '2026-11-23T14:00:00.000Z', isShared: true, suggested: null },
        { engineer: 'engineer-4', holidays: [{ date: '2026-12-25', name: 'Christmas Day' }] },
      ],
      planned: { holidays: { 'Christmas Day': { 'engineer-4': 1 } } },
    });
  });

  it('is a picture', async () => {
    const { out } = await baton(['simulate', '--weeks', '5', '--svg', ...MONDAY]);
    expect(out).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  it.each([
    [['--weeks', '0'], 1, '--weeks 0 is no count from 1 to 260'],
    [['--weeks', 'many'], 1, '--weeks many is no count'],
    [['--away', 'engineer-9 2026-12-21'], 1, 'nobody is called that; there are engineer-1, engineer-2'],
    [['--away', 'engineer-3 tomorrow'], 1, 'it does not end with a day'],
    [['--away', 'Engineer 3 2026-12-24..2026-12-21'], 1, 'ends before it begins'],
    [['--svg', '--json'], 2, 'Choose one'],
    [['christmas'], 2, 'takes no words'],
  ] as const)('refuses %j', async (args, exit, words) => {
    const said = await baton(['simulate', ...args, ...MONDAY]);
    expect(said).toMatchObject({ exit, out: '' });
    expect(said.err).toContain(words);
  });

  it('owns its options', async () => {
    const said = await baton(['now', '--weeks', '3']);
    expect(said).toMatchObject({ exit: 2, err: '--weeks belongs to `baton simulate`. Leave it out.\n' });
  });
});
