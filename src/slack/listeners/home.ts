import type { App } from '@slack/bolt';
import type { SlackUserId } from '../../domain/ids';
import { whoIsOnCall } from '../../usecases/on-call';
import { person } from '../../usecases/ownership';
import { guardHome } from '../guard';
import { homeView } from '../views/home';
import { attempt, type Desk } from './desk';

/** Events remembered to tell a repeat: Slack repeats within minutes. */
const REMEMBERED = 1000;

/** Draws Home when somebody opens it; an event that comes again is dropped. */
export function listenForHome(app: App, desk: Desk): void {
  const seen = new Set<string>();
  app.event('app_home_opened', async ({ event, body, client }) => {
    if (seen.has(body.event_id)) return;
    seen.add(body.event_id);
    const [oldest] = seen;
    if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
    if (event.tab !== 'home') return;
    // There is nowhere to tell them: Home keeps what it showed.
    const tell = async () => undefined;
    await attempt(desk, { event: event.type, user: event.user }, tell, async () => {
      const team = await desk.store.team(desk.teamId);
      const now = desk.now();
      const user = event.user as SlackUserId;
      const reader = { kind: 'asker' as const, slack: user };
      const me = person(team, { user, self: true }, now);
      const view = homeView(whoIsOnCall(team, now), me, { team, now, reader, question: { kind: 'now' } });
      await client.views.publish({ user_id: user, view: guardHome(view, desk.onBreach) });
    });
  });
}
