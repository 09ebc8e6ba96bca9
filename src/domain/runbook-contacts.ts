import type { Problem } from './problem';
import { plainText, type RunBook } from './runbook';
import type { Engineer, Team } from './team';

type Role = 'primary' | 'secondary';

/** Somebody a contacts section names, in which role; `other` is a role that ownership says nothing about. */
type Named = { readonly engineer: Engineer; readonly role: Role | 'other' | null };

/** Where the contacts in a run book contradict who owns its pipeline. Contacts that name nobody contradict nothing. */
export function contactProblems(
  { pipelines, engineers }: Pick<Team, 'pipelines' | 'engineers'>,
  book: RunBook,
): readonly Omit<Problem, 'file'>[] {
  const section = book.sections.get('contacts');
  const pipeline = [...pipelines.values()].find(({ id }) => id === book.pipeline);
  if (!section || !pipeline) return [];
  const owners = { primary: engineers.get(pipeline.primaryOwner), secondary: engineers.get(pipeline.secondaryOwner) };
  const named = namedIn(plainText(section.body), [...engineers.values()]);
  if (named.length === 0 || !owners.primary || !owners.secondary) return [];

  const { primary, secondary } = owners;
  const roleOf = ({ id }: Engineer): Role | null =>
    id === primary.id ? 'primary' : id === secondary.id ? 'secondary' : null;
  const said = named.flatMap(({ engineer, role }) => {
    if (role === 'other') return [];
    if (role === null)
      return roleOf(engineer) ? [] : [`The contacts name ${engineer.name}, who does not own ${pipeline.id}.`];
    const owner = owners[role];
    const owns = `the ${role} owner of ${pipeline.id} is ${owner?.name}`;
    return owner?.id === engineer.id ? [] : [`The contacts name ${engineer.name} as ${WORDS[role]}; ${owns}.`];
  });
  const left = [primary, secondary]
    .filter(({ id }) => !named.some(({ engineer }) => engineer.id === id))
    .map((owner) => `The contacts leave out ${owner.name}, the ${roleOf(owner)} owner of ${pipeline.id}.`);
  const names = `${primary.name} (Primary) and ${secondary.name} (Backup)`;
  const remedy = `Write ${names}, or no names: the call list is shown there.`;
  return [...new Set([...said, ...left])].map((problem) => ({
    severity: 'error',
    line: section.line,
    problem,
    remedy,
  }));
}

const WORDS: Readonly<Record<Role, string>> = { primary: 'primary', secondary: 'backup' };

/** The engineers a text names, longest names first, so that Engineer 1 is not found in Engineer 12. */
function namedIn(text: string, engineers: readonly Engineer[]): readonly Named[] {
  const byLength = [...engineers].sort((one, other) => other.name.length - one.name.length);
  return text.split(/\n|[,;&](?![^(]*\))| and /).flatMap((part) => {
    let rest = part.toLowerCase();
    return byLength.flatMap((engineer): readonly Named[] => {
      const at = placeOf(engineer.name.toLowerCase(), rest);
      if (at < 0) return [];
      rest = rest.slice(0, at) + rest.slice(at + engineer.name.length);
      return [{ engineer, role: roleIn(part, engineer.name) }];
    });
  });
}

/** Where a name stands as a word of its own, or -1. */
function placeOf(name: string, text: string): number {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = text.charAt(at - 1) + text.charAt(at + name.length);
    if (!/[\p{L}\p{N}]/u.test(around)) return at;
  }
  return -1;
}

/** The role a line gives: "Engineer 3 (Primary)", "Backup: Engineer 4". */
function roleIn(part: string, name: string): Role | 'other' | null {
  const about = part.toLowerCase().replace(name.toLowerCase(), ' ');
  if (/\b(?:backup|secondary|second owner)\b/.test(about)) return 'secondary';
  if (/\b(?:primary|owner)\b/.test(about)) return 'primary';
  return /\(\s*[^)\s]|[\p{L}]\s*:/u.test(about) ? 'other' : null;
}
