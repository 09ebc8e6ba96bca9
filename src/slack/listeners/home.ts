import type { App } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { SlackUserId } from '../../domain/ids';
import { whoIsOnCall } from '../../usecases/on-call';
import { person } from '../../usecases/ownership';
import { guardView } from '../guard';
import { homeView } from '../views/home';
import { attempt, type Desk } from './desk';

/** Draws Home when somebody opens it. */
export function listenForHome(app: App, desk: Desk): void {
  app.event('app_home_opened', async ({ event: { type, tab, user }, client }) => {
    if (tab === 'home') await drawHome(desk, client, user, { event: type, user });
  });
}

/** Draws Home for somebody, as it is now; `what` is why, for the log. */
export async function drawHome(
  desk: Desk,
  client: WebClient,
  user: string,
  what: Readonly<Record<string, unknown>>,
): Promise<void> {
  const show = (view: HomeView) => client.views.publish({ user_id: user, view: guardView(view, desk.onBreach) });
  await attempt(
    desk,
    what,
    ({ blocks }) => show({ type: 'home', blocks }),
    async () => {
      const team = await desk.store.team(desk.teamId);
      const now = desk.now();
      const slack = user as SlackUserId;
      const me = person(team, { user: slack, self: true }, now);
      const scene = { team, now, reader: { kind: 'asker' as const, slack }, question: { kind: 'now' as const } };
      await show(homeView(whoIsOnCall(team, now), me, scene));
    },
  );
}
