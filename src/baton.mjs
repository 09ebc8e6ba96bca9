#!/usr/bin/env node
import module from 'node:module';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';

// Keeps what was compiled from one start to the next, where this Node can (22.1 and newer).
module.enableCompileCache?.();

try {
  await import(pathToFileURL(build()).href);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
