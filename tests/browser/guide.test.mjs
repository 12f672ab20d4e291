// What a browser makes of the guide, the card and the plan.
//
//     AFTERRUN_BIN=target/debug/afterrun node --test tests/browser
//
// AFTERRUN_BIN   the program
// AFTERRUN_ARGS  more arguments for it, such as "--content content --templates templates"
// CHROMIUM       the browser, /usr/bin/chromium if absent
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

const HOSTILE = '<script>alert(1)</script> **x** {{ x }}';
const MAYA = 'examples/maya.yaml';
const EVERYTHING = {
  name: 'Alexandra', session_kind: 'race', duration: '3 h 45 min', distance: '42 km', descent: 300, effort: 9, session_end: '13:20',
  temperature: '24 °C', humidity: 65, body_mass: '70 kg', age: 67, level: 'advanced', weekly_distance: '60 km', last_week_distance: '70 km',
  longest_run: '32 km', units: 'metric', mass_before: 70.4, mass_after: 68.1, fluid_drunk: '1.5 L', urine: 0.2, sweat_sodium: 40,
  conditions: [], symptoms: [], diet: ['vegan', 'gluten-free'], equipment: ['foam-roller', 'compression', 'cold-bath', 'sauna', 'bike', 'pool'],
  sleep_days: [7, 6.5, 7.5, 6, 7, 8, 6.5], soreness: 7, stress: 6, bedtime: '22:00', wake_time: '06:00', next_hard_in: 7,
  race_date: '2027-01-10', race_distance: 'marathon', available_days: ['mon', 'wed', 'fri', 'sun'],
};
const LATE = { name: HOSTILE, session_kind: 'long', duration: '2 h', session_end: '23:30', body_mass: '137 lb', units: 'imperial', temperature: 30 };
const FLAGS = ['bone-pain', 'exertional-compartment', 'fever-or-infection', 'long-slump', 'low-energy', 'one-sided-pain', 'faint-after-stopping'];

/** Each profile: a file of the examples, or answers. */
const PROFILES = {
  maya: MAYA,
  emergency: { ...EVERYTHING, symptoms: ['chest-pain'] },
  clinician: { ...EVERYTHING, symptoms: ['one-sided-pain'] },
  'many flags': { ...LATE, symptoms: FLAGS },
  minimal: { session_kind: 'easy', duration: 40 },
  everything: EVERYTHING,
  'hostile name, late, imperial': LATE,
};
/** What is made of each, with the arguments that ask for it. */
const FORMATS = { html: ['guide', '--format', 'html'], card: ['guide', '--format', 'card'], plan: ['plan', '--format', 'html', '--weeks', '8'] };

let browser, server, folder, origin, axe;
const pages = []; // { name, format, file, path, html, json }
const hits = []; // what the server was asked for
const asked = []; // what the browser asked for

before(async () => {
  assert.ok(bin, 'AFTERRUN_BIN names the program');
  folder = await mkdtemp(join(tmpdir(), 'afterrun-browser-'));
  axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  await Promise.all(Object.entries(PROFILES).map(async ([name, profile], at) => {
    let file = profile;
    if (typeof profile !== 'string') {
      file = join(folder, `${at}.yaml`);
      await writeFile(file, JSON.stringify(profile));
    }
    const made = async (format, [command, ...asked]) => {
      const out = join(folder, `${at}.${format}`);
      await run(bin, [command, ...more, file, '--as-of', '2026-11-24', ...asked, '-o', out], { cwd: root });
      return readFile(out, 'utf8');
    };
    const json = JSON.parse(await made('json', ['guide', '--format', 'json']));
    for (const [format, asked] of Object.entries(FORMATS)) {
      const html = await made(format, asked);
      const written = join(folder, `${at}-${format}.html`);
      await writeFile(written, html);
      pages.push({ name, format, html, json, file: written, path: `/${at}-${format}.html` });
    }
  }));
  server = createServer((request, response) => {
    hits.push(request.url);
    const page = pages.find((p) => p.path === request.url);
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page?.html);
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

/**
 * Opens each page in one tab of a window and hands it to `look`; what goes wrong is told with the page's name.
 * With `media` the pages are loaded for it: in a page that is open already, what a change of media uncovers is laid out
 * with the next frame only.
 */
async function each({ media, ...window }, look, wanted = () => true) {
  const context = await browser.newContext(window);
  const tab = await context.newPage();
  if (media) await tab.emulateMedia({ media });
  const troubles = [];
  tab.on('console', (message) => message.type() === 'error' && troubles.push(`console: ${message.text()}`));
  tab.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  tab.on('request', (request) => asked.push(request.url()));
  tab.on('dialog', (dialog) => { troubles.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  const wrong = [];
  for (const page of pages.filter(wanted)) {
    troubles.length = 0;
    await tab.goto(origin + page.path);
    const found = [...((await look(tab, page)) ?? []), ...troubles];
    wrong.push(...found.map((f) => `${page.name}, ${page.format}: ${f}`));
  }
  await context.close();
  assert.deepEqual(wrong, []);
}

/** What another width or colour scheme can change, and the pages that have every kind of box. */
const LOOKS = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'];
const KINDS = ['emergency', 'clinician', 'minimal'];
const ALL = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Runs axe at both widths in both schemes; handed over by the debugger, so that the page's own policy stays in force. */
async function accessible(tab, page) {
  await tab.evaluate(axe);
  const wrong = [];
  const looks = [[320, 'light', ALL], [1280, 'light', LOOKS], [1280, 'dark', LOOKS], [320, 'dark', LOOKS]];
  for (const [width, colorScheme, runOnly] of KINDS.includes(page.name) ? looks : looks.slice(0, 1)) {
    await tab.setViewportSize({ width, height: 900 });
    await tab.emulateMedia({ colorScheme });
    const found = await tab.evaluate(async ([open, runOnly]) => {
      for (const details of document.querySelectorAll('details')) details.open = open;
      const { violations } = await window.axe.run(document, { runOnly, resultTypes: ['violations'] });
      return violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html} ${n.failureSummary}`).join(' | ')}`);
    }, [page.name === 'minimal', runOnly]);
    wrong.push(...found.map((f) => `${width} px, ${colorScheme}: ${f}`));
  }
  return wrong;
}

/** What a page is made of, read once. */
function read() {
  const details = [...document.querySelectorAll('details')];
  for (const one of details) one.open = true;
  const wide = document.documentElement.scrollWidth;
  for (const one of details) one.open = false;
  const handlers = [...document.querySelectorAll('*')].flatMap((e) => [...e.attributes].filter((a) => a.name.startsWith('on')).map((a) => a.name));
  return {
    wide,
    title: document.title,
    heading: document.querySelector('h1').innerText,
    active: [...document.querySelectorAll('script, iframe, object, embed, form, link[rel=stylesheet]')].map((e) => e.outerHTML).concat(handlers),
    policy: document.querySelector('meta[http-equiv=Content-Security-Policy]')?.content ?? '',
    ids: [...document.querySelectorAll('[id]')].map((e) => e.id),
    links: [...document.querySelectorAll('a[href^="#"]')].map((e) => e.getAttribute('href').slice(1)),
    sections: [...document.querySelectorAll('main h2')].map((h) => h.id),
    first: document.querySelector('main').firstElementChild?.classList[0],
    boxes: document.querySelectorAll('input').length,
    pictures: document.querySelectorAll('svg[role=img]').length,
  };
}

const isGuide = (page) => page.format === 'html';
const isCard = (page) => page.format === 'card';
const isPlan = (page) => page.format === 'plan';

describe('guide, card and plan', { concurrency: 3 }, () => {
  test('the Nu checker has no errors', async () => {
    const jar = require.resolve('vnu-jar/build/dist/vnu.jar');
    const { stdout } = await run('java', ['-Xss4m', '-XX:TieredStopAtLevel=1', '-jar', jar, '--stdout', '--exit-zero-always', '--format', 'json', ...pages.map((p) => p.file)],
      { maxBuffer: 1 << 26 });
    const { messages } = JSON.parse(stdout);
    const errors = messages.filter((m) => m.type !== 'info' || m.subType === 'warning');
    assert.deepEqual([...new Set(errors.map((m) => `${m.type}: ${m.message} ${m.extract ?? ''}`))], []);
  });

  for (const [words, wanted] of [['guides', isGuide], ['cards', isCard], ['plans', isPlan]]) {
    test(`axe finds nothing in ${words}, narrow and wide, light and dark`, async () => {
      await each({ reducedMotion: 'reduce' }, accessible, wanted);
    });
  }

  test('at 320 px: no sideways scroll, no error, no request but for the page', async () => {
    await each({ viewport: { width: 320, height: 800 } }, async (tab, page) => {
      page.made = await tab.evaluate(read);
      return page.made.wide > 320 ? [`${page.made.wide} px wide`] : [];
    });
    assert.deepEqual(asked.filter((url) => !url.startsWith('data:') && !pages.some((p) => url === origin + p.path)), []);
    assert.deepEqual(hits.filter((path) => !pages.some((p) => p.path === path)), []);

    for (const { made, json, name, format } of pages) {
      const place = `${name}, ${format}`;
      assert.deepEqual(made.active, [], `${place}: nothing active`);
      assert.match(made.policy, /^default-src 'none'; style-src 'unsafe-inline'; img-src data:/, place);
      assert.deepEqual(made.ids.filter((id, at) => made.ids.indexOf(id) !== at), [], `${place}: ids are there once`);
      assert.deepEqual(made.links.filter((id) => !made.ids.includes(id)), [], `${place}: links lead somewhere`);
      if (name.startsWith('hostile')) {
        assert.ok(made.heading.includes(HOSTILE), `${place}: the name is text, not ${made.heading}`);
        assert.ok(made.title.includes(HOSTILE), `${place}: the name is text, not ${made.title}`);
      }
      if (json.stop.length) assert.equal(made.first, 'stop', `${place}: the stop box comes first`);
      if (json.ends) {
        assert.deepEqual(made.sections, format === 'card' ? ['stop'] : ['stop', 'sources'], `${place}: nothing but the stop box`);
        assert.equal(made.boxes + made.pictures, 0, place);
      }
      if (format === 'html') {
        const parts = json.sections.flatMap((s) => s.items.flatMap((i) => [`item-${i.id}`, `do-${i.id}`, `why-${i.id}`]));
        assert.deepEqual(parts.filter((id) => !made.ids.includes(id)), [], `${place}: every item is whole`);
        assert.equal(made.pictures, json.ends ? 0 : 1, `${place}: the timeline`);
      } else if (format === 'plan') {
        assert.equal(made.pictures, json.ends ? 0 : 1, `${place}: the load of the weeks`);
      } else if (!json.ends) {
        assert.ok(made.boxes > 0, `${place}: items`);
      }
    }
  });

  test('a tick box is ticked by its words, without script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const tab = await context.newPage();
    for (const page of pages.filter((p) => p.name === 'maya' && !isPlan(p))) {
      await tab.goto(origin + page.path);
      const box = tab.locator('.tick').first();
      await tab.locator('.item label').first().click();
      assert.ok(await box.isChecked(), page.format);
    }
    await context.close();
  });

  test('the Tab key reaches the skip link first and then every tick box', async () => {
    await each({}, async (tab) => {
      const [wanted, stops] = await tab.evaluate(() => {
        window.seen = [];
        document.addEventListener('focusin', (event) => window.seen.push(event.target.id || event.target.className));
        return [[...document.querySelectorAll('.tick')].map((box) => box.id), document.querySelectorAll('a, input, summary').length];
      });
      await Promise.all(Array.from({ length: stops }, () => tab.keyboard.press('Tab')));
      const seen = await tab.evaluate(() => window.seen);
      const order = [...new Set(seen)].filter((id) => wanted.includes(id));
      const wrong = order.join() === wanted.join() ? [] : [`reached ${order.length} of ${wanted.length}`];
      if (wanted.length && seen[0] !== 'skip') wrong.push(`first is ${seen[0]}`);
      return wrong;
    }, (page) => page.name === 'maya');
  });

  test('printed, no words stand on others, and all that is folded is there', async () => {
    const paper = await reader(browser);
    await each({}, (tab) => paper.wrong(tab), (page) => !isCard(page));
    await paper.close();
  });

  test('printed, items are kept whole', async () => {
    await each({ media: 'print' }, (tab) => tab.evaluate(() =>
      [...document.querySelectorAll('.item, .day')].filter((part) => getComputedStyle(part).breakInside !== 'avoid').map((part) => `may break: ${part.textContent}`)));
  });

  test('printed, all is black on white', async () => {
    await each({ media: 'print', colorScheme: 'dark' }, async (tab) => {
      return tab.evaluate(() => {
        const wrong = new Set();
        const luminance = (colour) => { const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number); return a === 0 ? null : (r + g + b) / 765; };
        for (const element of document.querySelectorAll('body, body *')) {
          if (element.closest('svg') || element.matches('input') || !element.checkVisibility()) continue;
          const style = getComputedStyle(element);
          const ground = luminance(style.backgroundColor);
          if (ground !== null && ground < 0.95) wrong.add(`ground of ${element.className || element.tagName}`);
          if (luminance(style.color) > 0.25) wrong.add(`ink of ${element.className || element.tagName}`);
        }
        return [...wrong];
      });
    }, (page) => ['maya', 'clinician'].includes(page.name));
  });

  test('the card prints on exactly one sheet of A4', async () => {
    await each({}, async (tab) => {
      const pdf = (await tab.pdf({ preferCSSPageSize: true })).toString('latin1');
      const sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length;
      const [width, height] = pdf.match(/\/MediaBox\s*\[([\d. ]+)\]/)[1].trim().split(/\s+/).slice(2).map(Number);
      const a4 = Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2;
      return [...(sheets === 1 ? [] : [`${sheets} sheets`]), ...(a4 ? [] : [`${width} × ${height} pt`])];
    }, isCard);
  });
});
