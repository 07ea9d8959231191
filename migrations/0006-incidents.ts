import type { Migration } from '../src/platform/db/migrations.ts';

export const migration: Migration = { name: '0006-incidents', statements: [] };
