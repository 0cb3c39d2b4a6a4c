import { count } from '../count.ts';

/** Texts of reading a conversation: finding in it, jumping, code, pictures, threads of subagents. */
export const conversationEn = {
  'find.short': 'Find',
  'find.open': 'Find in this conversation',
  'find.label': 'Find in this conversation',
  'find.placeholder': 'Find in the whole conversation',
  'find.close': 'Close',
  'find.next': 'Next',
  'find.previous': 'Previous',
  'find.looking': 'Looking…',
  'find.none': 'Nothing found',
  'find.count': ({ at, n, more }: { at: number; n: number; more: boolean }) =>
    `${at === 0 ? '' : `${at} of `}${n}${more ? '+' : ''}${at === 0 ? ' found' : ''}`,
  'find.failed': ({ why }: { why: string }) => `Could not look: ${why}`,
  'find.elsewhere': ({ n }: { n: number }) => `${n} more in subagents`,
  'find.inSession': ({ n }: { n: number }) => `${n} in the session itself`,
  'find.behind': 'AMC is still reading this conversation. More may be found.',

  'turns.open': 'Turns of this conversation',
  'turns.title': 'Turns',
  'turns.previous': 'Previous turn',
  'turns.next': 'Next turn',
  'turns.filter': 'Narrow down',
  'turns.reading': 'Reading the list…',
  'turns.none': 'No prompt yet.',
  'turns.noneMatch': 'No prompt has these words.',
  'turns.part': 'AMC is still reading this conversation; earlier prompts may be missing.',
  'turns.failed': ({ why }: { why: string }) => `Only what is on the page: the rest could not be read (${why}).`,
  'turns.image': 'an image',
  'turns.count': ({ n }: { n: number }) => count(n, 'prompt', 'prompts'),
  'turns.tokens': ({ n }: { n: string }) => `${n} tokens`,
  'turns.used': ({ tokens }: { tokens: string }) => `${tokens}, without what its subagents used`,
  'turns.here': 'you are here',

  'code.copy': 'Copy',
  'code.copyCommand': 'Copy command',
  'code.copyOutput': 'Copy output',
  'code.copyPath': 'Copy path',

  'picture.reading': 'Reading…',
  'picture.failed': ({ why }: { why: string }) => `Could not be shown: ${why}`,
  'picture.gone': 'The record does not hold it any more.',
  'picture.unshown': 'Its format is not shown here.',
  'picture.label': ({ n, of }: { n: number; of: number }) => `Image ${n} of ${of}`,

  'thread.show': 'Read its conversation here',
  'thread.label': ({ name }: { name: string }) => `Conversation of the subagent ${name}`,
  'thread.unnamed': 'without a name',
  'thread.earlier': 'Earlier in this thread',

  'print.earlier': 'What was said earlier is not part of this print. “amc export” writes the whole conversation.',
  'print.later': 'What was said later is not part of this print. “amc export” writes the whole conversation.',
};
