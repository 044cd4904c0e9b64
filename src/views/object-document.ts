import type { ObjectReport, ObjectReportHead, ObjectResult } from '../model/object-report.js';
import type { ObjectView } from './object-view.js';

/** Writes nothing: keeps the results, and gives the whole document to `take` at its end. Make a new one for each document. */
export function createObjectDocument(take: (document: ObjectReport) => void): ObjectView {
  const objects: ObjectResult[] = [];
  let head: ObjectReportHead | undefined;
  return {
    head: (part) => {
      head = part;
      return '';
    },
    object: (result) => {
      objects.push(result);
      return '';
    },
    tail: (tail) => {
      if (head !== undefined) take({ ...head, objects, ...tail });
      return '';
    },
  };
}
