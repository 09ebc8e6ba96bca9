import type { App } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import type { SlackUserId } from '../../domain/ids';
import { whoIsOnCall } from '../../usecases/on-call';
import { person } from '../../usecases/ownership';
import { guardView } from '../guard';
import { homeView } from '../views/home';
import { attempt, type Desk } from './desk';

/** Draws Home when somebody opens it. */
export function listenForHome(app: App, desk: Desk): void {
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    const show = (view: HomeView) =>
      client.views.publish({ user_id: event.user, view: guardView(view, desk.onBreach) });
    const what = { event: event.type, user: event.user };
    await attempt(
      desk,
      what,
      ({ blocks }) => show({ type: 'home', blocks }),
      async () => {
        const team = await desk.store.team(desk.teamId);
        const now = desk.now();
        const user = event.user as SlackUserId;
        const reader = { kind: 'asker' as const, slack: user };
        const me = person(team, { user, self: true }, now);
        await show(homeView(whoIsOnCall(team, now), me, { team, now, reader, question: { kind: 'now' } }));
      },
    );
  });
}
