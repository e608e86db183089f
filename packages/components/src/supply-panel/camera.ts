import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Why no code can be read with the camera here. */
export type CameraTrouble = 'no-reader' | 'insecure' | 'denied' | 'missing' | 'failed';

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector;

/** What a label of supplies carries: QR, or the bars of a shop. */
const FORMATS = ['qr_code', 'data_matrix', 'code_128', 'code_39', 'ean_13', 'ean_8', 'itf'];
const EVERY_MS = 200;

/**
 * Reads one code with the camera, where the browser has a reader of its own (`BarcodeDetector`) and the page came by https. The
 * camera is on from when it is asked for until a code was read, it is closed, or nobody looks at the page; no picture leaves the page or is kept.
 */
export class Camera implements ReactiveController {
  /** What it sees, for a `video`. */
  stream: MediaStream | undefined;
  trouble: CameraTrouble | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #onCode: (text: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Another start, or a stop: what was asked for before comes too late. */
  #nth = 0;
  readonly #hidden = (): void => {
    if (document.visibilityState !== 'visible') this.stop();
  };

  constructor(host: ReactiveControllerHost, onCode: (text: string) => void) {
    this.#host = host;
    this.#onCode = onCode;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** `video` gives where the picture is shown by then. */
  async start(video: () => HTMLVideoElement | null): Promise<void> {
    this.stop();
    const nth = (this.#nth += 1);
    this.trouble = undefined;
    const made = await open();
    if (nth !== this.#nth) return typeof made === 'string' ? undefined : turnOff(made.stream);
    if (typeof made === 'string') this.trouble = made;
    else {
      this.stream = made.stream;
      document.addEventListener('visibilitychange', this.#hidden);
      this.#look(made.detector, video);
    }
    this.#host.requestUpdate();
  }

  stop(): void {
    this.#nth += 1;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#hidden);
    if (this.stream) turnOff(this.stream);
    this.stream = undefined;
    this.#host.requestUpdate();
  }

  #look(detector: Detector, video: () => HTMLVideoElement | null): void {
    const nth = this.#nth;
    this.#timer = setTimeout(async () => {
      const seen = video();
      // A picture that is not there yet cannot be looked at; neither fault is one of the code.
      const found = seen && seen.readyState >= 2 ? await detector.detect(seen).catch(() => []) : [];
      if (nth !== this.#nth) return;
      const text = found[0]?.rawValue.trim() ?? '';
      if (text === '') return this.#look(detector, video);
      this.stop();
      this.#onCode(text);
    }, EVERY_MS);
  }
}

async function open(): Promise<{ readonly stream: MediaStream; readonly detector: Detector } | CameraTrouble> {
  const { BarcodeDetector } = globalThis as { readonly BarcodeDetector?: DetectorClass };
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!isSecureContext || !devices) return 'insecure';
  if (!BarcodeDetector) return 'no-reader';
  try {
    const detector = new BarcodeDetector({ formats: FORMATS });
    return { detector, stream: await devices.getUserMedia({ video: { facingMode: 'environment' } }) };
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError') return 'denied';
    return name === 'NotFoundError' ? 'missing' : 'failed';
  }
}

const turnOff = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};
