/** `node floor-program.mjs HOME`: what one Node thread needs to read and parse every line, and nothing else. */
import { readFileSync } from 'node:fs';
import { transcriptsOf } from './corpora.mjs';

const paths = transcriptsOf(process.argv[2]);
const before = performance.now();
let bytes = 0;
let records = 0;
for (const path of paths) {
  const text = readFileSync(path);
  bytes += text.length;
  for (let from = 0, to = text.indexOf(10); to !== -1; from = to + 1, to = text.indexOf(10, from)) {
    if (JSON.parse(text.toString('utf8', from, to)) !== null) records += 1;
  }
}
console.log(JSON.stringify({ ms: performance.now() - before, bytes, records }));
