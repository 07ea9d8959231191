import { asId } from '../../platform/ids/ids.ts';
import type { Role } from '../../platform/access/roles.ts';
import { formatDate, formatDateTime } from '../../platform/views/format.ts';
import type { SubjectPiece, SubjectRecords } from '../module.ts';
import { entriesOf, incidentTables, loadIncident } from './store.ts';
import { categories, type Sphere } from './words.ts';

/** Who may read a case while a copy is prepared: those who answer for it (policy.ts), and never anybody whom it is about. */
const readersOf: Readonly<Record<Sphere, readonly Role[]>> = {
  general: ['dsl', 'deputy-dsl', 'head'],
  staff: ['head'],
  head: ['chair'],
  chair: ['vice-chair'],
};

/** The incidents that name somebody, each with its chronology: whether the law allows to give it is decided piece by piece. */
export const incidentRecords: SubjectRecords = {
  title: 'Incidents',
  pieces: async (db, { person }) => {
    const rows = await incidentTables
      .read(db)
      .select('incident_person')
      .where('person_id', '=', person)
      .where('withdrawn_at', 'is', null)
      .select('incident_id')
      .distinct()
      .execute();
    const pieces: SubjectPiece[] = [];
    for (const row of rows) {
      const incident = await loadIncident(db, asId<'incident'>(row.incident_id));
      if (incident === undefined) continue;
      const entries = await entriesOf(db, incident.id);
      pieces.push({
        key: `incident:${incident.id}`,
        title: `Incident ${String(incident.number)}`,
        on: incident.happenedOn,
        readers: readersOf[incident.sphere],
        notFor: [...incident.about].filter((one) => one !== person),
        lines: [
          `Day: ${formatDate(incident.happenedOn)}`,
          `Kind: ${categories.label(incident.category)}`,
          `What was reported: ${incident.details}`,
          ...entries
            .filter((entry) => entry.words !== '' && entry.words !== incident.details)
            .map((entry) => `${formatDateTime(entry.at)}: ${entry.words}`),
        ],
      });
    }
    return pieces;
  },
};
