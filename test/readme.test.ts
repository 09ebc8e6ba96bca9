import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parseRunBook } from '../src/domain/runbook-parse';
import { type CommandName, read } from '../src/slack/grammar';
import { aFolder, start, tidyUp } from './running';

const ROOT = join(__dirname, '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const scripts = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts as Record<string, string>;

const all = (pattern: RegExp): string[] => [...readme.matchAll(pattern)].map(([, found = '']) => found);

afterEach(tidyUp);

describe('the README', () => {
  it.each([...new Set(all(/npm run (\w+)/g))])('names the script %s, which there is', (script) => {
    expect(Object.keys(scripts)).toContain(script);
  });

  it('gives two commands, and they are there', () => {
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
    expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
  });

  it.each(all(/^npx baton (.+)$/gm))('baton %s answers as the README has it', async (words) => {
    const command = start(aFolder(), {}, words.split(' '));
    expect(await command.exit).toBe(0);
    expect(command.answered()).not.toBe('');
  });

  const rows = all(/^\| (`\/.+?) \|/gm).flatMap((cell) =>
    [...cell.matchAll(/`(\/[^`]+)`/g)].map(([, typed = '']) => typed),
  );

  it.each(rows)('%s is a command that Baton understands', (typed) => {
    const [name = '', ...words] = typed
      .replace(' [weeks]', ' 4')
      .replace(' [months]', ' 12')
      .replace('[@person]', '@person')
      .replace('[year]', '2027')
      .replaceAll(/@\w+/g, '<@U1>')
      .split(' ');
    const at = { now: new Date('2026-11-24T15:00:00Z'), zone: 'America/New_York' };
    expect(read(name as CommandName, words.join(' '), at).kind).toMatch(/^(question|help|note|swap|cover|away)$/);
  });

  it('lists the commands', () => {
    expect(rows.length).toBeGreaterThan(8);
  });

  it('lists every setting', () => {
    const settings = Object.keys(parseEnv(readFileSync(join(ROOT, '.env.example'), 'utf8')));
    for (const setting of settings) expect(readme).toContain(`\`${setting}\``);
  });

  it.each(all(/\]\((?!https?:|#)([^)]+)\)/g))('links to %s, which there is', (link) => {
    expect(existsSync(join(ROOT, link))).toBe(true);
  });

  it('shows a run book that can be read', () => {
    const [example = ''] = all(/```markdown\n([\s\S]+?)```/g);
    const book = parseRunBook('runbooks/example.md', example);
    expect(book).toMatchObject({
      ok: true,
      value: { pipeline: 'aggregate-growth', scenarios: [{ name: 'Data Latency' }] },
    });
  });
});
