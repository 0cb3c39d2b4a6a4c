/** Texts of what AMC was asked to do. */
export const auditEn = {
  'audit.title': 'Activity',
  'audit.lead': 'Everything AMC was asked to do, and what became of it.',
  'audit.ofSession': 'Commands of',
  'audit.allSessions': 'All sessions',
  'audit.none': 'AMC has not been asked to do anything yet.',
  'audit.noneOfSession': 'AMC has not been asked to do anything to this session.',
  'audit.nobody': 'not known',
  'audit.loading': 'Reading the log…',
  'audit.failed': ({ why }: { why: string }) => `The log could not be read: ${why}`,
  'audit.more': 'Older commands',
};
