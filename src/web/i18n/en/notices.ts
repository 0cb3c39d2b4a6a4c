/** What a browser's own notification says. */
export const noticesEn = {
  'notice.asks': ({ project, asks }: { project: string; asks: string }) => `${project} ${asks}`,
  'notice.needs_you': ({ project }: { project: string }) => `${project} needs you`,
  'notice.done': ({ project }: { project: string }) => `${project} is done`,
  'notice.error': ({ project }: { project: string }) => `${project} is stuck`,
  'notice.testTitle': 'This is how AMC tells you',
  'notice.testBody': 'A click brings this window to the front.',
} as const;
