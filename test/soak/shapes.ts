/** A kind of text that is sent to agents. `mark` makes each one findable in an agent's records. */
export interface Shape {
  name: string;
  text: (mark: string) => string;
  /** `refused`: AMC has to say no before anything is typed. An agent's own channel may take it, as it is. */
  fate: 'arrives' | 'refused';
}

const LONG_LINE = 'The quick brown fox jumps over the lazy dog, again and again. ';

export const shapes: readonly Shape[] = [
  { name: 'one line', fate: 'arrives', text: (mark) => `${mark} please look at this` },
  { name: '40 lines', fate: 'arrives', text: (mark) => lines(40, (n) => `${mark} line ${n} of forty`) },
  { name: '100 kB', fate: 'arrives', text: (mark) => `${mark} ${LONG_LINE.repeat(1_600)}end` },
  { name: 'leading -', fate: 'arrives', text: (mark) => `- ${mark} a point\n- another` },
  { name: 'leading --flag', fate: 'arrives', text: (mark) => `--version ${mark} -X cancel` },
  { name: 'leading @', fate: 'arrives', text: (mark) => `@${mark} is no file that is there` },
  { name: 'leading /', fate: 'refused', text: (mark) => `/${mark} is no command\nof two lines` },
  { name: 'leading #', fate: 'arrives', text: (mark) => `# ${mark}\n\na heading, as in Markdown` },
  { name: 'leading !', fate: 'refused', text: (mark) => `!touch ${mark}` },
  { name: 'blank, then !', fate: 'refused', text: (mark) => `  !touch ${mark}` },
  { name: 'emoji', fate: 'arrives', text: (mark) => `${mark} 👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 ✅ done` },
  { name: 'CJK', fate: 'arrives', text: (mark) => `${mark} 请检查这个文件。日本語も、한국어도 됩니다.` },
  { name: 'right to left', fate: 'arrives', text: (mark) => `${mark} שלום עולם, مرحبا بالعالم` },
  { name: 'combining', fate: 'arrives', text: (mark) => `${mark} Zażółć gęślą jaźń, क्षि, ก็` },
  { name: 'tabs', fate: 'arrives', text: (mark) => `${mark}\tone\n\t\ttwo\n\tthree` },
  {
    name: 'quotes and $()',
    fate: 'arrives',
    text: (mark) => `${mark} "a" 'b' \`c\` $(id) \${HOME} \\n #{pane_id} %1 ~`,
  },
  { name: '; at the end', fate: 'arrives', text: (mark) => `${mark} fix this; kill-server ;` },
  { name: 'key names', fate: 'arrives', text: (mark) => `Enter C-c Escape ${mark} Enter` },
  { name: 'control bytes', fate: 'refused', text: (mark) => `${mark} a\u0003b\u001b[31mred` },
  { name: 'end of a paste', fate: 'refused', text: (mark) => `${mark}\u001b[201~\rrm -rf x\r` },
  { name: 'bidi override', fate: 'refused', text: (mark) => `${mark} \u202Eabc\u202C` },
];

function lines(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index + 1)).join('\n');
}
