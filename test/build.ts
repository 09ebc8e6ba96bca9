import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Compiles Baton once before all tests: some run it as its users do. */
export default function build(): void {
  execFileSync(process.execPath, [join(__dirname, '../src/build.mjs')], { stdio: 'inherit' });
}
