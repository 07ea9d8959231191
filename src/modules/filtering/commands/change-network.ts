import { isIP } from 'node:net';

import { z } from 'zod';

import { normaliseHost } from '../../../filter/engine/normalise-host.ts';
import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { policyProfiles } from '../../policy/index.ts';
import { filteringEvents } from '../events.ts';
import { mayRun } from '../policy.ts';
import { filteringTables, stamp } from '../tables.ts';

/** Our own servers, one `host:port` a line. */
function servers() {
  return z
    .string()
    .max(20_000, 'Enter 200 servers at most')
    .default('')
    .transform((text, context): readonly string[] => {
      const found = new Set<string>();
      for (const [index, raw] of text.split('\n').entries()) {
        const line = raw.trim().toLowerCase();
        if (line === '') continue;
        const match = /^(.+):(\d{1,5})$/.exec(line);
        const host = match?.[1] === undefined ? null : normaliseHost(match[1]);
        const port = Number(match?.[2]);
        if (host === null || !(port >= 1 && port <= 65535) || isWildcard(host)) {
          context.addIssue({
            code: 'custom',
            message: `Line ${String(index + 1)}: write a server like files.school.example:443 or 10.0.0.5:8443`,
          });
          return z.NEVER;
        }
        found.add(`${host}:${String(port)}`);
      }
      if (found.size > 200) {
        context.addIssue({ code: 'custom', message: 'Enter 200 servers at most' });
        return z.NEVER;
      }
      return [...found];
    });
}

function isWildcard(host: string): boolean {
  return isIP(host) !== 0 && host.startsWith('0.');
}

/** Ports that an encrypted connection may use besides 443, with spaces or commas between. */
function ports() {
  return z
    .string()
    .max(400, 'Enter 50 ports at most')
    .default('')
    .transform((text, context): readonly number[] => {
      const words = text.split(/[\s,]+/).filter((word) => word !== '');
      const numbers = new Set(words.map(Number));
      if (
        words.every((word) => /^\d{1,5}$/.test(word)) &&
        [...numbers].every((port) => port >= 1 && port <= 65535) &&
        numbers.size <= 50
      ) {
        return [...numbers].sort((a, b) => a - b);
      }
      context.addIssue({ code: 'custom', message: 'Enter ports as numbers from 1 to 65535, such as 8443, 50 at most' });
      return z.NEVER;
    });
}

/** Changes what the filter may connect to, and the level of a browser that has not signed in. */
export const changeNetwork = command({
  name: 'filtering.change-network',
  input: z.object({
    servers: servers(),
    ports: ports(),
    /** '' is the strictest pupil profile. */
    profile: z.string().max(64).default(''),
    version: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  }),
  events: { 'filter-network-changed': filteringEvents['filter-network-changed'] },
  load: wholeSchool,
  policy: (actor) => mayRun(actor),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, actor, now, input }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to change this.');
    const profile = input.profile === '' ? null : input.profile;
    const known = await policyProfiles(db);
    if (profile !== null && !known.some((one) => one.code === profile)) {
      return failed('profile', 'Choose a level from the list');
    }
    const row = {
      connect_ports: JSON.stringify(input.ports),
      own_servers: JSON.stringify(input.servers),
      network_profile: profile,
      version: input.version + 1,
      changed_by: actor.person,
      changed_at: stamp(now),
    };
    const writer = filteringTables.write(db);
    const kept = await writer.select('filter_network').select('version').executeTakeFirst();
    if (kept === undefined && input.version === 0) await writer.insert('filter_network', row);
    else await changeOne(writer.update('filter_network').set(row).where('version', '=', input.version));
    return done(null, {
      name: 'filter-network-changed',
      subject: db.school,
      data: { ports: input.ports.length, servers: input.servers.length, profile },
    });
  },
});
