// The search of the site, in a browser, on a site that the program built.
//
//     AFTERRUN_BIN=target/debug/afterrun node --test tests/browser/search.test.mjs
//
// AFTERRUN_BIN   the program
// CHROMIUM       the browser, /usr/bin/chromium if absent
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const bin = process.env.AFTERRUN_BIN && resolve(process.env.AFTERRUN_BIN);

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'";
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };
const UNDER = '/club/';

/** Id, question, answer. */
const FAQS = [
  ['how-much-sleep', 'How much sleep do runners need?', 'Seven hours or more do most adults good. Go to bed at a steady hour.'],
  ['naps', 'Do naps help?', 'Yes, a short nap helps after a bad night. It does not stand in for sleep.'],
  ['ice-bath', 'Is an ice-bath any good?', 'A cold bath eases sore legs for a day. It may slow down what strength work builds.'],
  ['stretching', 'Should I do stretches after a run?', 'You may, since it feels good. Stretching does not keep soreness away.'],
  ['creme', 'Is crème brûlée a fine dessert?', 'Yes, now and then, after a long marathon of a day in the kitchen.'],
  ['markup', 'Is <b>bold</b> & 1 < 3?', 'It is, as anybody can count on the fingers of one hand.'],
  ['heart', 'When is my heart too fast?', 'A resting pulse well above your usual one asks for an easy day. See a clinician when it stays.'],
  ['electrolytes', 'Do I need electrolytes?', 'Only on long and hot days, when you sweat for hours. Plain water does for the rest.'],
];

let browser, server, origin, folder, site, axe, page;
const asked = [];
const errors = [];

const build = async (faqs) => {
  const pack = join(folder, 'pack');
  const entries = faqs.map(([id, question, answer]) =>
    [`- id: ${id}`, `  question: ${JSON.stringify(question)}`, `  answer: ${JSON.stringify(answer)}`, '  tags: [rest]', '  sources: [handbook]', '  evidence: B', '  updated: 2026-11-24', ''].join('\n'),
  );
  await writeFile(join(pack, 'faqs/b.yaml'), entries.join(''));
  await run(bin, ['site', 'build', '--content', pack, '-o', site, '--as-of', '2026-11-24', '--quiet']);
};

before(async () => {
  assert.ok(bin, 'AFTERRUN_BIN names the program');
  folder = await mkdtemp(join(tmpdir(), 'afterrun-search-'));
  site = join(folder, 'public');
  axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  await cp(join(root, 'tests/packs/mini'), join(folder, 'pack'), { recursive: true });
  server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    asked.push(path);
    const inner = path.endsWith('/') ? `${path}index.html` : path;
    const file = path.startsWith(UNDER) && !path.includes('..') && join(site, inner.slice(UNDER.length));
    const bytes = file && (await readFile(file).catch(() => undefined));
    response.setHeader('Content-Security-Policy', CSP);
    if (!bytes) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(bytes);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${server.address().port}`;
  const settings = join(folder, 'pack/site.yaml');
  await writeFile(settings, `${await readFile(settings, 'utf8')}base_url: ${origin}${UNDER}\n`);
  await build(FAQS);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await page?.close();
  page = await browser.newPage();
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${origin}${UNDER}`);
  await page.waitForLoadState('networkidle');
  errors.length = 0;
  asked.length = 0;
});

const status = () => page.locator('form[role=search] [role=status]').first();
const results = () => page.locator('.search-result');

/** Types a query and waits for what is said about it. */
const look = async (query) => {
  const input = page.locator('input[type=search]').first();
  await input.fill('');
  await page.waitForFunction(() => document.querySelector('form[role=search] [role=status]').textContent === '');
  await input.fill(query);
  await page.waitForFunction(() => document.querySelector('form[role=search] [role=status]').textContent !== '');
  return results().evaluateAll((links) => links.map((link) => new URL(link.href).pathname.split('/').at(-2)));
};

describe('search', () => {
  test('a text is its words here as in the index', async () => {
    const source = await readFile(join(root, 'templates/site/assets/search.js'), 'utf8');
    const [part] = source.match(/ {2}const LONGEST[^]*?(?=\n {2}\/\*\* How many letters)/);
    const words = new Function(`${part}; return words;`)();
    for (const [text, expected] of JSON.parse(await readFile(join(root, 'tests/data/words.json'), 'utf8'))) {
      assert.deepEqual(words(text), expected.flatMap(words), text);
    }
  });

  test('loads nothing before the first letter, then the index, and only what it needs', async () => {
    assert.ok(!asked.some((path) => path.includes('/search/')));
    await page.keyboard.press('/');
    await page.waitForTimeout(300);
    assert.ok(!asked.some((path) => path.includes('/search/')));
    assert.ok((await look('sleep')).includes('how-much-sleep'));
    assert.ok(asked.includes(`${UNDER}search/index.json`));
    assert.ok(asked.every((path) => path.startsWith(UNDER)));
    assert.deepEqual(errors, []);
  });

  test('the best comes first, with its kind, an excerpt and marks', async () => {
    const found = await look('sleep');
    assert.deepEqual(found.slice(0, 2), ['how-much-sleep', 'naps']);
    const second = results().nth(1);
    await second.locator('.search-excerpt mark').first().waitFor();
    assert.match(await second.locator('.search-excerpt').innerText(), /stand in for sleep/);
    assert.deepEqual(await second.locator('mark').allInnerTexts(), ['sleep']);
    assert.deepEqual(await results().first().locator('.search-title mark').allInnerTexts(), ['sleep']);
    assert.notEqual(await second.locator('.search-kind').innerText(), '');
    assert.match(await status().textContent(), /\b2\b/);
  });

  test('beginnings, other endings, accents, hyphens and typos are forgiven', async () => {
    for (const [query, id] of [
      ['elec', 'electrolytes'], ['stretch', 'stretching'], ['creme brulee', 'creme'], ['CRÈME', 'creme'], ['icebath', 'ice-bath'],
      ['ice bath', 'ice-bath'], ['seep', 'how-much-sleep'], ['slep', 'how-much-sleep'], ['sleeep', 'how-much-sleep'], ['slepe', 'how-much-sleep'],
      ['xlectrolytes', 'electrolytes'], ['elektrolites', 'electrolytes'], ['haert', 'heart'], ['eart', 'heart'], ['maraton', 'creme'],
      ['naps runners marathn', 'creme'], ['how much slep do i need', 'how-much-sleep'],
    ]) {
      assert.ok((await look(query)).includes(id), query);
    }
    assert.deepEqual(await look('zzzzzz'), []);
    assert.match(await status().textContent(), /zzzzzz/);
    assert.deepEqual(errors, []);
  });

  test('keys: /, arrows, Enter, Escape', async () => {
    const focus = () => page.evaluate(() => [document.activeElement.tagName, [...document.querySelectorAll('.search-result')].indexOf(document.activeElement)]);
    await page.keyboard.press('/');
    assert.deepEqual(await focus(), ['INPUT', -1]);
    await page.keyboard.type('sleep');
    await results().nth(1).waitFor();
    for (const [key, expected] of [['ArrowDown', 0], ['ArrowDown', 1], ['ArrowDown', 1], ['Home', 0], ['End', 1], ['ArrowUp', 0], ['ArrowUp', -1]]) {
      await page.keyboard.press(key);
      assert.deepEqual(await focus(), [expected < 0 ? 'INPUT' : 'A', expected], key);
    }
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    assert.deepEqual(await focus(), ['INPUT', -1]);
    assert.equal(await results().first().isVisible(), false);
    assert.equal(await page.locator('input[type=search]').first().inputValue(), 'sleep');
    await page.keyboard.press('ArrowDown');
    assert.equal(await results().first().isVisible(), true);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/naps/');
    // Enter alone opens the first; it need not wait for the results.
    await page.keyboard.press('/');
    await page.keyboard.type('electrolytes');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/electrolytes/');
    await page.keyboard.press('/');
    await page.keyboard.type('heart');
    await results().first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('input[type=search]').first().inputValue(), '');
    assert.deepEqual(errors, []);
  });

  test('a slash that is typed is a slash, and other keys are left alone', async () => {
    const input = page.locator('input[type=search]').first();
    await input.focus();
    await page.keyboard.type('a/b');
    assert.equal(await input.inputValue(), 'a/b');
    await input.blur();
    await page.keyboard.press('Control+/');
    assert.equal(await input.evaluate((it) => it === document.activeElement), false);
  });

  test('the key can be turned off, which the browser keeps, and on again', async () => {
    const focused = () => page.evaluate(() => document.activeElement.id);
    const box = page.locator('[data-search-key] input');
    await box.uncheck();
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('/');
    assert.notEqual(await focused(), 'page_search');
    await page.reload();
    assert.equal(await box.isChecked(), false);
    await page.keyboard.press('/');
    assert.notEqual(await focused(), 'page_search');
    assert.equal(await page.locator('#page_search').getAttribute('aria-keyshortcuts'), null);
    await box.check();
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('/');
    assert.equal(await focused(), 'page_search');
  });

  test('what is typed or found is text', async () => {
    assert.deepEqual(await look('<img src=x onerror=qqqq()> zzzz'), []);
    assert.equal(await page.locator('form[role=search] img').count(), 0);
    assert.match(await status().textContent(), /<img src=x/);
    await look('bold');
    assert.match(await results().first().locator('.search-title').innerText(), /<b>bold<\/b>/);
    assert.equal(await page.locator('form[role=search] b').count(), 0);
    assert.deepEqual(errors, []);
  });

  test('open results are accessible, and said', async () => {
    await look('sleep');
    await page.locator('.search-excerpt mark').first().waitFor();
    await page.evaluate(axe).catch(() => page.context().newCDPSession(page).then((session) => session.send('Runtime.evaluate', { expression: axe })));
    const report = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    assert.deepEqual(report.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]), []);
    const input = page.locator('input[type=search]').first();
    assert.equal(await input.getAttribute('aria-keyshortcuts'), '/');
    assert.equal(await input.evaluate((it) => it.labels.length), 1);
  });

  test('a site that was published anew while a page was open is found', async () => {
    // The words are loaded, the lists are not.
    assert.deepEqual(await look('zzzzzz'), []);
    await build([...FAQS, ['swimming', 'Is swimming good for runners?', 'Yes, water carries you and spares the legs.']]);
    assert.ok((await look('sleep')).includes('naps'));
    assert.deepEqual(await look('swimming'), ['swimming']);
    await build(FAQS);
  });

  test('an index that cannot be loaded is told, and tried again', async () => {
    await page.route('**/search/index.json', (route) => route.abort());
    assert.deepEqual(await look('sleep'), []);
    assert.equal(await status().textContent(), await page.locator('form[role=search]').first().getAttribute('data-failed'));
    await page.unroute('**/search/index.json');
    assert.ok((await look('sleep')).includes('how-much-sleep'));
  });
});
