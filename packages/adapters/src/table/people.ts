import type { PersonAtRisk, Responder } from '@yingji/core';
import { endOf } from './dates.js';
import type { RowContext } from './map-row.js';
import { present, reference, references } from './references.js';
import type { RowReader } from './row.js';
import { moveWords, plain, stateWords, wordFinder } from './words.js';

const findState = wordFinder(stateWords);
const findMove = wordFinder(moveWords);

/** One row of a list of responders (队员). Name and number go to the vault at the door; no other column is kept. */
export function mapResponder(reader: RowReader, context: RowContext): Responder | undefined {
  const word = reader.said('state');
  const state = word === undefined ? context.reading.state : findState(word);
  if (state === undefined) {
    const message =
      word === undefined
        ? 'where they stand must be stated; fill in 状态 (已登记, 已培训, 在岗, 暂停, 退出) or set the option state.'
        : 'the state is none of 已登记, 已培训, 在岗, 暂停, 退出; correct the word.';
    reader.note(word === undefined ? 'state-missing' : 'state-unknown', message, { field: 'state' });
    return undefined;
  }
  return {
    state,
    skills: skillsOf(reader, context),
    ...present({
      name: reader.cell('name'),
      phone: reader.cell('phone'),
      organization: reference(reader, 'organization', 'organization', context),
      teams: references(reader, 'teams', 'team', context),
      grid: reference(reader, 'grid', 'place', context),
      deputies: references(reader, 'deputies', 'responder', context),
      account: reader.text('account'),
    }),
  };
}

/** `急救:2:2027-05-01；排水`: skill, level, until when the certificate holds. */
function skillsOf(reader: RowReader, { reading: { types = {}, offset = '+08:00' } }: RowContext): Responder['skills'] {
  return (reader.text('skills') ?? '')
    .split(/[;；、\n]+/)
    .filter((part) => part.trim() !== '')
    .flatMap((part) => {
      const [word = '', level = '', until = '', ...more] = part.split(/[:：]/).map((each) => each.trim());
      const own = Object.keys(types).find((key) => plain(key) === plain(word));
      const skill = (own === undefined ? undefined : types[own]) ?? word;
      const expires = until === '' ? undefined : endOf(until, offset);
      const wrong = skill === '' || more.length > 0 || (level !== '' && !/^[1-9]$/.test(level));
      if (wrong || (until !== '' && expires === undefined)) {
        const message = 'a skill is written "急救:2:2027-05-01" (skill, level 1–9, good until); this one is left out.';
        reader.note('skill-invalid', message, { field: 'skills' });
        return [];
      }
      return [
        { skill, ...(level === '' ? {} : { level: Number(level) }), ...(expires === undefined ? {} : { expires }) },
      ];
    });
}

/** One row of a list of people at risk (重点人群): a person or a household. All that says who it is goes to the vault. */
export function mapPersonAtRisk(reader: RowReader, context: RowContext): PersonAtRisk | undefined {
  const place = reference(reader, 'place', 'place', context);
  if (place === undefined) {
    reader.note(
      'place-missing',
      'the building or compound must be stated by its code, or nobody finds them; fill it in.',
      {
        field: 'place',
      },
    );
    return undefined;
  }
  const persons = reader.number('persons', { min: 1, max: 10_000 });
  if (persons === undefined || !Number.isInteger(persons))
    reader.note('persons-missing', 'how many people they are is not stated; one is counted.', {
      field: 'persons',
      level: 'warning',
    });
  const word = reader.cell('moves');
  const moves = word === undefined ? undefined : findMove(word);
  if (word !== undefined && moves === undefined)
    reader.note('type-unknown', 'what moving them takes is none of 自行, 搀扶, 背抬, 带电; the cell is left out.', {
      field: 'moves',
      level: 'warning',
    });
  return {
    place,
    persons: persons !== undefined && Number.isInteger(persons) ? persons : 1,
    ...present({
      name: reader.cell('name'),
      phone: reader.cell('phone'),
      home: reader.cell('home'),
      health: reader.cell('health'),
      moves,
      buddy: reference(reader, 'buddy', 'responder', context),
      deputies: references(reader, 'deputies', 'responder', context),
    }),
  };
}
