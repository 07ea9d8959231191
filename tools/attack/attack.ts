import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { explanationOf } from './explained.ts';
import type { Scan } from './finding.ts';
import { demandScanners } from './program.ts';
import { ffuf, slowhttptest, sqlmap, testssl, wapiti } from './scans.ts';
import { startTarget, type Target } from './target.ts';

/*
 * `npm run test:attack`: common scanners against the demonstration, behind TLS on this machine and nowhere else. Ends with 1 when one finds something
 * that explained.ts does not explain, and when one did not do its work. `npm run test:attack -- ffuf testssl` runs only those.
 */

const scans: Readonly<Record<string, (target: Target) => Promise<Scan>>> = {
  testssl,
  ffuf,
  'wapiti-teacher': (target) => wapiti(target, 'teacher'),
  'wapiti-technician': (target) => wapiti(target, 'technician'),
  sqlmap,
  slowhttptest,
};

async function attack(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !Object.hasOwn(scans, name));
  if (unknown.length > 0) {
    console.error(`No scan is called ${unknown.join(', ')}. There are: ${Object.keys(scans).join(', ')}.`);
    return 64;
  }
  demandScanners();
  console.log('attack: making the demonstration, behind TLS');
  const target = await startTarget();
  const report: string[] = [];
  const say = (line: string): void => {
    console.log(line);
    report.push(line);
  };
  let bad = 0;
  try {
    for (const [name, scan] of Object.entries(scans)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      console.log(`attack: ${name} …`);
      try {
        const { looked, findings } = await scan(target);
        const open = findings.filter((finding) => explanationOf(finding) === undefined);
        bad += open.length;
        say(`${name}: ${looked}; ${String(findings.length)} findings, ${String(open.length)} unexplained`);
        for (const finding of findings) {
          const because = explanationOf(finding);
          say(
            `  ${because === undefined ? 'OPEN     ' : 'explained'} ${finding.what} at ${finding.where}: ${because ?? finding.detail}`,
          );
        }
      } catch (error) {
        bad++;
        say(`${name}: FAILED: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    const health = target.running.child('webd.ts') !== undefined && target.running.child('filterd.ts') !== undefined;
    if (!health) {
      bad++;
      say('afterwards: a process is gone');
    } else if (target.running.output().includes('starting it again')) {
      bad++;
      say('afterwards: a process died and was started again');
    } else say('afterwards: both processes live, and none was started again');
  } finally {
    await target.end();
  }
  const folder = join(import.meta.dirname, '..', '..', 'test', '.output');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'attack.txt'), `${report.join('\n')}\n`);
  console.log(bad === 0 ? 'attack: nothing unexplained was found' : `attack: ${String(bad)} to mend or explain`);
  return bad === 0 ? 0 : 1;
}

process.exitCode = await attack(process.argv.slice(2));
