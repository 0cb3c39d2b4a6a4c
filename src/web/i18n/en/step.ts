/** Texts of the proof that the page shows what the server knows. */
export const stepEn = {
  'step.unknown': 'This page was not compared with AMC yet.',
  'step.same': ({ time }: { time: string }) => `This page shows exactly what AMC knew at ${time}.`,
  'step.different': 'This page differed from AMC. Everything is asked for anew.',
  'step.compare': 'Compare now',
} as const;
