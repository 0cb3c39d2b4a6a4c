/** Texts of the terminal peek. */
export const terminalEn = {
  'peek.screen': ({ label }: { label: string }) => `Pane ${label}, as it is now`,
  'peek.size': ({ cols, rows }: { cols: number; rows: number }) => `${cols} × ${rows}`,
  'peek.reading': 'Reading the pane…',
  'peek.notNow': ({ why }: { why: string }) => `Not shown now: ${why}.`,
  'peek.asItWas': 'Below is how it looked last.',
  'peek.lost': 'The connection to AMC is lost. Below is how it looked last.',
  'peek.over': ({ why }: { why: string }) => `There is nothing to show: ${why}.`,
  'peek.noPane': 'it runs in no pane that AMC can reach',
  'peek.copy': 'Copy screen',
  'peek.type': 'Type into it',
  'peek.typeHint':
    'Each key goes straight into the agent’s pane, as if you sat there. AMC writes down that you typed, not what.',
  'peek.typing': ({ label }: { label: string }) => `Typing into ${label}`,
  'peek.typingHint': 'Every key goes there. F6 ends it; so do two minutes without a key.',
  'peek.pressHere': 'Press in the pane to go on typing; F6 ends it.',
  'peek.input': ({ label }: { label: string }) => `Keys for pane ${label}; F6 ends typing`,
  'peek.cannotType': ({ name }: { name: string }) => `${name} cannot be typed from here.`,
  'peek.tooLong': 'That is more than 4,000 characters; nothing of it was typed.',
  'peek.ended': ({ why }: { why: string }) => `Typing is off. ${why}`,
  'peek.endedIdle': 'Typing is off: two minutes without a key.',
  'peek.endedLost': 'Typing is off: what the pane shows is not known now.',
};
