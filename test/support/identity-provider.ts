import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An OpenID Connect provider of the test's own: signs everybody in at once, as Ada, and sends them back. */
export interface IdentityProvider extends AsyncDisposable {
  /** For `tix serve`. */
  readonly flags: readonly string[];
  idToken(claims?: { readonly nonce?: string; readonly audience?: string }): Promise<string>;
}

const CLIENT_ID = 'tix-shop';

export async function openIdentityProvider(): Promise<IdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }];
  let url = '';
  const idToken: IdentityProvider['idToken'] = ({ nonce, audience = CLIENT_ID } = {}) =>
    new SignJWT({ name: 'Ada', ...(nonce === undefined ? {} : { nonce }) })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setSubject('user-1')
      .setIssuer(url)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);

  const server = createServer(async (request, response) => {
    const asked = new URL(request.url ?? '/', url);
    if (asked.pathname === '/jwks') return response.end(JSON.stringify({ keys }));
    const parameter = (name: string) => asked.searchParams.get(name) ?? '';
    const isSound = parameter('client_id') === CLIENT_ID && parameter('response_type') === 'id_token';
    if (!isSound) return response.writeHead(400).end();
    const fragment = new URLSearchParams({
      id_token: await idToken({ nonce: parameter('nonce') }),
      state: parameter('state'),
    });
    return response.writeHead(302, { location: `${parameter('redirect_uri')}#${fragment}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    flags: [
      ...['--oidc-issuer', url, '--oidc-audience', CLIENT_ID],
      ...['--oidc-jwks', `${url}/jwks`, '--oidc-authorize', `${url}/authorize`],
    ],
    idToken,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
