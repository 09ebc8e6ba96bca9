import { Temporal } from 'temporal-polyfill/implementation';
import type { Zone } from '../../src/domain/interval';

/** Every zone that `Intl` lists, and some that it knows and does not list. */
export const ZONES: readonly Zone[] = [
  ...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', 'Asia/Kolkata', 'Europe/Kyiv']),
];

const transitions = new Map<Zone, readonly Temporal.ZonedDateTime[]>();

/** Each change of a zone's clocks from 2025 to 2045: the first moment after it. Remembered, because Temporal takes long. */
export function transitionsOf(zone: Zone): readonly Temporal.ZonedDateTime[] {
  const known = transitions.get(zone);
  if (known) return known;
  const found: Temporal.ZonedDateTime[] = [];
  let at = Temporal.PlainDate.from('2024-12-01').toZonedDateTime(zone).getTimeZoneTransition('next');
  for (; at && at.year <= 2045; at = at.getTimeZoneTransition('next')) found.push(at);
  transitions.set(zone, found);
  return found;
}

/**
 * When a wall clock in the zone first shows the time or, where it skips it, the end of the gap; in milliseconds, by
 * Temporal alone.
 */
export function whenTemporalShows(wall: Temporal.PlainDateTime, zone: Zone): number {
  const shown = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (shown.toPlainDateTime().equals(wall)) return shown.epochMilliseconds;
  const gap = shown.getTimeZoneTransition('next');
  if (!gap) throw new Error(`${zone} skips ${wall} without a change of clocks`);
  return gap.epochMilliseconds;
}
