import { existsSync } from 'node:fs';

import { siteFolder } from '../filter/ruleset/site-folder.ts';
import { filterChanges } from '../platform/commands/filter-changes.ts';
import type { Config } from '../platform/config/config.ts';
import { systemClock } from '../platform/time/clock.ts';
import { backups, mail, virusScanner } from './doctor/backups-and-mail.ts';
import { filterState, listsAge, spoolBacklog } from './doctor/filter.ts';
import type { Finding } from './doctor/finding.ts';
import { certificate, dataFolder, diskSpace, nodeVersion, processes } from './doctor/machine.ts';
import {
  auditChains,
  clockAgainstRecords,
  databaseVersion,
  intakePositions,
  overdue,
  vacantPosts,
} from './doctor/records.ts';
import { FOUND, NOT_UNDERSTOOD } from './exit-codes.ts';
import { withWhole } from './open-whole.ts';

/** `doctor`: what is set, reachable and overdue, a line each, with a cure where something needs somebody; then it ends with 1. Changes nothing. */
export async function doctor(args: readonly string[], config: Config): Promise<number> {
  if (args.length > 0) {
    console.error('doctor: it takes no options.');
    return NOT_UNDERSTOOD;
  }
  const findings = await examine(config);
  for (const { about, says, cure } of findings) {
    console.log(`${cure === undefined ? 'ok   ' : 'LOOK '} ${about.padEnd(14)} ${says}`);
    if (cure !== undefined) console.log(`${' '.repeat(21)}→ ${cure}`);
  }
  const open = findings.filter((finding) => finding.cure !== undefined).length;
  console.log(
    open === 0
      ? `\nAll ${String(findings.length)} things looked at are well.`
      : `\n${String(open)} of ${String(findings.length)} things need somebody.`,
  );
  return open === 0 ? 0 : FOUND;
}

async function examine(config: Config): Promise<readonly Finding[]> {
  const machine = [nodeVersion(), dataFolder(config.dataFolder)];
  if (!existsSync(config.dataFolder)) return [...machine, ...(await processes(config)).findings];
  const { running, findings } = await processes(config);
  const around = [
    ...machine,
    diskSpace(config.dataFolder),
    ...certificate(config, systemClock.now()),
    await virusScanner(config),
    ...findings,
  ];
  const version = await databaseVersion(config.storeAddress());
  if (version.about === 'records' && running) {
    return [...around, { ...version, cure: 'Open the set-up link that npm start printed.' }];
  }
  if (version.cure !== undefined) return [...around, version];
  return [...around, version, ...(await examineRecords(config))];
}

function examineRecords(config: Config): Promise<readonly Finding[]> {
  return withWhole(config, async (whole, school) => {
    const site = siteFolder(config.dataFolder, 'main');
    if (school === undefined) {
      return [{ about: 'school', says: 'there is none yet', cure: 'Open the set-up link that npm start prints.' }];
    }
    const { wanted } = await filterChanges(whole.store).of(school);
    return [
      ...filterState(site, systemClock, wanted),
      ...listsAge(site, systemClock),
      spoolBacklog(site, systemClock, await intakePositions(whole)),
      ...(await auditChains(whole)),
      ...(await backups(whole, school)),
      await mail(whole),
      await vacantPosts(whole, school),
      ...(await overdue(whole, school)),
      await clockAgainstRecords(whole),
    ];
  });
}
