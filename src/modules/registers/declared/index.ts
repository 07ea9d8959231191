import type { RegisterShape } from '../shape.ts';
import { access } from './access.ts';
import { assets } from './assets.ts';
import { callsAndRecordings } from './calls-and-recordings.ts';
import { cctv } from './cctv.ts';
import { complaintsAndComments } from './complaints.ts';
import { concerns } from './concerns.ts';
import { confiscationsAndSearches } from './confiscations.ts';
import { equipment } from './equipment.ts';
import { filesAndMail } from './files-and-mail.ts';
import { filterReports } from './filter-reports.ts';
import { filteringAndMonitoring } from './filtering-and-monitoring.ts';
import { governance } from './governance.ts';
import { dataOffSite } from './off-site-data.ts';
import { parents } from './parents.ts';
import { personalInformation } from './personal-information.ts';
import { phones } from './phones.ts';
import { pictures } from './pictures.ts';
import { publishing } from './publishing.ts';
import { riskAssessmentsOfTechnology } from './risk-assessments.ts';
import { security } from './security.ts';
import { softwareAndContracts } from './software-and-contracts.ts';
import { staff } from './staff.ts';
import { teaching } from './teaching.ts';
import { trainingAndInduction } from './training.ts';
import { visitorsAndCommunity } from './visitors-and-community.ts';

/** The registers that every school has, area by area. */
export const declaredRegisters: readonly RegisterShape[] = [
  ...assets,
  ...softwareAndContracts,
  ...equipment,
  ...phones,
  ...confiscationsAndSearches,
  ...personalInformation,
  ...dataOffSite,
  ...access,
  ...concerns,
  ...security,
  ...filesAndMail,
  ...cctv,
  ...filterReports,
  ...filteringAndMonitoring,
  ...visitorsAndCommunity,
  ...pictures,
  ...callsAndRecordings,
  ...publishing,
  ...parents,
  ...complaintsAndComments,
  ...teaching,
  ...trainingAndInduction,
  ...staff,
  ...governance,
  ...riskAssessmentsOfTechnology,
];
