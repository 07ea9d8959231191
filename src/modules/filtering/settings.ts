import { z } from 'zod';

import { badPageAdvices, type BadPageAdvice } from '../../filter/ruleset/ruleset.ts';
import type { Role } from '../../platform/access/roles.ts';
import type { Setting } from '../module.ts';

/** What a policy may fix about the filter. The codes of the first two are those that packs name. */

export const filterChangeApprovers: Setting<readonly string[]> = {
  code: 'filter-change-approvers',
  sentence: 'Who may approve and sign a change to filtering.',
  schema: z.array(z.string().max(40)).min(1),
  fallback: ['head', 'lead'],
};

export const badPageAdvice: Setting<BadPageAdvice> = {
  code: 'bad-page-advice',
  sentence:
    'What a child does with a bad page on screen: hide it, close it or leave it open, and tell an adult; or just tell an adult.',
  schema: z.enum(badPageAdvices),
  fallback: 'close-and-tell',
  words: {
    'minimise-and-tell': 'Hide it without closing it, and tell an adult',
    'close-and-tell': 'Close it, and tell an adult',
    'leave-and-tell': 'Leave it open, and tell an adult',
    'report-only': 'Tell an adult',
  },
};

export const gateDayEnds: Setting<string> = {
  code: 'gate-day-ends',
  sentence: 'Until when a sign-in at the gate lasts, as a time of day in the school’s time zone; two hours at least.',
  schema: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  fallback: '18:00',
};

export const trustedAdult: Setting<string> = {
  code: 'trusted-adult',
  sentence: 'Whom a child is told to go to, in the words of the school: "your teacher".',
  schema: z.string().min(1).max(100),
  fallback: 'your teacher',
};

export const filteringSettings: readonly Setting[] = [filterChangeApprovers, badPageAdvice, gateDayEnds, trustedAdult];

/** The roles that a pack's word for an approver stands for. Words that name nobody who signs in here stand for no role. */
const rolesOfApprover: Readonly<Record<string, readonly Role[]>> = {
  head: ['head'],
  deputy: ['deputy-head'],
  'senior-leaders': ['head', 'deputy-head'],
  dsl: ['dsl', 'deputy-dsl'],
  lead: ['lead'],
  'computing-lead': ['lead'],
  technician: ['technician'],
};

/** The roles that may approve a change. Never empty: a pack whose words name no role here leaves it with the head. */
export function approverRoles(approvers: readonly string[]): readonly Role[] {
  const roles = new Set(approvers.flatMap((word) => rolesOfApprover[word] ?? []));
  return roles.size === 0 ? ['head'] : [...roles];
}
