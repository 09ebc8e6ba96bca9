import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aBaton, labelsOf, stopAll, wordsOf } from './baton';

afterEach(stopAll);

const SECTION_LABELS = [
  'Pipeline Description',
  'Critical Metrics',
  'Potential Failure Scenarios',
  'Monitoring Tools',
  'Escalation Contacts',
];

describe('/runbook', () => {
  it('opens the one run book that growth means, and names the pipeline that has none with its owners', async () => {
    const baton = await aBaton();
    const card = await baton.ask('/runbook growth');
    const said = wordsOf(card);
    expect(said).toContain('Aggregate Growth Reported to Investors');
    expect(said).toContain(
      '*Daily growth needed for experiments* matches too and has no run book yet. Questions: Engineer 4, Engineer 3.',
    );
    expect(said).toContain(`Broken now: call <@${baton.person('Engineer 4')}>`);
    expect(said).toContain('*What can go wrong*: Data Inconsistencies · ETL Failures · Data Latency');
    expect(labelsOf(card)).toEqual([...SECTION_LABELS, 'Share']);
    expect(card.ephemeral).toBe(true);
  });

  it('opens a section in the place of the card, and comes back', async () => {
    const baton = await aBaton();
    const card = await baton.ask('/runbook growth');
    const section = await baton.press('Critical Metrics', card);
    expect(wordsOf(section)).toContain('Reconciliation with historical data');
    expect(baton.seen()).toHaveLength(1);
    expect(wordsOf(await baton.press('Overview', section))).toContain('What can go wrong');
  });

  it('shows the live call list as the contacts, not what the file says', async () => {
    const baton = await aBaton();
    const contacts = await baton.press('Escalation Contacts', await baton.ask('/runbook growth'));
    expect(wordsOf(contacts)).toContain(`1. <@${baton.person('Engineer 4')}> – on call, second owner`);
    expect(wordsOf(contacts)).not.toContain('(Primary)');
  });

  it.each([
    { words: 'profit schema', says: 'Upstream source schema mismatch.' },
    { words: 'growth latency', says: 'Delays in receiving upstream data.' },
    { words: 'enagement', says: 'Aggregate Engagement Reported to Investors' },
    { words: 'aggregate-profit', says: 'Aggregate Profit Reported to Investors' },
    { words: 'anomaly detection', says: 'Aggregate Engagement Reported to Investors' },
    { words: 'delivery failures', says: 'Which one do you mean by “delivery failures”?' },
    { words: 'investors', says: 'Which one do you mean by “investors”?' },
    { words: 'zebra', says: 'Nothing is called “zebra”' },
    { words: '../../etc/passwd', says: 'Nothing is called “../../etc/passwd”' },
    { words: '🔥', says: 'Nothing is called “🔥”' },
  ])('$words', async ({ words, says }) => {
    const baton = await aBaton();
    expect(wordsOf(await baton.ask(`/runbook ${words}`))).toContain(says);
  });

  it('opens a scenario that was chosen among several', async () => {
    const baton = await aBaton();
    const choice = await baton.ask('/runbook delivery failures');
    const label = labelsOf(choice).find((each) => each.includes('profit'));
    expect(wordsOf(await baton.press(label ?? '', choice))).toContain(
      'Reports not sent to the designated system or email.',
    );
  });

  it('answers a pipeline without one with its owners, its call list and a template', async () => {
    const baton = await aBaton();
    const said = wordsOf(await baton.ask('/runbook daily'));
    expect(said).toContain('*Daily growth needed for experiments* has no run book yet.');
    expect(said).toContain('Questions: *Engineer 4*, *Engineer 3*');
    expect(said).toContain('## Potential Failure Scenarios');
  });

  it('without words lists them all, and how many pipelines have one', async () => {
    const baton = await aBaton();
    const list = await baton.ask('/runbook');
    expect(wordsOf(list)).toContain('3 of 5 pipelines have a run book');
    expect(wordsOf(list)).toContain('• Unit-level profit needed for experiments');
  });

  it('shared in a channel answers whoever clicks alone', async () => {
    const baton = await aBaton();
    const shared = await baton.press('Share', await baton.ask('/runbook growth'));
    const section = await baton.press('Monitoring Tools', shared, 'Engineer 2');
    expect(section.ephemeral).toBe(true);
    expect(wordsOf(section)).toContain('Data reconciliation scripts');
    expect(baton.seen('Engineer 3')).toEqual([shared]);
  });
});

describe('run book files', () => {
  it('are read anew when they change', async () => {
    const baton = await aBaton();
    const file = join(baton.runbooks, 'aggregate-growth.md');
    await baton.ask('/runbook growth');
    writeFileSync(
      file,
      '---\npipeline: aggregate-growth\n---\n\n# Growth, anew\n\n## Pipeline Description\n\nAnother text.\n',
    );
    expect(wordsOf(await baton.ask('/runbook growth'))).toContain('Growth, anew');
    rmSync(file);
    expect(wordsOf(await baton.ask('/runbook growth'))).toContain('has no run book yet');
  });

  it('that were never good since the start say what is wrong, and invite nobody to write over them', async () => {
    const baton = await aBaton();
    writeFileSync(join(baton.runbooks, 'aggregate-growth.md'), '---\npipelin: aggregate-growth\n---\n');
    const said = wordsOf(await baton.ask('/runbook growth'));
    expect(said).toContain(
      'The run book of *Aggregate growth reported to investors* cannot be shown: its file is broken.',
    );
    expect(said).toContain('aggregate-growth.md, line');
    expect(said).toContain('Broken now: call');
    expect(said).not.toContain('To write it');
  });

  it('that break keep the last good version, and the card says so', async () => {
    const baton = await aBaton();
    await baton.ask('/runbook growth');
    writeFileSync(join(baton.runbooks, 'aggregate-growth.md'), '---\npipeline: [\n---\n');
    const said = wordsOf(await baton.ask('/runbook growth'));
    expect(said).toContain('Aggregate Growth Reported to Investors');
    expect(said).toContain('The file of this run book is broken; this is the last good version.');
    expect(wordsOf(await baton.ask('/runbook'))).toContain('Broken files');
  });
});
