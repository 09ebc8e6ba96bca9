import { randomUUID } from 'node:crypto';
import { refusalOfView } from './answers';
import { moveClock, startOver } from './calendar';
import { problemsOf, valuesOf } from './inputs';
import { elementsOf } from './limits';
import type { Act, Json, Outcome, Person } from './protocol';
import type { Channel, Post, Shown } from './records';
import { answerTo } from './responses';
import { handleOf, messageOf } from './shapes';
import type { Ack, EnvelopeType } from './socket-mode';
import { storedText } from './typed-text';
import type { Workspace } from './workspace';

/** How what readers do reaches the app. `note` keeps what the app answered, for tests. */
export type Wire = {
  readonly workspace: Workspace;
  readonly url: string;
  readonly send: (type: EnvelopeType, payload: Json, retry?: Json) => Promise<Ack>;
  readonly note: (method: string, args: Json, error?: string) => void;
};

const done: Outcome = { ok: true };
const failed = (error: string): Outcome => ({ ok: false, error });
const gone = failed('This is no longer here.');
const trouble = failed('We had some trouble connecting. Try again?');

/** Does what a reader does on the page, and says what came of it in Slack's words. */
export async function perform(wire: Wire, act: Act): Promise<Outcome> {
  const { workspace } = wire;
  if (act.kind === 'clock') return moveClock(workspace, act.to);
  if (act.kind === 'start-over') return startOver(workspace);
  const reader = workspace.person(act.as);
  if (!reader || reader.isBot || workspace.deactivated.has(reader.id))
    return failed(`Nobody in this workspace has the id ${act.as}.`);
  switch (act.kind) {
    case 'say':
      return say(wire, reader, act);
    case 'use':
      return use(wire, reader, act);
    case 'submit':
      return submit(wire, reader, act);
    case 'close':
      return close(wire, reader, act.view);
    case 'home':
      return openHome(wire, reader);
    case 'read':
      workspace.posts.markRead(act.channel, reader.id);
      return done;
  }
}

/**
 * Sends an event `times` times under one event_id. Of Slack's three retries of an event that was not acknowledged,
 * only the first, which comes at once, is made.
 */
export async function deliver({ workspace, send }: Wire, event: Json, times = 1): Promise<void> {
  const seconds = workspace.options.clock.now().getTime() / 1000;
  const user_id = workspace.bot.id;
  const { teamId: team_id, appId: api_app_id } = workspace;
  const payload = {
    ...{ token: 'local', team_id, api_app_id, type: 'event_callback', event_id: `Ev${randomUUID()}` },
    event: { event_ts: seconds.toFixed(6), ...event },
    event_time: Math.floor(seconds),
    authorizations: [{ enterprise_id: null, team_id, user_id, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
  };
  for (let time = 0; time < times; time += 1) {
    const ack = await send('events_api', payload, { retry_attempt: 0, retry_reason: '' });
    if (ack.kind !== 'acked') await send('events_api', payload, { retry_attempt: 1, retry_reason: 'timeout' });
  }
}

async function say(wire: Wire, reader: Person, act: Extract<Act, { kind: 'say' }>): Promise<Outcome> {
  const { workspace } = wire;
  const { app_home, slash_commands } = workspace.manifest.features;
  const channel = workspace.channel(act.channel);
  if (!channel || !workspace.isIn(channel, reader.id)) return failed('That conversation is not here.');
  if (channel.owner && (!app_home.messages_tab_enabled || app_home.messages_tab_read_only_enabled)) {
    return failed('Sending messages to this app has been turned off.');
  }
  if (channel.archived) return failed('This channel has been archived.');
  const typed = act.text.trim();
  if (typed === '') return done;
  if (!typed.startsWith('/')) return speak(wire, reader, channel, typed);
  const [, name = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(typed) ?? [];
  const command = slash_commands.find((each) => each.command === name);
  if (command) return ask(wire, reader, channel, name, command.should_escape ? storedText(workspace, rest) : rest);
  if (name !== '/invite') return failed(`${name} is not a valid command.`);
  if (rest.toLowerCase() !== `@${workspace.bot.name.toLowerCase()}`) return failed('Only the app can be invited here.');
  channel.hasBot = true;
  workspace.posts.add({ channel: channel.id, user: workspace.bot.id, text: 'joined the channel', blocks: [] });
  return done;
}

function speak(wire: Wire, reader: Person, channel: Channel, typed: string): Outcome {
  const { workspace } = wire;
  const subscribed = workspace.manifest.settings.event_subscriptions.bot_events;
  const post = workspace.posts.add({
    ...{ channel: channel.id, user: reader.id, text: storedText(workspace, typed), blocks: [] },
  });
  workspace.posts.markRead(channel.id, reader.id);
  const event = { ...messageOf(workspace, post), channel: channel.id, event_ts: post.ts };
  if (channel.hasBot && subscribed.includes(channel.owner ? 'message.im' : 'message.channels')) {
    void deliver(wire, { ...event, channel_type: channel.owner ? 'im' : 'channel' });
  }
  if (subscribed.includes('app_mention') && post.text.includes(`<@${workspace.bot.id}`)) {
    void deliver(wire, { ...event, type: 'app_mention' });
  }
  return done;
}

async function ask(wire: Wire, reader: Person, channel: Channel, command: string, text: string): Promise<Outcome> {
  const { workspace } = wire;
  const to = { user: reader.id, channel: channel.id };
  const ack = await wire.send('slash_commands', {
    token: 'local',
    team_id: workspace.teamId,
    team_domain: 'local',
    channel_id: channel.id,
    channel_name: channel.owner ? 'directmessage' : channel.name,
    user_id: reader.id,
    user_name: handleOf(reader),
    command,
    text,
    api_app_id: workspace.appId,
    is_enterprise_install: 'false',
    response_url: wire.url + workspace.responseUrl(to),
    trigger_id: workspace.trigger(reader.id),
  });
  if (ack.kind === 'not-connected') return failed(`${command} failed because the app is not connected`);
  if (ack.kind === 'too-late') return failed(`${command} failed because the app did not respond`);
  if (Object.keys(ack.payload).length === 0) return done;
  const answer = answerTo(workspace, to, ack.payload);
  wire.note('ack', ack.payload, answer.ok ? undefined : explained(answer));
  return answer.ok ? done : failed(`${command} failed with the error "${String(answer.error)}"`);
}

async function use(wire: Wire, reader: Person, act: Extract<Act, { kind: 'use' }>): Promise<Outcome> {
  const { workspace } = wire;
  if (!workspace.manifest.settings.interactivity.is_enabled) {
    return failed('This app is not configured to handle interactive responses.');
  }
  const place = act.place;
  const post = 'ts' in place && workspace.posts.in(place.channel, reader.id).find((each) => each.ts === place.ts);
  const channel = 'ts' in place && workspace.channel(place.channel);
  const found = 'view' in place ? workspace.views.find(place.view) : undefined;
  const shown = found?.user === reader.id ? filled(wire, reader, found.shown, act.state) : undefined;
  const blocks = shown ? blocksOf(shown) : post && channel && workspace.isIn(channel, reader.id) ? post.blocks : [];
  const block = blocks.find((each) => each['block_id'] === act.block);
  const element = elementsOf(block ?? {}).find((each) => each['action_id'] === act.action);
  if (!element) return gone;
  const { type, text, value } = element;
  const action = {
    // What a button carries is the app's own; a page cannot change it.
    ...(type === 'button' ? { text, ...(value !== undefined && { value }) } : act.value),
    ...{ type, action_id: act.action, block_id: act.block, action_ts: (Date.now() / 1000).toFixed(6) },
  };
  const ack = await wire.send('interactive', {
    ...about(wire, reader, 'block_actions'),
    trigger_id: workspace.trigger(reader.id),
    ...(shown && { container: { type: 'view', view_id: shown.view.id }, view: shown.view }),
    ...(post && channel && whereClicked(wire, reader, channel, post, act.state)),
    actions: [action],
  });
  if (ack.kind === 'acked') return done;
  if (shown) return trouble;
  return failed(`This app ${ack.kind === 'too-late' ? 'did not respond' : 'is not connected'}.`);
}

async function submit(wire: Wire, reader: Person, act: Extract<Act, { kind: 'submit' }>): Promise<Outcome> {
  const { workspace } = wire;
  const top = workspace.views.stack(reader.id).at(-1);
  if (!top || top.view.id !== act.view) return gone;
  const shown = filled(wire, reader, top, act.state);
  const problems = problemsOf(blocksOf(shown), valuesOf(blocksOf(shown), act.state));
  workspace.views.amend(reader.id, shown.view.id, { errors: problems });
  if (Object.keys(problems).length > 0) return done;
  const ack = await wire.send('interactive', {
    ...about(wire, reader, 'view_submission'),
    trigger_id: workspace.trigger(reader.id),
    view: shown.view,
    response_urls: [],
  });
  if (ack.kind !== 'acked') return trouble;
  const refused = answerSubmit(workspace, reader, shown, ack.payload);
  if (Object.keys(ack.payload).length > 0) wire.note('ack', ack.payload, refused);
  return refused === undefined ? done : trouble;
}

/** Carries out what the app answered to a submit; says why if Slack's client could not. */
function answerSubmit(workspace: Workspace, reader: Person, shown: Shown, answer: Json): string | undefined {
  const stack = workspace.views.stack(reader.id);
  const view = answer['view'] as Json | undefined;
  switch (answer['response_action']) {
    case undefined:
      workspace.views.setStack(
        reader.id,
        stack.filter((each) => each.view.id !== shown.view.id),
      );
      return Object.keys(answer).length > 0 ? 'response_action is missing' : undefined;
    case 'clear':
      workspace.views.setStack(reader.id, []);
      return undefined;
    case 'errors': {
      const errors = Object.entries((answer['errors'] ?? {}) as Record<string, string>);
      const inputs = blocksOf(shown)
        .filter((block) => block['type'] === 'input')
        .map((block) => block['block_id']);
      const strange = errors.find(([key, text]) => !inputs.includes(key) || typeof text !== 'string' || text === '');
      if (strange || errors.length === 0) return `errors: ${strange?.[0] ?? 'none'} is not the block_id of an input`;
      workspace.views.amend(reader.id, shown.view.id, { errors: Object.fromEntries(errors) });
      return undefined;
    }
    case 'update':
    case 'push': {
      const refused = refusalOfView(view ?? {}, 'modal');
      if (!view || refused) return explained(refused ?? {});
      if (answer['response_action'] === 'update') workspace.views.replace(shown.view.id, view);
      else if (!workspace.views.push(reader.id, view)) return 'push_limit_reached';
      return undefined;
    }
    default:
      return `unknown response_action: ${String(answer['response_action'])}`;
  }
}

async function close(wire: Wire, reader: Person, view: string): Promise<Outcome> {
  const { workspace } = wire;
  const stack = workspace.views.stack(reader.id);
  const top = stack.at(-1);
  if (!top || top.view.id !== view) return gone;
  const is_cleared = top.view['clear_on_close'] === true;
  workspace.views.setStack(reader.id, is_cleared ? [] : stack.slice(0, -1));
  const told = (is_cleared ? stack : [top]).filter((each) => each.view['notify_on_close'] === true);
  for (const each of told) {
    await wire.send('interactive', { ...about(wire, reader, 'view_closed'), view: each.view, is_cleared });
  }
  return done;
}

function openHome(wire: Wire, reader: Person): Outcome {
  const { workspace } = wire;
  const { features, settings } = workspace.manifest;
  if (!features.app_home.home_tab_enabled) return failed('This app has no Home tab.');
  if (settings.event_subscriptions.bot_events.includes('app_home_opened')) {
    const view = workspace.views.home(reader.id)?.view;
    const channel = workspace.directOf(reader.id)?.id;
    void deliver(wire, { type: 'app_home_opened', tab: 'home', user: reader.id, channel, ...(view && { view }) });
  }
  return done;
}

/** A view of the reader's with its inputs as they are filled in now. */
function filled({ workspace }: Wire, reader: Person, shown: Shown, state: Json): Shown {
  const values = valuesOf(blocksOf(shown), state);
  return workspace.views.amend(reader.id, shown.view.id, { view: { ...shown.view, state: { values } } }) ?? shown;
}

function blocksOf(shown: Shown): readonly Json[] {
  return shown.view['blocks'] as readonly Json[];
}

function about({ workspace }: Wire, { id, name }: Person, type: string): Json {
  const person = workspace.person(id);
  const username = person ? handleOf(person) : name;
  return {
    type,
    team: { id: workspace.teamId, domain: 'local' },
    user: { id, username, name: username, team_id: workspace.teamId },
    api_app_id: workspace.appId,
    token: 'local',
    enterprise: null,
    is_enterprise_install: false,
  };
}

function whereClicked({ workspace, url }: Wire, reader: Person, channel: Channel, post: Post, state: Json): Json {
  const is_ephemeral = post.seenBy !== undefined;
  const to = { user: reader.id, channel: channel.id, clicked: post };
  return {
    container: { type: 'message', message_ts: post.ts, channel_id: channel.id, is_ephemeral },
    channel: { id: channel.id, name: channel.owner ? 'directmessage' : channel.name },
    ...(!is_ephemeral && { message: messageOf(workspace, post) }),
    state: { values: valuesOf(post.blocks, state) },
    response_url: url + workspace.responseUrl(to),
  };
}

function explained(answer: Json): string {
  const messages = (answer['response_metadata'] as Json | undefined)?.['messages'];
  return [answer['error'], ...(Array.isArray(messages) ? messages : [])].join(' ');
}
