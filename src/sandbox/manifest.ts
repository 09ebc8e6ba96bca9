import { z } from 'zod';

const schema = z.looseObject({
  display_information: z.looseObject({ name: z.string() }),
  features: z.looseObject({
    app_home: z
      .looseObject({
        home_tab_enabled: z.boolean().default(false),
        messages_tab_enabled: z.boolean().default(false),
        messages_tab_read_only_enabled: z.boolean().default(true),
      })
      .prefault({}),
    bot_user: z.looseObject({ display_name: z.string() }),
    slash_commands: z
      .array(
        z.looseObject({
          command: z.string().startsWith('/'),
          description: z.string(),
          usage_hint: z.string().default(''),
          should_escape: z.boolean().default(false),
        }),
      )
      .default([]),
  }),
  oauth_config: z.looseObject({
    scopes: z.looseObject({ bot: z.array(z.string()).default([]), bot_optional: z.array(z.string()).default([]) }),
  }),
  settings: z.looseObject({
    event_subscriptions: z.looseObject({ bot_events: z.array(z.string()).default([]) }).prefault({}),
    interactivity: z.looseObject({ is_enabled: z.boolean() }).default({ is_enabled: false }),
    socket_mode_enabled: z.boolean().default(false),
  }),
});

/** A Slack app manifest as it stands in manifest.yml; of its many fields the local workspace reads a few. */
export type SlackManifest = z.input<typeof schema>;

/** The fields of a manifest the local workspace honours, with Slack's defaults filled in. */
export type Manifest = z.output<typeof schema>;

/** Reads a manifest, or throws with every field that is wrong. */
export function readManifest(manifest: SlackManifest): Manifest {
  const read = schema.safeParse(manifest);
  if (!read.success) throw new Error(`The Slack manifest is wrong:\n${z.prettifyError(read.error)}`);
  return read.data;
}
