/** Two notes, a fourth apart; low enough to be liked the hundredth time. */
const NOTES = [
  { hertz: 587.33, at: 0 },
  { hertz: 783.99, at: 0.11 },
];
const LOUDNESS = 0.07;
const NOTE_S = 0.28;

let context: AudioContext | null = null;

/** A short soft tone. False: the browser lets this page make none before somebody has pressed something in it. */
export async function playTone(): Promise<boolean> {
  try {
    context ??= new AudioContext();
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 500))]);
    if (context.state !== 'running') return false;
    for (const note of NOTES) play(context, note);
    return true;
  } catch {
    return false;
  }
}

function play(audio: AudioContext, { hertz, at }: { hertz: number; at: number }): void {
  const from = audio.currentTime + at;
  const oscillator = new OscillatorNode(audio, { type: 'sine', frequency: hertz });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, from + NOTE_S);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(from);
  oscillator.stop(from + NOTE_S);
}
