import type { ChannelId, EngineerId, SlackUserId, UserGroupId } from '../domain/ids';
import { type Result, refuse, succeed } from '../domain/result';
import { type Engineer, engineerLinkedTo, engineerOf, type GroupConsent, linkedLeads, type Team } from '../domain/team';
import { type Decision, decided } from './decision';
import type { NewNotice } from './notice';
import { comingNotices } from './notices';

/** What is there and what is missing before Baton tells anybody anything, and what it will tell first. */
export type SetupAnswer = {
  readonly kind: 'setup';
  readonly begunAt: Date | null;
  readonly linkedLeads: readonly Engineer[];
  readonly unlinked: readonly Engineer[];
  readonly channel: { readonly name: string; readonly id: ChannelId | null };
  readonly group: { readonly handle: string; readonly consent: GroupConsent | null } | null;
  /** The next notices, as they are planned once it has begun; at most five. */
  readonly coming: readonly NewNotice[];
  /** Whether whoever asks may begin. */
  readonly isLead: boolean;
};

const NOTICES_SHOWN = 5;

/** How far the team is set up. */
export function showSetup(team: Team, by: EngineerId | null, now: Date): SetupAnswer {
  const here = [...team.engineers.values()].filter(({ leftAt }) => !leftAt);
  return {
    kind: 'setup',
    begunAt: team.begunAt,
    linkedLeads: linkedLeads(team),
    unlinked: here.filter(({ slack }) => !slack),
    channel: { name: team.channels.team, id: team.channelIds.get(team.channels.team) ?? null },
    group: team.userGroup === null ? null : { handle: team.userGroup, consent: team.groupConsent },
    coming: comingNotices({ ...team, begunAt: team.begunAt ?? now }, now).slice(0, NOTICES_SHOWN),
    isLead: by !== null && engineerOf(team, by).lead,
  };
}

export type SetupRefusal =
  | { readonly kind: 'only-leads'; readonly leads: readonly Engineer[] }
  | { readonly kind: 'begun-already'; readonly at: Date }
  | { readonly kind: 'channel-not-found'; readonly name: string }
  | { readonly kind: 'lead-linked-already'; readonly leads: readonly Engineer[] }
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'linked-to-another'; readonly engineer: EngineerId }
  /** Several leads could be meant. */
  | { readonly kind: 'which-lead'; readonly leads: readonly Engineer[]; readonly code: string }
  | { readonly kind: 'no-lead-in-file' };

/** Lets Baton tell people from now on: a lead, or Baton itself in the local workspace, where nobody needs to be asked. */
export function begin(team: Team, by: EngineerId | 'baton' | null, now: Date): Result<Decision<Date>, SetupRefusal> {
  if (by !== 'baton' && !(by && engineerOf(team, by).lead))
    return refuse({ kind: 'only-leads', leads: linkedLeads(team) });
  if (team.begunAt) return refuse({ kind: 'begun-already', at: team.begunAt });
  const name = team.channels.team;
  if (!team.channelIds.has(name)) return refuse({ kind: 'channel-not-found', name });
  return succeed(decided(now, { kind: 'team-begun', at: now }));
}

/** Links the first lead to the Slack user who knows the code of the log; only while no lead is linked. */
export function claimLead(
  team: Team,
  ask: {
    readonly user: SlackUserId;
    readonly code: string;
    readonly engineer: EngineerId | null;
    readonly isRight: boolean;
  },
): Result<Decision<Engineer>, SetupRefusal> {
  const linked = linkedLeads(team);
  if (linked.length > 0) return refuse({ kind: 'lead-linked-already', leads: linked });
  if (!ask.isRight) return refuse({ kind: 'wrong-code' });
  const leads = [...team.engineers.values()].filter(({ lead, leftAt }) => lead && !leftAt);
  const [only] = leads;
  if (!only) return refuse({ kind: 'no-lead-in-file' });
  const lead = ask.engineer ? leads.find(({ id }) => id === ask.engineer) : leads.length === 1 ? only : undefined;
  if (!lead) return refuse({ kind: 'which-lead', leads, code: ask.code });
  const other = engineerLinkedTo(team, ask.user);
  if (other) return refuse({ kind: 'linked-to-another', engineer: other.id });
  return succeed(decided(lead, { kind: 'engineer-linked', engineer: lead.id, slack: ask.user }));
}

/** Keeps what a lead says of the user group: whether Baton may keep it equal to who is on call. */
export function answerGroup(
  team: Team,
  ask: { readonly group: UserGroupId; readonly agreed: boolean; readonly by: EngineerId | null },
  now: Date,
): Result<Decision<GroupConsent>, SetupRefusal> {
  if (!ask.by || !engineerOf(team, ask.by).lead) return refuse({ kind: 'only-leads', leads: linkedLeads(team) });
  const consent: GroupConsent = { group: ask.group, agreed: ask.agreed, by: ask.by, at: now };
  return succeed(decided(consent, { kind: 'group-answered', consent }));
}

/** Remembers which channel of Slack is meant by the name in the team file. */
export function rememberChannel(
  team: Team,
  found: { readonly name: string; readonly channel: ChannelId },
): Result<Decision<null>, never> {
  const known = team.channelIds.get(found.name) === found.channel;
  return succeed(known ? decided(null) : decided(null, { kind: 'channel-found', ...found }));
}
