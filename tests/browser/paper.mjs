// What is on paper: a page as it prints, read back from its PDF.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Letters and signs alone, as a line may end anywhere and a font may join letters. */
const squashed = (text) => text.normalize('NFKC').replace(/\s+/g, '');

/** The texts that a screen folds away. */
function folded() {
  return [...document.querySelectorAll('details > :not(summary)')].flatMap((part) => {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) found.push(texts.currentNode.data);
    return found;
  });
}

/** A tab that reads PDF. */
export async function reader(browser) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const code = await Promise.all(['pdf', 'pdf.worker'].map((name) => readFile(require.resolve(`pdfjs-dist/build/${name}.min.mjs`), 'utf8')));
  await tab.evaluate(async ([main, worker]) => {
    const address = (script) => URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    window.pdf = await import(address(main));
    window.pdf.GlobalWorkerOptions.workerSrc = address(worker);
  }, code);

  return {
    /** Prints the page that is open in `page`, and tells what is folded away on paper too, and which words stand on others. */
    async wrong(page) {
      const wanted = await page.evaluate(folded);
      const bytes = await page.pdf({ preferCSSPageSize: true });
      const { texts, overlaps } = await tab.evaluate(async (base64) => {
        const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const file = await window.pdf.getDocument({ data }).promise;
        const texts = [];
        const overlaps = [];
        for (let sheet = 1; sheet <= file.numPages; sheet += 1) {
          const { items } = await (await file.getPage(sheet)).getTextContent();
          const boxes = [];
          for (const { str, width, transform: [a, b, , , left, foot] } of items) {
            texts.push(str);
            // Half the height of the type: lines that are set close do not stand on each other.
            if (str.trim()) boxes.push({ str, left, right: left + width, foot, top: foot + Math.hypot(a, b) / 2 });
          }
          boxes.forEach((one, at) => {
            for (const other of boxes.slice(at + 1)) {
              const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
              const high = Math.min(one.top, other.top) - Math.max(one.foot, other.foot);
              if (wide > 1 && high > 1) overlaps.push(`sheet ${sheet}: “${one.str}” and “${other.str}” in one place`);
            }
          });
        }
        return { texts, overlaps };
      }, bytes.toString('base64'));
      const words = squashed(texts.join(''));
      return [...wanted.filter((text) => !words.includes(squashed(text))).map((text) => `not on paper: ${text}`), ...overlaps];
    },
    close: () => context.close(),
  };
}
