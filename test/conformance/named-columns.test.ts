import assert from 'node:assert/strict';
import { test } from 'node:test';

import { allFields } from '../../src/modules/registers/entry.ts';
import { declaredRegisters } from '../../src/modules/registers/index.ts';

/*
 * The columns that the documents name for each register, written down by hand from the digest of the five policies (sections 1.4 to 1.20) and from the DfE's standard on digital
 * leadership (contracts and asset registers). `approval` and `files` are no columns of the form: the one keeps who allowed it and when, the other the paper itself.
 */
const named: Readonly<Record<string, readonly string[]>> = {
  // s1-079, s2-060, s3-232; DfE: what, number, to whom, where, bought when, review due, disposed of on.
  hardware: [
    ...['item', 'serial-number', 'asset-id', 'location', 'holder', 'for-class', 'encrypted', 'lock-minutes'],
    ...['anti-virus', 'anti-virus-on', 'warranty-until', 'got-on', 'review-by', 'gone-on', 'gone-how'],
  ],
  // s2-061, s3-139 to s3-143.
  software: ['title', 'owner', 'licence', 'count', 'renew-by', 'renewed-by', 'app-account'],
  // s3-040, s3-147; DfE: licences, subscriptions, broadband, support, renewal, approved apps.
  contracts: ['supplier', 'service', 'sort', 'from', 'until', 'answers'],
  // s3-146, s3-307.
  'software-requests': ['what', 'reason', 'installed-by', 'approval'],
  // s1-096, s0-092, s4-082, s3-245.
  loans: ['item', 'holder', 'out', 'back-by', 'returned'],
  // s2-062, s2-063.
  disposals: ['agency', 'authorised', 'receipt', 'accepts-destruction', 'gone-on', 'files'],
  // s2-044, s3-120, s4-035.
  'removable-media': ['encrypted', 'password', 'checked-on', 'wiped-on'],
  // s1-101, s3-118.
  'cloud-services': ['service', 'administrators'],
  // s1-084, s1-085.
  'personal-devices': ['owner', 'device', 'checked', 'checked-on', 'checked-with', 'until', 'approval'],
  // s4-077.
  'phones-handed-in': ['pupil', 'day', 'in', 'taken-by', 'place', 'out'],
  // s1-086 to s1-088, s3-238.
  'phone-permissions': ['pupil', 'reason', 'from', 'until', 'approval'],
  // s2-054, s2-055, s3-239, s3-240.
  confiscations: [
    ...['ground', 'grounds', 'taken-by', 'searched', 'searched-by', 'witness', 'findings'],
    ...['returned-to', 'returned-on'],
  ],
  // s0-095, s2-058, s3-236.
  'staff-phone-exceptions': ['who', 'reason', 'day', 'at', 'number-hidden', 'approval'],
  // s1-108 to s1-110, s3-225, s3-226, s3-229.
  'video-calls': [
    ...['day', 'start', 'end', 'participants', 'with', 'supervisor', 'platform', 'consents', 'no-recording'],
    'approval',
  ],
  // s0-021, s3-011, s3-281.
  training: ['people', 'session', 'deliverer', 'day', 'evidence', 'renew-by'],
  // s0-049 to s0-054, s3-024.
  lessons: ['year-groups', 'half-term', 'topics', 'teacher', 'evidence'],
  // s3-148, s3-153, s3-167.
  'contractor-visits': ['day', 'engineer', 'tasks', 'security', 'outstanding'],
  // s3-126.
  'backup-checks': ['day', 'result', 'checked-by'],
  // s1-018, s2-035, s3-155.
  'device-health': ['anti-virus', 'anti-virus-old', 'unpatched', 'unlocked', 'unencrypted'],
  // s4-013: the layers of the shield are kinds of this column.
  'security-measures': ['sort', 'checked-on', 'checked-by', 'check-by'],
  // s2-064 to s2-066.
  'cctv-checks': ['works', 'quality', 'signs'],
  'footage-requests': ['by', 'reason', 'of-day', 'given-to', 'approval'],
  // s3-172, s3-175.
  'monitoring-strategy': ['risk', 'method'],
  // s4-054, s4-055.
  'social-media-uses': ['teacher', 'aim', 'assessed', 'until', 'approval'],
  // s2-067, s2-068, s4-072 to s4-075: where, its picture, who saw it.
  'online-comments': ['address', 'seen-by', 'nobody-answered', 'steps', 'removed', 'files'],
  // s2-011, s2-012.
  'picture-exceptions': ['who', 'device', 'moved', 'wiped', 'approval'],
  // s3-260, s3-263.
  'off-site-data': ['what', 'who', 'encrypted', 'out', 'back-by', 'back'],
  // s2-059.
  'data-access': ['who', 'what', 'from', 'until', 'approval'],
  // s3-203, s4-032.
  'data-locations': ['place', 'holds', 'protected'],
  // s1-059.
  'mailbox-delegations': ['mailbox', 'delegate', 'approval'],
  // s3-158, s1-102.
  'admin-secrets': ['holders', 'two', 'sealed-copy'],
  // s1-051, s3-189.
  'outside-accounts': ['platform', 'what', 'accounts'],
  // s0-153 to s0-155, s1-114.
  'community-bookings': ['who', 'day', 'signed', 'level'],
  // s0-112, s0-113, s0-116, s3-085.
  'risk-assessments': ['technology', 'hazards', 'measures', 'approval'],
  // s0-019, s0-020, s0-138.
  complaints: ['sort', 'handled-by', 'told', 'outcome'],
  // s1-034; UK GDPR Art 33.
  'data-breaches': ['known-on', 'known-at', 'judged-on', 'judged-at', 'regulator'],
  // s0-149 to s0-152, s3-071, s4-066.
  'parent-sessions': ['day', 'about', 'came'],
  bulletins: ['day', 'way', 'tone'],
};

test('every column that the documents name is in its register', () => {
  const missing = Object.entries(named).flatMap(([register, columns]) => {
    const shape = declaredRegisters.find(({ code }) => code === register);
    if (shape === undefined) return [`there is no register ${register}`];
    const there = new Set([
      ...allFields(shape).map(({ code }) => code),
      ...(shape.approval === undefined ? [] : ['approval']),
      ...(shape.files ? ['files'] : []),
    ]);
    return columns.filter((column) => !there.has(column)).map((column) => `${register} lacks ${column}`);
  });
  assert.deepEqual(missing, []);
});
