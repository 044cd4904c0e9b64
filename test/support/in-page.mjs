// Functions that a browser runs inside a page; each stands alone, because only its own text goes there.

/** The texts of the page whose contrast is lower than WCAG AA asks for, as "ratio element". */
export function poorContrasts() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const known = new Map();
  const channels = (colour) => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      known.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(colour);
  };
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const background = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] === 255) {
        return colour;
      }
    }
    return '#fff';
  };
  const silence = getComputedStyle(document.documentElement).getPropertyValue('--silent');
  const found = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim() !== '');
    if (!hasText || element.closest('script,style') !== null || !element.checkVisibility()) {
      continue;
    }
    const style = getComputedStyle(element);
    const ink = element instanceof SVGElement ? style.fill : style.color;
    const paper = element.classList.contains('band') ? silence : background(element);
    const [light, dark] = [luminance(ink), luminance(paper)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) {
      found.add(`${ratio.toFixed(2)} ${element.tagName}.${element.getAttribute('class') ?? ''}`);
    }
  }
  return [...found];
}

/** The statuses of the groups of findings that are visible. */
export function visibleFindings() {
  return [...document.querySelectorAll('#findings details.f')]
    .filter((item) => item.checkVisibility())
    .map((item) => item.dataset.s);
}

/** The whole text, without style and script. */
export function pageText() {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll('script,style').forEach((element) => element.remove());
  return copy.textContent;
}

/** Elements that a name could have smuggled in. */
export function smuggled() {
  const wanted = 'img, iframe, svg[onload], [onerror], [onfocus], [onmouseover], [style], a[href^="javascript:"]';
  return [...document.body.querySelectorAll(wanted)].map((element) => element.outerHTML);
}

/** Tries to run a script that is not the page's own. */
export function runForeignScript() {
  const script = document.createElement('script');
  script.textContent = 'alert(1)';
  document.body.append(script);
}

/** The plots whose text alternative does not tell their numbers. */
export function plotsWithoutText() {
  return [...document.querySelectorAll('svg[role=img]')]
    .map((plot) => document.getElementById(plot.getAttribute('aria-labelledby'))?.textContent ?? '')
    .filter((text) => !/\d+ heartbeats?|(\d+|No) changes? in the audit/.test(text));
}

/** How wide the page is, and how wide the window. */
export function widths() {
  return [document.documentElement.scrollWidth, innerWidth];
}

/** The colours of the page's text and ground. */
export function colours() {
  const { color, backgroundColor } = getComputedStyle(document.body);
  return { color, backgroundColor };
}

/** Makes quiet texts too pale to read. */
export function fade() {
  document.documentElement.style.setProperty('--soft', '#808890');
}

/** What the reader has copied. */
export function copied() {
  return navigator.clipboard.readText();
}
