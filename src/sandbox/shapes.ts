import type { Json, Person } from './protocol';
import type { Channel, Post, UserGroup } from './records';
import type { Workspace } from './workspace';

/** A message as Slack shows it to an app. */
export function messageOf(workspace: Workspace, post: Post, withMetadata = true): Json {
  const mine = post.user === workspace.bot.id;
  return {
    type: 'message',
    user: post.user,
    ts: post.ts,
    text: post.text,
    ...(mine && { bot_id: workspace.botId, app_id: workspace.appId, team: workspace.teamId }),
    ...(post.blocks.length > 0 && { blocks: post.blocks }),
    ...(post.threadTs && { thread_ts: post.threadTs }),
    ...(post.edited && { edited: { user: post.user, ts: post.ts } }),
    ...(withMetadata && post.metadata && { metadata: post.metadata }),
  };
}

/** The short name of a person, as Slack makes one from an e-mail. */
export function handleOf(person: Person): string {
  return (person.email.split('@')[0] || person.name).toLowerCase();
}

/** A conversation as Slack shows it to an app. */
export function channelOf(workspace: Workspace): (channel: Channel) => Json {
  return ({ id, name, owner, topic, hasBot, archived }) =>
    owner
      ? { id, user: owner, is_im: true, is_archived: false, is_user_deleted: workspace.deactivated.has(owner) }
      : {
          ...{ id, name, is_channel: true, is_im: false, is_private: false, is_archived: archived, is_member: hasBot },
          topic: { value: topic, creator: '', last_set: 0 },
          num_members: workspace.people.length,
        };
}

/** A person as Slack shows them to an app; the e-mail only to one that may see it. */
export function userOf(workspace: Workspace, person: Person, withEmail: boolean): Json {
  return {
    id: person.id,
    team_id: workspace.teamId,
    name: handleOf(person),
    real_name: person.name,
    tz: person.timezone,
    deleted: workspace.deactivated.has(person.id),
    is_bot: person.isBot,
    is_restricted: false,
    profile: {
      real_name: person.name,
      display_name: person.name,
      title: person.title,
      ...(withEmail && !person.isBot && { email: person.email }),
    },
  };
}

/** A user group as Slack shows it to an app, with its members and their number where they are asked for. */
export function groupOf(
  workspace: Workspace,
  { id, handle, name, members }: UserGroup,
  wanted: { readonly include_users: boolean; readonly include_count: boolean },
): Json {
  return {
    ...{ id, team_id: workspace.teamId, is_usergroup: true, is_subteam: true, is_external: false },
    ...{ name, description: '', handle, auto_type: null, date_delete: 0, deleted_by: null },
    prefs: { channels: [], groups: [] },
    ...(wanted.include_users && { users: members }),
    ...(wanted.include_count && { user_count: members.length }),
  };
}
