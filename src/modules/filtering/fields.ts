import { z } from 'zod';

import { isBroadHost } from '../../filter/engine/broad-host.ts';
import { builtInHelp } from '../../filter/engine/built-in-hosts.ts';
import { Unusable } from '../../platform/errors/errors.ts';
import { day } from '../../platform/forms/fields.ts';
import { schoolDay, SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';
import { readPlace } from './live.ts';
import type { Length } from './words.ts';

/** A site as people type or paste it (an address or a bare name), as the host that rules name. Covers its sub-domains. */
export function site() {
  return z
    .string({ error: 'Enter the site' })
    .max(2000, 'The address must be 2,000 characters or fewer')
    .transform((text, context): string => {
      const read = readSite(text);
      if (read.ok) return read.host;
      context.addIssue({ code: 'custom', message: read.message });
      return z.NEVER;
    });
}

/** Up to 20 sites, one a line. */
export function sites() {
  return z
    .string({ error: 'Enter at least one site' })
    .max(10_000, 'Enter 20 sites at most')
    .transform((text, context): readonly string[] => {
      const lines = text.split('\n').map((line) => line.trim());
      const hosts = new Set<string>();
      for (const [index, line] of lines.entries()) {
        if (line === '') continue;
        const read = readSite(line);
        if (!read.ok) {
          context.addIssue({ code: 'custom', message: `Line ${String(index + 1)}: ${read.message}` });
          return z.NEVER;
        }
        hosts.add(read.host);
      }
      if (hosts.size > 0 && hosts.size <= 20) return [...hosts];
      context.addIssue({
        code: 'custom',
        message: hosts.size === 0 ? 'Enter at least one site' : 'Enter 20 sites at most',
      });
      return z.NEVER;
    });
}

/** A day, or nothing: null. */
export function optionalDay(label: string) {
  return z
    .unknown()
    .optional()
    .transform((value, context): Temporal.PlainDate | null => {
      if (isEmptyDay(value)) return null;
      const read = day(label).safeParse(value);
      if (read.success) return read.data;
      context.addIssue({ code: 'custom', message: read.error.issues[0]?.message ?? `Enter ${label}` });
      return z.NEVER;
    });
}

/** The end of a length that begins at `now`; null where somebody has to end it. */
export function endOf(length: Length, now: Temporal.Instant): Temporal.Instant | null {
  switch (length) {
    case 'hour':
      return now.add({ hours: 1 });
    case 'today':
      return endOfDay(schoolDay(now));
    case 'week':
      return now.add({ hours: 7 * 24 });
    case 'open':
      return null;
  }
}

/** The first instant after a school day. */
export function endOfDay(date: Temporal.PlainDate): Temporal.Instant {
  return date.add({ days: 1 }).toZonedDateTime(SCHOOL_TIME_ZONE).toInstant();
}

/** Whether a host is a help site or a part of one: tier 0, which no rule of the school changes. */
export function isHelp(host: string): boolean {
  return builtInHelp.some((help) => host === help.host || host.endsWith(`.${help.host}`));
}

function readSite(text: string): { ok: true; host: string } | { ok: false; message: string } {
  if (text.trim() === '') return { ok: false, message: 'Enter the site' };
  try {
    const { host } = readPlace(text);
    if (!host.includes('.') && !host.startsWith('[')) {
      return { ok: false, message: 'Enter the whole name of the site, such as example.org' };
    }
    if (isBroadHost(host)) {
      return { ok: false, message: `Enter one site: sites of many others lie under ${host}` };
    }
    return { ok: true, host };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { ok: false, message: 'Enter the address of the site, such as example.org or https://example.org/page' };
  }
}

function isEmptyDay(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return (
    typeof value === 'object' && Object.values(value).every((part) => typeof part === 'string' && part.trim() === '')
  );
}
