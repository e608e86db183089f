import { writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTHeaderParameters } from 'jose';

export const ISSUER = 'https://sso.example.cn/realms/city';

export interface Issuer {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
  readonly jwks: { readonly keys: readonly object[] };
  /** A token that is right in everything but what is given. */
  sign(
    claims?: { [name: string]: unknown },
    header?: Partial<JWTHeaderParameters>,
    key?: CryptoKey | Uint8Array,
  ): Promise<string>;
}

/** An issuer of access tokens, with one key; its JWKS in a file where one is named. */
export async function createIssuer({
  alg = 'ES256',
  file,
  now = () => Date.now(),
}: { readonly alg?: string; readonly file?: string; readonly now?: () => number } = {}): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', alg }] };
  if (file !== undefined) writeFileSync(file, JSON.stringify(jwks));
  return {
    publicKey,
    privateKey,
    jwks,
    sign(claims = {}, header = {}, key = privateKey) {
      const seconds = Math.floor(now() / 1_000);
      const all: { [name: string]: unknown } = {
        iss: ISSUER,
        aud: 'yingji',
        sub: 'staff-17',
        name: '李小明',
        roles: ['duty-desk'],
        yingji_scope: ['450103'],
        jti: 'token-1',
        iat: seconds,
        exp: seconds + 300,
        ...claims,
      };
      for (const name of Object.keys(all)) if (all[name] === undefined) delete all[name];
      const given = { alg, kid: 'k1', typ: 'at+jwt', ...header } as JWTHeaderParameters;
      return new SignJWT(all).setProtectedHeader(given).sign(key, { crit: { 'x-far': true } });
    },
  };
}

/** The three parts of a token, decoded, changed and put together again without a new signature. */
export function tamper(token: string, change: (header: Part, payload: Part) => void): string {
  const [head = '', body = '', signature = ''] = token.split('.');
  const decode = (text: string): Part => JSON.parse(Buffer.from(text, 'base64url').toString()) as Part;
  const [header, payload] = [decode(head), decode(body)];
  change(header, payload);
  const encode = (part: Part): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode(header)}.${encode(payload)}.${signature}`;
}

type Part = { [name: string]: unknown };
