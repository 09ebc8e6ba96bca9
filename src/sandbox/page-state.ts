import type { Conversation, Message, PageState, View } from './protocol';
import type { Post, Shown } from './records';
import type { Workspace } from './workspace';

/** What one reader's page shows. */
export function stateOf(workspace: Workspace, as: string): PageState {
  const me = workspace.person(as);
  const home = workspace.views.home(as);
  if (!me) throw new Error(`Nobody in this workspace has the id ${as}.`);
  const mine = workspace.conversations().filter((channel) => workspace.isIn(channel, as));
  const { clock, teamTimezone, moments } = workspace.options;
  return {
    me,
    people: workspace.people,
    groups: workspace.groups.map(({ id, handle, members }) => ({ id, handle, members })),
    conversations: mine.map((channel): Conversation => {
      const { id, name, topic } = channel;
      return { id, name, kind: channel.owner ? 'direct' : 'channel', topic, unread: workspace.posts.unread(id, as) };
    }),
    messages: Object.fromEntries(mine.map((channel) => [channel.id, workspace.posts.in(channel.id, as).map(toPage)])),
    home: home ? viewToPage(home) : null,
    modals: workspace.views.stack(as).map(viewToPage),
    commands: workspace.manifest.features.slash_commands.map(({ command, usage_hint, description }) => ({
      command,
      hint: usage_hint,
      description,
    })),
    moments: moments.map((moment) => ({
      ...moment,
      ...(moment.person && {
        person: workspace.people.find((each) => each.email === moment.person)?.id ?? moment.person,
      }),
    })),
    moving: workspace.moving,
    now: clock.now().toISOString(),
    teamTimezone,
    connections: workspace.connections,
  };
}

function toPage({ ts, channel, user, text, blocks, threadTs, edited = false, seenBy, subtype }: Post): Message {
  return {
    ts,
    channel,
    user,
    text,
    blocks,
    edited,
    ephemeral: seenBy !== undefined,
    ...(threadTs && { threadTs }),
    ...(subtype && { subtype }),
  };
}

function viewToPage({ view, errors }: Shown): View {
  return { id: view.id, type: view['type'] === 'home' ? 'home' : 'modal', view, errors };
}
