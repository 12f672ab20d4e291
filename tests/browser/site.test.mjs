// What a browser makes of the site: served from a folder below the root, under the strictest policy that it must work under.
//
//     AFTERRUN_BIN=target/debug/afterrun node --test tests/browser/site.test.mjs
//
// AFTERRUN_BIN   the program
// AFTERRUN_ARGS  more arguments for it, such as "--templates templates"
// CHROMIUM       the browser, /usr/bin/chromium if absent
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { reader } from './paper.mjs';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const bin = process.env.AFTERRUN_BIN && resolve(process.env.AFTERRUN_BIN);
const more = (process.env.AFTERRUN_ARGS ?? '').split(' ').filter(Boolean);

const BASE = '/recovery/';
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";
const TYPES = {
  css: 'text/css', html: 'text/html; charset=utf-8', js: 'text/javascript', json: 'application/json', svg: 'image/svg+xml',
  txt: 'text/plain', webmanifest: 'application/manifest+json', xml: 'application/xml',
};
/** One page of each kind. */
const KINDS = ['', 'faq/', 'faq/ice-bath-dose/', 'topics/', 'topics/hydration/', 'topics/cold-therapy/', 'plans/', 'plans/intermediate-3/',
  'plans/return-from-illness/', 'sessions/', 'glossary/', 'sources/', 'tags/',
  'tags/cold-therapy/', 'method/', 'about/', '404.html', 'faq/was-here/'];
/** A question with everything that Markdown can do, and a name that it had before. */
const RICH = `
- id: everything-in-one
  question: What does <b>everything</b> & "more" look like?
  answer: |
    Words with [a link](/faq/), \`code\`, **strength** and \\</script>\\<script>alert(1)\\</script>.

    ## A part

    1. One
    2. Two

    > A quotation.

    | Distance | Time |
    |:---------|-----:|
    | 5 km | 25 min |
  tags: [cold-therapy]
  aliases: [was-here]
  updated: 2026-11-24
`;

let browser, server, folder, site, origin, axe;
const asked = new Set(); // what the browser asked for

before(async () => {
  assert.ok(bin, 'AFTERRUN_BIN names the program');
  folder = await mkdtemp(join(tmpdir(), 'afterrun-site-'));
  site = join(folder, 'site');
  const content = join(folder, 'content');
  await cp(join(root, 'content'), content, { recursive: true });
  await writeFile(join(content, 'site.yaml'), (await readFile(join(content, 'site.yaml'), 'utf8')).replace(/base_url: .*/, `base_url: https://club.example${BASE}`));
  await appendFile(join(content, 'faqs/everything.yaml'), RICH);
  await run(bin, ['site', 'build', ...more, '--content', content, '--as-of', '2026-11-24', '--check-links', '-o', site], { cwd: root });
  axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url.split('?')[0]);
    const file = path.startsWith(BASE) ? path.slice(BASE.length).replace(/(^|\/)$/, '$1index.html') : '';
    const found = await readFile(join(site, file)).catch(() => null);
    const type = found ? TYPES[file.split('.').pop()] : TYPES.html;
    response.writeHead(found ? 200 : 404, { 'content-type': type, 'content-security-policy': POLICY });
    response.end(found ?? await readFile(join(site, '404.html')));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Opens pages in one tab of a window and hands each to `look`; what goes wrong is told with the page's address. */
async function each({ media, ...window }, paths, look) {
  const context = await browser.newContext(window);
  context.setDefaultTimeout(0); // a busy machine is no fault of a page
  const tab = await context.newPage();
  if (media) await tab.emulateMedia({ media }); // before a page is open: what it uncovers is laid out with the next frame only
  const troubles = [];
  tab.on('console', (message) => message.type() === 'error' && troubles.push(`console: ${message.text()}`));
  tab.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  // A page that is left before its icon has come has not failed.
  tab.on('requestfailed', (request) => request.failure()?.errorText !== 'net::ERR_ABORTED' && troubles.push(`request: ${request.url()}`));
  tab.on('request', (request) => asked.add(request.url()));
  tab.on('dialog', (dialog) => { troubles.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  const wrong = [];
  for (const path of paths) {
    troubles.length = 0;
    await tab.goto(origin + BASE + path);
    const found = [...((await look(tab, path)) ?? []), ...troubles];
    wrong.push(...found.map((f) => `/${path}: ${f}`));
  }
  await context.close();
  assert.deepEqual(wrong, []);
}

/** Every page of the site. */
async function pages(below = '') {
  const found = await readdir(join(site, below), { withFileTypes: true });
  const lists = await Promise.all(found.map((entry) => {
    if (entry.isDirectory()) return pages(`${below}${entry.name}/`);
    return entry.name.endsWith('.html') ? [`${below}${entry.name}`.replace(/(^|\/)index\.html$/, '$1')] : [];
  }));
  return lists.flat();
}

const ALL = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What another width or colour scheme can change. */
const LOOKS = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'];

/** Runs axe; handed over by the debugger, so that the page's own policy stays in force. */
async function accessible(tab, runOnly) {
  await tab.evaluate(axe);
  return tab.evaluate(async (runOnly) => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    const { violations } = await window.axe.run(document, { runOnly, resultTypes: ['violations'] });
    return violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html} ${n.failureSummary}`).join(' | ')}`);
  }, runOnly);
}

describe('site', { concurrency: 2 }, () => {
  test('the Nu checker has no errors on any kind of page', async () => {
    const jar = require.resolve('vnu-jar/build/dist/vnu.jar');
    const files = [...KINDS, 'faq/everything-in-one/'].map((path) => join(site, path.replace(/(^|\/)$/, '$1index.html')));
    const css = (await readdir(join(site, 'assets'))).filter((name) => name.endsWith('.svg')).map((name) => join(site, 'assets', name));
    const { stdout } = await run('java', ['-Xss4m', '-XX:TieredStopAtLevel=1', '-jar', jar, '--stdout', '--exit-zero-always', '--format', 'json', '--also-check-svg', ...files, ...css],
      { maxBuffer: 1 << 26 });
    const errors = JSON.parse(stdout).messages.filter((m) => m.type !== 'info' || m.subType === 'warning');
    assert.deepEqual([...new Set(errors.map((m) => `${m.url.replace(/.*site\//, '')}: ${m.message} ${m.extract ?? ''}`))], []);
  });

  test('axe finds nothing, narrow and wide, light and dark', async () => {
    for (const [width, colorScheme, rules] of [[320, 'light', ALL], [1280, 'light', LOOKS], [1280, 'dark', LOOKS], [320, 'dark', LOOKS]]) {
      const window = { viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' };
      await each(window, [...KINDS.slice(0, -1), 'faq/everything-in-one/'], (tab) => accessible(tab, rules));
    }
  });

  test('every page at 320 px: no sideways scroll, no error, and ids that are there once', async () => {
    const all = (await pages()).filter((path) => path !== 'faq/was-here/');
    assert.ok(all.length > 100);
    await each({ viewport: { width: 320, height: 800 } }, all, (tab) => tab.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      const wide = document.documentElement.scrollWidth;
      const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
      const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
      const styled = document.querySelectorAll('[style], style, script:not([src], [type="application/ld+json"])').length;
      return [...(wide > 320 ? [`${wide} px wide`] : []), ...twice.map((id) => `two ids ${id}`), ...(styled ? ['inline script or style'] : [])];
    }));
  });

  for (const width of [375, 600, 768, 1024, 1280]) {
    test(`${width} px: no sideways scroll`, async () => {
      await each({ viewport: { width, height: 800 } }, KINDS.slice(0, -1), (tab) => tab.evaluate((width) =>
        document.documentElement.scrollWidth > width ? [`${document.documentElement.scrollWidth} px wide`] : [], width));
    });
  }

  test('what search engines read is what people see', async () => {
    await each({}, [...(await pages()).filter((p) => /^(faq|topics|plans)\/[^/]+\/$/.test(p) && p !== 'faq/was-here/'), 'method/'], (tab) => tab.evaluate(() => {
      const plain = (text) => text.replace(/\s+/g, ' ').trim();
      const scripts = [...document.querySelectorAll('script[type="application/ld+json"]')].map((s) => JSON.parse(s.textContent));
      const kind = (name) => scripts.find((s) => s['@type'] === name);
      const visible = (selector) => {
        // Between blocks the text of the DOM has no space.
        const copy = document.querySelector(selector).cloneNode(true);
        for (const block of copy.querySelectorAll('p, li, h2, h3, h4, td, th, blockquote, br')) block.after(' ');
        return plain(copy.textContent);
      };
      const wrong = [];
      const same = (what, a, b) => plain(a) === b || wrong.push(`${what}: ${plain(a).slice(0, 200)} ≠ ${b.slice(0, 200)}`);
      const [question, article, crumbs] = [kind('FAQPage')?.mainEntity[0], kind('Article'), kind('BreadcrumbList')];
      if (question) {
        same('question', question.name, visible('h1'));
        same('answer', question.acceptedAnswer.text, visible('.answer'));
      } else {
        same('headline', article.headline, visible('h1'));
        same('text', article.articleBody, visible('.text'));
      }
      const shown = [...document.querySelectorAll('.crumbs li')].map((li) => plain(li.textContent));
      if (crumbs.itemListElement.map((c) => c.name).join() !== shown.join()) wrong.push(`crumbs: ${shown}`);
      const urls = crumbs.itemListElement.map((c) => c.item);
      if (urls.at(-1) !== document.querySelector('link[rel=canonical]').href) wrong.push(`last crumb: ${urls.at(-1)}`);
      return wrong;
    }));
  });

  test('the feed and the map of the site are whole', async () => {
    await each({}, [''], async (tab) => {
      const texts = [await readFile(join(site, 'feed.xml'), 'utf8'), await readFile(join(site, 'sitemap.xml'), 'utf8')];
      const [feed, map] = await tab.evaluate((texts) => texts.map((text) => {
        const xml = new DOMParser().parseFromString(text, 'application/xml');
        const all = (name) => [...xml.querySelectorAll(name)].map((e) => e.textContent);
        return {
          error: all('parsererror').join(), name: xml.documentElement.localName, space: xml.documentElement.namespaceURI,
          ids: all('entry > id'), titles: all('entry > title'), updated: all('updated'), summaries: all('summary'), urls: all('loc'), changed: all('lastmod'),
        };
      }), texts);
      assert.deepEqual([feed.error, feed.name, feed.space], ['', 'feed', 'http://www.w3.org/2005/Atom']);
      assert.ok(feed.ids.length >= 20 && new Set(feed.ids).size === feed.ids.length && feed.titles.every(Boolean) && feed.summaries.every(Boolean));
      assert.ok(feed.updated.length === feed.ids.length + 1 && feed.updated.every((moment) => /^\d{4}-\d\d-\d\dT00:00:00Z$/.test(moment)));
      assert.deepEqual([map.error, map.name, map.space], ['', 'urlset', 'http://www.sitemaps.org/schemas/sitemap/0.9']);
      const listed = (await pages()).filter((path) => path !== '404.html' && path !== 'faq/was-here/').map((path) => `https://club.example${BASE}${path}`);
      assert.deepEqual([...map.urls].sort(), listed.sort());
      assert.equal(map.changed.length, map.urls.length);
    });
  });

  test('without script everything but the search works', async () => {
    await each({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } }, [''], async (tab) => {
      assert.equal(await tab.locator('[role=search]:visible').count(), 0, 'a search that cannot work is not shown');
      await tab.click('.cards a >> nth=1');
      await tab.click('.topic #item_cold-bath summary');
      assert.ok(await tab.locator('#item_cold-bath dl').isVisible());
      await tab.click('.topic a[href$="/faq/ice-bath-dose/"] >> nth=0');
      await tab.click('.crumbs a >> nth=1');
      assert.match(tab.url(), /\/recovery\/faq\/$/);
      await tab.goto(`${origin}${BASE}faq/was-here/`);
      await tab.waitForURL('**/faq/everything-in-one/');
    });
  });

  test('a plan is a table of days, each of which leads to what to do, with a picture that says the same', async () => {
    await each({ viewport: { width: 375, height: 800 } }, ['plans/return-from-illness/'], (tab) => tab.evaluate(() => {
      const wrong = [];
      const weeks = [...document.querySelectorAll('table.week')];
      if (weeks.length !== 3) wrong.push(`${weeks.length} weeks`);
      for (const week of weeks) {
        if (week.caption.textContent.trim() === '') wrong.push('no caption');
        const rows = [...week.tBodies[0].rows];
        if (rows.length !== 7) wrong.push(`${rows.length} days`);
        const figure = week.nextElementSibling;
        const words = figure.querySelector('svg[role=img] desc').textContent;
        for (const row of rows) {
          const to = row.querySelector('a').hash;
          if (!document.getElementById(to.slice(1))?.querySelector('.do')?.textContent.trim()) wrong.push(`${to} says nothing`);
          if (!words.includes(row.querySelector('abbr').title)) wrong.push(`the picture lacks ${row.querySelector('abbr').title}`);
        }
        if (words !== figure.querySelector('figcaption').textContent) wrong.push('words of the picture');
        if (figure.querySelectorAll('rect').length !== 7) wrong.push('bars');
      }
      return wrong;
    }));
  });

  test('the manifest is not named where the policy forbids it', async () => {
    await each({}, [''], async (tab) => {
      assert.equal(await tab.locator('link[rel=manifest]').count(), 0);
      const session = await tab.context().newCDPSession(tab);
      await session.send('Page.getAppManifest'); // As a browser does that offers to keep the site; its words would be errors.
      await tab.waitForTimeout(200);
    });
  });

  test('nothing jumps when the search appears', async () => {
    await each({ viewport: { width: 412, height: 823 } }, ['', 'faq/ice-bath-dose/'], async (tab) => {
      const shift = await tab.evaluate(() => new Promise((done) => {
        new PerformanceObserver((list) => done(list.getEntries().reduce((all, entry) => all + entry.value, 0)))
          .observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => done(0), 300);
      }));
      return shift > 0.01 ? [`moved by ${shift}`] : [];
    });
  });

  test('a wrong address leads on', async () => {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(`${origin}${BASE}no/such/page/`);
    await tab.click('main a >> nth=0');
    assert.equal(tab.url(), origin + BASE);
    await context.close();
  });

  test('the Tab key reaches the skip link first, and it skips', async () => {
    await each({}, ['topics/hydration/'], async (tab) => {
      await tab.keyboard.press('Tab');
      await tab.keyboard.press('Enter');
      assert.equal(await tab.evaluate(() => document.activeElement.id), 'page_main');
    });
  });

  test('printed, all is black on white', async () => {
    await each({ media: 'print', colorScheme: 'dark', viewport: { width: 680, height: 900 } }, ['faq/ice-bath-dose/', 'topics/hydration/', 'plans/intermediate-3/', 'glossary/'], async (tab) => {
      return tab.evaluate(() => {
        const wrong = new Set();
        const light = (colour) => { const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number); return a === 0 ? null : (r + g + b) / 765; };
        for (const element of document.querySelectorAll('body, body *')) {
          if (element.closest('svg') || !element.checkVisibility()) continue;
          const style = getComputedStyle(element);
          if ((light(style.backgroundColor) ?? 1) < 0.95) wrong.add(`ground of ${element.className || element.tagName}`);
          if (light(style.color) > 0.25) wrong.add(`ink of ${element.className || element.tagName}`);
        }
        return [...wrong];
      });
    });
  });

  test('printed, no words stand on others, and all that is folded is there', async () => {
    const paper = await reader(browser);
    await each({}, KINDS.filter((path) => path !== 'faq/was-here/'), (tab) => paper.wrong(tab)); // which leads on
    await paper.close();
  });

  after(() => {
    const foreign = [...asked].filter((url) => !url.startsWith(origin + BASE) && !url.startsWith('data:') && url !== `${origin}/favicon.ico`);
    assert.deepEqual(foreign, [], 'no request to another host');
  });
});
