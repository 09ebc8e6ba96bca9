import { type Kysely, type Migration, sql } from 'kysely';

/** Every step of the schema, in order. Append-only: a step that was released is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-team': {
    up: (rows) =>
      run(rows, [
        `create table installation (
          id integer primary key check (id = 1),
          mode text not null check (mode in ('slack', 'local')),
          created_at text not null
        ) strict`,
        `create table teams (
          id text primary key,
          version integer not null check (version >= 1),
          name text not null,
          timezone text not null,
          channel text not null,
          swaps_channel text not null,
          pages_channel text not null,
          approval text not null check (approval in ('peer', 'lead')),
          user_group text,
          country text,
          region text,
          holidays_except text not null,
          holidays_extra text not null,
          escalation_after_minutes text not null,
          escalation_final text,
          foreign key (id, escalation_final) references engineers (team_id, id) deferrable initially deferred
        ) strict`,
        `create table engineers (
          team_id text not null references teams (id),
          id text not null,
          position integer not null,
          name text not null,
          email text,
          slack text,
          timezone text,
          country text,
          region text,
          phone text,
          lead integer not null check (lead in (0, 1)),
          left_at text,
          primary key (team_id, id)
        ) strict`,
        'create unique index engineers_slack on engineers (team_id, slack) where left_at is null',
        `create table areas (
          team_id text not null references teams (id),
          id text not null,
          position integer not null,
          name text not null,
          primary key (team_id, id)
        ) strict`,
        `create table pipelines (
          team_id text not null references teams (id),
          id text not null,
          position integer not null,
          name text not null,
          area text not null,
          audience text not null,
          tier text not null check (tier in ('critical', 'normal')),
          primary_owner text not null,
          secondary_owner text not null check (secondary_owner <> primary_owner),
          runbook text,
          aliases text not null,
          primary key (team_id, id),
          foreign key (team_id, area) references areas (team_id, id),
          foreign key (team_id, primary_owner) references engineers (team_id, id),
          foreign key (team_id, secondary_owner) references engineers (team_id, id)
        ) strict`,
        `create table rotation_versions (
          team_id text not null references teams (id),
          number integer not null check (number >= 1),
          first_handoff_date text not null,
          first_handoff_time text not null,
          timezone text not null,
          engineers text not null,
          start_index integer not null check (start_index >= 0),
          backup_offset integer not null check (backup_offset >= 1),
          replaces_handoff text check ((replaces_handoff is null) = (number = 1)),
          primary key (team_id, number)
        ) strict`,
        `create table overrides (
          team_id text not null references teams (id),
          id text not null,
          position integer not null,
          duty text not null check (duty in ('primary', 'backup')),
          starts_at text not null,
          ends_at text not null check (ends_at > starts_at),
          engineer text not null,
          replaces text not null,
          kind text not null check (kind in ('trade', 'cover')),
          recorded_at text not null,
          voided_at text,
          primary key (team_id, id),
          foreign key (team_id, engineer) references engineers (team_id, id),
          foreign key (team_id, replaces) references engineers (team_id, id)
        ) strict`,
        `create table time_off (
          team_id text not null references teams (id),
          id text not null,
          position integer not null,
          engineer text not null,
          starts_at text not null,
          ends_at text not null check (ends_at > starts_at),
          recorded_at text not null,
          cancelled_at text,
          reason text,
          primary key (team_id, id),
          foreign key (team_id, engineer) references engineers (team_id, id)
        ) strict`,
        `create table audit (
          team_id text not null references teams (id),
          version integer not null,
          position integer not null,
          at text not null,
          by_kind text not null check (by_kind in ('engineer', 'visitor', 'baton', 'operator')),
          by_id text,
          kind text not null,
          change text not null,
          primary key (team_id, version, position)
        ) strict`,
      ]),
  },
  '0002-handoffs': {
    up: (rows) =>
      run(rows, [
        'alter table teams add column begun_at text',
        `alter table teams add column handoffs_notes_at text not null default '16:00'`,
        'alter table teams add column handoffs_nudge_after_hours integer not null default 2',
        'alter table teams add column handoffs_tell_after_hours integer not null default 4',
        `alter table engineers add column muted text not null default '[]'`,
        `create table channels (
          team_id text not null references teams (id),
          name text not null,
          slack text not null,
          primary key (team_id, name)
        ) strict`,
        `create table group_consents (
          team_id text primary key references teams (id),
          group_id text not null,
          agreed integer not null check (agreed in (0, 1)),
          by_engineer text not null,
          at text not null,
          foreign key (team_id, by_engineer) references engineers (team_id, id)
        ) strict`,
        `create table notes (
          team_id text not null references teams (id),
          id text not null,
          position integer not null,
          version integer not null,
          turn integer not null,
          topic text not null check (topic in ('active-issues', 'delays', 'pending-actions', 'other')),
          text text not null,
          engineer text not null,
          recorded_at text not null,
          removed_at text,
          primary key (team_id, id),
          foreign key (team_id, engineer) references engineers (team_id, id)
        ) strict`,
        `create table acceptances (
          team_id text not null references teams (id),
          version integer not null,
          turn integer not null,
          engineer text not null,
          position integer not null,
          by_engineer text not null,
          at text not null,
          primary key (team_id, version, turn, engineer),
          foreign key (team_id, engineer) references engineers (team_id, id),
          foreign key (team_id, by_engineer) references engineers (team_id, id)
        ) strict`,
        `create table notices (
          team_id text not null references teams (id),
          key text not null,
          id text not null unique,
          notice text not null,
          destination text not null,
          cause text not null check (cause in ('time', 'act', 'fault')),
          due_at text not null,
          until text,
          stored_at text not null,
          state text not null
            check (state in ('due', 'claimed', 'unknown', 'blocked', 'sent', 'dropped', 'skipped')),
          retry_at text,
          waiting_since text,
          claim text,
          claimed_at text,
          claimed_before text check (claimed_before in ('due', 'unknown', 'blocked')),
          attempts integer not null,
          attempted_at text,
          unknown_since text,
          may_repeat integer not null check (may_repeat in (0, 1)),
          channel text,
          ts text,
          sent_at text,
          reason text,
          primary key (team_id, key)
        ) strict`,
        `create index notices_open on notices (team_id, state, due_at)`,
        `create index notices_attempted on notices (team_id, attempted_at)`,
        `create table mirrors (
          team_id text not null references teams (id),
          mirror text not null,
          fingerprint text,
          text text,
          written_at text,
          claim text,
          claimed_at text,
          wanted text,
          retry_at text,
          waiting_since text,
          refusal text,
          refused_since text,
          primary key (team_id, mirror)
        ) strict`,
        `create table processes (
          process text primary key,
          version text not null,
          started_at text not null,
          ticked_at text not null,
          connected integer not null check (connected in (0, 1))
        ) strict`,
      ]),
  },
  '0003-swaps': {
    up: (rows) =>
      run(rows, [
        `create table swaps (
          team_id text not null references teams (id),
          id text not null,
          position integer not null,
          kind text not null check (kind in ('trade', 'cover')),
          requester text not null,
          asked_by text not null,
          legs text not null,
          is_open integer not null check (is_open in (0, 1)),
          wants text not null,
          reason text,
          absence text,
          answers text not null,
          asked_at text not null,
          state_kind text not null check (state_kind in
            ('open', 'awaiting-lead', 'agreed', 'declined', 'withdrawn', 'refused', 'undone', 'void')),
          state text not null,
          primary key (team_id, id),
          foreign key (team_id, requester) references engineers (team_id, id),
          foreign key (team_id, asked_by) references engineers (team_id, id)
        ) strict`,
        // Nothing could be agreed before, so hardly a row is in it.
        `alter table overrides add column swap text not null default ''`,
      ]),
  },
  '0004-holidays': {
    up: (rows) =>
      run(rows, [
        `create table holiday_tables (
          team_id text not null references teams (id),
          place text not null,
          version text not null,
          through integer not null,
          primary key (team_id, place)
        ) strict`,
        `create table holidays (
          team_id text not null,
          place text not null,
          date text not null,
          name text not null,
          primary key (team_id, place, date),
          foreign key (team_id, place) references holiday_tables (team_id, place)
        ) strict`,
        `create table conflict_answers (
          team_id text not null references teams (id),
          position integer not null,
          key text not null,
          engineer text not null,
          answer text not null check (answer in ('kept', 'later')),
          at text not null,
          primary key (team_id, position),
          foreign key (team_id, engineer) references engineers (team_id, id)
        ) strict`,
      ]),
  },
  '0005-gaps': {
    up: (rows) =>
      run(rows, [
        `create table gaps (
          team_id text not null references teams (id),
          id text not null,
          position integer not null,
          kind text not null check (kind in ('duty', 'ownership')),
          subject text not null,
          starts_at text not null,
          ends_at text not null check (ends_at > starts_at),
          found_at text not null,
          asked_of text not null,
          closed_at text,
          primary key (team_id, id)
        ) strict`,
      ]),
  },
};

async function run(rows: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(rows);
}
