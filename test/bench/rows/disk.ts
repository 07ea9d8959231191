import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { ms, percentile } from '../figures.ts';
import type { Row } from '../row.ts';

const SYNCS = 300;

/** What the disk itself takes to make 4 KB durable: no commit, call for help or spool flush can be quicker. */
export const disk: Row = {
  name: 'disk',
  async measure({ folder }) {
    const file = join(folder, 'synced');
    const fd = openSync(file, 'a');
    const block = Buffer.alloc(4096, 1);
    const took: number[] = [];
    for (let i = 0; i < SYNCS; i++) {
      const start = performance.now();
      writeSync(fd, block);
      fdatasyncSync(fd);
      took.push(performance.now() - start);
    }
    closeSync(fd);
    rmSync(file);
    const figure = `p50 ${ms(percentile(took, 0.5))}, p99 ${ms(percentile(took, 0.99))}`;
    return [{ what: 'Disk: fdatasync of 4 KB', figure, ratio: '-', beside: 'to read the others by', aim: '-' }];
  },
};
