// Tells by ear and by hand how a scan went, for who looks at the person and not at the screen.

const QUIET = "door-quiet";
const TONES = {
  ok: [[660, 0, 0.09], [990, 0.1, 0.16]],
  ask: [[520, 0, 0.14], [520, 0.2, 0.14]],
  no: [[200, 0, 0.4]],
};
const SHAKES = { ok: [90], ask: [90, 80, 90], no: [350] };

let sound;

export const isQuiet = () => localStorage.getItem(QUIET) === "yes";
export const setQuiet = (quiet) => localStorage.setItem(QUIET, quiet ? "yes" : "no");

// Browsers let a page sound only after somebody pressed something.
export function allowSound() {
  sound ??= new AudioContext();
  sound.resume();
}

export function signal(tone) {
  navigator.vibrate?.(SHAKES[tone] ?? []);
  if (!sound || isQuiet()) return;
  for (const [pitch, after, lasts] of TONES[tone] ?? []) {
    const [voice, volume] = [sound.createOscillator(), sound.createGain()];
    const from = sound.currentTime + after;
    voice.frequency.value = pitch;
    voice.type = tone === "no" ? "sawtooth" : "sine";
    volume.gain.setValueAtTime(0.3, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + lasts);
    voice.connect(volume).connect(sound.destination);
    voice.start(from);
    voice.stop(from + lasts);
  }
}
