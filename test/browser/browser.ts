import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
].find(existsSync);
const IS_PACKED = process.platform === 'linux' && process.arch === 'x64';

/** Whether there is a browser to test the page with. */
export const hasBrowser = IS_PACKED || INSTALLED !== undefined;

/** The page as it was compiled before the tests. */
export const pageDirectory = join(__dirname, '../../dist/sandbox/page');

/** On Linux a Chromium comes with the packages; elsewhere an installed Chrome is used. */
export async function launch(): Promise<Browser> {
  const quiet = ['--disable-background-networking', '--disable-quic', '--no-first-run'];
  if (!IS_PACKED) return chromium.launch({ ...(INSTALLED && { executablePath: INSTALLED }), args: quiet });
  const { default: packed } = await import('@sparticuz/chromium');
  // In a single process the browser would end with its first page.
  const args = packed.args.filter((flag) => flag !== '--single-process');
  return chromium.launch({ executablePath: await packed.executablePath(), args: [...args, ...quiet] });
}
