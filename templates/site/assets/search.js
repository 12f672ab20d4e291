// Search in the browser, on the index that the site was built with. Nothing is loaded before the first letter is typed.
//
// What a page brings:
//
//   <form role="search" data-index="…/search/index.json" data-failed="…" data-none="…" data-other="{count} …" data-one="…">
//     <label for="q">…</label> <input id="q" type="search" autocomplete="off">
//     <p role="status"></p>          says how many were found; may be hidden from eyes only
//     <div data-results hidden></div>
//   </form>
//
// `data-index` is resolved against the page; documents stand below the folder that holds `search/`. A form that is `hidden`
// is shown, since without this script it would do nothing. Words are the page's: `data-failed`, `data-none` and, by the
// plural category of the number in the page's language, `data-zero`, `data-one`, `data-two`, `data-few`, `data-many` or
// `data-other`; `{count}` and `{query}` are filled in.
//
// What it gets, in `data-results`, shown while there are results:
//
//   <ol class="search-results"><li><a class="search-result" href="…">
//     <span class="search-title">… <mark>…</mark> …</span> <span class="search-kind">…</span>
//     <span class="search-excerpt">… <mark>…</mark> …</span></a></li>…</ol>
//
// Excerpts are taken from the pages that were found: from `[data-search-text]` if there is such an element, else from
// `main`; for an address with a fragment from the element that it names.
//
// A check box in `[data-search-key]`, shown like the form, turns the key `/` off for this browser and on again.
//
// Keys: `/` goes to the search; down and up go through the results and back; Home and End; Enter opens the first or the
// chosen one; Escape closes the results, then empties the search.
(() => {
  'use strict';

  const SHOWN = 10; // results
  const LONGEST = 40; // letters of a word
  const TOKENS = 12; // words of a query
  const COMPLETIONS = 40; // words that begin with a word of the query
  const EXCERPT = 160; // letters
  const PAUSE = 90; // milliseconds without typing before a search

  const SPECIAL = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', ς: 'σ' };
  const ALONE = '\\u0e00-\\u0e7f\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
  const WORD = new RegExp(`[${ALONE}]|(?:(?![${ALONE}])[\\p{Alphabetic}\\p{N}])+`, 'gu');
  const WRITTEN = /[\p{Alphabetic}\p{N}\p{M}]+/gu;

  /** A text as the words that are looked up; the builder of the index has the same function. */
  const words = (text) => {
    const plain = text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
    const folded = plain.replace(/[ßæœþøđðłıς]/g, (letter) => SPECIAL[letter]);
    return (folded.match(WORD) ?? []).map((word) => [...word].slice(0, LONGEST).join(''));
  };

  /** How many letters must be changed, added, left out or swapped; with `open`, letters may follow. More than `most` is Infinity. */
  const distance = (from, to, most, open) => {
    if (from.length - to.length > most || (!open && to.length - from.length > most)) return Infinity;
    const width = Math.min(to.length, from.length + most);
    let [before, last] = [[], Array.from({ length: width + 1 }, (_, j) => j)];
    for (let i = 1; i <= from.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= width; j++) {
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row.push(cost);
        least = Math.min(least, cost);
      }
      if (least > most) return Infinity;
      [before, last] = [last, row];
    }
    const found = open ? Math.min(...last) : last[to.length] ?? Infinity;
    return found <= most ? found : Infinity;
  };

  /** The last place of a sorted list whose value is not above another. */
  const placeOf = (list, value) => {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  class Gone extends Error {}

  const get = async (url, kind, options) => {
    const response = await fetch(url, options);
    if (!response.ok) throw new (response.status === 404 ? Gone : Error)(`${url}: ${response.status}`);
    return response[kind]();
  };

  /** The index: its files are loaded when they are first needed, and once. */
  class Index {
    constructor(url) {
      this.url = url;
      this.root = new URL('../', url);
      this.loaded = new Map();
    }

    once(key, load) {
      if (!this.loaded.has(key)) {
        const loading = load();
        loading.catch(() => this.loaded.delete(key));
        this.loaded.set(key, loading);
      }
      return this.loaded.get(key);
    }

    head() {
      return this.once('head', () => get(this.url, 'json', { cache: 'no-cache' }));
    }

    async shard(kind, at, ending, read) {
      const head = await this.head();
      const name = `${kind}-${head[kind].files[at]}.${ending}`;
      return this.once(name, async () => read(await get(new URL(name, this.url), ending === 'bin' ? 'arrayBuffer' : 'json')));
    }

    /** The words of one shard, with their numbers. */
    async words(at) {
      const { t } = await this.head();
      const list = await this.shard('t', at, 'json', (text) => {
        let before = '';
        return text.trim().split(' ').map((entry) => (before = before.slice(0, parseInt(entry[0], 36)) + entry.slice(1)));
      });
      return list.map((word, i) => [word, t.from[at] + i]);
    }

    /** The words of all shards that may hold what begins with `start`. */
    async family(start) {
      const { t } = await this.head();
      if (t.first.length === 0) return [];
      const first = Math.max(placeOf(t.first, start), 0);
      const last = Math.max(placeOf(t.first, `${start}\uffff`), first);
      const shards = await Promise.all(Array.from({ length: last - first + 1 }, (_, i) => this.words(first + i)));
      return shards.flat();
    }

    /** The documents of a word, with its weight in each. */
    async documents(word) {
      const { p } = await this.head();
      const at = placeOf(p.from, word);
      const lists = await this.shard('p', at, 'bin', (buffer) => {
        const [bytes, lists] = [new Uint8Array(buffer), []];
        for (let next = 0; next < bytes.length; ) {
          const [length, start] = varint(bytes, next);
          next = start + length;
          lists.push(bytes.subarray(start, next));
        }
        return lists;
      });
      const [list, found] = [lists[word - p.from[at]], []];
      for (let next = 0, document = -1; next < list.length; ) {
        const [number, after] = varint(list, next);
        document += (number >>> 3) + 1;
        found.push([document, ((number & 7) + 1) / 8]);
        next = after;
      }
      return found;
    }

    /** Address, title and kind of a document. */
    async entry(document) {
      const { d, kinds } = await this.head();
      const at = placeOf(d.from, document);
      const rows = await this.shard('d', at, 'json', (rows) => rows);
      const [url, title, kind] = rows[document - d.from[at]];
      return { url: new URL(url, this.root), title, kind: kinds[kind] };
    }

    /** What a page says, for its excerpt; nothing if it cannot be read. */
    async text(url) {
      const page = new URL(url);
      page.hash = '';
      try {
        const html = await this.once(page.href, () => get(page, 'text'));
        const read = new DOMParser().parseFromString(html, 'text/html');
        const named = url.hash && read.getElementById(decodeURIComponent(url.hash.slice(1)));
        const marked = read.querySelectorAll('[data-search-text]');
        const parts = named ? [named] : marked.length ? [...marked] : [...read.querySelectorAll('main')];
        return parts.map(spoken).join(' ').replace(/\s+/g, ' ').trim();
      } catch {
        return '';
      }
    }

    /** The words of the index that a word of a query may mean, with how sure that is. */
    async meanings(word, isLast) {
      const letters = [...word];
      // `a` does not mean `and`; who is still typing may mean much.
      const isOpen = letters.length >= (isLast ? 2 : 3);
      const [family, meant] = [await this.family(letters[0]), []];
      const add = (number, term, sure) => meant.push({ number, term, sure });
      const completions = [];
      for (const [term, number] of family) {
        if (term === word) add(number, term, 1);
        else if (isOpen && term.startsWith(word)) completions.push([term, number]);
        // `stretches` also means `stretch`.
        else if (word.length - term.length <= 3 && term.length >= 4 && word.startsWith(term)) add(number, term, 0.6);
      }
      const isKnown = meant.some((one) => one.sure === 1);
      completions.sort(([a], [b]) => a.length - b.length);
      for (const [term, number] of completions.slice(0, COMPLETIONS)) add(number, term, 0.8 * Math.sqrt(word.length / term.length));
      const most = letters.length < 4 ? 0 : letters.length < 8 ? 1 : 2;
      if (isKnown || most === 0) return meant;
      const near = (among) => {
        for (const [term, number] of among) {
          if (term.startsWith(word) || word.startsWith(term)) continue;
          const whole = distance(word, term, most, false);
          const apart = Math.min(whole, distance(word, term, Math.min(most, 1), true) + 0.5);
          if (apart < Infinity) add(number, term, 0.7 / (1 + apart));
        }
      };
      near(family);
      // Nobody errs in the first letter but now and then; only then all words are read.
      if (meant.length === 0) near(await this.family(''));
      return meant;
    }

    /** The documents that a query finds, the best first, and the words that it found. */
    async find(query) {
      const { documents } = await this.head();
      const scores = new Map();
      const found = new Set();
      const tokens = [...new Set(words(query))].slice(0, TOKENS);
      let [all, most] = [0, 0];
      await Promise.all(tokens.map(async (token, i) => {
        const meant = await this.meanings(token, i === tokens.length - 1);
        const lists = await Promise.all(meant.map((one) => this.documents(one.number)));
        return { meant, lists };
      })).then((tokens) => {
        for (const { meant, lists } of tokens) {
          if (meant.length === 0) continue;
          // As rare as the word itself, or as the most common that it may mean: a rare misreading must not win.
          const exact = meant.findIndex((one) => one.sure === 1);
          const common = exact >= 0 ? lists[exact].length : Math.max(...lists.map((list) => list.length));
          const rarity = Math.log(1 + (documents - common + 0.5) / (common + 0.5));
          all += rarity;
          const best = new Map();
          meant.forEach((one, i) => {
            found.add(one.term);
            for (const [document, weight] of lists[i]) {
              const score = one.sure * weight * rarity;
              if (score > (best.get(document) ?? 0)) best.set(document, score);
            }
          });
          for (const [document, score] of best) {
            const sum = scores.get(document) ?? { score: 0, share: 0 };
            scores.set(document, { score: sum.score + score, share: sum.share + rarity });
            most = Math.max(most, sum.share + rarity);
          }
        }
      });
      // What has less than half of what the best has was not asked for.
      const ranked = [...scores]
        .filter(([, { share }]) => share >= most / 2)
        .map(([document, { score, share }]) => [document, (score * share) / all])
        .sort(([a, x], [b, y]) => y - x || a - b);
      return { documents: ranked.map(([document]) => document), found };
    }
  }

  /** A number of seven bits a byte, and where the next begins. */
  const varint = (bytes, at) => {
    let [number, shift] = [0, 0];
    while (bytes[at] >= 0x80) {
      number |= (bytes[at++] & 0x7f) << shift;
      shift += 7;
    }
    return [number | (bytes[at] << shift), at + 1];
  };

  /** The words of an element as somebody reads them: blocks apart, without scripts and drawings. */
  const spoken = (element) => {
    for (const silent of element.querySelectorAll('script, style, svg, nav, [hidden]')) silent.remove();
    for (const block of element.querySelectorAll('p, li, h1, h2, h3, h4, h5, h6, dt, dd, td, th, br, div, section')) block.append(' ');
    return element.textContent;
  };

  /** Where words of a text were looked for: pairs of begin and end. */
  const marks = (text, found) => {
    const places = [];
    for (const match of text.matchAll(WRITTEN)) {
      const parts = words(match[0]);
      if (parts.some((part) => found.has(part))) {
        places.push([match.index, match.index + match[0].length]);
      }
    }
    return places;
  };

  /** A text with marks, as nodes. */
  const marked = (text, places, start = 0, end = text.length) => {
    const nodes = [];
    let at = start;
    for (const [from, to] of places) {
      if (from < at || to > end) continue;
      const mark = document.createElement('mark');
      mark.textContent = text.slice(from, to);
      nodes.push(text.slice(at, from), mark);
      at = to;
    }
    nodes.push(text.slice(at, end));
    return nodes;
  };

  /** The part of a text that shows most of what was looked for, as nodes. */
  const excerpt = (text, found) => {
    const places = marks(text, found);
    let [best, most] = [0, 0];
    places.forEach(([from], i) => {
      const inside = places.slice(i).filter(([, to]) => to <= from + EXCERPT * 0.8);
      const different = new Set(inside.map(([a, b]) => text.slice(a, b).toLowerCase())).size;
      if (different > most) [best, most] = [from, different];
    });
    let start = Math.max(0, best - EXCERPT / 5);
    if (start > 0) start = text.indexOf(' ', start) + 1;
    let end = Math.min(text.length, start + EXCERPT);
    if (end < text.length) end = Math.max(text.lastIndexOf(' ', end), start + EXCERPT / 2);
    return [start > 0 ? '… ' : '', ...marked(text, places, start, end), end < text.length ? ' …' : ''];
  };

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  class Search {
    constructor(form) {
      this.form = form;
      this.input = form.querySelector('input[type=search]');
      this.results = form.querySelector('[data-results]');
      this.status = form.querySelector('[role=status]');
      this.index = new Index(new URL(form.dataset.index, document.baseURI));
      this.run = 0;
      this.input.addEventListener('input', () => this.soon());
      this.input.addEventListener('focus', () => this.open());
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        this.enter();
      });
      form.addEventListener('keydown', (event) => this.key(event));
      document.addEventListener('focusin', (event) => form.contains(event.target) || this.close());
      document.addEventListener('pointerdown', (event) => form.contains(event.target) || this.close());
      form.hidden = false;
    }

    get links() {
      return [...this.results.querySelectorAll('a')];
    }

    say(word, count = 0) {
      const template = this.form.dataset[word] ?? this.form.dataset.other ?? '';
      const fill = { count: String(count), query: this.input.value.trim() };
      this.status.textContent = template.replace(/\{(count|query)\}/g, (_, name) => fill[name]);
    }

    close() {
      this.results.hidden = true;
    }

    /** What was found for the words that still stand there. */
    open() {
      if (this.links.length > 0 && this.shown === this.input.value.trim()) this.results.hidden = false;
    }

    soon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), PAUSE);
    }

    /** Opens the first result, of a search that is perhaps still to come. */
    async enter() {
      clearTimeout(this.timer);
      await this.search();
      this.links[0]?.click();
    }

    async search() {
      const query = this.input.value.trim();
      if (query === this.shown) return this.open();
      const run = ++this.run;
      if (words(query).join('').length < 2 && !new RegExp(`[${ALONE}]`, 'u').test(query)) {
        this.show(query, []);
        this.status.textContent = '';
        return;
      }
      try {
        await this.look(query, run).catch((error) => {
          if (!(error instanceof Gone)) throw error;
          // The site was published anew while this page was open: its old files are gone, its new index is there.
          this.index = new Index(this.index.url);
          return this.look(query, run);
        });
      } catch {
        if (run !== this.run) return;
        this.show(undefined, []);
        this.say('failed');
      }
    }

    async look(query, run) {
      const { documents, found } = await this.index.find(query);
      const entries = await Promise.all(documents.slice(0, SHOWN).map((document) => this.index.entry(document)));
      if (run !== this.run) return;
      const items = entries.map(({ url, title, kind }) => {
        const words = element('span', 'search-excerpt');
        const head = element('span', 'search-title', ...marked(title, marks(title, found)));
        const link = element('a', 'search-result', head, ' ', element('span', 'search-kind', kind), ' ', words);
        link.href = url.href;
        this.index.text(url).then((text) => words.append(...excerpt(text, found)));
        return element('li', '', link);
      });
      this.show(query, items);
      const language = document.documentElement.lang || undefined;
      this.say(documents.length === 0 ? 'none' : new Intl.PluralRules(language).select(documents.length), documents.length);
    }

    show(query, items) {
      this.shown = query;
      this.results.replaceChildren(...(items.length ? [element('ol', 'search-results', ...items)] : []));
      this.results.hidden = items.length === 0;
    }

    key(event) {
      if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
      const links = this.links;
      const at = links.indexOf(document.activeElement);
      const inResults = at >= 0;
      const go = {
        ArrowDown: () => links[Math.min(at + 1, links.length - 1)],
        ArrowUp: () => (inResults ? (links[at - 1] ?? this.input) : undefined),
        Home: () => (inResults ? links[0] : undefined),
        End: () => (inResults ? links[links.length - 1] : undefined),
      }[event.key];
      if (event.key === 'Escape') {
        event.preventDefault();
        if (this.results.hidden) {
          this.input.value = '';
          this.search();
        }
        this.input.focus();
        this.close();
      } else if (go) {
        if (event.key === 'ArrowDown' && !inResults) this.open();
        const next = this.results.hidden ? undefined : go();
        if (!next) return;
        event.preventDefault();
        next.focus();
      }
    }
  }

  const searches = [...document.querySelectorAll('form[role=search][data-index]')].map((form) => new Search(form));
  const first = searches.find((search) => search.form.closest('main')) ?? searches[0];

  /** Whether `/` goes to the search. Who speaks to a machine turns it off; where nothing can be kept it holds for a page. */
  const shortcut = {
    name: 'afterrun-search-key',
    isOn: true,
    read() {
      try {
        this.isOn = localStorage.getItem(this.name) !== 'off';
      } catch {}
    },
    set(isOn) {
      this.isOn = isOn;
      try {
        if (isOn) localStorage.removeItem(this.name);
        else localStorage.setItem(this.name, 'off');
      } catch {}
      this.show();
    },
    show() {
      for (const { input } of searches) {
        if (this.isOn) input.setAttribute('aria-keyshortcuts', '/');
        else input.removeAttribute('aria-keyshortcuts');
        const hint = document.getElementById(input.getAttribute('aria-describedby'));
        if (hint) hint.hidden = !this.isOn;
      }
    },
  };
  shortcut.read();
  shortcut.show();
  for (const place of searches.length ? document.querySelectorAll('[data-search-key]') : []) {
    const box = place.querySelector('input[type=checkbox]');
    box.checked = shortcut.isOn;
    box.addEventListener('change', () => shortcut.set(box.checked));
    place.hidden = false;
  }
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.isContentEditable || event.target.closest?.('input, textarea, select');
    if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey || isTyping || !first || !shortcut.isOn) return;
    event.preventDefault();
    first.input.focus();
    first.input.select();
  });
})();
