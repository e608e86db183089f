/**
 * SQL for whether the line `change` cannot be read. Told by its first letters where it is of the current version, which comes first,
 * since few are not, and whole logs are looked through.
 */
export const unreadIn = (versions: readonly number[]): string =>
  `(change NOT GLOB '{"v":${versions[0]!},*'
    AND (json_type(change, '$.v') IS NOT 'integer' OR change ->> '$.v' NOT IN (${versions.join(', ')})))`;

/** The same of the text of a line. */
export function isUnread(change: string, versions: readonly number[]): boolean {
  if (change.startsWith(`{"v":${versions[0]!},`)) return false;
  return !(versions as readonly unknown[]).includes((JSON.parse(change) as { readonly v?: unknown }).v);
}
