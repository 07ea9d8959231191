import { parentPort } from 'node:worker_threads';

import { readOneRoster } from './formats/one-roster.ts';
import { readOwnCsv } from './formats/own-csv.ts';
import { readSchoolDataSync } from './formats/school-data-sync.ts';
import type { Roster } from './formats/roster.ts';
import { planRoster } from './plan.ts';
import { readRecords } from './read-csv.ts';
import { stateOf } from './state.ts';
import { stepsOf } from './steps.ts';
import { takeFiles } from './take-files.ts';
import { MOST_SHOWN, type Answer, type PlanAsked, type Task } from './worker-tasks.ts';

/*
 * Reads rosters beside the web app: unpacking, parsing and comparing ten thousand people takes seconds, and pages must not wait
 * (contracts.md, "Writing"). It is sent plain data and answers plain data; it opens no file and no database.
 */

parentPort?.on('message', (task: Task) => {
  void answer(task).then((answered) => {
    parentPort?.postMessage(answered);
  });
});

async function answer(task: Task): Promise<Answer> {
  switch (task.do) {
    case 'take':
      return { did: 'take', taken: await takeFiles(task.files) };
    case 'sample': {
      const { records, refusals } = await readRecords(task.file, task.text);
      return {
        did: 'sample',
        records: task.whole ? records : records.slice(0, 21),
        refusals,
        rows: records.length - 1,
      };
    }
    case 'plan': {
      const roster = await readRoster(task);
      const plan = planRoster(roster, stateOf(task.state), task.today, task.answers);
      return {
        did: 'plan',
        plan: {
          counts: {
            classes: plan.classes.length,
            joiners: plan.joiners.length,
            movers: plan.movers.length,
            leavers: plan.leavers.length,
            refusals: plan.refusals.length,
            questions: plan.questions.length,
          },
          classes: plan.classes.slice(0, task.most),
          joiners: plan.joiners.slice(0, task.most),
          movers: plan.movers.slice(0, task.most),
          leavers: plan.leavers.slice(0, task.most),
          questions: plan.questions.slice(0, MOST_SHOWN),
          refusals: plan.refusals.slice(0, task.most),
          unchanged: plan.unchanged,
          leaving: plan.leaving,
          manyLeave: plan.manyLeave,
          usable: plan.usable,
          fingerprint: plan.fingerprint,
        },
        steps: task.steps && plan.usable ? stepsOf(plan) : [],
      };
    }
  }
}

function readRoster({ format, texts, mapping, today }: PlanAsked): Promise<Roster> {
  switch (format) {
    case 'one-roster':
      return readOneRoster(texts, today);
    case 'school-data-sync':
      return readSchoolDataSync(texts, today);
    case 'own-csv': {
      const [file, text] = Object.entries(texts)[0] ?? ['file', ''];
      if (mapping === undefined) throw new TypeError('a file of the school’s own is read by a mapping');
      return readOwnCsv(file, text, mapping, today);
    }
  }
}
