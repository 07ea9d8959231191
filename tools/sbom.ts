import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

/*
 * `npm run sbom`: what Schoolgate is made of, as CycloneDX (ECMA-424) on standard output, or in the file that is named. Each package with its version,
 * licence, and the checksum of the lock file; those that only developers need are left out.
 */

const root = join(import.meta.dirname, '..');

/** What we look at of npm's answer; the rest is passed on. */
const bom = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string() }) }),
  components: z.array(z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() })),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});
const lock = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), dev: z.boolean().optional() })),
});

/** Makes it. Gives the JSON text; throws what npm said when it could not. */
export function makeSbom(): string {
  // From the lock file, not from what is installed. npm's own `--omit dev` also leaves out what we and a tool of developers both need.
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
  if (status !== 0) throw new Error(`npm sbom failed:\n${stderr}`);
  const all = bom.parse(JSON.parse(stdout));
  const { packages } = lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const wanted = new Set(
    Object.entries(packages).flatMap(([path, { version, dev }]) =>
      dev === true ? [] : [`${path.replace(/^.*node_modules\//, '')}@${version ?? ''}`],
    ),
  );
  const ours = all.components.filter(({ name, version }) => wanted.has(`${name}@${version}`));
  const known = new Set([all.metadata.component['bom-ref'], ...ours.map((each) => each['bom-ref'])]);
  const dependencies = all.dependencies
    .filter(({ ref }) => known.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => known.has(each)) }));
  return `${JSON.stringify({ ...all, components: ours, dependencies }, undefined, 2)}\n`;
}

if (import.meta.main) {
  const [file] = process.argv.slice(2);
  const text = makeSbom();
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
}
