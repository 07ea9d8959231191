import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { choice, optionalText } from '../../../platform/forms/fields.ts';
import { standardEvents } from '../events.ts';
import { mayPrepare } from '../policy.ts';
import { whoDid } from '../review/access.ts';
import { standardTables } from '../rows.ts';
import { standards } from '../standard-files.ts';
import { levels } from '../standard-schema.ts';
import { wordsOf } from '../standard.ts';

export const standardCode = z.string().max(64);

const levelCodes = ['5', '4', '3', '2', '1'] as const;

/** Chooses a level for one aspect of a self-review, with why and what follows. Earlier answers stay. */
export const answerAspect = command({
  name: 'standards.answer-aspect',
  input: z.object({
    code: standardCode,
    aspect: z.string().max(64),
    level: choice(['', ...levelCodes], 'Choose a level').default(''),
    commentary: optionalText('why', 4000),
    action: optionalText('what you will do', 2000),
    /** Of the words that stood on the page. */
    words: z.string().max(64),
  }),
  events: standardEvents,
  load: (_db, { code, aspect }) => {
    const standard = standards().get(code)?.current;
    const found = standard?.requirements.find(({ id }) => id === aspect);
    return Promise.resolve(
      standard?.kind === 'self-review' && found !== undefined ? { standard, aspect: found } : undefined,
    );
  },
  policy: mayPrepare,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: { standard, aspect }, newId }) => {
    if (input.words !== wordsOf(aspect)) {
      return failed('', 'A newer edition words this aspect differently. Read it again before you choose');
    }
    const level = levels.find((one) => String(one) === input.level) ?? null;
    if (level === null && input.commentary === '') return failed('level', 'Choose a level, or say what you noticed');
    const id = newId<'standard-answer'>();
    await standardTables.write(db).insert('standard_answer', {
      id,
      standard: standard.code,
      edition: standard.edition,
      requirement: aspect.id,
      words_sha256: input.words,
      level,
      commentary: input.commentary,
      action: input.action,
      answered_at: now.toString(),
      answered_by: whoDid(actor),
    });
    return done(
      { counts: level !== null && input.commentary !== '' },
      {
        name: 'standard-answered',
        subject: id,
        data: { standard: standard.code, requirement: aspect.id, level: level ?? 0 },
      },
    );
  },
  changesFilter: false,
});
