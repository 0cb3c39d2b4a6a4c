/** What an agent's input box is to a terminal: raw mode, every byte kept. Arguments: file, DEC modes (2004: bracketed paste). */
export const sinkProgram = `
import { appendFileSync } from 'node:fs';
const [file, ...modes] = process.argv.slice(2);
process.stdin.setRawMode(true);
process.stdout.write(modes.map((mode) => '\\x1b[?' + mode + 'h').join('') + 'READY');
process.stdin.on('data', (bytes) => appendFileSync(file, bytes));
`;
