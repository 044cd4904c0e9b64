import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { ReportPage } from '../../src/report/report-page.js';
import { escapeForTerminal } from '../../src/base/escape.js';
import { htmlReportView } from '../../src/views/html/page.js';
import { browserArguments, describeWithBrowser, requireBrowser } from '../support/browser.js';
import * as inPage from '../support/in-page.mjs';
import { goldenObjects } from '../support/object-results.js';
import { factsWithConnectors, hostilePage, hostileTexts, pageOf, recordsFor } from '../support/report-pages.js';

/** A page, and what it did beside being shown: nothing of that is allowed. */
interface Seen {
  readonly page: Page;
  readonly misdeeds: string[];
}

const facts = factsWithConnectors(['b.example', 'c.example', 'd.example', 'e.example']);
const ordinary = pageOf(facts, recordsFor(facts), { results: goldenObjects['several'] ?? [] });

function watched(page: Page, address: string): string[] {
  const misdeeds: string[] = [];
  page.on('console', (message) => misdeeds.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => misdeeds.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    misdeeds.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== address) {
      misdeeds.push(`request: ${request.url()}`);
    }
  });
  return misdeeds;
}

describeWithBrowser('the report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phs-html-'));
  let chrome: Browser;
  let shared: Seen;

  async function open(name: string, shown: ReportPage, javaScriptEnabled = true): Promise<Seen> {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, htmlReportView(shown));
    const page = await chrome.newPage({ viewport: { width: 1280, height: 900 }, javaScriptEnabled });
    const address = pathToFileURL(file).href;
    const misdeeds = watched(page, address);
    await page.goto(address);
    return { page, misdeeds };
  }

  beforeAll(async () => {
    chrome = await chromium.launch({ executablePath: requireBrowser(), args: [...browserArguments] });
    shared = await open('ordinary', ordinary);
  });

  afterAll(async () => {
    await chrome.close();
    rmSync(folder, { recursive: true });
  });

  test('asks nobody, complains about nothing and runs nothing, whatever the names are', async () => {
    const { page, misdeeds } = await open('hostile', hostilePage());
    const text = await page.evaluate(inPage.pageText);
    await page.mouse.move(200, 400);
    await page.keyboard.press('Tab');

    expect(misdeeds).toEqual([]);
    expect(hostileTexts.filter((hostile) => !text.includes(escapeForTerminal(hostile)))).toEqual([]);
    expect(await page.evaluate(inPage.smuggled)).toEqual([]);
    await page.evaluate(inPage.runForeignScript);
    expect(misdeeds.join()).toMatch(/Content Security Policy/);
    expect(misdeeds.join()).not.toMatch(/dialog/);
  });

  test('is filtered with the keyboard alone', async () => {
    const { page, misdeeds } = shared;
    const visible = (): Promise<string[]> => page.evaluate(inPage.visibleFindings);
    const all = await visible();
    await page.locator('#filter input[value=pass]').focus();
    await page.keyboard.press('Space');
    const withoutPassed = await visible();
    await page.keyboard.press('Tab');
    await page.keyboard.type('d.example');
    const ofOne = await visible();

    expect(all).toContain('pass');
    expect(withoutPassed).toEqual(all.filter((status) => status !== 'pass'));
    expect(ofOne.length).toBeGreaterThan(0);
    expect(ofOne.length).toBeLessThan(withoutPassed.length);
    expect(await page.locator('#shown').innerText()).toMatch(/^\d+ of \d+ findings shown$/);
    await page.keyboard.type(' nothing has this');
    expect(await visible()).toEqual([]);
    expect(await page.locator('#none').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await visible()).toEqual(withoutPassed);
    await page.locator('#filter input[value=pass]').press('Space');
    expect(await visible()).toEqual(all);
    expect(misdeeds).toEqual([]);
  });

  test('opens a finding with the keyboard and shows its evidence', async () => {
    const { page } = shared;
    const passed = page.locator('#findings details.f.pass').first();
    await passed.locator('summary').focus();

    expect(await passed.locator('.body').isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await passed.locator('.body').isVisible()).toBe(true);
    await page.locator('#close').press('Enter');
    expect(await page.locator('#findings details[open]').count()).toBe(0);
    await page.locator('#open').press('Enter');
    expect(await page.locator('#findings details:not([open])').count()).toBe(0);
  });

  test('can be read whole with scripts off; then the filter does not show', async () => {
    const { page } = await open('without-script', ordinary, false);

    expect(await page.locator('#filter').isVisible()).toBe(false);
    expect(await page.locator('#findings details.f').count()).toBeGreaterThan(20);
    expect(await page.locator('#findings details.fail .body').first().isVisible()).toBe(true);
  });

  test('gives every text the contrast of WCAG AA, light and dark', async () => {
    const { page } = shared;
    await page.locator('#open').click();
    for (const [colorScheme, ground] of [
      ['dark', 'rgb(16, 21, 27)'],
      ['light', 'rgb(244, 246, 248)'],
    ] as const) {
      await page.emulateMedia({ colorScheme });

      expect((await page.evaluate(inPage.colours)).backgroundColor).toBe(ground);
      expect(await page.evaluate(inPage.poorContrasts)).toEqual([]);
    }
  });

  test('lets nothing stick out on a narrow screen, and tells every plot in words', async () => {
    const { page } = shared;
    await page.setViewportSize({ width: 390, height: 800 });
    const [content, screen] = await page.evaluate(inPage.widths);

    expect(content).toBe(screen);
    expect(await page.locator('svg[role=img]').count()).toBe(5);
    expect(await page.evaluate(inPage.plotsWithoutText)).toEqual([]);
  });

  test('prints light and without the filter, also for a reader of dark pages', async () => {
    const { page } = shared;
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });

    expect((await page.evaluate(inPage.colours)).color).toBe('rgb(24, 32, 43)');
    expect(await page.locator('#filter').isVisible()).toBe(false);
  });

  test('prints one cause on two pages at most, without what is in order', async () => {
    const failing = factsWithConnectors(['b.example']);
    const { page } = await open('printed', pageOf(failing, recordsFor(failing)));
    const paper = (await page.pdf({ format: 'A4' })).toString('latin1');
    await page.emulateMedia({ media: 'print' });

    expect(paper.match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(2);
    expect(await page.evaluate(inPage.pageText)).toContain('Not printed:');
    expect(await page.locator('#findings .f.pass').first().isVisible()).toBe(false);
  });

  test('copies a command', async () => {
    const { page } = await open('copied', ordinary);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const block = page.locator('pre.cmd').first();
    const command = await block.locator('code').first().textContent();
    await block.locator('button').first().click();

    await expect(block.locator('button').first().textContent()).resolves.toBe('Copied');
    expect(await page.evaluate(inPage.copied)).toBe(command);
  });

  test('would be told from one with pale texts', async () => {
    const { page } = shared;
    await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
    await page.evaluate(inPage.fade);

    expect((await page.evaluate(inPage.poorContrasts)).length).toBeGreaterThan(0);
  });
});
