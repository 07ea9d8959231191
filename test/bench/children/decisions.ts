import { readFileSync } from 'node:fs';

import { inForce } from '../../../src/filter/proxy/in-force.ts';
import { readKeys } from '../../../src/filter/ruleset/keys.ts';
import { readNewestRuleset } from '../../../src/filter/ruleset/read.ts';
import { siteFolder } from '../../../src/filter/ruleset/site-folder.ts';
import { median } from '../figures.ts';

/* Asks the engine every question several times and prints decisions per second (the median pass). Arguments: data folder, file of questions. */

const PASSES = 5;
const [data = '', file = ''] = process.argv.slice(2);
const folder = siteFolder(data, 'main');
const started = performance.now();
const { found } = readNewestRuleset(folder, readKeys(folder).rulesetPublicKey);
const lists = found?.lists ?? null;
if (found === null || lists === null) throw new Error('there is no ruleset to decide by');
const { epoch, number } = found.header;
const rules = inForce({ epoch, number, ruleset: found.ruleset, lists }, []);
const loadMs = performance.now() - started;
const people = found.ruleset.people.map(({ id }) => id);
const questions = readFileSync(file, 'utf8').split('\n');
const nowMs = Temporal.Now.instant().epochMilliseconds;
const rates: number[] = [];
let blocked = 0;
for (let pass = 0; pass <= PASSES; pass++) {
  blocked = 0;
  const start = performance.now();
  for (let i = 0; i < questions.length; i++) {
    const decision = rules.decide({
      host: questions[i] ?? '',
      port: 443,
      scheme: 'https',
      personId: people[i % people.length] ?? null,
      nowMs,
    });
    if (decision.verdict === 'block') blocked++;
  }
  // The first pass warms the compiler up.
  if (pass > 0) rates.push(questions.length / ((performance.now() - start) / 1000));
}
console.log(JSON.stringify({ perSecond: median(rates), blocked, loadMs }));
