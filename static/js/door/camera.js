// Reads codes from the camera at the back. A code that stays in view counts once; shown again later it counts anew.

import decodeQR from "qr/decode.js";

const EVERY_MS = 100;
const GONE_MS = 2000;
const SIDE = 640; // squares of a ticket stay wide enough, and a cheap phone reads several of these a second

export class Camera {
  constructor(video, found) {
    Object.assign(this, { video, found });
    this.seen = { text: "", at: 0 };
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.canvas.height = SIDE;
    this.pencil = this.canvas.getContext("2d", { willReadFrequently: true });
  }

  async start() {
    this.stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.look();
    // A screen that goes dark stops the camera.
    this.awake = await navigator.wakeLock?.request("screen").catch(() => null);
  }

  stop() {
    clearTimeout(this.timer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
    this.awake?.release();
  }

  look() {
    const text = document.hidden ? "" : this.read();
    const now = performance.now();
    const isNew = text && (text !== this.seen.text || now - this.seen.at > GONE_MS);
    if (text) this.seen = { text, at: now };
    if (isNew) this.found(text);
    // After reading, not every so often: a slow phone has time left for fingers.
    this.timer = setTimeout(() => this.look(), EVERY_MS);
  }

  read() {
    const { videoWidth: width, videoHeight: height } = this.video;
    const side = Math.min(width, height);
    if (!side) return "";
    this.pencil.drawImage(this.video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE);
    try {
      return decodeQR(this.pencil.getImageData(0, 0, SIDE, SIDE));
    } catch {
      return ""; // no code in this picture
    }
  }
}
