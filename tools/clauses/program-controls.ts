import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compose } from '../../src/compose.ts';
import type { Control } from '../../src/modules/module.ts';
import { readConfig } from '../../src/platform/config/config.ts';
import { systemIds } from '../../src/platform/ids/ids.ts';
import { openLog } from '../../src/platform/log/log.ts';
import { systemClock } from '../../src/platform/time/clock.ts';

export type KnownControl = Pick<Control, 'code' | 'kind' | 'effect'> & { readonly module: string };

/** Every control of the program, by code: the program is put together in an empty folder, asked what it has, and taken down. No school's records are opened. */
export async function programControls(): Promise<ReadonlyMap<string, KnownControl>> {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-clauses-'));
  try {
    const whole = await compose(readConfig({ SCHOOLGATE_DATA: folder }), {
      clock: systemClock,
      ids: systemIds,
      log: openLog('clauses', undefined),
    });
    const declared = whole.modules.flatMap((module) =>
      module.controls.map(({ code, kind, effect }) => ({ code, kind, effect, module: module.name })),
    );
    await whole.close();
    return new Map(declared.map((control) => [control.code, control]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(`${folder}-keys`, { recursive: true, force: true });
  }
}
