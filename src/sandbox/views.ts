import { randomUUID } from 'node:crypto';
import { stableId, withIds } from './ids';
import type { Json } from './protocol';
import type { Shown } from './records';

/** Modals and Homes by person, as they outlive a restart. */
export type KeptViews = {
  readonly modals: Readonly<Record<string, readonly Shown[]>>;
  readonly homes: Readonly<Record<string, Shown>>;
};

const viewsInStack = 3;

/** The modals and the Home of each person. */
export class Views {
  private readonly app: Json;
  private readonly changed: () => void;
  private readonly modals = new Map<string, readonly Shown[]>();
  private readonly homes = new Map<string, Shown>();

  /** `app` is what every view says of the app it belongs to. */
  constructor(app: Json, changed: () => void) {
    this.app = app;
    this.changed = changed;
  }

  home(user: string): Shown | undefined {
    return this.homes.get(user);
  }

  /** The modals open for a person, topmost last. */
  stack(user: string): readonly Shown[] {
    return this.modals.get(user) ?? [];
  }

  /** Replaces the modals open for a person, all at once. */
  setStack(user: string, stack: readonly Shown[]): void {
    this.modals.set(user, [...stack]);
    this.changed();
  }

  /** Lays a modal on a person's stack; undefined if three are there already. */
  push(user: string, view: Json): Shown | undefined {
    const stack = this.stack(user);
    if (stack.length >= viewsInStack) return undefined;
    const below = stack.at(-1)?.view;
    const shown = this.show(view, { root: below?.['root_view_id'], previous: below?.id });
    this.setStack(user, [...stack, shown]);
    return shown;
  }

  /** Shows another Home to a person. */
  publish(user: string, view: Json): Shown {
    const shown = this.show(view, { id: this.home(user)?.view.id });
    this.homes.set(user, shown);
    this.changed();
    return shown;
  }

  /** Whose view it is, by id or external id. */
  find(reference: string): { readonly user: string; readonly shown: Shown } | undefined {
    const all = [
      ...[...this.modals].flatMap(([user, stack]) => stack.map((shown) => ({ user, shown }))),
      ...[...this.homes].map(([user, shown]) => ({ user, shown })),
    ];
    return all.find(({ shown }) => shown.view.id === reference || shown.view['external_id'] === reference);
  }

  /** Puts another view in a view's place. What was filled in stays where an input keeps its ids. */
  replace(id: string, view: Json): Shown | undefined {
    const found = this.find(id);
    if (!found) return undefined;
    const { root_view_id: root, previous_view_id: previous, state } = found.shown.view;
    return this.amend(found.user, id, this.show({ state, ...view }, { id, root, previous }));
  }

  /** Changes what is kept of a view, such as what was filled in or the errors of a submit. */
  amend(user: string, id: string, change: Partial<Shown>): Shown | undefined {
    const old = this.find(id);
    if (!old || old.user !== user) return undefined;
    const next = { ...old.shown, ...change };
    if (this.home(user)?.view.id === id) this.homes.set(user, next);
    this.setStack(
      user,
      this.stack(user).map((shown) => (shown.view.id === id ? next : shown)),
    );
    return next;
  }

  /** What outlives a restart. */
  kept(): KeptViews {
    return { modals: Object.fromEntries(this.modals), homes: Object.fromEntries(this.homes) };
  }

  /** Takes the place of everything by what was kept. */
  restore({ modals, homes }: KeptViews): void {
    this.modals.clear();
    this.homes.clear();
    for (const [user, stack] of Object.entries(modals)) this.modals.set(user, stack);
    for (const [user, shown] of Object.entries(homes)) this.homes.set(user, shown);
  }

  private show(view: Json, place: { id?: unknown; root?: unknown; previous?: unknown }): Shown {
    const id = typeof place.id === 'string' ? place.id : stableId('V', randomUUID());
    return {
      view: {
        private_metadata: '',
        callback_id: '',
        external_id: '',
        state: { values: {} },
        ...(view['type'] === 'modal' && { submit: null, close: null, clear_on_close: false, notify_on_close: false }),
        ...view,
        blocks: withIds(view['blocks'] as readonly Json[]),
        id,
        ...this.app,
        hash: randomUUID(),
        root_view_id: place.root ?? id,
        previous_view_id: place.previous ?? null,
      },
      errors: {},
    };
  }
}
