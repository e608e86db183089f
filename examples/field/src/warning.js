import { compactTime } from './beijing-time.js';
import { referenceTo } from './cap.js';

/**
 * Warnings as the weather service words them, as CAP messages. Colour (or level), verb and end are stated as parameters:
 *
 *   CN-WarningColour  Blue | Yellow | Orange | Red     only where the warning has a colour
 *   CN-WarningLevel   1 … 4                            a numbered level without colour
 *   CN-WarningVerb    发布 | 更新 | 提升 | 降级 | 继续 | 解除
 *   CN-WarningEnd     解除                             on the message that lifts it
 */
const ISSUERS = /** @type {const} */ ({
  nanning: { name: '南宁市气象台', sender: 'yanlian@nanning.weather.example', code: '45010041600000' },
  guangxi: { name: '广西壮族自治区气象台', sender: 'yanlian@guangxi.weather.example', code: '45000041600000' },
});
const COLOURS = /** @type {const} */ ({
  Blue: { word: '蓝色', severity: 'Minor' },
  Yellow: { word: '黄色', severity: 'Moderate' },
  Orange: { word: '橙色', severity: 'Severe' },
  Red: { word: '红色', severity: 'Extreme' },
});
const EVENTS = /** @type {const} */ ({ 暴雨: '11B03', 雷电: '11B14', 台风: '11B01', 高温: '11B09', 大风: '11B06' });

/**
 * @typedef {{
 *   issuer?: keyof typeof ISSUERS, event: keyof typeof EVENTS, sent: number, verb?: string,
 *   colour?: keyof typeof COLOURS, level?: 1 | 2 | 3 | 4,
 *   areas: readonly { name: string, code: string }[],
 *   text: string, instruction?: string, tag?: string, headline?: string,
 *   references?: readonly import('./cap.js').CapReference[],
 * }} WarningFields tag: ends the identifier, so that two messages of one second differ
 */

/**
 * @param {WarningFields} fields
 * @returns {import('./cap.js').CapMessage}
 */
export function warningMessage({
  issuer = 'nanning',
  event,
  sent,
  verb = '发布',
  colour,
  level,
  areas,
  text,
  instruction,
  tag,
  headline,
  references = [],
}) {
  const { name, sender, code } = ISSUERS[issuer];
  const lifts = verb === '解除';
  const grade = colour ? `${COLOURS[colour].word}预警信号` : level ? `${'一二三四'[level - 1]}级预警` : '预警';
  return {
    identifier: `YL-${code}_${compactTime(sent)}${tag === undefined ? '' : `-${tag}`}`,
    sender,
    sent,
    msgType: lifts ? 'Cancel' : references.length > 0 ? 'Update' : 'Alert',
    references,
    event,
    eventCode: EVENTS[event],
    responseTypes: lifts ? ['AllClear'] : ['Prepare', 'Monitor'],
    urgency: lifts ? 'Past' : colour === 'Red' || colour === 'Orange' ? 'Immediate' : 'Expected',
    severity: lifts || !colour ? 'Minor' : COLOURS[colour].severity,
    certainty: colour === 'Red' || lifts ? 'Observed' : 'Likely',
    senderName: `${name}（演练）`,
    headline: headline ?? `【演练】${name}${verb}${event}${grade}`,
    description: `【演练】${text}`,
    ...(instruction !== undefined && { instruction }),
    parameters: [
      ...(colour ? [{ name: 'CN-WarningColour', value: colour }] : []),
      ...(level ? [{ name: 'CN-WarningLevel', value: String(level) }] : []),
      { name: 'CN-WarningVerb', value: verb },
      ...(lifts ? [{ name: 'CN-WarningEnd', value: '解除' }] : []),
    ],
    areas: areas.map((area) => ({ name: area.name, geocodes: [{ name: 'CN-GB2260', value: area.code }] })),
  };
}

/**
 * The end (解除) of a warning that stands, by whoever sent it.
 * @param {import('./cap.js').CapMessage} message
 * @param {{ sent: number, text: string }} how
 * @returns {import('./cap.js').CapMessage}
 */
export function lifting(message, { sent, text }) {
  const { identifier, sender, event, senderName, areas, parameters = [] } = message;
  const grade = parameters.filter(({ name }) => name === 'CN-WarningColour' || name === 'CN-WarningLevel');
  return {
    ...{
      identifier: `${identifier}-end`,
      sender,
      sent,
      msgType: 'Cancel',
      references: [referenceTo(message)],
      event,
      senderName,
      areas,
    },
    ...(message.eventCode !== undefined && { eventCode: message.eventCode }),
    ...{ responseTypes: ['AllClear'], urgency: 'Past', severity: 'Minor', certainty: 'Observed' },
    headline: `【演练】解除：${message.headline.replace('【演练】', '')}`,
    description: `【演练】${text}`,
    parameters: [...grade, { name: 'CN-WarningVerb', value: '解除' }, { name: 'CN-WarningEnd', value: '解除' }],
  };
}
