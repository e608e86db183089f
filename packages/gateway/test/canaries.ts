import { createConnection } from 'node:net';

/** Stands in a field that is no secret: where it is not found, the search is blind. */
export const CONTROL = '对照字样甲乙';

/** Fields marked sensitive in the published JSON Schema of every kind, at any depth. */
export function markedFields(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if ((schema as { sensitive?: unknown }).sensitive === true) return [path];
  return Object.entries(schema).flatMap(([key, member]) =>
    markedFields(member, key === 'properties' || key === '$defs' ? path : `${path}/${key}`),
  );
}

/** One secret of each sort that a mask treats in its own way, told apart by its number. */
export const secrets = (n: number): string[] => [
  String.fromCodePoint(0x9e20 + n, 0x96c0 + n, 0x9e3d + n),
  `1390000${String(7100 + n)}`,
  `金丝雀第${n}号住在三单元`,
];

/** Sends lines to the call centre on this port and gives its answers. */
export const callCentre = (port: number, lines: readonly string[]): Promise<string[]> =>
  new Promise((resolve, reject) => {
    let text = '';
    const socket = createConnection(port, '127.0.0.1', () => socket.write(`${lines.join('\n')}\n`));
    socket.setEncoding('utf8').on('error', reject);
    socket.on('data', (chunk) => {
      text += chunk;
      const answers = text.split('\n').slice(0, -1);
      if (answers.length === lines.length) socket.end(() => resolve(answers));
    });
  });
