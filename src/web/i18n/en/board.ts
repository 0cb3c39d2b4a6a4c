import { count } from '../count.ts';

/** Of what one session is called, else how many there are. */
const what = ({ title, n }: { title: string; n: number }): string =>
  n === 1 ? `“${title}”` : count(n, 'session', 'sessions');

/** Texts of marks, of the menu of a row, and of saved views. */
export const boardEn = {
  'mark.menu': ({ title, n }: { title: string; n: number }) => what({ title, n }),
  'mark.all': 'Put on all that are chosen',
  'mark.hide': 'Hide',
  'mark.more': 'More…',
  'mark.open': 'Open',
  'mark.pin': 'Pin',
  'mark.unpin': 'Unpin',
  'mark.rename': 'Rename in AMC…',
  'mark.colour': 'Colour',
  'mark.noColour': 'None',
  'mark.snooze': 'Snooze',
  'mark.snoozeLabel': 'Out of the way until',
  'mark.wake': 'End the snooze',
  'mark.dismiss': 'Hide until it does something',
  'mark.copyLink': 'Copy link',
  'mark.copied': 'The link is copied.',
  'mark.notCopied': 'The link could not be copied.',
  'mark.for.15min': '15 minutes',
  'mark.for.1h': '1 hour',
  'mark.for.4h': '4 hours',
  'mark.for.tomorrow': 'Tomorrow morning',
  'mark.snoozedUntil': ({ title, n, time }: { title: string; n: number; time: string }) =>
    `${what({ title, n })} snoozed until ${time}`,
  'mark.dismissed': ({ title, n }: { title: string; n: number }) => `${what({ title, n })} hidden`,
  'mark.dismissNot': 'What works or needs you cannot be hidden. Snooze it instead.',
  'mark.failed': ({ why }: { why: string }) => `Not done: ${why}`,
  'mark.undo': 'Undo',
  'mark.undone': ({ title, n }: { title: string; n: number }) => `${what({ title, n })} as before`,

  'rename.title': 'Name in AMC',
  'rename.about': ({ agent }: { agent: string }) => `Only here: ${agent} keeps its own title.`,
  'rename.save': 'Save',
  'rename.none': 'Use its own title',

  'views.title': 'Saved views',
  'views.save': 'Save this view',
  'views.name': 'Name of this view',
  'views.add': 'Save',
  'views.remove': ({ name }: { name: string }) => `Remove the view ${name}`,
  'views.removed': ({ name }: { name: string }) => `View “${name}” removed`,
  'views.failed': ({ why }: { why: string }) => `The view was not saved: ${why}`,
} as const;
