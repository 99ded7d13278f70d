'use strict';
/*
 * node report.js FOLDER SCREENSHOTS: opens every page of FOLDER in Chromium and fails on the first
 * promise of an HTML report that does not hold. A page is called what it is: plan-*, hostile-*,
 * large-*, anything else.
 */
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** A page that is watched: whatever it says, asks for or opens is a failure. */
const open = async (browser, file, options = {}) => {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const trouble = [];
  const url = pathToFileURL(file).href;
  await context.route('**/*', (route) => {
    if (route.request().url().split('#')[0] === url) {
      return route.continue();
    }
    trouble.push(`request for ${route.request().url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => trouble.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => { trouble.push('a dialog opened'); return dialog.dismiss(); });
  page.on('popup', () => trouble.push('a window opened'));
  await page.goto(url);
  const close = async () => {
    assert.deepEqual(trouble, [], path.basename(file));
    await context.close();
  };
  return { page, close };
};

const shown = (page) => page.locator('#rows > li:visible').count();
/** Waits for the number of shown rows; waitForFunction would need eval, which the page forbids. */
const says = (page, words) => page.locator('#shown', { hasText: words }).waitFor();
const total = (page) => page.locator('#rows > li').count();

const accessible = async (page, what) => {
  // through the debugger, which the page's own policy does not bind
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`);
  });
  assert.deepEqual(found, [], what);
};

const looks = async (browser, file, screenshots) => {
  const name = path.basename(file, '.html');
  for (const colorScheme of ['light', 'dark']) {
    const sizes = name.startsWith('case-')
      ? [colorScheme === 'light' ? ['wide', WIDE] : ['phone', PHONE]]
      : [['wide', WIDE], ['phone', PHONE]];
    for (const [size, viewport] of sizes) {
      const { page, close } = await open(browser, file, { colorScheme, viewport });
      await accessible(page, `${name}, ${colorScheme}, ${size}`);
      const details = page.locator('#rows > li > details');
      for (let i = 0; i < Math.min(3, await details.count()); i++) {
        await details.nth(i).locator('summary').click();
      }
      await accessible(page, `${name}, opened, ${colorScheme}, ${size}`);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(overflow <= 0, `${name} scrolls sideways by ${overflow} at ${size}`);
      await page.screenshot({ path: path.join(screenshots, `${name}-${colorScheme}-${size}.png`), fullPage: true });
      await close();
    }
  }
};

const filters = async (page) => {
  const rows = await total(page);
  for (const [id, data] of [['cluster', 'cluster'], ['action', 'action'], ['cause', 'cause'], ['group', 'group']]) {
    const select = page.locator(`#${id}`);
    if (await select.count() === 0) {
      continue;
    }
    for (const option of await select.locator('option').all()) {
      const [key, value] = await option.evaluate((one) => [one.value, one.dataset.value]);
      await select.selectOption(key);
      const expected = key === '' ? rows : await page.locator('#rows > li').evaluateAll(
        (items, [name, wanted]) => items.filter((item) => item.dataset[name].split('|').includes(wanted)).length,
        [data, value]);
      assert.equal(await shown(page), expected, `${id} = ${value}`);
      assert.ok(key === '' || expected > 0, `${id} = ${value} finds nothing`);
      const status = await page.locator('#shown').textContent();
      assert.equal(status, expected === rows ? `All ${rows} are shown` : `${expected} of ${rows} are shown`);
    }
    await select.selectOption('');
  }
};

const searches = async (page) => {
  const rows = await total(page);
  await page.fill('#text', 'no-such-words-anywhere');
  await page.locator('#nothing').waitFor({ state: 'visible' });
  assert.equal(await shown(page), 0);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.locator('#nothing').waitFor({ state: 'hidden' });
  assert.equal(await shown(page), rows);
};

const plan = async (browser, file) => {
  const { page, close } = await open(browser, file);
  await filters(page);
  await searches(page);
  await page.fill('#text', 'KUBECTL-edit login');
  await says(page, /^1 of/);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.selectOption('#order', 'name');
  const names = await page.locator('#rows .where > .name:last-child').allTextContents();
  assert.deepEqual(names, [...names].sort());
  await page.selectOption('#order', 'urgent');
  assert.equal(await page.locator('#rows > li').first().getAttribute('data-action'), 'denied');

  await page.getByRole('button', { name: 'Open all' }).click();
  assert.equal(await page.locator('details:not([open])').count(), 0);
  await page.getByRole('button', { name: 'Open all' }).click();
  assert.equal(await page.locator('details[open]').count(), 0);

  const clusters = page.locator('#clusters');
  await clusters.getByRole('button', { name: 'destroy' }).click();
  assert.equal(await clusters.locator('th[aria-sort]').getAttribute('aria-sort'), 'descending');
  const numbers = (await clusters.locator('tbody tr td:nth-child(5)').allTextContents()).map((one) => Number.parseInt(one, 10) || 0);
  assert.deepEqual(numbers, [...numbers].sort((a, b) => b - a));
  await clusters.getByRole('button', { name: 'c2', exact: true }).click();
  assert.equal(await page.locator('#cluster option:checked').getAttribute('data-value'), 'c2');
  assert.equal(await shown(page), await page.locator('#rows > li[data-cluster="c2"]').count());

  const scheme = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await scheme();
  await page.getByRole('button', { name: 'Dark colours' }).click();
  assert.notEqual(await scheme(), before);
  await accessible(page, 'after the switch of colours');
  await page.getByRole('button', { name: 'Light colours' }).click();
  assert.equal(await scheme(), before);
  await close();
};

/** What happened in many clusters is chosen in its table, with the mouse and without. */
const groups = async (browser, file) => {
  const { page, close } = await open(browser, file);
  const first = page.locator('#groups tbody tr').first();
  assert.match(await first.textContent(), /39: c01, c02, c03, c04, c05, and 34 more/);
  await first.getByRole('button').click();
  assert.equal(await shown(page), 39);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'changes');
  await page.selectOption('#cluster', { index: 2 });
  assert.equal(await shown(page), 1);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await says(page, /^All/);
  await page.selectOption('#action', { label: 'ignored (39)' });
  assert.equal(await shown(page), 39);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await says(page, /^All/);
  await first.getByRole('button').focus();
  await page.keyboard.press('Enter');
  assert.equal(await shown(page), 39);
  await close();
};

/** Where an element is once it no longer moves: a slide of 0.1 s is longer than a key press. */
const rests = async (locator) => {
  await locator.evaluate((one) => Promise.allSettled(one.getAnimations().map((move) => move.finished)));
  return locator.boundingBox();
};

/** From the address bar to an opened change, a filter and back, without a mouse. */
const keyboard = async (browser, file) => {
  const { page, close } = await open(browser, file);
  const focused = (read) => page.evaluate(read);
  await page.keyboard.press('Tab');
  assert.equal(await focused(() => document.activeElement.className), 'skip');
  assert.ok((await rests(page.locator('.skip'))).y >= 0, 'the skip link is seen when it has the focus');
  await page.keyboard.press('Enter');
  assert.equal(await focused(() => document.activeElement.id), 'changes');
  await page.keyboard.press('Tab');
  assert.equal(await focused(() => document.activeElement.id), 'cluster');
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await shown(page), await total(page));
  const reached = [];
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    reached.push(await focused(() => document.activeElement.id || document.activeElement.tagName));
    const outline = await focused(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none', `${reached.at(-1)} shows that it has the focus`);
    if (reached.at(-1) === 'SUMMARY') {
      break;
    }
  }
  assert.deepEqual(reached, ['action', 'cause', 'text', 'order', 'BUTTON', 'all', 'SUMMARY']);
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('details[open]').count(), 1);
  await page.keyboard.press('Space');
  assert.equal(await page.locator('details[open]').count(), 0);
  await close();
};

const withoutScript = async (browser, file) => {
  const { page, close } = await open(browser, file, { javaScriptEnabled: false });
  const rows = page.locator('#rows > li');
  const count = await rows.count();
  assert.ok(count > 0);
  for (let i = 0; i < count; i++) {
    assert.ok(await rows.nth(i).isVisible());
  }
  assert.equal(await page.locator('#filters').isVisible(), false, 'no filter that does nothing');
  assert.equal(await page.locator('#theme').isVisible(), false);
  await rows.first().locator('summary').click();
  assert.ok(await rows.first().locator('.body').isVisible(), 'a change opens without a script');
  await close();
};

const hostile = async (browser, file) => {
  const { page, close } = await open(browser, file);
  assert.match(await page.title(), /^secretsync /);
  assert.equal(await page.locator('script').count(), 1);
  assert.equal(await page.locator('img, b, iframe, object, svg, base, link').count(), 0);
  assert.equal(await page.locator('[onerror], [style]').count(), 0);
  await filters(page);
  await searches(page);
  await page.getByRole('button', { name: 'Open all' }).click();
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => setTimeout(done, 50)); }));
  await close();
};

const large = async (browser, file) => {
  const { page, close } = await open(browser, file);
  assert.equal(await total(page), 10000);
  const took = await page.evaluate(() => {
    const started = performance.now();
    const select = document.getElementById('action');
    select.selectedIndex = 1;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - started;
  });
  process.stdout.write(`filtering 10,000 changes took ${Math.round(took)} ms\n`);
  const shown = page.locator('#rows > li:not([hidden])');
  assert.equal(await shown.count(), 5000);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await says(page, /^All 10000 /);
  await page.fill('#text', 'c7/apps/s77');
  await says(page, /^1 of 10000 /);
  await close();
};

const main = async () => {
  const [folder, screenshots] = process.argv.slice(2);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: FLAGS,
  });
  try {
    for (const name of fs.readdirSync(folder).filter((one) => one.endsWith('.html')).sort()) {
      const file = path.join(folder, name);
      if (name.startsWith('large-')) {
        await large(browser, file);
      } else {
        await looks(browser, file, screenshots);
        if (name.startsWith('hostile-')) {
          await hostile(browser, file);
        } else if (fs.readFileSync(file, 'utf8').includes('id="rows"')) {
          const { page, close } = await open(browser, file);
          await filters(page);
          await searches(page);
          await close();
          await withoutScript(browser, file);
        }
        if (name.startsWith('groups-')) {
          await groups(browser, file);
        }
        if (name.startsWith('plan-')) {
          await plan(browser, file);
          await keyboard(browser, file);
        }
      }
      process.stdout.write(`ok ${name}\n`);
    }
  } finally {
    await browser.close();
  }
};

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
