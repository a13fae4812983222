/** The entity tag of an application's client secrets at a revision (RFC 9110 section 8.8.3). */
export const formatEtag = (revision: number): string => `"s${revision}"`;

/**
 * The revisions that an If-Match header allows; null: any (no header, or `*`). A weak or foreign tag matches nothing
 * (RFC 9110 section 13.1.1).
 */
export function parseIfMatch(header: string | undefined): number[] | null {
  if (header === undefined || header.trim() === '*') return null;
  return header.split(',').flatMap((tag) => {
    const revision = /^"s(\d{1,9})"$/.exec(tag.trim())?.[1];
    return revision === undefined ? [] : [Number(revision)];
  });
}
