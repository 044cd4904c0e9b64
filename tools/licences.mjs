// The file of licences that goes with the bundle: every package of which it holds a part, with the text that it came with.

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished
to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const isc = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted,
provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR
CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT,
NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`;

/** The usual texts, for a package that names its licence and comes without its text. */
const usualTexts = new Map([
  ['MIT', mit],
  ['ISC', isc],
]);

/** The text of one package's licence. Raises an Error if there is none to give. */
function textOf({ name, license, licenseText, author }) {
  if (licenseText?.trim()) return licenseText.trim();
  const text = usualTexts.get(license);
  if (text === undefined) throw new Error(`${name}: no text of its licence (${license})`);
  return `Copyright (c) ${author?.name ?? `the authors of ${name}`}\n\n${text}`;
}

/** A text in two parts: whose it is, and what it says, by which packages with the same licence are told together. */
function partsOf(text) {
  const lines = text.split(/\r?\n/);
  const isOwner = (line) => /^\W*copyright (\(c\)|©|\d)/i.test(line) || /^\(c\) /i.test(line);
  const isTitle = (line) => /^\W*(the )?(mit|isc) licen[cs]e\W*(\(mit\))?\W*$/i.test(line);
  const body = lines.filter((line) => !isOwner(line) && !isTitle(line)).join('\n');
  return { owners: lines.filter(isOwner).map((line) => line.trim()), body: body.trim().replace(/\n{3,}/g, '\n\n') };
}

/** The whole file, for the packages as rollup-plugin-license gives them. */
export function licencesPage(dependencies) {
  const groups = new Map();
  for (const dependency of dependencies.filter(({ name }) => name !== 'phs-tool')) {
    const { name, version, license, noticeText } = dependency;
    const { owners, body } = partsOf(textOf(dependency));
    const notice = noticeText ? ['', noticeText.trim()] : [];
    const key = body.replace(/\W+/g, ' ').toLowerCase();
    const group = groups.get(key) ?? { body, packages: [] };
    group.packages.push([`${name} ${version} (${license})`, ...owners, ...notice].join('\n'));
    groups.set(key, group);
  }
  const texts = [...groups.values()].map(({ body, packages }) => [...packages.sort(), body].join('\n\n'));
  const first = 'phs-tool contains parts of the packages that are named here, each list followed by its licence.';
  return `${[first, ...texts.sort()].join(`\n\n${'-'.repeat(40)}\n\n`)}\n`;
}
