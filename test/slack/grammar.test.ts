import { readDays } from '../../src/slack/dates';
import { read } from '../../src/slack/grammar';
import { unclearView } from '../../src/slack/views/help';

const at = { now: new Date('2026-11-24T15:00:00Z'), zone: 'America/New_York' };
const oncall = (text: string) => read('/oncall', text, at);
const ask = (question: unknown) => ({ kind: 'question', question });

describe('/oncall', () => {
  it.each([
    { text: '', means: { kind: 'now' } },
    { text: '   ', means: { kind: 'now' } },
    { text: 'schedule', means: { kind: 'schedule', weeks: 8 } },
    { text: 'SCHEDULE 4', means: { kind: 'schedule', weeks: 4 } },
    { text: 'schedule 52 weeks', means: { kind: 'schedule', weeks: 52 } },
    { text: 'owners', means: { kind: 'owners' } },
    { text: 'who', means: { kind: 'now' } },
    { text: 'now', means: { kind: 'now' } },
    { text: 'Who is on call?', means: { kind: 'now' } },
    { text: 'why last monday', means: { kind: 'why', date: '2026-11-23' } },
    { text: 'why 2 days ago', means: { kind: 'why', date: '2026-11-22' } },
    { text: 'why friday', means: { kind: 'why', date: '2026-11-27' } },
    {
      text: '<mailto:engineer-1@example.com|engineer-1@example.com>',
      means: { kind: 'who', words: 'engineer-1@example.com' },
    },
    { text: '<http://growth.io|growth.io>', means: { kind: 'who', words: 'growth.io' } },
    { text: '<@U012AB3CD|engineer 3>?', means: { kind: 'person', user: 'U012AB3CD' } },
    { text: '<@U1|ann> or <@U2|bob>', means: { kind: 'who', words: 'ann or bob' } },
    { text: '👩‍👩‍👧‍👦', means: { kind: 'who', words: '👩‍👩‍👧‍👦' } },
    { text: '\u200Bgrowth\u202E', means: { kind: 'who', words: 'growth' } },
    { text: 'me', means: { kind: 'me' } },
    { text: 'handoff', means: { kind: 'handoff' } },
    { text: 'away list', means: { kind: 'time-off' } },
    { text: 'holidays', means: { kind: 'holidays', user: null, year: null } },
    { text: 'holidays 2027', means: { kind: 'holidays', user: null, year: 2027 } },
    { text: 'holidays in 2027', means: { kind: 'holidays', user: null, year: 2027 } },
    { text: 'holidays 2027 <@U1|ann>', means: { kind: 'holidays', user: 'U1', year: 2027 } },
    { text: 'holidays mine 2027', means: { kind: 'holidays', user: null, year: 2027 } },
    { text: 'holidays <@U1|ann> 2027', means: { kind: 'holidays', user: 'U1', year: 2027 } },
    { text: 'holidays <@U1|ann>', means: { kind: 'holidays', user: 'U1', year: null } },
    { text: 'Health', means: { kind: 'health' } },
    { text: 'setup', means: { kind: 'setup' } },
    { text: 'why', means: { kind: 'why', date: '2026-11-24' } },
    { text: 'why 2026-12-24', means: { kind: 'why', date: '2026-12-24' } },
    { text: 'why tomorrow', means: { kind: 'why', date: '2026-11-25' } },
    { text: 'why Dec 24', means: { kind: 'why', date: '2026-12-24' } },
    { text: 'growth', means: { kind: 'who', words: 'growth' } },
    { text: 'who owns daily growth', means: { kind: 'who', words: 'daily growth' } },
    { text: 'who daily growth', means: { kind: 'who', words: 'daily growth' } },
    { text: '“daily growth”', means: { kind: 'who', words: 'daily growth' } },
    { text: 'R&amp;D &lt;x&gt;', means: { kind: 'who', words: 'R&D <x>' } },
    { text: '<@U012AB3CD|engineer 3>', means: { kind: 'person', user: 'U012AB3CD' } },
    { text: '<@W012AB3CD>', means: { kind: 'person', user: 'W012AB3CD' } },
    { text: 'who <@U012AB3CD>', means: { kind: 'person', user: 'U012AB3CD' } },
    { text: '<#C012|growth>', means: { kind: 'who', words: 'growth' } },
    { text: '🔥', means: { kind: 'who', words: '🔥' } },
    { text: 'shedule', means: { kind: 'who', words: 'shedule', nearest: 'schedule' } },
    { text: 'constructor', means: { kind: 'who', words: 'constructor' } },
    { text: '__proto__', means: { kind: 'who', words: '__proto__' } },
  ])('“$text” is $means', ({ text, means }) => {
    expect(oncall(text)).toEqual(ask(means));
  });

  it.each([
    { text: 'schedule 0', says: { kind: 'no-weeks', words: '0' } },
    { text: 'schedule 53', says: { kind: 'no-weeks', words: '53' } },
    { text: 'schedule soon', says: { kind: 'no-weeks', words: 'soon' } },
    { text: 'why 2026-02-30', says: { kind: 'no-such-date', words: '2026-02-30' } },
    { text: 'why Feb 30', says: { kind: 'no-such-date', words: 'Feb 30' } },
    { text: 'why may', says: { kind: 'no-such-date', words: 'may' } },
    { text: 'why next week', says: { kind: 'no-such-date', words: 'next week' } },
    { text: 'why 0000-01-01', says: { kind: 'no-such-date', words: '0000-01-01' } },
    { text: 'why 9999-12-31', says: { kind: 'no-such-date', words: '9999-12-31' } },
    { text: 'why never', says: { kind: 'no-such-date', words: 'never' } },
    { text: 'why Dec 24 or Dec 31', says: { kind: 'several-dates', words: 'Dec 24 or Dec 31' } },
    { text: 'why Dec 24 to Dec 31', says: { kind: 'several-dates', words: 'Dec 24 to Dec 31' } },
    { text: 'x'.repeat(3000), says: { kind: 'too-long', length: 3000 } },
    { text: '""', says: { kind: 'no-words', words: '""' } },
    { text: 'help', says: { kind: 'help' } },
  ])('“$text” is answered with $says.kind', ({ text, says }) => {
    expect(oncall(text)).toEqual(says);
  });
});

describe('/runbook', () => {
  it.each([
    { text: '', means: ask({ kind: 'runbooks' }) },
    { text: 'profit schema', means: ask({ kind: 'runbook', words: 'profit schema' }) },
    { text: 'help', means: { kind: 'help' } },
    { text: '<#C012|growth>', means: ask({ kind: 'runbook', words: 'growth' }) },
    { text: '<@U012|engineer 3> data', means: ask({ kind: 'runbook', words: 'engineer 3 data' }) },
  ])('“$text”', ({ text, means }) => {
    expect(read('/runbook', text, at)).toEqual(means);
  });
});

describe('what changes something', () => {
  it.each([
    { text: 'note', means: { kind: 'note', text: '' } },
    { text: 'note   ', means: { kind: 'note', text: '' } },
    { text: 'Note The load is late &amp; slow', means: { kind: 'note', text: 'The load is late & slow' } },
    { text: 'note first\nsecond  line', means: { kind: 'note', text: 'first\nsecond line' } },
    { text: `note ${'x'.repeat(900)}`, means: { kind: 'note', text: 'x'.repeat(900) } },
    { text: 'setup c0ffee00', means: { kind: 'claim-lead', code: 'c0ffee00' } },
  ])('“$text”', ({ text, means }) => {
    expect(oncall(text)).toEqual(means);
  });

  it('a pipeline whose name begins with note is asked about', () => {
    expect(oncall('notebook')).toMatchObject({ kind: 'question', question: { kind: 'who', words: 'notebook' } });
  });
});

it.each([
  {
    typed: 'Late: <https://status.example/7?a=1&amp;b=2>, see <https://wiki.example|the wiki>',
    text: 'Late: https://status.example/7?a=1&b=2, see the wiki (https://wiki.example)',
  },
  { typed: 'ask <@U1|e2> or <@U9|ann>, in <#C1|data>', text: 'ask @Engineer 2 or @ann, in #data' },
  { typed: '<http://growth.io|growth.io> by <mailto:a@b.co|a@b.co>', text: 'http://growth.io by a@b.co' },
  { typed: '“quoted”   <!here> &lt;b&gt;\n\n\u200Bnext – line ', text: '“quoted” @here <b>\n\nnext – line' },
])('a note stays as it was written: $text', ({ typed, text }) => {
  const nameOf = (user: string) => (user === 'U1' ? 'Engineer 2' : undefined);
  expect(read('/oncall', `note ${typed}`, { ...at, nameOf })).toEqual({ kind: 'note', text });
});

it.each([
  { text: 'swap', means: { kind: 'swap', requester: null, date: null } },
  { text: 'swap Dec 21', means: { kind: 'swap', requester: null, date: '2026-12-21' } },
  { text: 'swap for <@U1|ann> Dec 21', means: { kind: 'swap', requester: 'U1', date: '2026-12-21' } },
  { text: 'swap for ann', means: { kind: 'no-swap', words: 'for ann' } },
  {
    text: 'cover <@U1|ann> Dec 1 to Dec 4 by <@U2>',
    means: { kind: 'cover', absent: 'U1', from: '2026-12-01', to: '2026-12-04', taker: 'U2' },
  },
  {
    text: 'cover <@U1> today',
    means: { kind: 'cover', absent: 'U1', from: '2026-11-24', to: '2026-11-24', taker: null },
  },
  { text: 'cover <@U1|ann lee> at noon', means: { kind: 'no-such-date', words: 'at noon' } },
  { text: 'cover <@U1|ann lee>', means: { kind: 'no-cover', words: '<@U1|ann lee>' } },
  { text: 'cover ann today', means: { kind: 'no-cover', words: 'ann today' } },
  { text: 'holidays <@U1>', means: { kind: 'question', question: { kind: 'holidays', user: 'U1', year: null } } },
  { text: 'holidays Bob', means: { kind: 'no-person', words: 'Bob' } },
  { text: 'holidays 1999', means: { kind: 'no-person', words: '1999' } },
  { text: 'holidays me2027', means: { kind: 'no-person', words: 'me2027' } },
  { text: 'away', means: { kind: 'away', user: null, words: '' } },
  { text: 'away for <@U1|ann> Dec 21 to Jan 2', means: { kind: 'away', user: 'U1', words: 'Dec 21 to Jan 2' } },
])('/oncall $text', ({ text, means }) => {
  expect(oncall(text)).toEqual(means);
});

it.each([
  { words: 'Dec 21 to Jan 2 skiing', from: '2026-12-21', to: '2027-01-02', rest: 'skiing' },
  { words: 'tomorrow dentist at noon', from: '2026-11-25', to: '2026-11-25', rest: 'dentist at noon' },
  { words: '2026-12-21..2027-01-02', from: '2026-12-21', to: '2027-01-02', rest: '' },
  { words: 'from monday to wednesday', from: '2026-11-30', to: '2026-12-02', rest: '' },
  { words: 'Dec 21-23 family', from: '2026-12-21', to: '2026-12-23', rest: 'family' },
  { words: 'Dec 21 for a week skiing', from: '2026-12-21', to: '2026-12-27', rest: 'skiing' },
  { words: 'next friday for 3 days', from: '2026-12-04', to: '2026-12-06', rest: '' },
  { words: 'next week', from: '2026-11-30', to: '2026-12-06', rest: '' },
  { words: 'this week with a cold', from: '2026-11-24', to: '2026-11-29', rest: 'with a cold' },
  { words: 'this afternoon', from: '2026-11-24', to: '2026-11-24', rest: '' },
  { words: 'today', from: '2026-11-24', to: '2026-11-24', rest: '' },
  { words: 'for 3 days', from: '2026-11-24', to: '2026-11-26', rest: '' },
  { words: 'for a week flu', from: '2026-11-24', to: '2026-11-30', rest: 'flu' },
  { words: '2027-11-10 to 2027-11-12', from: '2027-11-10', to: '2027-11-12', rest: '' },
  { words: 'Dec 24, family and 2 more', from: '2026-12-24', to: '2026-12-24', rest: ', family and 2 more' },
])('the days of “$words”', ({ words, ...days }) => {
  expect(readDays(words, at.now, at.zone)).toEqual({ ok: true, value: days });
});

it.each([
  'Dec 24 and Dec 31',
  'Monday and Tuesday',
  '2026-12-21 2027-01-02 skiing',
  'Dec 24, 25 and 26',
  'Dec 24/25',
  'Dec 24 & 25',
])('“%s” are several days that are not one after the other in words', (words) => {
  expect(readDays(words, at.now, at.zone)).toMatchObject({ ok: false, refusal: { kind: 'several-dates' } });
});

it.each([
  { words: 'Nov 23 to Nov 27 flu', now: '2026-11-24T15:00Z', from: '2026-11-23', to: '2026-11-27' },
  { words: 'Dec 28 to Jan 2', now: '2026-12-30T15:00Z', from: '2026-12-28', to: '2027-01-02' },
  { words: 'Dec 28 to Jan 2', now: '2026-12-20T15:00Z', from: '2026-12-28', to: '2027-01-02' },
])('“$words” on $now may have begun', ({ words, now, from, to }) => {
  expect(readDays(words, new Date(now), at.zone)).toMatchObject({ ok: true, value: { from, to } });
});

it.each([
  { words: 'today 2pm to 5pm dentist', kind: 'hours' },
  { words: 'tomorrow at noon', kind: 'hours' },
  { words: 'Nov 10 to Nov 12', kind: 'years-wanted' },
  { words: 'Nov 10', kind: 'years-wanted' },
  { words: 'for 3 days from Dec 14', kind: 'several-dates' },
])('“$words” is asked about: $kind', ({ words, kind }) => {
  expect(readDays(words, at.now, at.zone)).toMatchObject({ ok: false, refusal: { kind } });
});

it('what cannot be read is said as it was typed, with people by name', () => {
  const said = (words: string) => unclearView({ kind: 'no-cover', words }).text;
  expect(said('<@U1|ann> today by <@U2> and more')).toContain('“@ann today by @person and more”');
  expect(said('')).toMatch(/^Say who is out, and when/);
  expect(said('<@U1|ann>')).toMatch(/^Say who is out, and when/);
});

it('half a year and more is asked about, unless its years are written', () => {
  const days = { from: '2027-01-02', to: '2027-12-21' };
  expect(readDays('Jan 2 to Dec 21 skiing', at.now, at.zone)).toEqual({
    ok: false,
    refusal: { kind: 'years-wanted', words: 'Jan 2 to Dec 21', ...days },
  });
  expect(readDays('2027-01-02 to 2027-12-21', at.now, at.zone)).toEqual({ ok: true, value: { ...days, rest: '' } });
});

it.each(['skiing', 'whenever on Dec 21', ''])('“%s” begins with no day', (words) => {
  expect(readDays(words, at.now, at.zone)).toMatchObject({ ok: false });
});
