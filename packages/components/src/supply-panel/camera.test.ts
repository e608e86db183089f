import { expect } from 'chai';
import { accessible, cleanUp, until } from '../testing/fixture.js';
import { openPanel, type PanelReading } from '../testing/panel-harness.js';

const page = globalThis as { BarcodeDetector?: unknown };
const given = Object.getOwnPropertyDescriptor(page, 'BarcodeDetector');
const devices = navigator.mediaDevices;
const real = devices.getUserMedia;

/** A camera that shows a page of our own, and a reader that finds what a test says. */
function camera(codes: () => string[], refuse?: DOMException): MediaStream[] {
  const opened: MediaStream[] = [];
  devices.getUserMedia = async () => {
    if (refuse) throw refuse;
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')!.fillRect(0, 0, 9, 9);
    const stream = canvas.captureStream(10);
    // A canvas that nobody draws on sends no second picture.
    const draw = setInterval(() => canvas.getContext('2d')!.fillRect(0, 0, 9, 9), 50);
    stream.getTracks()[0]!.addEventListener('ended', () => clearInterval(draw));
    opened.push(stream);
    return stream;
  };
  page.BarcodeDetector = class {
    detect = (): Promise<{ rawValue: string }[]> => Promise.resolve(codes().map((rawValue) => ({ rawValue })));
  };
  return opened;
}
const isOn = (stream: MediaStream): boolean => stream.getTracks().some(({ readyState }) => readyState === 'live');
const told = ({ text }: PanelReading): string => text('.sheet');
async function ask(): Promise<PanelReading> {
  const reading = await openPanel();
  await reading.click('摄像头扫码');
  return reading;
}

describe('yj-supply-panel: the camera', () => {
  afterEach(() => {
    cleanUp();
    devices.getUserMedia = real;
    if (given) Object.defineProperty(page, 'BarcodeDetector', given);
    else delete page.BarcodeDetector;
  });

  it('is off until it is asked for; a code it reads is a scan, and turns it off', async () => {
    let codes: string[] = [];
    const opened = camera(() => codes);
    const reading = await openPanel();
    expect(opened).to.have.length(0);
    await reading.press('o');
    await reading.click('摄像头扫码');
    await until(() => reading.find('video'), 'the picture');
    expect(told(reading)).to.include('画面只在本机识别，不保存');
    await accessible(reading.panel);
    codes = ['https://example.cn/s/stock/registry/SD-01'];
    await until(() => reading.find('.sheet [name="quantity"]'), 'the form of what was scanned');
    expect(reading.text('.sheet h3')).to.equal('领用 沙袋');
    expect(opened.map(isOn)).to.deep.equal([false]);
  });

  it('is turned off when it is closed and when the panel leaves the page', async () => {
    const opened = camera(() => []);
    const reading = await ask();
    await until(() => reading.find('video'), 'the picture');
    await reading.press('Escape');
    expect([reading.find('.sheet'), isOn(opened[0]!)]).to.deep.equal([null, false]);
    await reading.click('摄像头扫码');
    await until(() => reading.find('video'), 'the picture');
    expect(isOn(opened[1]!)).to.equal(true);
    reading.panel.remove();
    expect(isOn(opened[1]!)).to.equal(false);
  });

  for (const [name, why, said] of [
    ['NotAllowedError', 'a person who does not allow it', '未允许使用摄像头'],
    ['NotFoundError', 'no camera', '本机没有摄像头'],
    ['NotReadableError', 'a camera in use', '摄像头打不开'],
  ] as const)
    it(`says so of ${why}, and what else can be done`, async () => {
      camera(() => [], new DOMException('', name));
      const reading = await ask();
      await until(() => told(reading).includes(said), said);
      expect(told(reading)).to.include('扫码枪').and.include('输入编号');
      await accessible(reading.panel);
    });

  it('says so of a browser that reads no codes, and asks for no camera', async () => {
    const opened = camera(() => []);
    delete page.BarcodeDetector;
    const reading = await ask();
    await until(() => told(reading).includes('本浏览器不能用摄像头识别码'), 'it says so');
    expect(opened).to.have.length(0);
  });
});
