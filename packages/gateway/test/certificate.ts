import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A certificate for this machine, fresh, with its key; nothing where there is no openssl to make one. */
export function makeCertificate(folder: string): { readonly cert: string; readonly key: string } | undefined {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const make = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  try {
    execFileSync('openssl', [...make, '-keyout', key, '-out', cert, ...name], { stdio: 'ignore' });
    return { cert, key };
  } catch {
    return undefined;
  }
}
