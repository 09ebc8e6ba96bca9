import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogLevel, WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { parse } from 'yaml';
import type { SlackUserId } from '../../src/domain/ids';
import { type Direct, openDirect } from '../../src/sandbox/direct';
import { openDelivery } from '../../src/slack/delivery';
import { openDatabase } from '../../src/storage/database';
import { openStore } from '../../src/storage/store';
import { openStoredTeam, type StoredTeam } from '../../src/stored-team';
import { acceptHandoff } from '../../src/usecases/handoffs';
import { comingNotices } from '../../src/usecases/notices';
import type { Outbox, StoredNotice } from '../../src/usecases/outbox';
import { begin, rememberChannel } from '../../src/usecases/setup';
import { anEngineer, aPlan, byId, engineerId } from '../fixtures';

const MANIFEST = parse(readFileSync(join(__dirname, '../../manifest.yml'), 'utf8'));
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Friday noon in New York, before week 5 is handed over on Monday at 09:00; and Tuesday night. */
const FROM = Date.parse('2026-11-27T17:00:00Z');
const TO = Date.parse('2026-12-02T03:00:00Z');
const HANDOFF = { version: 1, turn: 4 };

const QUIET = pino({ level: 'silent' });

/** What one run was like. */
export type Outcome = {
  readonly seed: number;
  /** Keys that had to be told and were not. */
  readonly missed: readonly string[];
  /** Keys that were told more than once. */
  readonly doubled: readonly string[];
  /** Keys that were told more than once without saying so. */
  readonly unmarked: readonly string[];
  /** Told again sooner than ten minutes after, which only the history scopes allow. */
  readonly hasty: readonly string[];
  /** Milliseconds from when the handoff was due until its post could be read. */
  readonly delay: number;
  /** Faults that were made, by kind. */
  readonly faults: readonly string[];
};

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Time that passes only when everything waits for it. */
class Time {
  at = FROM;
  private readonly waiting: { readonly at: number; readonly go: () => void }[] = [];

  /** Calls `go` so much later. */
  in(milliseconds: number, go: () => void): void {
    this.waiting.push({ at: this.at + milliseconds, go });
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((go) => this.in(milliseconds, go));
  }

  /** Goes to the next thing that waits, at most to `until`; false where nothing waits so long. */
  next(until: number): boolean {
    this.waiting.sort((one, other) => one.at - other.at);
    const [first] = this.waiting;
    if (!first || first.at > until) {
      this.at = Math.max(this.at, until);
      return false;
    }
    this.waiting.shift();
    this.at = Math.max(this.at, first.at);
    first.go();
    return true;
  }
}

/** A promise of something that never comes: the process that waits for it has ended. */
const never = <T>(): Promise<T> => new Promise(() => undefined);

/** Memory where there is a file system in it: what is under test is order, not the disk. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Days of simulated weeks: a database to copy, made once. */
export class Simulations {
  private readonly folder = mkdtempSync(join(MEMORY, 'baton-faults-'));
  private readonly template = join(this.folder, 'template.db');

  async prepare(): Promise<void> {
    const { workspace } = aSlack({ at: FROM } as Time, undefined);
    const plan = aPlan({
      engineers: byId(
        [1, 2, 3, 4].map((number) =>
          anEngineer(number, { lead: number === 3, slack: workspace.people[number - 1]?.id as SlackUserId }),
        ),
      ),
      userGroup: null,
    });
    const now = new Date('2026-11-27T12:00:00Z');
    const database = await openDatabase({ url: `file:${this.template}`, mode: 'local', now });
    const store = openStore(database);
    await store.found(plan, { kind: 'baton' }, now);
    const channel = workspace.findChannel('data-oncall')?.id as never;
    await store.decide(plan.id, { kind: 'baton' }, now, (team) =>
      rememberChannel(team, { name: 'data-oncall', channel }),
    );
    await store.decide(plan.id, { kind: 'baton' }, now, (team) => begin(team, 'baton', now));
    await database.close();
  }

  async run(seed: number, withHistory: boolean): Promise<Outcome> {
    const file = join(this.folder, `run-${seed}.db`);
    copyFileSync(this.template, file);
    try {
      return await new Run(seed, withHistory, file).run();
    } finally {
      for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    }
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function aSlack(time: Time, grantedScopes: readonly string[] | undefined): Direct {
  return openDirect({
    manifest: MANIFEST,
    people: [1, 2, 3, 4].map((number) => ({
      name: `Engineer ${number}`,
      email: `engineer-${number}@example.com`,
      timezone: 'America/New_York',
      title: 'Data engineer',
    })),
    channels: [{ name: 'data-oncall' }],
    moments: [],
    teamTimezone: 'America/New_York',
    clock: { now: () => new Date(time.at), nextHandoff: async () => new Date(TO), moveTo: () => undefined },
    ...(grantedScopes && { grantedScopes }),
  });
}

const WITHOUT_HISTORY = ['commands', 'chat:write', 'chat:write.public', 'channels:read', 'channels:write.topic'];

/** One simulated process of Baton. */
type Process = {
  dead: boolean;
  team: StoredTeam | null;
  busy: Promise<void> | null;
  waits: number;
  readonly phase: number;
};

class Run {
  private readonly random: () => number;
  private readonly time = new Time();
  private readonly slack: Direct;
  private readonly faults: string[] = [];
  private readonly processes: Process[];
  /** Whether faults are still made: the last hours are quiet, so that everything can settle. */
  private get isCalm(): boolean {
    return this.time.at > TO - 6 * HOUR;
  }
  private wake: () => void = () => undefined;
  /** Milliseconds by which this machine's clock is wrong. */
  private wrongBy = 0;
  private readonly rate: number;

  private readonly seed: number;
  private readonly file: string;

  constructor(seed: number, withHistory: boolean, file: string) {
    this.seed = seed;
    this.file = file;
    this.random = randomFrom(seed);
    this.slack = aSlack(this.time, withHistory ? undefined : WITHOUT_HISTORY);
    const count = this.random() < 0.4 ? 2 : 1;
    this.processes = Array.from({ length: count }, () => ({
      ...{ dead: false, team: null, busy: null, waits: 0, phase: Math.floor(this.random() * MINUTE) },
    }));
    this.rate = [0.1, 0.3, 0.6][Math.floor(this.random() * 3)] ?? 0.3;
  }

  async run(): Promise<Outcome> {
    const acceptAt = this.random() < 0.4 ? Date.parse('2026-11-30T14:00:00Z') + this.random() * 5 * HOUR : TO;
    this.time.in(acceptAt - FROM, () => void this.accept());
    if (this.random() < 0.2) this.setClockBack();
    if (this.random() < 0.2) this.archive();
    for (const process of this.processes) this.begin(process, () => this.start(process));
    while (this.time.at < TO) {
      await this.untilAllWait();
      if (!this.time.next(TO)) break;
    }
    const outcome = await this.judge();
    for (const { team } of this.processes) await team?.close();
    return outcome;
  }

  /** What the processes' own clock shows. */
  private readonly now = (): Date => new Date(this.time.at + this.wrongBy);

  private setClockBack(): void {
    this.faults.push('clock');
    this.wrongBy = HOUR;
    this.time.in(this.random() * (TO - FROM - 12 * HOUR), () => {
      this.wrongBy = 0;
    });
  }

  private archive(): void {
    this.faults.push('archived');
    const from = Date.parse('2026-11-30T13:00:00Z') - FROM + this.random() * 2 * HOUR;
    this.time.in(from, () => this.slack.workspace.change('data-oncall', { archived: true }));
    this.time.in(from + this.random() * HOUR, () => this.slack.workspace.change('data-oncall', { archived: false }));
  }

  private async start(process: Process): Promise<void> {
    const url = `file:${this.file}`;
    const places = { databaseUrl: url, teamFile: 'data/team.yml' };
    process.team = await openStoredTeam(places, 'local', this.now(), QUIET);
    process.dead = false;
  }

  /** Begins something that a process does, and after which it ticks again at its next minute that has something to do. */
  private begin(process: Process, work: () => Promise<void>): void {
    process.busy = work()
      .then(() => this.schedule(process))
      .finally(() => {
        process.busy = null;
        this.wake();
      });
  }

  private async schedule(process: Process): Promise<void> {
    const { team } = process;
    if (!team || this.time.at >= TO) return;
    const newest = await team.store.team(team.teamId);
    const [coming] = comingNotices(newest, this.now());
    const waiting = await team.outbox.nextAt(newest.id, this.now());
    const next = [coming?.dueAt, waiting].flatMap((at) => (at ? [at.getTime()] : []));
    // At least every few hours, since what is decided elsewhere, or a clock set right, makes things due as well.
    const soonest = Math.min(...next, this.now().getTime() + 3 * HOUR) - this.wrongBy;
    const from = Math.max(soonest, this.time.at + 1);
    const tick = Math.ceil((from - process.phase) / MINUTE) * MINUTE + process.phase;
    this.time.in(tick - this.time.at, () => this.begin(process, () => this.tick(process)));
  }

  private async tick(process: Process): Promise<void> {
    const { team } = process;
    if (!team) return;
    const died = new Promise<void>((ended) => {
      this.deaths.set(process, ended);
    });
    const delivery = openDelivery({
      store: team.store,
      teamId: team.teamId,
      outbox: this.mortal(process, team.outbox),
      mirrors: team.mirrors,
      client: this.clientOf(process),
      now: this.now,
      pause: (milliseconds) => this.blocked(process, this.time.sleep(milliseconds)),
      logger: QUIET,
      onBreach: (breaches) => {
        throw new Error(JSON.stringify(breaches));
      },
    });
    await Promise.race([delivery.run(), died]);
    if (!process.dead) return;
    // Whatever it held open ends with it; another process takes its place.
    await team.close();
    process.team = null;
    process.waits = 0;
    const away = this.random() < 0.8 ? this.random() * 2 * MINUTE : this.random() * 3 * HOUR;
    if (away > 10 * MINUTE) this.faults.push('long downtime');
    this.time.in(away, () => this.begin(process, () => this.start(process)));
  }

  private readonly deaths = new Map<Process, () => void>();

  private kill<T>(process: Process, where: string): Promise<T> {
    this.faults.push(`killed ${where}`);
    process.dead = true;
    this.deaths.get(process)?.();
    return never<T>();
  }

  private happens(odds: number): boolean {
    return !this.isCalm && this.random() < odds * this.rate;
  }

  /** An outbox whose process may end before or after each step. */
  private mortal(process: Process, outbox: Outbox): Outbox {
    const step = async <T>(where: string, work: () => Promise<T>): Promise<T> => {
      if (process.dead) return never();
      if (this.happens(0.12)) return this.kill(process, `before ${where}`);
      const done = await work();
      if (this.happens(0.12)) return this.kill(process, `after ${where}`);
      return done;
    };
    return {
      ...outbox,
      claim: async (team, now) => {
        const claim = await step('the claim', () => outbox.claim(team, now));
        if (claim && this.happens(0.08)) {
          // As a laptop that sleeps: longer than a claim holds.
          this.faults.push('suspended');
          await this.blocked(process, this.time.sleep(90 * SECOND));
        }
        return claim;
      },
      settle: (claim, outcome, now) => step('the mark', () => outbox.settle(claim, outcome, now)),
    };
  }

  private clientOf(process: Process): WebClient {
    const { botToken, apiUrl } = this.slack;
    return new WebClient(botToken, {
      slackApiUrl: apiUrl,
      fetch: (input, init) => this.fetch(process, input, init),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logLevel: LogLevel.ERROR,
    });
  }

  /** A call to Slack under a fault, or none. The client gives up after ten seconds. */
  private async fetch(process: Process, input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const url = String(input);
    const call = () => this.slack.fetch(url, init);
    const lost = (code?: string) => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('lost'), code ? { code } : {}) });
    };
    if (process.dead) return never();
    if (!this.happens(0.7)) return call();
    const kind = FAULTS[Math.floor(this.random() * FAULTS.length)];
    this.faults.push(kind ?? '');
    switch (kind) {
      case 'answer lost':
        await call();
        return lost();
      case 'request lost':
        return lost();
      case 'refused connection':
        return lost('ECONNREFUSED');
      case 'late answer': {
        const answer = await call();
        const late = this.random() * 30 * SECOND;
        await this.blocked(process, this.time.sleep(Math.min(late, 10 * SECOND)));
        return late > 10 * SECOND ? lost() : answer;
      }
      case 'late effect': {
        const late = this.random() * 30 * SECOND;
        if (late > 10 * SECOND) {
          this.time.in(late, () => void call());
          await this.blocked(process, this.time.sleep(10 * SECOND));
          return lost();
        }
        await this.blocked(process, this.time.sleep(late));
        return call();
      }
      case 'rate limit': {
        const after = [1, 30, 3600][Math.floor(this.random() * 3)] ?? 1;
        if (after === 3600) this.faults.push('long downtime');
        return new Response('{"ok":false,"error":"ratelimited"}', {
          status: 429,
          headers: { 'retry-after': `${after}` },
        });
      }
      case 'server error':
        if (this.random() < 0.5) await call();
        return new Response('oops', { status: 503 });
      case 'internal error':
        if (this.random() < 0.5) await call();
        return Response.json({ ok: false, error: 'internal_error' });
      case 'killed':
        if (this.random() < 0.5) await call();
        return this.kill(process, 'in a call');
      default:
        return call();
    }
  }

  /** Waits for virtual time: whoever waits does not keep it from passing. */
  private async blocked(process: Process, wait: Promise<void>): Promise<void> {
    process.waits += 1;
    this.wake();
    await wait;
    process.waits -= 1;
    if (process.dead) return never();
  }

  /** Resolves when nobody can go on before time passes. */
  private async untilAllWait(): Promise<void> {
    while (this.processes.some(isWorking))
      await Promise.race([
        new Promise<void>((wake) => {
          this.wake = wake;
        }),
        ...this.processes.flatMap(({ busy }) => (busy ? [busy] : [])),
      ]);
    // What was woken by time passing, without a process of its own, such as an effect that comes late.
    for (let turn = 0; turn < 3; turn += 1) await new Promise((later) => setImmediate(later));
    if (this.processes.some(isWorking)) await this.untilAllWait();
  }

  private async accept(): Promise<void> {
    const team = this.processes.find((process) => process.team && !process.dead)?.team;
    if (!team) return;
    const now = this.now();
    const ask = { handoff: HANDOFF, by: engineerId(1), forAnother: false };
    await team.store.decide(team.teamId, { kind: 'engineer', id: engineerId(1) }, now, (newest) =>
      acceptHandoff(newest, ask, now),
    );
  }

  private async judge(): Promise<Outcome> {
    const fresh = await openStoredTeam(
      { databaseUrl: `file:${this.file}`, teamFile: '' },
      'local',
      this.now(),
      pino({ level: 'silent' }),
    );
    const stored = await fresh.outbox.list(fresh.teamId, 1000);
    await fresh.close();
    const { workspace } = this.slack;
    const posts = workspace.allChannels.flatMap(({ id }) => workspace.posts.in(id));
    const told = ({ id }: StoredNotice) =>
      posts.filter(({ metadata }) => (metadata?.['event_payload'] as { notice?: string } | undefined)?.notice === id);
    const mayLapse = this.faults.some((fault) => ['long downtime', 'clock', 'archived'].includes(fault));
    const repeated = stored.filter((notice) => told(notice).length > 1);
    const post = stored.find(({ key }) => key === 'handoff:v1.4');
    const [first] = post ? told(post) : [];
    return {
      seed: this.seed,
      missed: [
        ...(first ? [] : ['handoff:v1.4']),
        ...stored.filter((notice) => told(notice).length === 0 && isMissed(notice, mayLapse)).map(({ key }) => key),
        // What was never stored was missed as well.
        ...EXPECTED.filter((key) => !stored.some((notice) => notice.key === key)),
      ],
      doubled: repeated.map(({ key }) => key),
      unmarked: repeated
        .filter((notice) =>
          told(notice)
            .slice(1)
            .some(({ blocks }) => !JSON.stringify(blocks).includes('Possible repeat')),
        )
        .map(({ key }) => key),
      hasty: repeated
        .filter((notice) => {
          const times = told(notice).map(({ ts }) => Number(ts));
          return times.some((time, place) => place > 0 && time - (times[place - 1] ?? 0) < REPEATED_AFTER_S);
        })
        .map(({ key }) => key),
      delay: first ? Number(first.ts) * 1000 - Date.parse('2026-11-30T14:00:00Z') : Number.POSITIVE_INFINITY,
      faults: this.faults,
    };
  }
}

/** Whether a process is at something that needs no time to pass. */
const isWorking = ({ busy, waits, dead }: Process): boolean => busy !== null && waits === 0 && !dead;

/** Whether a notice that nobody can read should be there: all but what lapsed, and a reminder may lapse in a long trouble only. */
function isMissed({ state, notice }: StoredNotice, mayLapse: boolean): boolean {
  if (state === 'dropped') return false;
  if (state === 'skipped') return !mayLapse || notice.kind === 'handoff';
  return true;
}

/** What a weekend makes due, whatever else happens. */
const EXPECTED = ['handoff:v1.4', 'notes:v1.4:engineer-4', 'ahead:v1.4:engineer-1'];

/** Seconds between two tellings of one thing, less what Slack may be late. */
const REPEATED_AFTER_S = 570;

const FAULTS = [
  'answer lost',
  'request lost',
  'refused connection',
  'late answer',
  'late effect',
  'rate limit',
  'server error',
  'internal error',
  'killed',
] as const;
