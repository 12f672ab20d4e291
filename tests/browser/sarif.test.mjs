// Whether SARIF reports keep the schema of SARIF 2.1.0, as its makers publish it.
//
//     AFTERRUN_BIN=target/debug/afterrun node --test tests/browser
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';

const require = createRequire(import.meta.url);
const Ajv = require('ajv');
const root = resolve(import.meta.dirname, '../..');
const bin = process.env.AFTERRUN_BIN && resolve(process.env.AFTERRUN_BIN);

const schema = JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
const ajv = new Ajv({ schemaId: 'auto', allErrors: true });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
const validate = ajv.compile(schema);

const folder = mkdtempSync(join(tmpdir(), 'afterrun-sarif-'));
after(() => rmSync(folder, { recursive: true }));

/** A copy of the tiny pack with these files, checked. */
function report(name, files) {
  cpSync(join(root, 'tests/packs/mini'), join(folder, name), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, name, path), text);
  const ran = spawnSync(bin, ['check', '--format', 'sarif', '--content', name], { cwd: folder, encoding: 'utf8' });
  return JSON.parse(ran.stdout);
}

const FAULTS = {
  'faqs/b, ä 50%.yaml': '- id: first-meal\n  question: Ä?\n  anwser: Yes.\n  answer: Yes.\n  updated: soon\n',
  'measures.yaml': '- id: a\n  title: A\n  unit: kgg\n  cases: [{ id: x, value: 1 kg + }]\n',
  'guidance/bad.yaml': 'id: [\n',
  'guidance/latin.yaml': Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xff]),
};
const GAP = { 'guide.yaml': readFileSync(join(root, 'tests/packs/mini/guide.yaml'), 'utf8').replace('at_least: 0', 'at_least: 2') };

describe('SARIF keeps its schema', { skip: bin ? false : 'AFTERRUN_BIN is not set' }, () => {
  for (const [name, files, least] of [['clean', {}, 0], ['faults', FAULTS, 5], ['gap', GAP, 1]]) {
    test(name, () => {
      const log = report(name, files);
      assert.ok(validate(log), JSON.stringify(validate.errors, null, 1));
      assert.ok(log.runs[0].results.length >= least, JSON.stringify(log.runs[0].results, null, 1));
    });
  }
  test('the schema is asked', () => {
    const log = report('misspelt', GAP);
    log.runs[0].results[0].level = 'fatal';
    assert.ok(!validate(log));
  });
});
