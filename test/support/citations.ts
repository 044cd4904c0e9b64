/** Citations of docs/facts.md in code, comments and data: "facts 3.2", "facts 4.6, 4.8 and 10.3", also over the end of a line. */
const citation = /\bfacts\s+(?:(?:\*|#|\/\/)\s+)?(\d{1,2}(?:\.\d{1,2})?(?:(?:,| and| to)\s+\d{1,2}\.\d{1,2})*)/g;

/** The numbers of the sections that a page of facts has, in its order: "3", "3.2". */
export function sectionsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#{2,3} (\d{1,2}(?:\.\d{1,2})?)\.? /gm)].map(([, number]) => number ?? '');
}

/** The numbers that a text cites, in its order. */
export function citedSections(text: string): readonly string[] {
  return [...text.matchAll(citation)].flatMap(([, numbers]) => numbers?.match(/\d{1,2}(?:\.\d{1,2})?/g) ?? []);
}

/** The cited numbers that are not sections of the page. */
export function brokenCitations(text: string, page: string): readonly string[] {
  const sections = sectionsOf(page);
  return citedSections(text).filter((number) => !sections.includes(number));
}
