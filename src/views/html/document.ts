import { createHash } from 'node:crypto';
import { toolVersion } from '../../base/version.js';
import { markup, trusted, type Html } from './html.js';
import { pageScript } from './script.js';
import { pageStyle } from './styles.js';

function hashText(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}

/** What the page may do: show its own style, run its own script, and nothing else. */
export const contentSecurityPolicy = `default-src 'none'; style-src ${hashText(pageStyle)}; script-src ${hashText(pageScript)}; base-uri 'none'; form-action 'none'`;

/** A whole HTML document that loads nothing: head, style, script and policy around a body. */
export function htmlDocument(title: string, body: Html, version: string = toolVersion()): string {
  return markup`<!doctype html>\n<html lang="en"><head><meta charset="utf-8" /><meta http-equiv="Content-Security-Policy" content="${trusted(contentSecurityPolicy)}" /><meta name="referrer" content="no-referrer" /><meta name="viewport" content="width=device-width,initial-scale=1" /><meta name="color-scheme" content="light dark" /><meta name="generator" content="phs-tool ${version}" /><title>${title}</title><style>${trusted(pageStyle)}</style></head><body>${body}<script>${trusted(pageScript)}</script></body></html>\n`
    .text;
}
