declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type TeamId = Id<'team'>;
export type EngineerId = Id<'engineer'>;
export type AreaId = Id<'area'>;
export type PipelineId = Id<'pipeline'>;
export type OverrideId = Id<'override'>;
export type TimeOffId = Id<'time-off'>;

/** A person in Slack: `U…` or `W…`. */
export type SlackUserId = Id<'slack-user'>;
