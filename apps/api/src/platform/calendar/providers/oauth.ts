import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  Configuration,
  customFetch,
  refreshTokenGrant,
  ResponseBodyError,
  tokenRevocation,
} from 'openid-client';
import type { ServerMetadata, TokenEndpointResponse } from 'openid-client';

import type { CalendarClient } from '../../config.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import { CalendarRefused } from './provider.ts';
import type { CalendarGrant, CalendarProvider } from './provider.ts';

type Part = Pick<CalendarProvider, 'agreeAt' | 'accept' | 'renew' | 'giveBack'>;

/** OAuth 2.0 with PKCE (RFC 6749, 7636) towards one server, through the product's one client for outgoing requests. */
export function oauthOf(
  outbound: Outbound,
  { id, secret }: CalendarClient,
  server: ServerMetadata,
  asked: Record<string, string>,
): Part {
  const configuration = new Configuration(server, id, secret);
  if (server.token_endpoint?.startsWith('http:')) allowInsecureRequests(configuration);
  configuration[customFetch] = async (url, { method, headers, body }) => {
    const answer = await outbound.request({
      method: method === 'GET' ? 'GET' : 'POST',
      url,
      headers,
      ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
    });
    const type = answer.headers['content-type'];
    return new Response(answer.body.length === 0 ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: type === undefined ? {} : { 'content-type': type },
    });
  };
  return {
    agreeAt: ({ state, challenge, redirectUri }) =>
      buildAuthorizationUrl(configuration, {
        ...asked,
        redirect_uri: redirectUri,
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }).href,
    accept: (answer, { state, verifier, redirectUri }, now) => {
      const url = new URL(redirectUri);
      url.search = answer.toString();
      return refusing(async () =>
        grantOf(
          await authorizationCodeGrant(configuration, url, {
            expectedState: state,
            pkceCodeVerifier: verifier,
          }),
          now,
          null,
        ),
      );
    },
    renew: (refreshToken, now) =>
      refusing(async () => grantOf(await refreshTokenGrant(configuration, refreshToken), now, refreshToken)),
    giveBack: async ({ refreshToken, accessToken }) => {
      if (server.revocation_endpoint) await tokenRevocation(configuration, refreshToken ?? accessToken);
    },
  };
}

/** A server that renews without a new refresh token means the old one to be kept. */
function grantOf(found: TokenEndpointResponse, now: Date, kept: string | null): CalendarGrant {
  return {
    accessToken: found.access_token,
    refreshToken: found.refresh_token ?? kept,
    expiresAt: now.getTime() + (found.expires_in ?? 3600) * 1000,
  };
}

/** Errors of a token endpoint that only the person can do something about (RFC 6749, OpenID Connect Core). */
const REFUSALS = new Set([
  'invalid_grant',
  'access_denied',
  'consent_required',
  'interaction_required',
  'login_required',
]);

/** Tells a no from what may pass by itself: a server that is down, or a client that the operator has set up wrong. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ResponseBodyError && REFUSALS.has(error.error))
      throw new CalendarRefused(error.error, { cause: error });
    throw error;
  }
}
