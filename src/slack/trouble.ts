import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';

/** What an error of a call to Slack means for what was asked. */
export type Trouble =
  /** It was not done, and may be asked again after so many milliseconds. */
  | { readonly kind: 'later'; readonly waitMs: number; readonly reason: string }
  /** It was not done, and will not be until somebody mends what the sentence says. */
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string }
  /** It may have been done: the answer was lost. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Codes with which Slack refuses for good, and the remedy. */
const REFUSALS: Readonly<Record<string, string>> = {
  is_inactive: 'The channel is archived. Unarchive it, or make another of the same name.',
  is_archived: 'The channel is archived. Unarchive it, or make another of the same name.',
  channel_not_found: 'Slack knows no such channel. Make it, or invite Baton to it if it is private.',
  not_in_channel: 'Baton is not in the channel. Type /invite @Baton in it.',
  restricted_action: 'Only some people may post in the channel. Let Baton post there.',
  user_not_found: 'Slack knows no such person. Correct the link of the engineer.',
  user_disabled: 'The person was deactivated in Slack. Correct the roster.',
  cannot_dm_bot: 'The engineer is linked to a bot. Correct the link.',
  messages_tab_disabled: 'Baton may not write to people. Turn its Messages tab on in the app’s settings.',
  token_revoked: 'The bot token was revoked. Install the app again, and set SLACK_BOT_TOKEN anew.',
  token_expired: 'The bot token has expired. Install the app again, and set SLACK_BOT_TOKEN anew.',
  account_inactive: 'The app was removed from the workspace. Install it again, and set SLACK_BOT_TOKEN anew.',
  invalid_auth: 'Slack does not accept the bot token. Set SLACK_BOT_TOKEN anew.',
  not_authed: 'Slack was given no bot token. Set SLACK_BOT_TOKEN.',
  missing_scope: 'The app lacks a scope. Install it anew from manifest.yml, optional scopes included.',
  plan_upgrade_required: 'User groups need a paid plan of Slack.',
  paid_teams_only: 'User groups need a paid plan of Slack.',
  permission_denied: 'Only some people may manage user groups. Let everyone, in the workspace’s settings.',
  no_such_subteam: 'Slack knows no such user group. Make it, or correct user_group in the team file.',
  subteam_not_found: 'Slack knows no such user group. Make it, or correct user_group in the team file.',
  too_long: 'The topic is full. Shorten the part of it that is not Baton’s.',
  ekm_access_denied: 'The workspace’s administrators have suspended posting.',
  team_access_not_granted: 'The app was not granted access to this workspace. Ask an administrator.',
  org_login_required: 'The workspace is moving to another organisation. It works again when that is done.',
};

/** Refusals that name no remedy of their own: what was sent, or how the workspace is set. */
const REFUSED =
  /^(restricted_action_|msg_|no_text$|invalid_|missing_|method_|metadata_|not_allowed_|access_denied$|accesslimited$|deprecated_endpoint$|enterprise_is_restricted$|two_factor_setup_required$|team_not_found$|too_many_|slack_connect_|feature_not_enabled$|user_is_|as_user_|cannot_|cant_|message_not_found$|edit_window_closed$|no_permission$|failed_for_some_users$|no_users_provided$|single_channel_guests)/;

/** Codes that say the server did nothing, for now. */
const LATER = ['ratelimited', 'rate_limited', 'service_unavailable', 'request_timeout', 'team_added_to_org'];

/** Errors of the network before anything was sent. */
const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

const SOON_MS = 60_000;

/** What an error of a call to Slack means. Whatever is not known to have been refused may have been done. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'later', waitMs: waitOf(error), reason: 'Slack asks to wait (rate limit)' };
  if (error instanceof WebAPIPlatformError) return troubleOfCode(error.data.error);
  const code = error instanceof WebAPIRequestError ? networkCode(error.original) : undefined;
  if (code && NOT_SENT.includes(code))
    return { kind: 'later', waitMs: SOON_MS, reason: `Slack cannot be reached (${code})` };
  return { kind: 'unknown', reason: `Slack’s answer was lost (${code ?? nameOf(error)})` };
}

/** What Slack asks for, and never so little that asking again would be a storm. */
const waitOf = ({ retryAfter }: WebAPIRateLimitedError): number => Math.max(retryAfter, 1) * 1000;

function troubleOfCode(code: string): Trouble {
  if (LATER.includes(code)) return { kind: 'later', waitMs: SOON_MS, reason: `Slack is not available (${code})` };
  const remedy = Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
  if (remedy) return { kind: 'refused', code, reason: `${remedy} (${code})` };
  if (REFUSED.test(code)) return { kind: 'refused', code, reason: `Slack refuses it (${code}).` };
  return { kind: 'unknown', reason: `Slack failed (${code})` };
}

function networkCode(error: unknown): string | undefined {
  let cause = error as { readonly code?: unknown; readonly cause?: unknown } | null | undefined;
  for (let depth = 0; typeof cause === 'object' && cause !== null && depth < 5; depth += 1) {
    if (typeof cause.code === 'string') return cause.code;
    cause = cause.cause as typeof cause;
  }
  return undefined;
}

function nameOf(error: unknown): string {
  if (error instanceof WebAPIHTTPError) return `HTTP ${error.statusCode}`;
  return error instanceof Error ? error.message.slice(0, 80) : 'no reason given';
}
