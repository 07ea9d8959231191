import { readRecords } from '../read-csv.ts';
import { textOf } from './tables.ts';
import type { RosterTexts } from './roster.ts';

/** The kinds of roster that are read. */
export const formats = ['one-roster', 'school-data-sync', 'own-csv'] as const;
export type Format = (typeof formats)[number];

export const formatLabels: Readonly<Record<Format, string>> = {
  'one-roster': 'OneRoster',
  'school-data-sync': 'Microsoft School Data Sync V2.1',
  'own-csv': 'your own columns',
};

/**
 * Which kind of roster these files are, by what stands in them: a manifest or a role column is OneRoster, roles without ids are School Data
 * Sync, a single file of another name is the school's own. Else a sentence that says what is missing.
 */
export async function recognise(texts: RosterTexts): Promise<{ format: Format } | { problem: string; cure: string }> {
  const names = Object.keys(texts).filter((name) => texts[name] !== '');
  if (names.length === 0) return { problem: 'There is no file with anything in it.', cure: 'Choose the files again.' };
  const users = textOf(texts, 'users.csv');
  if (users !== undefined) {
    const [usersHeader, rolesHeader] = [await headerOf(users), await headerOf(textOf(texts, 'roles.csv') ?? '')];
    const manifest = textOf(texts, 'manifest.csv');
    if (manifest !== undefined && /oneroster\.version/i.test(manifest)) return { format: 'one-roster' };
    if (rolesHeader.includes('roletype') || usersHeader.includes('role')) return { format: 'one-roster' };
    if (rolesHeader.includes('usersourcedid') || usersHeader.includes('activedirectorymatchid')) {
      return { format: 'school-data-sync' };
    }
    if (names.length > 1) return { format: 'one-roster' };
  }
  if (names.length === 1) return { format: 'own-csv' };
  if (['classes.csv', 'enrollments.csv', 'roles.csv'].some((name) => textOf(texts, name) !== undefined)) {
    return { problem: 'users.csv is not among the files.', cure: 'Choose all files of the export.' };
  }
  return {
    problem: 'These files are not one export of OneRoster or School Data Sync.',
    cure: 'Choose all files of one export, or one file of your own at a time: pupils first, then staff.',
  };
}

async function headerOf(text: string): Promise<readonly string[]> {
  const line = /^[^\r\n]*/.exec(text.replace(/^\ufeff/, ''))?.[0] ?? '';
  if (line === '') return [];
  const { records } = await readRecords('header', line);
  return (records[0]?.fields ?? []).map((name) => name.toLowerCase());
}
