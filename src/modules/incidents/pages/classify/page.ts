import type { classifyIncident } from '../../commands/classify-incident.ts';
import { seeClassify } from '../../queries/case-queries.ts';
import { branches, categories, intents, risks, spheres } from '../../words.ts';
import { stepForm } from '../step-form.ts';

/** Decides how to deal with it, and whose matter it is. */
export const classifyPage = (command: typeof classifyIncident) =>
  stepForm({
    path: 'classify',
    folder: 'classify',
    title: 'How do we deal with this?',
    query: seeClassify,
    command,
    notice: 'Classified.',
    values: ({ view: { incident } }) => ({
      branch: incident.branch ?? '',
      about: incident.sphere,
      category: incident.category,
      risk: incident.risk ?? '',
      intent: incident.intent ?? '',
      clause: incident.clause ?? '',
    }),
    data: () => ({
      branches: branches.items,
      spheres: spheres.items,
      categories: categories.items,
      risks: risks.items,
      intents: intents.items,
    }),
  });
