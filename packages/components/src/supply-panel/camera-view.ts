import type { ReactiveControllerHost } from 'lit';
import { css, html, nothing, type TemplateResult } from 'lit';
import { sayOf, type Sentences } from '../frame/own-words.js';
import { Camera, type CameraTrouble } from './camera.js';
import type { Speech } from './speech.js';

export { sheetStyles } from '../frame/sheet.styles.js';

export const cameraStyles = css`
  .seen {
    display: block;
    inline-size: 100%;
    max-block-size: 50vh;
    background: var(--_sunken);
    object-fit: contain;
  }
`;

/** What is said of the camera, in Chinese. Keys are those of `en`. */
const zh = {
  title: '摄像头扫码',
  asking: '正在打开摄像头…',
  looking: '把码对准画面。画面只在本机识别，不保存',
  'trouble.no-reader': '本浏览器不能用摄像头识别码。用扫码枪，或输入编号',
  'trouble.insecure': '本页不是 https，浏览器不开放摄像头。用扫码枪，或输入编号',
  'trouble.denied': '未允许使用摄像头。在浏览器中允许，或用扫码枪、输入编号',
  'trouble.missing': '本机没有摄像头。用扫码枪，或输入编号',
  'trouble.failed': '摄像头打不开，可能正被占用。用扫码枪，或输入编号',
  close: '关闭',
} as const;

type CameraKey = keyof typeof zh;

/** The same in English. */
const en: { readonly [K in CameraKey]: string } = {
  title: 'Scan with the camera',
  asking: 'Opening the camera…',
  looking: 'Hold the code into the picture. It is read on this device and not kept',
  'trouble.no-reader': 'This browser cannot read codes with a camera. Use a scanner, or type the code',
  'trouble.insecure': 'This page is not https, so the browser gives no camera. Use a scanner, or type the code',
  'trouble.denied': 'The camera is not allowed. Allow it in the browser, or use a scanner, or type the code',
  'trouble.missing': 'There is no camera here. Use a scanner, or type the code',
  'trouble.failed': 'The camera does not open, perhaps it is in use. Use a scanner, or type the code',
  close: 'Close',
};

export const cameraSentences: Sentences<CameraKey> = { zh, en };

/** The camera over the ledger: fetched, and turned on, when somebody asks for it. */
export class CameraSheet {
  readonly camera: Camera;

  constructor(host: ReactiveControllerHost, onCode: (text: string) => void) {
    this.camera = new Camera(host, onCode);
  }

  view({ words }: Speech, onClose: () => void): TemplateResult {
    const say = sayOf(cameraSentences, words.lang);
    const { stream, trouble } = this.camera;
    return html`<section class="sheet camera" role="dialog" aria-labelledby="camera-title" tabindex="-1">
      <h3 id="camera-title">${say('title')}</h3>
      ${
        stream
          ? html`<video
              class="seen"
              autoplay
              muted
              playsinline
              aria-label=${say('title')}
              .srcObject=${stream}
            ></video>`
          : nothing
      }
      ${told(trouble, stream !== undefined, say)}
      <div class="acts"><button class="close" @click=${onClose}>${say('close')}</button></div>
    </section>`;
  }
}

function told(trouble: CameraTrouble | undefined, isOn: boolean, say: (key: CameraKey) => string): TemplateResult {
  if (trouble) return html`<p class="problem" role="alert">${say(`trouble.${trouble}`)}</p>`;
  return html`<p role="status">${say(isOn ? 'looking' : 'asking')}</p>`;
}
