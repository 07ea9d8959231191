import { z } from 'zod';

/**
 * What stands first in every backup: what it is, what made it, and a count and a checksum of all that follows. It is inside the encryption.
 *
 * The file is a tar (`manifest.json`, `tables/<name>.jsonl` in the order of `tables`, `files/<name>`), compressed with zstd, encrypted with
 * age. The tar holds text of one logical form, so that the same file restores into SQLite and into PostgreSQL.
 */

/** Version of the format. A program refuses a file with a higher one. */
export const BACKUP_FORMAT = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const tableName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);

/** The names of stored files: the SHA-256 of their bytes (platform/files). No path can be told with them. */
export const storedFileName = /^[0-9a-f]{64}$/;

/** Where a stored file lies below the folder of files: `ab/ab…`. */
export const storedFilePath = (name: string): string => `${name.slice(0, 2)}/${name}`;

const column = z.strictObject({ name: tableName, type: z.enum(['text', 'integer', 'real']) });

const head = z.strictObject({ school: z.string().min(1).max(64), seq: z.int().min(0), hash: sha256 });

export const manifestSchema = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  /** The Schoolgate that made it. */
  schoolgate: z.string().min(1).max(40),
  /** UTC. */
  at: z.iso.datetime({ precision: null }),
  /** The kind of store it was read from; it restores into either. */
  store: z.enum(['sqlite', 'postgresql']),
  /** True for made-up records: a restored demonstration says so on every page too. */
  demonstration: z.boolean(),
  migrations: z.array(z.strictObject({ name: z.string().min(1).max(80), checksum: sha256 })).min(1),
  /** The audit head of each school, in order of id. */
  heads: z.array(head),
  /** The highest ruleset epoch of the records: numbers after a restore begin above it. */
  epoch: z.int().min(0),
  tables: z.array(
    z.strictObject({
      name: tableName,
      columns: z.array(column).min(1),
      rows: z.int().min(0),
      bytes: z.int().min(0),
      sha256,
    }),
  ),
  files: z.array(z.strictObject({ name: z.string().regex(storedFileName), bytes: z.int().min(0), sha256 })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestTable = Manifest['tables'][number];
export type ManifestFile = Manifest['files'][number];
export type AuditHead = z.infer<typeof head>;

/** Names of tar entries. */
export const MANIFEST_ENTRY = 'manifest.json';
export const tableEntry = (table: string): string => `tables/${table}.jsonl`;
export const fileEntry = (file: string): string => `files/${file}`;
