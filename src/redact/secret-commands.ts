import type { Announcement } from './secret-judgement.js';

/** A host, a share or a drive in `net use`. */
const target = '(?:[a-z]:|\\\\\\S{1,256})';
const before = '(?<![\\p{L}\\p{N}])';
const spaces = '[\\s\\u00a0]{1,8}';

/** Parameters of commands that hold a secret. */
export const commandAnnouncements: readonly Announcement[] = [
  {
    pattern: new RegExp(
      `${before}psexec(?:64)?(?:\\.exe)?${spaces}(?:\\S{1,256}${spaces}){0,8}?-p${spaces}(\\S{3,256})`,
      'giu',
    ),
    strict: true,
  },
  {
    pattern: new RegExp(
      `${before}net1?(?:\\.exe)?${spaces}user${spaces}[^\\s/]\\S{0,256}${spaces}(?:/\\S{1,64}${spaces}){0,8}([^\\s/*]\\S{2,256})`,
      'giu',
    ),
    strict: true,
  },
  {
    pattern: new RegExp(
      `${before}net1?(?:\\.exe)?${spaces}use${spaces}(?:${target}${spaces}){1,2}(?!/)(\\S{3,256})${spaces}/user:`,
      'giu',
    ),
    strict: true,
  },
  {
    pattern: new RegExp(
      `${before}(?:sqlcmd|osql|bcp|plink|pscp|psftp|sshpass|winrs)(?:\\.exe)?${spaces}(?:\\S{1,256}${spaces}){0,8}?-pw?(?:${spaces}|:)(\\S{3,256})`,
      'giu',
    ),
    strict: false,
  },
  {
    pattern: new RegExp(
      `${before}curl(?:\\.exe)?${spaces}(?:\\S{1,256}${spaces}){0,8}?(?:-u|--user)${spaces}[^\\s:]{1,64}:(\\S{3,256})`,
      'giu',
    ),
    strict: true,
  },
  { pattern: new RegExp(`/user:\\S{1,256}${spaces}([^\\s/]\\S{2,256})`, 'giu'), strict: false },
  {
    pattern: new RegExp(`(?<![^\\s"'(])/(?:rp|p|pd|po|pass(?:word[do]?)?)(?:${spaces}|:)(\\S{3,256})`, 'giu'),
    strict: false,
  },
];
