/** Texts of changes to files that the first load does not need. */
export const diffEn = {
  'diff.split': 'Before and after side by side',
  'diff.copyPath': 'Copy path',
  'diff.before': 'Before',
  'diff.after': 'After',
  'diff.gone': 'removed:',
  'diff.come': 'added:',
};
