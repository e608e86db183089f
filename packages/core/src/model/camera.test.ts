import { expect } from 'chai';
import { cameraForms } from '../codes/camera-forms.js';
import { jsonSchema } from './schemas.js';

describe('camera', () => {
  it('has a word for each form of the catalogue, in its order and of its meaning', () => {
    const { properties } = jsonSchema('camera') as {
      properties: { form: { enum: string[]; description: string } };
    };
    const { enum: words, description } = properties.form;
    const rows = Object.values(cameraForms.rows);
    expect(description).to.equal(`${rows.map(({ zh }) => zh).join(', ')}.`);
    expect(words).to.have.length(rows.length);
    // They begin as the table's do, which may say more, e.g. "fixed bullet", "remote-controlled bullet".
    const first = (text: string): string => text.slice(0, 5);
    expect(words.map(first)).to.deep.equal(rows.map(({ en }) => first(en.replaceAll(' ', '-'))));
  });
});
