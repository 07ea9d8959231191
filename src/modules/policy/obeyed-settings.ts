/**
 * Settings of the policy on which some part of Schoolgate acts, by what acts on them: a test compares this with the code. The others are written down only, and the
 * pages say so.
 */
export const obeyedSettings = {
  /** Read by the policy, the filter and the controls themselves. */
  byCode: [
    'accountable-lead',
    'bad-page-advice',
    'filter-change-approvers',
    'incident-log-reviewers',
    'linked-policies',
    'policy-owners',
  ],
  /** Named by the data of registers and duties: who approves, what has to be filled in, how often. */
  byData: [
    'caption-names',
    'complaint-told',
    'data-access-approvers',
    'equipment-audit-years',
    'footage-request-approvers',
    'image-archive',
    'image-retention-years',
    'loss-told',
    'mailbox-access-approvers',
    'off-site-data',
    'online-reply-approvers',
    'parent-agreement-renewal',
    'password-change',
    'personal-device-approvers',
    'phone-permission-approvers',
    'picture-consent-renewal',
    'picture-equipment',
    'picture-exception-approvers',
    'publishing-approvers',
    'pupil-mail',
    'pupil-phones',
    'recording-approvers',
    'remote-access-approvers',
    'removable-media',
    'risk-assessment-approvers',
    'social-media-stance',
    'social-media-use-approvers',
    'software-install-approvers',
    'staff-phone-exception-approvers',
    'staff-phones',
    'third-party-backup',
    'trip-phone',
    'video-call-approvers',
    'video-call-consent',
  ],
} as const;

const obeyed: ReadonlySet<string> = new Set([...obeyedSettings.byCode, ...obeyedSettings.byData]);

/** Whether anything acts on a setting of the policy. */
export function isObeyed(code: string): boolean {
  return obeyed.has(code);
}
