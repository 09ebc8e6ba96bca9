import type { Act, Outcome, PageState } from '../protocol.js';

/** Whether the server answers. */
export type Wire = 'opening' | 'open' | 'lost';

/** How long until a lost server is tried again, in milliseconds. */
const retryMs = 1500;

const gone = 'The local workspace stopped. Start it again with npm start.';

/** What this person sees now, or nothing if the server is away. Without a person the server picks one. */
export async function fetchState(as: string | undefined): Promise<PageState | undefined> {
  for (const query of as ? [`?as=${encodeURIComponent(as)}`, ''] : ['']) {
    try {
      const response = await fetch(`/workspace/state${query}`, { cache: 'no-store' });
      if (response.ok) return (await response.json()) as PageState;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** Does something in the workspace; an answer that is none counts as a failure with words for the reader. */
export async function send(act: Act): Promise<Outcome> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/workspace/act', { method: 'POST', headers, body: JSON.stringify(act) });
    const outcome: unknown = await response.json().catch(() => undefined);
    if (isOutcome(outcome)) return outcome;
    return { ok: false, error: `The local workspace answered ${response.status}. Its log says why.` };
  } catch {
    return { ok: false, error: gone };
  }
}

const isOutcome = (value: unknown): value is Outcome =>
  typeof value === 'object' && value !== null && 'ok' in value && (value.ok === true || 'error' in value);

/** Listens for changes until the page closes, opening the stream again when the server comes back. */
export function listen(changed: () => void, wire: (now: Wire) => void): void {
  const events = new EventSource('/workspace/events');
  events.addEventListener('change', changed);
  events.addEventListener('open', () => wire('open'));
  events.addEventListener('error', () => {
    events.close();
    wire('lost');
    setTimeout(() => listen(changed, wire), retryMs);
  });
}
