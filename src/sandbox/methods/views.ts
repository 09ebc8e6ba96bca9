import { z } from 'zod';
import { type Answer, no, ok, refusalOfView } from '../answers';
import { anyObject } from '../json';
import type { Json } from '../protocol';
import { json, type Methods, method, type Setting } from './method';

const modal = { view: json(anyObject), trigger_id: z.string() };

/** Modals and Homes. */
export const views: Methods = {
  'views.open': method([], modal, (setting, args) => layModal(setting, args)),
  'views.push': method([], modal, (setting, args) => layModal(setting, args, 'over another')),
  'views.update': method(
    [],
    {
      view: json(anyObject),
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
    },
    ({ workspace }, args) => {
      const refused = refusalOfView(args.view);
      if (refused) return refused;
      const found = workspace.views.find(args.view_id ?? args.external_id ?? '');
      if (!found || found.shown.view['type'] !== args.view['type']) return no('not_found');
      if (args.hash && args.hash !== found.shown.view['hash']) return no('hash_conflict');
      return ok({ view: workspace.views.replace(found.shown.view.id, args.view)?.view });
    },
  ),
  'views.publish': method(
    [],
    { view: json(anyObject), user_id: z.string(), hash: z.string().optional() },
    ({ workspace }, args) => {
      if (!workspace.manifest.features.app_home.home_tab_enabled) return no('not_enabled');
      if (!workspace.directOf(args.user_id)) return no('user_not_found');
      const refused = refusalOfView(args.view, 'home');
      if (refused) return refused;
      const hash = workspace.views.home(args.user_id)?.view['hash'];
      if (args.hash && hash && args.hash !== hash) return no('hash_conflict');
      return ok({ view: workspace.views.publish(args.user_id, args.view).view });
    },
  ),
};

function layModal(
  { workspace }: Setting,
  args: { readonly view: Json; readonly trigger_id: string },
  where: 'anywhere' | 'over another' = 'anywhere',
): Answer {
  const refused = refusalOfView(args.view, 'modal');
  if (refused) return refused;
  const pulled = workspace.pull(args.trigger_id);
  if ('error' in pulled) return no(pulled.error);
  if (where === 'over another' && workspace.views.stack(pulled.user).length === 0) return no('invalid_trigger_id');
  const shown = workspace.views.push(pulled.user, args.view);
  return shown ? ok({ view: shown.view }) : no('push_limit_reached');
}
