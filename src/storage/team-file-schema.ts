import { z } from 'zod';
import { isLocalDate, isZone, WEEKDAYS } from '../domain/interval';
import { USUAL_HANDOFFS } from '../domain/team';
import { MOST_HOURS, nearest } from './team-file-checks';

// Every message here is the remedy; the problem in front of it is said once for all, from the path and the value.

const word = (holds: (text: string) => boolean, remedy: string) =>
  z.string({ error: remedy }).refine(holds, { error: remedy });

const whole = (least: number, most: number, remedy: string) =>
  z
    .number({ error: remedy })
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, { error: remedy });

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `Write one of: ${words.join(', ')}.` });

const list = <Item extends z.ZodType>(item: Item, least: number, most: number, remedy: string) =>
  z.array(item, { error: remedy }).min(least, { error: remedy }).max(most, { error: remedy });

const group = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.strictObject(shape, { error: `Write these keys under it: ${Object.keys(shape).join(', ')}.` });

const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

const text = word(
  (value) => value.trim() !== '' && value.length <= 150 && !UNPRINTABLE.test(value),
  'Write a text of 1 to 150 characters on one line.',
);

const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const kebabCase = (remedy: string) => word((value) => value.length <= 40 && KEBAB_CASE.test(value), remedy);

const id = kebabCase('Write an id of small letters, digits and single hyphens, at most 40 long, such as daily-growth.');

// Whether there is such a thing is asked of the whole file, with the nearest id as remedy.
const engineer = z.string({ error: 'Write the id of an engineer.' });
const area = z.string({ error: 'Write the id of an area.' });

const ZONE = 'Write an IANA time zone, such as America/New_York or Europe/Berlin.';
const zone = z.string({ error: ZONE }).refine((value) => /^[A-Za-z]/.test(value) && isZone(value), {
  error: ({ input }) => {
    const near = typeof input === 'string' && nearest(input, Intl.supportedValuesOf('timeZone'));
    return near ? `Did you mean ${near}?` : ZONE;
  },
});

const date = word(
  (value) => isLocalDate(value) && value >= '2000-01-01' && value < '2100-01-01',
  'Write a date that exists as year-month-day, such as 2026-11-02.',
);

const channel = word(
  (value) => /^[^\s#@<>]{1,80}$/.test(value) && !UNPRINTABLE.test(value),
  'Write the channel by its name without #, or by its id (C…).',
);

const country = word((value) => /^[A-Z]{2}$/.test(value), 'Write the two capital letters of a country, such as US.');
const region = word(
  (value) => /^[A-Za-z0-9-]{1,10}$/.test(value),
  'Write the short code of a region within the country, such as CA.',
);

const member = group({
  id,
  name: text,
  email: word(
    (value) => value.length <= 150 && /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(value),
    'Write one e-mail address.',
  ).optional(),
  slack: word(
    (value) => /^[UW][A-Z0-9]{2,}$/.test(value) && value.length <= 30,
    'Write the member id from the Slack profile (U… or W…), not the name.',
  ).optional(),
  timezone: zone.optional(),
  country: country.optional(),
  region: region.optional(),
  phone: word(
    (value) => /^\+?[0-9][0-9 ()./-]{2,29}$/.test(value),
    'Write a phone number in quotes, such as "+1 212 555 0100".',
  ).optional(),
});

const pipeline = group({
  id,
  name: text,
  area,
  audience: text,
  tier: oneOf(['critical', 'normal']).default('critical'),
  primary: engineer,
  secondary: engineer,
  runbook: kebabCase(
    'Write the name of a file in the run book folder without folder and ending: small letters, digits, hyphens.',
  ).optional(),
  aliases: list(text, 0, 20, 'Write a list of at most 20 texts, such as [growth report].').default([]),
});

const team = group({
  id,
  name: text,
  timezone: zone,
  channel,
  channels: group({ swaps: channel.optional(), pages: channel.optional() }).optional(),
  approval: oneOf(['peer', 'lead']).default('peer'),
  leads: list(engineer, 0, 100, 'Write a list of ids of engineers, such as [engineer-1].').default([]),
  user_group: word(
    (value) => /^[^\s#@<>]{1,80}$/.test(value) && !UNPRINTABLE.test(value),
    'Write the handle of the user group without @, or its id (S…).',
  ).optional(),
});

const holidays = group({
  country: country.optional(),
  region: region.optional(),
  except: list(text, 0, 100, 'Write a list of names of holidays, such as [Columbus Day].').default([]),
  extra: list(
    group({ date, name: text }),
    0,
    100,
    'Write a list of days, such as [{ date: 2026-12-24, name: Company day }].',
  ).default([]),
});

const rotation = group({
  first_shift: date,
  handoff: group({
    day: z.enum(WEEKDAYS, { error: `Write one of: ${WEEKDAYS.slice(1).join(', ')}, ${WEEKDAYS[0]}.` }),
    time: word((value) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value), 'Write a time from "00:00" to "23:59" in quotes.'),
  }),
  order: list(engineer, 2, 100, 'Write the ids of at least two engineers, in the order they take turns.'),
  backup_offset: whole(1, 100, 'Write how many turns after the primary the backup is, such as 1.'),
});

const workingHours = whole(1, MOST_HOURS, `Write working hours from 1 to ${MOST_HOURS}.`);

const handoffs = group({
  notes_at: word(
    (value) => /^\d{2}:[0-5]\d$/.test(value) && value >= '09:00' && value < '17:00',
    'Write a time of the working day in quotes, from "09:00" to "16:59".',
  ).default(USUAL_HANDOFFS.notesAt),
  nudge_after_hours: workingHours.default(USUAL_HANDOFFS.nudgeAfterHours),
  tell_after_hours: workingHours.default(USUAL_HANDOFFS.tellAfterHours),
});

const escalation = group({
  after_minutes: list(
    whole(1, 1440, 'Write minutes from 1 to 1440.'),
    1,
    20,
    'Write the minutes each rung has before the next is called, such as [5, 5, 10].',
  ).default([5, 5, 10]),
  final: engineer.optional(),
});

/** The team file, piece by piece; what only the whole file can tell is in the checks. Its messages are remedies. */
export const TeamFile = group({
  team,
  holidays: holidays.optional(),
  engineers: list(member, 2, 100, 'Write a list of 2 to 100 engineers.'),
  areas: list(group({ id, name: text }), 1, 100, 'Write a list of 1 to 100 areas.'),
  pipelines: list(pipeline, 1, 200, 'Write a list of 1 to 200 pipelines.'),
  rotation,
  handoffs: handoffs.optional(),
  escalation: escalation.optional(),
});

export type TeamFile = z.output<typeof TeamFile>;

/** The keys the schema knows at a path. */
export function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = TeamFile;
  for (const step of path) {
    schema = bare(schema);
    if (schema instanceof z.ZodArray) schema = schema.element;
    else if (schema instanceof z.ZodObject) schema = (schema.shape as Record<PropertyKey, unknown>)[step];
  }
  schema = bare(schema);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function bare(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? bare(schema.unwrap()) : schema;
}
