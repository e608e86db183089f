// Without a Chinese font every Chinese character is silently blank or a box, and pictures and map labels would prove nothing.
import { expect } from 'chai';

/** Which pixels a text darkens, drawn black on white as the map draws its labels: on a canvas, with local fonts. */
function ink(text: string, font: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, 64, 64);
  pen.fillStyle = 'black';
  pen.font = font;
  pen.fillText(text, 8, 48);
  const { data } = pen.getImageData(0, 0, 64, 64);
  return Array.from({ length: 64 * 64 }, (_, i) => (data[i * 4]! < 128 ? '#' : ' ')).join('');
}
const dark = (picture: string): number => picture.replaceAll(' ', '').length;

describe('the browser the tests run in', () => {
  for (const font of ['400 44px sans-serif', '700 44px "PingFang SC", "Microsoft YaHei", system-ui, sans-serif'])
    it(`draws Chinese characters (${font})`, () => {
      // What is drawn for a character that no font has: a code point that stands for none.
      const absent = ink('\u{10fff0}', font);
      const pictures = ['火', '水', '警', '演'].map((character) => ink(character, font));
      for (const picture of pictures) {
        expect(dark(picture)).to.be.greaterThan(200);
        expect(picture).to.not.equal(absent);
      }
      expect(new Set(pictures).size).to.equal(4);
    });

  it('draws with WebGL 2, which the map needs', () => {
    const gl = document.createElement('canvas').getContext('webgl2', { preserveDrawingBuffer: true })!;
    gl.clearColor(1, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const pixel = new Uint8Array(4);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    expect([...pixel]).to.deep.equal([255, 0, 0, 255]);
  });
});
