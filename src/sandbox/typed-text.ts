import { entities } from './entities';
import { handleOf } from './shapes';
import type { Workspace } from './workspace';

/** Typed text as Slack stores it: entities for `&`, `<` and `>`, ids for the people, groups and channels named, links marked. */
export function storedText(workspace: Workspace, typed: string): string {
  const named = new Map<string, string>(
    [
      ...workspace.people.flatMap((person): [string, string][] => {
        const mention = `<@${person.id}|${entities(handleOf(person))}>`;
        return [
          [`@${person.name}`, mention],
          [`@${handleOf(person)}`, mention],
        ];
      }),
      ...workspace.groups.map(({ id, handle }): [string, string] => [
        `@${handle}`,
        `<!subteam^${id}|@${entities(handle)}>`,
      ]),
      ...workspace
        .conversations()
        .filter((channel) => !channel.owner)
        .map(({ id, name }): [string, string] => [`#${name}`, `<#${id}|${entities(name)}>`]),
      ...['here', 'channel', 'everyone'].map((range): [string, string] => [`@${range}`, `<!${range}>`]),
    ].map(([name, mention]) => [entities(name).toLowerCase(), mention]),
  );
  const literally = [...named.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(?:${literally.join('|')})(?![\\p{L}\\p{N}_-])|https?://\\S*[^\\s.,;:!?)]`, 'giu');
  return entities(typed).replace(pattern, (found) => named.get(found.toLowerCase()) ?? `<${found}>`);
}
