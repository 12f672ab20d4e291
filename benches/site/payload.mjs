// What a first query loads: `node payload.mjs SITE [QUERY]...`, after `npm ci` in tests/browser.
//
// Serves a site that was built, types each query into the search of a fresh page, and prints the bytes of the index and of
// the pages for excerpts that were loaded, as they are and as a host that compresses would send them. Then all queries are
// typed in one page, as a visitor does who asks again and again.
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const require = createRequire(new URL('../../tests/browser/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const site = resolve(process.argv[2]);
const queries = process.argv.slice(3);
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const sizes = (files) => `${kb(files.reduce((sum, bytes) => sum + bytes.length, 0))}, compressed ${kb(files.reduce((sum, bytes) => sum + gzipSync(bytes, { level: 6 }).length, 0))}`;

let loaded = [];
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', json: 'application/json' };
const server = createServer(async (request, response) => {
  let path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
  if (path.endsWith('/')) path += 'index.html';
  const bytes = await readFile(join(site, path)).catch(() => undefined);
  if (!bytes) return response.writeHead(404).end();
  loaded.push([path, bytes]);
  response.writeHead(200, { 'Content-Type': types[path.split('.').at(-1)] ?? 'application/octet-stream' }).end(bytes);
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

const folder = join(site, 'search');
const names = await readdir(folder);
const all = await Promise.all(names.map((name) => readFile(join(folder, name))));
console.log(`whole index: ${names.length} files, ${sizes(all)}`);
// Types a query and waits for what is found; gives what is said of it.
const ask = async (page, query) => {
  await page.locator('input[type=search]').first().fill(query);
  await page.waitForFunction(() => document.querySelector('form[role=search] [role=status]').textContent !== '');
  await page.waitForFunction(() => [...document.querySelectorAll('.search-excerpt')].every((one) => one.textContent !== ''));
  return page.locator('form[role=search] [role=status]').first().textContent();
};
const open = async () => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`, { waitUntil: 'networkidle' });
  loaded = [];
  return page;
};
const sum = () => {
  const [index, pages] = [true, false].map((inIndex) => loaded.filter(([path]) => path.startsWith('/search/') === inIndex).map(([, bytes]) => bytes));
  return `index ${index.length} files, ${sizes(index)}; excerpts ${pages.length} pages, ${sizes(pages)}`;
};
for (const query of queries) {
  const page = await open();
  console.log(`"${query}" (${await ask(page, query)}): ${sum()}`);
  await page.close();
}
if (queries.length > 1) {
  const page = await open();
  for (const query of queries) {
    await ask(page, query);
    await page.waitForTimeout(300);
  }
  console.log(`all ${queries.length}, one after the other: ${sum()}`);
}
await browser.close();
server.close();
