import { writeFileSync } from 'node:fs';

import { makeSiteFolder } from '../../../filter/ruleset/keys.ts';
import type { Job } from '../../../platform/jobs/jobs.ts';
import type { FilteringParts } from '../filtering-parts.ts';
import { COMPILER } from './gather.ts';
import type { Publisher } from './publisher.ts';

/** What this module does by itself: publish what is wanted, and show the filter that the app is alive. */
export function filteringJobs(parts: FilteringParts, publisher: Publisher): readonly Job[] {
  return [
    { name: COMPILER, everyMs: 1000, run: () => publisher.run() },
    {
      name: 'filter-heartbeat',
      everyMs: 1000,
      run: () => {
        makeSiteFolder(parts.site);
        // The filter looks at the file's age: five seconds of silence change what its pages say.
        writeFileSync(parts.site.heartbeat, `${parts.clock.now().toString()}\n`, { mode: 0o600 });
        return Promise.resolve();
      },
    },
  ];
}
