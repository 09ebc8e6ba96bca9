declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type TeamId = Id<'team'>;
export type EngineerId = Id<'engineer'>;
export type AreaId = Id<'area'>;
export type PipelineId = Id<'pipeline'>;
export type OverrideId = Id<'override'>;
export type SwapId = Id<'swap'>;
export type TimeOffId = Id<'time-off'>;
export type NoteId = Id<'note'>;

/** A person in Slack: `U…` or `W…`. */
export type SlackUserId = Id<'slack-user'>;

/** A channel in Slack: `C…` or `G…`. */
export type ChannelId = Id<'slack-channel'>;

/** A user group in Slack: `S…`. */
export type UserGroupId = Id<'slack-user-group'>;
