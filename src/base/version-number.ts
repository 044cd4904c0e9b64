/** The numbers of a dotted version such as `2.6.92.0`; undefined for a text that is not a version. */
export function versionNumbers(version: string): readonly number[] | undefined {
  const trimmed = version.trim();
  return /^\d{1,9}(?:\.\d{1,9}){1,3}$/.test(trimmed) ? trimmed.split('.').map(Number) : undefined;
}

/**
 * Compares two dotted versions by their numbers; missing parts count as 0. Negative if the first is lower, 0 if they are
 * equal, positive if it is higher; undefined if one of them is not a version.
 */
export function compareVersions(left: string, right: string): number | undefined {
  const [first, second] = [versionNumbers(left), versionNumbers(right)];
  if (first === undefined || second === undefined) {
    return undefined;
  }
  const index = [0, 1, 2, 3].find((place) => (first[place] ?? 0) !== (second[place] ?? 0));
  return index === undefined ? 0 : (first[index] ?? 0) - (second[index] ?? 0);
}

/** Whether a version is the wanted one or higher; undefined if one of them is not a version. */
export function isAtLeast(version: string, wanted: string): boolean | undefined {
  const difference = compareVersions(version, wanted);
  return difference === undefined ? undefined : difference >= 0;
}
